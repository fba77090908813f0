package sat

import (
	"cmp"
	"slices"
)

// Share of the propagations that vivification may take.
const (
	vivifyShare = 0.15
	vivifyEvery = 2000 // conflicts
)

// vivify shortens learned clauses of low glue: it assumes their literals false
// one after another; if a conflict or another literal of the clause follows
// early, the rest is superfluous. The solver is at level 0.
func (s *Solver) vivify() {
	p := &s.pace
	p.vivifyAt = s.Stats.Conflicts + vivifyEvery
	budget := int64(vivifyShare * float64(s.Stats.Propagations-p.modeFrom))
	p.modeFrom = s.Stats.Propagations
	saved := slices.Clone(s.phases.saved)
	stop := s.Stats.Propagations + budget
	occurs := make([]int32, len(s.values))
	var list []uint32
	for _, c := range s.learned {
		for _, l := range s.lits(c) {
			occurs[l]++
		}
		if f := s.arena[c+atFlags]; f&(flagViv|flagGarbage) == 0 && int(f>>glueShift) <= glueMiddle {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(s.glue(a), s.glue(b)), cmp.Compare(s.arena[a], s.arena[b]))
	})
	for _, c := range list {
		if s.Stats.Propagations > stop || s.broken || s.stopped() {
			break
		}
		s.arena[c+atFlags] |= flagViv
		s.shorten(c, occurs)
	}
	p.modeFrom = s.Stats.Propagations
	copy(s.phases.saved, saved)
	if !s.broken {
		s.collect()
	}
}

// shorten tries to replace clause c by a part of it.
func (s *Solver) shorten(c uint32, occurs []int32) {
	lits := slices.Clone(s.lits(c))
	slices.SortStableFunc(lits, func(a, b Lit) int { return cmp.Compare(occurs[b], occurs[a]) })
	part, done := s.part(c, lits)
	s.backTo(0)
	if !done || len(part) >= len(lits) {
		return
	}
	glue := min(s.glue(c), max(1, len(part)-1))
	s.Log.learn(part)
	s.drop(c)
	if len(part) > 2 {
		s.attach(part, true, glue)
		s.arena[s.learned[len(s.learned)-1]+atFlags] |= flagViv
		return
	}
	s.install(part, true, glue)
}

// part is what of the clause is needed; done tells that it is less than all.
func (s *Solver) part(c uint32, lits []Lit) (part []Lit, done bool) {
	for _, l := range lits {
		switch v := s.values[l]; {
		case v > 0 && s.level[l>>1] == 0:
			return nil, false
		case v > 0:
			if s.why[l>>1] == clauseReason(c) {
				return append(s.decided(lits), l), true // all others are false
			}
			return s.needed([]Lit{l.Not()}, l), true
		case v < 0:
			continue
		}
		s.limits = append(s.limits, int32(len(s.trail)))
		s.assign(l.Not(), none)
		if !s.propagate() {
			return s.needed(s.conflict, ^Lit(0)), true
		}
	}
	return s.decided(lits), true
}

// decided are the literals that were assumed false.
func (s *Solver) decided(lits []Lit) (part []Lit) {
	for _, l := range lits {
		if s.values[l] < 0 && s.why[l>>1] == none && s.level[l>>1] > 0 {
			part = append(part, l)
		}
	}
	return part
}

// needed is the clause of the decisions, all negated literals of a clause, that
// led to the false literals of from, and of keep, which they made true.
func (s *Solver) needed(from []Lit, keep Lit) (part []Lit) {
	if keep != ^Lit(0) {
		s.finish([]Lit{keep.Not()})
	} else {
		s.finish(from)
	}
	for _, l := range s.core {
		part = append(part, l.Not())
	}
	if keep != ^Lit(0) {
		part = append(part, keep)
	}
	s.core = s.core[:0]
	return part
}
