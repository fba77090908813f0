package schedule

import "slices"

// keepStart turns the kept meetings of a plan to start from into fixed ones
// and remembers the places of the others.
func (m *model) keepStart(o Options) {
	if o.Start == nil {
		return
	}
	m.start = fit(m.p, o.Start)
	for i, a := range m.start {
		if !held(m.p, a) {
			m.start[i] = Assignment{None, None}
		} else if !m.fixed[i] && !m.online[i] {
			m.prefer[i] = int32(a.Place)
		}
	}
	for _, i := range o.Keep {
		if i < 0 || i >= len(m.fixed) || m.fixed[i] || m.start[i].Slot == None {
			continue
		}
		m.fixed[i] = true
		m.pin(i, m.start[i].Slot)
	}
}

// pin leaves meeting i only slot t, if it may have it.
func (m *model) pin(i, t int) {
	d := m.domain(i)
	ok := d.has(t)
	clear(d)
	if ok {
		d.add(t)
	} else {
		m.bad[i] = true
	}
}

// checkFixed pins fixed meetings and marks those that cannot be where they
// are fixed, by themselves or beside fixed meetings of lower index.
func (m *model) checkFixed() {
	people := map[[2]int]bool{}
	places := map[[2]int]bool{}
	for i, g := range m.p.Meetings {
		if g.Fixed {
			m.pin(i, g.Slot)
		}
		if !m.fixed[i] || m.bad[i] {
			continue
		}
		t := m.domain(i).first()
		for _, q := range g.People {
			m.bad[i] = m.bad[i] || people[[2]int{q, t}]
		}
		l := int(m.prefer[i])
		if !m.online[i] && l != None {
			m.bad[i] = m.bad[i] || places[[2]int{l, t}] || slices.Contains(m.p.Places[l].Closed, t)
		}
		if m.bad[i] {
			clear(m.domain(i))
			continue
		}
		for _, q := range g.People {
			people[[2]int{q, t}] = true
		}
		if !m.online[i] && l != None {
			places[[2]int{l, t}] = true
		}
	}
}
