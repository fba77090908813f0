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
		if !held(m.p, a) || a.Place != None && !m.p.suits(i, a.Place) {
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

// pinFixed leaves each fixed meeting its slot only.
func (m *model) pinFixed() {
	for i, g := range m.p.Meetings {
		if g.Fixed {
			m.pin(i, g.Slot)
		}
	}
}

// clashFixed marks fixed meetings that cannot be where they are fixed: at a
// closed place, or beside another; of two that clash a Must meeting wins, else
// the one of lower index.
func (m *model) clashFixed() {
	order := make([]int, 0, len(m.fixed))
	for _, must := range []bool{true, false} {
		for i, fixed := range m.fixed {
			if fixed && m.p.Meetings[i].Must == must {
				order = append(order, i)
			}
		}
	}
	people := map[[2]int]bool{}
	places := map[[2]int]int{}
	for _, i := range order {
		g, t := m.p.Meetings[i], m.domain(i).first()
		if t == None {
			continue
		}
		clash := slices.ContainsFunc(g.People, func(q int) bool { return people[[2]int{q, t}] })
		l := int(m.prefer[i])
		atPlace := !m.online[i] && l != None
		if atPlace {
			clash = clash || places[[2]int{l, t}] >= max(1, m.p.Places[l].Capacity) || slices.Contains(m.p.Places[l].Closed, t)
		}
		if clash {
			m.bad[i] = true
			clear(m.domain(i))
			continue
		}
		for _, q := range g.People {
			people[[2]int{q, t}] = true
		}
		if atPlace {
			places[[2]int{l, t}]++
		}
	}
}

// suits tells that meeting m may be at place l by its kind and lock.
func (p *Problem) suits(m, l int) bool {
	g := &p.Meetings[m]
	switch {
	case g.Online:
		return true
	case l == None:
		return false
	case (g.Locked || g.Fixed && g.Place != None) && g.Place != l:
		return false
	}
	return g.Kind == "" || g.Kind == p.Places[l].Kind
}

// mayBeAt tells that some place suits meeting m.
func (p *Problem) mayBeAt(m int) bool {
	for l := range p.Places {
		if p.suits(m, l) {
			return true
		}
	}
	return p.Meetings[m].Online
}
