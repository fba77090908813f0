package exchange

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/solver/schedule"
)

// Meetings outside these hours of a person's own day count as unsocial.
const workFrom, workTo = 9 * time.Hour, 18 * time.Hour

// Problem puts the board to the planner: people, slots, places and meetings
// have the same order there as in order, Slots, Places and Meetings here.
// Locked meetings stay where they are.
func (b *Board) problem() (*schedule.Problem, []string) {
	order := make([]string, 0, len(b.People))
	for pid, m := range b.People {
		if m.State == Validated {
			order = append(order, pid)
		}
	}
	sort.Strings(order)
	person := map[string]int{}
	p := &schedule.Problem{}
	for _, s := range b.Slots {
		p.Slots = append(p.Slots, schedule.Slot{Start: s.Starts, End: s.Ends, Day: s.Day, Session: s.Session})
	}
	unsocial := map[string][]int{} // by zone
	for i, pid := range order {
		person[pid] = i
		zone := b.People[pid].Zone
		if _, known := unsocial[zone]; !known {
			unsocial[zone] = schedule.UnsocialHours(p.Slots, In(b.Event.Starts, zone).Location(), workFrom, workTo)
		}
		x := schedule.Person{ID: pid, Side: b.People[pid].Country, Unsocial: unsocial[zone]}
		for _, slotID := range b.Unavailable[pid] {
			x.Unavailable = append(x.Unavailable, b.slotIndex[slotID])
		}
		p.People = append(p.People, x)
	}
	for _, x := range b.Places {
		place := schedule.Place{ID: x.ID}
		for _, slotID := range b.Closed[x.ID] {
			place.Closed = append(place.Closed, b.slotIndex[slotID])
		}
		p.Places = append(p.Places, place)
	}
	for _, t := range b.Meetings {
		p.Meetings = append(p.Meetings, b.request(t, person))
	}
	return p, order
}

func (b *Board) request(t Meeting, person map[string]int) schedule.Meeting {
	m := schedule.Meeting{ID: t.UID, Must: t.Must, Weight: t.Weight, Online: b.Event.Online, Slot: schedule.None, Place: schedule.None}
	for _, pid := range t.Members {
		if i, ok := person[pid]; ok {
			m.People = append(m.People, i)
		}
	}
	if t.Locked && t.SlotID != "" {
		m.Fixed, m.Slot = true, b.slotIndex[t.SlotID]
		if i, ok := b.placeIndex[t.PlaceID]; ok {
			m.Place = i
		}
	}
	return m
}

// assignments writes the board's meetings as a plan of the planner.
func (b *Board) assignments() schedule.Plan {
	out := make(schedule.Plan, len(b.Meetings))
	for i, t := range b.Meetings {
		out[i] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		if t.SlotID == "" {
			continue
		}
		out[i].Slot = b.slotIndex[t.SlotID]
		if k, ok := b.placeIndex[t.PlaceID]; ok {
			out[i].Place = k
		}
	}
	return out
}

// Requests turns wishes into the meetings to be planned: wishes of the same
// people, in whatever direction, are one meeting whose weight is their sum, a
// must if one of them is; who is refused by another is in no meeting with him.
// A meeting known from before keeps its identity, place in time and lock.
func Requests(ws []Wish, known []Meeting) []Meeting {
	refused := refusals(ws)
	before := map[string]Meeting{}
	for _, t := range known {
		before[membersKey(t.Members)] = t
	}
	at := map[string]int{}
	var out []Meeting
	for _, w := range ws {
		if w.Strength == No {
			continue
		}
		members := memberSet(w)
		if len(members) < 2 || anyRefused(members, refused) {
			continue
		}
		key := membersKey(members)
		i, seen := at[key]
		if !seen {
			i = len(out)
			at[key] = i
			out = append(out, newRequest(before, key, members))
		}
		add(&out[i], w)
	}
	return out
}

// refusals are the pairs of people of whom one refuses the other.
func refusals(ws []Wish) map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, w := range ws {
		if w.Strength == No {
			for _, to := range w.To {
				out[pair(w.From, to)] = true
			}
		}
	}
	return out
}

func newRequest(before map[string]Meeting, key string, members []string) Meeting {
	t := Meeting{Members: members}
	if old, ok := before[key]; ok {
		t.UID, t.SlotID, t.PlaceID, t.Locked, t.Sequence = old.UID, old.SlotID, old.PlaceID, old.Locked, old.Sequence
	} else {
		t.UID = id.New()
	}
	return t
}

func add(t *Meeting, w Wish) {
	t.Weight += max(1, w.Weight)
	t.Must = t.Must || w.Strength == Must
	if t.OpportunityID == "" {
		t.OpportunityID = w.OpportunityID
	}
	if t.Subject == "" {
		t.Subject = w.Subject
	}
	if w.SlotID != "" {
		t.SlotID, t.PlaceID, t.Locked, t.Must = w.SlotID, w.PlaceID, true, true
	}
}

func memberSet(w Wish) []string {
	out := append([]string{w.From}, w.To...)
	sort.Strings(out)
	return slices.Compact(out)
}

func membersKey(members []string) string {
	sorted := append([]string{}, members...)
	sort.Strings(sorted)
	return strings.Join(sorted, " ")
}

func pair(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

func anyRefused(members []string, refused map[[2]string]bool) bool {
	for i, a := range members {
		for _, b := range members[i+1:] {
			if refused[pair(a, b)] {
				return true
			}
		}
	}
	return false
}
