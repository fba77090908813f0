package checker_test

import (
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
)

const none = schedule.None

// exchange has 3 people, 4 slots on 2 days, 2 places, and meetings of 0 with 1
// and 1 with 2; sane holds both.
func exchange() *schedule.Problem {
	return &schedule.Problem{
		People: make([]schedule.Person, 3), Places: make([]schedule.Place, 2),
		Slots:    []schedule.Slot{{Day: 0}, {Day: 0}, {Day: 1}, {Day: 1}},
		Meetings: []schedule.Meeting{{People: []int{0, 1}}, {People: []int{1, 2}}},
	}
}

func sane() schedule.Plan { return schedule.Plan{{Slot: 0, Place: 0}, {Slot: 1, Place: 0}} }

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(p *schedule.Problem, plan schedule.Plan)
		want  []checker.Fault
	}{
		{"sane", func(*schedule.Problem, schedule.Plan) {}, nil},
		{"not held", func(_ *schedule.Problem, plan schedule.Plan) { plan[0] = schedule.Assignment{Slot: none, Place: 1} }, nil},
		{
			"two at once", func(_ *schedule.Problem, plan schedule.Plan) { plan[1] = schedule.Assignment{Slot: 0, Place: 1} },
			[]checker.Fault{{schedule.PersonBusy, 1, 0, 1, 0, 1, none}},
		},
		{"place taken", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1].People = []int{2}
			plan[1].Slot = 0
		}, []checker.Fault{{schedule.PlaceBusy, 1, 0, none, 0, 0, none}}},
		{"online needs no place", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{2}, Online: true}
			plan[1] = schedule.Assignment{Slot: 0, Place: none}
		}, nil},
		{"an online meeting's place means nothing", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{2}, Online: true, Fixed: true, Slot: 0, Place: 1}
			p.Places[0].Closed = []int{2}
			plan[1].Slot = 0
		}, nil},
		{
			"no place", func(_ *schedule.Problem, plan schedule.Plan) { plan[1].Place = none },
			[]checker.Fault{{schedule.NoPlace, 1, none, none, 1, none, none}},
		},
		{
			"unavailable", func(p *schedule.Problem, _ schedule.Plan) { p.People[2].Unavailable = []int{3, 1} },
			[]checker.Fault{{schedule.PersonUnavailable, 1, none, 2, 1, 0, none}},
		},
		{
			"closed", func(p *schedule.Problem, _ schedule.Plan) { p.Places[0].Closed = []int{1} },
			[]checker.Fault{{schedule.PlaceClosed, 1, none, none, 1, 0, none}},
		},
		{"the other place is closed", func(p *schedule.Problem, _ schedule.Plan) { p.Places[1].Closed = []int{0, 1} }, nil},
		{
			"slot not allowed", func(p *schedule.Problem, _ schedule.Plan) { p.Meetings[0].Slots = []int{1, 2} },
			[]checker.Fault{{schedule.SlotNotAllowed, 0, none, none, 0, 0, none}},
		},
		{"slot allowed", func(p *schedule.Problem, _ schedule.Plan) { p.Meetings[0].Slots = []int{2, 0} }, nil},
		{"in order", func(p *schedule.Problem, _ schedule.Plan) { p.Meetings[1].After = []int{0} }, nil},
		{
			"out of order", func(p *schedule.Problem, _ schedule.Plan) { p.Meetings[0].After = []int{1} },
			[]checker.Fault{{schedule.Precedence, 0, 1, none, 0, 0, none}},
		},
		{"at once is not after", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{2}, After: []int{0}}
			plan[1] = schedule.Assignment{Slot: 0, Place: 1}
		}, []checker.Fault{{schedule.Precedence, 1, 0, none, 0, 1, none}}},
		{"nothing before it", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1].After = []int{0}
			plan[0].Slot = none
		}, []checker.Fault{{schedule.PredecessorUnheld, 1, 0, none, 1, 0, none}}},
		{"who is not held needs nothing before", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1].After = []int{0}
			plan[0].Slot, plan[1].Slot = none, none
		}, nil},
		{"fixed", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{1, 2}, Fixed: true, Slot: 1, Place: 0}
		}, nil},
		{"fixed with any place", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{1, 2}, Fixed: true, Slot: 1, Place: none}
		}, nil},
		{"fixed elsewhere", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{1, 2}, Fixed: true, Slot: 1, Place: 1}
		}, []checker.Fault{{schedule.FixedMoved, 1, none, none, 1, 0, none}}},
		{"fixed at another time", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{1, 2}, Fixed: true, Slot: 2, Place: 0}
		}, []checker.Fault{{schedule.FixedMoved, 1, none, none, 1, 0, none}}},
		{"fixed and not held", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1] = schedule.Meeting{People: []int{1, 2}, Fixed: true, Slot: 1, Place: 0}
			plan[1] = schedule.Assignment{Slot: none, Place: none}
		}, []checker.Fault{{schedule.FixedMoved, 1, none, none, none, none, none}}},
		{
			"a full day", func(p *schedule.Problem, _ schedule.Plan) { p.People[1].MaxPerDay = 1 },
			[]checker.Fault{{schedule.MaxPerDay, 1, none, 1, 1, 0, none}},
		},
		{"a meeting a day", func(p *schedule.Problem, plan schedule.Plan) {
			p.People[1].MaxPerDay = 1
			plan[1].Slot = 2
		}, nil},
		{"as many as allowed", func(p *schedule.Problem, _ schedule.Plan) { p.People[1].MaxPerDay = 2 }, nil},
		{
			"no such slot", func(_ *schedule.Problem, plan schedule.Plan) { plan[0].Slot = 4 },
			[]checker.Fault{{schedule.BadIndex, 0, none, none, 4, 0, none}},
		},
		{
			"a negative slot", func(_ *schedule.Problem, plan schedule.Plan) { plan[0].Slot = -2 },
			[]checker.Fault{{schedule.BadIndex, 0, none, none, -2, 0, none}},
		},
		{
			"no such place", func(_ *schedule.Problem, plan schedule.Plan) { plan[0].Place = 2 },
			[]checker.Fault{{schedule.BadIndex, 0, none, none, 0, 2, none}},
		},
		{
			"a negative place", func(_ *schedule.Problem, plan schedule.Plan) { plan[0].Place = -2 },
			[]checker.Fault{{schedule.BadIndex, 0, none, none, 0, -2, none}},
		},
		{"gaps differ", func(p *schedule.Problem, plan schedule.Plan) {
			p.IdleSpread = 1
			p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{1}})
			p.Slots = make([]schedule.Slot, 5)
			plan[1].Slot = 4
		}, nil},
		{"gaps differ too much", func(p *schedule.Problem, plan schedule.Plan) {
			p.IdleSpread = 1
			p.Meetings[1].People = []int{1, 0}
			p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{1}, Online: true, Fixed: true, Slot: 4, Place: none})
			p.Slots = make([]schedule.Slot, 5)
			plan[1].Slot = 2
		}, []checker.Fault{{schedule.FixedMoved, 2, none, none, none, none, none}}},
	} {
		p, plan := exchange(), sane()
		c.spoil(p, plan)
		if got := checker.Check(p, plan); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestSpread compares the people with the most and the fewest idle gaps.
func TestSpread(t *testing.T) {
	p := exchange()
	p.Slots = make([]schedule.Slot, 5)
	p.Meetings = []schedule.Meeting{{People: []int{1}}, {People: []int{1}}, {People: []int{1}}}
	plan := schedule.Plan{{Slot: 0, Place: 0}, {Slot: 2, Place: 1}, {Slot: 4, Place: 0}}
	for spread, want := range map[int]int{0: 0, 1: 1, 2: 0, 3: 0} {
		p.IdleSpread = spread
		got := checker.Check(p, plan)
		if len(got) != want || want > 0 && got[0] != (checker.Fault{schedule.IdleSpread, none, none, 1, none, none, none}) {
			t.Errorf("spread %d: %v", spread, got)
		}
	}
	p.People = p.People[1:2]
	p.IdleSpread = 1
	for m := range p.Meetings {
		p.Meetings[m].People = []int{0}
	}
	if got := checker.Check(p, plan); got != nil {
		t.Errorf("one person differs from himself: %v", got)
	}
	if got := checker.Check(&schedule.Problem{IdleSpread: 1}, nil); got != nil {
		t.Errorf("nobody: %v", got)
	}
}

func TestShortPlan(t *testing.T) {
	p := exchange()
	p.Meetings[1].After = []int{0}
	if got := checker.Check(p, sane()[:1]); got != nil {
		t.Error(got)
	}
	if f := checker.Figures(p, sane()[:1]); f.Placed != 1 {
		t.Errorf("%+v", f)
	}
}

func TestFaultString(t *testing.T) {
	for want, f := range map[string]checker.Fault{
		"person_busy meeting=1 other=0 person=2 slot=3": {schedule.PersonBusy, 1, 0, 2, 3, none, none},
		"place_closed meeting=0 slot=0 place=0":         {schedule.PlaceClosed, 0, none, none, 0, 0, none},
	} {
		if f.String() != want {
			t.Errorf("%q, want %q", f, want)
		}
	}
}

func TestFigures(t *testing.T) {
	p := exchange()
	p.Slots = make([]schedule.Slot, 9)
	p.Meetings = []schedule.Meeting{
		{People: []int{0, 1}, Must: true, Weight: 3},
		{People: []int{0}},
		{People: []int{0, 2}, Weight: 5},
		{People: []int{0}, Online: true},
		{People: []int{0}, Must: true, Weight: 9},
		{People: []int{0}},
	}
	plan := schedule.Plan{{Slot: 1, Place: 0}, {Slot: 2, Place: 1}, {Slot: 5, Place: 1}, {Slot: 6, Place: none}, {Slot: none, Place: 0}, {Slot: 8, Place: 0}}
	got := checker.Figures(p, plan)
	if got.Placed != 5 || got.MustPlaced != 1 || got.Weight != 11 || !slices.Equal(got.IdleGaps, []int{2, 0, 0}) || got.Gaps() != 2 || got.PlaceChanges != 2 {
		t.Errorf("%+v", got)
	}
}
