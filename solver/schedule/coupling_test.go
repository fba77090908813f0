package schedule_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// TestCouplingBoundsEveryPlan: no plan that holds all meetings has fewer idle gaps
// than the coupling proves, and none with so few gaps uses what it bars.
func TestCouplingBoundsEveryPlan(t *testing.T) {
	raised, barred := 0, 0
	for seed := range 300 {
		p := rapid.Custom(func(t *rapid.T) *schedule.Problem {
			p := draw.Problem(t, 4, 6, 1, 5)
			p.Places, p.IdleSpread = []schedule.Place{{}}, 0
			for q := range p.People {
				p.People[q].MaxPerDay = 0
			}
			for m := range p.Meetings {
				p.Meetings[m].After, p.Meetings[m].Fixed = nil, false
			}
			return p
		}).Example(seed)
		gaps := seed % 3
		lower, dear, err := schedule.Coupled(p, 60, gaps)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		complete := false
		plans(p, func(plan schedule.Plan) {
			f := schedule.Measure(p, plan)
			if f.Placed < f.Wished {
				return
			}
			complete = true
			if f.IdleGaps < lower {
				t.Fatalf("seed %d: a plan has %d gaps, proved are %d", seed, f.IdleGaps, lower)
			}
			for m, a := range plan {
				if f.IdleGaps <= gaps && slices.Contains(dear, [2]int{m, a.Slot}) {
					t.Fatalf("seed %d: a plan of %d gaps holds %d in %d, which is barred for %d", seed, f.IdleGaps, m, a.Slot, gaps)
				}
			}
		})
		if complete && lower > 0 {
			raised++
		}
		if complete && len(dear) > 0 {
			barred++
		}
	}
	t.Logf("bounds above 0: %d, with something barred: %d", raised, barred)
	if raised < 5 || barred < 15 {
		t.Error("too few to tell")
	}
}

func TestForgedMultipliers(t *testing.T) {
	p := &schedule.Problem{People: make([]schedule.Person, 2), Slots: make([]schedule.Slot, 2), Places: make([]schedule.Place, 1)}
	p.Meetings = []schedule.Meeting{{People: []int{0, 1}}}
	if err := schedule.Forged(p); !errors.Is(err, schedule.ErrCertificate) {
		t.Errorf("%v", err)
	}
}
