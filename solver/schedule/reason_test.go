package schedule_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// falsify returns reasons that say something else than r and are wrong.
func falsify(p *schedule.Problem, r schedule.Reason) (out []schedule.Reason) {
	plant := func(change func(r *schedule.Reason)) {
		x := r
		x.Meetings = slices.Clone(r.Meetings)
		change(&x)
		out = append(out, x)
	}
	plant(func(x *schedule.Reason) { x.Meeting = len(p.Meetings) })
	plant(func(x *schedule.Reason) { x.Meeting = schedule.None })
	plant(func(x *schedule.Reason) { x.Code = schedule.PlacesShort })
	if r.Code == schedule.SlotFree {
		plant(func(x *schedule.Reason) { x.Slot = len(p.Slots) })
		for _, c := range []schedule.Code{
			schedule.NoCommonFreeSlot, schedule.MeetingBarred, schedule.FixedClash, schedule.CommonSlotsTaken, schedule.Displaced,
			schedule.NoPlaceOpen, schedule.NoInterpreterThere, schedule.NoPlaceFree, schedule.NoInterpreterFree, schedule.DayFull,
			schedule.TooNearOthers, schedule.PrecedenceOrder, schedule.PrecedenceUnheld, schedule.SpreadBroken,
		} {
			plant(func(x *schedule.Reason) { x.Code = c })
		}
		return out
	}
	for s := range p.Slots {
		plant(func(x *schedule.Reason) { x.Code, x.Slot = schedule.SlotFree, s })
	}
	counts := []schedule.Code{schedule.CommonSlotsTaken, schedule.Displaced, schedule.NoPlaceFree, schedule.NoInterpreterFree, schedule.DayFull, schedule.SpreadBroken, schedule.NoPlaceOpen, schedule.NoCommonFreeSlot}
	if slices.Contains(counts, r.Code) {
		plant(func(x *schedule.Reason) { x.Common++ })
	}
	switch r.Code {
	case schedule.CommonSlotsTaken, schedule.Displaced:
		plant(func(x *schedule.Reason) { x.Taken++ })
		plant(func(x *schedule.Reason) { x.Meetings = x.Meetings[1:] })
		plant(func(x *schedule.Reason) { x.Meetings = append(x.Meetings, r.Meeting) })
		for _, c := range []schedule.Code{schedule.NoPlaceFree, schedule.NoInterpreterFree, schedule.DayFull, schedule.TooNearOthers, schedule.PrecedenceOrder, schedule.SpreadBroken} {
			plant(func(x *schedule.Reason) { x.Code = c })
		}
	case schedule.NoPlaceFree, schedule.NoInterpreterFree:
		plant(func(x *schedule.Reason) { x.NoPlace++ })
		plant(func(x *schedule.Reason) { x.Code = schedule.CommonSlotsTaken })
	case schedule.DayFull, schedule.TooNearOthers, schedule.MaxMeetingsHeld, schedule.MeetingBarred:
		plant(func(x *schedule.Reason) { x.Person = len(p.People) })
	case schedule.GroupQuotaFull:
		plant(func(x *schedule.Reason) { x.Group = len(p.Groups) })
		plant(func(x *schedule.Reason) { x.Group = schedule.None })
	case schedule.PrecedenceUnheld:
		plant(func(x *schedule.Reason) { x.Other = r.Meeting })
	}
	return out
}

// TestReasonsVerify: every meeting that a drawn plan leaves out has a reason that
// holds, and none that says something else does.
func TestReasonsVerify(t *testing.T) {
	seen := map[schedule.Code]int{}
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 6, 2, 14)
		if rapid.Bool().Draw(t, "rules") {
			draw.Rules(t, p)
			p.Travel = nil // with it the site is chosen before the slot
		}
		plan := drawPlan(t, p)
		for m := range p.Meetings {
			r := schedule.Explain(p, plan, m)
			err := schedule.VerifyReason(p, plan, r)
			if plan[m].Slot >= 0 {
				if !errors.Is(err, schedule.ErrReason) {
					t.Fatalf("meeting %d is held: %v", m, err)
				}
				continue
			}
			seen[r.Code]++
			if err != nil {
				t.Fatalf("%+v: %v; plan %v, can %+v, problem %+v", r, err, plan, schedule.CanMove(p, plan, m, max(0, r.Slot), schedule.None), p)
			}
			for _, x := range falsify(p, r) {
				if err := schedule.VerifyReason(p, plan, x); !errors.Is(err, schedule.ErrReason) {
					t.Fatalf("planted %+v instead of %+v: %v", x, r, err)
				}
			}
		}
	})
	t.Log(seen)
	if len(seen) < 8 {
		t.Errorf("codes seen: %v", seen)
	}
}
