package checker

import (
	"slices"
	"time"

	"github.com/birzha/birzha/solver/schedule"
)

// person judges the agenda of q.
func (c *check) person(q int) {
	who, perDay, all := c.p.People[q], map[int]int{}, 0
	for t, meetings := range c.agenda[q] {
		for n, m := range meetings {
			if n > 0 {
				f := c.fault(schedule.PersonBusy, m)
				f.Other, f.Person = meetings[0], q
			}
			if slices.Contains(who.Unavailable, t) {
				c.fault(schedule.PersonUnavailable, m).Person = q
			}
			if c.attends[q][t] {
				c.fault(schedule.PersonAttends, m).Person = q
			}
			day := c.p.Slots[t].Day
			if perDay[day]++; who.MaxPerDay > 0 && perDay[day] > who.MaxPerDay {
				c.fault(schedule.MaxPerDay, m).Person = q
			}
			all++
		}
	}
	if who.MaxMeetings > 0 && all > who.MaxMeetings {
		c.fault(schedule.MaxMeetings, schedule.None).Person = q
	}
}

// spacing judges the minutes between each engagement of q and every later one.
func (c *check) spacing(q int) {
	type engagement struct{ slot, meeting int } // None for a session of the programme
	var before []engagement
	for t, meetings := range c.agenda[q] {
		var now []engagement
		if c.attends[q][t] {
			now = append(now, engagement{t, schedule.None})
		}
		for _, m := range meetings {
			now = append(now, engagement{t, m})
		}
		for _, b := range now {
			for _, a := range before {
				if (a.meeting != schedule.None || b.meeting != schedule.None) && c.between(a.slot, t) < c.apart(q, a.meeting, b.meeting) {
					f := c.fault(schedule.TooNear, b.meeting)
					f.Other, f.Person, f.Slot = a.meeting, q, t
				}
			}
		}
		before = append(before, now...)
	}
}

// between is the time from the end of one slot to the start of another.
func (c *check) between(t, next int) time.Duration {
	return c.p.Slots[next].Start.Sub(c.p.Slots[t].End)
}

// apart is the time that q needs between two engagements: the gap that is
// asked for, and the way if both are on-site meetings.
func (c *check) apart(q, m, o int) time.Duration {
	need := c.p.People[q].MinGap
	if c.onSite(m) && c.onSite(o) {
		a, b := c.p.Places[c.at[m].Place].Site, c.p.Places[c.at[o].Place].Site
		for _, leg := range c.p.Travel {
			if leg.From == a && leg.To == b || leg.From == b && leg.To == a {
				need = max(need, leg.Minutes)
			}
		}
	}
	return time.Duration(need) * time.Minute
}

func (c *check) onSite(m int) bool {
	return m != schedule.None && !c.p.Meetings[m].Online && c.at[m].Place != schedule.None
}

// spread judges how much numbers of idle gaps differ.
func (c *check) spread() {
	if c.p.IdleSpread <= 0 || len(c.p.People) == 0 {
		return
	}
	gaps := make([]int, len(c.p.People))
	for q := range gaps {
		gaps[q] = c.idleGaps(q)
	}
	if most := slices.Max(gaps); most-slices.Min(gaps) > c.p.IdleSpread {
		c.fault(schedule.IdleSpread, schedule.None).Person = slices.Index(gaps, most)
	}
}
