package schedule

// Conflict is a reason why not all meetings can be held.
type Conflict struct {
	Meetings []int
	People   []int
	Slots    []int
	Order    bool
	Spread   bool
}

func (r *prover) explain() *Conflict { return nil }
