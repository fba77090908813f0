package demo

import (
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Data is the whole sample exchange. Things refer to each other by Key.
type Data struct {
	Event         Event
	Organisations []Organisation
	People        []Person
	Opportunities []Opportunity
	Pairs         []Pair
	Wishes        []Wish
	Roles         []Role
	Desk          Desk
	Parks         []Park
}

// Event is the exchange with its programme. Places is empty: all meetings are
// held by video.
type Event struct {
	Slug                             string
	Title, Aim, Audience, Practical  i18n.Text
	Zone                             string // IANA
	Online                           bool
	Starts, Ends, RegistrationCloses time.Time // UTC
	Sides                            []Side
	Slots                            []Slot
	Programme                        []Item
	Places                           []string
}

// Side is one country's part. Organisers are keys of organisations, the leading
// one first.
type Side struct {
	Country    string   `json:"country"`
	Zone       string   `json:"zone"`
	Organiser  string   `json:"organiser"`
	Organisers []string `json:"organisers"`
}

// Slot is the time of one round of meetings.
type Slot struct {
	Key          string    `json:"key"`
	Starts       time.Time `json:"start"`
	Ends         time.Time `json:"end"`
	Day, Session int       // from 0; sessions count over the whole event
}

// Item is an entry of the programme. Kind is a value of exchange.ItemKind.
type Item struct {
	Kind               string
	Title, Description i18n.Text
	Starts, Ends       time.Time
	Moderators         []string // keys of people
	Speakers           []Speaker
}

// Speaker is a person with a topic, which may be empty.
type Speaker struct {
	Person string
	Topic  i18n.Text
}

// Organisation is an organisation and where it belongs; ID is empty and Slug
// is the key.
type Organisation struct {
	catalogue.Organisation
	Key        string
	Native     i18n.Lang // language in which it names and describes itself
	ResidentOf string    // key of a park, or ""
	PartOf     string    // key of the organisation that it is a part of, or ""
	Invented   bool
}

// Person is a participant. State is a value of exchange.State.
type Person struct {
	Key          string
	Organisation string
	Country      string // of the organisation, ISO 3166-1 alpha-2
	Zone         string // IANA
	Native       string // name in its own script, family name first
	NativeLang   i18n.Lang
	Latin        string // as in a passport: given name first in Belarus, family name first in China
	Email        string
	Position     i18n.Text
	Languages    []Language
	Interpreter  bool // asks for an interpreter
	Areas        []catalogue.Area
	Consents     []string // countries whose organisers may see the contacts
	Unavailable  []string // keys of slots
	State        string
}

// Language is a language that a person speaks: BCP 47 tag and level of the
// Common European Framework, or "native".
type Language struct {
	Lang  string `json:"lang"`
	Level string `json:"level"`
}

// Opportunity is an offer or a request; the IDs in it are empty.
type Opportunity struct {
	catalogue.Opportunity
	Key          string
	Organisation string
	Contact      string    // key of the person to meet about it
	Language     i18n.Lang // of the original
}

// Pair is an offer that answers a request of the other country.
type Pair struct {
	Offer   string `json:"offer"`
	Request string `json:"request"`
}

// The strengths of wishes, as in package exchange.
const (
	Must  = "must"
	Would = "would"
	No    = "no"
)

// Wish is one participant's wish to meet others, or with No not to.
type Wish struct {
	From        string
	To          []string
	Strength    string
	Weight      int
	Opportunity string // key of the offer or request to be spoken of, or ""
	Subject     string // in the language of From, where there is no opportunity
	Slot        string // key of the slot of a fixed meeting, or ""
}

// Role is a part in the demo that a visitor can play.
type Role struct {
	Key    string      `json:"key"` // by which the demo page names it; else made of role and side
	Role   access.Role `json:"role"`
	Side   string      `json:"side"`
	Person string      `json:"person"`
}

// Desk is what has happened in the catalogue: which centre acts for whom, where
// the profiles stand that are not simply published, and who is interested.
type Desk struct {
	Mandates  []DeskMandate  `json:"mandates"`
	Profiles  []DeskProfile  `json:"profiles"`
	Interests []DeskInterest `json:"interests"`
}

// DeskMandate is a centre with clients for which it acts in the same way.
type DeskMandate struct {
	Centre  string                `json:"centre"`
	Clients []string              `json:"clients"`
	Scope   []access.MandateScope `json:"scope"`
	Months  int                   `json:"months"` // that it lasts from now
}

// DeskProfile is a profile that is anywhere but simply published.
type DeskProfile struct {
	Key             string                    `json:"key"`
	State           catalogue.State           `json:"state"`
	Note            string                    `json:"note"` // of the last step
	Remarks         []DeskRemark              `json:"remarks"`
	Anonymous       bool                      `json:"anonymous"`
	Confidentiality catalogue.Confidentiality `json:"confidentiality"`
}

// DeskRemark is a remark of a review.
type DeskRemark struct {
	Severity catalogue.Severity `json:"severity"`
	Field    string             `json:"field"`
	Rule     string             `json:"rule"`
	Evidence string             `json:"evidence"`
}

// DeskInterest is an expression of interest.
type DeskInterest struct {
	Profile  string                  `json:"profile"`
	Sender   string                  `json:"sender"`
	Own      string                  `json:"own"` // the sender's own profile, or ""
	State    catalogue.InterestState `json:"state"`
	Language i18n.Lang               `json:"language"`
	Message  string                  `json:"message"`
	Reason   string                  `json:"reason"`
}
