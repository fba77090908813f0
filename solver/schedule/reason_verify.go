package schedule

import (
	"errors"
	"fmt"
	"slices"
)

// ErrReason is wrapped by the errors of VerifyReason: what a reason says is not so.
var ErrReason = errors.New("not the reason")

// VerifyReason confirms what a Reason says about a meeting that plan does not
// hold, by the rules as CanMove knows them and apart from what found the reason:
// that it names and counts all that it is about, and, but for SlotFree, that the
// meeting can be held in no slot as things stand. It knows the reasons of one
// meeting, not the proofs about all.
func VerifyReason(p *Problem, plan Plan, r Reason) error {
	if r.Meeting < 0 || r.Meeting >= len(p.Meetings) {
		return fmt.Errorf("%w: there is no meeting %d", ErrReason, r.Meeting)
	}
	v := &claim{Reason: r, p: p, plan: fit(p, plan), g: p.Meetings[r.Meeting]}
	if held(p, v.plan[r.Meeting]) {
		return fmt.Errorf("%w: meeting %d is held", ErrReason, r.Meeting)
	}
	v.look()
	if !v.alone() && !v.among() {
		return fmt.Errorf("%w: %v", ErrReason, r)
	}
	return nil
}

// claim is a Reason with what CanMove says of the slots that are allowed and suit
// the people.
type claim struct {
	Reason
	p     *Problem
	plan  Plan
	g     Meeting
	slots []standing
}

// standing is what stands in the way in one slot.
type standing struct {
	slot  int
	rules []Violation
}

func (s standing) has(rules ...Rule) bool {
	return slices.ContainsFunc(s.rules, func(v Violation) bool { return slices.Contains(rules, v.Rule) })
}

func (c *claim) look() {
	for t := range c.p.Slots {
		s := standing{t, CanMove(c.p, c.plan, c.Meeting, t, None)}
		if !s.has(SlotNotAllowed, PersonUnavailable, PersonAttends) && (!c.g.Fixed || c.g.Slot == t) {
			c.slots = append(c.slots, s)
		}
	}
}

// alone confirms the reasons that hold whatever the slot.
func (c *claim) alone() bool {
	switch c.Code {
	case MeetingBarred:
		return c.Person != c.Partner && slices.Contains(c.g.People, c.Person) && slices.Contains(c.g.People, c.Partner) && !c.mayMeet()
	case NoCommonFreeSlot:
		return c.Common == 0 && len(c.slots) == 0
	case FixedClash:
		return c.g.Fixed && len(CanMove(c.p, c.plan, c.Meeting, c.g.Slot, c.g.Place)) > 0
	case PrecedenceUnheld:
		return slices.Contains(c.g.After, c.Other) && !held(c.p, c.plan[c.Other])
	case MaxMeetingsHeld:
		return slices.Contains(c.g.People, c.Person) && c.full(c.p.People[c.Person].MaxMeetings, []int{c.Person})
	case GroupQuotaFull:
		if c.Group < 0 || c.Group >= len(c.p.Groups) {
			return false
		}
		x := c.p.Groups[c.Group]
		return shares(c.g.People, x.People) && c.full(x.MaxMeetings, x.People)
	case SlotFree:
		return slices.ContainsFunc(c.slots, func(s standing) bool { return s.slot == c.Slot && len(s.rules) == 0 })
	}
	return false
}

func shares(a, b []int) bool {
	return slices.ContainsFunc(a, func(x int) bool { return slices.Contains(b, x) })
}

// mayMeet tells that Person and Partner may meet.
func (c *claim) mayMeet() bool {
	for _, d := range c.p.Declined {
		if d == [2]int{c.Person, c.Partner} || d == [2]int{c.Partner, c.Person} {
			return false
		}
	}
	in := func(q, group int) bool { return slices.Contains(c.p.Groups[group].People, q) }
	return len(c.p.Pairings) == 0 || slices.ContainsFunc(c.p.Pairings, func(x Pairing) bool {
		return in(c.Person, x.A) && in(c.Partner, x.B) || in(c.Person, x.B) && in(c.Partner, x.A)
	})
}

