// Package pdf writes birzha's printed documents: a participant's agenda and an
// organiser's plan, on A4 paper, in any of the four languages, with names in
// their own scripts.
//
// The same input gives the same bytes. Every function may be called from many
// goroutines at once: fonts are parsed once a process and then only read.
package pdf

import (
	"time"
)

// Event is the exchange a document belongs to, said in the document's language.
type Event struct {
	Title        string
	Start, End   time.Time
	CoOrganisers []Organiser // in the order of the event page
	Place        string      // city, venue or "online" in words; may be empty
}

// Organiser is one co-organising side.
type Organiser struct {
	Name string
	Side int // number of the side, from 0; chooses its quiet hue
}

// Person is somebody on paper: the name in its own script, the Latin form
// beside it where it differs.
type Person struct {
	Native, Latin string
	Organisation  string
	Country       string // country or side in the document's language
	Side          int    // number of the side, from 0; chooses its quiet hue
}

// Kind tells what an Item is.
type Kind int

// The kinds of items.
const (
	Meeting Kind = iota // people who asked to meet
	Session             // opening, round table: for everyone or for a group
)

// Item is one thing that happens at one time.
type Item struct {
	Start, End  time.Time
	Kind        Kind
	Subject     string
	With        []Person // in an agenda the others, in a plan everybody
	Place       string   // table, room; empty for an item only online
	Online      bool
	URL         string   // where an online item is held; may be empty
	Languages   []string // names of the working languages in the document's language
	Interpreter string   // interpreter's name; empty if none is named
	Interpreted bool     // an interpreter takes part
	Note        string
	Cancelled   bool
}

// Agenda is the agenda of one participant.
type Agenda struct {
	Event       Event
	Person      Person
	Zone        string // IANA zone of the person; days are those of this zone
	PartnerZone string // IANA zone of the partners; empty or equal to Zone: one column of times
	Items       []Item // in any order; gaps between them are shown as free time
	Version     string // the plan's version as people see it; may be empty
	Provisional bool   // the plan is not published yet
	FeedURL     string // the private calendar feed; empty leaves the hint out
	GeneratedAt time.Time
}

// Plan is the organiser's printed plan: for each day its slots, for each slot
// its meetings.
type Plan struct {
	Event       Event
	Zone        string // IANA zone of the organiser; days are those of this zone
	PartnerZone string // IANA zone of the partners; empty or equal to Zone: one column of times
	Items       []Item // in any order
	Version     string
	Provisional bool
	GeneratedAt time.Time
}
