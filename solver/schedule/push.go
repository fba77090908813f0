package schedule

import "slices"

// cheapest finds the slot for i, before slot end, whose present meetings lose
// least, ties by chance, and notes them in pick. A meeting that has another
// free slot loses next to nothing.
func (e *ejector) cheapest(i int32, end int) (at int, loss int64) {
	at = None
	dom := slices.Clone(e.domain(int(i)))
	if e.ordered {
		lo, hi := e.window(i)
		dom.keep(lo, min(hi, end))
	}
	ties := 0
	dom.slots(func(t int) bool {
		if !e.blockers(i, t) {
			return true
		}
		var l int64
		for _, x := range e.out {
			l++
			if e.free(x).empty() {
				l += 4 * e.value[x]
			}
		}
		if at != None && l == loss {
			ties++
		}
		if at == None || l < loss || l == loss && e.rng.IntN(ties) == 0 {
			if l != loss {
				ties = 1
			}
			at, loss = t, l
			e.pick = append(e.pick[:0], e.out...)
		}
		return true
	})
	return at, loss / 4
}

// blockers lists in out the meetings to be moved for i to be held in slot t of
// its domain. It reports false if a fixed one is among them.
func (e *ejector) blockers(i int32, t int) bool {
	e.out = e.out[:0]
	place := e.online[i] || !e.full.has(t)
	for _, q := range e.people[i] {
		x := e.holds(q, t)
		if x == None && e.dayMax[q] > 0 && e.perDay[int(q)*e.days+int(e.day[t])] >= e.dayMax[q] {
			if x = e.sameDay(q, t); x == None {
				return false
			}
		}
		if x == None || slices.Contains(e.out, x) {
			continue
		}
		if e.fixed[x] {
			return false
		}
		e.out = append(e.out, x)
		place = place || !e.online[x] && int(e.slot[x]) == t
	}
	if !place {
		x := e.occupant(t)
		if x == None {
			return false
		}
		e.out = append(e.out, x)
	}
	return e.crowding(i, t) && (!e.spaced || e.crossing(i, t))
}

// crowding adds to out a meeting for each pool and quota that has nothing left.
func (e *ejector) crowding(i int32, t int) bool {
	for _, k := range e.draws[i] {
		if e.empty[k].has(t) && !e.oneOf(e.pools[k].members, func(x int32) bool { return int(e.slot[x]) == t }) {
			return false
		}
	}
	for _, k := range e.charges[i] {
		if e.charged[k] >= e.quotas[k].most && !e.oneOf(e.quotas[k].members, func(x int32) bool { return e.slot[x] != None }) {
			return false
		}
	}
	return true
}

// oneOf adds to out one of the members that fit and may move, unless one that
// fits is there already.
func (e *ejector) oneOf(members []int32, fits func(x int32) bool) bool {
	found := int32(None)
	from := e.rng.IntN(len(members))
	for n := range members {
		x := members[(from+n)%len(members)]
		if !fits(x) {
			continue
		}
		if slices.Contains(e.out, x) {
			return true
		}
		if !e.fixed[x] && (found == None || e.value[x] < e.value[found]) {
			found = x
		}
	}
	if found == None {
		return false
	}
	e.out = append(e.out, found)
	return true
}

// crossing adds to out the meetings of i's people that are too near to slot t.
func (e *ejector) crossing(i int32, t int) bool {
	ok := true
	for _, q := range e.people[i] {
		e.busySet(q).slots(func(u int) bool {
			y := e.holds(q, u)
			near := e.near[e.apart(q, i, y)]
			if y == i || near == nil || !near[u].has(t) || slices.Contains(e.out, y) {
				return true
			}
			if ok = y >= 0 && !e.fixed[y]; ok {
				e.out = append(e.out, y)
			}
			return ok
		})
		if !ok {
			return false
		}
	}
	return true
}

// occupant is some on-site meeting in slot t that may move, if possible one
// with another free slot.
func (e *ejector) occupant(t int) int32 {
	found := int32(None)
	for try := 0; try < 24; try++ {
		x := e.holds(int32(e.rng.IntN(len(e.meets))), t)
		if x < 0 || e.online[x] || e.fixed[x] || slices.Contains(e.out, x) {
			continue
		}
		if found == None || e.value[x] < e.value[found] {
			found = x
		}
		if !e.free(x).empty() {
			return x
		}
	}
	return found
}

// sameDay is some meeting of q on the day of slot t that may move, or None.
func (e *ejector) sameDay(q int32, t int) int32 {
	mine := e.meets[q]
	from := e.rng.IntN(len(mine))
	for n := range mine {
		x := mine[(from+n)%len(mine)]
		if u := e.slot[x]; u != None && e.day[u] == e.day[t] && !e.fixed[x] && !slices.Contains(e.out, x) {
			return x
		}
	}
	return None
}

// push puts i into slot t, where pick is in the way, and finds the pushed
// meetings other slots or lets them wait.
func (e *ejector) push(i int32, t int) {
	e.was = e.was[:0]
	for _, x := range e.pick {
		e.was = append(e.was, e.slot[x])
		e.take(x)
	}
	if !e.free(i).has(t) {
		for n, x := range e.pick {
			e.put(x, int(e.was[n]))
		}
		return
	}
	e.hold(i, t)
	for _, x := range e.pick {
		if u := e.random(e.free(x)); u != None {
			e.put(x, u)
			continue
		}
		e.tabu[x] = e.step + 10 + e.rng.IntN(len(e.waiting)+10)
		e.wait(x)
		e.orphan(x)
	}
}

// orphan takes out what must come after x.
func (e *ejector) orphan(x int32) {
	for _, a := range e.before[x] {
		if e.slot[a] != None {
			e.take(a)
			e.wait(a)
			e.orphan(a)
		}
	}
}

// advance makes room for i by moving the last meeting that must come before it
// to an earlier slot.
func (e *ejector) advance(i int32) {
	b := int32(None)
	for _, x := range e.after[i] {
		if b == None || e.slot[x] > e.slot[b] {
			b = x
		}
	}
	if b == None || e.fixed[b] {
		return
	}
	was := int(e.slot[b])
	e.take(b)
	t, loss := e.cheapest(b, was)
	if t == None || loss > e.value[i] {
		e.put(b, was)
		return
	}
	e.wait(b)
	e.push(b, t)
	if e.slot[b] == None {
		e.hold(b, was)
	}
}
