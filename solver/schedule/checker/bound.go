package checker

import (
	"errors"
	"slices"

	"github.com/birzha/birzha/solver/schedule"
)

// ErrPrices says that prices do not fit the problem or that one is negative.
var ErrPrices = errors.New("the prices do not fit the problem")

// Bound returns the number of meetings that no plan of p can exceed, as the
// prices prove by weak duality: whoever buys, for each meeting, a slot of each
// of its people and of a place at these prices, pays at most what all of them
// cost together, and the rest of a meeting's worth of 1 is counted in full.
//
//	D = Σ_m max(0, 1 − min_t price of m in t) + Σ_q,t People + Σ_t room at open places · Places + Σ_q,day MaxPerDay · Days
//
// The least price is over the slots in which m could be held if it were alone;
// the room at open places counts no more than all meetings, MaxPerDay no more
// than the slots of the day.
// It takes a time proportional to meetings × people of a meeting × slots.
func Bound(p *schedule.Problem, prices *schedule.Prices) (int, error) {
	b := newBound(p, prices)
	days := len(b.length)
	limited := prices.Days != nil
	if prices.Scale < 1 || prices.Scale > 1<<30 || !fits(prices.People, len(p.People), len(p.Slots)) ||
		!fits([][]int32{prices.Places}, 1, len(p.Slots)) || limited && !fits(prices.Days, len(p.People), days) {
		return 0, ErrPrices
	}
	total := int64(0)
	for q := range p.People {
		for t := range p.Slots {
			if b.free[q][t] {
				total += int64(prices.People[q][t])
			}
		}
		for day := range days {
			total += b.day(q, day) * int64(min(p.People[q].MaxPerDay, b.length[day]))
		}
	}
	for t := range p.Slots {
		total += int64(prices.Places[t]) * int64(b.open[t])
	}
	for m := range p.Meetings {
		total += b.worth(m)
	}
	return int(total / int64(prices.Scale)), nil
}

// fits tells that a table has so many rows and columns and nothing negative.
func fits(table [][]int32, rows, columns int) bool {
	for _, row := range table {
		if len(row) != columns || columns > 0 && slices.Min(row) < 0 {
			return false
		}
	}
	return len(table) == rows
}

type bound struct {
	p      *schedule.Problem
	prices *schedule.Prices
	days   []int    // number of the day of each slot, counted from 0 as they come
	length []int    // slots of each day
	free   [][]bool // person, slot
	open   []int    // meetings that the places open in each slot can hold
}

func newBound(p *schedule.Problem, prices *schedule.Prices) *bound {
	b := &bound{p: p, prices: prices, days: make([]int, len(p.Slots)), open: make([]int, len(p.Slots))}
	attends := attends(p)
	for q, who := range p.People {
		row := make([]bool, len(p.Slots))
		for t := range row {
			row[t] = !attends[q][t] && !slices.Contains(who.Unavailable, t)
		}
		b.free = append(b.free, row)
	}
	for t, slot := range p.Slots {
		if t == 0 || slot.Day != p.Slots[t-1].Day {
			b.length = append(b.length, 0)
		}
		b.days[t] = len(b.length) - 1
		b.length[b.days[t]]++
		for _, l := range p.Places {
			if !slices.Contains(l.Closed, t) {
				b.open[t] = min(b.open[t]+max(1, l.Capacity), len(p.Meetings))
			}
		}
	}
	return b
}

// day is what a day of q costs: nothing without a limit.
func (b *bound) day(q, day int) int64 {
	if b.prices.Days == nil || b.p.People[q].MaxPerDay <= 0 {
		return 0
	}
	return int64(b.prices.Days[q][day])
}

// worth is what is left of 1 meeting at the least price of m.
func (b *bound) worth(m int) (most int64) {
	for t := range b.p.Slots {
		if b.alone(m, t) {
			most = max(most, int64(b.prices.Scale)-b.price(m, t))
		}
	}
	return most
}

// alone tells that m could be held in slot t if nothing else were.
func (b *bound) alone(m, t int) bool {
	g := b.p.Meetings[m]
	if len(g.Slots) > 0 && !slices.Contains(g.Slots, t) || g.Fixed && g.Slot != t || !g.Online && b.open[t] == 0 {
		return false
	}
	for _, q := range g.People {
		if !b.free[q][t] {
			return false
		}
	}
	return true
}

// price is what m costs in slot t.
func (b *bound) price(m, t int) (sum int64) {
	g := b.p.Meetings[m]
	for _, q := range g.People {
		sum += int64(b.prices.People[q][t]) + b.day(q, b.days[t])
	}
	if !g.Online {
		sum += int64(b.prices.Places[t])
	}
	return sum
}
