package schedule_test

import (
	"context"
	"fmt"

	"github.com/birzha/birzha/solver/schedule"
)

// fair is an exchange of three people, one table and three rounds of meetings.
func fair() *schedule.Problem {
	return &schedule.Problem{
		People: []schedule.Person{{ID: "park"}, {ID: "institute", Unavailable: []int{0}}, {ID: "factory"}},
		Slots:  make([]schedule.Slot, 3), // give them times, days and sessions
		Places: []schedule.Place{{ID: "table 1"}},
		Meetings: []schedule.Meeting{
			{ID: "lasers", People: []int{0, 1}, Must: true},
			{ID: "filters", People: []int{0, 2}},
			{ID: "alloys", People: []int{1, 2}},
		},
	}
}

// busyFair has a fourth wish, for which there is no time left.
func busyFair() *schedule.Problem {
	p := fair()
	p.Meetings = append(p.Meetings, schedule.Meeting{ID: "pumps", People: []int{0, 2}})
	return p
}

func Example() {
	p := fair()
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

func ExampleSolve() {
	res, err := schedule.Solve(context.Background(), busyFair(), schedule.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d held, at most %d can be (%s)\n", res.Figures.Placed, res.Figures.Wished, res.Figures.Bound, res.Figures.BoundMethod)
	for _, why := range res.Unplaced {
		fmt.Println(why)
	}
	// Output:
	// 3 of 4 held, at most 3 can be (places)
	// meeting 3: all 3 common slots are taken, 2 of them by meetings of person 0
}

func ExampleProve() {
	p := fair()
	p.People[0].Unavailable = []int{1}
	proof, err := schedule.Prove(context.Background(), p, schedule.ProveOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(proof.Status, proof.IdleGaps, "idle gaps, at least", proof.Lower)

	p.Places[0].Closed = []int{1}
	proof, err = schedule.Prove(context.Background(), p, schedule.ProveOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(proof.Status, "because", proof.Conflict)
	// Output:
	// optimal 1 idle gaps, at least 1
	// infeasible because meetings [0 2] cannot all be held; people [1] have one meeting a slot
}

func ExampleVerifyBound() {
	p := busyFair()
	res, err := schedule.Solve(context.Background(), p, schedule.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := schedule.VerifyBound(p, res.Prices)
	fmt.Println("no plan holds more than", n, err)
	// Output:
	// no plan holds more than 3 <nil>
}

func ExampleVerifyProof() {
	p := fair()
	proof, err := schedule.Prove(context.Background(), p, schedule.ProveOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("holds:", schedule.VerifyProof(p, proof) == nil)
	proof.Lower, proof.Status = proof.Lower-1, schedule.Feasible
	fmt.Println("a weaker bound holds too:", schedule.VerifyProof(p, proof) == nil)
	proof.Lower += 2
	fmt.Println("a stronger one:", schedule.VerifyProof(p, proof))
	// Output:
	// holds: true
	// a weaker bound holds too: true
	// a stronger one: the certificate does not hold: it is for another claim
}

func ExampleRepair() {
	p := fair()
	p.Slots = make([]schedule.Slot, 4)
	before := schedule.Plan{{Slot: 1, Place: 0}, {Slot: 0, Place: 0}, {Slot: 2, Place: 0}}
	late := schedule.Change{Away: []schedule.Away{{Person: 2, Slots: []int{0}}}} // the factory's train
	res, err := schedule.Repair(context.Background(), p, before, late, schedule.RepairOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("impossible:", res.Repair.Struck, "moved:", res.Repair.Moved, "people touched:", res.Repair.Touched, "proven least:", res.Repair.Proven)
	fmt.Println(res.Plan)
	// Output:
	// impossible: [1] moved: [1] people touched: [0 2] proven least: true
	// [{1 0} {3 0} {2 0}]
}

func ExampleExplain() {
	p := busyFair()
	plan := schedule.Plan{{Slot: 1, Place: 0}, {Slot: 0, Place: 0}, {Slot: 2, Place: 0}}
	why := schedule.Explain(p, plan, 3)
	fmt.Println(why.Code)
	fmt.Println(why)
	// Output:
	// common_slots_taken
	// meeting 3: all 3 common slots are taken, 2 of them by meetings of person 0
}
