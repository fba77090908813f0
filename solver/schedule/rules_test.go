package schedule_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

func TestPlanKeepsEveryRule(t *testing.T) {
	placed := 0
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 8, 9, 4, 14)
		draw.Rules(t, p)
		res := solve(t, p, schedule.Options{Effort: 0.2})
		for _, v := range audit(p, res.Plan) {
			if v.Rule == schedule.FixedMoved && res.Plan[v.Meeting].Slot == schedule.None || v.Rule == schedule.IdleSpread && hasFixed(p) {
				continue
			}
			t.Fatalf("%+v", v)
		}
		for m, who := range schedule.Interpreting(p, res.Plan) {
			if needs := p.Meetings[m].Interpret != "" && res.Plan[m].Slot >= 0; needs != (who >= 0) {
				t.Fatalf("meeting %d has interpreter %d", m, who)
			}
		}
		if n, err := schedule.VerifyBound(p, res.Prices); err != nil || res.Figures.Placed > res.Figures.Bound || n < res.Figures.Placed {
			t.Fatalf("placed %d, bound %d, prices prove %d, %v", res.Figures.Placed, res.Figures.Bound, n, err)
		}
		placed += res.Figures.Placed
	})
	if placed == 0 {
		t.Error("nothing was ever held")
	}
}

// TestRulesLeaveRoom compares what is held with the best of all plans.
func TestRulesLeaveRoom(t *testing.T) {
	same, total := 0, 0
	for seed := range 150 {
		p := rapid.Custom(func(t *rapid.T) *schedule.Problem {
			p := draw.Problem(t, 4, 4, 2, 4)
			draw.Rules(t, p)
			return p
		}).Example(seed)
		want, ok := mostHeld(p)
		if !ok {
			continue
		}
		total++
		res := solve(t, p, schedule.Options{})
		if f := res.Figures; [2]int{f.MustPlaced, f.PlacedWeight} == want {
			same++
		} else {
			t.Logf("seed %d: held %d must, %d weight, best %v", seed, f.MustPlaced, f.PlacedWeight, want)
		}
		if res.Figures.MustPlaced > want[0] || want[0] == res.Figures.Must && len(res.Proofs) > 0 {
			t.Fatalf("seed %d: %+v, best %v, %v", seed, res.Figures, want, res.Proofs)
		}
	}
	t.Logf("%d of %d hold as much as can be held", same, total)
	if total < 80 || same*100 < total*95 {
		t.Error("too few")
	}
}

// mostHeld tries all plans and returns the most Must meetings and weight held.
func mostHeld(p *schedule.Problem) (best [2]int, ok bool) {
	plans(p, func(plan schedule.Plan) {
		f := schedule.Measure(p, plan)
		if got := [2]int{f.MustPlaced, f.PlacedWeight}; !ok || slices.Compare(got[:], best[:]) > 0 {
			best, ok = got, true
		}
	})
	return best, ok
}

// plans calls f with every valid plan.
func plans(p *schedule.Problem, f func(plan schedule.Plan)) {
	plan := make(schedule.Plan, len(p.Meetings))
	var rec func(m int)
	rec = func(m int) {
		if m == len(plan) {
			if len(audit(p, plan)) == 0 {
				f(plan)
			}
			return
		}
		plan[m] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		rec(m + 1)
		for t := range p.Slots {
			plan[m] = schedule.Assignment{Slot: t, Place: schedule.None}
			if p.Meetings[m].Online {
				rec(m + 1)
				continue
			}
			for l := range p.Places {
				plan[m].Place = l
				rec(m + 1)
			}
		}
	}
	rec(0)
}

func TestCanMoveAgreesWithEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 6, 3, 8)
		draw.Rules(t, p)
		if len(p.Meetings) == 0 {
			return
		}
		plan := solve(t, p, schedule.Options{Effort: 0.1}).Plan
		m := rapid.IntRange(0, len(plan)-1).Draw(t, "meeting")
		to := drawAssignment(t, p, m)
		got := schedule.CanMove(p, plan, m, to.Slot, to.Place)
		moved := slices.Clone(plan)
		moved[m] = to
		if to.Slot != schedule.None && to.Place == schedule.None && !p.Meetings[m].Online {
			moved[m].Place = schedule.FreePlace(p, plan, m, to.Slot)
		}
		want, have := ruleSet(schedule.Check(p, moved)), ruleSet(got)
		for r := range ruleSet(schedule.Check(p, plan)) {
			delete(want, r)
			delete(have, r)
		}
		if !reflect.DeepEqual(want, have) {
			t.Fatalf("move %d to %+v: CanMove %+v, Check %+v", m, to, got, want)
		}
	})
}

