// Package calendar writes iCalendar: the private feed of a participant (RFC
// 5545, RFC 7986) and invitations for mail (iTIP, RFC 5546). It knows no clock:
// the same input gives the same bytes.
package calendar

import (
	"time"
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
// In a feed only Name is written, so that nobody learns another's address.
type Party struct {
	Name  string
	Email string
	Role  string // participant role, e.g. REQ-PARTICIPANT; empty for that default
}

// Event is one entry of a calendar.
type Event struct {
	UID          string // stable over all versions of the event
	Sequence     int    // rises with each change that matters to attendees
	Start, End   time.Time
	Zone         string // IANA zone the times are written in; empty writes UTC
	Summary      string
	Description  string
	Location     string
	URL          string
	Categories   []string
	Status       Status // empty counts as Confirmed
	Organizer    *Party
	Attendees    []Party
	LastModified time.Time // also the DTSTAMP
}

// Feed is a calendar that people subscribe to.
type Feed struct {
	Name        string
	Description string
	Lang        string // BCP 47 tag of the texts; may be empty
	Zone        string // IANA zone calendars show by default
	URL         string // the feed's own address; may be empty
	Color       string // CSS3 colour name (RFC 7986); may be empty
	Refresh     time.Duration
	UpdatedAt   time.Time // LAST-MODIFIED of the calendar
	Events      []Event   // in any order; written by start, then UID
}
