package schedule

import "math"

// toll is what a unit of each thing costs that makes an agenda worse.
type toll struct{ gaps, unsocial, days float64 }

func (c toll) zero() bool { return c == toll{} }

func (c toll) add(o toll, times float64) toll {
	return toll{c.gaps + times*o.gaps, c.unsocial + times*o.unsocial, c.days + times*o.days}
}

// tolls are the tiers of objectives that concern agendas, without those that
// make no difference to this problem.
func (s *search) tolls() (out []toll) {
	for _, tier := range tiers(s.p.objectives()) {
		var c toll
		for _, o := range tier {
			w := float64(max(1, o.Weight))
			switch {
			case o.Goal == FewIdleGaps:
				c.gaps += w
			case o.Goal == SocialHours && s.unsocial:
				c.unsocial += w
			case o.Goal == FewDays && s.days > 1:
				c.days += w
			}
		}
		if !c.zero() {
			out = append(out, c)
		}
	}
	return out
}

// outrank is how many units of the next tier a unit of this one is worth while
// the next is improved. It is large enough that no chain of a few people pays.
const outrank = 1000

// agendas makes agendas better, tier by tier.
func (s *search) agendas(steps int) {
	list := s.tolls()
	s.clock.enter(StageGaps, steps+steps/4*max(0, len(list)-1), s.state)
	var above toll // all tiers before, each outranked by the one before it
	for n, tier := range list {
		if n == 0 && tier == (toll{gaps: tier.gaps}) {
			s.anneal(steps)
		} else {
			if s.over > 0 {
				s.anneal(steps / 4)
			}
			s.refine(above, tier, steps/4)
		}
		above = toll{}.add(above, outrank).add(tier, 1)
	}
}

// refine lowers what tier counts by simulated annealing over Kempe chains. What
// above counts, and idle gaps beyond the spread, it never raises.
func (s *search) refine(above, tier toll, steps int) {
	best := append([]int32(nil), s.slot...)
	now, least := 0.0, 0.0
	costs := toll{}.add(above, outrank).add(tier, 1)
	unit := max(tier.gaps, tier.unsocial, tier.days)
	cool := math.Pow(cold/hot, 1/float64(max(1, steps)))
	temp := hot * unit
	for range steps {
		if s.placed == 0 || !s.clock.tick(s.state) {
			break
		}
		temp *= cool
		d, ok := s.relocation(costs)
		if !ok || d > -temp*math.Log(1-s.rng.Float64()) {
			continue
		}
		over := s.over
		s.chain.apply()
		if s.over > over {
			s.chain.apply() // back again
			continue
		}
		if now += d; now < least-1e-9 {
			least = now
			copy(best, s.slot)
		}
	}
	s.restore(best)
}

// relocation traces the chain of a random meeting towards a random slot and
// returns what applying it would cost.
func (s *search) relocation(c toll) (sum float64, ok bool) {
	i, to := int32(s.rng.IntN(len(s.slot))), s.rng.IntN(s.slots)
	from := int(s.slot[i])
	if from == None || from == to || s.fixed[i] || !s.domain(int(i)).has(to) || !s.chain.find(i, to) {
		return 0, false
	}
	for _, e := range s.chain.ends {
		sum += s.tollOf(c, e.person, e.from, s.chain.a+s.chain.b-e.from)
	}
	return sum, true
}

// tollOf is the change of cost if q's meeting in slot from went to the free slot
// to.
func (s *search) tollOf(c toll, q int32, from, to int) float64 {
	left, right, before, after := s.around(q, from, to)
	runs := s.runs[q] + pieces(left, right) - pieces(before, after)
	sum := c.gaps * float64(gapsOf(runs)-gapsOf(s.runs[q]))
	if cost := s.p.People[q].Unsocial; len(cost) > 0 {
		sum += c.unsocial * float64(cost[to]-cost[from])
	}
	if a, b := int(q)*s.days+int(s.day[from]), int(q)*s.days+int(s.day[to]); a != b {
		if s.perDay[a] == 1 {
			sum -= c.days
		}
		if s.perDay[b] == 0 {
			sum += c.days
		}
	}
	return sum
}
