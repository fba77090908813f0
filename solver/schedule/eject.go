package schedule

import "slices"

// ejector is a stochastic ejection search: a meeting without a slot takes one,
// and the meetings in its way move elsewhere or, if no dearer, wait in their
// turn. It ends after the given number of steps, when every meeting that can
// be held is held, or when the bound is reached.
type ejector struct {
	*search
	waiting []int32 // meetings without a slot that have a domain
	index   []int32 // index in waiting of each meeting, or None
	tabu    []int   // step until which a meeting may not push others out
	out     []int32 // scratch: the meetings in the way
	pick    []int32 // the meetings in the way in the slot chosen
	was     []int32 // the slots of pick before
	best    []int32
	record  int64 // worth of best
	step    int
	gained  int // step of the last record
}

func (s *search) eject(steps int) {
	e := &ejector{search: s, index: make([]int32, len(s.slot)), tabu: make([]int, len(s.slot))}
	for i := range s.slot {
		e.index[i] = None
		if s.slot[i] == None && !s.domain(i).empty() && !s.bad[i] {
			e.wait(int32(i))
		}
	}
	e.best = append(e.best, s.slot...)
	e.record = s.worth
	c := newChains(e)
	for e.step = 1; e.step <= steps && len(e.waiting) > 0 && !e.optimal() && s.clock.tick(s.state); e.step++ {
		if s.start == nil && e.step%c.every == 1 {
			c.sweep()
		}
		if e.worth > e.record {
			e.save()
		} else if e.step%1024 == 0 && e.step-e.gained > e.patience() {
			break
		}
		if s.start == nil && s.rng.IntN(8) == 0 {
			e.stir()
		}
		if len(e.waiting) > 0 {
			e.try(e.waiting[s.rng.IntN(len(e.waiting))])
		}
	}
	if s.worth < e.record {
		s.restore(e.best)
	}
}

// patience is after how many steps without a gain the search gives up. It is
// longer while a Must meeting waits.
func (e *ejector) patience() int {
	n := 20_000 + min(30*len(e.slot), 400_000)
	if slices.ContainsFunc(e.waiting, func(i int32) bool { return e.p.Meetings[i].Must }) {
		n *= 20
	}
	return n
}

// save notes the present plan as the best.
func (e *ejector) save() {
	copy(e.best, e.slot)
	e.record, e.gained = e.worth, e.step
}

// optimal tells that the bound on the number of meetings is reached and the
// meetings left out are no dearer than any held. It looks now and then only.
func (e *ejector) optimal() bool {
	if e.placed < e.bound || e.step%256 != 1 {
		return false
	}
	var most int64
	for _, i := range e.waiting {
		most = max(most, e.value[i])
	}
	for i, t := range e.slot {
		if t != None && e.value[i] < most {
			return false
		}
	}
	return true
}

// stir moves a random chain of meetings between two slots, so that the search
// does not circle.
func (e *ejector) stir() {
	i, t := int32(e.rng.IntN(len(e.slot))), e.rng.IntN(e.slots)
	if u := e.slot[i]; u != None && int(u) != t && !e.fixed[i] && e.chain.find(i, t) {
		e.chain.apply()
	}
}

func (e *ejector) wait(i int32) {
	e.index[i] = int32(len(e.waiting))
	e.waiting = append(e.waiting, i)
}

func (e *ejector) hold(i int32, t int) {
	e.put(i, t)
	n := e.index[i]
	last := e.waiting[len(e.waiting)-1]
	e.waiting[n], e.index[last] = last, n
	e.waiting = e.waiting[:len(e.waiting)-1]
	e.index[i] = None
}

// try gives meeting i a slot if that costs no more than it is worth.
func (e *ejector) try(i int32) {
	for e.ordered {
		b := e.missing(i)
		if b == None {
			break
		}
		if e.index[b] == None || b == i {
			return // can never be held
		}
		i = b
	}
	if t := e.random(e.free(i)); t != None {
		e.hold(i, t)
		return
	}
	if e.tabu[i] > e.step {
		return
	}
	t, loss := e.cheapest(i, e.slots)
	if t == None || e.ordered && len(e.after[i]) > 0 && e.rng.IntN(4) == 0 {
		e.advance(i)
		return
	}
	daring := loss > e.value[i]
	if e.start != nil && loss >= e.value[i] {
		return // moving others must gain something
	}
	if daring && (e.rng.IntN(50) != 0 || loss-e.value[i] > e.value[i] || e.record-e.worth > 4*e.value[i]) {
		return
	}
	if daring && e.worth > e.record {
		e.save()
	}
	e.push(i, t)
}

// missing is a meeting that must come before i and is not held, or None.
func (e *ejector) missing(i int32) int32 {
	for _, b := range e.after[i] {
		if e.slot[b] == None {
			return b
		}
	}
	return None
}

// random picks a slot of the set, or None.
func (e *ejector) random(from set) int {
	n := from.len()
	if n == 0 {
		return None
	}
	n = e.rng.IntN(n)
	at := None
	from.slots(func(t int) bool { at = t; n--; return n >= 0 })
	return at
}
