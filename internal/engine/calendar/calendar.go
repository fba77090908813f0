// Package calendar writes iCalendar: the private feed of a participant (RFC
// 5545, RFC 7986) and invitations for mail (iTIP, RFC 5546). It knows no clock:
// the same input gives the same bytes.
package calendar

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones must be there on a machine without zoneinfo too
)

// Status tells whether an event takes place.
type Status string

// The statuses of an event.
const (
	Confirmed Status = "CONFIRMED"
	Tentative Status = "TENTATIVE"
	Cancelled Status = "CANCELLED"
)

// Party is an organiser or attendee: a name and the mailbox of a calendar user.
type Party struct {
	Name  string
	Email string
	Role  string // participation role; empty counts as REQ-PARTICIPANT
}

// Event is one entry of a calendar. Organizer and Attendees are written in
// invitations only, so that nobody learns another's address from a feed.
type Event struct {
	UID          string // stable over all versions of the event
	Sequence     int    // rises with each change that matters to attendees
	Start, End   time.Time
	Zone         string // IANA zone the times are written in; empty writes UTC
	Summary      string
	Description  string
	Location     string
	URL          string
	Conference   string // address of the video room (RFC 7986)
	Categories   []string
	Status       Status // empty counts as Confirmed
	Organizer    *Party
	Attendees    []Party   // those without Email are left out
	LastModified time.Time // also the DTSTAMP
}

// Feed is a calendar that people subscribe to.
type Feed struct {
	Name        string
	Description string
	Lang        string // BCP 47 tag of the texts; may be empty
	Zone        string // IANA zone that calendars show; may be empty
	URL         string // the feed's own address; may be empty
	Color       string // CSS3 colour name (RFC 7986); may be empty
	Refresh     time.Duration
	UpdatedAt   time.Time // last change of the calendar; zero leaves it out
	Events      []Event   // in any order; written by start, then UID
}

// Method is what an invitation asks for.
type Method string

// The methods of invitations.
const (
	Request Method = "REQUEST" // come, or: it has changed
	Cancel  Method = "CANCEL"  // it is not held
)

// WriteFeed writes a feed as text/calendar. It fails on an unknown zone, on an
// event without UID or that ends before it starts, and on an error of w.
func WriteFeed(w io.Writer, f Feed) error {
	events := slices.Clone(f.Events)
	slices.SortStableFunc(events, func(a, b Event) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.UID, b.UID)
	})
	var p printer
	p.begin()
	lang := ""
	if f.Lang != "" {
		lang = ";LANGUAGE=" + param(f.Lang)
	}
	p.text("NAME"+lang, f.Name)
	p.text("X-WR-CALNAME", f.Name)
	p.text("DESCRIPTION"+lang, f.Description)
	p.text("X-WR-CALDESC", f.Description)
	p.text("X-WR-TIMEZONE", f.Zone)
	p.text("COLOR", f.Color)
	p.uri("SOURCE;VALUE=URI", f.URL)
	if f.Refresh > 0 {
		p.line("REFRESH-INTERVAL;VALUE=DURATION", duration(f.Refresh))
		p.line("X-PUBLISHED-TTL", duration(f.Refresh))
	}
	if !f.UpdatedAt.IsZero() {
		p.line("LAST-MODIFIED", utc(f.UpdatedAt))
	}
	if err := p.zones(events); err != nil {
		return err
	}
	for _, e := range events {
		e.Organizer, e.Attendees = nil, nil
		if err := p.event(e, ""); err != nil {
			return err
		}
	}
	return p.end(w)
}

// WriteInvitation writes an iTIP message for a mail part
// "text/calendar; method=REQUEST" or CANCEL. The event needs an organizer with
// an address and at least one attendee with one; give only the attendee to
// whom the mail goes, so that addresses stay private.
func WriteInvitation(w io.Writer, m Method, e Event) error {
	if m != Request && m != Cancel {
		return fmt.Errorf("calendar: no method %q", m)
	}
	if e.Organizer == nil || e.Organizer.Email == "" {
		return fmt.Errorf("calendar: invitation %s: no organizer with an address", e.UID)
	}
	e.Attendees = slices.DeleteFunc(slices.Clone(e.Attendees), func(p Party) bool { return p.Email == "" })
	if len(e.Attendees) == 0 {
		return fmt.Errorf("calendar: invitation %s: no attendee with an address", e.UID)
	}
	for _, p := range append(e.Attendees, *e.Organizer) {
		if strings.ContainsAny(p.Email, " \t\r\n\"<>,;:") || !strings.Contains(p.Email, "@") {
			return fmt.Errorf("calendar: invitation %s: %q is no address", e.UID, p.Email)
		}
	}
	if m == Cancel {
		e.Status = Cancelled
	}
	var p printer
	p.begin()
	p.line("METHOD", string(m))
	if err := p.zones([]Event{e}); err != nil {
		return err
	}
	if err := p.event(e, m); err != nil {
		return err
	}
	return p.end(w)
}

// check tells what makes an event unfit for a calendar.
func (e Event) check() error {
	switch {
	case e.UID == "":
		return errors.New("calendar: an event has no UID")
	case e.Start.IsZero() || e.End.Before(e.Start):
		return fmt.Errorf("calendar: event %s ends before it starts", e.UID)
	case e.Sequence < 0:
		return fmt.Errorf("calendar: event %s has a negative sequence", e.UID)
	}
	return nil
}
