package schedule

import "slices"

// Measure computes the Figures of a plan except Bound and BoundMethod.
// Assignments with unknown indices count as not held.
func Measure(p *Problem, plan Plan) Figures {
	plan = fit(p, plan)
	f := Figures{Wished: len(p.Meetings)}
	used := make([]bool, len(p.Places))
	for m, g := range p.Meetings {
		w := max(1, g.Weight)
		f.Weight += w
		if g.Must {
			f.Must++
		}
		a := plan[m]
		if !held(p, a) {
			continue
		}
		f.Placed++
		f.PlacedWeight += w
		if g.Must {
			f.MustPlaced++
		}
		if a.Place != None {
			used[a.Place] = true
		}
	}
	for _, u := range used {
		if u {
			f.PlacesUsed++
		}
	}
	for _, n := range idleGaps(p, plan) {
		f.IdleGaps += n
		f.MaxIdle = max(f.MaxIdle, n)
	}
	f.PlaceChanges = placeChanges(p, plan)
	f.Unsocial, f.Days = hoursAndDays(p, plan)
	return f
}

// hoursAndDays sums what unsocial hours cost, and counts people's days with
// meetings.
func hoursAndDays(p *Problem, plan Plan) (cost, days int) {
	for q, agenda := range agendas(p, plan) {
		last := None
		for _, m := range agenda {
			t := plan[m].Slot
			if len(p.People[q].Unsocial) > 0 {
				cost += p.People[q].Unsocial[t]
			}
			if last == None || p.Slots[t].Day != p.Slots[last].Day {
				days++
			}
			last = t
		}
	}
	return cost, days
}

// idleGaps counts each person's idle gaps.
func idleGaps(p *Problem, plan Plan) []int {
	gaps := make([]int, len(p.People))
	attends := map[int][]int{}
	for _, s := range p.Programme {
		for _, q := range s.People {
			attends[q] = append(attends[q], s.Slots...)
		}
	}
	for q, agenda := range agendas(p, plan) {
		slots := attends[q]
		for _, m := range agenda {
			slots = append(slots, plan[m].Slot)
		}
		slots = distinct(slots)
		for n, t := range slots {
			if n > 0 && t > slots[n-1]+1 {
				gaps[q]++
			}
		}
	}
	return gaps
}

func placeChanges(p *Problem, plan Plan) (n int) {
	for _, agenda := range agendas(p, plan) {
		last := None
		for _, m := range agenda {
			l := plan[m].Place
			if l == None {
				continue
			}
			if last != None && l != last {
				n++
			}
			last = l
		}
	}
	return n
}

// agendas lists each person's held meetings in the order of slots.
func agendas(p *Problem, plan Plan) [][]int {
	out := make([][]int, len(p.People))
	for m, g := range p.Meetings {
		if held(p, plan[m]) {
			for _, q := range g.People {
				out[q] = append(out[q], m)
			}
		}
	}
	for _, agenda := range out {
		slices.SortStableFunc(agenda, func(a, b int) int { return plan[a].Slot - plan[b].Slot })
	}
	return out
}
