package roster

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/solver/schedule"
)

// Index says what the planner's meetings are. Its people, slots and places are
// those of the roster, in the same order.
type Index struct {
	Meetings []Request
}

// Request is one meeting to be planned.
type Request struct {
	People  []int  // of the roster
	Wishes  []int  // of the roster; empty for a meeting that is only fixed
	Fixed   int    // of the roster, or -1
	Subject string // of the first wish that has one
}

// Problem puts the roster to the planner. Wishes of the same people, in
// whatever direction, are one meeting whose weight is their sum, a must if one
// of them is; who is refused by another is in no meeting with him. A fixed
// meeting fulfils the wishes of its people.
func (r *Roster) Problem() (*schedule.Problem, Index) {
	p := &schedule.Problem{}
	person, slot, place := map[string]int{}, map[string]int{}, map[string]int{}
	for i, s := range r.Slots {
		slot[s.ID] = i
		p.Slots = append(p.Slots, schedule.Slot{Start: s.Start, End: s.End, Day: s.Day, Session: s.Session})
	}
	for i, x := range r.Places {
		place[x.ID] = i
		p.Places = append(p.Places, schedule.Place{ID: x.ID, Closed: r.slotsIn(x.Closed)})
	}
	for i, x := range r.People {
		person[x.ID] = i
		p.People = append(p.People, schedule.Person{ID: x.ID, Unavailable: r.slotsIn(x.Away), MaxPerDay: x.MaxPerDay})
	}
	b := builder{r: r, p: p, person: person, at: map[string]int{}}
	for i, f := range r.Fixed {
		b.fixed(i, f, slot, place)
	}
	b.wishes()
	return p, b.x
}

// slotsIn lists the slots that overlap a time.
func (r *Roster) slotsIn(spans []Span) (out []int) {
	for i, s := range r.Slots {
		if slices.ContainsFunc(spans, func(a Span) bool { return a.Overlaps(s.Start, s.End) }) {
			out = append(out, i)
		}
	}
	return out
}

type builder struct {
	r      *Roster
	p      *schedule.Problem
	x      Index
	person map[string]int
	at     map[string]int // meetings by their people
}

// members gives the people of a meeting as the planner counts them, and a key
// that is the same for the same people; ok is false if one is not in the roster.
func (b *builder) members(ids []string) (out []int, key string, ok bool) {
	for _, id := range ids {
		i, known := b.person[id]
		if !known {
			return nil, "", false
		}
		out = append(out, i)
	}
	sort.Ints(out)
	out = slices.Compact(out)
	var k strings.Builder
	for _, i := range out {
		k.WriteString(strconv.Itoa(i) + " ")
	}
	return out, k.String(), len(out) >= 2
}

func (b *builder) fixed(i int, f Fixed, slot, place map[string]int) {
	people, key, ok := b.members(f.People)
	if !ok {
		return
	}
	m := schedule.Meeting{People: people, Must: true, Weight: 1, Fixed: true, Slot: slot[f.Slot], Place: schedule.None, Online: b.online(people)}
	if k, ok := place[f.Place]; ok && f.Place != "" {
		m.Place, m.Online = k, false
	}
	if _, again := b.at[key]; !again { // a wish is fulfilled by the first of several fixed meetings
		b.at[key] = len(b.x.Meetings)
	}
	b.add(m, Request{People: people, Fixed: i, Subject: f.Subject})
}

func (b *builder) add(m schedule.Meeting, q Request) {
	m.ID = "m" + strconv.Itoa(len(b.x.Meetings)+1)
	b.p.Meetings = append(b.p.Meetings, m)
	b.x.Meetings = append(b.x.Meetings, q)
}

// online tells whether the meeting needs no place: there are none, or somebody
// takes part from afar.
func (b *builder) online(people []int) bool {
	return len(b.r.Places) == 0 || slices.ContainsFunc(people, func(i int) bool { return b.r.People[i].Online })
}

func (b *builder) wishes() {
	refused := map[[2]string]int{}
	for i, w := range b.r.Wishes {
		if w.Strength == No {
			for _, to := range w.To {
				refused[pair(w.From, to)] = i
			}
		}
	}
	for i, w := range b.r.Wishes {
		ids := append([]string{w.From}, w.To...)
		people, key, ok := b.members(ids)
		if _, no := anyRefused(ids, refused); no || !ok || w.Strength == No {
			continue
		}
		k, seen := b.at[key]
		if !seen {
			k = len(b.x.Meetings)
			b.at[key] = k
			b.add(schedule.Meeting{People: people, Online: b.online(people), Slot: schedule.None, Place: schedule.None}, Request{People: people, Fixed: -1})
		}
		m, q := &b.p.Meetings[k], &b.x.Meetings[k]
		if len(q.Wishes) == 0 && q.Fixed < 0 {
			m.Slots = b.allowed(w.Part)
		} else if q.Fixed < 0 {
			m.Slots = b.both(m.Slots, b.allowed(w.Part))
		}
		q.Wishes = append(q.Wishes, i)
		m.Weight += max(1, w.Weight)
		m.Must = m.Must || w.Strength == Must
		m.Online = m.Online || w.Online
		if q.Subject == "" {
			q.Subject = w.Subject
		}
	}
}

// allowed lists the slots in a part of the day; nil for all.
func (b *builder) allowed(p Part) (out []int) {
	if p == AnyTime {
		return nil
	}
	var zone *time.Location
	if zs := b.r.Event.Zones; len(zs) > 0 {
		zone, _ = time.LoadLocation(zs[0])
	}
	out = []int{}
	for i, s := range b.r.Slots {
		if p.has(s, zone) {
			out = append(out, i)
		}
	}
	return out
}

// both gives the slots that two wishes allow; where one wants the morning and
// the other the afternoon, either is better than no meeting.
func (b *builder) both(one, other []int) []int {
	if one == nil {
		return other
	}
	if other == nil || slices.Equal(one, other) {
		return one
	}
	return nil
}
