package catalogue

import (
	"context"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
)

// NewInterest is what somebody says who is interested.
type NewInterest struct {
	Reference string // of the profile
	Sender    string // organisation
	Profile   string // reference of the sender's own, or ""
	Message   string
	Language  i18n.Lang
	Anonymous bool // the sender is named with both yeses only
	Consent   bool // the actor agrees that the other side's country sees his e-mail address
}

// The length of a message, in characters.
const (
	MessageMin = 20
	MessageMax = 2000
)

// Express sends an expression of interest. Sending is the sender's yes, unless
// the sender stays anonymous, or its interest goes through its centre and
// somebody else sends: then the yes is still to come.
func (s *Service) Express(ctx context.Context, actor access.Actor, n NewInterest) (interestID string, err error) {
	interestID = id.New()
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, owner, err := s.byReference(ctx, tx, n.Reference)
		if err != nil {
			return err
		}
		if !p.Visible() {
			return fault.Missing()
		}
		if n.Sender == "" {
			return fault.InvalidFields(fault.Field{Name: "sender", Key: "interest.no_sender"})
		}
		if err := actor.Check(access.InterestExpress, access.Object{Orgs: []string{n.Sender}}); err != nil {
			return err
		}
		sender, err := s.OrganisationByID(ctx, tx, n.Sender)
		if err != nil {
			return err
		}
		c := p.Public()
		x := Interest{
			ID: interestID, Profile: p, Title: unsigned(c.Title), Owner: owner, Sender: sender, SenderPerson: actor.PersonID, Anonymous: n.Anonymous, OwnerAnonymous: c.Anonymous,
			Message: i18n.Written(n.Language, strings.TrimSpace(Clean(n.Message))), Country: sender.Country, OwnerCountry: owner.Country,
		}
		if err := s.checkInterest(ctx, tx, &x, n); err != nil {
			return err
		}
		if err := s.answerers(ctx, tx, actor, &x); err != nil {
			return err
		}
		if err := s.sendInterest(ctx, tx, actor, &x); err != nil {
			return err
		}
		return s.consent(ctx, tx, actor, &x, SenderParty, n.Consent)
	})
	return interestID, err
}

// checkInterest holds a new expression of interest against the rules.
func (s *Service) checkInterest(ctx context.Context, tx db.Tx, x *Interest, n NewInterest) error {
	switch {
	case x.Sender.ID == x.Owner.ID:
		return fault.New(fault.Conflict, "interest.own_profile")
	case !x.Profile.Open:
		return fault.New(fault.Conflict, "interest.closed")
	}
	var bad []fault.Field
	if _, ok := i18n.Parse(string(n.Language)); !ok {
		bad = append(bad, fault.Field{Name: "language", Key: "interest.no_language"})
	}
	message := x.Message[n.Language].Text
	switch {
	case length(message) < MessageMin:
		bad = append(bad, fault.Field{Name: "message", Key: "interest.message_short", Args: []any{"n", MessageMin}})
	case length(message) > MessageMax:
		bad = append(bad, fault.Field{Name: "message", Key: "interest.message_long", Args: []any{"n", MessageMax}})
	}
	if name := x.Sender.namedIn(message); x.Anonymous && name != "" {
		bad = append(bad, fault.Field{Name: "message", Key: "interest.message_reveals", Args: []any{"value", name}})
	}
	if n.Profile != "" {
		own, _, err := s.byReference(ctx, tx, n.Profile)
		if err != nil || own.OrganisationID != x.Sender.ID || !own.Visible() {
			bad = append(bad, fault.Field{Name: "profile", Key: "interest.not_yours"})
		}
		x.SenderProfile = &own
	}
	if len(bad) > 0 {
		return fault.InvalidFields(bad...)
	}
	return nil
}

// namedIn returns the name by which a text reveals the organisation, or "".
func (o *Organisation) namedIn(text string) string {
	names := append([]string{}, o.Aliases...)
	for _, v := range o.Name {
		names = append(names, v.Text)
	}
	for _, name := range names {
		if length(name) > 2 && strings.Contains(Fold(text), Fold(name)) {
			return name
		}
	}
	return ""
}

