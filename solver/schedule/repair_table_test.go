package schedule_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
)

// on and at are assignments of meetings on site and online.
func on(slot, place int) schedule.Assignment {
	return schedule.Assignment{Slot: slot, Place: place}
}
func at(slot int) schedule.Assignment { return on(slot, schedule.None) }

var out = at(schedule.None)

// meet is a meeting that must be held.
func meet(people ...int) schedule.Meeting { return schedule.Meeting{People: people, Must: true} }

// want is a wish.
func want(people ...int) schedule.Meeting { return schedule.Meeting{People: people} }

func online(g schedule.Meeting) schedule.Meeting {
	g.Online = true
	return g
}

func only(g schedule.Meeting, slots ...int) schedule.Meeting { g.Slots = slots; return g }

// event has so many people, slots of one day and places.
func event(people, slots, places int, meetings ...schedule.Meeting) *schedule.Problem {
	return &schedule.Problem{
		People: make([]schedule.Person, people), Slots: make([]schedule.Slot, slots), Places: make([]schedule.Place, places),
		Meetings: meetings,
	}
}

func with(p *schedule.Problem, change func(p *schedule.Problem)) *schedule.Problem {
	change(p)
	return p
}

func away(person int, slots ...int) schedule.Change {
	return schedule.Change{Away: []schedule.Away{{Person: person, Slots: slots}}}
}

func closed(place int, slots ...int) schedule.Change {
	return schedule.Change{Closed: []schedule.Closed{{Place: place, Slots: slots}}}
}

func added(g ...schedule.Meeting) schedule.Change { return schedule.Change{Meetings: g} }

