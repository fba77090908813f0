package schedule_test

import (
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
)

// exchange is a small problem with n people, slots and places; pairs are Must.
func exchange(people, slots, places int, pairs ...[2]int) *schedule.Problem {
	p := &schedule.Problem{
		People: make([]schedule.Person, people), Slots: make([]schedule.Slot, slots), Places: make([]schedule.Place, places),
	}
	for _, pair := range pairs {
		p.Meetings = append(p.Meetings, schedule.Meeting{People: pair[:], Must: true})
	}
	return p
}

func TestProofs(t *testing.T) {
	star := exchange(4, 2, 9, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3})
	day := exchange(3, 4, 9, [2]int{0, 1}, [2]int{0, 2})
	day.People[0].MaxPerDay = 1
	tables := exchange(6, 2, 1, [2]int{0, 1}, [2]int{2, 3}, [2]int{4, 5})
	apart := exchange(2, 2, 9, [2]int{0, 1})
	apart.People[0].Unavailable, apart.People[1].Unavailable = []int{0}, []int{1}
	closed := exchange(2, 1, 1, [2]int{0, 1})
	closed.Places[0].Closed = []int{0}
	chain := exchange(6, 2, 9, [2]int{0, 1}, [2]int{2, 3}, [2]int{4, 5})
	chain.Meetings[1].After, chain.Meetings[2].After = []int{0}, []int{1}
	clash := exchange(3, 2, 9, [2]int{0, 1}, [2]int{0, 2})
	for m := range clash.Meetings {
		clash.Meetings[m].Fixed, clash.Meetings[m].Place = true, schedule.None
	}
	// a triangle in each of two slots: nobody is overbooked, but of three
	// people only two can meet at a time
	triangle := exchange(3, 2, 9, [2]int{0, 1}, [2]int{1, 2}, [2]int{0, 2})
	triangle.Slots = triangle.Slots[:2]
	for _, c := range []struct {
		name       string
		p          *schedule.Problem
		code       schedule.Code
		need, have int
	}{
		{"too many for a person", star, schedule.PersonOverbooked, 3, 2},
		{"too many for a day", day, schedule.PersonOverbooked, 2, 1},
		{"too few places", tables, schedule.PlacesShort, 3, 2},
		{"never together", apart, schedule.NoCommonFreeSlot, 0, 0},
		{"closed", closed, schedule.NoPlaceOpen, 0, 0},
		{"order", chain, schedule.PrecedenceShort, 0, 0},
		{"fixed twice", clash, schedule.FixedClash, 0, 0},
	} {
		res := solve(t, c.p, schedule.Options{})
		i := slices.IndexFunc(res.Proofs, func(r schedule.Reason) bool { return r.Code == c.code })
		if i < 0 || res.Proofs[i].Need != c.need || res.Proofs[i].Have != c.have {
			t.Errorf("%s: %v", c.name, res.Proofs)
		}
	}
	if res := solve(t, triangle, schedule.Options{}); res.Figures.MustPlaced != 2 || len(res.Unplaced) != 1 {
		t.Errorf("triangle: %+v", res)
	}
}

func TestReasons(t *testing.T) {
	star := exchange(4, 2, 9, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3})
	res := solve(t, star, schedule.Options{})
	if r := res.Unplaced[0]; r.Code != schedule.CommonSlotsTaken || r.Person != 0 || r.Taken != 2 || r.Common != 2 {
		t.Errorf("%+v", r)
	}
	tables := exchange(6, 2, 1, [2]int{0, 1}, [2]int{2, 3}, [2]int{4, 5})
	if r := solve(t, tables, schedule.Options{}).Unplaced[0]; r.Code != schedule.NoPlaceFree || r.NoPlace != 2 {
		t.Errorf("%+v", r)
	}
	day := exchange(3, 4, 9, [2]int{0, 1}, [2]int{0, 2})
	day.People[0].MaxPerDay = 1
	if r := solve(t, day, schedule.Options{}).Unplaced[0]; r.Code != schedule.DayFull || r.Person != 0 {
		t.Errorf("%+v", r)
	}
	none := schedule.Plan{{Slot: schedule.None, Place: schedule.None}}
	chain := exchange(4, 3, 9, [2]int{0, 1}, [2]int{2, 3})
	chain.Meetings[1].After = []int{0}
	if r := schedule.Explain(chain, none, 1); r.Code != schedule.PrecedenceUnheld || r.Other != 0 {
		t.Errorf("%+v", r)
	}
	if r := schedule.Explain(chain, schedule.Plan{{Slot: 2, Place: 0}}, 1); r.Code != schedule.PrecedenceOrder || r.Other != 0 {
		t.Errorf("%+v", r)
	}
	if r := schedule.Explain(chain, none, 0); r.Code != schedule.SlotFree {
		t.Errorf("%+v", r)
	}
}

func TestBounds(t *testing.T) {
	for _, c := range []struct {
		name   string
		p      *schedule.Problem
		bound  int
		method string
	}{
		{"all", exchange(4, 3, 9, [2]int{0, 1}, [2]int{2, 3}), 2, schedule.BoundWished},
		{"star", exchange(4, 2, 9, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}), 2, schedule.BoundMatching},
		{"tables", exchange(6, 2, 1, [2]int{0, 1}, [2]int{2, 3}, [2]int{4, 5}), 2, schedule.BoundPlaces},
		{"triangle", exchange(3, 1, 9, [2]int{0, 1}, [2]int{1, 2}, [2]int{0, 2}), 1, schedule.BoundMatching},
	} {
		f := solve(t, c.p, schedule.Options{}).Figures
		if f.Bound != c.bound || f.BoundMethod != c.method {
			t.Errorf("%s: bound %d by %s", c.name, f.Bound, f.BoundMethod)
		}
	}
}
