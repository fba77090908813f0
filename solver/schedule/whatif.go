package schedule

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Variant is an exchange with other rules or other means, to be compared with
// the one planned. The zero value changes nothing.
type Variant struct {
	// Places are added, open in every slot; if negative so many close, the last
	// ones first.
	Places int `json:"places,omitempty"`
	// Slots are added, each after those of its day that do not start later.
	// Everyone is available in them; a meeting that lists its slots keeps to them.
	Slots      []Slot `json:"slots,omitempty"`
	MaxPerDay  *int   `json:"max_per_day,omitempty"` // of everyone; 0 lifts the limit
	IdleSpread *int   `json:"idle_spread,omitempty"` // 0 lifts the bound
}

// Apply returns the Problem with the variant, or an error that wraps
// ErrInvalid. People, meetings and places keep their indices; slots that follow
// an added one do not. p is left as it is.
func (v Variant) Apply(p *Problem) (*Problem, error) {
	q, _, err := v.apply(p)
	return q, err
}

// apply also returns the new index of each slot of p.
func (v Variant) apply(p *Problem) (*Problem, []int, error) {
	if err := p.Validate(); err != nil {
		return nil, nil, err
	}
	if v.Places < -len(p.Places) || v.Places > maxPeople {
		return nil, nil, invalid("%+d places to %d", v.Places, len(p.Places))
	}
	if v.MaxPerDay != nil && *v.MaxPerDay < 0 || v.IdleSpread != nil && *v.IdleSpread < 0 {
		return nil, nil, invalid("a limit is negative")
	}
	n, to := addSlots(p, v.Slots)
	for l := range max(0, v.Places) {
		n.Places = append(n.Places, Place{ID: fmt.Sprintf("added-%d", l+1)})
	}
	for l := range max(0, -v.Places) {
		n.Places[len(p.Places)-1-l].Closed = every(len(n.Slots))
	}
	if v.MaxPerDay != nil {
		for q := range n.People {
			n.People[q].MaxPerDay = *v.MaxPerDay
		}
	}
	if v.IdleSpread != nil {
		n.IdleSpread = *v.IdleSpread
	}
	return n, to, n.Validate()
}

// every lists 0..n-1.
func every(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// addSlots returns a copy of p with more slots and the new index of each old one.
func addSlots(p *Problem, more []Slot) (*Problem, []int) {
	n := *p
	n.People, n.Places, n.Meetings = slices.Clone(p.People), slices.Clone(p.Places), slices.Clone(p.Meetings)
	all, order := slices.Concat(p.Slots, more), every(len(p.Slots))
	for t := len(p.Slots); t < len(all); t++ {
		k := len(order)
		for k > 0 && cmp.Or(all[order[k-1]].Day-all[t].Day, all[order[k-1]].Start.Compare(all[t].Start)) > 0 {
			k--
		}
		order = slices.Insert(order, k, t)
	}
	n.Slots = make([]Slot, len(all))
	to := make([]int, len(all))
	for at, t := range order {
		n.Slots[at], to[t] = all[t], at
	}
	move := func(list []int) []int {
		list = slices.Clone(list)
		for i, t := range list {
			list[i] = to[t]
		}
		return list
	}
	for q := range n.People {
		n.People[q].Unavailable = move(n.People[q].Unavailable)
		n.People[q].Unsocial = spreadCosts(n.People[q].Unsocial, order)
	}
	for l := range n.Places {
		n.Places[l].Closed = move(n.Places[l].Closed)
	}
	n.Programme, n.Interpreters = slices.Clone(p.Programme), slices.Clone(p.Interpreters)
	for i := range n.Programme {
		n.Programme[i].Slots = move(n.Programme[i].Slots)
	}
	for i := range n.Interpreters {
		n.Interpreters[i].Unavailable = move(n.Interpreters[i].Unavailable)
	}
	for m := range n.Meetings {
		g := &n.Meetings[m]
		if g.Slots = move(g.Slots); g.Fixed {
			g.Slot = to[g.Slot]
		}
	}
	return &n, to[:len(p.Slots)]
}

// spreadCosts gives each slot of order its cost; one that is added, its number
// beyond the costs known, costs what the slot before it does.
func spreadCosts(known []int, order []int) (out []int) {
	if len(known) == 0 {
		return nil
	}
	last := known[0]
	for _, t := range order {
		if t < len(known) {
			last = known[t]
		}
		out = append(out, last)
	}
	return out
}

// Effect compares the plan of an exchange with that of a Variant of it.
type Effect struct {
	Before     Figures  `json:"before"`
	After      Figures  `json:"after"`
	FairBefore Fairness `json:"fair_before"`
	FairAfter  Fairness `json:"fair_after"`
	Problem    *Problem `json:"problem"` // with the variant
	Plan       Plan     `json:"plan"`    // of Problem
	Gained     []int    `json:"gained"`  // meetings held in Plan only
	Lost       []int    `json:"lost"`    // meetings held before only
}

// WhatIf changes plan to suit the variant: what the variant leaves possible
// stays unless another meeting can only be held by moving it, and what is won
// is filled. o.Effort is by default small enough for an answer while the
// organiser waits, 2 s at 5,000 people and 60,000 wishes; o.Start and o.Keep
// are ignored. A plan that Solve could still better may gain without any
// variant: compare with the Effect of the zero Variant. The errors are those of
// Apply and Solve.
func WhatIf(ctx context.Context, p *Problem, plan Plan, v Variant, o Options) (*Effect, error) {
	q, to, err := v.apply(p)
	if err != nil {
		return nil, err
	}
	plan = fit(p, plan)
	e := &Effect{Problem: q, Before: Measure(p, plan), FairBefore: MeasureFairness(p, plan)}
	o.Start, o.Keep = fit(q, nil), nil
	for m, a := range plan {
		if held(p, a) {
			o.Start[m] = Assignment{to[a.Slot], a.Place}
		}
	}
	if o.Effort <= 0 {
		o.Effort = min(0.2, 600/float64(len(p.Meetings)+1))
	}
	res, err := Solve(ctx, q, o)
	if err != nil {
		return nil, err
	}
	all := func(int) bool { return true }
	e.Before.Bound, e.Before.BoundMethod = newModel(p, Options{}).upperBound(all)
	e.Plan, e.After, e.FairAfter = res.Plan, res.Figures, MeasureFairness(q, res.Plan)
	for m, a := range plan {
		switch was, is := held(p, a), held(q, e.Plan[m]); {
		case is && !was:
			e.Gained = append(e.Gained, m)
		case was && !is:
			e.Lost = append(e.Lost, m)
		}
	}
	return e, nil
}
