package schedule

// dual is what the Prices of a bound are made of: v of people × slots, w
// of the places in a slot, d of people × days, in units of a meeting.
type dual struct {
	*model
	v, w, d []float32
}

func newDual(m *model) *dual {
	return &dual{m, make([]float32, len(m.meets)*m.slots), make([]float32, m.slots), make([]float32, len(m.meets)*m.days)}
}

// prove sets the bound, by maximum flows, and the prices that prove it.
func (s *search) prove() {
	n, method, proof := s.pricedBound(func(int) bool { return true })
	s.bound, s.method, s.proof = n, method, proof.public()
	s.clock.bound = n
}

// price lowers the bound by the linear program of meetings into slots where the
// plan is short of it, and rounds its shares to a better plan.
func (s *search) price() {
	if s.bound-s.placed <= s.bound/priceSkip {
		return
	}
	r := newRelaxation(s.model)
	proof := r.solve(s.placed, s.clock.look).public()
	if n, err := VerifyBound(s.p, proof); err == nil && n < s.bound {
		s.bound, s.method, s.proof = n, BoundPrices, proof
		s.clock.bound = n
	}
	s.round(r)
	s.clock.tell(s.state)
}

// priceSkip leaves out the linear program where the plan is nearer to the bound
// than one part in so many.
const priceSkip = 2000

// charge adds half a unit to what person q pays in each of the useful slots, by
// the day where he may not use all of them.
func (c *dual) charge(q int, useful set) {
	perDay := make([]int32, c.days)
	useful.slots(func(t int) bool { perDay[c.day[t]]++; return true })
	limited := func(d int32) bool { return c.dayMax[q] > 0 && c.dayMax[q] < perDay[d] }
	for d := range perDay {
		if limited(int32(d)) {
			c.d[q*c.days+d] += 0.5
		}
	}
	useful.slots(func(t int) bool {
		if !limited(c.day[t]) {
			c.v[q*c.slots+t] += 0.5
		}
		return true
	})
}

// certificate rounds them to public Prices.
func (c *dual) public() *Prices {
	const scale = 10_000
	round := func(list []float32) []int32 {
		out := make([]int32, len(list))
		for i, p := range list {
			out[i] = int32(min(1, max(0, p))*scale + 0.5)
		}
		return out
	}
	out := &Prices{Scale: scale, Places: round(c.w)}
	v, d := round(c.v), round(c.d)
	for q := range c.meets {
		out.People = append(out.People, v[q*c.slots:(q+1)*c.slots])
		if c.limited {
			out.Days = append(out.Days, d[q*c.days:(q+1)*c.days])
		}
	}
	return out
}

// placePrices reads the minimum cut of placeBound.
func (c *dual) placePrices(f *flow) *dual {
	for t := range c.w {
		if f.level[2+t] != None {
			c.w[t] = 1
		}
	}
	return c
}

// matchingPrices reads the minimum cut of matchingBound.
func (c *dual) matchingPrices(f *flow, useful []set) *dual {
	for q := range c.meets {
		if f.level[2+q] == None {
			c.charge(q, useful[q])
		}
		if f.level[2+len(c.meets)+q] != None {
			c.charge(q, useful[q])
		}
	}
	return c
}

// presencePrices reads the minimum cut of presenceBound; paid tells who is
// bounded by his slots rather than by his meetings.
func (c *dual) presencePrices(f *flow, useful []set, paid func(q int) bool) *dual {
	first := 2 + len(c.meets)
	for t := range c.w {
		if f.level[first+t] != None {
			c.w[t] = 1
		}
	}
	for q := range c.meets {
		if f.level[2+q] == None {
			if paid(q) {
				c.charge(q, useful[q])
			}
			continue
		}
		useful[q].slots(func(t int) bool {
			if f.level[first+t] == None {
				c.v[q*c.slots+t] += 0.5
			}
			return true
		})
	}
	return c
}
