package schedule

import "slices"

// Explain says why a meeting that plan does not hold has no slot. If a slot is
// free for it the code is SlotFree. It tells what stands in the way in this
// plan; another plan may hold the meeting.
func Explain(p *Problem, plan Plan, meeting int) Reason {
	return newExplainer(p, plan).explain(meeting)
}

// explainer answers for one plan.
type explainer struct {
	p      *Problem
	plan   Plan
	busy   map[[2]int]bool // person, slot
	perDay map[[2]int]int  // person, day
	used   []int           // places in use in each slot
	taken  map[[2]int]bool // place, slot
	open   []int           // places open in each slot
}

func newExplainer(p *Problem, plan Plan) *explainer {
	e := &explainer{
		p: p, plan: fit(p, plan), busy: map[[2]int]bool{}, perDay: map[[2]int]int{},
		used: make([]int, len(p.Slots)), taken: map[[2]int]bool{}, open: make([]int, len(p.Slots)),
	}
	for m, a := range e.plan {
		if !held(p, a) {
			continue
		}
		for _, q := range p.Meetings[m].People {
			e.busy[[2]int{q, a.Slot}] = true
			e.perDay[[2]int{q, p.Slots[a.Slot].Day}]++
		}
		if !p.Meetings[m].Online && a.Place != None {
			e.used[a.Slot]++
			e.taken[[2]int{a.Place, a.Slot}] = true
		}
	}
	for t := range e.open {
		e.open[t] = len(p.Places)
	}
	for _, l := range p.Places {
		for _, t := range slices.Compact(slices.Sorted(slices.Values(l.Closed))) {
			e.open[t]--
		}
	}
	return e
}

// commonSlots lists the slots that meeting m is allowed and that suit all its
// people, whatever else is planned.
func commonSlots(p *Problem, m int) (out []int) {
	g := p.Meetings[m]
	for t := range p.Slots {
		if len(g.Slots) > 0 && !slices.Contains(g.Slots, t) || g.Fixed && g.Slot != t {
			continue
		}
		if !slices.ContainsFunc(g.People, func(q int) bool { return slices.Contains(p.People[q].Unavailable, t) }) {
			out = append(out, t)
		}
	}
	return out
}

func (e *explainer) explain(m int) Reason {
	g := e.p.Meetings[m]
	common := commonSlots(e.p, m)
	r := reason(NoCommonFreeSlot, m)
	r.Common = len(common)
	if len(common) == 0 {
		return r
	}
	if !g.Online && !slices.ContainsFunc(common, func(t int) bool { return e.open[t] > 0 }) {
		r.Code = NoPlaceOpen
		return r
	}
	earliest := 0
	for _, b := range g.After {
		if !held(e.p, e.plan[b]) {
			r.Code, r.Other = PrecedenceUnheld, b
			return r
		}
		if t := e.plan[b].Slot + 1; t > earliest {
			earliest, r.Other = t, b
		}
	}
	e.count(&r, g, common, earliest)
	return r
}

// count finds what blocks each common slot; the reason is the obstacle that
// remains in the slots that have the fewest.
func (e *explainer) count(r *Reason, g Meeting, common []int, earliest int) {
	taken := make([]int, len(g.People))
	full, early, spread := None, 0, 0
	for _, t := range common {
		busy := false
		for n, q := range g.People {
			if e.busy[[2]int{q, t}] {
				taken[n]++
				busy = true
			}
		}
		if busy {
			continue
		}
		limit := e.overLimit(g, t)
		switch {
		case limit != None:
			full = limit
		case t < earliest:
			early++
		case !g.Online && !e.placeFree(g, t):
			r.NoPlace++
		case len(CanMove(e.p, e.plan, r.Meeting, t, None)) > 0:
			spread++
		default:
			r.Slot = t
		}
	}
	most := slices.Index(taken, slices.Max(taken))
	r.Person, r.Taken = g.People[most], taken[most]
	switch {
	case r.Slot != None:
		r.Code = SlotFree
	case spread > 0:
		r.Code = SpreadBroken
	case r.NoPlace > 0:
		r.Code = NoPlaceFree
	case early > 0:
		r.Code = PrecedenceOrder
	case full != None:
		r.Code, r.Person = DayFull, full
	default:
		r.Code = CommonSlotsTaken
	}
	if r.Code != PrecedenceOrder {
		r.Other = None
	}
}

// overLimit is one of the people who may have no more meetings on the day of
// slot t, or None.
func (e *explainer) overLimit(g Meeting, t int) int {
	for _, q := range g.People {
		if limit := e.p.People[q].MaxPerDay; limit > 0 && e.perDay[[2]int{q, e.p.Slots[t].Day}] >= limit {
			return q
		}
	}
	return None
}

func (e *explainer) placeFree(g Meeting, t int) bool {
	if g.Fixed && g.Place != None {
		return !e.taken[[2]int{g.Place, t}] && !slices.Contains(e.p.Places[g.Place].Closed, t)
	}
	return e.used[t] < e.open[t]
}
