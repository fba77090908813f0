package schedule

import (
	"errors"
	"fmt"
)

// Limits that keep memory and arithmetic bounded.
const (
	maxWeight  = 1_000_000
	maxCells   = 64 << 20 // people × slots, places × slots and meetings × slots
	maxPeople  = 1 << 20
	maxPerMeet = 1 << 12
)

// ErrInvalid is wrapped by the errors of Validate and Solve about a Problem
// that cannot be read as one.
var ErrInvalid = errors.New("invalid problem")

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...)
}

// Validate reports the first index out of range, repeated person or size beyond
// the limits. Contradictions between rules are no errors: Solve explains them.
func (p *Problem) Validate() error {
	slots := len(p.Slots)
	if len(p.People) > maxPeople || len(p.Meetings) > maxPeople || len(p.Places) > maxPeople || slots > maxPeople ||
		max(len(p.People), len(p.Meetings), len(p.Places))*slots > maxCells {
		return invalid("too large")
	}
	for i, q := range p.People {
		if t, bad := outside(q.Unavailable, slots); bad {
			return invalid("person %d is unavailable in slot %d of %d", i, t, slots)
		}
	}
	for i, l := range p.Places {
		if t, bad := outside(l.Closed, slots); bad {
			return invalid("place %d is closed in slot %d of %d", i, t, slots)
		}
	}
	for t, s := range p.Slots {
		if s.Day < 0 || s.Day >= maxPeople || t > 0 && s.Day < p.Slots[t-1].Day {
			return invalid("slot %d has day %d", t, s.Day)
		}
	}
	for m := range p.Meetings {
		if err := p.validateMeeting(m); err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) validateMeeting(m int) error {
	g := p.Meetings[m]
	if len(g.People) == 0 || len(g.People) > maxPerMeet {
		return invalid("meeting %d has %d people", m, len(g.People))
	}
	if q, bad := outside(g.People, len(p.People)); bad {
		return invalid("meeting %d has person %d of %d", m, q, len(p.People))
	}
	seen := make(map[int]bool, len(g.People))
	for _, q := range g.People {
		if seen[q] {
			return invalid("meeting %d has person %d twice", m, q)
		}
		seen[q] = true
	}
	if t, bad := outside(g.Slots, len(p.Slots)); bad {
		return invalid("meeting %d allows slot %d of %d", m, t, len(p.Slots))
	}
	if o, bad := outside(g.After, len(p.Meetings)); bad {
		return invalid("meeting %d comes after meeting %d of %d", m, o, len(p.Meetings))
	}
	if g.Weight < 0 || g.Weight > maxWeight {
		return invalid("meeting %d has weight %d", m, g.Weight)
	}
	if g.Fixed && (g.Slot < 0 || g.Slot >= len(p.Slots)) {
		return invalid("meeting %d is fixed at slot %d of %d", m, g.Slot, len(p.Slots))
	}
	if g.Fixed && !g.Online && (g.Place < None || g.Place >= len(p.Places)) {
		return invalid("meeting %d is fixed at place %d of %d", m, g.Place, len(p.Places))
	}
	return nil
}

func outside(list []int, n int) (int, bool) {
	for _, i := range list {
		if i < 0 || i >= n {
			return i, true
		}
	}
	return 0, false
}
