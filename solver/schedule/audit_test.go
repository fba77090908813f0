package schedule_test

import (
	"fmt"

	"github.com/birzha/birzha/solver/schedule"
	"pgregory.net/rapid"
)

// audit checks a plan by plain definitions, apart from the planner's code.
func audit(p *schedule.Problem, plan schedule.Plan) (faults []string) {
	bad := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for m, g := range p.Meetings {
		a := plan[m]
		if g.Fixed && (a.Slot != g.Slot || !g.Online && g.Place >= 0 && a.Place != g.Place) {
			bad("fixed %d", m)
		}
		if a.Slot < 0 {
			continue
		}
		if g.Slots != nil && !member(g.Slots, a.Slot) {
			bad("slot of %d", m)
		}
		if !g.Online && (a.Place < 0 || member(p.Places[a.Place].Closed, a.Slot)) {
			bad("place of %d", m)
		}
		for _, b := range g.After {
			if plan[b].Slot < 0 || plan[b].Slot >= a.Slot {
				bad("order of %d after %d", m, b)
			}
		}
		for o := range m {
			if plan[o].Slot == a.Slot && !g.Online && !p.Meetings[o].Online && plan[o].Place == a.Place {
				bad("place of %d and %d", o, m)
			}
		}
	}
	least, most := 1<<30, 0
	for q, person := range p.People {
		row := make([]bool, len(p.Slots))
		perDay := map[int]int{}
		for m, g := range p.Meetings {
			if t := plan[m].Slot; t >= 0 && member(g.People, q) {
				if row[t] || member(person.Unavailable, t) {
					bad("person %d in slot %d", q, t)
				}
				row[t] = true
				perDay[p.Slots[t].Day]++
			}
		}
		for _, n := range perDay {
			if person.MaxPerDay > 0 && n > person.MaxPerDay {
				bad("day of %d", q)
			}
		}
		gaps := countGaps(row)
		least, most = min(least, gaps), max(most, gaps)
	}
	if p.IdleSpread > 0 && most-least > p.IdleSpread {
		bad("spread %d", most-least)
	}
	return faults
}

func member(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func countGaps(row []bool) (n int) {
	seen, idle := false, false
	for _, busy := range row {
		if busy && seen && idle {
			n++
		}
		seen, idle = seen || busy, !busy
	}
	return n
}

// score is what a plan is judged by; greater is better in the order of fields.
type score struct{ must, weight, compact int }

func (s score) better(o score) bool {
	if s.must != o.must {
		return s.must > o.must
	}
	if s.weight != o.weight {
		return s.weight > o.weight
	}
	return s.compact > o.compact
}

func scoreOf(p *schedule.Problem, plan schedule.Plan) (s score, count int) {
	for m, g := range p.Meetings {
		if plan[m].Slot < 0 {
			continue
		}
		count++
		s.weight += max(1, g.Weight)
		if g.Must {
			s.must++
		}
	}
	for q := range p.People {
		row := make([]bool, len(p.Slots))
		for m, g := range p.Meetings {
			if plan[m].Slot >= 0 && member(g.People, q) {
				row[plan[m].Slot] = true
			}
		}
		s.compact -= countGaps(row)
	}
	return s, count
}

// exhaust tries every plan of a tiny problem and returns the best score of a
// valid one and the most meetings that one holds; ok is false if none is valid.
func exhaust(p *schedule.Problem) (best score, most int, ok bool) {
	plan := make(schedule.Plan, len(p.Meetings))
	var rec func(m int)
	rec = func(m int) {
		if m == len(plan) {
			if len(audit(p, plan)) > 0 {
				return
			}
			s, count := scoreOf(p, plan)
			if !ok || s.better(best) {
				best = s
			}
			most, ok = max(most, count), true
			return
		}
		plan[m] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		rec(m + 1)
		for t := range p.Slots {
			if p.Meetings[m].Online {
				plan[m] = schedule.Assignment{Slot: t, Place: schedule.None}
				rec(m + 1)
				continue
			}
			for l := range p.Places {
				if !takenBefore(plan[:m], t, l) {
					plan[m] = schedule.Assignment{Slot: t, Place: l}
					rec(m + 1)
				}
			}
		}
	}
	rec(0)
	return best, most, ok
}

func takenBefore(plan schedule.Plan, t, l int) bool {
	for _, a := range plan {
		if a.Slot == t && a.Place == l {
			return true
		}
	}
	return false
}

// tiny draws problems small enough to exhaust.
func tiny(t *rapid.T) *schedule.Problem {
	return drawProblem(t, 4, 4, 2, 4)
}

func drawProblem(t *rapid.T, people, slots, places, meetings int) *schedule.Problem {
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
