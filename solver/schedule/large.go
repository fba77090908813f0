package schedule

import (
	"cmp"
	"slices"
)

// scatter constructs the plan anew in other ways, meetings of little asked
// people first and into the slots with most places left, and keeps the plan
// that holds most. Where places are scarce this holds much more than compact
// agendas do, which are made later.
func (s *search) scatter() {
	spare, order := s.spare(), s.open()
	most := make([]int, len(s.slot)) // the spare slots of the least asked of a meeting's people
	all := make([]int, len(s.slot))
	for i, people := range s.people {
		most[i] = -s.slots * len(s.slot)
		for _, q := range people {
			most[i] = max(most[i], spare[q])
			all[i] += spare[q]
		}
	}
	best, worth := slices.Clone(s.slot), s.worth
	for _, way := range []struct {
		spare  []int
		choose func(set, int32) int
	}{{most, s.choose}, {most, s.roomiest}, {all, s.roomiest}} {
		for _, i := range order {
			if s.slot[i] != None {
				s.take(i)
			}
		}
		slices.SortStableFunc(order, func(a, b int32) int {
			return cmp.Or(cmp.Compare(s.value[b], s.value[a]), way.spare[b]-way.spare[a])
		})
		s.give(order, way.choose)
		if s.worth > worth {
			worth = s.worth
			copy(best, s.slot)
		}
	}
	s.restore(best)
}

// open lists the meetings that can be held and are not fixed.
func (s *search) open() (out []int32) {
	for i := range s.slot {
		if !s.fixed[i] && !s.domain(i).empty() {
			out = append(out, int32(i))
		}
	}
	return out
}

// roomiest picks of the slots in from the one with the smallest share of its
// places in use, the one that keeps agendas most compact if i needs no place.
func (s *search) roomiest(from set, i int32) int {
	if s.online[i] {
		return s.choose(from, i)
	}
	at := None
	from.slots(func(t int) bool {
		if at == None || int64(s.load[t])*int64(s.room[at]) < int64(s.load[at])*int64(s.room[t]) {
			at = t
		}
		return true
	})
	return at
}

// round turns the shares of the linear program into a plan, the greatest
// shares first, and keeps it if it holds more.
func (s *search) round(r *relaxation) {
	best, worth := slices.Clone(s.slot), s.worth
	order := s.open()
	for _, i := range order {
		if s.slot[i] != None {
			s.take(i)
		}
	}
	type share struct {
		of float32
		i  int32
		t  int32
	}
	const least = 0.01 // shares below say nothing
	var shares []share
	for n, i := range r.list {
		for j := r.from[n]; j < r.from[n+1]; j++ {
			if r.x[j] > least && !s.fixed[i] {
				shares = append(shares, share{r.x[j], i, r.at[j]})
			}
		}
	}
	slices.SortStableFunc(shares, func(a, b share) int {
		return cmp.Or(cmp.Compare(s.value[b.i], s.value[a.i]), cmp.Compare(b.of, a.of))
	})
	for _, a := range shares {
		if s.slot[a.i] == None && s.free(a.i).has(int(a.t)) {
			s.put(a.i, int(a.t))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(s.value[b], s.value[a]) })
	s.give(order, s.roomiest)
	if s.worth < worth {
		s.restore(best)
	}
}
