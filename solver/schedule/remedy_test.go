package schedule_test

import (
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// faults counts the broken rules, those of problems only apart.
func faults(p *schedule.Problem, plan schedule.Plan) int { return len(audit(p, plan)) }

// drawPlan holds meetings in a drawn order, each in the first slot from a drawn
// one on that breaks no rule.
func drawPlan(t *rapid.T, p *schedule.Problem) schedule.Plan {
	plan := make(schedule.Plan, len(p.Meetings))
	order := make([]int, len(plan))
	for m := range plan {
		plan[m], order[m] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}, m
	}
	from := rapid.IntRange(0, len(p.Slots)-1).Draw(t, "from")
	for _, m := range rapid.Permutation(order).Draw(t, "order") {
		for n := range p.Slots {
			slot := (from + n) % len(p.Slots)
			if len(schedule.CanMove(p, plan, m, slot, schedule.None)) > 0 {
				continue
			}
			plan[m].Slot = slot
			if !p.Meetings[m].Online {
				plan[m].Place = schedule.FreePlace(p, plan, m, slot)
			}
			break
		}
	}
	return plan
}

// TestRemediesHoldTheMeeting applies every remedy of every meeting not held.
func TestRemediesHoldTheMeeting(t *testing.T) {
	seen := map[schedule.RemedyKind]int{}
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 6, 2, 14)
		plan := drawPlan(t, p)
		was := faults(p, plan)
		for m := range p.Meetings {
			list := schedule.Remedies(p, plan, m)
			if plan[m].Slot >= 0 && len(list) > 0 {
				t.Fatalf("%d is held and has %+v", m, list)
			}
			kinds := map[schedule.RemedyKind]bool{}
			for _, r := range list {
				seen[r.Kind]++
				if kinds[r.Kind] {
					t.Fatalf("two of %s", r.Kind)
				}
				kinds[r.Kind] = true
				checkRemedy(t, p, plan, m, r)
				if q, now := r.Apply(p, plan); faults(q, now) > was {
					t.Fatalf("%+v breaks %v", r, audit(q, now))
				}
			}
		}
	})
	t.Log(seen)
	if len(seen) < 5 { // the rarest are not drawn every time
		t.Errorf("kinds seen: %v", seen)
	}
}

// checkRemedy applies r and compares what it says with what has changed.
func checkRemedy(t *rapid.T, p *schedule.Problem, plan schedule.Plan, m int, r schedule.Remedy) {
	_, now := r.Apply(p, plan)
	if r.Meeting != m || now[m].Slot != r.Slot || r.Slot < 0 {
		t.Fatalf("%+v does not hold %d", r, m)
	}
	if (r.Kind == schedule.RemedyDisplace) != (len(r.Drops) > 0) || (r.Kind == schedule.RemedyMove) != (len(r.Moves) > 1) {
		t.Fatalf("%+v", r)
	}
	people := map[int]bool{}
	for o := range p.Meetings {
		if o == m || now[o] == plan[o] {
			continue
		}
		if now[o].Slot < 0 != slices.Contains(r.Drops, o) || plan[o].Slot < 0 {
			t.Fatalf("%+v changes %d", r, o)
		}
		for _, q := range p.Meetings[o].People {
			if !slices.Contains(p.Meetings[m].People, q) {
				people[q] = true
			}
		}
	}
	for _, s := range r.Moves {
		if s.From != plan[s.Meeting] || s.To != now[s.Meeting] {
			t.Fatalf("%+v moves %+v", r, s)
		}
	}
	if len(people) != r.People {
		t.Fatalf("%+v touches %v", r, people)
	}
}
