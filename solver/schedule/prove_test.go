package schedule_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

func prove(t interface{ Fatal(...any) }, p *schedule.Problem, o schedule.ProveOptions) *schedule.Proof {
	proof, err := schedule.Prove(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

// fewestGaps tries every way to hold all meetings of a tiny problem; ok is
// false if there is none.
func fewestGaps(p *schedule.Problem) (fewest int, ok bool) {
	plan := make(schedule.Plan, len(p.Meetings))
	alike := !hasFixed(p) && !slices.ContainsFunc(p.Places, func(l schedule.Place) bool { return len(l.Closed) > 0 })
	var rec func(m int)
	rec = func(m int) {
		if m == len(plan) {
			if len(audit(p, plan)) > 0 {
				return
			}
			if s, _ := scoreOf(p, plan); !ok || -s.compact < fewest {
				fewest, ok = -s.compact, true
			}
			return
		}
		for t := range p.Slots {
			if meetsBefore(p, plan[:m], m, t) {
				continue
			}
			plan[m] = schedule.Assignment{Slot: t, Place: schedule.None}
			if p.Meetings[m].Online {
				rec(m + 1)
				continue
			}
			for l := range p.Places {
				if !takenBefore(plan[:m], t, l) {
					plan[m].Place = l
					rec(m + 1)
					if alike {
						break
					}
				}
			}
		}
	}
	rec(0)
	return fewest, ok
}

// meetsBefore tells that someone of m is in another meeting in slot t.
func meetsBefore(p *schedule.Problem, plan schedule.Plan, m, t int) bool {
	for o, a := range plan {
		if a.Slot == t && slices.ContainsFunc(p.Meetings[m].People, func(q int) bool { return slices.Contains(p.Meetings[o].People, q) }) {
			return true
		}
	}
	return false
}

// pairsOnly draws an exchange of two sides like the published ones.
func pairsOnly(t *rapid.T) *schedule.Problem {
	p := &schedule.Problem{IdleSpread: rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "spread")}
	slots := rapid.IntRange(2, 5).Draw(t, "slots")
	p.Slots = make([]schedule.Slot, slots)
	p.People = make([]schedule.Person, rapid.IntRange(3, 5).Draw(t, "people"))
	for q := range p.People {
		p.People[q].Unavailable = rapid.SliceOfNDistinct(rapid.IntRange(0, slots-1), 0, 2, rapid.ID[int]).Draw(t, "unavailable")
	}
	p.Places = make([]schedule.Place, rapid.IntRange(1, 2).Draw(t, "places"))
	for range rapid.IntRange(2, 5).Draw(t, "meetings") {
		who := rapid.SliceOfNDistinct(rapid.IntRange(0, len(p.People)-1), 2, 2, rapid.ID[int]).Draw(t, "who")
		p.Meetings = append(p.Meetings, schedule.Meeting{People: who})
	}
	return p
}

func TestProveAgainstExhaustion(t *testing.T) {
	count := map[schedule.Status]int{}
	rapid.Check(t, func(t *rapid.T) {
		var p *schedule.Problem
		if rapid.Bool().Draw(t, "pairs") {
			p = pairsOnly(t)
		} else {
			p = draw.Problem(t, 4, 4, 2, 4)
		}
		fewest, ok := fewestGaps(p)
		proof := prove(t, p, schedule.ProveOptions{})
		count[proof.Status]++
		switch {
		case !ok && proof.Status != schedule.Infeasible:
			t.Fatalf("%s, but there is no plan", proof.Status)
		case ok && (proof.Status != schedule.Optimal || proof.IdleGaps != fewest || proof.Lower != fewest):
			t.Fatalf("%+v, but the fewest gaps are %d", proof, fewest)
		case ok && len(audit(p, proof.Plan)) > 0:
			t.Fatal(audit(p, proof.Plan))
		}
		if err := schedule.VerifyProof(p, proof); err != nil {
			t.Fatal(err)
		}
		if ok {
			better := *proof
			better.Lower++
			better.IdleGaps++
			if schedule.VerifyProof(p, &better) == nil {
				t.Fatal("a false bound is verified")
			}
			false1 := *proof
			false1.Status = schedule.Infeasible
			if schedule.VerifyProof(p, &false1) == nil {
				t.Fatal("a false conflict is verified")
			}
			return
		}
		if c := proof.Conflict; !c.Spread {
			collides(t, p, c)
		}
	})
	t.Log(count)
}

// collides checks that the meetings of a conflict cannot be held together, and
// that they can without any one of them.
func collides(t *rapid.T, p *schedule.Problem, c *schedule.Conflict) {
	some := func(list []int) *schedule.Problem {
		q := *p
		q.IdleSpread, q.Meetings = 0, nil
		for _, m := range list {
			g := p.Meetings[m]
			g.After = nil
			for _, b := range p.Meetings[m].After {
				if i := slices.Index(list, b); i >= 0 && c.Order {
					g.After = append(g.After, i)
				}
			}
			q.Meetings = append(q.Meetings, g)
		}
		return &q
	}
	if _, ok := fewestGaps(some(c.Meetings)); ok {
		t.Fatalf("meetings %v can be held", c.Meetings)
	}
	for i := range c.Meetings {
		if len(c.People) == 1 && len(c.Slots) == 0 && !c.Order {
			break // a smaller collision by other rules may lie within
		}
		rest := slices.Delete(slices.Clone(c.Meetings), i, i+1)
		if _, ok := fewestGaps(some(rest)); !ok {
			t.Fatalf("meetings %v cannot be held either", rest)
		}
	}
}

// TestProveConflicts names what collides.
func TestProveConflicts(t *testing.T) {
	star := exchange(5, 3, 9, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}, [2]int{0, 4}, [2]int{1, 2})
	star.Meetings[4].Slots = []int{0}
	proof := prove(t, star, schedule.ProveOptions{})
	if c := proof.Conflict; proof.Status != schedule.Infeasible || !slices.Equal(c.Meetings, []int{0, 1, 2, 3}) || !slices.Equal(c.People, []int{0}) || len(c.Slots) > 0 {
		t.Errorf("star: %+v", proof.Conflict)
	}
	tables := exchange(6, 2, 1, [2]int{0, 1}, [2]int{2, 3}, [2]int{4, 5})
	if c := prove(t, tables, schedule.ProveOptions{}).Conflict; c == nil || len(c.Meetings) != 3 || len(c.People) > 0 || !slices.Equal(c.Slots, []int{0, 1}) {
		t.Errorf("tables: %+v", c)
	}
	chain := exchange(6, 2, 9, [2]int{0, 1}, [2]int{2, 3}, [2]int{4, 5})
	chain.Meetings[1].After, chain.Meetings[2].After = []int{0}, []int{1}
	if c := prove(t, chain, schedule.ProveOptions{}).Conflict; c == nil || !c.Order || len(c.Meetings) != 3 || len(c.People) > 0 {
		t.Errorf("chain: %+v", c)
	}
	apart := exchange(2, 2, 9, [2]int{0, 1})
	apart.People[0].Unavailable, apart.People[1].Unavailable = []int{0}, []int{1}
	if c := prove(t, apart, schedule.ProveOptions{}).Conflict; c == nil || !slices.Equal(c.Meetings, []int{0}) || c.String() != "meetings [0] cannot all be held" {
		t.Errorf("apart: %v", c)
	}
	lone := exchange(3, 5, 9, [2]int{0, 1}, [2]int{0, 1}, [2]int{0, 1})
	for i, slot := range []int{0, 2, 4} {
		lone.Meetings[i].Fixed, lone.Meetings[i].Slot, lone.Meetings[i].Place = true, slot, schedule.None
	}
	lone.IdleSpread = 1
	if c := prove(t, lone, schedule.ProveOptions{}).Conflict; c == nil || !c.Spread {
		t.Errorf("spread: %v", c)
	}
}

