package schedule

import "slices"

// hunt is the search of a fixer.
type hunt struct {
	found  bool
	proven bool
	best   rank
	plan   Plan
	limit  int // people who may be touched
	spare  int // Must meetings that may be given up
	nodes  int // left to be visited
	pruned bool
	seen   map[string]bool // sets of people touched for which the plan was completed
	wishes []int           // meetings not held before the repair, the dearest first
	doms   []uint64        // of wishes
}

// Nodes that one number of Must meetings given up may cost, and plans that are
// completed for the same number of people touched.
const repairNodes, repairLeaves = 60_000, 48

// repair finds the best plan or gives up unproven.
func (f *fixer) repair() {
	f.proven = true
	var homeless []int
	for m, need := range f.needed {
		if need && f.cur[m].Slot == None && f.possible(m) {
			homeless = append(homeless, m)
		}
	}
	for f.spare = 0; f.spare <= len(homeless) && !f.found; f.spare++ {
		f.nodes = repairNodes
		for f.limit = f.touched; f.limit <= len(f.p.People); f.limit++ {
			f.pruned, f.seen = false, map[string]bool{}
			f.search(homeless, 0)
			if f.found || !f.pruned || f.nodes <= 0 {
				break
			}
		}
		f.proven = f.proven && f.nodes > 0
	}
	f.proven = f.proven && f.found && (f.p.IdleSpread <= 0 || len(f.wishes) == 0)
}

// possible tells that some slot is allowed to m.
func (f *fixer) possible(m int) bool {
	for t := range f.p.Slots {
		if f.allowed(m, t) {
			return true
		}
	}
	return false
}

// stop tells that the search has to end.
func (f *fixer) stop() bool {
	if f.nodes--; f.nodes%256 == 0 && f.ctx.Err() != nil {
		f.nodes = 0
	}
	return f.nodes <= 0 || len(f.seen) >= repairLeaves && f.found
}

// search gives each homeless Must meeting a slot, with f.spare - dropped of
// them at most given up, in every way that touches no more than f.limit people.
func (f *fixer) search(homeless []int, dropped int) {
	if f.touched > f.limit {
		f.pruned = true
		return
	}
	if f.stop() {
		return
	}
	n := slices.IndexFunc(homeless, func(m int) bool {
		return !slices.ContainsFunc(f.p.Meetings[m].After, func(b int) bool { return slices.Contains(homeless, b) })
	})
	if len(homeless) == 0 {
		f.even()
		return
	}
	n = max(0, n)
	m := homeless[n]
	rest := slices.Delete(slices.Clone(homeless), n, n+1)
	f.decided[m] = true
	for t := range f.p.Slots {
		if f.allowed(m, t) {
			f.seat(m, t, rest, dropped)
		}
	}
	if dropped < f.spare {
		f.drop(m, rest, dropped+1)
	}
	f.decided[m] = false
}

// push takes y out of the plan for the time of then, if it may be pushed.
func (f *fixer) push(y int, rest []int, then func(rest []int)) {
	if f.locked[y] || f.decided[y] {
		return
	}
	a := f.cur[y]
	f.lift(y)
	if f.touched > f.limit {
		f.pruned = true
	} else {
		if f.needed[y] {
			rest = append(slices.Clone(rest), y)
		}
		then(rest)
	}
	f.put(y, a)
}

// seat puts m into slot t after pushing aside, in every way, what is there.
func (f *fixer) seat(m, t int, rest []int, dropped int) {
	if f.stop() {
		return
	}
	again := func(rest []int) { f.seat(m, t, rest, dropped) }
	g := &f.p.Meetings[m]
	for _, q := range g.People {
		if y := f.at[q*f.slots+t]; y != None {
			f.push(int(y), rest, again)
			return
		}
	}
	for _, b := range g.After {
		if f.cur[b].Slot == None && !slices.Contains(rest, b) {
			return // it is given up
		}
		if f.cur[b].Slot >= t {
			f.push(b, rest, again)
			return
		}
	}
	for _, a := range f.before[m] {
		if s := f.cur[a].Slot; s != None && s <= t {
			f.push(a, rest, again)
			return
		}
	}
	for _, q := range g.People {
		if f.dayFull(q, t) {
			for s := range f.p.Slots {
				if y := f.at[q*f.slots+s]; y != None && f.p.Slots[s].Day == f.p.Slots[t].Day {
					f.push(int(y), rest, again)
				}
			}
			return
		}
	}
	if g.Online {
		f.settle(m, Assignment{t, None}, rest, dropped)
		return
	}
	f.seatPlace(m, t, rest, dropped)
}

