package schedule

import (
	"math"
	"math/rand/v2"
)

// search holds what the stages share.
type search struct {
	*state
	rng    *rand.Rand
	chain  *kempe
	clock  *meter
	bound  int    // no plan holds more meetings
	method string // of bound
	proof  *Prices
	pull   float64 // worth of a unit of growth in idle gaps
}

// Temperatures between which the annealing cools, in idle gaps, and the pull
// towards long blocks, for people with one meeting each; it falls as they have
// more. Tuned on the published instances and on 5,000 people.
const (
	hot, cold = 0.8, 0.2
	pull      = 0.5
)

// anneal makes agendas compact by simulated annealing over Kempe chains,
// keeping every meeting held, in the given number of steps. It ends in the
// best plan it met.
func (s *search) anneal(steps int) {
	best, saved := append([]int32(nil), s.slot...), 0
	bestCost := s.total()
	s.pull = pull * float64(max(1, len(s.meets))) / float64(max(1, s.placed))
	cool := math.Pow(cold/hot, 1/float64(max(1, steps)))
	temp := hot
	moves := newShifts(s)
	for n := range steps {
		if bestCost == 0 || !s.clock.tick(s.state) {
			break
		}
		temp *= cool
		limit := -temp * math.Log(1-s.rng.Float64())
		if !s.propose(moves, limit) {
			continue
		}
		if s.chain.cost > 0 && n-saved > len(s.slot)/8 && s.total() < bestCost {
			bestCost, saved = s.total(), n
			copy(best, s.slot)
		}
		s.chain.apply()
		for _, e := range s.chain.ends {
			moves.note(e.person)
		}
		if now := s.total(); now == 0 {
			bestCost = 0
			copy(best, s.slot)
		}
	}
	if s.total() > bestCost {
		s.restore(best)
	}
}

func (s *search) total() int { return s.gaps + overCost*s.over }

// propose traces the chain of a drawn move and reports whether it costs at most
// limit more. Idle gaps alone leave wide plateaus; where long blocks count as
// better, small ones melt away.
func (s *search) propose(moves *shifts, limit float64) bool {
	q, from, to, ok := moves.draw()
	if !ok {
		return false
	}
	// the other end rarely makes good more than one idle gap: save the trace
	if cost, grown := s.hop(q, from, to); s.spread == 0 && float64(cost-1)-s.pull*float64(grown) > limit {
		return false
	}
	return s.chain.trace(q, from, to) && float64(s.chain.cost)-s.pull*float64(s.chain.grown)+s.chain.crowding() <= limit
}
