package jsonfile

import (
	"slices"

	"github.com/birzha/birzha/solver/schedule"
)

// Statuses of a Solution.
const (
	Optimal    = "optimal"    // Objective is proved to be the best possible
	Feasible   = "feasible"   // the plan holds what must be held; it may be possible to do better
	Infeasible = "infeasible" // it is proved that not all meetings that must be held can be
	Unknown    = "unknown"    // no plan holds all that must be held so far, and no proof says that none does
)

// Goals of a Solution.
const (
	IdleGaps   = "idle_gaps"   // all meetings must be held; the fewer idle gaps the better
	WeightHeld = "weight_held" // the more weight of the meetings held the better
)

// Solution is what was found for a problem. Numbers count from 1, as in files.
type Solution struct {
	Status    string    `json:"status"`
	Goal      string    `json:"goal"`
	Objective *int      `json:"objective"` // of the plan, in terms of Goal; null for an infeasible or unknown problem
	Bound     *int      `json:"bound"`     // of every plan's objective: a lower one for idle gaps, an upper one for weight; null for an infeasible problem
	Proof     string    `json:"proof"`     // what the bound, or that the problem is infeasible, rests on
	Conflict  *Conflict `json:"conflict,omitempty"`
	// Meetings is the plan. For an infeasible or unknown problem it is the best
	// one found, which leaves out some that must be held.
	Meetings   []Held  `json:"meetings"`
	Unplaced   []int   `json:"unplaced"` // meetings without a slot
	Placed     int     `json:"placed"`   // number of meetings held
	Weight     int     `json:"weight"`   // sum of their weights
	Gaps       int     `json:"idle_gaps"`
	CPUSeconds float64 `json:"cpu_seconds"` // processor time spent on solving, in user and system mode
	Verified   bool    `json:"verified,omitempty"`
}

// Held is a meeting that has a slot; Place is 0 if it needs none.
type Held struct {
	Meeting int `json:"meeting"`
	Slot    int `json:"slot"`
	Place   int `json:"place"`
}

// Conflict says which rules, of a few people, slots, places and meetings, collide
// so that not all that must be held can be.
type Conflict struct {
	Meetings []int  `json:"meetings"`
	People   []int  `json:"people"`
	Slots    []int  `json:"slots"`
	Places   []int  `json:"places"` // those open in one of Slots
	Text     string `json:"text"`
}

// SetPlan writes a plan into the solution.
func (s *Solution) SetPlan(p *schedule.Problem, plan schedule.Plan) {
	s.Meetings, s.Unplaced = []Held{}, []int{}
	for m := range p.Meetings {
		switch {
		case m >= len(plan) || plan[m].Slot == schedule.None:
			s.Unplaced = append(s.Unplaced, m+1)
		case p.Meetings[m].Online:
			s.Meetings = append(s.Meetings, Held{m + 1, plan[m].Slot + 1, 0})
		default:
			s.Meetings = append(s.Meetings, Held{m + 1, plan[m].Slot + 1, plan[m].Place + 1})
		}
	}
}

// NewConflict words a conflict of the prover.
func NewConflict(p *schedule.Problem, c *schedule.Conflict) *Conflict {
	said := *c
	said.Meetings, said.People, said.Slots = up(c.Meetings), up(c.People), up(c.Slots)
	out := &Conflict{Meetings: said.Meetings, People: said.People, Slots: said.Slots, Places: []int{}, Text: said.String()}
	for l, place := range p.Places {
		if slices.ContainsFunc(c.Slots, func(t int) bool { return !slices.Contains(place.Closed, t) }) {
			out.Places = append(out.Places, l+1)
		}
	}
	return out
}

// NewReason words a proof of the planner.
func NewReason(r schedule.Reason) *Conflict {
	out := &Conflict{Meetings: up(r.Meetings), People: []int{}, Slots: []int{}, Places: []int{}}
	if r.Meeting != schedule.None && len(out.Meetings) == 0 {
		out.Meetings = []int{r.Meeting + 1}
	}
	for _, q := range []int{r.Person, r.Partner} {
		if q != schedule.None {
			out.People = append(out.People, q+1)
		}
	}
	for _, v := range []*int{&r.Meeting, &r.Other, &r.Person, &r.Partner, &r.Group, &r.Slot} {
		if *v != schedule.None {
			*v++
		}
	}
	r.Meetings = up(r.Meetings)
	out.Text = r.String()
	return out
}

// up counts from 1 what counts from 0.
func up(list []int) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = n + 1
	}
	return out
}
