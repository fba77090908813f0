package schedule

import "slices"

// RemedyKind names a Remedy.
type RemedyKind string

// Kinds of remedies, in the order in which Remedies lists them.
const (
	RemedyMove      RemedyKind = "move"      // other meetings move, nobody loses one
	RemedyAvailable RemedyKind = "available" // Person becomes available in Slot
	RemedyAllow     RemedyKind = "allow"     // Meeting may be held in Slot too
	RemedyDayLimit  RemedyKind = "day_limit" // Person may have one more meeting a day
	RemedyPlace     RemedyKind = "place"     // one more place is open in Slot
	RemedySpread    RemedyKind = "spread"    // numbers of idle gaps may differ by Limit
	RemedyDisplace  RemedyKind = "displace"  // Drops are not held instead
)

// Remedy is a change that lets one more meeting be held in Slot. Indices that
// do not apply are None.
type Remedy struct {
	Kind    RemedyKind `json:"kind"`
	Meeting int        `json:"meeting"`
	Slot    int        `json:"slot"`
	Person  int        `json:"person"`
	Limit   int        `json:"limit,omitempty"` // that the rule must have instead
	Moves   []Shift    `json:"moves"`           // what changes slot or place for it, Meeting itself included
	Drops   []int      `json:"drops,omitempty"` // meetings no longer held
	People  int        `json:"people"`          // touched besides those of Meeting
}

// Shift moves a meeting.
type Shift struct {
	Meeting int        `json:"meeting"`
	From    Assignment `json:"from"`
	To      Assignment `json:"to"`
}

// Apply returns the Problem and the plan with the remedy; p and plan are left
// as they are.
func (r Remedy) Apply(p *Problem, plan Plan) (*Problem, Plan) {
	n := *p
	without := func(list []int) []int {
		return slices.DeleteFunc(slices.Clone(list), func(t int) bool { return t == r.Slot })
	}
	switch r.Kind {
	case RemedyAvailable:
		n.People = slices.Clone(p.People)
		n.People[r.Person].Unavailable = without(n.People[r.Person].Unavailable)
	case RemedyAllow:
		n.Meetings = slices.Clone(p.Meetings)
		n.Meetings[r.Meeting].Slots = append(without(n.Meetings[r.Meeting].Slots), r.Slot)
	case RemedyDayLimit:
		n.People = slices.Clone(p.People)
		n.People[r.Person].MaxPerDay = r.Limit
	case RemedyPlace:
		n.Places = append(slices.Clone(p.Places), Place{Closed: slices.Delete(every(len(p.Slots)), r.Slot, r.Slot+1)})
	case RemedySpread:
		n.IdleSpread = r.Limit
	}
	plan = fit(p, plan)
	for _, m := range r.Drops {
		plan[m] = Assignment{None, None}
	}
	for _, s := range r.Moves {
		plan[s.Meeting] = s.To
	}
	return &n, plan
}

// Remedies lists changes after which the plan can hold a meeting that it does
// not hold, at most one of each kind, the cheapest kind first and of each kind
// the one that touches fewest people. Each is checked: it breaks no rule that
// plan keeps. There may be others.
func Remedies(p *Problem, plan Plan, meeting int) []Remedy {
	return newAdviser(p, plan).remedies(meeting)
}

// adviser looks for remedies of one plan.
type adviser struct {
	*state
	plan  Plan
	fault int // rules that plan breaks
}

func newAdviser(p *Problem, plan Plan) *adviser {
	a := &adviser{state: newState(newModel(p, Options{})), plan: fit(p, plan)}
	a.hold(a.plan)
	a.fault = len(Check(p, plan))
	return a
}

