package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// SideStatistics is how far the people of one side have come.
type SideStatistics struct {
	Country    string
	Registered int
	Validated  int
	Available  int // admitted, with at least one slot free
	Wishing    int // admitted, asking for or asked to a meeting
	Meeting    int // with at least one meeting in the plan
}

// Statistics are the organiser's figures of an event.
type Statistics struct {
	Board    *Board // the provisional plan, else the published one
	Sides    []SideStatistics
	Loads    []int         // people by number of meetings: Loads[n] have n
	Pairs    [][]int       // meetings by area of the first and of the second side
	Without  []Participant // admitted people without a meeting
	Spread   Spread
	Versions []Plan
}

// Statistics counts how the event stands.
func (s *Service) Statistics(ctx context.Context, actor access.Actor, e Event) (st Statistics, err error) {
	if st.Board, err = s.Board(ctx, actor, e, Provisional); err != nil {
		return st, err
	}
	if st.Board.Plan.Version == 0 {
		if st.Board, err = s.Board(ctx, actor, e, Published); err != nil {
			return st, err
		}
	}
	ws, err := wishes(ctx, s.DB, e.ID)
	if err != nil {
		return st, err
	}
	st.count(ws)
	st.Spread = st.Board.spread(actor)
	st.Versions, err = planVersions(ctx, s.DB, e.ID)
	return st, err
}

func (st *Statistics) count(ws []Wish) {
	b := st.Board
	wishing, loads := map[string]bool{}, map[string]int{}
	for _, t := range Requests(ws, nil) {
		for _, m := range t.Members {
			wishing[m] = true
		}
	}
	for _, t := range b.Meetings {
		if t.SlotID == "" {
			continue
		}
		for _, m := range t.Members {
			loads[m]++
		}
	}
	for _, side := range b.Event.Sides {
		c := SideStatistics{Country: side.Country}
		for id, m := range b.People {
			if m.Country != side.Country {
				continue
			}
			c.Registered++
			if m.State != Validated {
				continue
			}
			c.Validated++
			c.Available += one(len(b.Unavailable[id]) < len(b.Slots))
			c.Wishing += one(wishing[id])
			c.Meeting += one(loads[id] > 0)
		}
		st.Sides = append(st.Sides, c)
	}
	st.countLoads(loads)
	st.countPairs()
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (st *Statistics) countLoads(loads map[string]int) {
	for id, m := range st.Board.People {
		if m.State != Validated {
			continue
		}
		n := loads[id]
		for len(st.Loads) <= n {
			st.Loads = append(st.Loads, 0)
		}
		st.Loads[n]++
		if n == 0 {
			st.Without = append(st.Without, m)
		}
	}
	slices.SortFunc(st.Without, func(x, y Participant) int { return compareText(x.Latin+x.ID, y.Latin+y.ID) })
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// countPairs counts the meetings of the first two sides by the first area of
// each of the two people.
func (st *Statistics) countPairs() {
	if len(st.Board.Event.Sides) < 2 {
		return
	}
	left, right := st.Board.Event.Sides[0].Country, st.Board.Event.Sides[1].Country
	st.Pairs = make([][]int, len(catalogue.Areas))
	for i := range st.Pairs {
		st.Pairs[i] = make([]int, len(catalogue.Areas))
	}
	for _, t := range st.Board.Meetings {
		if t.SlotID == "" {
			continue
		}
		a, b := st.areaOf(t, left), st.areaOf(t, right)
		if a >= 0 && b >= 0 {
			st.Pairs[a][b]++
		}
	}
}

// areaOf is the index of the first area of the meeting's first member of the side.
func (st *Statistics) areaOf(t Meeting, country string) int {
	for _, id := range t.Members {
		if m := st.Board.People[id]; m.Country == country && len(m.Areas) > 0 {
			return slices.Index(catalogue.Areas, m.Areas[0])
		}
	}
	return -1
}
