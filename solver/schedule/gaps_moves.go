package schedule

// shifts proposes single moves of a person's agenda that do not open a gap, or
// open one only where they close another: the meetings that stand at the edge
// of a block into the slots beside blocks, any meeting into a slot between two,
// a lonely meeting anywhere. People with idle gaps come up more often.
type shifts struct {
	*search
	gappy []int32 // people with idle gaps
	index []int32 // in gappy of each person, or None
	// of the person at hand: meetings, those at an edge of a block, those alone;
	// free slots that close a gap, that are beside a block, other ones
	busy, edge, alone, hole, side, far set
}

func newShifts(s *search) *shifts {
	p := &shifts{
		search: s, index: make([]int32, len(s.meets)),
		busy: s.newSet(), edge: s.newSet(), alone: s.newSet(), hole: s.newSet(), side: s.newSet(), far: s.newSet(),
	}
	for q := range p.index {
		p.index[q] = None
		p.note(int32(q))
	}
	return p
}

// note keeps gappy right after q's agenda has changed.
func (p *shifts) note(q int32) {
	at := p.index[q]
	switch {
	case p.runs[q] > 1 && at == None:
		p.index[q] = int32(len(p.gappy))
		p.gappy = append(p.gappy, q)
	case p.runs[q] <= 1 && at != None:
		last := p.gappy[len(p.gappy)-1]
		p.gappy[at], p.index[last] = last, at
		p.gappy = p.gappy[:len(p.gappy)-1]
		p.index[q] = None
	}
}

// Of proposals, the share out of ten that concern people with idle gaps, and
// how much less often a lonely meeting goes anywhere than beside others.
const gappyShare, farShare = 7, 8

// draw picks a person and one of his moves.
func (p *shifts) draw() (q int32, from, to int, ok bool) {
	if q = int32(p.rng.IntN(len(p.meets))); len(p.gappy) > 0 && p.rng.IntN(10) < gappyShare {
		q = p.gappy[p.rng.IntN(len(p.gappy))]
	}
	p.look(q)
	holes := farShare * p.hole.len() * p.busy.len()
	sides := farShare * p.side.len() * p.edge.len()
	fars := p.far.len() * p.alone.len()
	if holes+sides+fars == 0 {
		return q, None, None, false
	}
	switch n := p.rng.IntN(holes + sides + fars); {
	case n < holes:
		from, to = p.any(p.busy), p.any(p.hole)
	case n < holes+sides:
		from, to = p.any(p.edge), p.any(p.side)
	default:
		from, to = p.any(p.alone), p.any(p.far)
	}
	return q, from, to, p.holds(q, from) >= 0
}

// look sorts the slots of q.
func (p *shifts) look(q int32) {
	busy, may := p.busySet(q), p.chain.maySet(q)
	copy(p.busy, busy)
	for n, w := range busy {
		left, right := w<<1, w>>1
		if n > 0 {
			left |= busy[n-1] >> 63
		}
		if n+1 < len(busy) {
			right |= busy[n+1] << 63
		}
		free := may[n] &^ w
		p.edge[n], p.alone[n] = w&^(left&right), w&^left&^right
		p.hole[n], p.side[n], p.far[n] = free&left&right, free&(left^right), free&^left&^right
	}
}

// any picks one of the slots of a set that is not empty.
func (p *shifts) any(from set) int { return from.nth(p.rng.IntN(from.len())) }
