package sat

// phases remember with which value each variable is tried.
type phases struct {
	saved  []int8 // the last value
	target []int8 // of the longest trail without conflict since the last change
	best   []int8 // of the longest since the last rephasing
	first  []int8 // what the caller prefers

	targetSize, bestSize int
	rephased             int
	nextAt               int64
}

const rephaseEvery = 1000

func (p *phases) grow() {
	p.nextAt = max(p.nextAt, rephaseEvery)
	p.saved = append(p.saved, -1)
	p.target = append(p.target, 0)
	p.best = append(p.best, 0)
	p.first = append(p.first, -1)
}

func (p *phases) prefer(l Lit) {
	v := l >> 1
	p.first[v] = 1 - 2*int8(l&1)
	p.saved[v] = p.first[v]
}

// keepLongest remembers the trail before a conflict, without the level in
// which it arose.
func (s *Solver) keepLongest() {
	p := &s.phases
	n := len(s.trail)
	if d := s.depth(); d > 0 {
		n = int(s.limits[d-1])
	}
	if s.order.stable && n > p.targetSize {
		p.targetSize = n
		copyTrail(p.target, s.trail[:n])
	}
	if n > p.bestSize {
		p.bestSize = n
		copyTrail(p.best, s.trail[:n])
	}
}

func copyTrail(to []int8, trail []Lit) {
	clear(to)
	for _, l := range trail {
		to[l>>1] = 1 - 2*int8(l&1)
	}
}

// decision is the literal to try for variable v.
func (s *Solver) decision(v int32) Lit {
	p := &s.phases
	value := p.saved[v]
	if s.order.stable && p.target[v] != 0 {
		value = p.target[v]
	}
	if value < 0 {
		return Lit(2*v + 1)
	}
	return Lit(2 * v)
}

// rephase resets the saved values now and then: to the best, to the first
// preferences or to their opposite.
func (s *Solver) rephase() {
	p := &s.phases
	if s.Stats.Conflicts < p.nextAt {
		return
	}
	p.rephased++
	p.nextAt = s.Stats.Conflicts + rephaseEvery*int64(p.rephased)
	switch p.rephased % 4 {
	case 1, 3:
		for v, b := range p.best {
			if b != 0 {
				p.saved[v] = b
			}
		}
	case 2:
		copy(p.saved, p.first)
	case 0:
		for v, b := range p.saved {
			p.saved[v] = -b
		}
	}
	clear(p.target)
	clear(p.best)
	p.targetSize, p.bestSize = 0, 0
	s.backTo(min(s.depth(), s.base()))
}
