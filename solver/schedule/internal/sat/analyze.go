package sat

// reasonOf lists the clause that made p true, p first. The slice is valid until
// the next call.
func (s *Solver) reasonOf(p Lit) []Lit {
	why := s.why[p>>1]
	switch why & 3 {
	case byClause:
		c := uint32(why >> 2)
		s.touch(c)
		return s.lits(c)
	case byBinary:
		s.explain = append(s.explain[:0], p, Lit(why>>2))
		return s.explain
	case byAtMost:
		return s.because(int32(why>>2), p)
	}
	return nil
}

// touch notes that a learned clause was of use.
func (s *Solver) touch(c uint32) {
	f := s.arena[c+atFlags]
	if f&flagLearned == 0 {
		return
	}
	f |= flagUsed
	if glue := f >> glueShift; glue > glueKept {
		if now := Lit(s.countLevels(s.lits(c))); now < glue {
			f = f&flagsBelow&^flagViv | now<<glueShift
		}
	}
	s.arena[c+atFlags] = f
}

func (s *Solver) countLevels(c []Lit) (n int) {
	s.stamp++
	for _, l := range c {
		if d := s.level[l>>1]; d > 0 && s.levels[d] != s.stamp {
			s.levels[d] = s.stamp
			n++
		}
	}
	return n
}

// Marks of a variable in seen.
const (
	markSeen   = 1
	markPoison = 2
	markSafe   = 3
)

// learn derives from the conflict the clause of its first unique implication
// point into s.clause: the asserting literal first, a literal of the next
// highest level second. It returns that level and the clause's glue.
func (s *Solver) learn() (back, glue int) {
	s.clause = append(s.clause[:0], 0)
	depth := int32(s.depth())
	open := 0
	take := func(c []Lit, but Lit) {
		for _, l := range c {
			v := l >> 1
			if l == but || s.seen[v] != 0 || s.level[v] == 0 {
				continue
			}
			s.seen[v] = markSeen
			s.toClear = append(s.toClear, l)
			if s.level[v] == depth {
				open++
			} else {
				s.clause = append(s.clause, l)
			}
		}
	}
	take(s.conflict, ^Lit(0))
	at := len(s.trail) - 1
	for {
		for s.seen[s.trail[at]>>1] == 0 {
			at--
		}
		p := s.trail[at]
		at--
		open--
		if open == 0 {
			s.clause[0] = p.Not()
			break
		}
		take(s.reasonOf(p), p)
	}
	s.order.bump(s)
	s.minimise()
	glue = s.countLevels(s.clause)
	if len(s.clause) == 1 {
		s.unmark()
		return 0, glue
	}
	second := 1
	for i := 2; i < len(s.clause); i++ {
		if s.level[s.clause[i]>>1] > s.level[s.clause[second]>>1] {
			second = i
		}
	}
	s.clause[1], s.clause[second] = s.clause[second], s.clause[1]
	s.unmark()
	return int(s.level[s.clause[1]>>1]), glue
}

func (s *Solver) unmark() {
	for _, l := range s.toClear {
		s.seen[l>>1] = 0
	}
	s.toClear = s.toClear[:0]
}

// minimise removes literals that follow from the others.
func (s *Solver) minimise() {
	levels := uint64(0)
	for _, l := range s.clause[1:] {
		levels |= 1 << (s.level[l>>1] & 63)
	}
	keep := 1
	for _, l := range s.clause[1:] {
		if s.why[l>>1] == none || !s.implied(l, levels, 0) {
			s.clause[keep] = l
			keep++
		}
	}
	s.clause = s.clause[:keep]
}

const maxImplied = 500

// implied tells that the false literal l is false by literals of the clause.
func (s *Solver) implied(l Lit, levels uint64, deep int) bool {
	v := l >> 1
	if s.why[v] == none || deep > maxImplied {
		return false
	}
	start := len(s.stack)
	why := s.why[v]
	p := l.Not()
	switch why & 3 {
	case byClause:
		s.stack = append(s.stack, s.lits(uint32(why>>2))...)
	case byBinary:
		s.stack = append(s.stack, Lit(why>>2))
	default:
		s.stack = append(s.stack, s.because(int32(why>>2), p)...)
	}
	ok := true
	for i := start; i < len(s.stack) && ok; i++ {
		ok = s.follows(s.stack[i], p, levels, deep)
	}
	s.stack = s.stack[:start]
	if deep > 0 && s.seen[v] == 0 {
		s.seen[v] = markPoison
		if ok {
			s.seen[v] = markSafe
		}
		s.toClear = append(s.toClear, l)
	}
	return ok
}

func (s *Solver) follows(m, p Lit, levels uint64, deep int) bool {
	v := m >> 1
	if m == p || s.level[v] == 0 {
		return true
	}
	switch s.seen[v] {
	case markSeen, markSafe:
		return true
	case markPoison:
		return false
	}
	if levels>>(s.level[v]&63)&1 == 0 {
		return false
	}
	return s.implied(m, levels, deep+1)
}

// finish turns a conflict among the assumptions into a core. from are false
// literals of the violated constraint.
func (s *Solver) finish(from []Lit) {
	s.core = s.core[:0]
	for _, l := range from {
		if s.level[l>>1] > 0 {
			s.seen[l>>1] = markSeen
		}
	}
	for i := len(s.trail) - 1; i >= 0 && s.level[s.trail[i]>>1] > 0; i-- {
		p := s.trail[i]
		if s.seen[p>>1] == 0 {
			continue
		}
		s.seen[p>>1] = 0
		if s.why[p>>1] == none {
			s.core = append(s.core, p)
			continue
		}
		for _, l := range s.reasonOf(p) {
			if l != p && s.level[l>>1] > 0 {
				s.seen[l>>1] = markSeen
			}
		}
	}
}
