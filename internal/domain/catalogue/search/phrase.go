package search

// merged reads the postings of a slot's words as if they were one.
type merged struct {
	offset  uint32
	cursors []cursor
	doc     uint32
}

func (m *memory) merge(s slot) *merged {
	g := &merged{offset: s.offset}
	for _, n := range s.words {
		if c := m.words[n].cursor(); c.next() {
			g.cursors = append(g.cursors, c)
		}
	}
	return g
}

// seek moves to the first document that is not before n and tells whether there
// is one.
func (g *merged) seek(n uint32) bool {
	g.doc = ^uint32(0)
	for i := 0; i < len(g.cursors); {
		c := &g.cursors[i]
		alive := true
		for alive && c.doc < n {
			alive = c.next()
		}
		if !alive {
			g.cursors[i] = g.cursors[len(g.cursors)-1]
			g.cursors = g.cursors[:len(g.cursors)-1]
			continue
		}
		g.doc = min(g.doc, c.doc)
		i++
	}
	return len(g.cursors) > 0
}

// phrase calls visit with every document in which the slots are filled by words
// that stand as far apart as asked, with the fields and how often.
func (m *match) phrase(w way, visit func(n uint32, mask byte, count int)) {
	slots := make([]*merged, len(w.slots))
	for i, s := range w.slots {
		slots[i] = m.merge(s)
	}
	for n := uint32(0); ; {
		together := true
		for _, s := range slots {
			if !s.seek(n) {
				return
			}
			if s.doc > n {
				n, together = s.doc, false
			}
		}
		if !together {
			continue
		}
		// A document that has lost already needs no look at its positions.
		if met := m.met[n]; met == m.done || met == m.done+1 {
			if mask, count := m.together(slots, n); count > 0 {
				visit(n, mask, count)
			}
		}
		n++
	}
}

// together counts the places in document n where all slots are filled.
func (m *match) together(slots []*merged, n uint32) (mask byte, count int) {
	for len(m.lists) < len(slots) {
		m.lists = append(m.lists, nil)
	}
	for i, s := range slots {
		list := m.lists[i][:0]
		for j := range s.cursors {
			if c := &s.cursors[j]; c.doc == n {
				list = c.positions(list)
			}
		}
		m.lists[i] = list
	}
	for _, p := range m.lists[0] {
		if m.filled(slots, p) {
			mask |= 1 << m.docs[n].at(p).field
			count++
		}
	}
	return mask, count
}

// filled tells whether every slot but the first has a word at its distance from p.
func (m *match) filled(slots []*merged, p uint32) bool {
next:
	for i := 1; i < len(slots); i++ {
		for _, q := range m.lists[i] {
			if q == p+slots[i].offset {
				continue next
			}
		}
		return false
	}
	return true
}
