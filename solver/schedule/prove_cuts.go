package schedule

import (
	"slices"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// The rules in this file follow from the others, or leave out plans that differ
// from one left in by whom they name only. They let unit propagation see what it
// would have to find out case by case.

// twins puts in order meetings that can change slots without changing anybody's
// idle gaps: beside the people of both, nobody in them is engaged elsewhere.
func (e *encoding) twins() {
	ordered := map[int]bool{}
	for m, g := range e.p.Meetings {
		for _, b := range g.After {
			ordered[m], ordered[b] = true, true
		}
	}
	for m, g := range e.p.Meetings {
		if ordered[m] || g.Fixed || g.Locked {
			continue
		}
		for _, o := range e.meets[g.People[0]] {
			e.twin(o, m, ordered)
		}
		for _, q := range g.People[1:] {
			for _, o := range e.meets[q] {
				if !slices.Contains(e.p.Meetings[o].People, g.People[0]) {
					e.twin(o, m, ordered)
				}
			}
		}
	}
}

// twin puts o before m if they are twins and o has the smaller number.
func (e *encoding) twin(o, m int, ordered map[int]bool) {
	a, b := e.p.Meetings[o], e.p.Meetings[m]
	if o >= m || ordered[o] || a.Fixed || a.Locked || a.Online != b.Online || len(a.People) != len(b.People) {
		return
	}
	alone := func(list, other []int) bool {
		return !slices.ContainsFunc(list, func(q int) bool { return e.engaged(q) > 1 && !slices.Contains(other, q) })
	}
	if alone(a.People, b.People) && alone(b.People, a.People) && slices.Equal(e.domain(o), e.domain(m)) &&
		slices.Equal(e.m.draws[o], e.m.draws[m]) && (e.m.site == nil || e.m.site[o] == e.m.site[m]) {
		e.before(o, m)
	}
}

// sessions says, for each interval of slots that some of q's meetings cannot
// leave, that he is busy in as many of them (Hall 1935): for instance in the
// morning, with meetings restricted to it.
func (e *encoding) sessions(q int) {
	var first, last []int
	for _, m := range e.meets[q] {
		a, b := len(e.p.Slots), -1
		for t := range e.at[m] {
			a, b = min(a, t), max(b, t)
		}
		first, last = append(first, a), append(last, b)
	}
	for _, a := range distinct(first) {
		for _, b := range distinct(last) {
			n := 0
			for i := range first {
				if first[i] >= a && last[i] <= b {
					n++
				}
			}
			if n < 2 || n == len(first) {
				continue
			}
			var busy []sat.Lit
			for t := a; t <= b; t++ {
				if l, ok := e.busy[q][t]; ok && !slices.Contains(e.attends[q], t) {
					busy = append(busy, l)
				}
			}
			e.f.AtLeast(busy, n)
		}
	}
}

// overlap says that the agendas of two people who meet have a slot in common:
// if one without idle gaps is over, the other has begun.
func (e *encoding) overlap(a, b int) {
	if e.begun[a] == nil || e.begun[b] == nil {
		return
	}
	n := e.engaged(b)
	for t := range e.p.Slots {
		over, ok := e.begun[b][t-n]
		if !ok {
			continue
		}
		c := []sat.Lit{over.Not()}
		if in, open := e.begun[a][t-1]; open {
			c = append(c, in)
		} else if t > e.first[a] {
			continue // it has begun by then in any case
		}
		if len(e.gaps[b]) > 0 {
			c = append(c, e.gaps[b][0])
		}
		e.f.Clause(c...)
	}
}

// overlaps says so of everybody.
func (e *encoding) overlaps() {
	for _, g := range e.p.Meetings {
		for _, a := range g.People {
			for _, b := range g.People {
				if a != b {
					e.overlap(a, b)
				}
			}
		}
	}
}
