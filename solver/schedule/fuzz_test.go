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

// FuzzRepair repairs plans after any change, also one that cannot be.
func FuzzRepair(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(repairAnything))
}

func TestRepairAnything(t *testing.T) { rapid.Check(t, repairAnything) }

func repairAnything(t *rapid.T) {
	p := draw.Problem(t, 6, 6, 3, 9)
	if rapid.Bool().Draw(t, "rules") {
		draw.Rules(t, p)
	}
	plan := draw.Plan(t, p)
	if rapid.IntRange(0, 3).Draw(t, "solved") > 0 {
		plan = solve(t, p, schedule.Options{Effort: 0.05}).Plan
	}
	c := anyChange(t, p)
	o := schedule.RepairOptions{
		Published:     rapid.SliceOfN(rapid.IntRange(-1, len(p.Meetings)), 0, 4).Draw(t, "published"),
		MovePublished: rapid.Bool().Draw(t, "may move"), Seed: rapid.Uint64().Draw(t, "seed"),
	}
	res, err := schedule.Repair(context.Background(), p, plan, c, o)
	if err != nil {
		if !errors.Is(err, schedule.ErrInvalid) {
			t.Fatal(err)
		}
		return
	}
	q := res.Repair.Problem
	if err := q.Validate(); err != nil || len(res.Plan) != len(q.Meetings) {
		t.Fatal(err, res.Plan)
	}
	for _, f := range audit(q, res.Plan) {
		if f.Rule != schedule.FixedMoved || res.Plan[f.Meeting].Slot != schedule.None {
			t.Fatalf("%v after %+v", f, c)
		}
	}
	for m, a := range res.Plan {
		moved := m < len(plan) && plan[m].Slot >= 0 && plan[m].Slot < len(p.Slots) && plan[m].Place < len(p.Places) && plan[m].Place >= schedule.None && a != plan[m]
		if moved != slices.Contains(res.Repair.Moved, m) {
			t.Fatalf("meeting %d: moved %v, said %v", m, moved, res.Repair.Moved)
		}
	}
}

// TestRepairOfBrokenOrder begins with a plan in which a meeting is not after
// the one it must come after.
func TestRepairOfBrokenOrder(t *testing.T) {
	p := exchange(4, 2, 0, [2]int{0, 1}, [2]int{2, 3})
	for m := range p.Meetings {
		p.Meetings[m].Online = true
	}
	p.Meetings[1].After = []int{0}
	plan := schedule.Plan{{Slot: 1, Place: schedule.None}, {Slot: 1, Place: schedule.None}}
	res := repair(t, p, plan, schedule.Change{}, schedule.RepairOptions{})
	if faults := audit(p, res.Plan); len(faults) > 0 || !slices.Equal(res.Repair.Struck, []int{1}) {
		t.Errorf("%v, struck %v", faults, res.Repair.Struck)
	}
}

// anyChange draws a change whose indices may be out of range.
func anyChange(t *rapid.T, p *schedule.Problem) (c schedule.Change) {
	index := func(n int, label string) int {
		if rapid.IntRange(0, 60).Draw(t, label+"?") == 0 {
			return rapid.IntRange(-2, n+2).Draw(t, label)
		}
		return rapid.IntRange(0, max(0, n-1)).Draw(t, label)
	}
	slots := func() (out []int) {
		if rapid.IntRange(0, 3).Draw(t, "all slots") == 0 {
			return nil
		}
		for range rapid.IntRange(0, 3).Draw(t, "slots") {
			out = append(out, index(len(p.Slots), "slot"))
		}
		return out
	}
	for range rapid.IntRange(0, 2).Draw(t, "away") {
		c.Away = append(c.Away, schedule.Away{Person: index(len(p.People), "person"), Slots: slots()})
	}
	for range rapid.IntRange(0, min(1, len(p.Places))).Draw(t, "closed") {
		c.Closed = append(c.Closed, schedule.Closed{Place: index(len(p.Places), "place"), Slots: slots()})
	}
	for range rapid.IntRange(0, 1).Draw(t, "new people") {
		c.People = append(c.People, schedule.Person{Unavailable: slots(), MaxPerDay: rapid.IntRange(0, 2).Draw(t, "max")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "new meetings") {
		g := schedule.Meeting{Must: rapid.Bool().Draw(t, "must"), Online: rapid.Bool().Draw(t, "online"), Weight: rapid.IntRange(0, 3).Draw(t, "weight"), Slots: slots()}
		for range rapid.IntRange(1, 3).Draw(t, "size") {
			if q := index(len(p.People)+len(c.People), "who"); !slices.Contains(g.People, q) {
				g.People = append(g.People, q)
			}
		}
		c.Meetings = append(c.Meetings, g)
	}
	return c
}
