package checker

import "github.com/birzha/birzha/solver/schedule"

// Count is what a plan comes to.
type Count struct {
	Placed       int
	MustPlaced   int
	Weight       int   // of what is placed
	IdleGaps     []int // of each person
	PlaceChanges int   // times a person's next on-site meeting is at another place
	Unsocial     int   // what the slots of their meetings cost all people
	Days         int   // days with meetings, summed over people
}

// Gaps sums the idle gaps of all people.
func (c Count) Gaps() (sum int) {
	for _, n := range c.IdleGaps {
		sum += n
	}
	return sum
}

// Figures counts what plan comes to, whatever rules it breaks.
func Figures(p *schedule.Problem, plan schedule.Plan) Count {
	c, f := newTable(p, plan), Count{IdleGaps: make([]int, len(p.People))}
	for m, g := range p.Meetings {
		if !c.held[m] {
			continue
		}
		f.Placed++
		f.Weight += max(1, g.Weight)
		if g.Must {
			f.MustPlaced++
		}
	}
	for q := range p.People {
		f.IdleGaps[q] = c.idleGaps(q)
		f.PlaceChanges += c.placeChanges(q)
		days := map[int]bool{}
		for t, meetings := range c.agenda[q] {
			if len(meetings) > 0 {
				days[p.Slots[t].Day] = true
			}
			if cost := p.People[q].Unsocial; len(cost) > 0 {
				f.Unsocial += cost[t] * len(meetings)
			}
		}
		f.Days += len(days)
	}
	return f
}

func (c *table) placeChanges(q int) (n int) {
	last := schedule.None
	for _, meetings := range c.agenda[q] {
		for _, m := range meetings {
			l := c.at[m].Place
			if c.p.Meetings[m].Online || l == schedule.None {
				continue
			}
			if last != schedule.None && l != last {
				n++
			}
			last = l
		}
	}
	return n
}
