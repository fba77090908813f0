package schedule

import (
	"context"
	"time"
)

// meter counts steps, so that the search ends at the same step on every
// machine, and looks at the clock and the context now and then.
type meter struct {
	ctx      context.Context
	deadline time.Time // zero for none
	report   func(Progress)
	stage    Stage
	done     int
	steps    int // planned in this stage
	cut      bool
	bound    int // for Progress
}

const lookEvery = 1024

func newMeter(ctx context.Context, o Options) *meter {
	c := &meter{ctx: ctx, report: o.Progress}
	if o.TimeLimit > 0 {
		c.deadline = time.Now().Add(o.TimeLimit)
	}
	return c
}

// enter begins a stage of so many steps.
func (c *meter) enter(stage Stage, steps int, s *state) {
	c.stage, c.done, c.steps = stage, 0, max(1, steps)
	c.tell(s)
}

// tick counts a step and reports whether the search may go on.
func (c *meter) tick(s *state) bool {
	c.done++
	if c.done%lookEvery == 0 {
		c.look()
		if every := max(lookEvery, c.steps/200/lookEvery*lookEvery); c.done%every == 0 {
			c.tell(s)
		}
	}
	return !c.cut
}

// look asks the context and the clock now, for steps that take long, and
// reports whether the search may go on.
func (c *meter) look() bool {
	if c.ctx.Err() != nil || !c.deadline.IsZero() && time.Now().After(c.deadline) {
		c.cut = true
	}
	return !c.cut
}

func (c *meter) tell(s *state) {
	if c.report != nil && s != nil {
		c.report(Progress{c.stage, min(1, float64(c.done)/float64(c.steps)), s.placed, c.bound, s.gaps})
	}
}
