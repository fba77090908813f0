package schedule_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
)

// baseline is a plan of meetings of two people as the published baselines make
// it; the only rules are people, places and windows.
type baseline struct {
	p      *schedule.Problem
	at     [][]int // person, slot: the meeting there, -1 if free, -2 if he is away
	load   []int
	slot   []int
	placed int
}

func newBaseline(p *schedule.Problem) *baseline {
	b := &baseline{p: p, load: make([]int, len(p.Slots)), slot: slices.Repeat([]int{-1}, len(p.Meetings))}
	for _, who := range p.People {
		row := slices.Repeat([]int{-1}, len(p.Slots))
		for _, t := range who.Unavailable {
			row[t] = -2
		}
		b.at = append(b.at, row)
	}
	return b
}

func (b *baseline) put(m, t, by int) {
	for _, q := range b.p.Meetings[m].People {
		b.at[q][t] = m
		if by < 0 {
			b.at[q][t] = -1
		}
	}
	b.load[t] += by
	b.placed += by
	b.slot[m] = t
	if by < 0 {
		b.slot[m] = -1
	}
}

// fits tells that m can be held in slot t as things are.
func (b *baseline) fits(m, t int) bool {
	g := b.p.Meetings[m].People
	return b.load[t] < len(b.p.Places) && b.at[g[0]][t] == -1 && b.at[g[1]][t] == -1
}

func (b *baseline) first(m int) bool {
	for t := range b.load {
		if b.fits(m, t) {
			b.put(m, t, 1)
			return true
		}
	}
	return false
}

// orderedFirstFit gives each meeting the first slot free, those of the least
// asked people first.
func orderedFirstFit(p *schedule.Problem) *baseline {
	b := newBaseline(p)
	spare := make([]int, len(p.People))
	for q, who := range p.People {
		spare[q] = len(who.Unavailable) - len(p.Slots)
	}
	for _, g := range p.Meetings {
		spare[g.People[0]]++
		spare[g.People[1]]++
	}
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(p.Meetings))
	least := func(m int) int { return min(spare[p.Meetings[m].People[0]], spare[p.Meetings[m].People[1]]) }
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(least(x), least(y)) })
	for _, m := range order {
		b.first(m)
	}
	return b
}

// ejections improves b by so many tries of a simple ejection search: a meeting
// without a slot takes the one where it pushes out fewest, and those pushed out
// look for another.
func (b *baseline) ejections(tries int) {
	rng := rand.New(rand.NewPCG(1, 3))
	var out []int
	for m, t := range b.slot {
		if t < 0 {
			out = append(out, m)
		}
	}
	for ; tries > 0 && len(out) > 0; tries-- {
		n := rng.IntN(len(out))
		m := out[n]
		at, least := -1, 3
		from := rng.IntN(len(b.load))
		for k := range b.load {
			t := (from + k) % len(b.load)
			if c := b.conflicts(m, t); c < least {
				at, least = t, c
			}
		}
		if at < 0 || least > 1 && rng.IntN(50) > 0 {
			continue
		}
		out[n] = out[len(out)-1]
		out = append(out[:len(out)-1], b.push(m, at, rng)...)
	}
}

// conflicts counts the meetings that m would push out of slot t; 3 is never.
func (b *baseline) conflicts(m, t int) (n int) {
	for _, q := range b.p.Meetings[m].People {
		switch x := b.at[q][t]; {
		case x == -2:
			return 3
		case x >= 0:
			n++
		}
	}
	if n == 0 && b.load[t] >= len(b.p.Places) {
		n = 1
	}
	return n
}

// push puts m into slot t and returns the meetings that have no slot now.
func (b *baseline) push(m, t int, rng *rand.Rand) (out []int) {
	var moved []int
	for _, q := range b.p.Meetings[m].People {
		if x := b.at[q][t]; x >= 0 {
			b.put(x, t, -1)
			moved = append(moved, x)
		}
	}
	for b.load[t] >= len(b.p.Places) {
		if x := b.at[rng.IntN(len(b.at))][t]; x >= 0 {
			b.put(x, t, -1)
			moved = append(moved, x)
		}
	}
	b.put(m, t, 1)
	for _, x := range moved {
		from, found := rng.IntN(len(b.load)), false
		for k := 0; k < len(b.load) && !found; k++ {
			if u := (from + k) % len(b.load); b.fits(x, u) {
				b.put(x, u, 1)
				found = true
			}
		}
		if !found {
			out = append(out, x)
		}
	}
	return out
}

// TestBaselinesAreValid: what the planner is compared with breaks no rule either.
func TestBaselinesAreValid(t *testing.T) {
	p := scaleCase{people: 200, wishes: 1500, slots: 20, tables: 40, window: 0.7, skew: 0.6}.problem(1)
	b := orderedFirstFit(p)
	before := b.placed
	b.ejections(20_000)
	plan := make(schedule.Plan, len(p.Meetings))
	used := make([]int, len(p.Slots))
	for m, s := range b.slot {
		plan[m] = schedule.Assignment{Slot: s, Place: -1}
		if s >= 0 {
			plan[m].Place = used[s]
			used[s]++
		}
	}
	if faults := audit(p, plan); len(faults) > 0 || b.placed <= before {
		t.Errorf("placed %d, before %d, %v", b.placed, before, faults)
	}
}
