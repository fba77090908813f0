package schedule_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

func TestMeasureFairness(t *testing.T) {
	person := func(side string) schedule.Person { return schedule.Person{Side: side} }
	p := &schedule.Problem{
		People: []schedule.Person{person("pl"), person("ua"), person("pl"), person(""), person("de")}, // 4 is asked for by nobody
		Slots:  make([]schedule.Slot, 4),
	}
	for _, pair := range [][]int{{0, 1}, {0, 2}, {0, 3}, {1, 2}} {
		p.Meetings = append(p.Meetings, schedule.Meeting{People: pair, Online: true})
	}
	at := func(t int) schedule.Assignment { return schedule.Assignment{Slot: t, Place: schedule.None} }
	plan := schedule.Plan{at(0), at(1), at(schedule.None), at(9)} // 0: 2 of 3, 1: 1 of 2, 2: 1 of 2, 3: 0 of 1
	want := schedule.Fairness{
		People: schedule.Load{People: 4, Min: 0, Median: 1, Max: 2, Mean: 1, Gini: 0.375},
		Sides: []schedule.SideLoad{
			{Side: "pl", Load: schedule.Load{People: 2, Min: 1, Median: 1, Max: 2, Mean: 1.5, Gini: 1.0 / 6}},
			{Side: "ua", Load: schedule.Load{People: 1, Min: 1, Median: 1, Max: 1, Mean: 1}},
		},
		WorstOff: []schedule.WorstOff{{3, 0, 1}, {1, 1, 2}, {2, 1, 2}, {0, 2, 3}},
	}
	if got := schedule.MeasureFairness(p, plan); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := schedule.MeasureFairness(&schedule.Problem{People: make([]schedule.Person, 2)}, nil); !reflect.DeepEqual(got, schedule.Fairness{}) {
		t.Errorf("nobody is asked for: %+v", got)
	}
}

func TestWorstOffAreTheWorst(t *testing.T) {
	p := &schedule.Problem{People: make([]schedule.Person, 60), Slots: make([]schedule.Slot, 60)}
	var plan schedule.Plan
	for q := 1; q < 60; q++ { // person q has q wishes with person 0, of which one is held
		for n := range q {
			p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{0, q}, Online: true})
			plan = append(plan, schedule.Assignment{Slot: schedule.None, Place: schedule.None})
			if n == 0 {
				plan[len(plan)-1].Slot = q
			}
		}
	}
	f := schedule.MeasureFairness(p, plan)
	if len(f.WorstOff) != 20 {
		t.Fatalf("%d are listed", len(f.WorstOff))
	}
	for n, w := range f.WorstOff { // person 0 has 59 of 1770
		if want := (schedule.WorstOff{Person: 59 - n, Held: 1, Wished: 59 - n}); w != want {
			t.Errorf("at %d: got %+v, want %+v", n, w, want)
		}
	}
}

// TestGini compares the coefficient with its definition over all pairs.
func TestGini(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 8, 9, 4, 14)
		plan := solve(t, p, schedule.Options{Effort: 0.1}).Plan
		asked, count := map[int]bool{}, map[int]int{}
		for m, g := range p.Meetings {
			for _, q := range g.People {
				asked[q] = true
				if plan[m].Slot >= 0 {
					count[q]++
				}
			}
		}
		diff, sum := 0.0, 0.0
		for q := range asked {
			sum += float64(count[q])
			for r := range asked {
				diff += math.Abs(float64(count[q] - count[r]))
			}
		}
		want := 0.0
		if sum > 0 {
			want = diff / (2 * float64(len(asked)) * sum)
		}
		f := schedule.MeasureFairness(p, plan)
		if math.Abs(f.People.Gini-want) > 1e-9 || f.People.People != len(asked) {
			t.Fatalf("got %+v, want %v of %d people", f.People, want, len(asked))
		}
	})
}
