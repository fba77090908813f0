package checker_test

import (
	"errors"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
)

// zero are prices that charge nothing; they prove as many as can be held alone.
func zero(p *schedule.Problem, days int) *schedule.Prices {
	c := &schedule.Prices{Scale: 2, Places: make([]int32, len(p.Slots))}
	for range p.People {
		c.People = append(c.People, make([]int32, len(p.Slots)))
		c.Days = append(c.Days, make([]int32, days))
	}
	return c
}

func TestBound(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(p *schedule.Problem, c *schedule.Prices)
		want  int
	}{
		{"nothing charged", func(*schedule.Problem, *schedule.Prices) {}, 2},
		{"no common slot", func(p *schedule.Problem, _ *schedule.Prices) {
			p.People[0].Unavailable, p.People[1].Unavailable = []int{0, 1}, []int{2, 3}
		}, 1},
		{"no slot allowed is free", func(p *schedule.Problem, _ *schedule.Prices) {
			p.Meetings[0].Slots, p.People[0].Unavailable = []int{1}, []int{1}
		}, 1},
		{"fixed where nobody can", func(p *schedule.Problem, _ *schedule.Prices) {
			p.Meetings[0].Fixed, p.Meetings[0].Slot, p.People[0].Unavailable = true, 1, []int{1}
		}, 1},
		{"no place open", func(p *schedule.Problem, _ *schedule.Prices) {
			p.Places = p.Places[:1]
			p.Places[0].Closed = []int{0, 1, 2, 3}
			p.Meetings[1].Online = true
		}, 1},
		{"one place in one slot", func(p *schedule.Problem, c *schedule.Prices) {
			p.Places[1].Closed = []int{0, 0}
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{0}, []int{0}
			c.Places[0] = 2
		}, 1},
		{"two places in one slot", func(p *schedule.Problem, c *schedule.Prices) {
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{0}, []int{0}
			c.Places[0] = 2
		}, 2},
		{"online pays no place", func(p *schedule.Problem, c *schedule.Prices) {
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{0}, []int{0}
			p.Meetings[0].Online = true
			p.Places = p.Places[:1]
			c.Places[0] = 2
		}, 2},
		{"one person in one slot", func(p *schedule.Problem, c *schedule.Prices) {
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{0}, []int{0}
			c.People[1][0] = 2
		}, 1},
		{"who is away is not paid for", func(p *schedule.Problem, c *schedule.Prices) {
			p.People[1].Unavailable = []int{0}
			c.People[1][0] = 2
		}, 2},
		{"halves round down", func(_ *schedule.Problem, c *schedule.Prices) {
			c.People[0][0] = 1
		}, 2},
		{"one a day", func(p *schedule.Problem, c *schedule.Prices) {
			p.People[1].MaxPerDay = 1
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{2, 3}, []int{2, 3}
			c.Days[1][1] = 2
		}, 1},
		{"another day", func(p *schedule.Problem, c *schedule.Prices) {
			p.People[1].MaxPerDay = 1
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{2, 3}, []int{2, 3}
			c.Days[1][0] = 2
		}, 3},
		{"a day without limit costs nothing", func(_ *schedule.Problem, c *schedule.Prices) { c.Days[1][1] = 2 }, 2},
		{"days not charged", func(_ *schedule.Problem, c *schedule.Prices) { c.Days = nil }, 2},
		{"a limit beyond all slots", func(p *schedule.Problem, c *schedule.Prices) {
			p.People[1].MaxPerDay = 1 << 62
			c.Days[1][0] = 2
		}, 4},
		{"a place for many", func(p *schedule.Problem, c *schedule.Prices) {
			p.Places[0].Capacity = 1 << 20
			c.Places[0] = 2
		}, 4},
		{"a place for two", func(p *schedule.Problem, c *schedule.Prices) {
			p.Places = p.Places[:1]
			p.Places[0].Capacity = 2
			p.Meetings[0].Slots, p.Meetings[1].Slots = []int{0}, []int{0}
			c.Places[0] = 1
		}, 2},
		{"at the programme", func(p *schedule.Problem, c *schedule.Prices) {
			p.Programme = []schedule.Session{{Slots: []int{0, 1}, People: []int{1}}}
			p.Meetings[0].Slots = []int{1}
			c.People[1][0] = 2
		}, 1},
		{"finest scale", func(_ *schedule.Problem, c *schedule.Prices) { c.Scale = 1 << 30 }, 2},
		{"coarsest scale", func(_ *schedule.Problem, c *schedule.Prices) { c.Scale = 1 }, 2},
	} {
		p := exchange()
		prices := zero(p, 2)
		c.spoil(p, prices)
		got, err := checker.Bound(p, prices)
		if err != nil || got != c.want {
			t.Errorf("%s: %d %v, want %d", c.name, got, err, c.want)
		}
	}
	if n, err := checker.Bound(&schedule.Problem{}, &schedule.Prices{Scale: 1}); n != 0 || err != nil {
		t.Error(n, err)
	}
}

func TestPricesThatDoNotFit(t *testing.T) {
	for name, spoil := range map[string]func(c *schedule.Prices){
		"no scale":         func(c *schedule.Prices) { c.Scale = 0 },
		"too fine a scale": func(c *schedule.Prices) { c.Scale = 1<<30 + 1 },
		"a person too few": func(c *schedule.Prices) { c.People = c.People[1:] },
		"a slot too few":   func(c *schedule.Prices) { c.People[2] = c.People[2][1:] },
		"no places":        func(c *schedule.Prices) { c.Places = nil },
		"a day too many":   func(c *schedule.Prices) { c.Days[0] = make([]int32, 3) },
		"days of nobody":   func(c *schedule.Prices) { c.Days = c.Days[1:] },
		"a negative slot":  func(c *schedule.Prices) { c.People[0][3] = -1 },
		"a negative place": func(c *schedule.Prices) { c.Places[0] = -1 },
		"a negative day":   func(c *schedule.Prices) { c.Days[1][0] = -1 },
	} {
		p := exchange()
		c := zero(p, 2)
		spoil(c)
		if _, err := checker.Bound(p, c); !errors.Is(err, checker.ErrPrices) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
