package schedule

import "slices"

// Rule names what a Violation breaks.
type Rule string

// The rules of a plan.
const (
	PersonBusy        Rule = "person_busy"        // Person is in Meeting and in Other in the same Slot
	PersonUnavailable Rule = "person_unavailable" // Person cannot meet in Slot
	PersonAttends     Rule = "person_attends"     // Person attends the programme in Slot
	PlaceBusy         Rule = "place_busy"         // Place holds Meeting, Other and more than it can in the same Slot
	PlaceClosed       Rule = "place_closed"       // Place is closed in Slot
	PlaceWrong        Rule = "place_wrong"        // Place is not of the kind that Meeting needs, or not where it is locked
	NoPlace           Rule = "no_place"           // an on-site meeting has no place
	NoInterpreter     Rule = "no_interpreter"     // in Slot all interpreters that Meeting could have serve others
	MayNotMeet        Rule = "may_not_meet"       // Person is in a meeting with somebody who declined or is of no paired group
	TooNear           Rule = "too_near"           // Person has fewer minutes (Count) than needed (Limit) between Meeting and Other, or the programme
	MaxMeetings       Rule = "max_meetings"       // Person has more meetings (Count) than allowed (Limit)
	GroupQuota        Rule = "group_quota"        // Group has more meetings (Count) than allowed (Limit)
	SlotNotAllowed    Rule = "slot_not_allowed"   // Slot is not among Meeting.Slots
	Precedence        Rule = "precedence"         // Meeting is not in a later slot than Other
	PredecessorUnheld Rule = "predecessor_unheld" // Meeting is held, Other, which must come first, is not
	FixedMoved        Rule = "fixed_moved"        // a fixed meeting is not where it must be
	MaxPerDay         Rule = "max_per_day"        // Person has more meetings on the day of Slot than allowed
	IdleSpread        Rule = "idle_spread"        // Person has too many more idle gaps than the person with fewest
	BadIndex          Rule = "bad_index"          // a slot or place that the problem does not have
)

// Violation is one broken rule of a plan. Indices that do not apply are None.
type Violation struct {
	Rule    Rule `json:"rule"`
	Meeting int  `json:"meeting"`
	Other   int  `json:"other"` // another meeting
	Person  int  `json:"person"`
	Slot    int  `json:"slot"`
	Place   int  `json:"place"`
	Group   int  `json:"group"`
	Count   int  `json:"count,omitempty"` // meetings, minutes, or the spread of idle gaps
	Limit   int  `json:"limit,omitempty"`
}

func violation(r Rule, meeting int, a Assignment) Violation {
	return Violation{Rule: r, Meeting: meeting, Other: None, Person: None, Slot: a.Slot, Place: a.Place, Group: None}
}

// Check returns every rule that plan breaks, in the order of meetings; nil for
// a valid plan. A meeting beyond the end of plan counts as not held. The
// problem itself must be valid (see Validate).
func Check(p *Problem, plan Plan) []Violation {
	plan = fit(p, plan)
	var out []Violation
	c := newChecked(p)
	at := make(map[[2]int]int)   // person, slot -> first meeting there
	in := make(map[[2]int][]int) // place, slot -> meetings there
	days := make(map[[2]int]int)
	for m := range p.Meetings {
		a := plan[m]
		out = append(out, c.alone(m, a)...)
		out = append(out, order(p, plan, m, a)...)
		if !held(p, a) {
			continue
		}
		for _, q := range p.Meetings[m].People {
			k := [2]int{q, a.Slot}
			if first, ok := at[k]; ok {
				out = append(out, pair(PersonBusy, m, first, q, a))
			} else {
				at[k] = m
			}
			day := [2]int{q, p.Slots[a.Slot].Day}
			days[day]++
			if v, over := dayOver(p, m, q, a, days[day]); over {
				out = append(out, v)
			}
		}
		if !p.Meetings[m].Online && a.Place != None {
			k := [2]int{a.Place, a.Slot}
			if len(in[k]) >= max(1, p.Places[a.Place].Capacity) {
				out = append(out, pair(PlaceBusy, m, in[k][0], None, a))
			}
			in[k] = append(in[k], m)
		}
	}
	out = append(out, c.together(plan)...)
	if v, bad := spread(p, plan); bad {
		out = append(out, v)
	}
	return out
}

