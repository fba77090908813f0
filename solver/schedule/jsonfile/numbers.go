package jsonfile

import (
	"fmt"

	"github.com/birzha/birzha/solver/schedule"
)

// numbers turns numbers from 1 into indices from 0 and keeps the first error.
type numbers struct{ err error }

// one turns the number at v, of one of count things.
func (n *numbers) one(v *int, what string, count int, path string, args ...any) {
	if n.err == nil && (*v < 1 || *v > count) {
		n.err = &Error{Field: fmt.Sprintf(path, args...), Text: fmt.Sprintf("%s %d does not exist, there are %d", what, *v, count)}
	}
	*v--
}

// all turns every number of a list.
func (n *numbers) all(list []int, what string, count int, path string, args ...any) {
	for i := range list {
		n.one(&list[i], what, count, path+"[%d]", append(args[:len(args):len(args)], i+1)...)
	}
}

// fromOne turns the numbers of a file into the indices of a problem.
func fromOne(p *schedule.Problem) error {
	n := &numbers{}
	people, slots, meetings, groups := len(p.People), len(p.Slots), len(p.Meetings), len(p.Groups)
	for i := range p.People {
		n.all(p.People[i].Unavailable, "slot", slots, "people[%d].unavailable", i+1)
	}
	for i := range p.Places {
		n.all(p.Places[i].Closed, "slot", slots, "places[%d].closed", i+1)
	}
	for i := range p.Meetings {
		g := &p.Meetings[i]
		n.all(g.People, "person", people, "meetings[%d].people", i+1)
		n.all(g.Slots, "slot", slots, "meetings[%d].slots", i+1)
		n.all(g.After, "meeting", meetings, "meetings[%d].after", i+1)
		n.pinned(p, i)
	}
	for i := range p.Programme {
		n.all(p.Programme[i].Slots, "slot", slots, "programme[%d].slots", i+1)
		n.all(p.Programme[i].People, "person", people, "programme[%d].people", i+1)
	}
	for i := range p.Interpreters {
		n.all(p.Interpreters[i].Unavailable, "slot", slots, "interpreters[%d].unavailable", i+1)
	}
	for i := range p.Groups {
		n.all(p.Groups[i].People, "person", people, "groups[%d].people", i+1)
	}
	for i := range p.Pairings {
		n.one(&p.Pairings[i].A, "group", groups, "pairings[%d].a", i+1)
		n.one(&p.Pairings[i].B, "group", groups, "pairings[%d].b", i+1)
	}
	for i := range p.Declined {
		n.all(p.Declined[i][:], "person", people, "declined[%d]", i+1)
	}
	return n.err
}

// pinned turns the slot and place of meeting i, which only fixed and locked
// ones have.
func (n *numbers) pinned(p *schedule.Problem, i int) {
	g := &p.Meetings[i]
	switch {
	case g.Fixed:
		n.one(&g.Slot, "slot", len(p.Slots), "meetings[%d].slot", i+1)
	case g.Slot != 0 && n.err == nil:
		n.err = &Error{Field: fmt.Sprintf("meetings[%d].slot", i+1), Text: "only a fixed meeting has a slot"}
	}
	switch {
	case g.Locked && !g.Online, (g.Locked || g.Fixed) && g.Place != 0:
		n.one(&g.Place, "place", len(p.Places), "meetings[%d].place", i+1)
	case g.Place != 0 && n.err == nil:
		n.err = &Error{Field: fmt.Sprintf("meetings[%d].place", i+1), Text: "only a fixed or locked meeting has a place"}
	default:
		g.Place = schedule.None
	}
}
