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
	bound, method := m.upperBound(func(int) bool { return true })
	s.bound = bound
	s.place(o)
	s.improve(o)

	clock.enter(StageAssign, 1, s.state)
	plan := s.places()
	res := &Result{Plan: plan, Figures: Measure(p, plan), Cut: clock.cut}
	res.Figures.Bound, res.Figures.BoundMethod = bound, method
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
func (s *search) size() int { return max(1, len(s.slot)*s.slots) }

// place runs the placing stage.
func (s *search) place(o Options) {
	steps := s.steps(min(placeEach*s.size(), placeMost), o)
	s.clock.enter(StagePlace, steps, s.state)
	s.construct()
	if s.start != nil {
		steps = min(steps, 20*len(s.slot)) // each meeting gets its chances, none circles
	}
	s.eject(steps)
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
	s.clock.enter(StageGaps, steps, s.state)
	s.anneal(steps)
	s.levelOut()
}

// levelOut drops meetings until the rule of idle spread is kept, least valuable
// first, and then holds again what breaks it no more.
func (s *search) levelOut() {
	if s.spread <= 0 {
		return
	}
	for s.broken() {
		i := s.dispensable()
		if i == None {
			return
		}
		s.take(i)
	}
	for i := range s.slot {
		if s.slot[i] != None {
			continue
		}
		s.free(int32(i)).slots(func(t int) bool { return !s.putLevel(int32(i), t) })
	}
}

// broken tells that idle gaps differ by more than the spread.
func (s *search) broken() bool {
	if s.over == 0 || len(s.runs) == 0 {
		return false
	}
	least, most := gapsOf(s.runs[0]), 0
	for _, r := range s.runs {
		least, most = min(least, gapsOf(r)), max(most, gapsOf(r))
	}
	return most-least > s.spread
}

// dispensable is the meeting of least value, of a person with most idle gaps,
// whose absence helps, or just any of his; None if all are fixed.
func (s *search) dispensable() int32 {
	var most int32
	for _, r := range s.runs {
		most = max(most, r)
	}
	best, bestKey := int32(None), [2]int64{}
	for q, r := range s.runs {
		if r != most {
			continue
		}
		for _, i := range s.meets[q] {
			t := s.slot[i]
			if t == None || s.fixed[i] || s.awaited(i) {
				continue
			}
			key := [2]int64{int64(s.joins(int32(q), int(t))), s.value[i]}
			if best == None || key[0] < bestKey[0] || key[0] == bestKey[0] && key[1] < bestKey[1] {
				best, bestKey = i, key
			}
		}
	}
	return best
}

// awaited tells that a held meeting must come after i.
func (s *search) awaited(i int32) bool {
	for _, a := range s.before[i] {
		if s.slot[a] != None {
			return true
		}
	}
	return false
}

// putLevel puts i into slot t unless that breaks the spread of idle gaps.
func (s *search) putLevel(i int32, t int) bool {
	s.put(i, t)
	if s.broken() {
		s.take(i)
		return false
	}
	return true
}