func ruleSet(list []schedule.Violation) map[schedule.Rule]bool {
	out := map[schedule.Rule]bool{}
	for _, v := range list {
		out[v.Rule] = true
	}
	return out
}

func TestUnsocialHours(t *testing.T) {
	minsk, err := time.LoadLocation("Europe/Minsk")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	at := func(hour, minute int) schedule.Slot {
		start := time.Date(2030, 1, 7, hour, minute, 0, 0, minsk)
		return schedule.Slot{Start: start.UTC(), End: start.Add(20 * time.Minute).UTC()}
	}
	got := schedule.UnsocialHours([]schedule.Slot{at(8, 40), at(9, 0), at(17, 40), at(17, 50), at(20, 0), at(3, 0), at(7, 0)}, minsk, 9*time.Hour, 18*time.Hour)
	if want := []int{1, 0, 0, 1, 5, 12, 4}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestReasonsOfEveryRule: a meeting is said to have a free slot exactly if it can
// be moved to one.
func TestReasonsOfEveryRule(t *testing.T) {
	codes := map[schedule.Code]int{}
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 6, 3, 12)
		draw.Rules(t, p)
		p.Travel = nil // with it the site is chosen before the slot
		for m := range p.Meetings {
			p.Meetings[m].Locked = false // others would have to leave the place, though not the slot
		}
		for l := range p.Places {
			p.Places[l].Kind = "a"
		}
		plan := solve(t, p, schedule.Options{Effort: 0.1}).Plan
		for m := range plan {
			if rapid.IntRange(0, 5).Draw(t, "drop") == 0 && !awaited(p, m) {
				plan[m] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
			}
		}
		if len(schedule.Check(p, plan)) > 0 {
			return
		}
		for m, a := range plan {
			if a.Slot != schedule.None {
				continue
			}
			r := schedule.Explain(p, plan, m)
			codes[r.Code]++
			free := slices.ContainsFunc(slotsOf(p), func(s int) bool { return len(schedule.CanMove(p, plan, m, s, schedule.None)) == 0 })
			if free != (r.Code == schedule.SlotFree) {
				t.Fatalf("meeting %d: free %v, reason %v", m, free, r)
			}
		}
	})
	t.Log(codes)
}

func slotsOf(p *schedule.Problem) (out []int) {
	for s := range p.Slots {
		out = append(out, s)
	}
	return out
}

func awaited(p *schedule.Problem, m int) bool {
	return slices.ContainsFunc(p.Meetings, func(g schedule.Meeting) bool { return slices.Contains(g.After, m) })
}

// TestProveKeepsEveryRule compares what Prove says with all plans.
func TestProveKeepsEveryRule(t *testing.T) {
	said := map[schedule.Status]int{}
	for seed := range 200 {
		p := rapid.Custom(func(t *rapid.T) *schedule.Problem {
			p := draw.Problem(t, 4, 5, 2, 4)
			draw.Rules(t, p)
			for q := range p.People {
				p.People[q].MaxMeetings = max(p.People[q].MaxMeetings, rapid.IntRange(0, 3).Draw(t, "more"))
			}
			return p
		}).Example(seed)
		best, possible := 0, false
		plans(p, func(plan schedule.Plan) {
			if f := schedule.Measure(p, plan); f.Placed == f.Wished && (!possible || f.IdleGaps < best) {
				best, possible = f.IdleGaps, true
			}
		})
		proof, err := schedule.Prove(t.Context(), p, schedule.ProveOptions{})
		if err != nil {
			t.Fatal(err)
		}
		said[proof.Status]++
		if err := schedule.VerifyProof(p, proof); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		switch proof.Status {
		case schedule.Optimal:
			if !possible || proof.IdleGaps != best || len(audit(p, proof.Plan)) > 0 {
				t.Errorf("seed %d: %d gaps, best %d, possible %v, %v", seed, proof.IdleGaps, best, possible, audit(p, proof.Plan))
			}
		case schedule.Infeasible:
			if possible {
				t.Errorf("seed %d: said to be infeasible: %v", seed, proof.Conflict)
			}
		default:
			if len(p.Travel) == 0 {
				t.Errorf("seed %d: %s", seed, proof.Status)
			}
		}
	}
	t.Log(said)
	if said[schedule.Optimal] < 30 || said[schedule.Infeasible] < 30 {
		t.Error("too few of each")
	}
}