// full tells that so many meetings are held in which some of the people take part.
func (c *claim) full(most int, people []int) bool {
	n := 0
	for m, g := range c.p.Meetings {
		if held(c.p, c.plan[m]) && shares(g.People, people) {
			n++
		}
	}
	return most > 0 && n >= most
}

// among confirms the reasons about the slots that suit the people: all are
// counted, something is in the way in each, and in some it is this.
func (c *claim) among() bool {
	if c.Common != len(c.slots) || c.Common == 0 || slices.ContainsFunc(c.slots, func(s standing) bool { return len(s.rules) == 0 }) {
		return false
	}
	switch c.Code {
	case CommonSlotsTaken, Displaced:
		return c.taken()
	case NoPlaceOpen:
		return !c.g.Online && c.every(func(t int) bool { return !c.placeOpen(t) })
	case NoInterpreterThere:
		return c.g.Interpret != "" && c.every(func(t int) bool { return !c.interpreterThere(t) })
	case NoPlaceFree:
		return c.NoPlace == c.lacking(NoPlace, NoInterpreter) && c.lacking(NoPlace) > 0
	case NoInterpreterFree:
		return c.NoPlace == c.lacking(NoPlace, NoInterpreter) && c.lacking(NoInterpreter) > 0
	case DayFull:
		return c.hinders(MaxPerDay)
	case TooNearOthers:
		return c.hinders(TooNear)
	case PrecedenceOrder:
		return slices.ContainsFunc(c.slots, func(s standing) bool { return !s.has(PersonBusy) && s.has(Precedence) })
	case SpreadBroken:
		return slices.ContainsFunc(c.slots, func(s standing) bool { return len(s.rules) == 1 && s.has(IdleSpread) })
	}
	return false
}

func (c *claim) every(is func(t int) bool) bool {
	return !slices.ContainsFunc(c.slots, func(s standing) bool { return !is(s.slot) })
}

func (c *claim) placeOpen(t int) bool {
	for l, x := range c.p.Places {
		if !slices.Contains(x.Closed, t) && c.p.suits(c.Meeting, l) {
			return true
		}
	}
	return false
}

func (c *claim) interpreterThere(t int) bool {
	return slices.ContainsFunc(c.p.Interpreters, func(x Interpreter) bool {
		return slices.Contains(x.Pairs, c.g.Interpret) && !slices.Contains(x.Unavailable, t)
	})
}

// lacking counts the slots in which the people could meet but for one of the
// rules, of places and interpreters.
func (c *claim) lacking(rules ...Rule) (n int) {
	for _, s := range c.slots {
		if s.has(rules...) && !s.has(PersonBusy, MaxPerDay, TooNear, Precedence) {
			n++
		}
	}
	return n
}

// hinders tells that the rule keeps Person out of some slot in which nobody has
// another meeting.
func (c *claim) hinders(rule Rule) bool {
	return slices.ContainsFunc(c.slots, func(s standing) bool {
		return !s.has(PersonBusy) && slices.ContainsFunc(s.rules, func(v Violation) bool { return v.Rule == rule && v.Person == c.Person })
	})
}

// taken tells that other meetings of the people, those in Meetings, take every
// slot; for Displaced that those of each slot are worth more.
func (c *claim) taken() bool {
	var all []int
	mine := 0
	for _, s := range c.slots {
		var in []int
		for _, v := range s.rules {
			if v.Rule != PersonBusy {
				continue
			}
			in = append(in, v.Other)
			if v.Person == c.Person {
				mine++
			}
		}
		in = distinct(in)
		if len(in) == 0 || c.Code == Displaced && !c.outweighed(in) {
			return false
		}
		all = append(all, in...)
	}
	return slices.Equal(distinct(all), c.Meetings) && slices.Contains(c.g.People, c.Person) && mine == c.Taken
}

// outweighed tells that the meetings are worth more than this one: more of them
// must be held, or as many and they weigh more.
func (c *claim) outweighed(in []int) bool {
	must, weight := 0, 0
	for _, m := range in {
		must, weight = must+mustOf(c.p.Meetings[m]), weight+max(1, c.p.Meetings[m].Weight)
	}
	own := mustOf(c.g)
	return must > own || must == own && weight > max(1, c.g.Weight)
}

func mustOf(g Meeting) int {
	if g.Must {
		return 1
	}
	return 0
}
