package schedule

import (
	"slices"
	"time"
)

// Goal names one thing that makes a plan better.
type Goal string

// The goals, each with what Measure says of it.
const (
	MustHeld        Goal = "must_held"      // Figures.MustPlaced, the more the better
	WeightHeld      Goal = "weight_held"    // Figures.PlacedWeight, the more the better
	FairPeople      Goal = "fair_people"    // the smaller the shares of wishes not held of those who are worst off
	FairSides       Goal = "fair_sides"     // the less the shares of wishes held differ between sides
	FewIdleGaps     Goal = "idle_gaps"      // Figures.IdleGaps, the fewer the better
	SocialHours     Goal = "unsocial_hours" // Figures.Unsocial, the less the better
	FewDays         Goal = "days"           // Figures.Days, the fewer the better
	FewPlaceChanges Goal = "place_changes"  // Figures.PlaceChanges, the fewer the better
)

// Objective is a goal and its rank. One without a Weight comes before all that
// follow (lexicographic order); neighbours with Weights are one goal, their
// weighted sum.
type Objective struct {
	Goal   Goal `json:"goal"`
	Weight int  `json:"weight,omitempty"`
}

// DefaultObjectives is the order that a Problem without Objectives has.
func DefaultObjectives() []Objective {
	return []Objective{
		{Goal: MustHeld},
		{Goal: WeightHeld},
		{Goal: FairPeople},
		{Goal: FairSides},
		{Goal: FewIdleGaps},
		{Goal: SocialHours},
		{Goal: FewDays},
		{Goal: FewPlaceChanges},
	}
}

// objectives returns what p asks for, with MustHeld and WeightHeld in front
// whether named or not.
func (p *Problem) objectives() []Objective {
	list := p.Objectives
	if len(list) == 0 {
		list = DefaultObjectives()
	}
	return slices.DeleteFunc(slices.Clone(list), func(o Objective) bool { return o.Goal == MustHeld || o.Goal == WeightHeld })
}

// tiers groups objectives that are weighed against each other.
func tiers(list []Objective) (out [][]Objective) {
	for n, o := range list {
		if n > 0 && o.Weight > 0 && list[n-1].Weight > 0 {
			out[len(out)-1] = append(out[len(out)-1], o)
		} else {
			out = append(out, []Objective{o})
		}
	}
	return out
}

// UnsocialHours returns, for each slot, how many half hours, the last one
// rounded up, the slot begins before or ends after the working hours in loc,
// from and to being the time since midnight there. It is made for
// Person.Unsocial: a meeting at 20:30 is worse than one at 18:30, and one at 3
// in the night worst of all.
func UnsocialHours(slots []Slot, loc *time.Location, from, to time.Duration) []int {
	out := make([]int, len(slots))
	for t, s := range slots {
		start := s.Start.In(loc)
		clock := time.Duration(start.Hour())*time.Hour + time.Duration(start.Minute())*time.Minute + time.Duration(start.Second())*time.Second
		early, late := from-clock, clock+s.End.Sub(s.Start)-to
		const day, half = 24 * time.Hour, 30 * time.Minute
		far := time.Duration(0)
		switch { // what is before dawn is also late, and what is late is also before the next dawn
		case early > 0:
			far = min(early, late+day)
		case late > 0:
			far = min(late, early+day)
		}
		out[t] = int((far + half - 1) / half)
	}
	return out
}
