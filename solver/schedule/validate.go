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
	maxMinutes = 1 << 20
	maxShared  = 10 // pairs of languages that share interpreters: their sets are counted
)

// ErrInvalid is wrapped by the errors of Validate and Solve about a Problem
// that cannot be read as one.
var ErrInvalid = errors.New("invalid problem")

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...)
}

// Validate reports the first index out of range, repeated person, slot out of
// the order of time or size beyond the limits. Contradictions between rules are
// no errors: Solve explains them.
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
		if len(q.Unsocial) > 0 && len(q.Unsocial) != slots {
			return invalid("person %d has unsocial hours for %d slots of %d", i, len(q.Unsocial), slots)
		}
		if n, bad := outside(q.Unsocial, maxWeight+1); bad {
			return invalid("person %d has unsocial hours that cost %d", i, n)
		}
		if q.MinGap < 0 || q.MinGap > maxMinutes {
			return invalid("person %d needs %d minutes between meetings", i, q.MinGap)
		}
	}
	for i, l := range p.Places {
		if t, bad := outside(l.Closed, slots); bad {
			return invalid("place %d is closed in slot %d of %d", i, t, slots)
		}
		if l.Capacity < 0 || l.Capacity > maxPeople {
			return invalid("place %d holds %d meetings", i, l.Capacity)
		}
	}
	for t, s := range p.Slots {
		if s.Day < 0 || s.Day >= maxPeople || t > 0 && s.Day < p.Slots[t-1].Day {
			return invalid("slot %d has day %d", t, s.Day)
		}
		if !s.End.IsZero() && s.End.Before(s.Start) || t > 0 && s.Start.Before(p.Slots[t-1].End) {
			return invalid("slot %d ends before it starts, or starts before the last one ends", t)
		}
	}
	for m := range p.Meetings {
		if err := p.validateMeeting(m); err != nil {
			return err
		}
	}
	return p.validateRules()
}

// validateRules checks what is not of one person, slot, place or meeting.
func (p *Problem) validateRules() error {
	for n, s := range p.Programme {
		if t, bad := outside(s.Slots, len(p.Slots)); bad {
			return invalid("session %d of the programme is in slot %d of %d", n, t, len(p.Slots))
		}
		if q, bad := outside(s.People, len(p.People)); bad {
			return invalid("session %d of the programme is attended by person %d of %d", n, q, len(p.People))
		}
	}
	for n, who := range p.Interpreters {
		if t, bad := outside(who.Unavailable, len(p.Slots)); bad {
			return invalid("interpreter %d is unavailable in slot %d of %d", n, t, len(p.Slots))
		}
	}
	for n, g := range p.Groups {
		if q, bad := outside(g.People, len(p.People)); bad {
			return invalid("group %d has person %d of %d", n, q, len(p.People))
		}
	}
	for n, x := range p.Pairings {
		if g, bad := outside([]int{x.A, x.B}, len(p.Groups)); bad {
			return invalid("pairing %d is of group %d of %d", n, g, len(p.Groups))
		}
	}
	for n, d := range p.Declined {
		if q, bad := outside(d[:], len(p.People)); bad {
			return invalid("declined pair %d has person %d of %d", n, q, len(p.People))
		}
	}
	for n, leg := range p.Travel {
		if leg.Minutes < 0 || leg.Minutes > maxMinutes {
			return invalid("leg %d takes %d minutes", n, leg.Minutes)
		}
	}
	return p.validateObjectives()
}

func (p *Problem) validateObjectives() error {
	known := map[Goal]bool{}
	for _, o := range DefaultObjectives() {
		known[o.Goal] = true
	}
	for n, o := range p.Objectives {
		if !known[o.Goal] {
			return invalid("objective %d, %q, is unknown or named twice", n, o.Goal)
		}
		known[o.Goal] = false
		if o.Weight < 0 || o.Weight > maxWeight {
			return invalid("objective %d has weight %d", n, o.Weight)
		}
		if held := o.Goal == MustHeld || o.Goal == WeightHeld; held && (o.Weight > 0 || n > 1 || o.Goal == MustHeld && n > 0) {
			return invalid("objective %d, %q, must come first and cannot be weighed", n, o.Goal)
		}
	}
	pairs := map[string]bool{}
	var list []string
	for _, g := range p.Meetings {
		if g.Interpret != "" && !pairs[g.Interpret] {
			pairs[g.Interpret] = true
			list = append(list, g.Interpret)
		}
	}
	for _, part := range p.shared(list) {
		if len(part) > maxShared {
			return invalid("%d pairs of languages share interpreters, at most %d may", len(part), maxShared)
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
	if g.Locked && !g.Online && (g.Place < 0 || g.Place >= len(p.Places)) {
		return invalid("meeting %d is locked at place %d of %d", m, g.Place, len(p.Places))
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
