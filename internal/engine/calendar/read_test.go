package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"
)

// unfold joins folded lines (RFC 5545, 3.1).
func unfold(s string) string { return strings.ReplaceAll(s, "\r\n ", "") }

var (
	zoneNames = []string{"", "UTC", "Europe/Minsk", "Asia/Shanghai", "Europe/Warsaw", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"}
	fragments = []string{"встреча ", "会谈", "光纤传感器", "Ўў", "a", " ", ",", ";", ":", `\`, `"`, "\n", "\r\n", "😀", "END:VEVENT", "\x00", "\t", "word "}
	anyText   = rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 60).Draw(t, "text"), "")
	})
	anyEvent = rapid.Custom(func(t *rapid.T) Event {
		start := utcAt(1990, 1, 1, 0, 0).Add(time.Duration(rapid.IntRange(0, 50*365*24*2).Draw(t, "half hours")) * 30 * time.Minute)
		if rapid.Bool().Draw(t, "near a change") {
			start = utcAt(2027, 10, 31, 0, 0).Add(time.Duration(rapid.IntRange(-8, 8).Draw(t, "quarters")) * 15 * time.Minute)
		}
		return Event{
			UID: "u@birzha.example", Start: start, End: start.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "minutes")) * time.Minute),
			Zone: rapid.SampledFrom(zoneNames).Draw(t, "zone"), Summary: anyText.Draw(t, "summary"), Description: anyText.Draw(t, "description"),
			LastModified: start, Organizer: &Party{Name: anyText.Draw(t, "name"), Email: "o@birzha.example"}, Attendees: []Party{{Email: "a@birzha.example"}},
		}
	})
)

// clean is what a text may come back as: line ends are one, controls are gone.
func clean(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\x00", "")
}

func TestAnotherReaderUnderstands(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := anyEvent.Draw(rt, "event")
		text := invitationText(t, Request, e)
		cal, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil {
			rt.Fatalf("%v in\n%s", err, text)
		}
		events := cal.Events()
		if len(events) != 1 {
			rt.Fatalf("%d events read", len(events))
		}
		start, err1 := events[0].GetStartAt()
		end, err2 := events[0].GetEndAt()
		if err1 != nil || err2 != nil || !start.Equal(e.Start) || !end.Equal(e.End) {
			rt.Fatalf("times %v – %v were read as %v – %v (%v, %v)", e.Start, e.End, start, end, err1, err2)
		}
		for p, want := range map[ics.ComponentProperty]string{ics.ComponentPropertySummary: e.Summary, ics.ComponentPropertyDescription: e.Description} {
			got := ""
			if f := events[0].GetProperty(p); f != nil {
				got = f.Value
			}
			if want = clean(want); got != want {
				rt.Fatalf("%s: %q was read as %q", p, want, got)
			}
		}
	})
}

// Every line is at most 75 octets, whole letters only, and ends with CRLF.
func TestFolding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := anyEvent.Draw(rt, "event")
		text := invitationText(t, Request, e)
		if !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			rt.Fatal("a line does not end with CRLF")
		}
		for _, l := range strings.Split(text, "\r\n") {
			if len(l) > 75 || !utf8.ValidString(l) {
				rt.Fatalf("line %q has %d octets or half a letter", l, len(l))
			}
		}
		if strings.Count(unfold(text), "\r\nEND:VEVENT") != 1 {
			rt.Fatal("a text has become a line of its own")
		}
	})
}

// The written zone, read by its own words alone, gives back the instants.
func TestTimesByTheWrittenZone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := anyEvent.Draw(rt, "event")
		checkTimes(rt, invitationText(t, Request, e), e)
	})
}

func TestWarsawVectors(t *testing.T) {
	for _, v := range []struct {
		what       string
		start, end time.Time
		want       string
	}{
		{"over the gap", utcAt(2027, 3, 28, 0, 30), utcAt(2027, 3, 28, 1, 30), "DTSTART;TZID=Europe/Warsaw:20270328T013000\r\nDTEND;TZID=Europe/Warsaw:20270328T033000"},
		{"first passage", utcAt(2027, 10, 31, 0, 0), utcAt(2027, 10, 31, 0, 30), "DTSTART:20271031T000000Z\r\nDTEND:20271031T003000Z"},
		{"second passage", utcAt(2027, 10, 31, 1, 0), utcAt(2027, 10, 31, 1, 30), "DTSTART:20271031T010000Z\r\nDTEND:20271031T013000Z"},
		{"up to the repeat", utcAt(2027, 10, 30, 23, 0), utcAt(2027, 10, 30, 23, 59), "DTSTART;TZID=Europe/Warsaw:20271031T010000\r\nDTEND;TZID=Europe/Warsaw:20271031T015900"},
		{"out of the repeat", utcAt(2027, 10, 31, 2, 0), utcAt(2027, 10, 31, 3, 0), "DTSTART;TZID=Europe/Warsaw:20271031T030000\r\nDTEND;TZID=Europe/Warsaw:20271031T040000"},
	} {
		e := sampleInvitation()
		e.Start, e.End, e.Zone = v.start, v.end, "Europe/Warsaw"
		text := invitationText(t, Request, e)
		if !strings.Contains(text, v.want) {
			t.Errorf("%s: no %q in\n%s", v.what, v.want, text)
		}
		checkTimes(t, text, e)
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func checkTimes(t failer, text string, e Event) {
	t.Helper()
	lines := strings.Split(unfold(text), "\r\n")
	for name, want := range map[string]time.Time{"DTSTART": e.Start, "DTEND": e.End} {
		if got := readTime(lines, name); !got.Equal(want) {
			t.Fatalf("%s is read as %v, want %v, in\n%s", name, got, want, text)
		}
	}
}

type observance struct {
	onset time.Time
	to    time.Duration
}

// readTime reads the event's DTSTART or DTEND by the file's own VTIMEZONE: a
// local time stands for the earliest instant whose offset fits.
func readTime(lines []string, name string) time.Time {
	lines = slices.Clone(lines)
	at := slices.Index(lines, "BEGIN:VEVENT")
	i := at + slices.IndexFunc(lines[at:], func(l string) bool { return strings.HasPrefix(l, name) })
	value := lines[i][strings.LastIndexByte(lines[i], ':')+1:]
	if t, err := time.Parse("20060102T150405Z", value); err == nil {
		return t
	}
	local, err := time.Parse(localTime, value)
	if err != nil {
		return time.Time{}
	}
	zone := readZone(lines[:at])
	var found time.Time
	for _, o := range zone {
		t := local.Add(-o.to)
		if offsetAt(zone, t) == o.to && (found.IsZero() || t.Before(found)) {
			found = t
		}
	}
	return found
}

func readZone(lines []string) (zone []observance) {
	var onset time.Time
	var from time.Duration
	for _, l := range lines {
		name, value, _ := strings.Cut(l, ":")
		switch name {
		case "DTSTART":
			onset, _ = time.Parse(localTime, value)
		case "TZOFFSETFROM":
			from = readOffset(value)
		case "TZOFFSETTO":
			zone = append(zone, observance{onset.Add(-from), readOffset(value)})
		}
	}
	return zone
}

func readOffset(s string) time.Duration {
	d, _ := time.ParseDuration(s[1:3] + "h" + s[3:5] + "m")
	if s[0] == '-' {
		return -d
	}
	return d
}

func offsetAt(zone []observance, t time.Time) (to time.Duration) {
	var last time.Time
	for _, o := range zone {
		if !o.onset.After(t) && (last.IsZero() || o.onset.After(last)) {
			last, to = o.onset, o.to
		}
	}
	return to
}