// TestProveBounds proves gaps that few places force, by each argument.
func TestProveBounds(t *testing.T) {
	busy := exchange(2, 4, 9, [2]int{0, 1}, [2]int{0, 1})
	busy.People[0].Unavailable = []int{1, 2}
	methods := map[string]int{}
	for seed := range 100 {
		p := rapid.Custom(pairsOnly).Example(seed)
		proof := prove(t, p, schedule.ProveOptions{})
		methods[proof.Method]++
	}
	if proof := prove(t, busy, schedule.ProveOptions{}); proof.Lower != 2 || proof.Method != schedule.ByPrices {
		t.Errorf("%+v", proof)
	}
	if methods[schedule.ByPrices] == 0 || methods[schedule.ByRefutation] == 0 || methods[schedule.ByNothing] == 0 {
		t.Errorf("one-sided: %v", methods)
	}
}

// TestProveStops gives up in good order.
func TestProveStops(t *testing.T) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 3, People: 16, Wishes: 40, Slots: 10, Places: 6, Window: 1})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := schedule.Prove(ctx, p, schedule.ProveOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := schedule.Prove(context.Background(), &schedule.Problem{People: make([]schedule.Person, 1), Meetings: []schedule.Meeting{{People: []int{3}}}}, schedule.ProveOptions{}); !errors.Is(err, schedule.ErrInvalid) {
		t.Error(err)
	}
	proof := prove(t, p, schedule.ProveOptions{Conflicts: 1})
	if proof.Status != schedule.Undecided && proof.Status != schedule.Feasible && proof.Status != schedule.Optimal {
		t.Errorf("%+v", proof)
	}
	res := solve(t, p, schedule.Options{Effort: 0.02})
	again := prove(t, p, schedule.ProveOptions{Start: res.Plan, Conflicts: 10})
	if res.Figures.Placed == res.Figures.Wished && again.Plan == nil {
		t.Error("the plan to start from is lost")
	}
	if err := schedule.VerifyProof(p, again); err != nil {
		t.Error(err)
	}
}

// TestProveProgress follows a proof, and ends it at its first news.
func TestProveProgress(t *testing.T) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 3, People: 16, Wishes: 40, Slots: 10, Places: 4, Window: 1})
	gaps, lower := schedule.None, 0
	proof := prove(t, p, schedule.ProveOptions{Progress: func(g, l int) {
		if l < lower || gaps != schedule.None && g > gaps || g == gaps && l == lower {
			t.Errorf("from %d, %d to %d, %d", gaps, lower, g, l)
		}
		gaps, lower = g, l
	}})
	if proof.Status != schedule.Optimal || proof.IdleGaps != gaps || proof.Lower != lower || lower == 0 {
		t.Errorf("%+v, told %d, %d", proof, gaps, lower)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cut, err := schedule.Prove(ctx, p, schedule.ProveOptions{Progress: func(int, int) { cancel() }})
	if err != nil || cut.Status == schedule.Optimal || cut.Plan == nil && cut.Lower == 0 {
		t.Errorf("%+v %v", cut, err)
	}
	if err := schedule.VerifyProof(p, cut); err != nil {
		t.Error(err)
	}
}
