package schedule

import "time"

// sites chooses, where there is travel, the site of each on-site meeting before
// it has a slot: the one it is bound to, else the one where most meetings of its
// people are, as long as that has its share of places left.
func (m *model) sites() {
	if len(m.p.Travel) == 0 {
		return
	}
	index := map[string]int32{}
	number := func(name string) int32 {
		n, ok := index[name]
		if !ok {
			n = int32(len(index))
			index[name] = n
		}
		return n
	}
	m.siteOf = make([]int32, len(m.p.Places))
	for l, x := range m.p.Places {
		m.siteOf[l] = number(x.Site)
	}
	m.travel = make([][]int, len(index))
	for a := range m.travel {
		m.travel[a] = make([]int, len(index))
	}
	for _, leg := range m.p.Travel {
		a, oka := index[leg.From]
		b, okb := index[leg.To]
		if oka && okb {
			far := max(leg.Minutes, m.travel[a][b])
			m.travel[a][b], m.travel[b][a] = far, far
		}
	}
	m.chooseSites(len(index))
}

func (m *model) chooseSites(sites int) {
	m.site = make([]int32, len(m.people))
	left := map[string][]int{} // of each kind, what the sites can still hold in all slots together
	for _, g := range m.p.Meetings {
		if left[g.Kind] == nil {
			left[g.Kind] = m.siteRoom(g.Kind, sites)
		}
	}
	known := make([]int, len(m.meets)*sites) // meetings of each person at each site
	take := func(i int, site int32) {
		m.site[i] = site
		left[m.p.Meetings[i].Kind][site]--
		for _, q := range m.people[i] {
			known[int(q)*sites+int(site)]++
		}
	}
	for i := range m.site {
		m.site[i] = None
		if l := m.prefer[i]; !m.online[i] && l != None {
			take(i, m.siteOf[l])
		}
	}
	for i, g := range m.p.Meetings {
		if m.online[i] || m.site[i] != None || sites == 0 {
			continue
		}
		room := left[g.Kind]
		best, score := 0, None
		for s := range sites {
			n := 0
			for _, q := range m.people[i] {
				n += 1 + known[int(q)*sites+s]
			}
			if room[s] <= 0 {
				n = 0
			}
			if n > score || n == score && room[s] > room[best] {
				best, score = s, n
			}
		}
		take(i, int32(best))
	}
}

// siteRoom is how many meetings the places of a kind can hold at each site in
// all slots.
func (m *model) siteRoom(kind string, sites int) []int {
	out := make([]int, sites)
	for s := range out {
		for _, n := range m.p.capacity(func(l int) bool {
			return m.siteOf[l] == int32(s) && (kind == "" || m.p.Places[l].Kind == kind)
		}) {
			out[s] += int(n)
		}
	}
	return out
}

// spacing notes who needs time between engagements, and which slots are too near
// to each other for every length of time that is needed.
func (m *model) spacing() {
	m.minGap, m.near = make([]int, len(m.meets)), map[int][]set{}
	note := func(minutes int) {
		if minutes <= 0 || m.near[minutes] != nil {
			return
		}
		m.spaced = true
		list := make([]set, m.slots)
		for u := range list {
			list[u] = m.newSet()
			for t := range list {
				if t != u && m.p.minutes(min(t, u), max(t, u)) < minutes {
					list[u].add(t)
				}
			}
		}
		m.near[minutes] = list
	}
	for q, who := range m.p.People {
		m.minGap[q] = who.MinGap
		note(who.MinGap)
	}
	for _, row := range m.travel {
		for _, minutes := range row {
			note(minutes)
		}
	}
}

// minutes is the time between the end of slot t and the start of the later
// slot u, rounded down.
func (p *Problem) minutes(t, u int) int {
	return int(p.Slots[u].Start.Sub(p.Slots[t].End) / time.Minute)
}

// apart is how many minutes person q needs between meeting i and the engagement
// y in another slot, a meeting or attending.
func (m *model) apart(q, i, y int32) int {
	need := m.minGap[q]
	if y >= 0 && m.site != nil && m.site[i] != None && m.site[y] != None {
		need = max(need, m.travel[m.site[i]][m.site[y]])
	}
	return need
}

// tooNear removes from out the slots that are too near to an engagement of one
// of the people of i.
func (s *state) tooNear(i int32, out set) {
	for _, q := range s.people[i] {
		if s.minGap[q] == 0 && s.site == nil {
			continue
		}
		s.busySet(q).slots(func(u int) bool {
			if y := s.holds(q, u); y != i {
				if near := s.near[s.apart(q, i, y)]; near != nil {
					out.minus(near[u])
				}
			}
			return true
		})
	}
}
