package schedule

import "context"

// mender is a plan under repair. It keeps every rule of the state but the order
// of meetings and the idle spread, which its search restores at the end.
type mender struct {
	*state
	ctx      context.Context
	base     Plan    // the plan to repair
	was      []int32 // the slot of each meeting in base, or None
	old      int     // meetings before the change
	struck   []bool  // cannot be where it was, so that its people are touched whatever becomes of it
	locked   []bool  // may not be pushed aside
	must     []bool  // Must and fixed meetings that are to be kept
	musts    int     // so many are
	kept     int     // so many of these are held
	needed   []bool  // these, and what must come before them
	chained  bool    // some meeting has an After
	homeless []int32 // the needed ones that load leaves without a slot
	decided  []bool  // meetings placed or dropped by the branch of the search
	banned   []int32 // a slot that a meeting may not have in the branch of the search, or None
	off      []int32 // meetings of each person that are not where they were
	touched  int     // people with off > 0
	in       [][]int32
	pos      []int32 // of each meeting held in the list in of its slot
	hunt
}

func newMender(ctx context.Context, p *Problem, base Plan, old int, o RepairOptions) *mender {
	n := len(p.Meetings)
	m := &mender{
		state: newState(newModel(p, Options{Start: base})), ctx: ctx, base: base, old: old, was: make([]int32, n),
		struck: make([]bool, n), locked: make([]bool, n), must: make([]bool, n), needed: make([]bool, n), decided: make([]bool, n),
		banned: make([]int32, n), off: make([]int32, len(p.People)), in: make([][]int32, len(p.Slots)), pos: make([]int32, n),
	}
	copy(m.locked, m.fixed)
	for _, i := range o.Published {
		if i >= 0 && i < n && !o.MovePublished {
			m.locked[i] = true
		}
	}
	m.chained, m.ordered = m.ordered, false
	m.load()
	for i, g := range p.Meetings {
		if (g.Must && (m.was[i] != None || i >= old) || g.Fixed) && !m.domain(i).empty() {
			m.must[i] = true
			m.musts++
			if m.slot[i] != None {
				m.kept++
			}
			m.need(int32(i))
		}
	}
	return m
}

// need marks i and what must come before it.
func (m *mender) need(i int32) {
	if m.needed[i] {
		return
	}
	m.needed[i] = true
	if m.slot[i] == None {
		m.homeless = append(m.homeless, i)
	}
	for _, b := range m.after[i] {
		m.need(b)
	}
}

// load puts every meeting of base where it was unless the change, or another
// meeting, forbids it.
func (m *mender) load() {
	used := make([]set, len(m.p.Places))
	for l, place := range m.p.Places {
		used[l] = m.newSet()
		for _, t := range place.Closed {
			used[l].add(t)
		}
	}
	for _, must := range []bool{true, false} {
		for i, g := range m.p.Meetings {
			if g.Must == must {
				m.settleIn(int32(i), used)
			}
		}
	}
}

func (m *mender) settleIn(i int32, used []set) {
	a := m.base[i]
	m.was[i], m.banned[i] = None, None
	if !held(m.p, a) {
		m.base[i] = Assignment{None, None}
		return
	}
	g := &m.p.Meetings[i]
	ok := g.Online == (a.Place == None) && m.free(i).has(a.Slot)
	if a.Place != None && ok {
		ok = !used[a.Place].has(a.Slot) && (!g.Fixed || g.Place == None || g.Place == a.Place)
	}
	if m.was[i] = int32(a.Slot); !ok {
		m.struck[i] = true
		m.shift(i, 1)
		return
	}
	if a.Place != None {
		used[a.Place].add(a.Slot)
		m.prefer[i] = int32(a.Place)
	}
	m.enter(i, a.Slot)
}

// shift counts a meeting that is not where it was for its people.
func (m *mender) shift(i int32, by int32) {
	for _, q := range m.people[i] {
		if m.off[q] == 0 {
			m.touched++
		}
		if m.off[q] += by; m.off[q] == 0 {
			m.touched--
		}
	}
}

// cost is how many people more would be touched without i where it is.
func (m *mender) cost(i int32) (n int) {
	if m.struck[i] || m.was[i] != m.slot[i] {
		return 0
	}
	for _, q := range m.people[i] {
		if m.off[q] == 0 {
			n++
		}
	}
	return n
}

// enter puts i into slot t and notes it there.
func (m *mender) enter(i int32, t int) {
	m.state.put(i, t)
	m.pos[i] = int32(len(m.in[t]))
	m.in[t] = append(m.in[t], i)
}

func (m *mender) put(i int32, t int) {
	m.enter(i, t)
	if m.must[i] {
		m.kept++
	}
	if int(m.was[i]) == t && !m.struck[i] {
		m.shift(i, -1)
	}
}

func (m *mender) take(i int32) {
	t := m.slot[i]
	if m.must[i] {
		m.kept--
	}
	if m.was[i] == t && !m.struck[i] {
		m.shift(i, 1)
	}
	list := m.in[t]
	last := list[len(list)-1]
	list[m.pos[i]] = last
	m.pos[last] = m.pos[i]
	m.in[t] = list[:len(list)-1]
	m.state.take(i)
}

// open returns the slots that i can have as things stand, in order with the
// meetings held; the set is valid until the next call.
func (m *mender) open(i int32) set {
	out := m.free(i)
	if m.chained {
		lo, hi := m.span(i)
		out.keep(lo, hi)
	}
	if b := m.banned[i]; b != None {
		out.del(int(b))
	}
	return out
}

// span returns the slots lo..hi-1 in which i keeps the order with the meetings
// held.
func (m *mender) span(i int32) (lo, hi int) {
	hi = m.slots
	for _, b := range m.after[i] {
		lo = max(lo, int(m.slot[b])+1)
	}
	for _, a := range m.before[i] {
		if m.slot[a] != None {
			hi = min(hi, int(m.slot[a]))
		}
	}
	return lo, hi
}

// obstacle lists meetings of which one must leave before i can be held in slot
// t; ok is false where none does.
func (m *mender) obstacle(i int32, t int) (list []int32, ok bool) {
	for _, q := range m.people[i] {
		if y := m.holds(q, t); y != None {
			return []int32{y}, true
		}
	}
	for _, b := range m.after[i] {
		if int(m.slot[b]) >= t {
			return []int32{b}, true
		}
	}
	for _, a := range m.before[i] {
		if m.slot[a] != None && int(m.slot[a]) <= t {
			return []int32{a}, true
		}
	}
	if m.free(i).has(t) {
		return nil, true
	}
	for _, q := range m.people[i] {
		if m.dayMax[q] <= 0 || m.perDay[int(q)*m.days+int(m.day[t])] < m.dayMax[q] {
			continue
		}
		for _, y := range m.meets[q] {
			if m.slot[y] != None && m.day[m.slot[y]] == m.day[t] {
				list = append(list, y)
			}
		}
		return list, true
	}
	for _, y := range m.in[t] {
		if !m.online[y] {
			list = append(list, y)
		}
	}
	return list, len(list) > 0
}

// even tells that the idle spread is kept.
func (m *mender) even() bool { return m.spread <= 0 || m.over == 0 || m.differ() <= m.spread }

// orphan is a meeting that is held while b, which must come first, is not.
func (m *mender) orphan() (a, b int32) {
	if m.chained {
		for a := range m.slot {
			if m.slot[a] == None {
				continue
			}
			for _, b := range m.after[a] {
				if m.slot[b] == None {
					return int32(a), b
				}
			}
		}
	}
	return None, None
}
