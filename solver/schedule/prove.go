package schedule

import (
	"context"
	"math"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// Status is what is known about the plans that hold every meeting.
type Status string

// The statuses of a Proof.
const (
	Optimal    Status = "optimal"    // Plan has the fewest idle gaps
	Feasible   Status = "feasible"   // Plan holds all meetings; fewer gaps may be possible
	Infeasible Status = "infeasible" // no plan holds all meetings
	Undecided  Status = "undecided"  // no plan and no conflict was found
)

// Names of the arguments behind Proof.Lower and an infeasible problem.
const (
	ByNothing    = "none"       // no gaps at all need no argument
	ByPrices     = "prices"     // a price for a place in each slot
	ByCoupling   = "coupling"   // what it costs that people who meet want different slots
	ByRefutation = "refutation" // the rules, with fewer gaps demanded, contradict each other
)

// ProveOptions steer Prove. The zero value searches until the answer is found.
type ProveOptions struct {
	// Start is a plan known, for instance of Solve. It is the one returned if
	// it turns out to be optimal or nothing better is found in time.
	Start Plan
	// Conflicts bounds the search by the number of its dead ends; 0 sets no
	// bound. A million take about a minute.
	Conflicts int64
	// NoCertificate saves the memory of Proof.Certificate.
	NoCertificate bool
	// Progress, if set, is called from Prove's goroutine whenever a better plan
	// or a better bound was found, with the plan's idle gaps, None while there is
	// no plan, and the bound.
	Progress func(gaps, lower int)
}

// Proof is what Prove found.
type Proof struct {
	Status   Status
	Plan     Plan // holds every meeting; nil if none was found
	IdleGaps int  // of Plan
	// Lower bounds the idle gaps of every plan that holds all meetings.
	Lower  int
	Method string // argument behind Lower or behind Infeasible
	// Conflict says what collides in an infeasible problem; nil if that is too
	// hard to tell.
	Conflict *Conflict
	// Certificate lets VerifyProof check Lower or that the problem is infeasible.
	Certificate *GapCertificate
	Conflicts   int64 // dead ends of the search
}

// Prove looks for a plan that holds every meeting of p, wished ones too, with
// the fewest idle gaps that are possible, and proves that fewer are not. Unlike
// Solve it is exact and may take long: exchanges of a hundred people take
// seconds. Where there is Travel and a meeting could be at several sites, one is
// chosen beforehand and nothing is proved by search. If ctx ends or the bound of
// the search is reached, the answer is Feasible or Undecided, with the best
// Lower so far. The error is that of Validate, or of ctx if it was cancelled at
// the start.
//
// The bound is first a Lagrangian one over slots. From there on, in turns, a
// satisfiability solver tries to do with so many gaps, and a second Lagrangian
// bound, which couples the agendas of people who meet, is improved: it proves
// that there are more, or tells the solver which slots are too dear.
func Prove(ctx context.Context, p *Problem, o ProveOptions) (*Proof, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &prover{ctx: ctx, p: p, e: encode(p), options: o, proof: &Proof{Status: Undecided, Method: ByNothing}}
	r.stop = func() bool { return ctx.Err() != nil }
	if plan := fit(p, o.Start); complete(p, plan) {
		r.accept(plan)
	}
	r.prices()
	for !r.done() && r.attempt() {
	}
	return r.proof, nil
}

// firstEffort is that of the local search for a plan to begin with.
const firstEffort = 0.02

// first looks for a plan by local search, so that there is one to return.
func (r *prover) first() {
	if res, err := Solve(r.ctx, r.p, Options{Effort: firstEffort}); err == nil && complete(r.p, res.Plan) {
		r.accept(res.Plan)
	}
}

// done tells that the answer is known.
func (r *prover) done() bool { return r.closed() || r.proof.Status == Infeasible }

// complete tells that a plan is valid and holds every meeting.
func complete(p *Problem, plan Plan) bool {
	for _, a := range plan {
		if a.Slot == None {
			return false
		}
	}
	return len(Check(p, plan)) == 0
}

// prover is one run of Prove.
type prover struct {
	ctx      context.Context
	p        *Problem
	e        *encoding
	options  ProveOptions
	proof    *Proof
	stop     func() bool
	coupling *coupling
}

func (r *prover) accept(plan Plan) {
	gaps := Measure(r.p, plan).IdleGaps
	if r.proof.Plan != nil && gaps >= r.proof.IdleGaps {
		return
	}
	r.proof.Plan, r.proof.IdleGaps, r.proof.Status = plan, gaps, Feasible
	r.closed()
	r.tell()
}

// tell reports the plan and the bound.
func (r *prover) tell() {
	if r.options.Progress == nil {
		return
	}
	gaps := None
	if r.proof.Plan != nil {
		gaps = r.proof.IdleGaps
	}
	r.options.Progress(gaps, r.proof.Lower)
}

// closed tells that the plan is as good as the bound.
func (r *prover) closed() bool {
	if r.proof.Plan != nil && r.proof.IdleGaps <= r.proof.Lower {
		r.proof.Status = Optimal
	}
	return r.proof.Status == Optimal
}

// raise notes a better bound.
func (r *prover) raise(lower int, method string, c *GapCertificate) {
	if lower <= r.proof.Lower {
		return
	}
	r.proof.Lower, r.proof.Method, r.proof.Certificate = lower, method, c
	r.closed()
	r.tell()
}

// budget is what is left of the conflicts, and no more than most; negative
// without a bound.
func (r *prover) budget(most int64) int64 {
	if r.options.Conflicts <= 0 {
		return most
	}
	left := max(0, r.options.Conflicts-r.proof.Conflicts)
	if most < 0 {
		return left
	}
	return min(most, left)
}

// Work of an attempt before its first turns, in conflicts of the solver and in
// steps of the coupling; each turn doubles them.
const turnConflicts, turnSteps, turnsMost = 2000, 200, 6

// attempt looks for a plan with no more gaps than the bound, or raises it: in
// turns the solver searches, and the coupling is improved until it proves a
// better bound, or at least tells the solver what is too dear. It reports false
// if it had to give up.
func (r *prover) attempt() bool {
	gaps := r.proof.Lower
	s, c := r.solver(gaps)
	for turn := 0; ; turn++ {
		switch r.solve(s, turnConflicts<<min(turn, turnsMost)) {
		case sat.Sat:
			return true
		case sat.Unsat:
			return r.refuted(gaps, c)
		}
		if r.stop() || r.budget(-1) == 0 {
			return false
		}
		if r.proof.Plan == nil {
			r.first()
		}
		if r.closed() || (turn < 2 || r.coupling.near(gaps)) && r.couple(gaps, turnSteps<<min(turn, turnsMost)) {
			return true
		}
		r.bar(s, c, gaps)
	}
}

// refuted notes that no plan has so few gaps.
func (r *prover) refuted(gaps int, c *GapCertificate) bool {
	if !r.e.m.settled() {
		return false // with other sites it might be possible
	}
	if r.proof.Plan == nil && !r.possible() {
		return false
	}
	r.raise(gaps+1, ByRefutation, c)
	return true
}

// couple improves the coupling by so many steps at most. It reports whether the
// bound is better than gaps now.
func (r *prover) couple(gaps, steps int) bool {
	if r.coupling == nil {
		r.coupling = newCoupling(r.e)
		r.coupling.dead = len(r.p.Programme) > 0 // what people attend may close their gaps
	}
	c := r.coupling
	if c.limit != gaps {
		c.limit, c.theta, c.barred = gaps, max(c.theta, couplingAgain), math.MinInt64
	}
	for ; steps > 0 && !c.dead && !r.stop(); steps-- {
		c.dead = !c.step(int64(gaps)*couplingUnit + couplingUnit/50)
		if c.bound > int64(gaps)*couplingUnit {
			lower := int((c.bound + couplingUnit - 1) / couplingUnit)
			best := c.best.clone()
			r.raise(lower, ByCoupling, &GapCertificate{below: lower, coupled: &best})
			return true
		}
		if c.theta < couplingEnd {
			break
		}
	}
	return false
}

// bar tells the solver what is too dear for a plan of so few gaps.
func (r *prover) bar(s *sat.Solver, cert *GapCertificate, gaps int) {
	c := r.coupling
	if c.dead || c.bound <= c.barred {
		return
	}
	c.barred = c.bound
	lits, _ := c.best.barred(r.e, newAssigner(len(r.p.Slots)), c.people, gaps)
	for _, l := range lits {
		s.AddClause(l.Not())
	}
	if len(lits) > 0 {
		best := c.best.clone()
		cert.bars = append(cert.bars, &best)
	}
}

// possible looks for any plan.
func (r *prover) possible() bool {
	s, c := r.search(noLimit)
	if s == sat.Unsat {
		r.proof.Status, r.proof.Lower, r.proof.Method, r.proof.Certificate = Infeasible, 0, ByRefutation, c
		r.proof.Conflict = r.explain()
	}
	return s == sat.Sat
}

const noLimit = 1 << 30

// search looks for a plan with at most so many idle gaps.
func (r *prover) search(gaps int) (sat.Status, *GapCertificate) {
	s, c := r.solver(gaps)
	return r.solve(s, -1), c
}

// solver returns one for plans with at most so many gaps, and the certificate
// that it writes.
func (r *prover) solver(gaps int) (*sat.Solver, *GapCertificate) {
	s := sat.New(r.e.limited(gaps))
	c := &GapCertificate{below: gaps + 1}
	if !r.options.NoCertificate {
		s.Log = &sat.Log{}
		c.log = s.Log
	}
	return s, c
}

// solve searches for so many conflicts at most, any number if it is negative.
func (r *prover) solve(s *sat.Solver, conflicts int64) sat.Status {
	before := s.Stats.Conflicts
	st := s.Solve(nil, r.budget(conflicts), r.stop)
	r.proof.Conflicts += s.Stats.Conflicts - before
	if st == sat.Sat {
		r.accept(r.e.plan(s))
	}
	return st
}

// limited is the formula with a limit of idle gaps.
func (e *encoding) limited(gaps int) *sat.Formula {
	f := *e.f
	f.AtMosts = f.AtMosts[:len(f.AtMosts):len(f.AtMosts)]
	f.AtMost(e.wishes(), gaps)
	return &f
}

// plan reads the solver's assignment.
func (e *encoding) plan(s *sat.Solver) Plan {
	c := &search{state: newState(e.m)}
	for m, at := range e.at {
		for t, l := range at {
			if s.Value(l) {
				c.put(int32(m), t)
			}
		}
	}
	return c.places()
}
