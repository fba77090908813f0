package schedule

import (
	"context"
	"math/rand/v2"
)

// Steps of the search: so many per meeting and slot, up to a number that keeps
// an exchange of any size within a minute or two on one core. An exchange of a
// few hundred people takes seconds.
const (
	placeEach, placeMost = 400, 4_000_000
	gapsEach, gapsFew    = 8000, 40_000_000
	gapsLarge, gapsMost  = 50, 60_000_000
)

// Solve plans the exchange p. It holds, in this order of importance, as many
// Must meetings and as much weight as it can, then makes agendas compact, then
// lets people stay at their place. The plan breaks no rule, even where that
// leaves a Must or fixed meeting out; Result tells why. If ctx is cancelled or
// the time limit passes, the plan so far is returned and Result.Cut is set. The
// error is one of Validate, or that of ctx if it was cancelled at the start.
func Solve(ctx context.Context, p *Problem, o Options) (*Result, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	clock := newMeter(ctx, o)
	m := newModel(p, o)
	s := &search{state: newState(m), rng: rand.New(rand.NewPCG(o.Seed, 0x62697268)), clock: clock}
	s.chain = newKempe(s.state)

	clock.enter(StageBound, 1, s.state)
	s.prove()
	s.place(o)
	s.share(o)
	s.improve(o)
	s.fill()

	clock.enter(StageAssign, 1, s.state)
	plan := s.places()
	res := &Result{Plan: plan, Figures: Measure(p, plan), Cut: clock.cut}
	res.Figures.Bound, res.Figures.BoundMethod, res.Prices = s.bound, s.method, s.proof
	if res.Figures.MustPlaced < res.Figures.Must {
		res.Proofs = m.proofs()
	}
	why := newExplainer(p, plan)
	for i, a := range plan {
		if a.Slot != None {
			continue
		}
		if m.bad[i] {
			res.Unplaced = append(res.Unplaced, reason(FixedClash, i))
		} else {
			res.Unplaced = append(res.Unplaced, why.explain(i))
		}
	}
	return res, nil
}

// steps scales a number of steps by the effort asked.
func (s *search) steps(n int, o Options) int {
	if o.Effort <= 0 {
		return n
	}
	return int(min(o.Effort, 1e6) * float64(n))
}

// size is the number of meetings times slots.
func (s *state) size() int { return max(1, len(s.slot)*s.slots) }

// place runs the placing stage.
func (s *search) place(o Options) {
	steps := s.steps(min(placeEach*s.size(), placeMost), o)
	s.clock.enter(StagePlace, steps, s.state)
	s.construct()
	s.clock.tell(s.state)
	if s.start != nil {
		steps = min(steps, 20*len(s.slot)) // each meeting gets its chances, none circles
	}
	first := min(steps, 2048+len(s.slot)/2)
	s.eject(first)
	if s.start == nil {
		s.price()
	}
	s.eject(steps - first)
	if s.start != nil {
		s.comeBack()
	}
}

// comeBack returns meetings to where they were in the plan to start from, if
// their slots are free again.
func (s *search) comeBack() {
	for i, a := range s.start {
		t := s.slot[i]
		if a.Slot == None || t == None || int(t) == a.Slot || s.fixed[i] {
			continue
		}
		s.take(int32(i))
		if s.free(int32(i)).has(a.Slot) {
			s.put(int32(i), a.Slot)
		} else {
			s.put(int32(i), int(t))
		}
	}
}

// improve runs the stage that makes agendas compact; for a plan to start from
// only as far as the spread of idle gaps must be repaired.
func (s *search) improve(o Options) {
	if s.start != nil && s.over == 0 {
		return
	}
	steps := s.steps(min(gapsEach*s.size(), max(gapsFew, gapsLarge*s.size()), gapsMost), o)
	s.agendas(steps)
	s.levelOut()
}
