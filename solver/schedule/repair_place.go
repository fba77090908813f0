package schedule

import (
	"cmp"
	"slices"
)

// places gives the meetings that the repair moved their places; the others stay
// where they were but for those that must make room for a meeting that has less
// choice.
func (m *mender) places() Plan {
	plan := slices.Clone(m.base)
	arrive := make([][]int32, m.slots)
	for i, t := range m.slot {
		if t == m.was[i] && !m.struck[i] {
			continue
		}
		plan[i] = Assignment{int(t), None}
		if t != None && !m.online[i] {
			arrive[t] = append(arrive[t], int32(i))
		}
		if a := m.base[i]; !m.struck[i] && a.Place != None {
			m.left[a.Place][a.Slot]++
		}
	}
	for t, list := range arrive {
		m.usher(plan, list, t)
	}
	return plan
}

// usher seats the meetings of list in slot t, those of least choice first.
func (m *mender) usher(plan Plan, list []int32, t int) {
	slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(m.choice(a), m.choice(b)) })
	for n := 0; n < len(list); n++ {
		i := list[n]
		l := m.vacant(i, t)
		if l == None {
			y := m.guest(plan, i, t)
			if y == None {
				plan[i] = Assignment{None, None} // the rules of places are wider than the limits that count them
				continue
			}
			l = plan[y].Place
			plan[y].Place = None
			m.left[l][t]++
			list = append(list, y)
		}
		plan[i].Place = l
		m.left[l][t]--
	}
}

// fitsAt tells that i may be held at place l.
func (m *mender) fitsAt(i int32, l int) bool {
	return m.p.suits(int(i), l) && (m.site == nil || m.siteOf[l] == m.site[i])
}

// vacant is a place for i in slot t, the one where it was if it can be, or None.
func (m *mender) vacant(i int32, t int) int {
	if l := m.base[i].Place; l != None && m.left[l][t] > 0 && m.fitsAt(i, l) {
		return l
	}
	for l, room := range m.left {
		if room[t] > 0 && m.fitsAt(i, l) {
			return l
		}
	}
	return None
}

// guest is a meeting of more choice than i that holds a place which i could have
// in slot t, or None.
func (m *mender) guest(plan Plan, i int32, t int) int32 {
	for y, a := range plan {
		if a.Slot == t && m.choice(int32(y)) > m.choice(i) && m.fitsAt(i, a.Place) {
			return int32(y)
		}
	}
	return None
}
