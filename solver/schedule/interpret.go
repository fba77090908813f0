package schedule

import "slices"

// Interpreting gives each meeting of a plan that needs one an interpreter, by
// index; None for the others, and for those that none is left for. As far as
// that serves as many, an interpreter stays with the people he served last.
func Interpreting(p *Problem, plan Plan) []int {
	plan = fit(p, plan)
	out := make([]int, len(p.Meetings))
	needed := make([][]int, len(p.Slots))
	for m, g := range p.Meetings {
		out[m] = None
		if g.Interpret != "" && held(p, plan[m]) {
			needed[plan[m].Slot] = append(needed[plan[m].Slot], m)
		}
	}
	last := map[int]int{} // of each person
	for t, list := range needed {
		served := (&matching{p: p, slot: t, last: last}).match(list)
		for _, m := range list {
			who, ok := served[m]
			if !ok {
				continue
			}
			out[m] = who
			for _, q := range p.Meetings[m].People {
				last[q] = who
			}
		}
	}
	return out
}

// interpret serves the meetings of slot t and lists those left without.
func interpret(p *Problem, list []int, t int) (served map[int]int, unserved []int) {
	served = (&matching{p: p, slot: t}).match(list)
	for _, m := range list {
		if _, ok := served[m]; !ok {
			unserved = append(unserved, m)
		}
	}
	return served, unserved
}

// matching finds most meetings of a slot an interpreter by augmenting paths
// (Berge 1957).
type matching struct {
	p    *Problem
	slot int
	last map[int]int // interpreter that a person had last
	of   map[int]int // meeting of each interpreter
	seen map[int]bool
}

func (x *matching) match(list []int) map[int]int {
	x.of = map[int]int{}
	for _, m := range list {
		x.seen = map[int]bool{}
		x.augment(m)
	}
	out := make(map[int]int, len(x.of))
	for who, m := range x.of {
		out[m] = who
	}
	return out
}

func (x *matching) augment(m int) bool {
	for _, who := range x.candidates(m) {
		if x.seen[who] {
			continue
		}
		x.seen[who] = true
		if other, taken := x.of[who]; !taken || x.augment(other) {
			x.of[who] = m
			return true
		}
	}
	return false
}

// candidates lists who can serve m, first who served its people last.
func (x *matching) candidates(m int) (out []int) {
	g := &x.p.Meetings[m]
	for n, who := range x.p.Interpreters {
		if slices.Contains(who.Pairs, g.Interpret) && !slices.Contains(who.Unavailable, x.slot) {
			out = append(out, n)
		}
	}
	if x.last == nil {
		return out
	}
	served := func(who int) int {
		if slices.ContainsFunc(g.People, func(q int) bool { last, ok := x.last[q]; return ok && last == who }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b int) int { return served(a) - served(b) })
	return out
}
