package schedule_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

func solve(t interface{ Fatal(...any) }, p *schedule.Problem, o schedule.Options) *schedule.Result {
	res, err := schedule.Solve(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// hasFixed tells that some meeting is fixed; such a problem may have no valid
// plan at all.
func hasFixed(p *schedule.Problem) bool {
	return slices.ContainsFunc(p.Meetings, func(g schedule.Meeting) bool { return g.Fixed })
}

func TestPlanBreaksNoRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 8, 9, 4, 14)
		res := solve(t, p, schedule.Options{Effort: 0.2})
		for _, f := range audit(p, res.Plan) {
			if f.Rule == schedule.FixedMoved && res.Plan[f.Meeting].Slot == schedule.None || f.Rule == schedule.IdleSpread && hasFixed(p) {
				continue
			}
			t.Fatal(f)
		}
		s, count := scoreOf(p, res.Plan)
		f := res.Figures
		if f.Placed != count || f.MustPlaced != s.must || f.PlacedWeight != s.weight || f.IdleGaps != -s.compact || f.Placed > f.Bound {
			t.Fatalf("figures %+v, found %+v, %d", f, s, count)
		}
		if len(res.Unplaced) != f.Wished-f.Placed {
			t.Fatalf("%d reasons for %d meetings", len(res.Unplaced), f.Wished-f.Placed)
		}
	})
}

func TestAgainstExhaustion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := tiny(t)
		res := solve(t, p, schedule.Options{Effort: 0.5})
		best, most, ok := exhaust(p)
		if !ok {
			return // fixed meetings contradict the rules
		}
		if res.Figures.Bound < most {
			t.Fatalf("bound %d (%s), but %d can be held", res.Figures.Bound, res.Figures.BoundMethod, most)
		}
		if got, _ := scoreOf(p, res.Plan); len(audit(p, res.Plan)) == 0 && got.better(best) {
			t.Fatalf("better than the best: %+v, %+v", got, best)
		}
		if best.must == res.Figures.Must && len(res.Proofs) > 0 {
			t.Fatalf("false proof %v", res.Proofs)
		}
	})
}

// TestNearOptimum solves a fixed set of tiny problems: nearly all must come
// out optimal in what is held.
func TestNearOptimum(t *testing.T) {
	same, held, total := 0, 0, 0
	for seed := range 400 {
		p := rapid.Custom(tiny).Example(seed)
		best, _, ok := exhaust(p)
		if !ok {
			continue
		}
		total++
		got, _ := scoreOf(p, solve(t, p, schedule.Options{}).Plan)
		if got == best {
			same++
		}
		if got.must == best.must && got.weight == best.weight {
			held++
		} else {
			t.Logf("seed %d: %+v, best %+v", seed, got, best)
		}
	}
	t.Logf("of %d: %d hold as much as can be held, %d are optimal", total, held, same)
	if total < 300 || held*100 < total*98 || same*100 < total*96 {
		t.Errorf("too few")
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 3, People: 60, Wishes: 700, Slots: 20, Must: 0.1, Online: 0.2, Groups: 0.1})
	a, b := solve(t, p, schedule.Options{Seed: 7, Effort: 0.1}), solve(t, p, schedule.Options{Seed: 7, Effort: 0.1})
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gave two plans")
	}
	if c := solve(t, p, schedule.Options{Seed: 8, Effort: 0.1}); reflect.DeepEqual(a.Plan, c.Plan) {
		t.Error("another seed changed nothing")
	}
}

func TestCanMoveAgreesWithCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 6, 3, 8)
		if len(p.Meetings) == 0 {
			return
		}
		plan := make(schedule.Plan, len(p.Meetings))
		for m := range plan {
			plan[m] = drawAssignment(t, p, m)
		}
		if rapid.Bool().Draw(t, "solved") {
			plan = solve(t, p, schedule.Options{Effort: 0.1}).Plan
		}
		m := rapid.IntRange(0, len(plan)-1).Draw(t, "meeting")
		to := drawAssignment(t, p, m)
		got := schedule.CanMove(p, plan, m, to.Slot, to.Place)
		moved := slices.Clone(plan)
		moved[m] = to
		if to.Slot != schedule.None && to.Place == schedule.None && !p.Meetings[m].Online {
			moved[m].Place = schedule.FreePlace(p, plan, m, to.Slot)
		}
		if want := broken(p, moved, plan, m); !reflect.DeepEqual(want, kinds(got)) {
			t.Fatalf("move %d to %+v: CanMove %+v, Check %+v", m, to, got, want)
		}
	})
}

// kind is a violation without the meeting that happens to be named first.
type kind struct {
	rule          schedule.Rule
	person, place int
}

func kinds(list []schedule.Violation) map[kind]bool {
	out := map[kind]bool{}
	for _, v := range list {
		k := kind{v.Rule, v.Person, schedule.None}
		if v.Rule == schedule.PlaceBusy {
			k.place = v.Place
		}
		out[k] = true
	}
	return out
}

