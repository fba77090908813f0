package schedule_test

import (
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// withHours gives everybody hours that cost, and asks for the goals in an order.
func withHours(t *rapid.T, p *schedule.Problem, order []schedule.Objective) {
	for q := range p.People {
		p.People[q].Unsocial = rapid.SliceOfN(rapid.IntRange(0, 3), len(p.Slots), len(p.Slots)).Draw(t, "hours")
	}
	p.Objectives = order
}

// TestObjectivesInOrder compares plans of tiny problems with the best of all.
func TestObjectivesInOrder(t *testing.T) {
	for _, order := range [][]schedule.Objective{
		{{Goal: schedule.FewIdleGaps}, {Goal: schedule.SocialHours}, {Goal: schedule.FewDays}},
		{{Goal: schedule.SocialHours}, {Goal: schedule.FewDays}, {Goal: schedule.FewIdleGaps}},
		{{Goal: schedule.FewDays}, {Goal: schedule.SocialHours}},
		{{Goal: schedule.SocialHours, Weight: 1}, {Goal: schedule.FewDays, Weight: 2}, {Goal: schedule.FewIdleGaps}},
	} {
		same, total := 0, 0
		for seed := range 60 {
			p := rapid.Custom(func(t *rapid.T) *schedule.Problem {
				p := draw.Problem(t, 4, 6, 2, 4)
				p.IdleSpread = 0
				for m := range p.Meetings {
					p.Meetings[m].Must, p.Meetings[m].Fixed = false, false
				}
				withHours(t, p, order)
				return p
			}).Example(seed)
			want, ok := bestBy(p)
			if !ok {
				continue
			}
			total++
			if slices.Equal(ranked(p, solve(t, p, schedule.Options{}).Plan), want) {
				same++
			}
		}
		t.Logf("%v: %d of %d are best", order, same, total)
		if total < 40 || same*100 < total*90 {
			t.Errorf("%v: too few", order)
		}
	}
}

// TestLaterGoalsCostNothing: what comes first does not get worse by asking for
// more behind it.
func TestLaterGoalsCostNothing(t *testing.T) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 5, People: 80, Wishes: 260, Slots: 16, Days: 2, Online: 1, Window: 1})
	for q := range p.People {
		p.People[q].Unsocial = make([]int, len(p.Slots))
		for s := range p.Slots {
			p.People[q].Unsocial[s] = (s + q%2*8) % 16
		}
	}
	order := []schedule.Objective{{Goal: schedule.FewIdleGaps}, {Goal: schedule.SocialHours}, {Goal: schedule.FewDays}}
	var last []int
	for n := range order {
		p.Objectives = order[:n+1]
		now := ranked(p, solve(t, p, schedule.Options{Effort: 0.02}).Plan)
		if last != nil && slices.Compare(now[:len(last)], last) > 0 {
			t.Errorf("%v: %v, before %v", p.Objectives, now, last)
		}
		last = now
	}
}

// ranked lists what counts, the smaller the better, in the problem's order.
func ranked(p *schedule.Problem, plan schedule.Plan) (out []int) {
	f := schedule.Measure(p, plan)
	out = []int{-f.MustPlaced, -f.PlacedWeight}
	weighed := 0
	for n, o := range p.Objectives {
		v := map[schedule.Goal]int{schedule.FewIdleGaps: f.IdleGaps, schedule.SocialHours: f.Unsocial, schedule.FewDays: f.Days}[o.Goal]
		if o.Weight > 0 {
			weighed += o.Weight * v
			if n+1 == len(p.Objectives) || p.Objectives[n+1].Weight == 0 {
				out, weighed = append(out, weighed), 0
			}
			continue
		}
		out = append(out, v)
	}
	return out
}

func bestBy(p *schedule.Problem) (best []int, ok bool) {
	plans(p, func(plan schedule.Plan) {
		if got := ranked(p, plan); !ok || slices.Compare(got, best) < 0 {
			best, ok = got, true
		}
	})
	return best, ok
}

// TestWorstOffFirst: of two people who ask the same one, neither gets everything
// while the other gets nothing.
func TestWorstOffFirst(t *testing.T) {
	p := &schedule.Problem{People: make([]schedule.Person, 8), Places: make([]schedule.Place, 9)}
	for n := range 4 {
		p.Slots = append(p.Slots, schedule.Slot{Start: time.Date(2030, 1, 7, 9+n, 0, 0, 0, time.UTC), Session: n})
	}
	for q := 2; q < 8; q++ { // 0 and 1 meet the same six people, who have one slot each
		p.People[q].Unavailable = []int{0, 1, 2, 3}
		p.People[q].Unavailable = slices.Delete(p.People[q].Unavailable, q%4, q%4+1)
		p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{0, q}}, schedule.Meeting{People: []int{1, q}})
	}
	most := func(order []schedule.Objective) int {
		p.Objectives = order
		return schedule.MeasureFairness(p, solve(t, p, schedule.Options{}).Plan).People.Max
	}
	if without, with := most([]schedule.Objective{{Goal: schedule.FewIdleGaps}}), most(nil); without != 4 || with != 3 {
		t.Errorf("one of the two has %d of six meetings, without fairness %d", with, without)
	}
}

// TestSharesLoseNothing: fairness never costs a meeting, and never makes the
// people who are worst off worse off.
func TestSharesLoseNothing(t *testing.T) {
	better, worse := 0, 0
	for seed := range 12 {
		p := schedule.Generate(schedule.GenerateOptions{Seed: uint64(seed), People: 30, Wishes: 200, Slots: 8, Places: 14, Days: 1, Window: 1})
		for q := range p.People {
			p.People[q].Side = []string{"BY", "CN"}[q%2]
		}
		p.Objectives = []schedule.Objective{{Goal: schedule.FewIdleGaps}}
		plain := solve(t, p, schedule.Options{Effort: 0.05})
		p.Objectives = []schedule.Objective{{Goal: schedule.FairPeople}, {Goal: schedule.FairSides}, {Goal: schedule.FewIdleGaps}}
		fair := solve(t, p, schedule.Options{Effort: 0.05})
		if fair.Figures.PlacedWeight < plain.Figures.PlacedWeight {
			t.Errorf("seed %d: weight %d, without fairness %d", seed, fair.Figures.PlacedWeight, plain.Figures.PlacedWeight)
		}
		a, b := lack(p, plain.Plan), lack(p, fair.Plan)
		switch {
		case b < a:
			better++
		case b > a:
			worse++
		}
	}
	t.Logf("fairer in %d, less fair in %d", better, worse)
	if better < 10 || worse > 0 {
		t.Error("too few are fairer")
	}
}

// lack is the sum of fourth powers of the share of wishes that people lack.
func lack(p *schedule.Problem, plan schedule.Plan) (sum float64) {
	held, wished := make([]float64, len(p.People)), make([]float64, len(p.People))
	for m, g := range p.Meetings {
		for _, q := range g.People {
			wished[q]++
			if plan[m].Slot >= 0 {
				held[q]++
			}
		}
	}
	for q, n := range wished {
		if n > 0 {
			x := 1 - held[q]/n
			sum += x * x * x * x
		}
	}
	return sum
}
