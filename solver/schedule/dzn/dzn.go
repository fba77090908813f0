// Package dzn reads the published instances of the B2B meeting scheduling
// problem, MiniZinc data files, as problems of package schedule.
//
// The instances are of M. Bofill et al., "Constraint Solving Approaches to the
// Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022) 263–301.
// A file sets nBusiness, nMeetings, nTables, nTotalSlots, nMorningSlots and
// requested (rows of participant, participant, session: 1 morning, 2 afternoon,
// 3 any), and may set forbidden (slots of each participant), fixed (slot of each
// meeting, 0 for free) and precedences (meetings before each meeting). Indices
// count from 1; a 0 in a set is ignored. meetingsxBusiness and nMeetingsBusiness
// repeat what requested says and are not used, nor is anything else.
//
// Of MiniZinc's data language whole numbers, sets, ranges, arrays of one and two
// dimensions, array1d and array2d, texts and comments are read; no expressions.
package dzn

import (
	"io"
	"strconv"
	"time"

	"github.com/birzha/birzha/solver/schedule"
)

// IdleSpread is how much the published model lets the numbers of idle gaps of
// two participants differ.
const IdleSpread = 2

// Largest sizes read.
const (
	maxPeople   = 20_000
	maxMeetings = 200_000
	maxSlots    = 1_000
	maxCells    = 32 << 20
)

// Read reads one instance. Every meeting is Must and on site; all slots are of
// one day, the morning is session 0 and the afternoon session 1, and the times
// are made up. A fault of the file is an *Error with its line.
func Read(r io.Reader) (*schedule.Problem, error) {
	data, err := parse(r)
	if err != nil {
		return nil, err
	}
	d := &reader{data: data}
	people := d.size("nBusiness", maxPeople)
	meetings := d.size("nMeetings", maxMeetings)
	tables := d.size("nTables", maxPeople)
	slots := d.size("nTotalSlots", maxSlots)
	morning := d.size("nMorningSlots", maxSlots)
	if d.err == nil && morning > slots {
		d.fail(data["nMorningSlots"].line, "nMorningSlots is larger than nTotalSlots")
	}
	if d.err == nil && max(people, meetings, tables)*slots > maxCells {
		d.fail(1, "the instance is too large")
	}
	if d.err != nil {
		return nil, d.err
	}
	p := &schedule.Problem{
		People: make([]schedule.Person, people), Slots: timetable(slots, morning),
		Places: make([]schedule.Place, tables), Meetings: make([]schedule.Meeting, meetings),
		IdleSpread: IdleSpread,
	}
	for i := range p.People {
		p.People[i].ID = strconv.Itoa(i + 1)
	}
	for i := range p.Places {
		p.Places[i].ID = strconv.Itoa(i + 1)
	}
	d.requested(p, morning)
	d.forbidden(p)
	d.fixed(p)
	d.precedences(p)
	if d.err != nil {
		return nil, d.err
	}
	return p, p.Validate()
}

func timetable(slots, morning int) []schedule.Slot {
	const length = 20 * time.Minute
	out := make([]schedule.Slot, slots)
	start := time.Date(2000, 1, 3, 0, 0, 0, 0, time.UTC)
	for t := range out {
		out[t] = schedule.Slot{Start: start, End: start.Add(length)}
		if t >= morning {
			out[t].Session = 1
		}
		start = start.Add(length)
	}
	return out
}

// reader keeps the first error.
type reader struct {
	data map[string]value
	err  error
}

func (d *reader) fail(line int, format string, args ...any) {
	if d.err == nil {
		d.err = fail(line, format, args...)
	}
}

// size reads a required number of at most limit.
func (d *reader) size(name string, limit int) int {
	v, ok := d.data[name]
	switch {
	case !ok:
		d.fail(1, "%s is missing", name)
	case v.isList:
		d.fail(v.line, "%s must be a number", name)
	case v.number > limit:
		d.fail(v.line, "%s is %d, at most %d is read", name, v.number, limit)
	}
	return v.number
}

// rows reads an array of n items, or nil where it is absent and optional.
func (d *reader) rows(name string, n int, optional, lists bool) []value {
	v, ok := d.data[name]
	if !ok {
		if !optional {
			d.fail(1, "%s is missing", name)
		}
		return nil
	}
	if !v.isList || len(v.list) != n {
		d.fail(v.line, "%s must be an array of %d", name, n)
		return nil
	}
	for _, item := range v.list {
		if item.isList != lists {
			d.fail(item.line, "%s has a number where a list should be, or the reverse", name)
			return nil
		}
	}
	return v.list
}

// index turns a number counted from 1 into an index below n.
func (d *reader) index(v value, what string, n int) int {
	if v.isList || v.number < 1 || v.number > n {
		d.fail(v.line, "%s %d does not exist, there are %d", what, v.number, n)
		return 0
	}
	return v.number - 1
}

func (d *reader) requested(p *schedule.Problem, morning int) {
	sessions := [][]int{slotRange(0, morning), slotRange(morning, len(p.Slots)), nil}
	for i, row := range d.rows("requested", len(p.Meetings), false, true) {
		if len(row.list) != 3 {
			d.fail(row.line, "a row of requested has %d numbers, not 3", len(row.list))
			return
		}
		a := d.index(row.list[0], "participant", len(p.People))
		b := d.index(row.list[1], "participant", len(p.People))
		session := d.index(row.list[2], "session", len(sessions))
		if d.err == nil && a == b {
			d.fail(row.line, "participant %d asks to meet himself", a+1)
		}
		if d.err == nil && session < 2 && len(sessions[session]) == 0 {
			d.fail(row.line, "session %d has no slots", session+1)
		}
		if d.err != nil {
			return
		}
		p.Meetings[i] = schedule.Meeting{
			ID: strconv.Itoa(i + 1), People: []int{a, b}, Must: true, Weight: 1, Slots: sessions[session],
		}
	}
}

func slotRange(from, to int) (out []int) {
	for t := from; t < to; t++ {
		out = append(out, t)
	}
	return out
}

func (d *reader) forbidden(p *schedule.Problem) {
	for i, row := range d.rows("forbidden", len(p.People), true, true) {
		p.People[i].Unavailable = d.indices(row, "slot", len(p.Slots))
	}
}

func (d *reader) fixed(p *schedule.Problem) {
	for i, v := range d.rows("fixed", len(p.Meetings), true, false) {
		if v.number > 0 {
			p.Meetings[i].Fixed = true
			p.Meetings[i].Slot = d.index(v, "slot", len(p.Slots))
			p.Meetings[i].Place = schedule.None
		}
	}
}

func (d *reader) precedences(p *schedule.Problem) {
	for i, row := range d.rows("precedences", len(p.Meetings), true, true) {
		p.Meetings[i].After = d.indices(row, "meeting", len(p.Meetings))
	}
}

// indices reads a set, leaving out 0, which stands for none.
func (d *reader) indices(row value, what string, n int) (out []int) {
	for _, v := range row.list {
		if v.isList || v.number != 0 {
			out = append(out, d.index(v, what, n))
		}
	}
	return out
}
