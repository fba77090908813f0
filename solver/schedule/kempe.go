package schedule

// kempe is a Kempe chain: meetings in slots a and b that are connected by
// shared people. Moving every one of them to the other slot keeps all people
// free of clashes, and changes the agenda only of the people at its ends, who
// are busy in one of the two slots. See Johnson et al., "Optimization by
// simulated annealing: graph coloring", Operations Research 39 (1991).
type kempe struct {
	s     *state
	mark  []int32 // of each meeting: the trace that last met it
	trace int32
	a, b  int
	list  []int32 // the meetings
	ends  []kempeEnd
	shift int32 // on-site meetings that b gains
}

type kempeEnd struct {
	person int32
	from   int // a or b
}

// maxChain stops a chain that would disturb too much to be worth its time.
const maxChain = 600

func newKempe(s *state) *kempe { return &kempe{s: s, mark: make([]int32, len(s.slot))} }

// find traces the chain of meeting i, now in slot a, towards slot b. It
// reports false if a meeting of the chain may not change slots.
func (k *kempe) find(i int32, b int) bool {
	s := k.s
	k.trace++
	k.a, k.b, k.shift = int(s.slot[i]), b, 0
	k.list, k.ends = append(k.list[:0], i), k.ends[:0]
	k.mark[i] = k.trace
	for n := 0; n < len(k.list); n++ {
		x := k.list[n]
		from := int(s.slot[x])
		to := k.a + k.b - from
		if !s.domain(int(x)).has(to) || len(k.list) > maxChain {
			return false
		}
		if !s.online[x] {
			if from == k.a {
				k.shift++
			} else {
				k.shift--
			}
		}
		for _, q := range s.people[x] {
			y := s.at[int(q)*s.slots+to]
			if y == None {
				k.ends = append(k.ends, kempeEnd{q, from})
			} else if k.mark[y] != k.trace {
				k.mark[y] = k.trace
				k.list = append(k.list, y)
			}
		}
	}
	return k.fits()
}

// fits checks places, limits a day and the order of meetings.
func (k *kempe) fits() bool {
	s := k.s
	if k.shift > 0 && s.load[k.b]+k.shift > s.room[k.b] || k.shift < 0 && s.load[k.a]-k.shift > s.room[k.a] {
		return false
	}
	if s.limited && s.day[k.a] != s.day[k.b] {
		for _, e := range k.ends {
			to := s.day[k.a+k.b-e.from]
			if s.dayMax[e.person] > 0 && s.perDay[int(e.person)*s.days+int(to)] >= s.dayMax[e.person] {
				return false
			}
		}
	}
	if s.ordered || s.spaced {
		for _, x := range k.list {
			if !k.inOrder(x) || s.spaced && !k.farEnough(x) {
				return false
			}
		}
	}
	return len(s.pools) == 0 || k.fitPools()
}

// fitPools checks that no pool is drawn on too much.
func (k *kempe) fitPools() bool {
	s := k.s
	shift := map[int32]int32{} // meetings of the pool that b gains
	for _, x := range k.list {
		for _, p := range s.draws[x] {
			if int(s.slot[x]) == k.a {
				shift[p]++
			} else {
				shift[p]--
			}
		}
	}
	for p, n := range shift {
		if n > 0 && s.drawn[int(p)*s.slots+k.b]+n > s.pools[p].room[k.b] || n < 0 && s.drawn[int(p)*s.slots+k.a]-n > s.pools[p].room[k.a] {
			return false
		}
	}
	return true
}

// farEnough checks the time between x and the other engagements of its people.
func (k *kempe) farEnough(x int32) bool {
	s, t := k.s, k.slotAfter(x)
	ok := true
	for _, q := range s.people[x] {
		s.busySet(q).slots(func(u int) bool {
			y := s.holds(q, u)
			if y == x {
				return true
			}
			if y >= 0 {
				u = k.slotAfter(y)
			}
			near := s.near[s.apart(q, x, y)]
			ok = near == nil || !near[u].has(t)
			return ok
		})
		if !ok {
			return false
		}
	}
	return true
}

func (k *kempe) inOrder(x int32) bool {
	t := k.slotAfter(x)
	for _, b := range k.s.after[x] {
		if u := k.slotAfter(b); u == None || u >= t {
			return false
		}
	}
	for _, a := range k.s.before[x] {
		if u := k.slotAfter(a); u != None && u <= t {
			return false
		}
	}
	return true
}

// slotAfter is the slot that meeting x has once the chain is applied.
func (k *kempe) slotAfter(x int32) int {
	t := int(k.s.slot[x])
	if k.mark[x] == k.trace {
		return k.a + k.b - t
	}
	return t
}

// delta is the change of cost that apply would make.
func (k *kempe) delta() (d int) {
	for _, e := range k.ends {
		d += k.s.hop(e.person, e.from, k.a+k.b-e.from)
	}
	return d
}

// hop is the change of a person's cost if the meeting in slot from went to the
// free slot to.
func (s *state) hop(q int32, from, to int) int {
	runs := s.runs[q] + s.joins(q, from) - s.joins(q, to)
	if from-to == 1 || to-from == 1 {
		runs++
	}
	return s.cost(runs) - s.cost(s.runs[q])
}

// growth is the change that apply would make to the sum, over the blocks of
// adjacent meetings of the people at the ends, of squared lengths. Idle gaps
// alone leave wide plateaus; where long blocks count as better, small ones melt
// away.
func (k *kempe) growth() (d int) {
	for _, e := range k.ends {
		d += k.s.regrowth(e.person, e.from, k.a+k.b-e.from)
	}
	return d
}

// regrowth is the change of one person's sum of squared lengths of blocks if
// the meeting in slot from went to the free slot to.
func (s *state) regrowth(q int32, from, to int) int {
	row := s.at[int(q)*s.slots : (int(q)+1)*s.slots]
	meeting := row[from]
	left, right := beside(row, from)
	row[from] = None
	before, after := beside(row, to)
	row[from] = meeting
	old, grown := left+right+1, before+after+1
	return grown*grown - before*before - after*after - old*old + left*left + right*right
}

// beside counts the meetings next to slot t without a free slot between.
func beside(row []int32, t int) (before, after int) {
	for u := t - 1; u >= 0 && row[u] != None; u-- {
		before++
	}
	for u := t + 1; u < len(row) && row[u] != None; u++ {
		after++
	}
	return before, after
}

func (k *kempe) apply() {
	s := k.s
	sum := int32(k.a + k.b)
	for _, x := range k.list {
		t := sum - s.slot[x]
		s.take(x)
		k.mark[x] = -t - 1 // remembers the new slot until it is put
	}
	for _, x := range k.list {
		t := -k.mark[x] - 1
		k.mark[x] = 0
		s.put(x, int(t))
	}
}