// hold puts the meetings of a plan where they are, those that keep the rules
// first, then as far as nobody would be in two at once.
func (s *state) hold(plan Plan) {
	for again := true; again; { // once more while an order of meetings lets new ones in
		again = false
		for i, a := range plan {
			if s.slot[i] == None && held(s.p, a) && s.free(int32(i)).has(a.Slot) {
				s.put(int32(i), a.Slot)
				again = s.ordered
			}
		}
	}
	for i, a := range plan {
		busy := func(q int32) bool { return s.holds(q, a.Slot) != None }
		if s.slot[i] == None && held(s.p, a) && !slices.ContainsFunc(s.people[i], busy) {
			s.put(int32(i), a.Slot)
		}
	}
}

func (a *adviser) remedies(m int) []Remedy {
	if m < 0 || m >= len(a.plan) || held(a.p, a.plan[m]) {
		return nil
	}
	best := map[RemedyKind]Remedy{}
	offer := func(r Remedy) {
		if old, ok := best[r.Kind]; ok && old.People <= r.People {
			return
		}
		q, plan := r.Apply(a.p, a.plan)
		if len(Check(q, plan)) <= a.fault {
			best[r.Kind] = r
		}
	}
	for t := range a.slots {
		if r, ok := a.relax(m, t); ok {
			offer(r)
		}
	}
	if moves, ok := a.shuffle(m); ok {
		offer(moves)
	}
	if drops, ok := a.displace(m); ok {
		offer(drops)
	}
	var out []Remedy
	for _, k := range []RemedyKind{RemedyMove, RemedyAvailable, RemedyAllow, RemedyDayLimit, RemedyPlace, RemedySpread, RemedyDisplace} {
		if r, ok := best[k]; ok {
			out = append(out, r)
		}
	}
	return out
}

func (a *adviser) remedy(k RemedyKind, m, t int) Remedy {
	l := None
	if !a.online[m] {
		l = FreePlace(a.p, a.plan, m, t)
	}
	return Remedy{Kind: k, Meeting: m, Slot: t, Person: None, Moves: []Shift{{m, Assignment{None, None}, Assignment{t, l}}}}
}

// relax finds the one rule that keeps m out of slot t.
func (a *adviser) relax(m, t int) (Remedy, bool) {
	g := &a.p.Meetings[m]
	if g.Fixed && g.Slot != t {
		return Remedy{}, false
	}
	r := a.remedy("", m, t)
	kinds := 0
	is := func(k RemedyKind, person int) { r.Kind, r.Person = k, person; kinds++ }
	if len(g.Slots) > 0 && !slices.Contains(g.Slots, t) {
		is(RemedyAllow, None)
	}
	for _, q := range g.People {
		if a.holds(int32(q), t) != None {
			return Remedy{}, false
		}
		if slices.Contains(a.p.People[q].Unavailable, t) {
			is(RemedyAvailable, q)
		}
		if limit := int(a.dayMax[q]); limit > 0 && int(a.perDay[q*a.days+int(a.day[t])]) >= limit {
			is(RemedyDayLimit, q)
			r.Limit = limit + 1
		}
	}
	if !g.Online && r.Moves[0].To.Place == None {
		is(RemedyPlace, None)
		r.Moves[0].To.Place = len(a.p.Places)
	}
	if kinds == 0 && a.p.IdleSpread > 0 {
		plan := slices.Clone(a.plan)
		plan[m] = r.Moves[0].To
		v, _ := spread(a.p, plan)
		is(RemedySpread, None)
		r.Limit = v.Count
	}
	return r, kinds == 1
}

// displace finds the slot where least weight is lost for m.
func (a *adviser) displace(m int) (Remedy, bool) {
	var best []int32
	at, least := None, int64(0)
	a.domain(m).slots(func(t int) bool {
		out, ok := a.blockers(int32(m), t)
		var loss int64
		for _, x := range out {
			loss += a.value[x]
		}
		if ok && (at == None || loss < least) {
			best, at, least = out, t, loss
		}
		return true
	})
	if at == None || len(best) == 0 {
		return Remedy{}, false
	}
	r := a.remedy(RemedyDisplace, m, at)
	r.People = a.others(m, best)
	plan := slices.Clone(a.plan)
	for _, x := range best {
		r.Drops = append(r.Drops, int(x))
		plan[x] = Assignment{None, None}
	}
	slices.Sort(r.Drops)
	if !a.online[m] {
		r.Moves[0].To.Place = FreePlace(a.p, plan, m, at)
	}
	return r, true
}

