package schedule

import "slices"

// Prices prove that no plan holds more than a number of meetings. They
// are charged, in units of 1/Scale of a meeting, to a person's slot (People,
// people × slots), to a person's day under a limit (Days, people × numbered
// days; may be nil) and to a place in a slot (Places, one a slot). By weak
// duality of linear programming a plan holds at most
//
//	Σ_m max(0, 1 − min_t price of m in t) + Σ People + Σ Places·room + Σ Days·MaxPerDay
//
// meetings, where the price of meeting m in slot t is what its people and, on
// site, its place cost then, room is what the places open in a slot can hold,
// at most every meeting, and MaxPerDay is at most the slots of the day. Kinds of
// places, interpreters, quotas, travel and who may meet whom are left aside,
// which can only raise the bound. Days are numbered from 0 in the order in which
// Slot.Day takes new values. See Schrijver, Combinatorial Optimization (2003),
// ch. 5.
type Prices struct {
	Scale  int       `json:"scale"`
	People [][]int32 `json:"people"`
	Places []int32   `json:"places"`
	Days   [][]int32 `json:"days,omitempty"`
}

// VerifyBound returns the number of meetings that no plan of p can exceed by
// c, in a time proportional to meetings × people of a meeting × slots. It
// shares no code with the planner. It returns an error that wraps ErrInvalid if
// the sizes do not fit p, a price is negative, or p is invalid.
func VerifyBound(p *Problem, c *Prices) (int, error) {
	if err := p.Validate(); err != nil {
		return 0, err
	}
	v, err := newVerifier(p, c)
	if err != nil {
		return 0, err
	}
	sum := int64(0)
	for q := range p.People {
		sum += v.person(q)
	}
	for t := range p.Slots {
		sum += v.place(t) * int64(v.open[t])
	}
	for i := range p.Meetings {
		sum += v.meeting(i)
	}
	return int(sum / int64(c.Scale)), nil
}

type verifier struct {
	p    *Problem
	c    *Prices
	free [][]bool // person, slot
	open []int    // meetings that the places open in each slot can hold
	day  []int    // number of the day of each slot
	size []int    // slots of each day
}

func newVerifier(p *Problem, c *Prices) (*verifier, error) {
	v := &verifier{p: p, c: c, open: make([]int, len(p.Slots)), day: make([]int, len(p.Slots))}
	days := 0
	for t := range p.Slots {
		if t == 0 || p.Slots[t].Day != p.Slots[t-1].Day {
			days++
			v.size = append(v.size, 0)
		}
		v.day[t] = days - 1
		v.size[days-1]++
	}
	if c.Scale < 1 || c.Scale > 1<<30 || !shaped(c.People, len(p.People), len(p.Slots)) || !shaped([][]int32{c.Places}, 1, len(p.Slots)) ||
		c.Days != nil && !shaped(c.Days, len(p.People), days) {
		return nil, invalid("the prices do not fit it")
	}
	for _, l := range p.Places {
		for t := range p.Slots {
			if !slices.Contains(l.Closed, t) {
				v.open[t] = min(v.open[t]+max(1, l.Capacity), len(p.Meetings))
			}
		}
	}
	for q, person := range p.People {
		v.free = append(v.free, slices.Repeat([]bool{true}, len(p.Slots)))
		for _, t := range person.Unavailable {
			v.free[q][t] = false
		}
	}
	for _, s := range p.Programme {
		for _, q := range s.People {
			for _, t := range s.Slots {
				v.free[q][t] = false
			}
		}
	}
	return v, nil
}

// shaped tells that the table has so many rows and columns and no price is
// negative.
func shaped(table [][]int32, rows, columns int) bool {
	return len(table) == rows && !slices.ContainsFunc(table, func(row []int32) bool {
		return len(row) != columns || slices.ContainsFunc(row, func(n int32) bool { return n < 0 })
	})
}

func (v *verifier) place(t int) int64 { return int64(v.c.Places[t]) }

// dayPrice is what a day of person q costs; it is nothing without a limit.
func (v *verifier) dayPrice(q, day int) int64 {
	if v.c.Days == nil || v.p.People[q].MaxPerDay <= 0 {
		return 0
	}
	return int64(v.c.Days[q][day])
}

// person sums the prices of the slots and days of q.
func (v *verifier) person(q int) (sum int64) {
	for t, free := range v.free[q] {
		if free {
			sum += int64(v.c.People[q][t])
		}
	}
	if v.c.Days != nil {
		for day := range v.c.Days[q] {
			sum += v.dayPrice(q, day) * int64(min(v.p.People[q].MaxPerDay, v.size[day]))
		}
	}
	return sum
}

// meeting is what is left of the worth of meeting i at its lowest price.
func (v *verifier) meeting(i int) int64 {
	g, most := &v.p.Meetings[i], int64(0)
	look := func(t int) {
		price := int64(0)
		if !g.Online {
			if v.open[t] == 0 {
				return
			}
			price = v.place(t)
		}
		for _, q := range g.People {
			if !v.free[q][t] {
				return
			}
			price += int64(v.c.People[q][t]) + v.dayPrice(q, v.day[t])
		}
		most = max(most, int64(v.c.Scale)-price)
	}
	switch {
	case g.Fixed && (len(g.Slots) == 0 || slices.Contains(g.Slots, g.Slot)):
		look(g.Slot)
	case g.Fixed:
	case len(g.Slots) > 0:
		for _, t := range g.Slots {
			look(t)
		}
	default:
		for t := range v.p.Slots {
			look(t)
		}
	}
	return most
}
