package schedule

import (
	"math"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// coupling bounds idle gaps by Lagrangian relaxation (Held and Karp 1971;
// Fisher, Management Science 27, 1981): each person plans his meetings for
// himself, and multipliers make it costly that two people have their meeting in
// different slots, or that a slot has more meetings than places. What everybody
// pays at least in idle gaps and multipliers, less what the places earn, bounds
// the idle gaps of every plan, whatever the multipliers are. They are improved by
// subgradient steps (Polyak 1969).
type coupling struct {
	e      *encoding
	people []soloist
	exact  multipliers
	free   multipliersF
	apart  [][]float64 // of each meeting and follower × slot: in his slot, less in the leader's
	load   []float64   // half the people in each slot, of on-site meetings
	best   multipliers // of the greatest bound
	bound  int64       // in parts of couplingUnit
	theta  float64     // length of steps
	stale  int         // steps without a better bound
	limit  int         // idle gaps that are too few, as is to be proved
	barred int64       // the bound for which the solver was last told what is too dear
	dead   bool        // it is of no use
}

// couplingUnit is what an idle gap costs.
const couplingUnit = 1 << 20

// multipliers are, for each meeting, follower (its people but the first, the
// leader) and slot, what the follower pays and the leader gets, and, for each
// slot, what each of the first two people of an on-site meeting pays.
type multipliers struct {
	Pull  [][]int64 `json:"pull"`
	Place []int64   `json:"place"`
}

type multipliersF struct {
	pull  [][]float64
	place []float64
}

// soloist is a person who plans for himself.
type soloist struct {
	person int
	meets  []int   // meetings
	seat   []int   // his index among the people of each
	open   [][]int // slots of each, rising
	least  int64   // idle gaps that he has in any plan
	block  bool    // he may have none
}

func newCoupling(e *encoding) *coupling {
	slots := len(e.p.Slots)
	c := &coupling{e: e, theta: 1, bound: math.MinInt64, barred: math.MinInt64, limit: None, load: make([]float64, slots)}
	c.exact.Place, c.free.place = make([]int64, slots), make([]float64, slots)
	for _, g := range e.p.Meetings {
		n := (len(g.People) - 1) * slots
		c.exact.Pull = append(c.exact.Pull, make([]int64, n))
		c.free.pull = append(c.free.pull, make([]float64, n))
		c.apart = append(c.apart, make([]float64, n))
	}
	c.people = soloists(e)
	return c
}

func soloists(e *encoding) (out []soloist) {
	patterns := presences(e)
	zero := make([]int, len(e.p.Slots))
	for q, meets := range e.meets {
		if len(meets) == 0 {
			continue
		}
		x := soloist{person: q, meets: meets}
		for _, m := range meets {
			for i, who := range e.p.Meetings[m].People {
				if who == q {
					x.seat = append(x.seat, i)
				}
			}
			x.open = append(x.open, e.domain(m))
		}
		x.least = int64(patterns[len(out)].pattern(zero, func(int) {}) / priceUnit)
		x.block = x.least == 0
		out = append(out, x)
	}
	return out
}

// cost is what soloist x pays for his i-th meeting in slot t.
func (k *multipliers) cost(e *encoding, x *soloist, i, t int) (sum int64) {
	m, slots := x.meets[i], len(k.Place)
	g := &e.p.Meetings[m]
	switch {
	case g.Online:
	case len(g.People) == 1:
		sum = 2 * k.Place[t]
	case x.seat[i] < 2:
		sum = k.Place[t]
	}
	if x.seat[i] > 0 {
		return sum + k.Pull[m][(x.seat[i]-1)*slots+t]
	}
	for at := t; at < len(k.Pull[m]); at += slots {
		sum -= k.Pull[m][at]
	}
	return sum
}

// earned is what the places earn at most.
func (k *multipliers) earned(e *encoding) (sum int64) {
	for t, w := range k.Place {
		sum += 2 * w * int64(e.room[t])
	}
	return sum
}

// never is a cost that no plan pays.
const never = math.MaxInt64 / 4

// table is what x pays for each of his meetings in each slot.
func (k *multipliers) table(e *encoding, x *soloist) [][]int64 {
	out := make([][]int64, len(x.meets))
	for i := range out {
		out[i] = make([]int64, len(k.Place))
		for t := range out[i] {
			out[i][t] = never
		}
		for _, t := range x.open[i] {
			out[i][t] = k.cost(e, x, i, t)
		}
	}
	return out
}

// agenda is the least that x pays by the table, and the slots of his meetings.
// Without idle gaps they fill a block; with one or more they may be anywhere.
func (x *soloist) agenda(a *assigner, table [][]int64, slots []int) (sum int64) {
	n := len(table)
	best := make([]int, n)
	gapped := a.least(table, 0, len(table[0]), best)
	copy(slots, best)
	if n == 1 || !x.block {
		return min(never, gapped+x.least*couplingUnit)
	}
	if span(best) == n { // the cheapest of all has no gap
		return gapped
	}
	sum = min(never, gapped+couplingUnit)
	for b := 0; b+n <= len(table[0]); b++ {
		if a.floor(table, b, b+n) >= sum {
			continue
		}
		if c := a.least(table, b, b+n, best); c < sum {
			sum = c
			copy(slots, best)
		}
	}
	return sum
}

func span(slots []int) int {
	first, last := math.MaxInt, -1
	for _, t := range slots {
		first, last = min(first, t), max(last, t)
	}
	return last - first + 1
}

// step measures the bound of the present multipliers, in parts of couplingUnit,
// and improves them towards target. It reports false if it is of no use to go on.
func (c *coupling) step(target int64) bool {
	c.round()
	sum := -c.exact.earned(c.e)
	clear(c.load)
	for _, x := range c.apart {
		clear(x)
	}
	a := newAssigner(len(c.load))
	slots := make([]int, len(c.load))
	for p := range c.people {
		x := &c.people[p]
		if len(x.meets) > len(c.load) || x.least > int64(len(x.meets)) {
			return false
		}
		cost := x.agenda(a, c.exact.table(c.e, x), slots)
		if cost >= never {
			return false // infeasible: the search will tell why
		}
		sum += cost
		c.note(x, slots)
	}
	if sum > c.bound {
		c.bound, c.stale = sum, 0
		c.best = c.exact.clone()
	} else if c.stale++; c.stale > couplingPatience {
		c.theta, c.stale = c.theta*couplingShrink, 0
	}
	return c.improve(float64(target-sum)/couplingUnit + 1)
}

// near tells that the bound is so close to proving more than gaps that it is
// worth long to improve it.
func (c *coupling) near(gaps int) bool { return c.bound > int64(gaps-1)*couplingUnit }

const (
	couplingPatience = 20
	couplingShrink   = 0.85
	couplingEnd      = 1e-3 // shorter steps gain nothing
	couplingAgain    = 0.25 // length of steps when more is to be proved
)

// note adds the agenda of x to what is apart and to the load.
func (c *coupling) note(x *soloist, slots []int) {
	for i, m := range x.meets {
		t, g := slots[i], &c.e.p.Meetings[m]
		switch {
		case g.Online:
		case len(g.People) == 1:
			c.load[t]++
		case x.seat[i] < 2:
			c.load[t] += 0.5
		}
		if x.seat[i] > 0 {
			c.apart[m][(x.seat[i]-1)*len(c.load)+t]++
			continue
		}
		for at := t; at < len(c.apart[m]); at += len(c.load) {
			c.apart[m][at]--
		}
	}
}

// improve moves the multipliers along the subgradient.
func (c *coupling) improve(short float64) bool {
	norm := 0.0
	for _, x := range c.apart {
		for _, d := range x {
			norm += d * d
		}
	}
	for t := range c.load {
		c.load[t] -= float64(c.e.room[t])
		if c.load[t] > 0 || c.free.place[t] > 0 {
			norm += c.load[t] * c.load[t]
		}
	}
	if norm == 0 {
		return false
	}
	length := c.theta * short / norm
	for m, x := range c.apart {
		for at, d := range x {
			c.free.pull[m][at] += length * d
		}
	}
	for t, d := range c.load {
		c.free.place[t] = max(0, c.free.place[t]+length*d/2)
	}
	return true
}

// round makes whole numbers of the multipliers, with which the bound is exact.
func (c *coupling) round() {
	for m, x := range c.free.pull {
		for at, v := range x {
			c.exact.Pull[m][at] = int64(math.Round(v * couplingUnit))
		}
	}
	for t, v := range c.free.place {
		c.exact.Place[t] = int64(math.Round(v * couplingUnit))
	}
}

func (k *multipliers) clone() multipliers {
	out := multipliers{Place: append([]int64(nil), k.Place...)}
	for _, x := range k.Pull {
		out.Pull = append(out.Pull, append([]int64(nil), x...))
	}
	return out
}

// barred lists the literals that are false in every plan with at most so many
// idle gaps: of meetings in slots, and of idle gaps of people, that would cost too
// much by the multipliers (reduced cost fixing, Dantzig, Fulkerson and Johnson
// 1954). It returns the bound too.
func (k *multipliers) barred(e *encoding, a *assigner, people []soloist, gaps int) (out []sat.Lit, sum int64) {
	slots := make([]int, len(k.Place))
	extra := make([]map[int]int64, len(e.p.Meetings)) // of meeting and slot
	sum = -k.earned(e)
	type gap struct {
		lit  sat.Lit
		cost int64
	}
	var gapsOf []gap
	for p := range people {
		x := &people[p]
		table := k.table(e, x)
		least := x.agenda(a, table, slots)
		sum += least
		if lits := e.gaps[x.person]; len(lits) > 0 && x.block {
			gapsOf = append(gapsOf, gap{lits[0], a.least(table, 0, len(slots), slots) + couplingUnit - least})
		}
		for i, m := range x.meets {
			if extra[m] == nil {
				extra[m] = map[int]int64{}
			}
			row := table[i]
			for _, t := range x.open[i] {
				table[i] = only(row, t)
				extra[m][t] += x.agenda(a, table, slots) - least
			}
			table[i] = row
		}
	}
	slack := int64(gaps)*couplingUnit - sum
	for m, costs := range extra {
		for _, t := range e.domain(m) {
			if costs[t] > slack {
				out = append(out, e.at[m][t])
			}
		}
	}
	for _, g := range gapsOf {
		if g.cost > slack {
			out = append(out, g.lit)
		}
	}
	return out, sum
}

// only is a row of a table that allows nothing but slot t.
func only(row []int64, t int) []int64 {
	out := make([]int64, len(row))
	for u := range out {
		out[u] = never
	}
	out[t] = row[t]
	return out
}