// TestRepairs: each repair has one best outcome.
func TestRepairs(t *testing.T) {
	day := func(p *schedule.Problem) {
		for n := range p.Slots {
			p.Slots[n].Day = n / 2
		}
	}
	for _, c := range []struct {
		name    string
		p       *schedule.Problem
		base    schedule.Plan
		change  schedule.Change
		o       schedule.RepairOptions
		plan    schedule.Plan
		struck  []int
		touched []int
	}{
		{
			"nothing has happened", event(2, 2, 1, meet(0, 1)),
			schedule.Plan{on(0, 0)},
			schedule.Change{},
			schedule.RepairOptions{},
			schedule.Plan{on(0, 0)},
			nil, nil,
		},
		{
			"who cancels loses the meeting, the partner gets a wish", event(3, 1, 1, meet(0, 1), want(1, 2)),
			schedule.Plan{on(0, 0), out},
			away(0),
			schedule.RepairOptions{},
			schedule.Plan{out, on(0, 0)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"the dearer of two wishes", event(4, 1, 1, meet(0, 1), want(1, 2), schedule.Meeting{People: []int{1, 3}, Weight: 2}),
			schedule.Plan{on(0, 0), out, out},
			away(0),
			schedule.RepairOptions{},
			schedule.Plan{out, out, on(0, 0)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"who is late meets later, at the same place", event(2, 2, 2, meet(0, 1)),
			schedule.Plan{on(0, 1)},
			away(0, 0),
			schedule.RepairOptions{},
			schedule.Plan{on(1, 1)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"a meeting leaves a closed place in its slot", event(4, 2, 3, meet(0, 1), meet(2, 3)),
			schedule.Plan{on(0, 0), on(0, 1)},
			closed(0),
			schedule.RepairOptions{},
			schedule.Plan{on(0, 2), on(0, 1)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"where no place is left it leaves the slot", event(4, 2, 2, meet(0, 1), meet(2, 3)),
			schedule.Plan{on(0, 0), on(0, 1)},
			closed(0, 0),
			schedule.RepairOptions{},
			schedule.Plan{on(1, 0), on(0, 1)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"a wish makes room for what must be held", event(4, 1, 1, want(0, 1)),
			schedule.Plan{on(0, 0)},
			added(meet(2, 3)),
			schedule.RepairOptions{},
			schedule.Plan{out, on(0, 0)},
			nil,
			[]int{0, 1},
		},
		{
			"a wish that is published does not", event(4, 1, 1, want(0, 1)),
			schedule.Plan{on(0, 0)},
			added(meet(2, 3)),
			schedule.RepairOptions{Published: []int{0, -1, 9}},
			schedule.Plan{on(0, 0), out},
			nil, nil,
		},
		{
			"unless published ones may move", event(4, 1, 1, want(0, 1)),
			schedule.Plan{on(0, 0)},
			added(meet(2, 3)),
			schedule.RepairOptions{Published: []int{0}, MovePublished: true},
			schedule.Plan{out, on(0, 0)},
			nil,
			[]int{0, 1},
		},
		{
			"what is published and struck may move", event(2, 2, 1, meet(0, 1)),
			schedule.Plan{on(0, 0)},
			away(0, 0),
			schedule.RepairOptions{Published: []int{0}},
			schedule.Plan{on(1, 0)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"a new wish disturbs nobody", event(3, 1, 1, want(0, 1)),
			schedule.Plan{on(0, 0)},
			added(want(1, 2)),
			schedule.RepairOptions{},
			schedule.Plan{on(0, 0), out},
			nil, nil,
		},
		{
			"a new wish takes what is free", event(3, 2, 1, want(0, 1)),
			schedule.Plan{on(0, 0)},
			added(want(1, 2)),
			schedule.RepairOptions{},
			schedule.Plan{on(0, 0), on(1, 0)},
			nil, nil,
		},
		{
			"fewest people: the meeting that shares a person gives way", event(6, 2, 2, meet(0, 1), only(meet(2, 3), 0), only(meet(4, 5), 0)),
			schedule.Plan{at(schedule.None), on(0, 0), on(0, 1)},
			added(only(meet(2, 4), 1), only(meet(0, 5), 1)),
			schedule.RepairOptions{},
			schedule.Plan{out, on(0, 0), on(0, 1), on(1, 0), on(1, 1)},
			nil, nil,
		},
		{
			"one push after another", event(4, 3, 0, only(online(meet(0, 1)), 0, 1), only(online(meet(1, 2)), 1, 2)),
			schedule.Plan{at(0), at(1)},
			added(only(online(meet(0, 3)), 0)),
			schedule.RepairOptions{},
			schedule.Plan{at(1), at(2), at(0)},
			nil,
			[]int{0, 1, 2},
		},
		{
			"rather one person more than a Must meeting fewer", event(5, 2, 0, only(online(meet(0, 1)), 0, 1), only(online(want(0, 2)), 1), only(online(want(1, 4)), 1)),
			schedule.Plan{at(0), at(1), at(1)},
			added(only(online(meet(0, 3)), 0)),
			schedule.RepairOptions{},
			schedule.Plan{at(1), out, out, at(0)},
			nil,
			[]int{0, 1, 2, 4},
		},
		{
			"a fixed meeting stays", event(3, 2, 0, schedule.Meeting{People: []int{0, 1}, Online: true, Fixed: true}),
			schedule.Plan{at(0)},
			added(only(online(meet(1, 2)), 0)),
			schedule.RepairOptions{},
			schedule.Plan{at(0), out},
			nil, nil,
		},
		{
			"two that are struck cannot both be kept", event(2, 3, 0, online(meet(0, 1)), schedule.Meeting{People: []int{0, 1}, Online: true, Must: true, Weight: 2}),
			schedule.Plan{at(0), at(1)},
			away(0, 0, 1),
			schedule.RepairOptions{},
			schedule.Plan{out, at(2)},
			[]int{0, 1},
			[]int{0, 1},
		},
		{
			"what must come first moves earlier", event(4, 4, 0, online(meet(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, Must: true, After: []int{0}}),
			schedule.Plan{at(1), at(2)},
			away(0, 1, 3),
			schedule.RepairOptions{},
			schedule.Plan{at(0), at(2)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"or what comes after later", event(4, 4, 0, online(meet(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, Must: true, After: []int{0}}),
			schedule.Plan{at(1), at(2)},
			away(0, 0, 1, 3),
			schedule.RepairOptions{},
			schedule.Plan{at(2), at(3)},
			[]int{0, 1},
			[]int{0, 1, 2, 3},
		},
		{
			"what comes after goes with what is lost", event(4, 3, 0, online(meet(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, After: []int{0}}),
			schedule.Plan{at(0), at(1)},
			away(0),
			schedule.RepairOptions{},
			schedule.Plan{out, out},
			[]int{0, 1},
			[]int{0, 1, 2, 3},
		},
		{
			"a wish that a Must meeting comes after is kept", event(4, 3, 0, online(want(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, Must: true, After: []int{0}}, only(online(want(1, 2)), 1)),
			schedule.Plan{at(0), at(2), at(1)},
			away(0, 0),
			schedule.RepairOptions{},
			schedule.Plan{at(1), at(2), out},
			[]int{0},
			[]int{0, 1, 2},
		},
		{
			"what must come before a new meeting makes room", event(4, 3, 0, online(meet(0, 1))),
			schedule.Plan{at(1)},
			added(schedule.Meeting{People: []int{2, 3}, Online: true, Must: true, After: []int{0}, Slots: []int{1}}),
			schedule.RepairOptions{},
			schedule.Plan{at(0), at(1)},
			nil,
			[]int{0, 1},
		},
		{
			"what comes after makes room", event(5, 5, 0, online(meet(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, Must: true, After: []int{0}}, online(meet(1, 4))),
			schedule.Plan{at(1), at(2), at(0)},
			away(0, 1, 2, 4),
			schedule.RepairOptions{Published: []int{2}},
			schedule.Plan{at(3), at(4), at(0)},
			[]int{0},
			[]int{0, 1, 2, 3},
		},
		{
			"a day is full", with(event(3, 4, 0, online(want(0, 1))), func(p *schedule.Problem) { day(p); p.People[0].MaxPerDay = 1 }),
			schedule.Plan{at(0)},
			added(online(meet(0, 2))),
			schedule.RepairOptions{},
			schedule.Plan{at(0), at(2)},
			nil, nil,
		},
		{
			"somebody of the day gives way", with(event(3, 2, 0, online(want(0, 1))), func(p *schedule.Problem) { day(p); p.People[0].MaxPerDay = 1 }),
			schedule.Plan{at(0)},
			added(only(online(meet(0, 2)), 1)),
			schedule.RepairOptions{},
			schedule.Plan{out, at(1)},
			nil,
			[]int{0, 1},
		},
		{
			"a quota is used up", with(event(3, 2, 0, online(want(0, 1))), func(p *schedule.Problem) { p.People[0].MaxMeetings = 1 }),
			schedule.Plan{at(0)},
			added(only(online(meet(0, 2)), 1)),
			schedule.RepairOptions{},
			schedule.Plan{out, at(1)},
			nil,
			[]int{0, 1},
		},
		{
			"time between meetings", with(event(3, 3, 0, online(want(0, 1))), func(p *schedule.Problem) {
				for n := range p.Slots {
					p.Slots[n].Start = time.Date(2030, 1, 1, 9+n, 0, 0, 0, time.UTC)
					p.Slots[n].End = p.Slots[n].Start.Add(50 * time.Minute)
				}
				p.People[0].MinGap = 30
			}),
			schedule.Plan{at(0)},
			added(only(online(meet(0, 2)), 1)),
			schedule.RepairOptions{},
			schedule.Plan{out, at(1)},
			nil,
			[]int{0, 1},
		},
		{
			"the interpreter goes to what must be held", with(event(4, 1, 0, schedule.Meeting{People: []int{0, 1}, Online: true, Interpret: "ru-zh"}), func(p *schedule.Problem) {
				p.Interpreters = []schedule.Interpreter{{Pairs: []string{"ru-zh"}}}
			}),
			schedule.Plan{at(0)},
			added(schedule.Meeting{People: []int{2, 3}, Online: true, Must: true, Interpret: "ru-zh"}),
			schedule.RepairOptions{},
			schedule.Plan{out, at(0)},
			nil,
			[]int{0, 1},
		},
		{
			"who can be anywhere leaves the only room", with(event(4, 1, 2, want(0, 1)), func(p *schedule.Problem) { p.Places[0].Kind = "room" }),
			schedule.Plan{on(0, 0)},
			added(schedule.Meeting{People: []int{2, 3}, Must: true, Kind: "room"}),
			schedule.RepairOptions{},
			schedule.Plan{on(0, 1), on(0, 0)},
			nil,
			[]int{0, 1},
		},
		{
			"two share a place of capacity two", with(event(6, 1, 2, want(0, 1), want(2, 3)), func(p *schedule.Problem) { p.Places[1].Capacity = 2 }),
			schedule.Plan{on(0, 0), on(0, 1)},
			closed(0),
			schedule.RepairOptions{},
			schedule.Plan{on(0, 1), on(0, 1)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"what comes first is held again before what comes after", event(4, 3, 0, online(want(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, After: []int{0}}),
			schedule.Plan{at(0), at(2)},
			away(0, 0),
			schedule.RepairOptions{},
			schedule.Plan{at(1), at(2)},
			[]int{0},
			[]int{0, 1},
		},
		{
			"what comes after makes way for what comes first", event(5, 3, 0, online(want(0, 1)), schedule.Meeting{People: []int{2, 3}, Online: true, After: []int{0}}, online(want(0, 4))),
			schedule.Plan{at(0), at(2), at(1)},
			away(0, 0),
			schedule.RepairOptions{Published: []int{2}},
			schedule.Plan{at(2), out, at(1)},
			[]int{0},
			[]int{0, 1, 2, 3},
		},
		{
			"who needs no room leaves it, in this slot alone", with(event(8, 2, 3, want(6, 7), schedule.Meeting{People: []int{0, 1}, Kind: "room"}, want(2, 3)), func(p *schedule.Problem) {
				p.Places[0].Kind, p.Places[1].Kind = "room", "room"
			}),
			schedule.Plan{on(1, 0), on(0, 0), on(0, 1)},
			added(only(schedule.Meeting{People: []int{4, 5}, Must: true, Kind: "room"}, 0)),
			schedule.RepairOptions{},
			schedule.Plan{on(1, 0), on(0, 0), on(0, 2), on(0, 1)},
			nil,
			[]int{2, 3},
		},
		{
			"a gap is closed by a move", with(event(6, 5, 0, only(online(meet(0, 1)), 0, 1), online(want(0, 2)), only(online(meet(0, 3)), 2), online(want(0, 4)), only(online(meet(0, 5)), 4)), func(p *schedule.Problem) { p.IdleSpread = 1 }),
			schedule.Plan{at(0), at(1), at(2), at(3), at(4)},
			schedule.Change{Away: []schedule.Away{{Person: 2}, {Person: 4}}},
			schedule.RepairOptions{},
			schedule.Plan{at(1), out, at(2), out, at(4)},
			[]int{1, 3},
			[]int{0, 1, 2, 4},
		},
		{
			"a gap is closed by a wish", with(event(7, 5, 0, online(meet(0, 1)), online(want(0, 2)), online(meet(0, 3)), online(want(0, 4)), online(meet(0, 5)), only(online(want(0, 6)), 1)), func(p *schedule.Problem) { p.IdleSpread = 1 }),
			schedule.Plan{at(0), at(1), at(2), at(3), at(4), out},
			schedule.Change{Away: []schedule.Away{{Person: 2}, {Person: 4}}},
			schedule.RepairOptions{Published: []int{0, 2, 4}},
			schedule.Plan{at(0), out, at(2), out, at(4), at(1)},
			[]int{1, 3},
			[]int{0, 2, 4},
		},
		{
			"idle gaps are evened out", with(event(4, 5, 0, online(meet(0, 1)), online(meet(0, 2)), only(online(want(0, 3)), 2)), func(p *schedule.Problem) { p.IdleSpread = 1 }),
			schedule.Plan{at(0), at(1), at(2)},
			away(0, 1, 3),
			schedule.RepairOptions{},
			nil,
			[]int{1},
			[]int{0, 2, 3},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := repair(t, c.p, c.base, c.change, c.o)
			q := res.Repair.Problem
			if v := schedule.Check(q, res.Plan); len(v) > 0 {
				t.Errorf("%+v", v)
			}
			if c.plan != nil && !slices.Equal(res.Plan, c.plan) {
				t.Errorf("plan %v, want %v", res.Plan, c.plan)
			}
			r := res.Repair
			if !slices.Equal(r.Struck, c.struck) || !slices.Equal(r.Touched, c.touched) {
				t.Errorf("struck %v, want %v; touched %v, want %v", r.Struck, c.struck, r.Touched, c.touched)
			}
			if rooms := slices.ContainsFunc(q.Meetings, func(g schedule.Meeting) bool { return g.Kind != "" }); r.Proven == rooms {
				t.Errorf("proven: %v", r.Proven)
			}
			checkRepaired(t, c.base, res, len(c.p.Meetings))
		})
	}
}

// checkRepaired compares what a repair says of itself with its plan.
func checkRepaired(t *testing.T, base schedule.Plan, res *schedule.Result, old int) {
	var moved, unplaced, reasons []int
	for m, a := range res.Plan {
		if m < old && base[m].Slot >= 0 && base[m] != a {
			moved = append(moved, m)
		}
		if a.Slot < 0 && (m >= old || base[m].Slot >= 0) {
			unplaced = append(unplaced, m)
		}
	}
	for _, r := range res.Unplaced {
		reasons = append(reasons, r.Meeting)
		if err := schedule.VerifyReason(res.Repair.Problem, res.Plan, r); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(res.Repair.Moved, moved) || !slices.Equal(reasons, unplaced) {
		t.Errorf("moved %v, want %v; reasons for %v, want %v", res.Repair.Moved, moved, reasons, unplaced)
	}
	want := schedule.Measure(res.Repair.Problem, res.Plan)
	want.Bound, want.BoundMethod = len(res.Plan), schedule.BoundWished
	if res.Figures != want {
		t.Errorf("figures %+v, want %+v", res.Figures, want)
	}
}

func TestRepairChangeIsInvalid(t *testing.T) {
	p := event(2, 2, 1, meet(0, 1))
	for name, c := range map[string]schedule.Change{
		"no such person":          away(2),
		"negative person":         away(-1),
		"no such slot":            away(0, 2),
		"no such place":           closed(1),
		"negative place":          closed(-1),
		"closed in no such slot":  closed(0, -1),
		"a meeting of a stranger": added(meet(0, 2)),
	} {
		if _, err := schedule.Repair(context.Background(), p, nil, c, schedule.RepairOptions{}); !errors.Is(err, schedule.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := schedule.Repair(ctx, p, nil, schedule.Change{}, schedule.RepairOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestRepairChangeApplies: nil slots stand for all, an empty list for none, and the
// problem stays as it is.
func TestRepairChangeApplies(t *testing.T) {
	p := event(2, 2, 2, meet(0, 1))
	p.People[0].Unavailable = make([]int, 1, 8)
	was := event(2, 2, 2, meet(0, 1))
	was.People[0].Unavailable = []int{0}
	c := schedule.Change{
		Away:     []schedule.Away{{Person: 0}, {Person: 1, Slots: []int{}}, {Person: 2, Slots: []int{1}}},
		Closed:   []schedule.Closed{{Place: 1}, {Place: 0, Slots: []int{}}},
		People:   []schedule.Person{{ID: "late"}},
		Meetings: []schedule.Meeting{want(1, 2)},
	}
	q, err := c.Apply(p)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(q.People[0].Unavailable, []int{0, 0, 1}) || len(q.People[1].Unavailable) != 0 || !slices.Equal(q.People[2].Unavailable, []int{1}) {
		t.Errorf("people %+v", q.People)
	}
	if len(q.Places[0].Closed) != 0 || !slices.Equal(q.Places[1].Closed, []int{0, 1}) {
		t.Errorf("places %+v", q.Places)
	}
	if len(q.People) != 3 || q.People[2].ID != "late" || len(q.Meetings) != 2 || !reflect.DeepEqual(q.Meetings[1], want(1, 2)) {
		t.Errorf("%+v", q)
	}
	if !reflect.DeepEqual(p, was) {
		t.Error("the problem was changed")
	}
}
