package checker

import "github.com/birzha/birzha/solver/schedule"

// table lays a plan out by meeting, by person and by place.
type table struct {
	p      *schedule.Problem
	at     []schedule.Assignment // of each meeting
	held   []bool                // by meeting
	agenda [][][]int             // person, slot: the meetings held there
	hosts  [][][]int             // place, slot: the on-site meetings held there
	// attends tells, by person and slot, who is in a session of the programme.
	attends [][]bool
}

func newTable(p *schedule.Problem, plan schedule.Plan) *table {
	c := &table{
		p: p, at: make([]schedule.Assignment, len(p.Meetings)), held: make([]bool, len(p.Meetings)),
		agenda: grid(len(p.People), len(p.Slots)), hosts: grid(len(p.Places), len(p.Slots)),
		attends: attends(p),
	}
	for m, g := range p.Meetings {
		c.at[m] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		if m < len(plan) {
			c.at[m] = plan[m]
		}
		a := c.at[m]
		if a.Slot < 0 || a.Slot >= len(p.Slots) || a.Place < schedule.None || a.Place >= len(p.Places) {
			continue
		}
		c.held[m] = true
		for _, q := range g.People {
			c.agenda[q][a.Slot] = append(c.agenda[q][a.Slot], m)
		}
		if !g.Online && a.Place != schedule.None {
			c.hosts[a.Place][a.Slot] = append(c.hosts[a.Place][a.Slot], m)
		}
	}
	return c
}

func grid(rows, slots int) [][][]int {
	out := make([][][]int, rows)
	for i := range out {
		out[i] = make([][]int, slots)
	}
	return out
}

func attends(p *schedule.Problem) [][]bool {
	out := make([][]bool, len(p.People))
	for q := range out {
		out[q] = make([]bool, len(p.Slots))
	}
	for _, s := range p.Programme {
		for _, q := range s.People {
			for _, t := range s.Slots {
				out[q][t] = true
			}
		}
	}
	return out
}

// idleGaps counts the runs of slots without an engagement of q, a meeting or a
// session of the programme, that have one before and one after.
func (c *table) idleGaps(q int) (n int) {
	begun, idle := false, false
	for t, meetings := range c.agenda[q] {
		switch {
		case len(meetings) == 0 && !c.attends[q][t]:
			idle = true
		case begun && idle:
			n++
			idle = false
		default:
			begun, idle = true, false
		}
	}
	return n
}
