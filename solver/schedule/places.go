package schedule

import (
	"cmp"
	"slices"
	"strconv"
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

// wish is a place that a meeting would like; the narrower its choice the
// earlier, then the greater rank goes first.
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

// choice says how free meeting i is in its place: not at all, within a kind, or
// within a site. Sets of places are nested, so where the narrower choose first
// something is left for the others.
func (s *state) choice(i int32) int {
	switch g := &s.p.Meetings[i]; {
	case (s.fixed[i] || g.Locked) && s.prefer[i] != None:
		return 0
	case g.Kind != "":
		return 1
	}
	return 2
}

// seat gives the meetings of slot t their places.
func (s *search) seat(plan Plan, list []int32, t int, at []int) {
	left := make([]int, len(s.p.Places))
	for l, place := range s.p.Places {
		if !slices.Contains(place.Closed, t) {
			left[l] = max(1, place.Capacity)
		}
	}
	take := func(i int32, l int) bool {
		if plan[i].Place != None || left[l] == 0 || !s.p.suits(int(i), l) || s.site != nil && s.siteOf[l] != s.site[i] {
			return false
		}
		plan[i].Place = l
		left[l]--
		return true
	}
	byChoice := [3][]int32{}
	for _, i := range list {
		byChoice[s.choice(i)] = append(byChoice[s.choice(i)], i)
	}
	for _, list := range byChoice {
		for _, w := range s.wishes(list, t, at) {
			take(w.meeting, w.place)
		}
		s.rest(plan, list, take)
	}
}

// wishes lists the places that the meetings of slot t would like.
func (s *search) wishes(list []int32, t int, at []int) (wishes []wish) {
	for _, i := range list {
		if l := int(s.prefer[i]); l != None {
			rank := rankStart
			if s.fixed[i] {
				rank = rankFixed
			}
			if s.fixed[i] || s.p.Meetings[i].Locked || s.start[i].Slot == t {
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
	return wishes
}

// rest gives the meetings that have no place yet the first that suits.
func (s *search) rest(plan Plan, list []int32, take func(i int32, l int) bool) {
	from := map[[2]string]int{} // nothing is left before, for meetings of the same choice
	for _, i := range list {
		k := [2]string{s.p.Meetings[i].Kind, ""}
		if s.site != nil {
			k[1] = strconv.Itoa(int(s.site[i]))
		}
		for plan[i].Place == None && from[k] < len(s.p.Places) {
			if !take(i, from[k]) {
				from[k]++
			}
		}
	}
}
