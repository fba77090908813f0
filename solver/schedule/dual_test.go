package schedule_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/internal/draw"
	"pgregory.net/rapid"
)

// TestPricesBoundsEveryPlan compares what prices prove with the
// most that any plan of a tiny problem holds.
func TestPricesBoundsEveryPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := tiny(t)
		_, most, ok := exhaust(p)
		if !ok {
			return
		}
		res := solve(t, p, schedule.Options{Effort: 0.2})
		n, err := schedule.VerifyBound(p, res.Prices)
		if err != nil || n < most || n < res.Figures.Bound {
			t.Fatalf("the prices prove %d, Figures.Bound is %d, but %d can be held: %v", n, res.Figures.Bound, most, err)
		}
		c := draw.Prices(t, p)
		if n, err := schedule.VerifyBound(p, c); err != nil || n < most {
			t.Fatalf("any prices prove %d, but %d can be held: %v", n, most, err)
		}
	})
}

// TestPricesProvesTheBound checks on larger exchanges that the bound and
// what anyone can verify of it are the same.
func TestPricesProvesTheBound(t *testing.T) {
	for _, o := range []schedule.GenerateOptions{
		{Seed: 1, People: 100, Wishes: 1500, Slots: 20, Places: 50, Window: 1},
		{Seed: 2, People: 100, Wishes: 1500, Slots: 20, Places: 14, Window: 0.6},
		{Seed: 3, People: 100, Wishes: 1500, Slots: 20, Places: 5, Window: 1},
		{Seed: 4, People: 100, Wishes: 1200, Slots: 20, Places: 18, Window: 0.6, Online: 0.2, Groups: 0.2},
		{Seed: 5, People: 100, Wishes: 100, Slots: 20, Places: 50, Window: 1},
	} {
		p := schedule.Generate(o)
		if o.Seed == 1 {
			for q := range p.People {
				p.People[q].MaxPerDay = 5
			}
		}
		f := solve(t, p, schedule.Options{Effort: 0.02})
		n, err := schedule.VerifyBound(p, f.Prices)
		if err != nil || n != f.Figures.Bound {
			t.Errorf("%+v: verified %d, bound %d (%s): %v", o, n, f.Figures.Bound, f.Figures.BoundMethod, err)
		}
		if short := f.Figures.Bound - f.Figures.Placed; short*100 > 4*f.Figures.Bound {
			t.Errorf("%+v: %d of %d held", o, f.Figures.Placed, f.Figures.Bound)
		}
		t.Logf("%d of %d (%s)", f.Figures.Placed, f.Figures.Bound, f.Figures.BoundMethod)
	}
}

func TestPricesErrors(t *testing.T) {
	p := exchange(3, 1, 9, [2]int{0, 1}, [2]int{1, 2}, [2]int{0, 2})
	good := solve(t, p, schedule.Options{}).Prices
	for name, spoil := range map[string]func(c *schedule.Prices){
		"scale":    func(c *schedule.Prices) { c.Scale = 0 },
		"people":   func(c *schedule.Prices) { c.People = c.People[1:] },
		"slots":    func(c *schedule.Prices) { c.People[0] = nil },
		"places":   func(c *schedule.Prices) { c.Places = nil },
		"days":     func(c *schedule.Prices) { c.Days = [][]int32{{0}} },
		"negative": func(c *schedule.Prices) { c.People[1] = []int32{-1} },
	} {
		c := *good
		c.People = slices.Clone(good.People)
		spoil(&c)
		if _, err := schedule.VerifyBound(p, &c); !errors.Is(err, schedule.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
