package catalogue

import (
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// InterestState is how far an expression of interest has come.
type InterestState string

// The states of an expression of interest.
const (
	Sent        InterestState = "sent"
	Seen        InterestState = "seen" // by the owner's side
	Accepted    InterestState = "accepted"
	Declined    InterestState = "declined"
	InTalks     InterestState = "in_talks"
	Agreement   InterestState = "agreement"
	NoAgreement InterestState = "none"
)

// InterestStates lists the states in their order.
var InterestStates = []InterestState{Sent, Seen, Accepted, InTalks, Agreement, NoAgreement, Declined}

// InterestStep is what moves an expression of interest on.
type InterestStep string

// The steps.
const (
	Send       InterestStep = "send"
	See        InterestStep = "see"
	SayYes     InterestStep = "say_yes" // one side's yes; with the second, identities open
	Decline    InterestStep = "decline" // with a reason
	TakeBack   InterestStep = "take_back"
	BeginTalks InterestStep = "begin_talks"
	Agree      InterestStep = "agree"
	BreakOff   InterestStep = "break_off"
)

// DeclineReasons are the reasons that can be given.
var DeclineReasons = []string{"not_relevant", "no_capacity", "later", "in_contact", "other"}

// Party is one side of an expression of interest.
type Party string

// The parties.
const (
	OwnerParty  Party = "owner"
	SenderParty Party = "sender"
)

// Parties lists both.
var Parties = []Party{OwnerParty, SenderParty}

// Other is the party on the other side.
func (p Party) Other() Party {
	if p == OwnerParty {
		return SenderParty
	}
	return OwnerParty
}

type interestStep struct {
	Step InterestStep
	From []InterestState
	To   InterestState // "" leaves the state to the rule of the two yeses
	By   []Party
}

// interestSteps is the whole workflow: from which states, to which, who.
var interestSteps = []interestStep{
	{See, []InterestState{Sent}, Seen, []Party{OwnerParty}},
	{SayYes, []InterestState{Sent, Seen}, "", Parties},
	{Decline, []InterestState{Sent, Seen, Accepted}, Declined, []Party{OwnerParty}},
	{TakeBack, []InterestState{Sent, Seen}, NoAgreement, []Party{SenderParty}},
	{BeginTalks, []InterestState{Accepted}, InTalks, Parties},
	{Agree, []InterestState{InTalks}, Agreement, Parties},
	{BreakOff, []InterestState{Accepted, InTalks}, NoAgreement, Parties},
}

// Interest is an expression of interest of one organisation in the profile of
// another. Read by somebody, it holds only what he may know; see veil.
type Interest struct {
	ID             string
	Profile        Opportunity
	Title          i18n.Text    // of the profile when the interest was sent
	Owner          Organisation // of the profile; zero while anonymous to the reader
	Sender         Organisation // zero while anonymous to the reader
	SenderPerson   string
	SenderCentre   string       // centre that answers for the sender now, or ""
	OwnerCentre    string       // centre that answers for the owner now, or ""
	SenderProfile  *Opportunity // the sender's own offer or request, if it gave one
	Anonymous      bool         // the sender is not named until both have said yes
	OwnerAnonymous bool         // the profile was anonymous when the interest was sent
	Message        i18n.Text
	State          InterestState
	Reason         string // of a decline, see DeclineReasons
	Note           string // with the decline
	SenderYes      time.Time
	OwnerYes       time.Time
	Sent           time.Time
	Seen           time.Time
	Updated        time.Time
	Country        string // of the sender, always
	OwnerCountry   string

	Reads  []Party // for which parties the reader may look
	Speaks []Party // for which of them he may act

	senderYesBy, ownerYesBy string
}

// Opened tells whether both have said yes, so that they know each other.
func (x *Interest) Opened() bool { return !x.SenderYes.IsZero() && !x.OwnerYes.IsZero() }

// Ended tells whether nothing more can happen.
func (x *Interest) Ended() bool {
	return x.State == Agreement || x.State == NoAgreement || x.State == Declined
}

// CanSee tells whether the reader's looking is to be noted as the owner's.
func (x *Interest) CanSee() bool { return x.State == Sent && slices.Contains(x.Speaks, OwnerParty) }

// Sends tells whether the reader is on the sender's side.
func (x *Interest) Sends() bool { return slices.Contains(x.Reads, SenderParty) }

// Receives tells whether the reader is on the owner's side.
func (x *Interest) Receives() bool { return slices.Contains(x.Reads, OwnerParty) }

// Yes is when a party said yes; zero if it has not.
func (x *Interest) Yes(p Party) time.Time {
	if p == OwnerParty {
		return x.OwnerYes
	}
	return x.SenderYes
}

// Organisation is the organisation of a party.
func (x *Interest) Organisation(p Party) *Organisation {
	if p == OwnerParty {
		return &x.Owner
	}
	return &x.Sender
}

// Centre is the centre that answers for a party now, "" where it answers
// itself.
func (x *Interest) Centre(p Party) string {
	if p == OwnerParty {
		return x.OwnerCentre
	}
	return x.SenderCentre
}

// CountryOf is the country of a party, known to all.
func (x *Interest) CountryOf(p Party) string {
	if p == OwnerParty {
		return x.OwnerCountry
	}
	return x.Country
}

// answering tells who answers for a party: its centre, else itself.
func (x *Interest) answering(p Party) string {
	if c := x.Centre(p); c != "" {
		return c
	}
	return x.Organisation(p).ID
}

// Choice is a step that can be taken now for a party.
type Choice struct {
	Step  InterestStep
	Party Party
}

// Choices lists the steps that the reader can take now, in the order of the
// workflow. Seen is noted by looking, so it is none of them.
func (x *Interest) Choices() (out []Choice) {
	for _, t := range interestSteps {
		if t.Step == See || !slices.Contains(t.From, x.State) {
			continue
		}
		for _, p := range t.By {
			if slices.Contains(x.Speaks, p) && (t.Step != SayYes || x.Yes(p).IsZero()) {
				out = append(out, Choice{t.Step, p})
			}
		}
	}
	return out
}

// patience is how long an expression of interest may rest in a state.
var patience = map[InterestState]time.Duration{
	Sent: 7 * 24 * time.Hour, Seen: 14 * 24 * time.Hour, Accepted: 30 * 24 * time.Hour, InTalks: 90 * 24 * time.Hour,
}

// Due is when the interest should have moved on from its state; zero where it
// is at its end.
func (x *Interest) Due() time.Time {
	d, ok := patience[x.State]
	switch {
	case !ok:
		return time.Time{}
	case x.State == Sent || x.State == Seen:
		return x.Sent.Add(d)
	}
	return x.Updated.Add(d)
}

// Late tells whether it has rested too long.
func (x *Interest) Late(now time.Time) bool { due := x.Due(); return !due.IsZero() && now.After(due) }