// broken lists the kinds of violation in moved that concern meeting m, and that
// of the spread if it grew.
func broken(p *schedule.Problem, moved, before schedule.Plan, m int) map[kind]bool {
	count := 0
	for _, v := range schedule.Check(p, before) {
		if v.Rule == schedule.IdleSpread {
			count = v.Count
		}
	}
	var mine []schedule.Violation
	to := moved[m]
	for _, v := range schedule.Check(p, moved) {
		attends := slices.Contains(p.Meetings[m].People, v.Person)
		switch v.Rule {
		case schedule.IdleSpread:
			if v.Count <= count {
				continue
			}
		case schedule.MaxPerDay:
			if to.Slot == schedule.None || !attends || p.Slots[v.Slot].Day != p.Slots[to.Slot].Day {
				continue
			}
		case schedule.PersonBusy:
			if !attends || v.Slot != to.Slot {
				continue
			}
		case schedule.PlaceBusy:
			if v.Place != to.Place || v.Slot != to.Slot {
				continue
			}
		default:
			if v.Meeting != m && v.Other != m {
				continue
			}
		}
		mine = append(mine, v)
	}
	return kinds(mine)
}

func drawAssignment(t *rapid.T, p *schedule.Problem, m int) schedule.Assignment {
	a := schedule.Assignment{Slot: rapid.IntRange(-1, len(p.Slots)-1).Draw(t, "slot"), Place: schedule.None}
	if a.Slot != schedule.None && !p.Meetings[m].Online {
		a.Place = rapid.IntRange(-1, len(p.Places)-1).Draw(t, "place")
	}
	return a
}

func TestExplainAgreesWithCanMove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 6, 6, 2, 12)
		res := solve(t, p, schedule.Options{Effort: 0.1})
		for m, a := range res.Plan {
			if a.Slot != schedule.None {
				continue
			}
			left := slices.IndexFunc(res.Unplaced, func(r schedule.Reason) bool { return r.Meeting == m })
			clash := res.Unplaced[left].Code == schedule.FixedClash
			free := false
			for s := range p.Slots {
				free = free || len(schedule.CanMove(p, res.Plan, m, s, schedule.None)) == 0
			}
			if r := schedule.Explain(p, res.Plan, m); (r.Code == schedule.SlotFree) != free {
				t.Fatalf("free %v, but %+v: %s", free, r, r)
			} else if free && !clash {
				t.Fatalf("meeting %d was left out though slot %d is free", m, r.Slot)
			}
		}
	})
}

func TestReplanDisturbsLittle(t *testing.T) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 5, People: 80, Wishes: 600, Slots: 24})
	first := solve(t, p, schedule.Options{Effort: 0.1})
	// a person with meetings in the first half falls ill for it
	ill := p.Meetings[slices.IndexFunc(first.Plan, func(a schedule.Assignment) bool { return a.Slot >= 4 && a.Slot < 12 })].People[0]
	for s := range 12 {
		p.People[ill].Unavailable = append(p.People[ill].Unavailable, s)
	}
	keep := []int{3, 4, 5}
	next := solve(t, p, schedule.Options{Start: first.Plan, Keep: keep})
	moved := 0
	for m := range first.Plan {
		if first.Plan[m] != next.Plan[m] {
			moved++
		}
	}
	if v := audit(p, next.Plan); len(v) > 0 {
		t.Fatal(v)
	}
	for _, m := range keep {
		if first.Plan[m].Slot != schedule.None && !slices.Contains(p.Meetings[m].People, ill) && first.Plan[m] != next.Plan[m] {
			t.Errorf("meeting %d was kept but moved", m)
		}
	}
	t.Logf("%d of %d meetings changed", moved, len(first.Plan))
	if moved == 0 || moved > 60 {
		t.Errorf("%d meetings changed", moved)
	}
}

func TestCutAndErrors(t *testing.T) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 1, People: 300, Wishes: 6000})
	ctx, cancel := context.WithCancel(context.Background())
	res, err := schedule.Solve(ctx, p, schedule.Options{Progress: func(g schedule.Progress) {
		if g.Stage == schedule.StagePlace {
			cancel()
		}
	}})
	if err != nil || !res.Cut || len(audit(p, res.Plan)) > 0 {
		t.Fatal("a search that is stopped must give a valid plan and say so", err)
	}
	if _, err := schedule.Solve(ctx, p, schedule.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if res := solve(t, p, schedule.Options{TimeLimit: time.Nanosecond}); !res.Cut {
		t.Error("the time limit was not told")
	}
	p.Meetings[0].People[0] = 300
	if _, err := schedule.Solve(context.Background(), p, schedule.Options{}); !errors.Is(err, schedule.ErrInvalid) {
		t.Error(err)
	}
}

func TestNothingToPlan(t *testing.T) {
	for name, p := range map[string]*schedule.Problem{
		"nothing":   {},
		"no people": {Slots: make([]schedule.Slot, 2), IdleSpread: 1},
		"no slots":  exchange(2, 0, 1, [2]int{0, 1}),
		"no places": exchange(2, 2, 0, [2]int{0, 1}),
	} {
		res := solve(t, p, schedule.Options{})
		if res.Figures.Placed != 0 || len(res.Plan) != len(p.Meetings) || (len(p.Meetings) > 0) != (len(res.Proofs) > 0) {
			t.Errorf("%s: %+v", name, res)
		}
	}
}

func TestProgressRises(t *testing.T) {
	var seen []schedule.Progress
	p := schedule.Generate(schedule.GenerateOptions{Seed: 2, People: 40, Wishes: 300, Slots: 12})
	solve(t, p, schedule.Options{Effort: 0.05, Progress: func(g schedule.Progress) { seen = append(seen, g) }})
	if len(seen) < 4 || len(seen) > 1000 {
		t.Fatalf("%d calls", len(seen))
	}
	for i, g := range seen {
		if g.Share < 0 || g.Share > 1 || i > 0 && g.Stage == seen[i-1].Stage && g.Share < seen[i-1].Share {
			t.Errorf("call %d: %+v", i, g)
		}
	}
}
