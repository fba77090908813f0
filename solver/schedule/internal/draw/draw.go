// Package draw makes problems and plans up for property tests.
package draw

import (
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"pgregory.net/rapid"
)

// Problem draws an exchange of at most so many of each; its rules may contradict
// each other.
func Problem(t *rapid.T, people, slots, places, meetings int) *schedule.Problem {
	p := &schedule.Problem{IdleSpread: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "spread")}
	n := rapid.IntRange(1, slots).Draw(t, "slots")
	days := rapid.IntRange(1, 2).Draw(t, "days")
	for i := range n {
		p.Slots = append(p.Slots, schedule.Slot{Day: i * days / n})
	}
	some := func(n int, label string) []int {
		if rapid.IntRange(0, 2).Draw(t, label+"?") > 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, min(n, 2), rapid.ID[int]).Draw(t, label)
	}
	for range rapid.IntRange(2, people).Draw(t, "people") {
		p.People = append(p.People, schedule.Person{Unavailable: some(n, "unavailable"), MaxPerDay: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "max")})
	}
	for range rapid.IntRange(0, places).Draw(t, "places") {
		p.Places = append(p.Places, schedule.Place{Closed: some(n, "closed")})
	}
	total := rapid.IntRange(0, meetings).Draw(t, "meetings")
	for m := range total {
		g := schedule.Meeting{
			People: rapid.SliceOfNDistinct(rapid.IntRange(0, len(p.People)-1), 2, min(3, len(p.People)), rapid.ID[int]).Draw(t, "who"),
			Must:   rapid.Bool().Draw(t, "must"), Weight: rapid.IntRange(0, 3).Draw(t, "weight"),
			Online: rapid.IntRange(0, 3).Draw(t, "online") == 0, Slots: some(n, "allowed"),
		}
		if len(g.Slots) == 0 {
			g.Slots = nil
		}
		if rapid.IntRange(0, 4).Draw(t, "after?") == 0 {
			if o := rapid.IntRange(0, total-1).Draw(t, "after"); o != m {
				g.After = []int{o}
			}
		}
		if rapid.IntRange(0, 7).Draw(t, "fixed") == 0 {
			g.Fixed, g.Slot = true, rapid.IntRange(0, n-1).Draw(t, "at")
			g.Place = rapid.IntRange(-1, len(p.Places)-1).Draw(t, "in")
		}
		p.Meetings = append(p.Meetings, g)
	}
	return p
}

// Rules adds to a problem the rules that Problem does not draw: kinds and
// capacities of places, sites, interpreters, quotas, the programme and who may
// meet whom.
func Rules(t *rapid.T, p *schedule.Problem) {
	yes := func(label string) bool { return rapid.IntRange(0, 2).Draw(t, label) == 0 }
	person, slot := rapid.IntRange(0, len(p.People)-1), rapid.IntRange(0, len(p.Slots)-1)
	people := rapid.SliceOfNDistinct(person, 1, 3, rapid.ID[int])
	for n := range p.Slots {
		p.Slots[n].Start = time.Date(2030, 1, 1+p.Slots[n].Day, 9, 40*n, 0, 0, time.UTC)
		p.Slots[n].End = p.Slots[n].Start.Add(30 * time.Minute)
	}
	kind := rapid.SampledFrom([]string{"", "", "a", "b"})
	for n := range p.Places {
		p.Places[n].Kind, p.Places[n].Capacity = kind.Draw(t, "kind"), rapid.IntRange(0, 2).Draw(t, "capacity")
		p.Places[n].Site = rapid.SampledFrom([]string{"", "east"}).Draw(t, "site")
	}
	if yes("travel") {
		leg := rapid.IntRange(0, 60)
		p.Travel = []schedule.Leg{{From: "east", Minutes: leg.Draw(t, "leg")}, {To: "east", Minutes: leg.Draw(t, "way back")}}
	}
	for n := range p.People {
		if yes("gap") {
			p.People[n].MinGap = rapid.IntRange(0, 60).Draw(t, "minutes")
		}
		if yes("unsocial") {
			p.People[n].Unsocial = rapid.SliceOfN(rapid.IntRange(0, 3), len(p.Slots), len(p.Slots)).Draw(t, "unsocial")
		}
		p.People[n].MaxMeetings = rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "quota")
	}
	for n := range p.Meetings {
		g := &p.Meetings[n]
		g.Kind = kind.Draw(t, "kind")
		if len(p.Places) > 0 && yes("locked") && !g.Fixed {
			g.Locked, g.Place = true, rapid.IntRange(0, len(p.Places)-1).Draw(t, "place")
		}
		g.Interpret = rapid.SampledFrom([]string{"", "", "ru-zh", "en-zh", "be-zh"}).Draw(t, "languages")
	}
	if yes("programme") {
		p.Programme = []schedule.Session{{Slots: []int{slot.Draw(t, "session")}, People: people.Draw(t, "attend")}}
	}
	if yes("declined") {
		p.Declined = [][2]int{{person.Draw(t, "a"), person.Draw(t, "b")}}
	}
	if yes("groups") {
		p.Groups = []schedule.Group{{People: people.Draw(t, "group"), MaxMeetings: rapid.IntRange(0, 2).Draw(t, "quota")}, {People: people.Draw(t, "group")}}
		if yes("pairings") {
			p.Pairings = []schedule.Pairing{{A: 0, B: 1}}
		}
	}
	pairs := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"ru-zh", "en-zh", "be-zh"}), rapid.ID[string])
	for range rapid.IntRange(0, 3).Draw(t, "interpreters") {
		p.Interpreters = append(p.Interpreters, schedule.Interpreter{Pairs: pairs.Draw(t, "pairs"), Unavailable: []int{slot.Draw(t, "away")}})
	}
}

// Plan draws a plan of p, which is likely to break rules: meetings may be at
// slots and places that do not exist, and the plan may be too short.
func Plan(t *rapid.T, p *schedule.Problem) schedule.Plan {
	plan := make(schedule.Plan, rapid.IntRange(max(0, len(p.Meetings)-1), len(p.Meetings)).Draw(t, "length"))
	beyond := 0
	if rapid.IntRange(0, 9).Draw(t, "beyond?") == 0 {
		beyond = 1
	}
	for m := range plan {
		plan[m].Slot = rapid.IntRange(-1-beyond, len(p.Slots)-1+beyond).Draw(t, "slot")
		plan[m].Place = rapid.IntRange(-1-beyond, len(p.Places)-1+beyond).Draw(t, "place")
		if p.Meetings[m].Online && plan[m].Place >= 0 {
			plan[m].Place = schedule.None
		}
	}
	return plan
}

// Prices draws any prices that fit p.
func Prices(t *rapid.T, p *schedule.Problem) *schedule.Prices {
	row := func(n int) []int32 {
		return rapid.SliceOfN(rapid.SampledFrom([]int32{0, 0, 1, 2, 3}), n, n).Draw(t, "prices")
	}
	days := 1
	for i := range p.Slots[1:] {
		if p.Slots[i+1].Day != p.Slots[i].Day {
			days++
		}
	}
	c := &schedule.Prices{Scale: rapid.IntRange(1, 4).Draw(t, "scale"), Places: row(len(p.Slots))}
	for range p.People {
		c.People = append(c.People, row(len(p.Slots)))
		c.Days = append(c.Days, row(days))
	}
	return c
}
