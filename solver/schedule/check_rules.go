package schedule

import (
	"cmp"
	"slices"
)

// checked is what Check needs to know of a problem beside its lists.
type checked struct {
	p       *Problem
	meet    *mayMeet
	attends map[[2]int]bool   // person, slot
	legs    map[[2]string]int // minutes between two sites
}

func newChecked(p *Problem) *checked {
	c := &checked{p: p, meet: newMayMeet(p), attends: map[[2]int]bool{}, legs: map[[2]string]int{}}
	for _, s := range p.Programme {
		for _, q := range s.People {
			for _, t := range s.Slots {
				c.attends[[2]int{q, t}] = true
			}
		}
	}
	for _, l := range p.Travel {
		far := max(l.Minutes, c.legs[[2]string{l.From, l.To}])
		c.legs[[2]string{l.From, l.To}], c.legs[[2]string{l.To, l.From}] = far, far
	}
	return c
}

// together checks the rules about several meetings that the lists of people and
// places in a slot do not show.
func (c *checked) together(plan Plan) (out []Violation) {
	out = append(out, c.quotas(plan)...)
	if c.spaced() {
		for q, list := range c.engagements(plan) {
			out = append(out, c.spacing(q, list, None, plan)...)
		}
	}
	needed := make([][]int, len(c.p.Slots))
	for m, g := range c.p.Meetings {
		if g.Interpret != "" && held(c.p, plan[m]) {
			needed[plan[m].Slot] = append(needed[plan[m].Slot], m)
		}
	}
	for t, list := range needed {
		_, unserved := interpret(c.p, list, t)
		for _, m := range unserved {
			out = append(out, violation(NoInterpreter, m, plan[m]))
		}
	}
	return out
}

// quotas counts the meetings of people and groups.
func (c *checked) quotas(plan Plan) (out []Violation) {
	groups := map[int][]int{} // with a limit, of each person
	for n, g := range c.p.Groups {
		for _, q := range distinct(g.People) {
			if g.MaxMeetings > 0 {
				groups[q] = append(groups[q], n)
			}
		}
	}
	mine, theirs := map[int]int{}, map[int]int{} // meetings so far
	for m, g := range c.p.Meetings {
		if !held(c.p, plan[m]) {
			continue
		}
		var of []int
		for _, q := range g.People {
			of = append(of, groups[q]...)
			mine[q]++
			if most := c.p.People[q].MaxMeetings; most > 0 && mine[q] > most {
				v := person(MaxMeetings, m, q, plan[m])
				v.Count, v.Limit = mine[q], most
				out = append(out, v)
			}
		}
		for _, n := range distinct(of) {
			if theirs[n]++; theirs[n] > c.p.Groups[n].MaxMeetings {
				v := violation(GroupQuota, m, plan[m])
				v.Group, v.Count, v.Limit = n, theirs[n], c.p.Groups[n].MaxMeetings
				out = append(out, v)
			}
		}
	}
	return out
}

// spaced tells that somebody may need time between two engagements.
func (c *checked) spaced() bool {
	return len(c.legs) > 0 || slices.ContainsFunc(c.p.People, func(q Person) bool { return q.MinGap > 0 })
}

// engagement is a meeting, or None for a session of the programme, in a slot.
type engagement struct{ slot, meeting int }

// engagements lists those of each person in the order of slots.
func (c *checked) engagements(plan Plan) [][]engagement {
	out := make([][]engagement, len(c.p.People))
	for x := range c.attends {
		out[x[0]] = append(out[x[0]], engagement{x[1], None})
	}
	for m, g := range c.p.Meetings {
		if held(c.p, plan[m]) {
			for _, q := range g.People {
				out[q] = append(out[q], engagement{plan[m].Slot, m})
			}
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b engagement) int { return cmp.Or(a.slot-b.slot, a.meeting-b.meeting) })
	}
	return out
}

// spacing checks the time between engagements of q, those of one meeting only
// unless it is None.
func (c *checked) spacing(q int, day []engagement, only int, plan Plan) (out []Violation) {
	for n, b := range day {
		for _, a := range day[:n] {
			if a.slot == b.slot || a.meeting == None && b.meeting == None || only != None && a.meeting != only && b.meeting != only {
				continue
			}
			m, other := b.meeting, a.meeting
			if m == None || other == only && only != None {
				m, other = other, m
			}
			need := c.p.People[q].MinGap
			if other != None {
				need = max(need, c.travel(m, plan[m], other, plan[other]))
			}
			if have := c.p.minutes(a.slot, b.slot); have < need {
				v := person(TooNear, m, q, plan[m])
				v.Other, v.Count, v.Limit = other, have, need
				out = append(out, v)
			}
		}
	}
	return out
}

// travel is the minutes between the places of two meetings.
func (c *checked) travel(m int, a Assignment, o int, b Assignment) int {
	if c.p.Meetings[m].Online || c.p.Meetings[o].Online || a.Place == None || b.Place == None {
		return 0
	}
	return c.legs[[2]string{c.p.Places[a.Place].Site, c.p.Places[b.Place].Site}]
}
