package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

// Effort of the search before the exact solver, and the size of a problem,
// meetings times slots, up to which that is tried.
const (
	firstEffort = 0.02
	exactMost   = 100_000
)

// fewestGaps proves the fewest idle gaps, or that not all meetings can be held.
// A problem that is too large for that is only searched.
func (o *SolveFile) fewestGaps(ctx context.Context, p *schedule.Problem, s *jsonfile.Solution, e *evidence) error {
	limited, cancel := ctx, func() {}
	if o.TimeLimit > 0 {
		limited, cancel = context.WithTimeout(ctx, o.TimeLimit)
	}
	defer cancel()
	options := schedule.Options{Seed: o.Seed, Effort: firstEffort, TimeLimit: o.TimeLimit / 4}
	exact := len(p.Meetings)*len(p.Slots) <= exactMost
	if !exact {
		options.Effort, options.TimeLimit = 1, o.TimeLimit
	}
	first, err := schedule.Solve(ctx, p, options)
	if err != nil {
		return err
	}
	e.plan, e.proof = first.Plan, &schedule.Proof{Status: schedule.Undecided, Method: schedule.ByNothing}
	if first.Figures.Placed == len(p.Meetings) {
		e.proof.Status, e.proof.Plan, e.proof.IdleGaps = schedule.Feasible, first.Plan, first.Figures.IdleGaps
	}
	if e.proof.Plan != nil && e.proof.IdleGaps == 0 {
		e.proof.Status = schedule.Optimal
	}
	if exact {
		proof, err := schedule.Prove(limited, p, schedule.ProveOptions{Start: first.Plan, NoCertificate: !o.Verify && o.Certificate == ""})
		switch {
		case err == nil:
			e.proof = proof
		case limited.Err() == nil:
			return err
		}
	}
	if e.proof.Plan != nil {
		e.plan = e.proof.Plan
	}
	lower := e.proof.Lower
	s.Bound, s.Proof = &lower, gapProof(e.proof)
	switch e.proof.Status {
	case schedule.Optimal, schedule.Feasible:
		gaps := e.proof.IdleGaps
		s.Status, s.Objective = string(e.proof.Status), &gaps
	case schedule.Infeasible:
		s.Status, s.Bound = jsonfile.Infeasible, nil
		if e.proof.Conflict != nil {
			s.Conflict = jsonfile.NewConflict(p, e.proof.Conflict)
			s.Proof = s.Conflict.Text + "; " + s.Proof
		}
	default:
		unheld(first, s)
	}
	return nil
}

// gapProof says what a bound of idle gaps rests on.
func gapProof(p *schedule.Proof) string {
	switch {
	case p.Status == schedule.Infeasible:
		return "the rules that hold all meetings were led to a contradiction by clause learning, each step of which follows by unit propagation"
	case p.Lower <= 0:
		return "no plan has fewer than no idle gaps"
	case p.Method == schedule.ByPrices:
		return fmt.Sprintf("with a price for presence in each slot, cheapest agendas for all people together cost at least %d idle gaps more than all places can earn (Lagrangian bound)", p.Lower)
	case p.Method == schedule.ByCoupling:
		return fmt.Sprintf("with multipliers that make it costly for people who meet to want different slots, everybody's own cheapest agendas cost more than %d idle gaps (Lagrangian bound)", p.Lower-1)
	case p.Method == schedule.ByRefutation:
		return fmt.Sprintf("the rules with at most %d idle gaps were led to a contradiction by clause learning, each step of which follows by unit propagation", p.Lower-1)
	}
	return p.Method
}

// mostWeight holds as much weight as it can, meetings that must be held first.
func (o *SolveFile) mostWeight(ctx context.Context, p *schedule.Problem, s *jsonfile.Solution, e *evidence) error {
	res, err := schedule.Solve(ctx, p, schedule.Options{Seed: o.Seed, TimeLimit: o.TimeLimit})
	if err != nil {
		return err
	}
	e.plan, e.prices = res.Plan, res.Prices
	f := res.Figures
	bound, weight := weightBound(p, f.Bound), f.PlacedWeight
	s.Goal, s.Bound = jsonfile.WeightHeld, &bound
	s.Proof = fmt.Sprintf("no plan holds more than %d of %d meetings: %s", f.Bound, f.Wished, boundWords(f.BoundMethod))
	switch {
	case f.MustPlaced < f.Must:
		unheld(res, s)
	case weight == bound:
		s.Status, s.Objective = jsonfile.Optimal, &weight
	default:
		s.Status, s.Objective = jsonfile.Feasible, &weight
	}
	return nil
}

// unheld is for a plan that leaves out what must be held.
func unheld(res *schedule.Result, s *jsonfile.Solution) {
	s.Status = jsonfile.Unknown
	if len(res.Proofs) > 0 {
		s.Status, s.Bound = jsonfile.Infeasible, nil
		s.Conflict = jsonfile.NewReason(res.Proofs[0])
		s.Proof = s.Conflict.Text
	}
}

// weightBound is the most weight that so many meetings have.
func weightBound(p *schedule.Problem, meetings int) (sum int) {
	weights := make([]int, len(p.Meetings))
	for m, g := range p.Meetings {
		weights[m] = max(1, g.Weight)
	}
	slices.Sort(weights)
	for _, w := range weights[max(0, len(weights)-meetings):] {
		sum += w
	}
	return sum
}

// boundWords says what a bound on the number of meetings rests on.
func boundWords(method string) string {
	switch method {
	case schedule.BoundWished:
		return "so many have a slot in which they could be held if they were alone"
	case schedule.BoundPlaces:
		return "so many fit into the places, slot by slot (maximum flow)"
	case schedule.BoundMatching:
		return "so many fit into the free slots of the people (fractional b-matching)"
	case schedule.BoundPresence:
		return "so many fit into the places by the free slots of the people, two to a place (maximum flow)"
	case schedule.BoundPrices:
		return "prices for the slots of people and for places prove it by weak duality of linear programming"
	}
	return method
}
