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
// more. Tuned on the published instances.
const (
	hot, cold = 0.8, 0.2
	pull      = 0.2
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
	for n := range steps {
		if bestCost == 0 || !s.clock.tick(s.state) {
			break
		}
		temp *= cool
		limit := -temp * math.Log(1-s.rng.Float64())
		d, ok := s.proposal(limit)
		if !ok {
			continue
		}
		if d > 0 && n-saved > len(s.slot)/8 && s.total() < bestCost {
			bestCost, saved = s.total(), n
			copy(best, s.slot)
		}
		s.chain.apply()
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

// proposal traces a random chain that changes one person's agenda and costs at
// most limit more.
func (s *search) proposal(limit float64) (int, bool) {
	q := s.person()
	mine := s.meets[q]
	if len(mine) == 0 {
		return 0, false
	}
	i := mine[s.rng.IntN(len(mine))]
	from := int(s.slot[i])
	if from == None || s.fixed[i] {
		return 0, false
	}
	to := s.target(q)
	if to < 0 || to >= s.slots || to == from || s.holds(q, to) != None {
		return 0, false
	}
	// the other end rarely makes good more than three idle gaps: save the trace
	if s.spread == 0 && float64(s.hop(q, from, to)-3) > limit || !s.chain.find(i, to) {
		return 0, false
	}
	d := s.chain.delta()
	return d, float64(d)-s.pull*float64(s.chain.growth()) <= limit
}

// person picks someone, twice as often one with idle gaps.
func (s *search) person() int32 {
	q := int32(s.rng.IntN(len(s.meets)))
	for try := 0; try < 4 && s.runs[q] < 2; try++ {
		q = int32(s.rng.IntN(len(s.meets)))
	}
	return q
}

// target picks a slot for a meeting of q: any, or beside another meeting.
func (s *search) target(q int32) int {
	if s.rng.IntN(2) == 0 {
		return s.rng.IntN(s.slots)
	}
	mine := s.meets[q]
	t := int(s.slot[mine[s.rng.IntN(len(mine))]])
	if t == None {
		return None
	}
	return t + 1 - 2*s.rng.IntN(2)
}
