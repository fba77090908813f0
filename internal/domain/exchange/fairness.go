package exchange

import (
	"slices"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/solver/schedule"
)

// Fairness says how evenly a plan spreads the meetings over the people.
type Fairness = schedule.Fairness

// Load describes the numbers of meetings of some people.
type Load = schedule.Load

// Lacking is a participant with the meetings held and wished.
type Lacking struct {
	Participant  Participant
	Held, Wished int
}

// Spread is how evenly the meetings are spread, as the actor may see it.
type Spread struct {
	Fairness
	WorstOff []Lacking    // those whom the actor may see by name, the worst off first
	Hidden   []SideEffect // how many of the worst off are of sides whose people he may not see so
}

// spread measures the board for the actor.
func (b *Board) spread(actor access.Actor) (s Spread) {
	p, order := b.problem()
	s.Fairness = schedule.MeasureFairness(p, b.assignments())
	for _, w := range s.Fairness.WorstOff {
		m := b.People[order[w.Person]]
		if actor.May(access.PlanWorstOff, access.Object{Event: b.Event.ID, Sides: []string{m.Country}}) {
			s.WorstOff = append(s.WorstOff, Lacking{m, w.Held, w.Wished})
			continue
		}
		i := slices.IndexFunc(s.Hidden, func(x SideEffect) bool { return x.Country == m.Country })
		if i < 0 {
			i = len(s.Hidden)
			s.Hidden = append(s.Hidden, SideEffect{Country: m.Country})
		}
		s.Hidden[i].People++
	}
	return s
}
