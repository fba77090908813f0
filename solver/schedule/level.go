package schedule

import (
	"cmp"
	"slices"
)

// levelOut drops meetings until the rule of idle spread is kept or only fixed
// meetings are left that break it.
func (s *search) levelOut() {
	for s.spread > 0 && s.over > 0 && s.differ() > s.spread {
		i := s.dispensable()
		if i == None {
			return
		}
		s.take(i)
	}
}

// differ is the difference between the most and the fewest idle gaps of a
// person.
func (s *state) differ() int {
	if len(s.runs) == 0 {
		return 0
	}
	return gapsOf(slices.Max(s.runs)) - gapsOf(slices.Min(s.runs))
}

// dispensable is a meeting of a person with most idle gaps: one that stands
// alone if there is one, of these the least valuable; None if all are fixed.
func (s *search) dispensable() int32 {
	most := slices.Max(s.runs)
	best, bestJoins := int32(None), int32(0)
	for q, r := range s.runs {
		if r != most {
			continue
		}
		for _, i := range s.meets[q] {
			t := s.slot[i]
			if t == None || s.fixed[i] || s.awaited(i) {
				continue
			}
			joins := s.joins(int32(q), int(t))
			if best == None || cmp.Or(cmp.Compare(joins, bestJoins), cmp.Compare(s.value[i], s.value[best])) < 0 {
				best, bestJoins = i, joins
			}
		}
	}
	return best
}

// awaited tells that a held meeting must come after i.
func (s *search) awaited(i int32) bool {
	return slices.ContainsFunc(s.before[i], func(a int32) bool { return s.slot[a] != None })
}

// fill holds every meeting for which a slot is free after all, the dearest
// first.
func (s *search) fill() {
	var waiting []int32
	for i, t := range s.slot {
		if t == None && !s.bad[i] {
			waiting = append(waiting, int32(i))
		}
	}
	slices.SortStableFunc(waiting, func(a, b int32) int { return cmp.Compare(s.value[b], s.value[a]) })
	for again := true; again; {
		again = false
		for _, i := range waiting {
			if s.slot[i] == None && s.squeeze(i) {
				again = true
			}
		}
	}
}

// squeeze puts i into the free slot that keeps agendas most compact among
// those that do not break the idle spread.
func (s *search) squeeze(i int32) bool {
	free := slices.Clone(s.free(i))
	for !free.empty() {
		t := s.choose(free, i)
		was := 0
		if s.spread > 0 {
			was = s.differ()
		}
		s.put(i, t)
		if s.spread <= 0 || s.differ() <= max(s.spread, was) {
			return true
		}
		s.take(i)
		free.del(t)
	}
	return false
}
