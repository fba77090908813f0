package calendar

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// printer writes content lines (RFC 5545, 3.1): folded at 75 octets, never
// inside a letter, ended by CRLF. A general library would serve too, but it
// escapes parameters with backslashes, which the RFC does not know.
type printer struct{ buf bytes.Buffer }

func (p *printer) begin() {
	p.line("BEGIN", "VCALENDAR")
	p.line("VERSION", "2.0")
	p.line("PRODID", "-//birzha//birzha//EN")
	p.line("CALSCALE", "GREGORIAN")
}

func (p *printer) end(w io.Writer) error {
	p.line("END", "VCALENDAR")
	_, err := w.Write(p.buf.Bytes())
	return err
}

// line writes a property whose value is already in its final form.
func (p *printer) line(name, value string) {
	s := name + ":" + value
	for limit := 75; len(s) > limit; limit = 74 { // the space that continues a line counts
		cut := limit
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		p.buf.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	p.buf.WriteString(s + "\r\n")
}

// text writes a property of type TEXT; an empty one is left out.
func (p *printer) text(name, value string) {
	if value != "" {
		p.line(name, escape(value))
	}
}

// uri writes a property of type URI; an empty one is left out.
func (p *printer) uri(name, value string) {
	if value = printable(value); value != "" {
		p.line(name, strings.ReplaceAll(value, " ", "%20"))
	}
}

func (p *printer) event(e Event, m Method) error {
	if err := e.check(); err != nil {
		return err
	}
	status := e.Status
	if status == "" {
		status = Confirmed
	}
	p.line("BEGIN", "VEVENT")
	p.text("UID", e.UID)
	p.line("DTSTAMP", utc(e.LastModified))
	p.line("LAST-MODIFIED", utc(e.LastModified))
	p.line("SEQUENCE", strconv.Itoa(e.Sequence))
	if err := p.times(e); err != nil {
		return err
	}
	p.text("SUMMARY", e.Summary)
	p.text("DESCRIPTION", e.Description)
	p.text("LOCATION", e.Location)
	p.uri("URL", e.URL)
	p.uri("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", e.Conference)
	if len(e.Categories) > 0 {
		list := make([]string, len(e.Categories))
		for i, c := range e.Categories {
			list[i] = escape(c)
		}
		p.line("CATEGORIES", strings.Join(list, ","))
	}
	p.line("STATUS", string(status))
	if status == Cancelled {
		p.line("TRANSP", "TRANSPARENT") // takes no time in anyone's calendar
	} else {
		p.line("TRANSP", "OPAQUE")
	}
	p.parties(e, m)
	p.line("END", "VEVENT")
	return nil
}

func (p *printer) parties(e Event, m Method) {
	if e.Organizer != nil {
		p.line("ORGANIZER"+name(*e.Organizer), "mailto:"+e.Organizer.Email)
	}
	for _, a := range e.Attendees {
		role := a.Role
		if role == "" {
			role = "REQ-PARTICIPANT"
		}
		head := "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=" + param(role)
		if m == Request {
			head += ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
		}
		p.line(head+name(a), "mailto:"+a.Email)
	}
}

func name(p Party) string {
	if p.Name == "" {
		return ""
	}
	return ";CN=" + param(p.Name)
}

// escape writes TEXT (RFC 5545, 3.3.11).
func escape(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(keep(s, "\n\t"))
}

// param writes a parameter's value, quoted where it must be. A double quote,
// which cannot stand there, becomes an apostrophe; a backslash, which some
// readers take for an escape there, becomes a slash.
func param(s string) string {
	s = strings.NewReplacer(`"`, "'", `\`, "/").Replace(printable(s))
	if strings.ContainsAny(s, ";:,") {
		return `"` + s + `"`
	}
	return s
}

// printable drops control characters, with which a text could begin a line of
// its own.
func printable(s string) string { return keep(s, "") }

func keep(s, allowed string) string {
	return strings.Map(func(r rune) rune {
		if (r < ' ' || r == 0x7F) && !strings.ContainsRune(allowed, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// duration writes a length of time in whole seconds (RFC 5545, 3.3.6).
func duration(d time.Duration) string {
	s := int(d / time.Second)
	out := "P"
	if days := s / 86400; days > 0 {
		out += fmt.Sprintf("%dD", days)
	}
	if s%86400 == 0 && s > 0 {
		return out
	}
	out += "T"
	for _, u := range []struct {
		n    int
		unit string
	}{{s / 3600 % 24, "H"}, {s / 60 % 60, "M"}, {s % 60, "S"}} {
		if u.n > 0 || s == 0 && u.unit == "S" {
			out += fmt.Sprintf("%d%s", u.n, u.unit)
		}
	}
	return out
}
