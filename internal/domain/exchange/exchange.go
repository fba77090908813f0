// Package exchange runs cooperation exchanges: events of two or more sides with
// a programme, participants with wishes, and a plan of meetings that all sides
// sign before it is published.
package exchange

import (
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Event is one cooperation exchange.
type Event struct {
	ID        string
	Slug      string // part of its address, unique
	Title     i18n.Text
	Aim       i18n.Text
	Audience  i18n.Text
	Practical i18n.Text
	Zone      string // IANA zone in which its days are counted
	Online    bool   // meetings are held by video and need no place
	Starts    time.Time
	Ends      time.Time
	Closes    time.Time // last instant of registration
	Public    bool
	Sides     []Side
}

// Side is one country's part in an event. Sides are equals; Position only fixes
// the order in which their times and names are shown everywhere.
type Side struct {
	Country    string // ISO 3166-1 alpha-2
	Zone       string // IANA zone of its participants, where they have no other
	Position   int    // from 1
	Organiser  catalogue.Organisation
	Organisers []catalogue.Organisation // all co-organisers of the side, Organiser first
}

// Side returns the side of the country.
func (e *Event) Side(country string) (Side, bool) {
	for _, s := range e.Sides {
		if s.Country == country {
			return s, true
		}
	}
	return Side{}, false
}

// Countries lists the countries of the sides in their order.
func (e *Event) Countries() (out []string) {
	for _, s := range e.Sides {
		out = append(out, s.Country)
	}
	return out
}

// ItemKind is the kind of a programme item.
type ItemKind string

// The kinds of programme items.
const (
	Opening      ItemKind = "opening"
	Plenary      ItemKind = "plenary"
	RoundTable   ItemKind = "round_table"
	Presentation ItemKind = "presentation"
	Meetings     ItemKind = "meetings" // a block of slots for meetings
	Break        ItemKind = "break"
	Closing      ItemKind = "closing"
)

// Item is one entry of the programme.
type Item struct {
	ID          string
	Kind        ItemKind
	Title       i18n.Text
	Description i18n.Text
	Starts      time.Time
	Ends        time.Time
	People      []ItemPerson
}

// ItemPerson is somebody with a part in a programme item.
type ItemPerson struct {
	PersonID      string
	ParticipantID string // "" for one who takes no part in the exchange
	Native        string
	NativeLang    i18n.Lang
	Latin         string
	Organisation  i18n.Text
	Country       string
	Role          string // moderator or speaker
	Topic         i18n.Text
}

// Slot is the time of one round of meetings.
type Slot struct {
	ID      string
	Starts  time.Time
	Ends    time.Time
	Day     int // from 0
	Session int // from 0 over the whole event; sessions are divided by breaks
}

// Place is a room or table for one meeting a slot.
type Place struct {
	ID   string
	Name string
}

// State says whether a participant is admitted.
type State string

// The states of a participant.
const (
	Pending   State = "pending"   // waits for the organiser of the own side
	Validated State = "validated" // admitted; only validated people are planned
	Withdrawn State = "withdrawn"
)

// LanguageSkill is a language that somebody speaks, with the level of the
// Common European Framework or "native".
type LanguageSkill struct {
	Lang  string `json:"lang"` // BCP 47
	Level string `json:"level"`
}

// Participant is a person who takes part in an event for an organisation.
type Participant struct {
	ID           string
	EventID      string
	PersonID     string
	Native       string
	NativeLang   i18n.Lang
	Latin        string
	Email        string // "" unless the reader may see it
	Organisation catalogue.Organisation
	Country      string // the side
	Zone         string
	Position     i18n.Text
	Languages    []LanguageSkill
	Areas        []catalogue.Area
	Interpreter  bool
	State        State
	FeedSecret   string
	Free         int // slots in which the participant can meet
	Meetings     int // meetings in the plan that the reader may see
}

// Name is how the reader of l finds the name easiest to read: in its own script
// to those who read that script, else in Latin letters.
func (m *Participant) Name(l i18n.Lang) string {
	return identity.Profile{Native: m.Native, NativeLang: m.NativeLang, Latin: m.Latin}.Name(l)
}

// SortName is the name by which lists are ordered: of Chinese names the pinyin,
// of others the name in its own script.
func (m *Participant) SortName() string {
	if m.NativeLang == i18n.ZH && m.Latin != "" {
		return m.Latin
	}
	return m.Native
}

// Strength is how much a wish is wanted.
type Strength string

// The strengths of a wish.
const (
	Must  Strength = "must"
	Would Strength = "would"
	No    Strength = "no" // these two are never planned together
)

// Wish is one participant's wish to meet one or more others.
type Wish struct {
	ID            string
	From          string   // participant
	To            []string // participants
	Strength      Strength
	Weight        int // 1 and more
	OpportunityID string
	Subject       string
	SlotID        string // fixed time, or ""
	PlaceID       string // fixed place, or ""
}

// PlanState is where a version of the plan stands.
type PlanState string

// The states of a plan version. An event has at most one provisional and one
// published version.
const (
	Provisional PlanState = "provisional"
	Published   PlanState = "published"
	Superseded  PlanState = "superseded"
)

// Figures measure a plan.
type Figures struct {
	Wished       int      `json:"wished"`           // meetings asked for
	Placed       int      `json:"placed"`           // meetings that have a slot
	Bound        int      `json:"bound"`            // no plan can hold more, proven
	Must         int      `json:"must"`             // meetings that must be held
	MustPlaced   int      `json:"must_placed"`      // of these, held
	Weight       int      `json:"weight"`           // of the meetings asked for
	PlacedWeight int      `json:"placed_weight"`    // weight of the meetings that have a slot
	PlaceChanges int      `json:"place_changes"`    // times a person's next meeting is at another place
	Unsocial     int      `json:"unsocial"`         // half hours outside working hours, over the meetings of all people
	IdleGaps     int      `json:"idle_gaps"`        // free runs between two meetings of a person, over all people
	AtOnce       int      `json:"at_once"`          // most meetings at the same time
	People       int      `json:"people"`           // participants with a wish or a meeting
	PeopleNone   int      `json:"people_none"`      // of these, without a meeting
	MedianLoad   int      `json:"median_load"`      // median of meetings a person
	MaxLoad      int      `json:"max_load"`         // most meetings of one person
	Seconds      float64  `json:"seconds"`          // time that planning took
	BoundMethod  string   `json:"bound_method"`     // how the bound is proven
	Proofs       []Reason `json:"proofs,omitempty"` // why not every must can be held, each on its own
	Cut          bool     `json:"cut"`              // the search was ended early
}

// Plan is one version of an event's plan of meetings.
type Plan struct {
	ID         string
	EventID    string
	Version    int
	State      PlanState
	Revision   int // counts changes; signatures hold for one revision
	Figures    Figures
	CreatedBy  string
	Created    time.Time
	Published  time.Time // zero until then
	Signatures []Signature
}

// Signature is one side's consent to a revision of a plan.
type Signature struct {
	Country  string
	PersonID string
	Name     string
	Revision int
	At       time.Time
}

// Signed tells whether the side has signed the plan as it stands.
func (p *Plan) Signed(country string) (Signature, bool) {
	for _, s := range p.Signatures {
		if s.Country == country && s.Revision == p.Revision {
			return s, true
		}
	}
	return Signature{}, false
}

// Meeting is one meeting of a plan.
type Meeting struct {
	ID            string
	UID           string // the same through all versions, for calendars
	SlotID        string // "" while it has no time
	PlaceID       string // "" online
	OpportunityID string
	Subject       string
	Topic         i18n.Text // title of the opportunity, in its languages
	Must          bool
	Weight        int
	Locked        bool
	Reason        *Reason // why it has no slot
	Sequence      int     // counts changes of time or place, RFC 5545
	Members       []string
}

// About says what the meeting is about: the title of the opportunity, which may
// exist in several languages, else the subject as it was written.
func (t *Meeting) About() i18n.Text {
	if len(t.Topic) > 0 || t.Subject == "" {
		return t.Topic
	}
	return i18n.Written(scriptLang(t.Subject), t.Subject)
}

// Reason says why a wish has no slot, as a message key with its arguments.
type Reason struct {
	Key  string `json:"key"`
	Args []any  `json:"args"`
}

// In returns the instant as the clocks of the zone show it; in UTC where the
// zone is unknown.
func In(t time.Time, zone string) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return t.UTC()
	}
	return t.In(loc)
}
