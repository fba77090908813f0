package schedule

import "slices"

// Explain says why a meeting that plan does not hold has no slot. If a slot is
// free for it the code is SlotFree. It tells what stands in the way in this
// plan; another plan may hold the meeting.
func Explain(p *Problem, plan Plan, meeting int) Reason {
	return newExplainer(p, plan).explain(meeting)
}

// ExplainAll explains every meeting that plan does not hold.
func ExplainAll(p *Problem, plan Plan) (out []Reason) {
	e := newExplainer(p, plan)
	for m, a := range e.plan {
		if !held(p, a) {
			out = append(out, e.explain(m))
		}
	}
	return out
}

// explainer answers for one plan.
type explainer struct {
	*state
	plan Plan
	meet *mayMeet
}

func newExplainer(p *Problem, plan Plan) *explainer {
	e := &explainer{state: newState(newModel(p, Options{})), plan: fit(p, plan), meet: newMayMeet(p)}
	e.hold(e.plan)
	return e
}

// commonSlots lists the slots that meeting m is allowed and that suit all its
// people, whatever else is planned.
func commonSlots(p *Problem, m int) (out []int) {
	g := p.Meetings[m]
	away := make([]bool, len(p.Slots))
	for _, q := range g.People {
		for _, t := range p.People[q].Unavailable {
			away[t] = true
		}
		for _, s := range p.Programme {
			if slices.Contains(s.People, q) {
				for _, t := range s.Slots {
					away[t] = true
				}
			}
		}
	}
	for t := range p.Slots {
		if !away[t] && (len(g.Slots) == 0 || slices.Contains(g.Slots, t)) && (!g.Fixed || g.Slot == t) {
			out = append(out, t)
		}
	}
	return out
}

func (e *explainer) explain(m int) Reason {
	g := e.p.Meetings[m]
	r := reason(NoCommonFreeSlot, m)
	if pair, barred := e.meet.barred(g); barred {
		r.Code, r.Person, r.Partner = MeetingBarred, pair[0], pair[1]
		return r
	}
	common := commonSlots(e.p, m)
	r.Common = len(common)
	if len(common) == 0 {
		return r
	}
	if code := e.closed(m, common); code != "" {
		r.Code = code
		return r
	}
	if g.Fixed && e.domain(m).empty() { // it contradicts the rules, or another fixed meeting
		r.Code = FixedClash
		if len(CanMove(e.p, e.plan, m, g.Slot, g.Place)) == 0 {
			r.Code, r.Slot = SlotFree, g.Slot
		}
		return r
	}
	for _, b := range g.After {
		if e.slot[b] == None {
			r.Code, r.Other = PrecedenceUnheld, b
			return r
		}
		if r.Other == None || e.slot[b] > e.slot[r.Other] {
			r.Other = b
		}
	}
	if k := e.exhausted(int32(m)); k != None {
		r.Code, r.Person, r.Group, r.Other = MaxMeetingsHeld, e.quotas[k].person, e.quotas[k].group, None
		if r.Group != None {
			r.Code = GroupQuotaFull
		}
		return r
	}
	e.count(&r, common)
	return r
}

// closed tells that no place, or no interpreter, is ever there in the slots.
func (m *model) closed(i int, common []int) Code {
	never := func(room []int32) bool {
		return !slices.ContainsFunc(common, func(t int) bool { return room[t] > 0 })
	}
	if !m.online[i] && never(m.room) {
		return NoPlaceOpen
	}
	for _, k := range m.draws[i] {
		if never(m.pools[k].room) {
			if m.pools[k].interpret {
				return NoInterpreterThere
			}
			return NoPlaceOpen
		}
	}
	return ""
}

// count finds what blocks each common slot; the reason is the obstacle that
// remains in the slots that have the fewest.
func (e *explainer) count(r *Reason, common []int) {
	m := int32(r.Meeting)
	lo, hi := e.window(m)
	people := e.people[m]
	taken := make([]int, len(people))
	obstacles := map[Code]int{} // slots that have nothing but it in the way
	who := map[Code]int{}
	stronger := true
	for _, t := range common {
		var in []int32
		for n, q := range people {
			if x := e.holds(q, t); x >= 0 {
				taken[n]++
				if !slices.Contains(in, x) {
					in = append(in, x)
				}
			}
		}
		if len(in) > 0 {
			stronger = stronger && e.outweigh(in, m)
			r.Meetings = union(r.Meetings, in)
			continue
		}
		code, person := e.obstacle(m, t, lo, hi)
		obstacles[code]++
		who[code] = person
		if code == SlotFree {
			r.Slot = t
		}
	}
	most := slices.Index(taken, slices.Max(taken))
	r.Person, r.Taken = int(people[most]), taken[most]
	r.Code = CommonSlotsTaken
	if stronger {
		r.Code = Displaced
	}
	for _, c := range []Code{SlotFree, SpreadBroken, NoInterpreterFree, NoPlaceFree, TooNearOthers, PrecedenceOrder, DayFull} {
		if obstacles[c] > 0 {
			r.Code, r.Meetings = c, nil
			break
		}
	}
	if p, ok := who[r.Code]; ok && p != None {
		r.Person = p
	}
	r.NoPlace = obstacles[NoPlaceFree] + obstacles[NoInterpreterFree]
	if r.Code != PrecedenceOrder {
		r.Other = None
	}
}

// outweigh tells that the meetings are together worth more than m.
func (e *explainer) outweigh(in []int32, m int32) bool {
	sum := int64(0)
	for _, x := range in {
		sum += e.value[x]
	}
	return sum > e.value[m]
}

func union(list []int, more []int32) []int {
	for _, x := range more {
		if n, found := slices.BinarySearch(list, int(x)); !found {
			list = slices.Insert(list, n, int(x))
		}
	}
	return list
}

// obstacle is what keeps m out of slot t, in which all its people are free, and
// whom it concerns, or None.
func (e *explainer) obstacle(m int32, t, lo, hi int) (Code, int) {
	for _, q := range e.people[m] {
		if e.dayMax[q] > 0 && e.perDay[int(q)*e.days+int(e.day[t])] >= e.dayMax[q] {
			return DayFull, int(q)
		}
	}
	if t < lo || t >= hi {
		return PrecedenceOrder, None
	}
	if e.spaced {
		for _, q := range e.people[m] {
			if e.pressed(m, q, t) {
				return TooNearOthers, int(q)
			}
		}
	}
	if !e.online[m] && e.full.has(t) {
		return NoPlaceFree, None
	}
	for _, k := range e.draws[m] {
		if e.empty[k].has(t) {
			if e.pools[k].interpret {
				return NoInterpreterFree, None
			}
			return NoPlaceFree, None
		}
	}
	if g := &e.p.Meetings[m]; !g.Online && (len(e.draws[m]) > 0 || g.Fixed) && FreePlace(e.p, e.plan, int(m), t) == None {
		return NoPlaceFree, None // unless others change places
	}
	if e.spread > 0 {
		s := &search{state: e.state}
		was := s.differ()
		s.put(m, t)
		now := s.differ()
		s.take(m)
		if now > max(was, e.spread) {
			return SpreadBroken, None
		}
	}
	return SlotFree, None
}

// pressed tells that q would have too little time around m in slot t.
func (e *explainer) pressed(m, q int32, t int) (pressed bool) {
	e.busySet(q).slots(func(u int) bool {
		near := e.near[e.apart(q, m, e.holds(q, u))]
		pressed = near != nil && near[u].has(t)
		return !pressed
	})
	return pressed
}
