// Package roster reads what an exchange is planned from (participants, times,
// places, wishes) out of tables or JSON, checks it, and turns it into the
// planner's problem. It knows no storage and no file format: a reader of XLSX
// or CSV hands it Tables.
package roster

import "time"

// Roster is everything that planning needs. Slots are in the order of time.
type Roster struct {
	Event  Event
	Slots  []Slot
	Places []Place // empty: every meeting is held online
	People []Person
	Wishes []Wish // as stated; Problem merges mutual ones
	Fixed  []Fixed
}

// Event is the exchange itself.
type Event struct {
	Title string
	Zones []string // IANA; the first is the one in which days are counted
}

// Slot is the time of one round of meetings.
type Slot struct {
	ID         string
	Start, End time.Time // UTC
	Day        int       // from 0, counted in the event's zone
	Session    int       // block between two breaks, from 0 over the whole event
}

// Place is a table or room that holds one meeting a slot.
type Place struct {
	ID     string
	Name   string
	Closed []Span
}

// Person takes part in the exchange.
type Person struct {
	ID           string // as given, else the e-mail address, else made up
	Email        string
	Native       string // name in its own script
	Latin        string
	Organisation string
	Position     string
	Country      string // ISO 3166-1 alpha-2; the side
	Zone         string // IANA
	Languages    []Language
	Away         []Span // when the person cannot meet
	MaxPerDay    int    // meetings a day at most; 0 sets no limit
	Online       bool   // takes part from afar: the meetings need no place
	Interpreter  bool   // asks for an interpreter
}

// Name is the name in its own script, else the Latin one.
func (p *Person) Name() string {
	if p.Native != "" {
		return p.Native
	}
	return p.Latin
}

// Language is a language that a person speaks.
type Language struct {
	Lang  string // BCP 47
	Level string // A1 to C2, "native", or ""
}

// Span is the time from From to before To, in UTC.
type Span struct{ From, To time.Time }

// Overlaps tells whether the span and the time from..to have a moment in common.
func (s Span) Overlaps(from, to time.Time) bool { return s.From.Before(to) && from.Before(s.To) }

// Strength is how much a wish is wanted.
type Strength string

// The strengths of a wish.
const (
	Must  Strength = "must"
	Would Strength = "would"
	No    Strength = "no" // the two are never planned together
)

// Part is the part of the day in which a meeting may be held, in the event's zone.
type Part string

// The parts of a day; they meet at noon.
const (
	AnyTime   Part = ""
	Morning   Part = "morning"
	Afternoon Part = "afternoon"
)

// Wish is one person's wish to meet one or more others, in one meeting.
type Wish struct {
	From     string   // person
	To       []string // people
	Strength Strength
	Weight   int // 1 and more
	Subject  string
	Part     Part
	Online   bool // needs no place
}

// Fixed is a meeting whose time is settled.
type Fixed struct {
	People  []string
	Slot    string
	Place   string // "": online, or any place
	Subject string
}
