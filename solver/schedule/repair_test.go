package schedule_test

import (
	"context"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// disturbance is what a repair is judged by: Must meetings kept, people
// touched, weight held.
type disturbance struct{ must, touched, weight int }

func (d disturbance) better(o disturbance) bool {
	if d.must != o.must {
		return d.must > o.must
	}
	if d.touched != o.touched {
		return d.touched < o.touched
	}
	return d.weight > o.weight
}

// disturb compares a plan of q with base, whose first old meetings were known.
func disturb(q *schedule.Problem, base, plan schedule.Plan, old int) (d disturbance) {
	touched := map[int]bool{}
	for m, g := range q.Meetings {
		was := schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		if m < old {
			was = base[m]
		}
		if plan[m].Slot >= 0 {
			d.weight += max(1, g.Weight)
			if g.Must {
				d.weight += 1000
				if m >= old || was.Slot >= 0 {
					d.must++
				}
			}
		}
		if was.Slot >= 0 && plan[m] != was {
			for _, p := range g.People {
				touched[p] = true
			}
		}
	}
	d.touched = len(touched)
	return d
}

func drawChange(t *rapid.T, p *schedule.Problem) (c schedule.Change) {
	slots := rapid.SliceOfNDistinct(rapid.IntRange(0, len(p.Slots)-1), 1, 2, rapid.ID[int])
	if len(p.Slots) == 1 {
		slots = rapid.Just([]int(nil))
	}
	person := rapid.IntRange(0, len(p.People)-1)
	switch rapid.IntRange(0, 3).Draw(t, "change") {
	case 0:
		c.Away = []schedule.Away{{Person: person.Draw(t, "who")}}
	case 1:
		c.Away = []schedule.Away{{Person: person.Draw(t, "who"), Slots: slots.Draw(t, "away")}}
	case 2:
		if len(p.Places) > 0 {
			c.Closed = []schedule.Closed{{Place: rapid.IntRange(0, len(p.Places)-1).Draw(t, "place"), Slots: slots.Draw(t, "closed")}}
		}
	default:
		c.People = []schedule.Person{{}}
		who := person.Draw(t, "who")
		c.Meetings = []schedule.Meeting{{People: []int{who, len(p.People)}, Must: rapid.Bool().Draw(t, "must")}}
	}
	return c
}

func repair(t interface{ Fatal(...any) }, p *schedule.Problem, plan schedule.Plan, c schedule.Change, o schedule.RepairOptions) *schedule.Result {
	res, err := schedule.Repair(context.Background(), p, plan, c, o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func valid(p *schedule.Problem, plan schedule.Plan) bool {
	return len(schedule.Check(p, plan)) == 0
}

// faultsOf lists the rules that plan breaks, but for fixed meetings that cannot be
// held.
func faultsOf(p *schedule.Problem, plan schedule.Plan) []schedule.Violation {
	return slices.DeleteFunc(schedule.Check(p, plan), func(v schedule.Violation) bool {
		return v.Rule == schedule.FixedMoved && v.Slot == schedule.None
	})
}

// least tries every plan of q for the one that disturbs least.
func least(q *schedule.Problem, base schedule.Plan, old int, stays func(m int) bool) (best disturbance, ok bool) {
	plan := make(schedule.Plan, len(q.Meetings))
	var rec func(m int)
	rec = func(m int) {
		if m == len(plan) {
			if d := disturb(q, base, plan, old); (!ok || d.better(best)) && valid(q, plan) {
				best, ok = d, true
			}
			return
		}
		if stays(m) {
			plan[m] = base[m]
			rec(m + 1)
			return
		}
		plan[m] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		rec(m + 1)
		for t := range q.Slots {
			for l := range max(1, len(q.Places)) {
				a := schedule.Assignment{Slot: t, Place: l}
				if q.Meetings[m].Online {
					a.Place = schedule.None
				}
				if (q.Meetings[m].Online && l == 0 || !q.Meetings[m].Online && l < len(q.Places)) && (q.Meetings[m].Online || q.Places[l].Capacity > 1 || !takenBefore(plan[:m], t, l)) {
					plan[m] = a
					rec(m + 1)
				}
			}
		}
	}
	rec(0)
	return best, ok
}

// TestRepairIsLeast compares repairs of tiny plans with exhaustion.
func TestRepairIsLeast(t *testing.T) {
	proven, total := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 4, 4, 2, 4)
		p.IdleSpread = 0
		if rapid.Bool().Draw(t, "rules") {
			draw.Rules(t, p)
		}
		first := solve(t, p, schedule.Options{Effort: 0.1}).Plan
		if !valid(p, first) {
			return // fixed meetings that clash
		}
		c := drawChange(t, p)
		var o schedule.RepairOptions
		if rapid.Bool().Draw(t, "published") {
			for m := range p.Meetings {
				o.Published = append(o.Published, m)
			}
			o.MovePublished = rapid.Bool().Draw(t, "may move")
		}
		res := repair(t, p, first, c, o)
		q := res.Repair.Problem
		struck := res.Repair.Struck
		stays := func(m int) bool {
			return m < len(first) && first[m].Slot >= 0 && !slices.Contains(struck, m) && (q.Meetings[m].Fixed || o.Published != nil && !o.MovePublished)
		}
		got := disturb(q, first, res.Plan, len(p.Meetings))
		if p.Travel == nil { // with it the sites are chosen before the slots, which proves little
			total++
		}
		want, ok := least(q, first, len(p.Meetings), stays)
		if !ok {
			return // a fixed meeting is struck
		}
		if faults := faultsOf(q, res.Plan); len(faults) > 0 {
			t.Fatalf("%v, struck %v base %v plan %v change %+v p %+v o %+v", faults, struck, first, res.Plan, c, p, o)
		}
		if !res.Repair.Proven {
			return
		}
		if p.Travel == nil {
			proven++
		}
		if got.must != want.must || got.touched != want.touched {
			t.Fatalf("repaired %+v, best %+v, struck %v base %v plan %v change %+v p %+v o %+v", got, want, struck, first, res.Plan, c, p, o)
		}
		if got.weight != want.weight && !slices.ContainsFunc(q.Meetings, func(g schedule.Meeting) bool { return len(g.After) > 0 }) {
			t.Fatalf("repaired %+v, best %+v, struck %v base %v plan %v change %+v p %+v o %+v", got, want, struck, first, res.Plan, c, p, o)
		}
	})
	t.Logf("%d of %d proven", proven, total)
	if proven*10 < total*7 {
		t.Error("too few are proven")
	}
}

