package checker_test

import (
	"context"
	"fmt"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
)

func Example() {
	p := &schedule.Problem{
		People: make([]schedule.Person, 3), Slots: make([]schedule.Slot, 2), Places: make([]schedule.Place, 1),
		Meetings: []schedule.Meeting{{People: []int{0, 1}}, {People: []int{1, 2}}, {People: []int{0, 2}}},
	}
	res, err := schedule.Solve(context.Background(), p, schedule.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	most, err := checker.Bound(p, res.Prices)
	fmt.Println(len(checker.Check(p, res.Plan)), "faults;", checker.Figures(p, res.Plan).Placed, "held, at most", most, err)
	// Output: 0 faults; 2 held, at most 2 <nil>
}

func ExampleCheck() {
	p := &schedule.Problem{
		People: make([]schedule.Person, 3), Slots: make([]schedule.Slot, 2), Places: make([]schedule.Place, 1),
		Meetings: []schedule.Meeting{{People: []int{0, 1}}, {People: []int{1, 2}}},
	}
	for _, fault := range checker.Check(p, schedule.Plan{{Slot: 1, Place: 0}, {Slot: 1, Place: 0}}) {
		fmt.Println(fault)
	}
	// Output:
	// person_busy meeting=1 other=0 person=1 slot=1 place=0
	// place_busy meeting=1 other=0 slot=1 place=0
}
