package schedule

import "time"

// Options steer Solve. The zero value is a good default.
type Options struct {
	// Seed chooses among equally good plans: the same Problem, Options and
	// Seed give the same Result unless the clock or the context cut the search.
	Seed uint64
	// Effort scales the search, which is bounded by counted steps; 0 counts as 1.
	Effort float64
	// TimeLimit is a safety net only: 0 sets none. A search cut by it says so
	// in Result.Cut and need not be repeatable.
	TimeLimit time.Duration
	// Start is a plan to begin from. Its meetings stay where they are unless
	// another meeting can only be held by moving them; idle gaps are then not
	// optimised. Assignments that break a rule are dropped.
	Start Plan
	// Keep lists meetings that must stay at their slot and place in Start, as
	// if they were Fixed. A meeting that Start does not hold is left free.
	Keep []int
	// Progress, if set, is called from Solve's goroutine, at most about a
	// thousand times.
	Progress func(Progress)
}

// Stage is a part of the search.
type Stage string

// The stages of Solve, in their order.
const (
	StageBound  Stage = "bound"  // proving an upper bound
	StagePlace  Stage = "place"  // giving as many meetings as possible a slot
	StageGaps   Stage = "gaps"   // making agendas compact
	StageAssign Stage = "assign" // choosing places
)

// Progress is the state of a running Solve.
type Progress struct {
	Stage    Stage
	Share    float64 // of the stage's counted work that is done, 0 to 1
	Placed   int     // meetings that have a slot
	Bound    int     // no plan holds more; 0 while it is not known
	IdleGaps int
}

// Result is what Solve found.
type Result struct {
	Plan     Plan
	Figures  Figures
	Unplaced []Reason // one for each meeting that is not held
	// Proofs say why not every Must meeting can be held, each on its own. It is
	// empty when they are all held, or when the planner has no proof.
	Proofs []Reason
	// Prices prove Figures.Bound, or a number close above it, to anyone:
	// see VerifyBound.
	Prices *Prices
	// Repair tells what Repair changed; nil for Solve.
	Repair *Repaired
	// Cut tells that the time limit or the context ended the search early.
	Cut bool
}

// Figures describe a plan.
type Figures struct {
	Wished       int    `json:"wished"` // meetings of the problem
	Must         int    `json:"must"`   // of these, the ones that must be held
	Placed       int    `json:"placed"`
	MustPlaced   int    `json:"must_placed"`
	Weight       int    `json:"weight"` // sum over the wished
	PlacedWeight int    `json:"placed_weight"`
	Bound        int    `json:"bound"`        // no plan holds more meetings
	BoundMethod  string `json:"bound_method"` // name of the argument behind Bound
	// IdleGaps counts, over all people, the maximal runs of slots without an
	// engagement between two engagements of one person, over the whole slot
	// list. An engagement is a meeting or a session of the programme.
	IdleGaps     int `json:"idle_gaps"`
	MaxIdle      int `json:"max_idle"`      // most idle gaps of one person
	PlacesUsed   int `json:"places_used"`   // places that hold at least one meeting
	PlaceChanges int `json:"place_changes"` // times a person's next on-site meeting is at another place
	Unsocial     int `json:"unsocial"`      // sum of Person.Unsocial over the meetings of all people
	Days         int `json:"days"`          // days with meetings, summed over people
}