// blockers lists meetings that may leave and without which i could be held in
// slot t, the least valuable where there is a choice.
func (a *adviser) blockers(i int32, t int) (out []int32, ok bool) {
	slot := map[int32]int{}
	leave := func(x int32) bool {
		if a.fixed[x] {
			return false
		}
		for _, y := range a.before[x] {
			if a.slot[y] != None {
				return false
			}
		}
		slot[x] = int(a.slot[x])
		a.take(x)
		out = append(out, x)
		return true
	}
	ok = true
	for _, q := range a.people[i] {
		if x := a.holds(q, t); x != None && !leave(x) {
			ok = false
			break
		}
	}
	for ok && !a.free(i).has(t) {
		x := a.culprit(i, t)
		ok = x != None && leave(x)
	}
	for x, t := range slot {
		a.put(x, t)
	}
	return out, ok
}

// culprit is the least valuable meeting without which i could be held in t.
func (a *adviser) culprit(i int32, t int) int32 {
	best := int32(None)
	try := func(x int32) {
		u := int(a.slot[x])
		if u == None || a.fixed[x] || best != None && a.value[x] >= a.value[best] {
			return
		}
		a.take(x)
		if a.free(i).has(t) {
			best = x
		}
		a.put(x, u)
	}
	for _, q := range a.people[i] {
		for _, x := range a.meets[q] {
			try(x)
		}
	}
	if best != None {
		return best
	}
	for x, u := range a.slot {
		if int(u) == t {
			try(int32(x))
		}
	}
	return best
}

// shuffle finds the slot for m whose meetings can all move elsewhere and that
// touches fewest people.
func (a *adviser) shuffle(m int) (best Remedy, found bool) {
	slices.Clone(a.domain(m)).slots(func(t int) bool {
		out, ok := a.blockers(int32(m), t)
		if !ok || len(out) == 0 {
			return true
		}
		was := slices.Clone(out)
		for n, x := range out {
			was[n] = a.slot[x]
			a.take(x)
		}
		a.put(int32(m), t)
		ok = true
		for _, x := range out {
			if u := a.free(x).first(); u != None {
				a.put(x, u)
			} else {
				ok = false
			}
		}
		if r := a.moved(m, out); ok && (!found || r.People < best.People) {
			best, found = r, true
		}
		for _, x := range append(out, int32(m)) {
			if a.slot[x] != None {
				a.take(x)
			}
		}
		for n, x := range out {
			a.put(x, int(was[n]))
		}
		return true
	})
	return best, found
}

// moved is the remedy that moves m and out to where the state has them.
func (a *adviser) moved(m int, out []int32) Remedy {
	r := Remedy{Kind: RemedyMove, Meeting: m, Slot: int(a.slot[m]), Person: None, People: a.others(m, out)}
	plan := slices.Clone(a.plan)
	for _, x := range out {
		plan[x] = Assignment{None, None}
	}
	for _, x := range append([]int32{int32(m)}, out...) {
		to := Assignment{int(a.slot[x]), None}
		if to.Slot != None && !a.online[x] {
			to.Place = FreePlace(a.p, plan, int(x), to.Slot)
		}
		plan[x] = to
		r.Moves = append(r.Moves, Shift{int(x), a.plan[x], to})
	}
	return r
}

// others is the number of people of the meetings out who are not in m.
func (a *adviser) others(m int, out []int32) int {
	touched := map[int32]bool{}
	for _, x := range out {
		for _, q := range a.people[x] {
			if !slices.Contains(a.people[m], q) {
				touched[q] = true
			}
		}
	}
	return len(touched)
}
