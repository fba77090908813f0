package schedule

import (
	"cmp"
	"math"
	"slices"
)

// sharer exchanges held meetings for others of the same worth so that those get
// more who have least of what they wish.
type sharer struct {
	*ejector
	held   []int32 // meetings held of each person
	side   []int32 // of each person, or None
	got    []int32 // of each side: meetings held, counted once a person
	wanted []int32
	order  []Goal // fairness goals, the more important first
}

// unfair is what is lowered, by the order of goals.
type unfair [2]float64

func (u unfair) less(o unfair) bool {
	return u[0] < o[0]-1e-9 || u[0] < o[0]+1e-9 && u[1] < o[1]-1e-9
}

// share makes the plan fairer as far as nothing held is lost by it. A swap holds
// one meeting instead of another of the same worth, or instead of several less
// worthy ones.
func (s *search) share(o Options) {
	f := s.newSharer()
	if len(f.order) == 0 || s.start != nil {
		return
	}
	for i := range s.slot {
		f.index[i] = None
		if s.slot[i] == None && !s.domain(i).empty() && !s.bad[i] {
			f.wait(int32(i))
		}
	}
	budget := s.steps(min(shareEach*len(f.waiting), shareMost), o)
	for again := len(f.waiting) > 0; again && s.clock.look(); {
		again = false
		list := slices.Clone(f.waiting)
		slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(f.need(b), f.need(a)) })
		for _, i := range list {
			if budget--; budget < 0 || !s.clock.tick(s.state) {
				return
			}
			if s.slot[i] == None && f.swap(i) {
				again = true
			}
		}
	}
}

// Looks for a swap of a meeting: as many a meeting without a slot, and in all.
const shareEach, shareMost = 20, 200_000

func (s *search) newSharer() *sharer {
	f := &sharer{
		ejector: &ejector{search: s, index: make([]int32, len(s.slot)), tabu: make([]int, len(s.slot))},
		held:    make([]int32, len(s.meets)), side: make([]int32, len(s.meets)),
	}
	names := map[string]int32{}
	for q, who := range s.p.People {
		n, ok := names[who.Side]
		if !ok {
			n = int32(len(names))
			names[who.Side] = n
			f.got, f.wanted = append(f.got, 0), append(f.wanted, 0)
		}
		f.side[q] = n
		for _, i := range s.meets[q] {
			if s.slot[i] != None {
				f.held[q]++
			}
		}
		f.got[n] += f.held[q]
		f.wanted[n] += int32(len(s.meets[q]))
	}
	for _, o := range s.p.objectives() {
		if o.Goal == FairPeople || o.Goal == FairSides && len(names) > 1 {
			f.order = append(f.order, o.Goal)
		}
	}
	return f
}

// need is the share of wishes not held of the person of i who is worst off.
func (f *sharer) need(i int32) (most float64) {
	for _, q := range f.people[i] {
		most = max(most, f.lack(q))
	}
	return most
}

func (f *sharer) lack(q int32) float64 {
	n := float64(len(f.meets[q]))
	return (n - float64(f.held[q])) / n
}

// measure of unfairness. Of people it is the sum of the fourth powers of what
// they lack: who lacks most weighs most, as for the leximin order (Sen 1970),
// of which it is a smooth stand-in.
func (f *sharer) measure(people []int32) (u unfair) {
	for n, g := range f.order {
		if g == FairPeople {
			for _, q := range people {
				u[n] += math.Pow(f.lack(q), 4)
			}
			continue
		}
		least, most := 1.0, 0.0
		for k, got := range f.got {
			if f.wanted[k] > 0 {
				share := float64(got) / float64(f.wanted[k])
				least, most = min(least, share), max(most, share)
			}
		}
		u[n] = most - least
	}
	return u
}

func (f *sharer) count(i int32, n int32) {
	for _, q := range f.people[i] {
		f.held[q] += n
		f.got[f.side[q]] += n
	}
}

// swap holds i instead of meetings that are worth no more, where that is fairest.
func (f *sharer) swap(i int32) bool {
	at, best := None, unfair{}
	var pick []int32
	slices.Clone(f.domain(int(i))).slots(func(t int) bool {
		if !f.blockers(i, t) || !f.even(i) {
			return true
		}
		gain := f.gain(i)
		if gain.less(unfair{}) && (at == None || gain.less(best)) {
			at, best = t, gain
			pick = append(pick[:0], f.out...)
		}
		return true
	})
	if at == None {
		return false
	}
	return f.exchange(i, at, pick)
}

// even tells that the meetings in the way may go for i: what must come after
// one of them stays out of this.
func (f *sharer) even(i int32) bool {
	sum := int64(0)
	for _, x := range f.out {
		sum += f.value[x]
		if f.awaited(x) {
			return false
		}
	}
	return sum == f.value[i]
}

// gain is the change of unfairness if i were held instead of the meetings in out.
func (f *sharer) gain(i int32) unfair {
	people := slices.Clone(f.people[i])
	for _, x := range f.out {
		people = append(people, f.people[x]...)
	}
	slices.Sort(people)
	people = slices.Compact(people)
	before := f.measure(people)
	f.count(i, 1)
	for _, x := range f.out {
		f.count(x, -1)
	}
	after := f.measure(people)
	f.count(i, -1)
	for _, x := range f.out {
		f.count(x, 1)
	}
	return unfair{after[0] - before[0], after[1] - before[1]}
}

// exchange puts i into slot t and the meetings of pick elsewhere or out.
func (f *sharer) exchange(i int32, t int, pick []int32) bool {
	f.pick = append(f.pick[:0], pick...)
	f.push(i, t)
	if f.slot[i] == None {
		return false
	}
	f.count(i, 1)
	for _, x := range pick {
		if f.slot[x] == None {
			f.count(x, -1)
		}
	}
	return true
}
