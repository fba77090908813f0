package sat

// Layout of a clause in the arena.
const (
	atSize  = 0
	atFlags = 1
	atLits  = 2
)

// Flags: the low bits, and above them the glue.
const (
	flagLearned  Lit = 1
	flagUsed     Lit = 2 // since the last reduction
	flagUsed2    Lit = 4 // or the one before
	flagViv      Lit = 8 // vivified already
	flagGarbage  Lit = 16
	glueShift        = 5
	flagsBelow   Lit = 1<<glueShift - 1
	glueKept         = 2 // clauses of so few levels stay
	glueMiddle       = 6 // these while they are used
	minReduction     = 2000
)

func (s *Solver) lits(c uint32) []Lit {
	n := uint32(s.arena[c])
	return s.arena[c+atLits : c+atLits+n : c+atLits+n]
}

func (s *Solver) glue(c uint32) int { return int(s.arena[c+atFlags] >> glueShift) }

// attach stores a clause of two or more literals; the first two are watched.
func (s *Solver) attach(c []Lit, learned bool, glue int) reason {
	if len(c) == 2 {
		s.pairs[c[0].Not()] = append(s.pairs[c[0].Not()], c[1])
		s.pairs[c[1].Not()] = append(s.pairs[c[1].Not()], c[0])
		return binaryReason(c[1])
	}
	at := uint32(len(s.arena))
	flags := Lit(glue) << glueShift
	if learned {
		flags |= flagLearned | flagUsed
		s.learned = append(s.learned, at)
	}
	s.arena = append(s.arena, Lit(len(c)), flags)
	s.arena = append(s.arena, c...)
	s.watch(at)
	return clauseReason(at)
}

func (s *Solver) watch(c uint32) {
	a, b := s.arena[c+atLits], s.arena[c+atLits+1]
	s.watches[a^1] = append(s.watches[a^1], watch{c, b})
	s.watches[b^1] = append(s.watches[b^1], watch{c, a})
}

// propagate assigns all that follows; false leaves a conflict.
func (s *Solver) propagate() bool {
	for s.head < len(s.trail) {
		p := s.trail[s.head]
		s.head++
		s.Stats.Propagations++
		if !s.propagateCounters(p) || !s.propagatePairs(p) || !s.propagateClauses(p) {
			return false
		}
	}
	return true
}

func (s *Solver) propagateCounters(p Lit) bool {
	c := &s.counters
	uses := c.uses[p]
	tight := false
	for _, id := range uses {
		c.count[id]++
		tight = tight || c.count[id] >= c.most[id]
	}
	if !tight {
		return true
	}
	for _, id := range uses {
		if c.count[id] < c.most[id] {
			continue
		}
		if c.most[id] != 1 {
			if !s.fill(id) {
				return false
			}
			continue
		}
		for _, l := range c.lits[c.from[id]:c.from[id+1]] {
			if v := s.values[l]; v == 0 {
				s.assign(l^1, binaryReason(p^1))
			} else if v > 0 && l != p {
				s.conflict = append(s.conflict[:0], l^1, p^1)
				return false
			}
		}
	}
	return true
}

func (s *Solver) propagatePairs(p Lit) bool {
	for _, l := range s.pairs[p] {
		if v := s.values[l]; v == 0 {
			s.assign(l, binaryReason(p^1))
		} else if v < 0 {
			s.conflict = append(s.conflict[:0], l, p^1)
			return false
		}
	}
	return true
}

func (s *Solver) propagateClauses(p Lit) bool {
	ws := s.watches[p]
	keep := 0
	values := s.values
	no := p ^ 1
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if values[w.blocker] > 0 {
			ws[keep] = w
			keep++
			continue
		}
		c := s.arena[w.clause:]
		n := c[atSize]
		c = c[atLits : atLits+n]
		first := c[0] ^ c[1] ^ no
		if values[first] > 0 {
			ws[keep] = watch{w.clause, first}
			keep++
			continue
		}
		k := 2
		for k < len(c) && values[c[k]] < 0 {
			k++
		}
		if k < len(c) {
			l := c[k]
			c[0], c[1], c[k] = first, l, no
			s.watches[l^1] = append(s.watches[l^1], watch{w.clause, first})
			continue
		}
		ws[keep] = watch{w.clause, first}
		keep++
		c[0], c[1] = first, no
		if values[first] < 0 {
			s.conflict = append(s.conflict[:0], c...)
			keep += copy(ws[keep:], ws[i+1:])
			s.watches[p] = ws[:keep]
			return false
		}
		s.assign(first, clauseReason(w.clause))
	}
	s.watches[p] = ws[:keep]
	return true
}
