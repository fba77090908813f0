package sat

import (
	"cmp"
	"slices"
)

// reduce forgets the less useful half of the learned clauses.
func (s *Solver) reduce() {
	p := &s.pace
	p.reductions++
	p.reduceAt = s.Stats.Conflicts + reduceFirst*isqrt(p.reductions)
	s.backTo(0)
	if !s.propagate() {
		s.broken = true
		s.Log.learn(nil)
		return
	}
	s.forget()
	s.collect()
	if s.Stats.Conflicts >= p.vivifyAt {
		s.vivify()
	}
}

func isqrt(n int64) int64 {
	r := int64(1)
	for (r+1)*(r+1) <= n {
		r++
	}
	return r
}

// forget marks clauses of high glue that were of no use lately.
func (s *Solver) forget() {
	var weak []uint32
	for _, c := range s.learned {
		f := s.arena[c+atFlags]
		used := f&(flagUsed|flagUsed2) != 0
		s.arena[c+atFlags] = f &^ (flagUsed | flagUsed2)
		if f&flagUsed != 0 {
			s.arena[c+atFlags] |= flagUsed2
		}
		glue := int(f >> glueShift)
		switch {
		case f&flagGarbage != 0, glue <= glueKept:
		case glue <= glueMiddle && used:
		case f&flagUsed != 0:
		default:
			weak = append(weak, c)
		}
	}
	slices.SortStableFunc(weak, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(s.glue(b), s.glue(a)), cmp.Compare(s.arena[b], s.arena[a]))
	})
	for _, c := range weak[:len(weak)*3/4] {
		s.drop(c)
	}
}

func (s *Solver) drop(c uint32) {
	s.arena[c+atFlags] |= flagGarbage
	s.Log.forget(s.lits(c))
}

// dropSatisfied marks clauses that are true for good and shortens the others by
// literals that are false for good. The solver is at level 0.
func (s *Solver) dropSatisfied() {
	if s.pace.simplifyAt == len(s.trail) {
		return
	}
	s.pace.simplifyAt = len(s.trail)
	for c := uint32(1); c < uint32(len(s.arena)); c += atLits + s.span(c) {
		if s.arena[c+atFlags]&flagGarbage != 0 {
			continue
		}
		for _, l := range s.lits(c) {
			if s.values[l] > 0 {
				s.drop(c)
				break
			}
		}
	}
}

// span is the number of literals a clause takes in the arena.
func (s *Solver) span(c uint32) uint32 { return uint32(s.arena[c]) }

// collect moves the clauses together and watches them anew. The solver is at
// level 0, where nothing needs a reason.
func (s *Solver) collect() {
	s.dropSatisfied()
	old := s.arena
	s.arena = make([]Lit, 1, len(old))
	s.learned = s.learned[:0]
	for l := range s.watches {
		s.watches[l] = s.watches[l][:0]
	}
	for _, l := range s.trail {
		s.why[l>>1] = none
	}
	for c := uint32(1); c < uint32(len(old)); {
		n, f := uint32(old[c]), old[c+atFlags]
		lits := old[c+atLits : c+atLits+n]
		c += atLits + n
		if f&flagGarbage != 0 {
			continue
		}
		s.move(lits, f)
	}
}

// move stores a clause without its false literals.
func (s *Solver) move(lits []Lit, f Lit) {
	at := uint32(len(s.arena))
	s.arena = append(s.arena, 0, f)
	for _, l := range lits {
		if s.values[l] == 0 {
			s.arena = append(s.arena, l)
		}
	}
	c := s.arena[at+atLits:]
	if len(c) < len(lits) {
		s.Log.learn(c)
		if f&flagLearned != 0 {
			s.Log.forget(lits)
		}
	}
	if len(c) == 2 {
		s.attach([]Lit{c[0], c[1]}, false, 0)
		s.arena = s.arena[:at]
		return
	}
	s.arena[at] = Lit(len(c))
	if f&flagLearned != 0 {
		s.learned = append(s.learned, at)
	}
	s.watch(at)
}
