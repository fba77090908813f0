package schedule

// tighten removes the slots before the earliest end of what must come first.
// A meeting on a cycle loses all its slots.
func (m *model) tighten() {
	for changed := m.ordered; changed; {
		changed = false
		for i := range m.after {
			d := m.domain(i)
			n := d.len()
			for _, b := range m.after[i] {
				if lo := m.domain(int(b)).first(); lo == None {
					clear(d)
				} else {
					d.keep(lo+1, m.slots)
				}
			}
			changed = changed || d.len() != n
		}
	}
}

// tightenBack removes, for what a Must meeting needs, the slots that are not
// early enough. It is valid only where all Must meetings are held.
func (m *model) tightenBack() {
	needed := m.needed()
	for changed := m.ordered; changed; {
		changed = false
		for i := range m.after {
			hi := m.domain(i).last()
			if !needed[i] || hi == None {
				continue
			}
			for _, b := range m.after[i] {
				d := m.domain(int(b))
				n := d.len()
				d.keep(0, hi)
				changed = changed || d.len() != n
			}
		}
	}
}

// needed marks the Must meetings and everything that must come before one.
func (m *model) needed() []bool {
	need := make([]bool, len(m.after))
	var mark func(i int32)
	mark = func(i int32) {
		if need[i] {
			return
		}
		need[i] = true
		for _, b := range m.after[i] {
			mark(b)
		}
	}
	for i, g := range m.p.Meetings {
		if g.Must {
			mark(int32(i))
		}
	}
	return need
}
