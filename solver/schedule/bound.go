package schedule

// Names of the arguments behind Figures.Bound.
const (
	BoundWished   = "wished"       // all meetings that have a slot of their own
	BoundPlaces   = "places"       // meetings into open places, slot by slot
	BoundMatching = "b-matching"   // fractional b-matching of people by free slots
	BoundPresence = "person-slots" // people into slots, two to a place
	BoundPrices   = "prices"       // the linear program of meetings into slots
)

// upperBound proves how many of the meetings for which want holds can be held
// at most, and says by which argument. Each argument relaxes the problem to a
// maximum flow; meetings of more than two people keep only two of them, which
// relaxes further. See Schrijver, Combinatorial Optimization (2003), ch. 31 for
// fractional b-matching on the bipartite double cover.
func (m *model) upperBound(want func(i int) bool) (int, string) {
	n, method, _ := m.pricedBound(want)
	return n, method
}

// pricedBound is upperBound with the prices that prove it, read from the
// minimum cut.
func (m *model) pricedBound(want func(i int) bool) (int, string, *dual) {
	var list []int32
	for i := range m.people {
		if want(i) && !m.domain(i).empty() {
			list = append(list, int32(i))
		}
	}
	best, method, proof := len(list), BoundWished, newDual(m)
	for _, b := range []struct {
		name  string
		prove func([]int32) (int, func() *dual)
	}{{BoundPlaces, m.placeBound}, {BoundMatching, m.matchingBound}, {BoundPresence, m.presenceBound}} {
		if n, priced := b.prove(list); n < best {
			best, method, proof = n, b.name, priced()
		}
	}
	return best, method, proof
}

// split separates on-site meetings from the number of online ones.
func (m *model) split(list []int32) (onsite []int32, online int) {
	for _, i := range list {
		if m.online[i] {
			online++
		} else {
			onsite = append(onsite, i)
		}
	}
	return onsite, online
}

// placeBound sends meetings, grouped by the slots they may have, to the places
// open in each slot.
func (m *model) placeBound(list []int32) (int, func() *dual) {
	onsite, online := m.split(list)
	groups := map[string]int{}
	var names []string
	key := make([]byte, 0, 8*m.words)
	for _, i := range onsite {
		key = key[:0]
		for _, w := range m.domain(int(i)) {
			for b := range 8 {
				key = append(key, byte(w>>(8*b)))
			}
		}
		if groups[string(key)]++; groups[string(key)] == 1 {
			names = append(names, string(key))
		}
	}
	f := newFlow(2 + m.slots + len(names))
	for t := range m.room {
		f.arc(2+t, 1, int(m.room[t]))
	}
	for g, name := range names {
		f.arc(0, 2+m.slots+g, groups[name])
		for t := range m.room {
			if name[t/8]>>(t%8)&1 != 0 {
				f.arc(2+m.slots+g, 2+t, groups[name])
			}
		}
	}
	return f.max(0, 1) + online, func() *dual { return newDual(m).placePrices(f) }
}

// need is, for each person, how many meetings of the list he can attend at
// most, and the slots that are of use to him.
func (m *model) need(list []int32) (most []int, useful []set) {
	most, useful = make([]int, len(m.meets)), make([]set, len(m.meets))
	for q := range useful {
		useful[q] = m.newSet()
	}
	for _, i := range list {
		for _, q := range m.people[i] {
			most[q]++
			useful[q].or(m.domain(int(i)))
		}
	}
	for q := range most {
		most[q] = min(most[q], m.dayRoom(int32(q), useful[q]))
	}
	return most, useful
}

// dayRoom is how many of the slots person q can use under his limit a day.
func (m *model) dayRoom(q int32, useful set) int {
	if m.dayMax[q] <= 0 {
		return useful.len()
	}
	perDay := make([]int, m.days)
	useful.slots(func(t int) bool { perDay[m.day[t]]++; return true })
	n := 0
	for _, d := range perDay {
		n += min(d, int(m.dayMax[q]))
	}
	return n
}

// ends are the two people of a meeting that have least room for it.
func (m *model) ends(i int32, tight func(q int32) int) (u, v int32) {
	u, v = None, None
	for _, q := range m.people[i] {
		switch {
		case u == None || tight(q) > tight(u):
			u, v = q, u
		case v == None || tight(q) > tight(v):
			v = q
		}
	}
	return u, v
}

// matchingBound is the floor of half a maximum flow on the double cover: one
// unit a meeting and direction, at most most[q] in and out of each person.
func (m *model) matchingBound(list []int32) (int, func() *dual) {
	people := len(m.meets)
	most, useful := m.need(list)
	asked := make([]int, people)
	for _, i := range list {
		for _, q := range m.people[i] {
			asked[q]++
		}
	}
	f := newFlow(2 + 2*people + 1)
	for q, n := range most {
		f.arc(0, 2+q, n)
		f.arc(2+people+q, 1, n)
	}
	solo := 0
	for _, i := range list {
		u, v := m.ends(i, func(q int32) int { return asked[q] - most[q] })
		if v == None {
			solo++ // a meeting of one person is not bounded here
			continue
		}
		f.arc(2+int(u), 2+people+int(v), 1)
		f.arc(2+int(v), 2+people+int(u), 1)
	}
	return f.max(0, 1)/2 + solo, func() *dual { return newDual(m).matchingPrices(f, useful) }
}

// presenceBound sends people to slots, two at most to each place open there,
// and halves what arrives.
func (m *model) presenceBound(list []int32) (int, func() *dual) {
	onsite, free := m.split(list)
	most, useful := m.need(onsite)
	pairs := make([]int, len(m.meets))
	for _, i := range onsite {
		u, v := m.ends(i, func(q int32) int { return -most[q] })
		if v == None {
			free++
			continue
		}
		pairs[u]++
		pairs[v]++
	}
	people := len(m.meets)
	f := newFlow(2 + people + m.slots)
	for t := range m.room {
		f.arc(2+people+t, 1, 2*int(m.room[t]))
	}
	for q := range most {
		f.arc(0, 2+q, min(most[q], pairs[q]))
		useful[q].slots(func(t int) bool { f.arc(2+q, 2+people+t, 1); return true })
	}
	return f.max(0, 1)/2 + free, func() *dual {
		return newDual(m).presencePrices(f, useful, func(q int) bool { return most[q] < pairs[q] })
	}
}