// seatPlace finds m a place in slot t. Vacant places are alike but for those
// that a meeting pushed aside might come back to.
func (f *fixer) seatPlace(m, t int, rest []int, dropped int) {
	l := f.place(m, t)
	g := &f.p.Meetings[m]
	switch {
	case l != None && (!f.left[[2]int{l, t}] || f.base[m] == Assignment{t, l}):
		f.settle(m, Assignment{t, l}, rest, dropped)
	case l != None:
		for l := range f.p.Places {
			if f.in[l*f.slots+t] == None && (!g.Fixed || g.Place == None || g.Place == l) {
				f.settle(m, Assignment{t, l}, rest, dropped)
			}
		}
	default:
		for l := range f.p.Places {
			if y := f.in[l*f.slots+t]; y >= 0 && (!g.Fixed || g.Place == None || g.Place == l) {
				f.push(int(y), rest, func(rest []int) {
					if f.in[l*f.slots+t] == None {
						f.settle(m, Assignment{t, l}, rest, dropped)
					}
				})
			}
		}
	}
}

func (f *fixer) settle(m int, a Assignment, rest []int, dropped int) {
	f.put(m, a)
	f.search(rest, dropped)
	f.lift(m)
}

// drop gives m up, and with it what must come after it.
func (f *fixer) drop(m int, rest []int, dropped int) {
	for _, a := range f.before[m] {
		if n := slices.Index(rest, a); n >= 0 {
			if dropped < f.spare {
				f.decided[a] = true
				f.drop(m, slices.Delete(slices.Clone(rest), n, n+1), dropped+1)
				f.decided[a] = false
			}
			return
		}
		if f.cur[a].Slot != None {
			if need := f.needed[a]; !need || dropped < f.spare {
				f.push(a, rest, func(rest []int) { f.drop(m, rest, dropped) })
			}
			return
		}
	}
	f.search(rest, dropped)
}

// orphan is a meeting that is held while b, which must come first, is not.
func (f *fixer) orphan() (a, b int) {
	for a := range f.cur {
		if !f.ordered || f.cur[a].Slot == None {
			continue
		}
		for _, b := range f.p.Meetings[a].After {
			if f.cur[b].Slot == None {
				return a, b
			}
		}
	}
	return None, None
}

// even completes a plan that holds the Must meetings, and where idle gaps differ
// too much pushes aside, in turn, the meetings of those who have most or fewest.
func (f *fixer) even() {
	if a, b := f.orphan(); a != None {
		if !f.decided[b] && f.possible(b) {
			f.search([]int{b}, f.spare)
		}
		f.push(a, nil, func(rest []int) { f.search(rest, f.spare) })
		return
	}
	v, bad := spread(f.p, f.cur)
	if !bad {
		f.leaf()
		return
	}
	gaps := idleGaps(f.p, f.cur)
	least := slices.Index(gaps, slices.Min(gaps))
	for m, a := range f.cur {
		people := f.p.Meetings[m].People
		if a.Slot != None && (slices.Contains(people, v.Person) || slices.Contains(people, least)) && !f.stop() {
			f.push(m, nil, func(rest []int) { f.search(rest, f.spare) })
		}
	}
}

// leaf completes the plan unless that was done for the same people touched.
func (f *fixer) leaf() {
	key := make([]byte, (len(f.off)+7)/8)
	for q, n := range f.off {
		if n > 0 {
			key[q/8] |= 1 << (q % 8)
		}
	}
	if f.seen[string(key)] {
		return
	}
	plan := f.complete()
	if !f.keeps(plan) {
		return
	}
	f.seen[string(key)] = true
	if r := f.rankOf(plan); !f.found || r.better(f.best) {
		f.found, f.best, f.plan = true, r, plan
	}
}

// keeps checks the rules that the search does not see to.
func (f *fixer) keeps(plan Plan) bool {
	for m, a := range plan {
		if f.ordered && a.Slot != None {
			for _, b := range f.p.Meetings[m].After {
				if plan[b].Slot == None || plan[b].Slot >= a.Slot {
					return false
				}
			}
		}
	}
	_, bad := spread(f.p, plan)
	return !bad
}
