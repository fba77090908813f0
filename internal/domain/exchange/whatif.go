package exchange

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/solver/schedule"
)

// Variant is an exchange with more means or another rule.
type Variant struct {
	Places    int // more places, open all the time
	Slots     int // more slots at the end of the day Day
	Day       int // from 0
	MaxPerDay int // meetings a day of every participant at most; 0 leaves it as it is
}

// The most that a variant may ask for, so that the answer comes at once.
const (
	MostPlaces = 50
	MostSlots  = 6
	MostPerDay = 30
)

// VariantEffect compares what can be planned as things are with what a variant allows.
// Both start from the present plan.
type VariantEffect struct {
	Board    *Board
	Old, New Candidate
	Gained   []Meeting // held only with the variant
	Lost     []Meeting // held only without it
}

// whatIfLimit is how long each of the two plannings may take.
const whatIfLimit = 900 * time.Millisecond

// WhatIf returns the effect of a variant on the plan; nothing is stored.
func (s *Service) WhatIf(ctx context.Context, actor access.Actor, e Event, v Variant) (x VariantEffect, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return x, err
	}
	b, base, err := planningBoard(ctx, s.DB, e)
	if err != nil {
		return x, err
	}
	x.Board = b
	if !base.held() {
		return x, fault.New(fault.Conflict, "whatif.error_no_plan")
	}
	var old, now *schedule.Effect
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { old, err = b.whatIf(ctx, schedule.Variant{}); return err })
	g.Go(func() (err error) { now, err = b.whatIf(ctx, v.schedule(b)); return err })
	if err := g.Wait(); err != nil {
		return x, err
	}
	x.Old, x.New = b.imagined(old), b.imagined(now)
	for i, t := range b.Meetings {
		switch was, is := old.Plan[i].Slot != schedule.None, now.Plan[i].Slot != schedule.None; {
		case is && !was:
			x.Gained = append(x.Gained, t)
		case was && !is:
			x.Lost = append(x.Lost, t)
		}
	}
	return x, nil
}

func (b *Board) whatIf(ctx context.Context, v schedule.Variant) (*schedule.Effect, error) {
	p, _ := b.problem()
	ctx, cancel := context.WithTimeout(ctx, whatIfLimit)
	defer cancel()
	return schedule.WhatIf(ctx, p, b.assignments(), v, schedule.Options{Seed: 1})
}

func (b *Board) imagined(e *schedule.Effect) Candidate {
	f := measure(e.Problem, e.Plan, Figures{Bound: e.After.Bound, BoundMethod: e.After.BoundMethod})
	return Candidate{b, f, e.FairAfter}
}

// schedule puts the variant to the planner. More slots follow the last of the day
// at the distance and with the length of the last two.
func (v Variant) schedule(b *Board) schedule.Variant {
	out := schedule.Variant{Places: v.Places}
	if v.MaxPerDay > 0 {
		out.MaxPerDay = &v.MaxPerDay
	}
	last, step := -1, time.Duration(0)
	for i, x := range b.Slots {
		if x.Day != v.Day {
			continue
		}
		if last >= 0 {
			step = x.Starts.Sub(b.Slots[last].Starts)
		}
		last = i
	}
	if last < 0 {
		return out
	}
	from := b.Slots[last]
	if step == 0 {
		step = from.Ends.Sub(from.Starts)
	}
	for n := range v.Slots {
		by := time.Duration(n+1) * step
		out.Slots = append(out.Slots, schedule.Slot{Start: from.Starts.Add(by), End: from.Ends.Add(by), Day: from.Day, Session: from.Session})
	}
	return out
}
