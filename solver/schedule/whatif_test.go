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

func whatIf(t interface{ Fatal(...any) }, p *schedule.Problem, plan schedule.Plan, v schedule.Variant) *schedule.Effect {
	e, err := schedule.WhatIf(context.Background(), p, plan, v, schedule.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// crowd is an exchange of three pairs with one slot and one place.
func crowd() *schedule.Problem {
	p := &schedule.Problem{People: make([]schedule.Person, 6), Slots: make([]schedule.Slot, 1), Places: make([]schedule.Place, 1)}
	for n := range 3 {
		p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{2 * n, 2*n + 1}})
	}
	return p
}

func TestWhatIf(t *testing.T) {
	one, none := 1, 0
	for _, c := range []struct {
		name         string
		change       func(p *schedule.Problem)
		v            schedule.Variant
		held         int
		gained, lost []int
	}{
		{"nothing", nil, schedule.Variant{}, 1, nil, nil},
		{"one more place", nil, schedule.Variant{Places: 1}, 2, []int{1}, nil},
		{"two more places", nil, schedule.Variant{Places: 2}, 3, []int{1, 2}, nil},
		{"the place closes", nil, schedule.Variant{Places: -1}, 0, nil, []int{0}},
		{"one more slot", nil, schedule.Variant{Slots: make([]schedule.Slot, 1)}, 2, []int{1}, nil},
		{"a limit a day", func(p *schedule.Problem) {
			p.Slots, p.Meetings = make([]schedule.Slot, 3), p.Meetings[:2]
			p.Meetings[1].People = []int{0, 2}
		}, schedule.Variant{MaxPerDay: &one}, 1, nil, []int{1}},
		{"no limit a day", func(p *schedule.Problem) {
			p.Slots, p.Meetings = make([]schedule.Slot, 3), p.Meetings[:2]
			p.Meetings[1].People, p.People[0].MaxPerDay = []int{0, 2}, 1
		}, schedule.Variant{MaxPerDay: &none}, 2, []int{1}, nil},
		{"a spread of gaps", func(p *schedule.Problem) {
			p.Slots, p.People = make([]schedule.Slot, 5), make([]schedule.Person, 4)
			for n := range p.Meetings {
				p.Meetings[n] = schedule.Meeting{People: []int{0, n + 1}, Slots: []int{2 * n}}
			}
		}, schedule.Variant{IdleSpread: &one}, 2, nil, []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := crowd()
			if c.change != nil {
				c.change(p)
			}
			plan := solve(t, p, schedule.Options{}).Plan
			e := whatIf(t, p, plan, c.v)
			if e.After.Placed != c.held || len(e.Gained) != len(c.gained) || len(e.Lost) != len(c.lost) {
				t.Fatalf("%d held, %v gained, %v lost", e.After.Placed, e.Gained, e.Lost)
			}
			if v := schedule.Check(e.Problem, e.Plan); len(v) > 0 {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestVariantIsInvalid(t *testing.T) {
	minus := -1
	for name, v := range map[string]schedule.Variant{
		"more places close than there are": {Places: -2},
		"too many places":                  {Places: 1 << 30},
		"negative limit":                   {MaxPerDay: &minus},
		"negative spread":                  {IdleSpread: &minus},
		"day of a slot":                    {Slots: []schedule.Slot{{Day: -1}}},
	} {
		if _, err := v.Apply(crowd()); !errors.Is(err, schedule.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := crowd()
	p.People[0].Unavailable = []int{7}
	if _, err := schedule.WhatIf(context.Background(), p, nil, schedule.Variant{}, schedule.Options{}); !errors.Is(err, schedule.ErrInvalid) {
		t.Errorf("invalid problem: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := schedule.WhatIf(ctx, crowd(), nil, schedule.Variant{}, schedule.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestAddedSlots inserts slots by day and time; what named the old ones follows.
func TestAddedSlots(t *testing.T) {
	at := func(day, hour int) schedule.Slot {
		return schedule.Slot{Day: day, Start: time.Date(2030, 1, 7+day, hour, 0, 0, 0, time.UTC)}
	}
	p := &schedule.Problem{
		People:   []schedule.Person{{Unavailable: []int{0, 2}}, {}},
		Slots:    []schedule.Slot{at(0, 9), at(0, 11), at(1, 9)},
		Places:   []schedule.Place{{Closed: []int{1}}},
		Meetings: []schedule.Meeting{{People: []int{0, 1}, Slots: []int{1, 2}, Fixed: true, Slot: 1, Place: schedule.None}},
	}
	before, err := schedule.Variant{}.Apply(p)
	if err != nil || !reflect.DeepEqual(before, p) {
		t.Fatalf("nothing changed: %+v, %v", before, err)
	}
	v := schedule.Variant{Places: 1, Slots: []schedule.Slot{at(1, 8), at(0, 10), at(0, 9), at(2, 1)}}
	q, err := v.Apply(p)
	if err != nil {
		t.Fatal(err)
	}
	if want := []schedule.Slot{at(0, 9), at(0, 9), at(0, 10), at(0, 11), at(1, 8), at(1, 9), at(2, 1)}; !reflect.DeepEqual(q.Slots, want) {
		t.Errorf("slots %v", q.Slots)
	}
	g := q.Meetings[0]
	if !slices.Equal(q.People[0].Unavailable, []int{0, 5}) || !slices.Equal(q.Places[0].Closed, []int{3}) || !slices.Equal(g.Slots, []int{3, 5}) || g.Slot != 3 {
		t.Errorf("%+v", q)
	}
	if len(q.Places) != 2 || len(q.Places[1].Closed) != 0 || q.Places[1].ID != "added-1" {
		t.Errorf("places %+v", q.Places)
	}
	if !reflect.DeepEqual(before, p) {
		t.Error("the problem was changed")
	}
}

// TestWhatIfKeepsTheRules: the plan with a variant breaks no rule, says rightly
// what it gains and loses, and more means lose nothing.
func TestWhatIfKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 8, 9, 4, 14)
		plan := solve(t, p, schedule.Options{Effort: 0.1}).Plan
		if len(audit(p, plan)) > 0 {
			return // fixed meetings that clash
		}
		v := schedule.Variant{Places: rapid.IntRange(-len(p.Places), 2).Draw(t, "places")}
		if rapid.Bool().Draw(t, "slot?") {
			v.Slots = []schedule.Slot{{Day: rapid.IntRange(0, 2).Draw(t, "day")}}
		}
		limit := rapid.IntRange(0, 2)
		if n := limit.Draw(t, "max"); rapid.Bool().Draw(t, "max?") {
			v.MaxPerDay = &n
		}
		if n := limit.Draw(t, "spread"); rapid.Bool().Draw(t, "spread?") {
			v.IdleSpread = &n
		}
		e := whatIf(t, p, plan, v)
		if len(audit(e.Problem, e.Plan)) > 0 && !hasFixed(p) {
			t.Fatalf("%v", audit(e.Problem, e.Plan))
		}
		was, is := e.Before, e.After
		if is.Placed != was.Placed+len(e.Gained)-len(e.Lost) || is.Placed > is.Bound || was.Placed > was.Bound {
			t.Fatalf("%+v", e)
		}
		for _, m := range e.Gained {
			if plan[m].Slot >= 0 || e.Plan[m].Slot < 0 {
				t.Fatalf("%d is not gained", m)
			}
		}
		if p.IdleSpread == 0 && v.Places >= 0 && v.MaxPerDay == nil && v.IdleSpread == nil && is.MustPlaced < was.MustPlaced {
			t.Fatalf("more means hold fewer: %+v", e)
		}
		if !reflect.DeepEqual(e.FairAfter, schedule.MeasureFairness(e.Problem, e.Plan)) || !reflect.DeepEqual(e.FairBefore, schedule.MeasureFairness(p, plan)) {
			t.Fatal("fairness of another plan")
		}
	})
}

// BenchmarkWhatIf takes 5,000 people and 60,000 wishes; 2 s are the aim.
func BenchmarkWhatIf(b *testing.B) {
	p := scaleCases[2].problem(1)
	res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: 0.01})
	if err != nil {
		b.Fatal(err)
	}
	ten := 10
	for _, c := range []struct {
		name string
		v    schedule.Variant
	}{
		{"nothing", schedule.Variant{}},
		{"50 more places", schedule.Variant{Places: 50}},
		{"50 fewer places", schedule.Variant{Places: -50}},
		{"one more slot", schedule.Variant{Slots: make([]schedule.Slot, 1)}},
		{"10 a day", schedule.Variant{MaxPerDay: &ten}},
		{"spread of gaps 10", schedule.Variant{IdleSpread: &ten}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				e := whatIf(b, p, res.Plan, c.v)
				b.ReportMetric(float64(e.After.Placed-e.Before.Placed), "meetings")
				b.ReportMetric(float64(len(e.Lost)), "lost")
			}
		})
	}
}
