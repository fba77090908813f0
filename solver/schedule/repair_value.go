package schedule

import (
	"cmp"
	"slices"
)

// exactMeetings are so many that trying every combination is quick.
const exactMeetings, exactNodes = 7, 20_000

// complete notes the present plan with what else can be held without touching
// anybody new: exactly the dearest for a few meetings, greedily for more. The
// mender is left as it was.
func (m *mender) complete() {
	m.note()
	var open, movable []int32
	for _, i := range m.unheld() {
		if m.slot[i] == None && m.mayFit(i) {
			open = append(open, i)
		}
	}
	for i, t := range m.slot {
		switch i := int32(i); {
		case m.locked[i] || m.was[i] == None || m.struck[i] && t == None || m.cost(i) > 0:
		case t == None:
			open = append(open, i)
		default:
			movable = append(movable, i)
		}
	}
	if len(open) == 0 {
		return
	}
	if len(open)+len(movable) <= exactMeetings {
		m.exact(append(open, movable...))
		return
	}
	m.fill(open)
}

// unheld lists the meetings that were not held before the repair, or struck,
// the dearest first.
func (m *mender) unheld() []int32 {
	if m.wishes == nil {
		m.wishes = []int32{}
		for i := range m.slot {
			if (m.was[i] == None || m.struck[i]) && !m.domain(i).empty() {
				m.wishes = append(m.wishes, int32(i))
			}
		}
		slices.SortStableFunc(m.wishes, func(a, b int32) int { return cmp.Compare(m.value[b], m.value[a]) })
	}
	return m.wishes
}

// mayFit tells that in some slot all people of i are free or touched.
func (m *mender) mayFit(i int32) bool {
	out := m.scratch
	copy(out, m.domain(int(i)))
	for _, q := range m.people[i] {
		if m.off[q] == 0 {
			out.minus(m.busySet(q))
		}
	}
	if !m.online[i] && m.touched == 0 {
		out.minus(m.full)
	}
	return !out.empty()
}

// fill gives the meetings of list what slots are left, the dearest first.
func (m *mender) fill(list []int32) {
	var put []int32
	for again := true; again; { // once more while an order of meetings lets new ones in
		again = false
		for _, i := range list {
			if m.slot[i] == None && m.squeeze(i) {
				put, again = append(put, i), m.chained
			}
		}
	}
	m.note()
	for _, i := range put {
		m.take(i)
	}
}

// squeeze puts i into the free slot that keeps agendas most compact among those
// that do not break the idle spread.
func (m *mender) squeeze(i int32) bool {
	if slices.ContainsFunc(m.after[i], func(b int32) bool { return m.slot[b] == None }) {
		return false
	}
	free := m.open(i)
	if free.empty() {
		return false
	}
	for _, t := range m.byCompactness(i, slices.Clone(free)) {
		m.put(i, t)
		if m.even() {
			return true
		}
		m.take(i)
	}
	return false
}

// exact notes the best of all ways to place the meetings of list.
func (m *mender) exact(list []int32) {
	was := make([]int32, len(list))
	for n, i := range list {
		if was[n] = m.slot[i]; was[n] != None {
			m.take(i)
		}
	}
	nodes := exactNodes
	var try func(n int)
	try = func(n int) {
		if nodes--; nodes < 0 {
			return
		}
		if n == len(list) {
			if a, _ := m.orphan(); a == None && m.even() {
				m.note()
			}
			return
		}
		i := list[n]
		slices.Clone(m.open(i)).slots(func(t int) bool {
			m.put(i, t)
			try(n + 1)
			m.take(i)
			return true
		})
		try(n + 1)
	}
	try(0)
	for n, i := range list {
		if was[n] != None {
			m.put(i, int(was[n]))
		}
	}
}
