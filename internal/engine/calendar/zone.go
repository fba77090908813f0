package calendar

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

const localTime = "20060102T150405"

// location returns the zone of an event, nil for UTC.
func location(zone string) (*time.Location, error) {
	if zone == "" || zone == "UTC" || zone == "Etc/UTC" {
		return nil, nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return nil, fmt.Errorf("calendar: unknown zone %q", zone)
	}
	return loc, nil
}

// times writes start and end in the event's zone. Where the clock is put back
// a local time comes twice: RFC 5545 (3.3.5) means the first, but readers
// differ, so an event that touches such a time is written in UTC.
func (p *printer) times(e Event) error {
	loc, err := location(e.Zone)
	if err != nil {
		return err
	}
	if loc == nil || twice(e.Start.In(loc)) || twice(e.End.In(loc)) {
		p.line("DTSTART", utc(e.Start))
		p.line("DTEND", utc(e.End))
		return nil
	}
	p.line("DTSTART;TZID="+e.Zone, e.Start.In(loc).Format(localTime))
	p.line("DTEND;TZID="+e.Zone, e.End.In(loc).Format(localTime))
	return nil
}

// twice tells whether the wall clock of t shows its time at two instants.
func twice(t time.Time) bool {
	start, end := t.ZoneBounds()
	return !start.IsZero() && t.Sub(start) < putBack(start) || !end.IsZero() && end.Sub(t) <= putBack(end)
}

// putBack is how far the clock is put back at a change of its zone, negative
// where it is put forward.
func putBack(change time.Time) time.Duration {
	_, before := change.Add(-time.Second).Zone()
	_, after := change.Zone()
	return time.Duration(before-after) * time.Second
}

// zones writes a VTIMEZONE for each zone of the events, right for the whole
// years from the first to the last of them.
func (p *printer) zones(events []Event) error {
	type span struct{ from, to int } // years
	years := map[string]span{}
	for _, e := range events {
		loc, err := location(e.Zone)
		if err != nil {
			return err
		}
		if loc == nil {
			continue
		}
		s, seen := years[e.Zone]
		from, to := e.Start.In(loc).Year(), e.End.In(loc).Year()
		if seen {
			from, to = min(from, s.from), max(to, s.to)
		}
		years[e.Zone] = span{from, to}
	}
	for _, zone := range slices.Sorted(maps.Keys(years)) {
		loc, _ := location(zone)
		p.zone(zone, loc, years[zone].from, years[zone].to)
	}
	return nil
}

// zone writes one VTIMEZONE (RFC 5545, 3.6.5): the offset in force when the
// first year begins, as if it had always been so, and each change up to the
// end of the last year, out of Go's copy of the IANA database.
func (p *printer) zone(name string, loc *time.Location, from, to int) {
	p.line("BEGIN", "VTIMEZONE")
	p.line("TZID", name)
	t := time.Date(from, 1, 1, 0, 0, 0, 0, loc)
	end := time.Date(to+1, 1, 1, 0, 0, 0, 0, loc)
	_, offset := t.Zone()
	p.observance(t, "19700101T000000", offset, offset)
	for {
		_, next := t.ZoneBounds()
		if next.IsZero() || !next.Before(end) {
			break
		}
		t = next.In(loc)
		_, after := t.Zone()
		onset := t.UTC().Add(time.Duration(offset) * time.Second) // the onset is told by the old clock
		p.observance(t, onset.Format(localTime), offset, after)
		offset = after
	}
	p.line("END", "VTIMEZONE")
}

func (p *printer) observance(t time.Time, onset string, from, to int) {
	kind := "STANDARD"
	if t.IsDST() {
		kind = "DAYLIGHT"
	}
	abbreviation, _ := t.Zone()
	p.line("BEGIN", kind)
	p.line("DTSTART", onset)
	p.line("TZOFFSETFROM", offsetText(from))
	p.line("TZOFFSETTO", offsetText(to))
	p.text("TZNAME", abbreviation)
	p.line("END", kind)
}

// offsetText writes seconds east of UTC as +HHMM, with seconds if there are any.
func offsetText(s int) string {
	sign := '+'
	if s < 0 {
		sign, s = '-', -s
	}
	out := fmt.Sprintf("%c%02d%02d", sign, s/3600, s/60%60)
	if s%60 != 0 {
		out += fmt.Sprintf("%02d", s%60)
	}
	return out
}
