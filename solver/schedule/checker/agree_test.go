package checker_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// TestAgreesWithThePlanner holds both judges to the same rules and figures, on
// plans of the planner and on broken ones.
func TestAgreesWithThePlanner(t *testing.T) {
	broken := map[schedule.Rule]bool{}
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 7, 3, 9)
		if rapid.Bool().Draw(t, "wide") {
			draw.Rules(t, p)
		}
		for range 10 {
			plan := draw.Plan(t, p)
			for _, f := range checker.Check(p, plan) {
				broken[f.Rule] = true
			}
			agree(t, p, plan)
		}
		res, err := schedule.Solve(context.Background(), p, schedule.Options{Effort: 0.05})
		if err != nil {
			t.Fatal(err)
		}
		agree(t, p, res.Plan)
	})
	if len(broken) < 17 { // the idle spread is broken seldom
		t.Errorf("only these rules were broken: %v", broken)
	}
}

func agree(t *rapid.T, p *schedule.Problem, plan schedule.Plan) {
	type key struct {
		rule          schedule.Rule
		person, group int
	}
	of := func(r schedule.Rule, person, group int) key {
		if r == schedule.MayNotMeet { // one of two is named
			person = schedule.None
		}
		return key{r, person, group}
	}
	ours, theirs := map[key]bool{}, map[key]bool{}
	for _, f := range checker.Check(p, plan) {
		ours[of(f.Rule, f.Person, f.Group)] = true
	}
	for _, v := range schedule.Check(p, plan) {
		theirs[of(v.Rule, v.Person, v.Group)] = true
	}
	if !maps.Equal(ours, theirs) {
		t.Fatalf("checker %v, planner %v", ours, theirs)
	}
	f, g := checker.Figures(p, plan), schedule.Measure(p, plan)
	if f.Placed != g.Placed || f.MustPlaced != g.MustPlaced || f.Weight != g.PlacedWeight || f.Gaps() != g.IdleGaps ||
		slices.Max(f.IdleGaps) != g.MaxIdle || f.PlaceChanges != g.PlaceChanges || f.Unsocial != g.Unsocial || f.Days != g.Days {
		t.Fatalf("checker %+v, planner %+v", f, g)
	}
}

// TestBoundAgreesWithThePlanner compares what any prices prove.
func TestBoundAgreesWithThePlanner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 7, 3, 9)
		if rapid.Bool().Draw(t, "wide") {
			draw.Rules(t, p)
		}
		c := draw.Prices(t, p)
		ours, err := checker.Bound(p, c)
		theirs, err2 := schedule.VerifyBound(p, c)
		if err != nil || err2 != nil || ours != theirs {
			t.Fatalf("checker %d %v, planner %d %v", ours, err, theirs, err2)
		}
	})
}
