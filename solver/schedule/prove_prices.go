package schedule

import (
	"fmt"
	"math"
)

// priceUnit is the price that outweighs one idle gap.
const priceUnit = 1000

// Steps of the search for prices: at most, and without progress.
const (
	gapPriceSteps    = 1500
	gapPricePatience = 120
)

// presence is what of a person's meetings bounds the slots he is busy in.
type presence struct {
	n      int
	open   []bool
	lo, hi []int // meetings before slot t: at least, at most
}

// presences relax the meetings: whom a person meets is forgotten.
func presences(e *encoding) (out []presence) {
	slots := len(e.p.Slots)
	for _, meets := range e.meets {
		x := presence{n: len(meets), open: make([]bool, slots), lo: make([]int, slots+1), hi: make([]int, slots+1)}
		for _, m := range meets {
			first, last := slots, -1
			for t := range e.at[m] {
				x.open[t] = true
				first, last = min(first, t), max(last, t)
			}
			for t := range slots + 1 {
				if last < t {
					x.lo[t]++
				}
				if first < t {
					x.hi[t]++
				}
			}
		}
		if x.n > 0 {
			out = append(out, x)
		}
	}
	return out
}

const noPattern = math.MaxInt32 / 2

// pattern finds the busy slots that cost a person least, in idle gaps and in
// the prices of the slots, and calls use for each; it returns the cost. cost
// and from are indexed by slot, meetings so far, and whether the slot before
// is busy.
func (x *presence) pattern(price []int, use func(t int)) int {
	slots, width := len(price), 2*(x.n+1)
	cost := make([]int, (slots+1)*width)
	from := make([]int8, len(cost))
	for i := range cost {
		cost[i] = noPattern
	}
	cost[0] = 0
	better := func(i, c int, busy int8) {
		if c < cost[i] {
			cost[i], from[i] = c, busy
		}
	}
	for t, w := range price {
		for k := x.lo[t]; k <= x.hi[t]; k++ {
			for busy := range 2 {
				c := cost[t*width+2*k+busy]
				if c >= noPattern {
					continue
				}
				better((t+1)*width+2*k, c, int8(busy))
				if k == x.n || !x.open[t] {
					continue
				}
				if busy == 0 && k > 0 {
					c += priceUnit
				}
				better((t+1)*width+2*k+3, c+w, int8(busy))
			}
		}
	}
	end := slots*width + 2*x.n
	if cost[end+1] < cost[end] {
		end++
	}
	total := cost[end]
	if total >= noPattern {
		return noPattern
	}
	for t, at := slots, end-slots*width; t > 0; t-- {
		before := int(from[t*width+at])
		if at&1 != 0 {
			use(t - 1)
			at -= 2
		}
		at = at&^1 | before
	}
	return total
}

// prices looks for a price of presence in each slot such that everybody's
// cheapest agendas, less what the places can earn, cost many gaps. For any
// prices w >= 0 the gaps are at least the sum over people of the least of gaps
// and prices paid, less 2 x places x w over the slots (Lagrangian relaxation).
// The prices move by the subgradient method of Held, Wolfe and Crowder (1974).
func (r *prover) prices() {
	if len(r.p.Programme) > 0 { // what people attend may close their gaps
		return
	}
	slots := len(r.p.Slots)
	price, exact := make([]int, slots), make([]float64, slots)
	people := presences(r.e)
	best, since := -1, 0
	for step := 0; step < gapPriceSteps && since < gapPricePatience && !r.stop(); step++ {
		load := make([]int, slots)
		sum := 0
		for i := range people {
			c := people[i].pattern(price, func(t int) { load[t]++ })
			if c >= noPattern {
				return // infeasible: the search will tell why
			}
			sum += c
		}
		norm := 0.0
		for t := range price {
			sum -= price[t] * 2 * r.e.room[t]
			load[t] -= 2 * r.e.room[t]
			if price[t] > 0 || load[t] > 0 {
				norm += float64(load[t] * load[t])
			}
		}
		since++
		if sum > best+priceUnit/100 {
			best, since = sum, 0
			r.raise(ceilDiv(sum, priceUnit), ByPrices, &GapCertificate{unit: append([]int(nil), price...)})
		}
		if norm == 0 || !r.e.pairs() || r.closed() {
			return
		}
		length := (1.05*float64(best) + priceUnit/2 - float64(sum)) / norm * math.Pow(0.999, float64(step))
		for t := range price {
			exact[t] = max(0, exact[t]+length*float64(load[t]))
			price[t] = int(exact[t])
		}
	}
}

func ceilDiv(a, b int) int { return -(-a / b) }

// verifyPrices computes the bound of the prices.
func (c *GapCertificate) verifyPrices(p *Problem, lower int) error {
	e := encode(p)
	if len(c.unit) != len(p.Slots) || len(p.Programme) > 0 {
		return fmt.Errorf("%w: prices of other slots", ErrCertificate)
	}
	sum := 0
	for t, w := range c.unit {
		if w < 0 || w > 0 && !e.pairs() {
			return fmt.Errorf("%w: prices that bound nothing", ErrCertificate)
		}
		sum -= 2 * e.room[t] * w
	}
	for _, x := range presences(e) {
		sum += x.pattern(c.unit, func(int) {})
	}
	if ceilDiv(sum, priceUnit) < lower {
		return fmt.Errorf("%w: the prices prove %d, not %d", ErrCertificate, ceilDiv(sum, priceUnit), lower)
	}
	return nil
}
