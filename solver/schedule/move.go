package schedule

import "slices"

// CanMove returns the rules that would newly be broken if meeting were held in
// slot at place and everything else stayed; nil means it can. Place None lets
// any free place do; slot None takes the meeting out of the plan.
func CanMove(p *Problem, plan Plan, meeting, slot, place int) []Violation {
	plan = fit(p, plan)
	before := plan[meeting]
	a := Assignment{Slot: slot, Place: place}
	if slot == None || p.Meetings[meeting].Online {
		a.Place = None
	}
	if slot != None && a.Place == None && !p.Meetings[meeting].Online && slot < len(p.Slots) {
		a.Place = FreePlace(p, plan, meeting, slot)
	}
	c := newChecked(p)
	out := c.alone(meeting, a)
	was, _ := spread(p, plan)
	plan[meeting] = a
	out = append(out, order(p, plan, meeting, a)...)
	for m := range p.Meetings {
		if m != meeting && slices.Contains(p.Meetings[m].After, meeting) {
			out = append(out, after(p, plan, m, meeting, plan[m])...)
		}
	}
	if held(p, a) {
		out = append(out, clashes(p, plan, meeting, a)...)
		out = append(out, c.joining(plan, meeting, before)...)
	}
	if now, bad := spread(p, plan); bad && now.Count > was.Count {
		out = append(out, now)
	}
	plan[meeting] = before
	return out
}

// FreePlace returns a place that is open and unused in slot apart from meeting,
// the meeting's present place if possible, or None.
func FreePlace(p *Problem, plan Plan, meeting, slot int) int {
	used := make([]int, len(p.Places))
	for m, a := range fit(p, plan) {
		if m != meeting && held(p, a) && a.Slot == slot && !p.Meetings[m].Online && a.Place != None {
			used[a.Place]++
		}
	}
	ok := func(l int) bool {
		return l >= 0 && l < len(used) && used[l] < max(1, p.Places[l].Capacity) && !slices.Contains(p.Places[l].Closed, slot) && p.suits(meeting, l)
	}
	if meeting < len(plan) && ok(plan[meeting].Place) {
		return plan[meeting].Place
	}
	for l := range used {
		if ok(l) {
			return l
		}
	}
	return None
}

// clashes finds what the move of m to a breaks together with other meetings.
func clashes(p *Problem, plan Plan, m int, a Assignment) (out []Violation) {
	mine := p.Meetings[m]
	days := map[int]int{}
	beside := 0 // meetings at the same place
	for o, b := range plan {
		if o == m || !held(p, b) {
			continue
		}
		same := b.Slot == a.Slot
		for _, q := range p.Meetings[o].People {
			if !slices.Contains(mine.People, q) {
				continue
			}
			if same {
				out = append(out, pair(PersonBusy, m, o, q, a))
			}
			if p.Slots[b.Slot].Day == p.Slots[a.Slot].Day {
				days[q]++
			}
		}
		if same && !mine.Online && !p.Meetings[o].Online && a.Place != None && a.Place == b.Place {
			if beside++; beside == max(1, p.Places[a.Place].Capacity) {
				out = append(out, pair(PlaceBusy, m, o, None, a))
			}
		}
	}
	for _, q := range mine.People {
		if v, over := dayOver(p, m, q, a, days[q]+1); over {
			out = append(out, v)
		}
	}
	return out
}

// joining finds which rules about several meetings break now that m, before at
// was, is where plan has it.
func (c *checked) joining(plan Plan, m int, was Assignment) (out []Violation) {
	p, g := c.p, c.p.Meetings[m]
	if c.spaced() {
		all := c.engagements(plan)
		for _, q := range g.People {
			out = append(out, c.spacing(q, all[q], m, plan)...)
		}
	}
	if g.Interpret != "" {
		var list []int
		for o, x := range p.Meetings {
			if o != m && x.Interpret != "" && held(p, plan[o]) && plan[o].Slot == plan[m].Slot {
				list = append(list, o)
			}
		}
		_, before := interpret(p, list, plan[m].Slot)
		if _, after := interpret(p, append(list, m), plan[m].Slot); len(after) > len(before) {
			out = append(out, violation(NoInterpreter, m, plan[m]))
		}
	}
	if held(p, was) {
		return out
	}
	for _, v := range c.quotas(plan) {
		if v.Person != None && slices.Contains(g.People, v.Person) ||
			v.Group != None && slices.ContainsFunc(g.People, func(q int) bool { return slices.Contains(p.Groups[v.Group].People, q) }) {
			v.Meeting, v.Slot, v.Place = m, plan[m].Slot, plan[m].Place
			out = append(out, v)
		}
	}
	return out
}
