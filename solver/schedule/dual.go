package schedule

import "math"

// relaxation is the slot-indexed linear program of a Problem: x[i,t] is the
// share of meeting i held in slot t,
//
//	max Σ x   s.t.  Σ_t x[i,t] ≤ 1,  Σ_i∋q x[i,t] ≤ 1,  Σ_i on-site x[i,t] ≤ room[t],
//
// solved towards its optimum by the primal-dual hybrid gradient method with
// diagonal steps (Pock and Chambolle, ICCV 2011). Its prices v[q,t] of people
// and w[t] of places prove a bound whatever they are (see Prices); its
// shares tell the search which slots suit a meeting.
type relaxation struct {
	*model
	list []int32   // meetings that may be held
	from []int32   // of each in list: its first share; one more at the end
	at   []int32   // slot of each share
	x    []float32 // shares
	y    []float32 // price of each meeting in list
	v, w []float32 // prices: people × slots, slots
	sv   []float32 // steps of v and w
	sw   []float32
	gv   []float32 // what the shares use of each row
	gw   []float32
}

// Steps of the shares and of the prices: their product may be at most 1.
const stepShares, stepPrices = 0.25, 4

func newRelaxation(m *model) *relaxation {
	people := len(m.meets) * m.slots
	r := &relaxation{
		model: m, v: make([]float32, people), w: make([]float32, m.slots), sv: make([]float32, people), sw: make([]float32, m.slots),
		gv: make([]float32, people), gw: make([]float32, m.slots),
	}
	for i := range m.people {
		d := m.domain(i)
		if d.empty() {
			continue
		}
		r.list = append(r.list, int32(i))
		r.from = append(r.from, int32(len(r.at)))
		r.at = d.list(r.at)
		d.slots(func(t int) bool {
			for _, q := range m.people[i] {
				r.sv[int(q)*m.slots+t]++
			}
			if !m.online[i] {
				r.sw[t]++
			}
			return true
		})
	}
	r.from = append(r.from, int32(len(r.at)))
	r.x, r.y = make([]float32, len(r.at)), make([]float32, len(r.list))
	for _, s := range [][]float32{r.sv, r.sw} {
		for j, n := range s {
			s[j] = stepPrices / max(1, n)
		}
	}
	return r
}

// step moves shares against prices, then prices after what the shares use.
func (r *relaxation) step() {
	clear(r.gv)
	clear(r.gw)
	for n, i := range r.list {
		from, to := r.from[n], r.from[n+1]
		at, x := r.at[from:to], r.x[from:to]
		site := float32(1)
		if r.online[i] {
			site = 0
		}
		var sum float32
		if len(r.people[i]) == 2 {
			sum = r.pair(i, at, x, 1-r.y[n], site)
		} else {
			sum = r.group(i, at, x, 1-r.y[n], site)
		}
		r.y[n] = max(0, r.y[n]+stepPrices/float32(len(at))*(sum-1))
	}
	for j, g := range r.gv {
		r.v[j] = max(0, r.v[j]+r.sv[j]*(g-1))
	}
	for t, g := range r.gw {
		r.w[t] = max(0, r.w[t]+r.sw[t]*(g-float32(r.room[t])))
	}
}

// pair moves the shares of a meeting of two people and returns their sum,
// looking a step ahead.
func (r *relaxation) pair(i int32, at []int32, x []float32, gain, site float32) (sum float32) {
	a, b := int(r.people[i][0])*r.slots, int(r.people[i][1])*r.slots
	va, vb := r.v[a:a+r.slots], r.v[b:b+r.slots]
	ga, gb := r.gv[a:a+r.slots], r.gv[b:b+r.slots]
	step := stepShares / (3 + site)
	for k, t := range at {
		was := x[k]
		now := min(1, max(0, was+step*(gain-va[t]-vb[t]-site*r.w[t])))
		if d := 2*now - was; d != 0 {
			x[k] = now
			sum += d
			ga[t] += d
			gb[t] += d
			r.gw[t] += site * d
		}
	}
	return sum
}

// group is pair for any number of people.
func (r *relaxation) group(i int32, at []int32, x []float32, gain, site float32) (sum float32) {
	step := stepShares / (1 + site + float32(len(r.people[i])))
	for k, t := range at {
		g := gain - site*r.w[t]
		for _, q := range r.people[i] {
			g -= r.v[int(q)*r.slots+int(t)]
		}
		was := x[k]
		x[k] = min(1, max(0, was+step*g))
		d := 2*x[k] - was
		sum += d
		for _, q := range r.people[i] {
			r.gv[int(q)*r.slots+int(t)] += d
		}
		r.gw[t] += site * d
	}
	return sum
}

// value is the bound that the present prices prove, but for rounding.
func (r *relaxation) value() (sum float64) {
	for _, p := range r.v {
		sum += float64(p)
	}
	for t, p := range r.w {
		sum += float64(p) * float64(r.room[t])
	}
	for n, i := range r.list {
		least := float32(math.MaxFloat32)
		for _, t := range r.at[r.from[n]:r.from[n+1]] {
			c := float32(0)
			if !r.online[i] {
				c = r.w[t]
			}
			for _, q := range r.people[i] {
				c += r.v[int(q)*r.slots+int(t)]
			}
			least = min(least, c)
		}
		sum += float64(max(0, 1-least))
	}
	return sum
}

// Work of the relaxation: steps, steps between two looks at the bound, the
// shares times steps at most, and the gain between two looks, as a share of
// the bound, below which it ends.
const (
	priceSteps = 600
	priceLook  = 25
	priceWork  = 1_500_000_000
	priceGain  = 1e-5
)

// solve lowers the bound until it reaches placed, hardly falls, or alive says
// to stop. It returns the best prices met.
func (r *relaxation) solve(placed int, alive func() bool) *dual {
	best, bound := newDual(r.model), math.Inf(1)
	for n := 1; n <= priceSteps && n*len(r.at) <= priceWork && alive(); n++ {
		r.step()
		if n%priceLook != 0 {
			continue
		}
		now := r.value()
		if now < bound {
			copy(best.v, r.v)
			copy(best.w, r.w)
		}
		if now < float64(placed+1) || n > 4*priceLook && now > bound*(1-priceGain) {
			break
		}
		bound = min(bound, now)
	}
	return best
}
