package schedule

import (
	"cmp"
	"slices"
)

// places turns slots into a plan: slot by slot each on-site meeting gets a
// place, one of its people's last places if it can, else the first free one.
func (s *search) places() Plan {
	plan := fit(s.p, nil)
	at := make([]int, len(s.meets)) // the last place of each person
	for q := range at {
		at[q] = None
	}
	bySlot := make([][]int32, s.slots)
	for i, t := range s.slot {
		if t == None {
			continue
		}
		plan[i].Slot = int(t)
		if !s.online[i] {
			bySlot[t] = append(bySlot[t], int32(i))
		}
	}
	for t, list := range bySlot {
		s.seat(plan, list, t, at)
		for _, i := range list {
			for _, q := range s.people[i] {
				at[q] = plan[i].Place
			}
		}
	}
	return plan
}

// wish is a place that a meeting would like; the greater rank goes first.
type wish struct {
	meeting int32
	place   int
	rank    int
}

// ranks of a wish beside the number of people who need not change.
const (
	rankFixed = 1 << 20
	rankStart = 1 << 16
)

func (s *search) seat(plan Plan, list []int32, t int, at []int) {
	used := make([]bool, len(s.p.Places))
	for l, place := range s.p.Places {
		used[l] = slices.Contains(place.Closed, t)
	}
	var wishes []wish
	for _, i := range list {
		if l := int(s.prefer[i]); l != None {
			rank := rankStart
			if s.fixed[i] {
				rank = rankFixed
			}
			if s.fixed[i] || s.start[i].Slot == t {
				wishes = append(wishes, wish{i, l, rank})
			}
		}
		for _, q := range s.people[i] {
			if at[q] == None {
				continue
			}
			stay := 0
			for _, r := range s.people[i] {
				if at[r] == at[q] {
					stay++
				}
			}
			wishes = append(wishes, wish{i, at[q], stay})
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.rank, a.rank) })
	for _, w := range wishes {
		if plan[w.meeting].Place == None && !used[w.place] {
			plan[w.meeting].Place, used[w.place] = w.place, true
		}
	}
	l := 0
	for _, i := range list {
		if plan[i].Place != None {
			continue
		}
		for used[l] {
			l++
		}
		plan[i].Place, used[l] = l, true
	}
}
