package checker

import "github.com/birzha/birzha/solver/schedule"

// table lays a plan out by meeting, by person and by place.
type table struct {
	p      *schedule.Problem
	at     []schedule.Assignment // of each meeting
	held   []bool                // by meeting
	agenda [][][]int             // person, slot: the meetings held there
	hosts  [][][]int             // place, slot: the on-site meetings held there
}

func newTable(p *schedule.Problem, plan schedule.Plan) *table {
	c := &table{
		p: p, at: make([]schedule.Assignment, len(p.Meetings)), held: make([]bool, len(p.Meetings)),
		agenda: grid(len(p.People), len(p.Slots)), hosts: grid(len(p.Places), len(p.Slots)),
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

// idleGaps counts the runs of slots without a meeting that have a meeting
// before and one after.
func idleGaps(agenda [][]int) (n int) {
	begun, idle := false, false
	for _, meetings := range agenda {
		switch {
		case len(meetings) == 0:
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
