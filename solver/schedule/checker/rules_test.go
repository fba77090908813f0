package checker_test

import (
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
)

// TestSharedRules breaks rules about what people share: places, interpreters,
// quotas, the programme.
func TestSharedRules(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(p *schedule.Problem, plan schedule.Plan)
		want  []checker.Fault
	}{
		{"a place for two", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[1].People, p.Places[0].Capacity, plan[1].Slot = []int{2}, 2, 0
		}, nil},
		{"a place for two, three come", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[0].People, p.Meetings[1].People, p.Places[0].Capacity, plan[1].Slot = []int{0}, []int{2}, 2, 0
			p.Meetings[2], plan[2] = schedule.Meeting{People: []int{1}}, schedule.Assignment{Slot: 0, Place: 0}
		}, []checker.Fault{{schedule.PlaceBusy, 2, 0, none, 0, 0, none}}},
		{"of the kind needed", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[0].Kind, p.Places[0].Kind = "room", "room"
		}, nil},
		{"any kind will do", func(p *schedule.Problem, _ schedule.Plan) { p.Places[0].Kind = "room" }, nil},
		{"of another kind", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[0].Kind, p.Places[0].Kind = "room", "table"
		}, []checker.Fault{{schedule.PlaceWrong, 0, none, none, 0, 0, none}}},
		{"online at any kind", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[0].Kind, p.Meetings[0].Online = "room", true
		}, nil},
		{"locked", func(p *schedule.Problem, _ schedule.Plan) { p.Meetings[0].Locked = true }, nil},
		{"locked elsewhere", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[0].Locked, p.Meetings[0].Place = true, 1
		}, []checker.Fault{{schedule.PlaceWrong, 0, none, none, 0, 0, none}}},
		{"at the programme", func(p *schedule.Problem, _ schedule.Plan) {
			p.Programme = []schedule.Session{{Slots: []int{1, 3}, People: []int{2, 0}}}
		}, []checker.Fault{{schedule.PersonAttends, 1, none, 2, 1, 0, none}}},
		{"two meetings at most", func(p *schedule.Problem, _ schedule.Plan) { p.People[1].MaxMeetings = 2 }, nil},
		{
			"one meeting at most", func(p *schedule.Problem, _ schedule.Plan) { p.People[1].MaxMeetings = 1 },
			[]checker.Fault{{schedule.MaxMeetings, none, none, 1, none, none, none}},
		},
		{"a group's quota", func(p *schedule.Problem, _ schedule.Plan) {
			p.Groups = []schedule.Group{{People: []int{0, 1}, MaxMeetings: 2}, {People: []int{0, 2}, MaxMeetings: 1}, {People: []int{0, 1, 2}}}
		}, []checker.Fault{{schedule.GroupQuota, none, none, none, none, none, 1}}},
		{
			"declined", func(p *schedule.Problem, _ schedule.Plan) { p.Declined = [][2]int{{0, 2}, {0, 1}} },
			[]checker.Fault{{schedule.MayNotMeet, 0, none, 1, 0, 0, none}},
		},
		{
			"declined the other way", func(p *schedule.Problem, _ schedule.Plan) { p.Declined = [][2]int{{1, 0}} },
			[]checker.Fault{{schedule.MayNotMeet, 0, none, 1, 0, 0, none}},
		},
		{"declined and not held", func(p *schedule.Problem, plan schedule.Plan) {
			p.Declined, plan[0].Slot = [][2]int{{0, 1}}, none
		}, nil},
		{"paired groups", func(p *schedule.Problem, _ schedule.Plan) {
			p.Groups = []schedule.Group{{People: []int{0, 2}}, {People: []int{1}}}
			p.Pairings = []schedule.Pairing{{A: 0, B: 0}, {A: 0, B: 1}}
		}, nil},
		{"paired the other way", func(p *schedule.Problem, _ schedule.Plan) {
			p.Groups = []schedule.Group{{People: []int{0, 2}}, {People: []int{1}}}
			p.Pairings = []schedule.Pairing{{A: 1, B: 0}}
		}, nil},
		{"groups not paired", func(p *schedule.Problem, _ schedule.Plan) {
			p.Groups = []schedule.Group{{People: []int{0}}, {People: []int{1}}, {People: []int{1, 2}}}
			p.Pairings = []schedule.Pairing{{A: 0, B: 1}}
		}, []checker.Fault{{schedule.MayNotMeet, 1, none, 2, 1, 0, none}}},
		{"no interpreter", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[0].Interpret = "ru-zh"
			p.Interpreters = []schedule.Interpreter{{Pairs: []string{"ru-en"}}}
		}, []checker.Fault{{schedule.NoInterpreter, 0, none, none, 0, 0, none}}},
		{"an interpreter is away", func(p *schedule.Problem, _ schedule.Plan) {
			p.Meetings[0].Interpret, p.Meetings[1].Interpret = "ru-zh", "ru-zh"
			p.Interpreters = []schedule.Interpreter{{Pairs: []string{"ru-en", "ru-zh"}, Unavailable: []int{1}}}
		}, []checker.Fault{{schedule.NoInterpreter, 1, none, none, 1, 0, none}}},
		{"no interpreter, not held", func(p *schedule.Problem, plan schedule.Plan) {
			p.Meetings[0].Interpret, plan[0].Slot = "ru-zh", none
		}, nil},
	} {
		p, plan := exchange(), sane()
		p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{0}})
		plan = append(plan, schedule.Assignment{Slot: none, Place: none})
		c.spoil(p, plan)
		if got := checker.Check(p, plan); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestInterpretersAreSharedOut has three meetings at once for which one way to
