package schedule_test

import (
	"context"
	"fmt"

	"github.com/birzha/birzha/solver/schedule"
)

func Example() {
	p := &schedule.Problem{
		People: []schedule.Person{{ID: "park"}, {ID: "institute", Unavailable: []int{0}}, {ID: "factory"}},
		Slots:  make([]schedule.Slot, 3), // give them times, days and sessions
		Places: []schedule.Place{{ID: "table 1"}},
		Meetings: []schedule.Meeting{
			{ID: "lasers", People: []int{0, 1}, Must: true},
			{ID: "filters", People: []int{0, 2}},
			{ID: "alloys", People: []int{1, 2}},
		},
	}
	res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d held, at most %d can be, %d idle gaps\n",
		res.Figures.Placed, res.Figures.Wished, res.Figures.Bound, res.Figures.IdleGaps)
	fmt.Println("filters in slot", res.Plan[1].Slot)
	for _, v := range schedule.CanMove(p, res.Plan, 0, 0, schedule.None) {
		fmt.Println("lasers cannot move to slot 0:", v.Rule)
	}
	// Output:
	// 3 of 3 held, at most 3 can be, 1 idle gaps
	// filters in slot 0
	// lasers cannot move to slot 0: person_unavailable
	// lasers cannot move to slot 0: no_place
	// lasers cannot move to slot 0: person_busy
}