// alone checks what concerns only meeting m and its assignment.
func (c *checked) alone(m int, a Assignment) (out []Violation) {
	p := c.p
	g := p.Meetings[m]
	if moved(g, a) {
		out = append(out, violation(FixedMoved, m, a))
	}
	if a.Slot == None {
		return out
	}
	if !held(p, a) {
		return append(out, violation(BadIndex, m, a))
	}
	if len(g.Slots) > 0 && !slices.Contains(g.Slots, a.Slot) {
		out = append(out, violation(SlotNotAllowed, m, a))
	}
	if barred, found := c.meet.barred(g); found {
		out = append(out, person(MayNotMeet, m, barred[0], a))
	}
	for _, q := range g.People {
		if slices.Contains(p.People[q].Unavailable, a.Slot) {
			out = append(out, person(PersonUnavailable, m, q, a))
		}
		if c.attends[[2]int{q, a.Slot}] {
			out = append(out, person(PersonAttends, m, q, a))
		}
	}
	switch {
	case g.Online:
	case a.Place == None:
		out = append(out, violation(NoPlace, m, a))
	default:
		if slices.Contains(p.Places[a.Place].Closed, a.Slot) {
			out = append(out, violation(PlaceClosed, m, a))
		}
		if g.Kind != "" && p.Places[a.Place].Kind != g.Kind || g.Locked && a.Place != g.Place {
			out = append(out, violation(PlaceWrong, m, a))
		}
	}
	return out
}

func person(r Rule, m, q int, a Assignment) Violation {
	v := violation(r, m, a)
	v.Person = q
	return v
}

func moved(g Meeting, a Assignment) bool {
	return g.Fixed && (a.Slot != g.Slot || !g.Online && g.Place != None && a.Place != g.Place)
}

// order checks that everything m must come after is held earlier.
func order(p *Problem, plan Plan, m int, a Assignment) (out []Violation) {
	for _, b := range p.Meetings[m].After {
		out = append(out, after(p, plan, m, b, a)...)
	}
	return out
}

func after(p *Problem, plan Plan, m, before int, a Assignment) []Violation {
	if !held(p, a) {
		return nil
	}
	v := violation(Precedence, m, a)
	v.Other = before
	if !held(p, plan[before]) {
		v.Rule = PredecessorUnheld
		return []Violation{v}
	}
	if plan[before].Slot >= a.Slot {
		return []Violation{v}
	}
	return nil
}

func pair(r Rule, m, other, person int, a Assignment) Violation {
	v := violation(r, m, a)
	v.Other, v.Person = other, person
	return v
}

func dayOver(p *Problem, m, person int, a Assignment, count int) (Violation, bool) {
	limit := p.People[person].MaxPerDay
	if limit <= 0 || count <= limit {
		return Violation{}, false
	}
	v := violation(MaxPerDay, m, a)
	v.Person, v.Count, v.Limit = person, count, limit
	return v, true
}

// spread checks IdleSpread; Count of the violation is the spread found.
func spread(p *Problem, plan Plan) (Violation, bool) {
	if p.IdleSpread <= 0 || len(p.People) == 0 {
		return Violation{}, false
	}
	gaps := idleGaps(p, plan)
	v := violation(IdleSpread, None, Assignment{None, None})
	v.Count, v.Limit = slices.Max(gaps)-slices.Min(gaps), p.IdleSpread
	v.Person = slices.Index(gaps, slices.Max(gaps))
	return v, v.Count > v.Limit
}

func held(p *Problem, a Assignment) bool {
	return a.Slot >= 0 && a.Slot < len(p.Slots) && a.Place >= None && a.Place < len(p.Places)
}

// fit copies plan to the problem's length.
func fit(p *Problem, plan Plan) Plan {
	out := make(Plan, len(p.Meetings))
	for m := range out {
		out[m] = Assignment{None, None}
		if m < len(plan) {
			out[m] = plan[m]
		}
	}
	return out
}
