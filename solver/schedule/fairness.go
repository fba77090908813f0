package schedule

import (
	"cmp"
	"slices"
)

// Fairness says how evenly a plan spreads the meetings held over the people
// who are asked for in a meeting; nobody else counts.
type Fairness struct {
	People   Load       `json:"people"`
	Sides    []SideLoad `json:"sides,omitempty"`     // by Person.Side in the order of first appearance; people without one are left out
	WorstOff []WorstOff `json:"worst_off,omitempty"` // who lacks a meeting, the smallest share of the wished held first; at most 20
}

// Load describes the numbers of meetings held of some people.
type Load struct {
	People int     `json:"people"`
	Min    int     `json:"min"`
	Median int     `json:"median"` // the lower of two
	Max    int     `json:"max"`
	Mean   float64 `json:"mean"`
	// Gini is the coefficient of Gini (1912): the mean difference between two
	// people over twice the mean; 0 where all have the same, near 1 where one
	// has everything.
	Gini float64 `json:"gini"`
}

// SideLoad is the Load of the people of one side.
type SideLoad struct {
	Side string `json:"side"`
	Load
}

// WorstOff is a person with the meetings held and asked for.
type WorstOff struct {
	Person int `json:"person"`
	Held   int `json:"held"`
	Wished int `json:"wished"`
}

const worstOffMost = 20

// MeasureFairness computes the Fairness of a plan. Assignments with unknown
// indices count as not held.
func MeasureFairness(p *Problem, plan Plan) Fairness {
	plan = fit(p, plan)
	have, want := make([]int, len(p.People)), make([]int, len(p.People))
	for m, g := range p.Meetings {
		for _, q := range g.People {
			want[q]++
			if held(p, plan[m]) {
				have[q]++
			}
		}
	}
	var f Fairness
	var all []int
	bySide := map[string][]int{}
	for q, person := range p.People {
		if want[q] == 0 {
			continue
		}
		all = append(all, have[q])
		if _, known := bySide[person.Side]; !known && person.Side != "" {
			f.Sides = append(f.Sides, SideLoad{Side: person.Side})
		}
		bySide[person.Side] = append(bySide[person.Side], have[q])
		if have[q] < want[q] {
			f.WorstOff = append(f.WorstOff, WorstOff{q, have[q], want[q]})
		}
	}
	f.People = loadOf(all)
	for n, side := range f.Sides {
		f.Sides[n].Load = loadOf(bySide[side.Side])
	}
	slices.SortStableFunc(f.WorstOff, func(a, b WorstOff) int {
		return cmp.Or(cmp.Compare(a.Held*b.Wished, b.Held*a.Wished), cmp.Compare(b.Wished, a.Wished))
	})
	f.WorstOff = slices.Clip(f.WorstOff[:min(worstOffMost, len(f.WorstOff))])
	return f
}

// loadOf sorts counts.
func loadOf(counts []int) Load {
	n := len(counts)
	if n == 0 {
		return Load{}
	}
	slices.Sort(counts)
	l := Load{People: n, Min: counts[0], Median: counts[(n-1)/2], Max: counts[n-1]}
	sum, ranked := 0, 0
	for i, c := range counts {
		sum += c
		ranked += (2*i + 1 - n) * c // each difference of two counts once
	}
	l.Mean = float64(sum) / float64(n)
	if sum > 0 {
		l.Gini = float64(ranked) / float64(n*sum)
	}
	return l
}
