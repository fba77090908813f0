package schedule_test

import (
	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// audit judges a plan without the planner's code.
func audit(p *schedule.Problem, plan schedule.Plan) []checker.Fault { return checker.Check(p, plan) }

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
	f := checker.Figures(p, plan)
	return score{f.MustPlaced, f.Weight, -f.Gaps()}, f.Placed
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
	return draw.Problem(t, 4, 4, 2, 4)
}
