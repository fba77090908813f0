package schedule

// kempe is a Kempe chain: meetings in slots a and b that are connected by
// shared people. Moving every one of them to the other slot keeps all people
// free of clashes, and changes the agenda only of the people at its ends, who
// are busy in one of the two slots. See Johnson et al., "Optimization by
// simulated annealing: graph coloring", Operations Research 39 (1991).
type kempe struct {
	s     *state
	mark  []int32 // of each meeting: the trace that last met it
	turn  int32
	a, b  int
	list  []int32 // the meetings
	ends  []kempeEnd
	shift int32 // on-site meetings that b gains
	cost  int   // change of cost that apply would make
	grown int   // change of the sum of squared lengths of blocks that apply would make
	plain []int32
	may   []uint64 // people × words: slots in which a person may meet at all
}

type kempeEnd struct {
	person int32
	from   int // a or b
}

// maxChain stops a chain that would disturb too much to be worth its time.
const maxChain = 600

func newKempe(s *state) *kempe {
	k := &kempe{s: s, mark: make([]int32, len(s.slot))}
	k.findPlain()
	return k
}

// find traces the chain of meeting i, now in slot a, towards slot b. It
// reports false if a meeting of the chain may not change slots.
func (k *kempe) find(i int32, b int) bool {
	s := k.s
	k.turn++
	k.a, k.b, k.shift = int(s.slot[i]), b, 0
	k.list, k.ends = append(k.list[:0], i), k.ends[:0]
	k.mark[i] = k.turn
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
			} else if k.mark[y] != k.turn {
				k.mark[y] = k.turn
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
	if k.mark[x] == k.turn {
		return k.a + k.b - t
	}
	return t
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
