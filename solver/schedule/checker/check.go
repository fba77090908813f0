package checker

import (
	"fmt"
	"slices"

	"github.com/birzha/birzha/solver/schedule"
)

// Fault is one rule that a plan breaks. Indices that do not apply are None.
type Fault struct {
	Rule    schedule.Rule
	Meeting int
	Other   int // a second meeting
	Person  int
	Slot    int
	Place   int
}

// String says it in English for logs, indices counted from 0.
func (f Fault) String() string {
	s := string(f.Rule)
	for _, x := range []struct {
		name  string
		index int
	}{{"meeting", f.Meeting}, {"other", f.Other}, {"person", f.Person}, {"slot", f.Slot}, {"place", f.Place}} {
		if x.index != schedule.None {
			s += fmt.Sprintf(" %s=%d", x.name, x.index)
		}
	}
	return s
}

// Check returns every rule of p that plan breaks; nil for a valid plan. Each
// meeting is judged by itself, then each person's agenda, each place, and the
// spread of idle gaps.
func Check(p *schedule.Problem, plan schedule.Plan) []Fault {
	c := &check{table: newTable(p, plan)}
	for m := range p.Meetings {
		c.meeting(m)
	}
	for q := range p.People {
		c.person(q)
	}
	for l := range p.Places {
		c.place(l)
	}
	c.spread()
	return c.faults
}

type check struct {
	*table
	faults []Fault
}

// fault notes a broken rule of meeting m, or of nobody's for None.
func (c *check) fault(r schedule.Rule, m int) *Fault {
	f := Fault{Rule: r, Meeting: m, Other: schedule.None, Person: schedule.None, Slot: schedule.None, Place: schedule.None}
	if m != schedule.None {
		f.Slot, f.Place = c.at[m].Slot, c.at[m].Place
	}
	c.faults = append(c.faults, f)
	return &c.faults[len(c.faults)-1]
}

// meeting judges what concerns m and those it comes after.
func (c *check) meeting(m int) {
	g, a := c.p.Meetings[m], c.at[m]
	atPlace := g.Online || g.Place == schedule.None || a.Place == g.Place
	if g.Fixed && (a.Slot != g.Slot || !atPlace) {
		c.fault(schedule.FixedMoved, m)
	}
	if a.Slot != schedule.None && !c.held[m] {
		c.fault(schedule.BadIndex, m)
	}
	if !c.held[m] {
		return
	}
	if len(g.Slots) > 0 && !slices.Contains(g.Slots, a.Slot) {
		c.fault(schedule.SlotNotAllowed, m)
	}
	if !g.Online && a.Place == schedule.None {
		c.fault(schedule.NoPlace, m)
	}
	for _, before := range g.After {
		switch {
		case !c.held[before]:
			c.fault(schedule.PredecessorUnheld, m).Other = before
		case c.at[before].Slot >= a.Slot:
			c.fault(schedule.Precedence, m).Other = before
		}
	}
}

// person judges the agenda of q.
func (c *check) person(q int) {
	who, perDay := c.p.People[q], map[int]int{}
	for t, meetings := range c.agenda[q] {
		for n, m := range meetings {
			if n > 0 {
				f := c.fault(schedule.PersonBusy, m)
				f.Other, f.Person = meetings[0], q
			}
			if slices.Contains(who.Unavailable, t) {
				c.fault(schedule.PersonUnavailable, m).Person = q
			}
			day := c.p.Slots[t].Day
			if perDay[day]++; who.MaxPerDay > 0 && perDay[day] > who.MaxPerDay {
				c.fault(schedule.MaxPerDay, m).Person = q
			}
		}
	}
}

// place judges what is held at l.
func (c *check) place(l int) {
	for t, meetings := range c.hosts[l] {
		for n, m := range meetings {
			if n > 0 {
				c.fault(schedule.PlaceBusy, m).Other = meetings[0]
			}
			if slices.Contains(c.p.Places[l].Closed, t) {
				c.fault(schedule.PlaceClosed, m)
			}
		}
	}
}

// spread judges how much numbers of idle gaps differ.
func (c *check) spread() {
	if c.p.IdleSpread <= 0 || len(c.p.People) == 0 {
		return
	}
	gaps := make([]int, len(c.p.People))
	for q := range gaps {
		gaps[q] = idleGaps(c.agenda[q])
	}
	if most := slices.Max(gaps); most-slices.Min(gaps) > c.p.IdleSpread {
		c.fault(schedule.IdleSpread, schedule.None).Person = slices.Index(gaps, most)
	}
}
