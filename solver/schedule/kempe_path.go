package schedule

import "slices"

// findPlain finds the meetings whose chains are simple paths: two people, no
// rule beside theirs and the places. Of each it notes the people, exclusive-or,
// of others None.
func (k *kempe) findPlain() {
	s := k.s
	k.plain, k.may = make([]int32, len(s.slot)), make([]uint64, len(s.busy))
	for q, list := range s.meets {
		for _, i := range list {
			k.maySet(int32(q)).or(s.domain(int(i)))
		}
	}
	both := s.newSet()
	for i, people := range s.people {
		k.plain[i] = None
		if len(people) != 2 || s.online[i] || s.fixed[i] || s.ordered || s.limited || s.spaced || len(s.draws[i]) > 0 {
			continue
		}
		copy(both, k.maySet(people[0]))
		both.and(k.maySet(people[1]))
		if slices.Equal(both, s.domain(i)) {
			k.plain[i] = people[0] ^ people[1]
		}
	}
}

func (k *kempe) maySet(q int32) set { return k.may[int(q)*k.s.words : (int(q)+1)*k.s.words] }

// trace traces the chain that begins with the meeting of person q, who is free
// in slot to, in slot from, and sets cost and grown. It reports false if the
// chain cannot be applied.
func (k *kempe) trace(q int32, from, to int) bool {
	s := k.s
	k.a, k.b, k.shift = from, to, 0
	k.list, k.ends = k.list[:0], append(k.ends[:0], kempeEnd{q, from})
	first := s.holds(q, from)
	for x, r := first, q; x >= 0; from, to = to, from {
		if k.plain[x] == None || len(k.list) > maxChain {
			return k.find(first, k.b) && k.weigh()
		}
		k.list = append(k.list, x)
		k.shift = 1 - k.shift
		r ^= k.plain[x]
		if x = s.holds(r, to); x < 0 {
			k.ends = append(k.ends, kempeEnd{r, from})
			if !k.maySet(r).has(to) {
				return false
			}
		}
	}
	return k.maySet(q).has(k.b) && (k.shift == 0 || s.load[k.b] < s.room[k.b]) && k.weigh()
}

// weigh sums up what apply would change.
func (k *kempe) weigh() bool {
	k.cost, k.grown = 0, 0
	for _, e := range k.ends {
		cost, grown := k.s.hop(e.person, e.from, k.a+k.b-e.from)
		k.cost, k.grown = k.cost+cost, k.grown+grown
	}
	return true
}

// hop is the change of a person's cost, and of the sum of the squared lengths
// of his blocks of adjacent meetings, if the meeting in slot from went to the
// free slot to.
func (s *state) hop(q int32, from, to int) (cost, grown int) {
	left, right, before, after := s.around(q, from, to)
	runs := s.runs[q] + pieces(left, right) - pieces(before, after)
	was, is := left+right+1, before+after+1
	return s.cost(runs) - s.cost(s.runs[q]), is*is - before*before - after*after - was*was + left*left + right*right
}

// around is the lengths of the blocks on both sides of the slot that the meeting
// of q leaves and of the one that it goes to.
func (s *state) around(q int32, from, to int) (left, right, before, after int) {
	busy := s.busySet(q)
	left, right = busy.beside(from)
	busy.del(from)
	before, after = busy.beside(to)
	busy.add(from)
	return left, right, before, after
}

// pieces counts the blocks of these lengths.
func pieces(a, b int) int32 { return int32(min(1, a) + min(1, b)) }

// A slot is crowded beyond this share of its places, and full at this cost of
// its last meeting, in idle gaps. Slots of few places are left alone.
const crowdFrom, crowdCost, crowdPlaces = 0.97, 0.5, 100

// crowding is what apply costs for filling a crowded slot further. Where most
// slots are full to the last place, hardly a chain can be applied.
func (k *kempe) crowding() float64 {
	if k.shift < 0 {
		return k.crowd(k.a, -k.shift) - k.crowd(k.b, 0)
	}
	return k.crowd(k.b, k.shift) - k.crowd(k.a, 0)
}

func (k *kempe) crowd(t int, more int32) float64 {
	room := float64(k.s.room[t])
	if room < crowdPlaces || k.shift == 0 {
		return 0
	}
	return crowdCost * max(0, (float64(k.s.load[t]+more)-crowdFrom*room)/(room*(1-crowdFrom)))
}
