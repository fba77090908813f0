package sat

// counters are the cardinality constraints: literals lie one after another in
// lits, from[c] to from[c+1].
type counters struct {
	lits  []Lit
	from  []int32
	most  []int32
	count []int32   // true literals that were propagated
	uses  [][]int32 // of each literal
}

func (c *counters) undo(l Lit) {
	for _, id := range c.uses[l] {
		c.count[id]--
	}
}

func (c *counters) of(id int32) []Lit { return c.lits[c.from[id]:c.from[id+1]] }

// AddAtMost adds a constraint of the formula: at most so many of the literals,
// of different variables, are true. It ends any assignment.
func (s *Solver) AddAtMost(lits []Lit, most int) {
	s.backTo(0)
	if s.broken || most >= len(lits) {
		return
	}
	if most < 0 {
		s.broken = true
		s.Log.learn(nil)
		return
	}
	c := &s.counters
	if len(c.from) == 0 {
		c.from = append(c.from, 0)
	}
	id := int32(len(c.most))
	c.lits = append(c.lits, lits...)
	c.from = append(c.from, int32(len(c.lits)))
	c.most = append(c.most, int32(most))
	c.count = append(c.count, 0)
	for _, l := range lits {
		c.uses[l] = append(c.uses[l], id)
		if s.values[l] > 0 {
			c.count[id]++
		}
	}
	if !s.fill(id) || !s.propagate() {
		s.broken = true
		s.Log.learn(nil)
	}
}

// fill acts on a constraint that may have all its true literals.
func (s *Solver) fill(id int32) bool {
	c := &s.counters
	switch {
	case c.count[id] < c.most[id]:
		return true
	case c.count[id] > c.most[id]:
		s.overfull(id)
		return false
	}
	trueOnes := int32(0)
	for _, l := range c.of(id) {
		switch s.values[l] {
		case 0:
			s.assign(l.Not(), atMostReason(id))
		case 1:
			trueOnes++
		}
	}
	if trueOnes > c.most[id] {
		s.overfull(id)
		return false
	}
	return true
}

// overfull makes the conflict of a constraint with too many true literals.
func (s *Solver) overfull(id int32) {
	s.conflict = s.conflict[:0]
	left := s.counters.most[id] + 1
	for _, l := range s.counters.of(id) {
		if s.values[l] > 0 {
			s.conflict = append(s.conflict, l.Not())
			if left--; left == 0 {
				return
			}
		}
	}
}

// because is the clause by which constraint id made p true.
func (s *Solver) because(id int32, p Lit) []Lit {
	out := append(s.explain[:0], p)
	at := s.place[p>>1]
	for _, l := range s.counters.of(id) {
		if s.values[l] > 0 && s.place[l>>1] < at {
			out = append(out, l.Not())
		}
	}
	s.explain = out
	return out
}
