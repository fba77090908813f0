package schedule

import "slices"

// mayMeet answers who may meet whom.
type mayMeet struct {
	declined map[[2]int]bool
	groups   [][]int // of each person
	paired   map[[2]int]bool
}

func newMayMeet(p *Problem) *mayMeet {
	m := &mayMeet{declined: make(map[[2]int]bool, len(p.Declined))}
	for _, d := range p.Declined {
		m.declined[ordered(d[0], d[1])] = true
	}
	if len(p.Pairings) == 0 {
		return m
	}
	m.groups, m.paired = make([][]int, len(p.People)), make(map[[2]int]bool, len(p.Pairings))
	for n, g := range p.Groups {
		for _, q := range g.People {
			m.groups[q] = append(m.groups[q], n)
		}
	}
	for _, x := range p.Pairings {
		m.paired[ordered(x.A, x.B)] = true
	}
	return m
}

func ordered(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

// barred returns two people of the meeting who may not meet, if there are any.
func (m *mayMeet) barred(g Meeting) (pair [2]int, found bool) {
	if len(m.declined) == 0 && m.paired == nil {
		return pair, false
	}
	for n, a := range g.People {
		for _, b := range g.People[:n] {
			if m.declined[ordered(a, b)] || m.paired != nil && !m.match(a, b) {
				return [2]int{b, a}, true
			}
		}
	}
	return pair, false
}

func (m *mayMeet) match(a, b int) bool {
	return slices.ContainsFunc(m.groups[a], func(x int) bool {
		return slices.ContainsFunc(m.groups[b], func(y int) bool { return m.paired[ordered(x, y)] })
	})
}