// choose interpreters works.
func TestInterpretersAreSharedOut(t *testing.T) {
	p := &schedule.Problem{
		People: make([]schedule.Person, 3), Slots: make([]schedule.Slot, 2),
		Interpreters: []schedule.Interpreter{{Pairs: []string{"a", "b", "c"}}, {Pairs: []string{"a", "b"}}, {Pairs: []string{"a"}}},
	}
	for q, pair := range []string{"a", "b", "c"} {
		p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{q}, Online: true, Interpret: pair})
	}
	plan := schedule.Plan{{Slot: 1, Place: none}, {Slot: 1, Place: none}, {Slot: 1, Place: none}}
	if got := checker.Check(p, plan); got != nil {
		t.Error(got)
	}
	p.Interpreters = p.Interpreters[:2]
	want := []checker.Fault{{schedule.NoInterpreter, 2, none, none, 1, none, none}}
	if got := checker.Check(p, plan); !slices.Equal(got, want) {
		t.Error(got)
	}
	plan[2].Slot = 0
	if got := checker.Check(p, plan); got != nil {
		t.Error(got)
	}
}

// TestSpacing has slots of 20 minutes, 10 minutes apart.
func TestSpacing(t *testing.T) {
	start := time.Date(2030, 1, 7, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		spoil func(p *schedule.Problem, plan schedule.Plan)
		want  []checker.Fault
	}{
		{"no gap asked for", func(*schedule.Problem, schedule.Plan) {}, nil},
		{"just enough", func(p *schedule.Problem, _ schedule.Plan) { p.People[1].MinGap = 10 }, nil},
		{
			"too little", func(p *schedule.Problem, _ schedule.Plan) { p.People[1].MinGap = 11 },
			[]checker.Fault{{schedule.TooNear, 1, 0, 1, 1, 0, none}},
		},
		{"a slot between", func(p *schedule.Problem, plan schedule.Plan) { p.People[1].MinGap, plan[1].Slot = 40, 2 }, nil},
		{"too near to a session after", func(p *schedule.Problem, _ schedule.Plan) {
			p.People[0].MinGap = 11
			p.Programme = []schedule.Session{{Slots: []int{1}, People: []int{0}}}
		}, []checker.Fault{{schedule.TooNear, none, 0, 0, 1, none, none}}},
		{"too near to a session before", func(p *schedule.Problem, _ schedule.Plan) {
			p.People[2].MinGap = 11
			p.Programme = []schedule.Session{{Slots: []int{0}, People: []int{2}}}
		}, []checker.Fault{{schedule.TooNear, 1, none, 2, 1, 0, none}}},
		{"sessions may be near each other", func(p *schedule.Problem, _ schedule.Plan) {
			p.People[0].MinGap = 11
			p.Programme = []schedule.Session{{Slots: []int{2, 3}, People: []int{0}}}
		}, nil},
		{"another site", func(p *schedule.Problem, plan schedule.Plan) {
			p.Places[1].Site, plan[1].Place = "east", 1
			p.Travel = []schedule.Leg{{To: "east", Minutes: 10}, {From: "east", Minutes: 11}, {To: "east", Minutes: 9}}
		}, []checker.Fault{{schedule.TooNear, 1, 0, 1, 1, 1, none}}},
		{"another site, near", func(p *schedule.Problem, plan schedule.Plan) {
			p.Places[1].Site, plan[1].Place = "east", 1
			p.Travel = []schedule.Leg{{To: "east", Minutes: 10}, {From: "west", To: "east", Minutes: 90}, {To: "west", Minutes: 90}}
		}, nil},
		{"the same site", func(p *schedule.Problem, plan schedule.Plan) {
			plan[1].Place = 1
			p.Travel = []schedule.Leg{{To: "east", Minutes: 90}}
		}, nil},
		{"online there is no way", func(p *schedule.Problem, plan schedule.Plan) {
			p.Places[1].Site, p.Meetings[1].Online, plan[1].Place = "east", true, 1
			p.Travel = []schedule.Leg{{To: "east", Minutes: 90}}
		}, nil},
		{"the way and the gap run side by side", func(p *schedule.Problem, plan schedule.Plan) {
			p.Places[1].Site, plan[1] = "east", schedule.Assignment{Slot: 2, Place: 1}
			p.Travel, p.People[1].MinGap = []schedule.Leg{{To: "east", Minutes: 40}}, 40
		}, nil},
		{"the way past another site", func(p *schedule.Problem, plan schedule.Plan) {
			p.Places[1].Site, plan[1] = "east", schedule.Assignment{Slot: 2, Place: 1}
			p.Travel = []schedule.Leg{{To: "east", Minutes: 41}}
			p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{1}, Online: true})
		}, []checker.Fault{{schedule.TooNear, 1, 0, 1, 2, 1, none}}},
	} {
		p, plan := exchange(), append(sane(), schedule.Assignment{Slot: 1, Place: none})
		for i := range p.Slots {
			p.Slots[i].Start = start.Add(time.Duration(i) * 30 * time.Minute)
			p.Slots[i].End = p.Slots[i].Start.Add(20 * time.Minute)
		}
		c.spoil(p, plan)
		if got := checker.Check(p, plan); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestEngagementsCount: idle gaps lie between meetings and sessions alike.
func TestEngagementsCount(t *testing.T) {
	p := exchange()
	p.Slots = []schedule.Slot{{Day: 0}, {Day: 0}, {Day: 1}, {Day: 1}, {Day: 1}, {Day: 2}}
	p.Programme = []schedule.Session{{Slots: []int{2, 4}, People: []int{0}}}
	p.People[0].Unsocial = []int{4, 9, 9, 9, 9, 5}
	p.People[1].Unsocial = []int{1, 2, 3, 0, 0, 0}
	p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{0}, Online: true})
	f := checker.Figures(p, append(sane(), schedule.Assignment{Slot: 5, Place: none}))
	if !slices.Equal(f.IdleGaps, []int{2, 0, 0}) || f.Unsocial != 4+1+2+5 || f.Days != 4 {
		t.Errorf("%+v", f)
	}
}
