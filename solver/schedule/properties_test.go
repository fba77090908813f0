package schedule_test

import (
	"reflect"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

func TestSameSeedSamePlanAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 8, 9, 4, 14)
		o := schedule.Options{Seed: rapid.Uint64().Draw(t, "seed"), Effort: 0.1}
		if a, b := solve(t, p, o), solve(t, p, o); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v and %+v", a, b)
		}
		if a, b := prove(t, p, schedule.ProveOptions{}), prove(t, p, schedule.ProveOptions{}); !reflect.DeepEqual(a.Plan, b.Plan) || a.Conflicts != b.Conflicts {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

// longer is p with slots after the last, on its day or on the next.
func longer(t *rapid.T, p *schedule.Problem) *schedule.Problem {
	q := *p
	q.Slots = append([]schedule.Slot(nil), p.Slots...)
	day := q.Slots[len(q.Slots)-1].Day + rapid.IntRange(0, 1).Draw(t, "next day")
	for range rapid.IntRange(1, 3).Draw(t, "more slots") {
		q.Slots = append(q.Slots, schedule.Slot{Day: day})
	}
	return &q
}

// TestMoreSlotsNeverHurt: every plan stays one when the event gets longer, so
// no proven bound may fall, and no optimum get worse.
func TestMoreSlotsNeverHurt(t *testing.T) {
	better := 0
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 5, 5, 2, 6)
		q := longer(t, p)
		a, b := solve(t, p, schedule.Options{Effort: 0.1}), solve(t, q, schedule.Options{Effort: 0.1})
		if b.Figures.Bound < a.Figures.Bound {
			t.Fatalf("the bound falls from %d (%s) to %d (%s)", a.Figures.Bound, a.Figures.BoundMethod, b.Figures.Bound, b.Figures.BoundMethod)
		}
		before, after := prove(t, p, schedule.ProveOptions{}), prove(t, q, schedule.ProveOptions{})
		if before.Status != schedule.Optimal {
			return
		}
		if after.Status != schedule.Optimal || after.IdleGaps > before.IdleGaps {
			t.Fatalf("with more slots: %s with %d gaps, before %d", after.Status, after.IdleGaps, before.IdleGaps)
		}
		if after.IdleGaps < before.IdleGaps {
			better++
		}
	})
	t.Log(better, "got better")
}