// answerers finds who answers for each side: the centre responsible for the
// profile, if interest goes through it, and the centre with a mandate of a
// sender that has said so. They answer while their mandate lasts; after it the
// party itself does (see interestColumns).
func (s *Service) answerers(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest) (err error) {
	if x.OwnerCentre, err = s.receives(ctx, tx, x.Profile, x.Owner); err != nil {
		return err
	}
	g, mandated := actor.Via(access.InterestExpress, x.Sender.ID)
	if mandated {
		x.SenderCentre = g.Centre
	} else if m, found, err := s.InForce(ctx, tx, x.Sender.ID, access.ForInterest); err != nil {
		return err
	} else if found && x.Sender.ViaCentre {
		x.SenderCentre = m.Centre.ID
	}
	if !x.Anonymous && (mandated || x.SenderCentre == "") {
		x.SenderYes = s.Clock.Now()
	}
	return nil
}

// receives is the centre through which interest in a profile goes, "" where it
// goes to the owner.
func (s *Store) receives(ctx context.Context, q db.Querier, p Opportunity, o Organisation) (string, error) {
	if p.CentreID == "" || !p.ViaCentre && !o.ViaCentre {
		return "", nil
	}
	m, err := s.activeMandate(ctx, q, p.CentreID, o.ID)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		err = nil // m is of no day, so not in force
	}
	if err != nil || !m.InForce(s.Clock.Now()) || !slices.Contains(m.Scope, access.ForInterest) {
		return "", err
	}
	return p.CentreID, nil
}

// Receiver is the centre that receives interest in a published profile, nil
// where its owner does.
func (s *Service) Receiver(ctx context.Context, profileID string) (*Organisation, error) {
	p, o, err := s.profile(ctx, s.DB, profileID)
	if err != nil {
		return nil, err
	}
	centre, err := s.receives(ctx, s.DB, p, o)
	if err != nil || centre == "" {
		return nil, err
	}
	c, err := s.OrganisationByID(ctx, s.DB, centre)
	return &c, err
}

func (s *Service) sendInterest(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest) error {
	now := s.Clock.Now()
	x.State, x.Sent, x.Updated = Sent, now, now
	var own any
	yesBy := ""
	if x.SenderProfile != nil {
		own = x.SenderProfile.ID
	}
	if !x.SenderYes.IsZero() {
		yesBy = actor.PersonID
	}
	n, err := tx.Exec(ctx, `INSERT INTO interest (id, opportunity_id, sender_id, sender_person, sender_centre, sender_profile, anonymous, owner_centre, owner_anonymous, title, message, state, sender_yes_at, sender_yes_by, sent_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) ON CONFLICT DO NOTHING`,
		x.ID, x.Profile.ID, x.Sender.ID, x.SenderPerson, x.SenderCentre, own, x.Anonymous, x.OwnerCentre, x.OwnerAnonymous, db.JSON(x.Title), db.JSON(x.Message), string(x.State), orNull(x.SenderYes), yesBy, db.Micros(now))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "interest.already")
	}
	if err := s.addInterestStep(ctx, tx, actor, x, Send, SenderParty, "", ""); err != nil {
		return err
	}
	if err := s.tellParty(ctx, tx, x, OwnerParty, InterestReceived, Send); err != nil {
		return err
	}
	if x.SenderYes.IsZero() && x.SenderCentre != "" {
		if err := s.tellParty(ctx, tx, x, SenderParty, InterestReceived, Send); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.InterestExpress, Org: x.Sender.ID, Side: x.Sender.Country, Action: "interest.send", Kind: "interest", ID: x.ID, Detail: map[string]any{"reference": x.Profile.Reference},
	})
}

// consent notes that the actor agrees that the other party's country sees his
// e-mail address.
func (s *Service) consent(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, p Party, given bool) error {
	to := x.CountryOf(p.Other())
	if !given || to == x.CountryOf(p) {
		return nil
	}
	return s.Identity.GiveConsent(ctx, tx, identity.By{ActorID: actor.PersonID, Side: x.CountryOf(p)}, actor.PersonID, identity.Consent{
		Purpose: identity.ContactPurpose, Country: to, Version: identity.ContactVersion,
	})
}
