package schedule

import (
	"context"
	"slices"
)

// mender is a plan under repair. It keeps every rule of the state but the order
// of meetings and the idle spread, which its search restores at the end.
type mender struct {
	*state
	ctx      context.Context
	base     Plan      // the plan to repair
	was      []int32   // the slot of each meeting in base, or None
	old      int       // meetings before the change
	struck   []bool    // cannot be where it was, so that its people are touched whatever becomes of it
	locked   []bool    // may not be pushed aside
	must     []bool    // Must and fixed meetings that are to be kept
	musts    int       // so many are
	kept     int       // so many of these are held
	needed   []bool    // these, and what must come before them
	chained  bool      // some meeting has an After
	homeless []int32   // the needed ones that load leaves without a slot
	decided  []bool    // meetings placed or dropped by the branch of the search
	banned   []int32   // a slot that a meeting may not have in the branch of the search, or None
	off      []int32   // meetings of each person that are not where they were
	touched  int       // people with off > 0
	in       [][]int32 // meetings held in each slot
	left     [][]int32 // meetings that each place can hold in each slot beside those of base
	pos      []int32   // of each meeting held in the list in of its slot
	hunt
}

func newMender(ctx context.Context, p *Problem, base Plan, old int, o RepairOptions) *mender {
	n := len(p.Meetings)
	m := &mender{
		state: newState(newModel(p, Options{Start: stillOpen(p, base)})), ctx: ctx, base: base, old: old, was: make([]int32, n),
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

// stillOpen is base without the meetings whose place is closed.
func stillOpen(p *Problem, base Plan) Plan {
	out := slices.Clone(base)
	for i, a := range out {
		if held(p, a) && a.Place != None && slices.Contains(p.Places[a.Place].Closed, a.Slot) {
			out[i] = Assignment{None, None}
		}
	}
	return out
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
	m.left = make([][]int32, len(m.p.Places))
	for l := range m.p.Places {
		m.left[l] = m.p.capacity(func(other int) bool { return other == l })
	}
	for _, must := range []bool{true, false} {
		for i, g := range m.p.Meetings {
			if g.Must == must {
				m.settleIn(int32(i))
			}
		}
	}
}

func (m *mender) settleIn(i int32) {
	a := m.base[i]
	m.was[i], m.banned[i] = None, None
	if !held(m.p, a) {
		m.base[i] = Assignment{None, None}
		return
	}
	ok := m.p.Meetings[i].Online == (a.Place == None) && m.free(i).has(a.Slot)
	if a.Place != None && ok {
		ok = m.left[a.Place][a.Slot] > 0 && m.p.suits(int(i), a.Place)
	}
	ok = ok && !slices.ContainsFunc(m.after[i], func(b int32) bool { return held(m.p, m.base[b]) && m.base[b].Slot >= a.Slot })
	if m.was[i] = int32(a.Slot); !ok {
		m.struck[i], m.locked[i] = true, m.fixed[i]
		m.shift(i, 1)
		return
	}
	if a.Place != None {
		m.left[a.Place][a.Slot]--
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

// restore puts back a snapshot of slots.
func (m *mender) restore(slots []int32) {
	for i := range m.slot {
		if m.slot[i] != None && m.slot[i] != slots[i] {
			m.take(int32(i))
		}
	}
	for i, t := range slots {
		if t != None && m.slot[i] == None {
			m.put(int32(i), int(t))
		}
	}
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

// obstacle lists meetings of which one must leave before i can be held in slot t
// of its domain, for one of the rules that it would break, if there is any; ok is
// false where none can leave.
func (m *mender) obstacle(i int32, t int) (list []int32, ok bool) {
	one := func(y int32) ([]int32, bool) { return []int32{y}, y >= 0 }
	for _, q := range m.people[i] {
		if y := m.holds(q, t); y != None {
			return one(y)
		}
	}
	for _, b := range m.after[i] {
		if int(m.slot[b]) >= t {
			return one(b)
		}
	}
	for _, a := range m.before[i] {
		if m.slot[a] != None && int(m.slot[a]) <= t {
			return one(a)
		}
	}
	if m.free(i).has(t) {
		return nil, true
	}
	if k := m.exhausted(i); k != None {
		list = m.held(m.quotas[k].members, func(int) bool { return true })
		return list, len(list) > 0
	}
	for _, q := range m.people[i] {
		if m.dayMax[q] > 0 && m.perDay[int(q)*m.days+int(m.day[t])] >= m.dayMax[q] {
			return m.held(m.meets[q], func(u int) bool { return m.day[u] == m.day[t] }), true
		}
		if y := m.pressing(i, q, t); y != None {
			return one(y)
		}
	}
	return m.rivals(i, t)
}

// held lists the meetings of list that are held in a slot that is wanted.
func (m *mender) held(list []int32, want func(t int) bool) (out []int32) {
	for _, y := range list {
		if m.slot[y] != None && want(int(m.slot[y])) {
			out = append(out, y)
		}
	}
	return out
}

// pressing is an engagement of q that is too near to slot t for i, or None.
func (m *mender) pressing(i, q int32, t int) (y int32) {
	y = None
	if !m.spaced {
		return y
	}
	m.busySet(q).slots(func(u int) bool {
		x := m.holds(q, u)
		if near := m.near[m.apart(q, i, x)]; near != nil && near[u].has(t) {
			y = x
		}
		return y == None
	})
	return y
}

// rivals lists the meetings in slot t that use the places or interpreters that i
// lacks.
func (m *mender) rivals(i int32, t int) (list []int32, ok bool) {
	uses := func(y int32) bool { return !m.online[y] }
	if m.online[i] || !m.full.has(t) {
		n := slices.IndexFunc(m.draws[i], func(k int32) bool { return m.empty[k].has(t) })
		if n < 0 {
			return nil, false
		}
		k := m.draws[i][n]
		uses = func(y int32) bool { return slices.Contains(m.draws[y], k) }
	}
	for _, y := range m.in[t] {
		if uses(y) {
			list = append(list, y)
		}
	}
	return list, len(list) > 0
}

// even tells that the idle spread is kept.
func (m *mender) even() bool { return m.over == 0 || m.differ() <= m.spread }

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
