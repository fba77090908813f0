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
	all := agendas(p, plan)
	for _, n := range gapsIn(p, plan, all) {
		f.IdleGaps += n
		f.MaxIdle = max(f.MaxIdle, n)
	}
	f.PlaceChanges = placeChanges(plan, all)
	f.Unsocial, f.Days = hoursAndDays(p, plan, all)
	return f
}

// hoursAndDays sums what unsocial hours cost, and counts people's days with
// meetings.
func hoursAndDays(p *Problem, plan Plan, all [][]int) (cost, days int) {
	for q, agenda := range all {
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
func idleGaps(p *Problem, plan Plan) []int { return gapsIn(p, plan, agendas(p, plan)) }

func gapsIn(p *Problem, plan Plan, all [][]int) []int {
	gaps := make([]int, len(p.People))
	attends := map[int][]int{}
	for _, s := range p.Programme {
		for _, q := range s.People {
			attends[q] = append(attends[q], s.Slots...)
		}
	}
	var slots []int
	for q, agenda := range all {
		slots = append(slots[:0], attends[q]...)
		for _, m := range agenda {
			slots = append(slots, plan[m].Slot)
		}
		if len(attends[q]) > 0 {
			slices.Sort(slots)
		}
		for n, t := range slots {
			if n > 0 && t > slots[n-1]+1 {
				gaps[q]++
			}
		}
	}
	return gaps
}

func placeChanges(plan Plan, all [][]int) (n int) {
	for _, agenda := range all {
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
	bySlot, count := make([]int, len(p.Slots)+1), make([]int, len(p.People))
	total, sum := 0, 0
	for m, a := range plan {
		if held(p, a) {
			bySlot[a.Slot+1]++
			total++
			for _, q := range p.Meetings[m].People {
				count[q]++
				sum++
			}
		}
	}
	for t := range p.Slots {
		bySlot[t+1] += bySlot[t]
	}
	order := make([]int, total)
	for m, a := range plan {
		if held(p, a) {
			order[bySlot[a.Slot]] = m
			bySlot[a.Slot]++
		}
	}
	out, all := make([][]int, len(p.People)), make([]int, sum)
	for q, n := range count {
		out[q], all = all[:0:n], all[n:]
	}
	for _, m := range order {
		for _, q := range p.Meetings[m].People {
			out[q] = append(out[q], m)
		}
	}
	return out
}
