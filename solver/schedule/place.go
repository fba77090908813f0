package schedule

import (
	"cmp"
	"slices"
)

// construct gives slots greedily: what is fixed, then what must be held, then
// by weight, and among equals those whose people have least time to spare.
func (s *search) construct() {
	for i, a := range s.start {
		if a.Slot != None && s.free(int32(i)).has(a.Slot) {
			s.put(int32(i), a.Slot)
		}
	}
	slack := s.slack()
	order := make([]int32, 0, len(s.slot))
	for i := range s.slot {
		if s.slot[i] == None && !s.domain(i).empty() {
			order = append(order, int32(i))
		}
	}
	rank := func(i int32) int {
		if s.fixed[i] {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(s.value[b], s.value[a]), slack[a]-slack[b])
	})
	s.give(order, s.choose)
	if s.start == nil && s.spread == 0 && s.placed < s.bound {
		s.scatter()
	}
}

// give puts the meetings, in this order, into the slots that choose picks of
// the free ones.
func (s *search) give(order []int32, choose func(from set, i int32) int) {
	for again := true; again; { // once more while an order of meetings lets new ones in
		again = false
		for _, i := range order {
			if s.slot[i] != None {
				continue
			}
			if t := choose(s.free(i), i); t != None {
				s.put(i, t)
				again = s.ordered
			}
		}
	}
	s.dropOrphans()
}

// dropOrphans takes out what is held while something that must come first is
// not: a fixed meeting, for instance, whose predecessor lost its slot.
func (s *search) dropOrphans() {
	for again := s.ordered; again; {
		again = false
		for i, t := range s.slot {
			if t != None && slices.ContainsFunc(s.after[i], func(b int32) bool { return s.slot[b] == None }) {
				s.take(int32(i))
				again = true
			}
		}
	}
}

// slack is, for each meeting, the least number of slots that one of its people
// has beyond the meetings asked of him.
func (s *search) slack() []int {
	spare := s.spare()
	out := make([]int, len(s.slot))
	for i, people := range s.people {
		out[i] = s.slots
		for _, q := range people {
			out[i] = min(out[i], spare[q])
		}
	}
	return out
}

// spare is, for each person, the number of useful slots beyond the meetings
// asked of him.
func (s *search) spare() []int {
	spare := make([]int, len(s.meets))
	for q, list := range s.meets {
		common := s.newSet()
		for _, i := range list {
			common.or(s.domain(int(i)))
		}
		spare[q] = common.len() - len(list)
	}
	return spare
}

// choose picks of the slots in from the one that keeps agendas most compact,
// the earliest of equals; None if there is none.
func (s *search) choose(from set, i int32) int {
	best, at := 1<<30, None
	from.slots(func(t int) bool {
		if d := s.compact(i, t); d < best {
			best, at = d, t
		}
		return true
	})
	return at
}
