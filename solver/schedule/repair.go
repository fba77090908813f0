package schedule

import (
	"cmp"
	"context"
	"slices"
)

// Change is what has happened to an exchange since it was planned. Indices are
// those of the Problem before; new people and meetings come after the old.
type Change struct {
	Away     []Away    `json:"away,omitempty"`
	Closed   []Closed  `json:"closed,omitempty"`
	People   []Person  `json:"people,omitempty"`   // who join
	Meetings []Meeting `json:"meetings,omitempty"` // that are asked for now
}

// Away takes a person out of the given slots; of all if Slots is nil, as for
// one who cancels.
type Away struct {
	Person int   `json:"person"`
	Slots  []int `json:"slots,omitempty"`
}

// Closed takes a place out of the given slots; of all if Slots is nil.
type Closed struct {
	Place int   `json:"place"`
	Slots []int `json:"slots,omitempty"`
}

// Apply returns the Problem after the change, or an error that wraps ErrInvalid.
// p is left as it is.
func (c Change) Apply(p *Problem) (*Problem, error) {
	n := *p
	n.People = slices.Concat(p.People, c.People)
	if len(c.Meetings) > 0 {
		n.Meetings = slices.Concat(p.Meetings, c.Meetings)
	}
	n.Places = slices.Clone(p.Places)
	all := make([]int, len(p.Slots))
	for t := range all {
		all[t] = t
	}
	or := func(list []int) []int {
		if list == nil {
			return all
		}
		return list
	}
	for _, a := range c.Away {
		if a.Person < 0 || a.Person >= len(n.People) {
			return nil, invalid("person %d of %d is away", a.Person, len(n.People))
		}
		who := &n.People[a.Person]
		who.Unavailable = slices.Concat(who.Unavailable, or(a.Slots))
	}
	for _, l := range c.Closed {
		if l.Place < 0 || l.Place >= len(n.Places) {
			return nil, invalid("place %d of %d closes", l.Place, len(n.Places))
		}
		n.Places[l.Place].Closed = slices.Concat(n.Places[l.Place].Closed, or(l.Slots))
	}
	return &n, n.Validate()
}

// RepairOptions steer Repair. The zero value is a good default.
type RepairOptions struct {
	// Published lists meetings that people have been told of. One that the
	// change leaves possible moves only if MovePublished is set.
	Published     []int
	MovePublished bool
	Seed          uint64
}

// Repaired says what a repair changed.
type Repaired struct {
	Problem *Problem // after the change
	Struck  []int    // held meetings that the change makes impossible where they were
	Moved   []int    // held meetings that are elsewhere now or not held any more
	Touched []int    // people of these
	// Proven tells that no plan keeps more Must meetings, and none that keeps
	// as many touches fewer people.
	Proven bool
}

// Repair changes plan as little as the change asks for. It holds, in this order
// of importance, as many as it can of the Must meetings that plan holds or the
// change adds; then touches as few people as it can; then holds as much weight
// as it can. A person is touched if one of his meetings in plan is elsewhere
// afterwards or not held; one who only gains a meeting is not.
//
// It is a depth-first search over ejections that allows one more person at a
// time (iterative deepening, Korf, Artificial Intelligence 27, 1985), so the
// first plan found touches fewest. Where the search grows too large Repair
// plans anew from plan with Solve, takes the better of both, and Proven is not
// set. Result.Repair tells what changed; Result.Unplaced has the struck and the
// new meetings only, and Figures.Bound is the number of meetings. The errors are
// those of Validate and of ctx.
func Repair(ctx context.Context, p *Problem, plan Plan, c Change, o RepairOptions) (*Result, error) {
	q, err := c.Apply(p)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := newMender(ctx, q, fit(q, plan), len(p.Meetings), o)
	m.repair()
	final := m.plan()
	why := m.explainer(final)
	m.proven = m.proven && m.rankOf(final) == m.best
	if !m.proven && !m.large() {
		if final, err = m.replan(o, final); err != nil {
			return nil, err
		}
		why = newExplainer(q, final)
	}
	return m.result(final, why), nil
}

// explainer answers for the plan that the state has; the search is over.
func (m *mender) explainer(plan Plan) *explainer {
	m.ordered = m.chained
	return &explainer{state: m.state, plan: plan, meet: newMayMeet(m.p)}
}

// plan is the best plan found, or what the change leaves.
func (m *mender) plan() Plan {
	if m.found {
		m.restore(m.record)
		return m.places()
	}
	for a, _ := m.orphan(); a != None; a, _ = m.orphan() {
		m.take(a)
	}
	(&search{state: m.state}).levelOut()
	return m.places()
}

// replan lets Solve repair the plan and returns the better of the two.
func (m *mender) replan(o RepairOptions, plan Plan) (Plan, error) {
	var keep []int
	start := slices.Clone(m.base)
	for i, locked := range m.locked {
		if m.struck[i] {
			start[i] = Assignment{None, None}
		} else if locked && m.was[i] != None {
			keep = append(keep, i)
		}
	}
	res, err := Solve(m.ctx, m.p, Options{Seed: o.Seed, Start: start, Keep: keep, Effort: 0.1})
	if err != nil {
		return nil, err
	}
	if len(Check(m.p, res.Plan)) > 0 {
		return plan, nil
	}
	if !m.found || m.rankOf(res.Plan).better(m.rankOf(plan)) {
		return res.Plan, nil
	}
	return plan, nil
}

// rank is what a repair is judged by, in the order of the fields.
type rank struct {
	must    int // Must meetings kept
	touched int
	worth   int64
}

func (r rank) better(o rank) bool {
	return cmp.Or(cmp.Compare(r.must, o.must), cmp.Compare(o.touched, r.touched), cmp.Compare(r.worth, o.worth)) > 0
}

func (m *mender) rankOf(plan Plan) (r rank) {
	touched := make([]bool, len(m.p.People))
	for i, a := range plan {
		if a.Slot != None {
			r.worth += m.value[i]
			if m.must[i] {
				r.must++
			}
		}
		if m.was[i] != None && a != m.base[i] {
			for _, q := range m.people[i] {
				if !touched[q] {
					touched[q] = true
					r.touched++
				}
			}
		}
	}
	return r
}

func (m *mender) result(plan Plan, why *explainer) *Result {
	out := &Repaired{Problem: m.p, Proven: m.proven}
	res := &Result{Plan: plan, Repair: out, Figures: Measure(m.p, plan)}
	res.Figures.Bound, res.Figures.BoundMethod = len(m.p.Meetings), BoundWished
	touched := make([]bool, len(m.p.People))
	for i, a := range plan {
		if m.struck[i] {
			out.Struck = append(out.Struck, i)
		}
		if m.was[i] != None && a != m.base[i] {
			out.Moved = append(out.Moved, i)
			for _, q := range m.people[i] {
				touched[q] = true
			}
		}
		if a.Slot == None && (m.was[i] != None || i >= m.old) {
			res.Unplaced = append(res.Unplaced, why.explain(i))
		}
	}
	for q, t := range touched {
		if t {
			out.Touched = append(out.Touched, q)
		}
	}
	return res
}