// TestRepairTouchesNoMoreThanReplanning compares it with planning anew.
func TestRepairTouchesNoMoreThanReplanning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw.Problem(t, 8, 8, 3, 14)
		if rapid.Bool().Draw(t, "rules") {
			draw.Rules(t, p)
		}
		first := solve(t, p, schedule.Options{Effort: 0.1}).Plan
		if !valid(p, first) {
			return
		}
		res := repair(t, p, first, drawChange(t, p), schedule.RepairOptions{})
		q := res.Repair.Problem
		v := faultsOf(q, res.Plan)
		if len(v) > 0 {
			t.Fatalf("%+v", v)
		}
		got := disturb(q, first, res.Plan, len(p.Meetings))
		if got.touched != len(res.Repair.Touched) {
			t.Fatalf("%d touched, %v", got.touched, res.Repair.Touched)
		}
		for _, o := range []schedule.Options{{Effort: 0.1}, {Effort: 0.1, Start: first}} {
			again := solve(t, q, o).Plan
			if d := disturb(q, first, again, len(p.Meetings)); valid(q, again) && (d.must > got.must || d.must == got.must && d.touched < got.touched) {
				t.Fatalf("repaired %+v, planned anew %+v, base %v plan %v anew %v change %+v p %+v, proven %v", got, d, first, res.Plan, again, res.Repair.Problem, p, res.Repair.Proven)
			}
		}
	})
}
