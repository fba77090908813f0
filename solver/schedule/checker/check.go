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
	Group   int
}

// String says it in English for logs, indices counted from 0.
func (f Fault) String() string {
	s := string(f.Rule)
	for _, x := range []struct {
		name  string
		index int
	}{{"meeting", f.Meeting}, {"other", f.Other}, {"person", f.Person}, {"slot", f.Slot}, {"place", f.Place}, {"group", f.Group}} {
		if x.index != schedule.None {
			s += fmt.Sprintf(" %s=%d", x.name, x.index)
		}
	}
	return s
}

// Check returns every rule of p that plan breaks; nil for a valid plan. Each
// meeting is judged by itself, then each person's agenda, each place, slot and
// group, and the spread of idle gaps.
func Check(p *schedule.Problem, plan schedule.Plan) []Fault {
	c := &check{table: newTable(p, plan)}
	for m := range p.Meetings {
		c.meeting(m)
		c.company(m)
	}
	for q := range p.People {
		c.person(q)
		c.spacing(q)
	}
	for l := range p.Places {
		c.place(l)
	}
	for t := range p.Slots {
		c.interpreters(t)
	}
	for g := range p.Groups {
		c.group(g)
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
	f := Fault{r, m, schedule.None, schedule.None, schedule.None, schedule.None, schedule.None}
	if m != schedule.None {
		f.Slot, f.Place = c.at[m].Slot, c.at[m].Place
	}
	c.faults = append(c.faults, f)
	return &c.faults[len(c.faults)-1]
}

// meeting judges where m is, and that what it comes after is over.
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
	switch {
	case g.Online:
	case a.Place == schedule.None:
		c.fault(schedule.NoPlace, m)
	case !suits(c.p, m, a.Place):
		c.fault(schedule.PlaceWrong, m)
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

// suits tells that place l is of the kind that m needs, and the one it is
// locked to.
func suits(p *schedule.Problem, m, l int) bool {
	g := p.Meetings[m]
	return (g.Kind == "" || g.Kind == p.Places[l].Kind) && (!g.Locked || g.Place == l)
}

// place judges what is held at l.
func (c *check) place(l int) {
	room := max(1, c.p.Places[l].Capacity)
	for t, meetings := range c.hosts[l] {
		for n, m := range meetings {
			if n >= room {
				c.fault(schedule.PlaceBusy, m).Other = meetings[0]
			}
			if slices.Contains(c.p.Places[l].Closed, t) {
				c.fault(schedule.PlaceClosed, m)
			}
		}
	}
}

// group judges the quota of g.
func (c *check) group(g int) {
	n := 0
	for m, held := range c.held {
		if held && slices.ContainsFunc(c.p.Meetings[m].People, func(q int) bool { return slices.Contains(c.p.Groups[g].People, q) }) {
			n++
		}
	}
	if most := c.p.Groups[g].MaxMeetings; most > 0 && n > most {
		c.fault(schedule.GroupQuota, schedule.None).Group = g
	}
}
