package checker

import (
	"slices"

	"github.com/birzha/birzha/solver/schedule"
)

// company judges that everyone in m may meet everyone else.
func (c *check) company(m int) {
	if !c.held[m] {
		return
	}
	people := c.p.Meetings[m].People
	for n, q := range people {
		if slices.ContainsFunc(people[:n], func(o int) bool { return !mayMeet(c.p, q, o) }) {
			c.fault(schedule.MayNotMeet, m).Person = q
		}
	}
}

// mayMeet tells that neither of two people declined and that, where there are
// pairings, one pairs their groups.
func mayMeet(p *schedule.Problem, q, o int) bool {
	for _, d := range p.Declined {
		if d == [2]int{q, o} || d == [2]int{o, q} {
			return false
		}
	}
	in := func(who, group int) bool { return slices.Contains(p.Groups[group].People, who) }
	return len(p.Pairings) == 0 || slices.ContainsFunc(p.Pairings, func(x schedule.Pairing) bool {
		return in(q, x.A) && in(o, x.B) || in(o, x.A) && in(q, x.B)
	})
}

// interpreters judges that those who are free in slot t can be shared out among
// the meetings that need one, each to one meeting.
func (c *check) interpreters(t int) {
	serves := make([]int, len(c.p.Interpreters)) // the meeting of each
	for i := range serves {
		serves[i] = schedule.None
	}
	for m, held := range c.held {
		if held && c.at[m].Slot == t && c.p.Meetings[m].Interpret != "" && !c.serve(m, t, serves, make([]bool, len(serves))) {
			c.fault(schedule.NoInterpreter, m)
		}
	}
}

// serve finds an interpreter for m, for whom others may take over meetings that
// have one (an augmenting path).
func (c *check) serve(m, t int, serves []int, asked []bool) bool {
	for i := range serves {
		if asked[i] || !interprets(c.p, i, m, t) {
			continue
		}
		asked[i] = true
		if serves[i] == schedule.None || c.serve(serves[i], t, serves, asked) {
			serves[i] = m
			return true
		}
	}
	return false
}

// interprets tells that interpreter i could serve m in slot t.
func interprets(p *schedule.Problem, i, m, t int) bool {
	who := p.Interpreters[i]
	return slices.Contains(who.Pairs, p.Meetings[m].Interpret) && !slices.Contains(who.Unavailable, t)
}
