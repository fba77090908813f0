package catalogue

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
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

type interestStep struct {
	Step InterestStep
	From []InterestState
	To   InterestState // "" leaves the state to the rule of the two yeses
	By   []Party
}

// interestSteps is the whole workflow: from which states, to which, who.
var interestSteps = []interestStep{
	{See, []InterestState{Sent}, Seen, []Party{OwnerParty}},
	{SayYes, []InterestState{Sent, Seen}, "", []Party{OwnerParty, SenderParty}},
	{Decline, []InterestState{Sent, Seen, Accepted}, Declined, []Party{OwnerParty}},
	{TakeBack, []InterestState{Sent, Seen}, NoAgreement, []Party{SenderParty}},
	{BeginTalks, []InterestState{Accepted}, InTalks, []Party{OwnerParty, SenderParty}},
	{Agree, []InterestState{InTalks}, Agreement, []Party{OwnerParty, SenderParty}},
	{BreakOff, []InterestState{Accepted, InTalks}, NoAgreement, []Party{OwnerParty, SenderParty}},
}

// Interest is an expression of interest of one organisation in the profile of
// another.
type Interest struct {
	ID            string
	Profile       Opportunity
	Owner         Organisation // of the profile; zero while anonymous to the reader
	Sender        Organisation // zero while anonymous to the reader
	SenderPerson  string
	SenderCentre  string       // centre that answers for the sender, or ""
	OwnerCentre   string       // centre that answers for the owner, or ""
	SenderProfile *Opportunity // the sender's own offer or request, if it gave one
	Anonymous     bool         // the sender opens with its yes only
	Message       i18n.Text
	State         InterestState
	Reason        string // of a decline, see DeclineReasons
	Note          string
	SenderYes     time.Time
	OwnerYes      time.Time
	Sent          time.Time
	Seen          time.Time
	Updated       time.Time
	Country       string // of the sender, always
	OwnerCountry  string
}

// Opened tells whether both have said yes, so that they know each other.
func (x *Interest) Opened() bool { return !x.SenderYes.IsZero() && !x.OwnerYes.IsZero() }

// Answering tells who answers for a party: its centre, else itself.
func (x *Interest) answering(p Party) string {
	switch {
	case p == OwnerParty && x.OwnerCentre != "":
		return x.OwnerCentre
	case p == OwnerParty:
		return x.Owner.ID
	case x.SenderCentre != "":
		return x.SenderCentre
	}
	return x.Sender.ID
}

// NewInterest is what somebody says who is interested.
type NewInterest struct {
	Reference string // of the profile
	Sender    string // organisation
	Profile   string // reference of the sender's own, or ""
	Message   string
	Language  i18n.Lang
	Anonymous bool
}

// messageMax is the length of a message, in characters.
const messageMax = 2000

// Express sends an expression of interest. Where the sender's interest goes
// through its centre, the centre's yes is still to come; else sending is the
// sender's yes.
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
		x := Interest{ID: interestID, Profile: p, Owner: owner, Sender: sender, SenderPerson: actor.PersonID, Anonymous: n.Anonymous, Message: i18n.Written(n.Language, strings.TrimSpace(n.Message))}
		if err := s.checkInterest(ctx, tx, &x, n); err != nil {
			return err
		}
		if err := s.answerers(ctx, tx, actor, &x); err != nil {
			return err
		}
		return s.sendInterest(ctx, tx, actor, &x)
	})
	return interestID, err
}

// checkInterest holds a new expression of interest against the rules.
func (s *Service) checkInterest(ctx context.Context, tx db.Tx, x *Interest, n NewInterest) error {
	switch {
	case x.Sender.ID == x.Owner.ID:
		return fault.New(fault.Conflict, "interest.own_profile")
	case !x.Profile.Open || x.Profile.State != Published && x.Profile.Shown == nil:
		return fault.New(fault.Conflict, "interest.closed")
	}
	message := x.Message[n.Language].Text
	switch {
	case length(message) < 20:
		return fault.InvalidFields(fault.Field{Name: "message", Key: "interest.message_short", Args: []any{"n", 20}})
	case length(message) > messageMax:
		return fault.InvalidFields(fault.Field{Name: "message", Key: "interest.message_long", Args: []any{"n", messageMax}})
	}
	if n.Profile == "" {
		return nil
	}
	own, _, err := s.byReference(ctx, tx, n.Profile)
	if err != nil || own.OrganisationID != x.Sender.ID || !own.Visible() {
		return fault.InvalidFields(fault.Field{Name: "profile", Key: "interest.not_yours"})
	}
	x.SenderProfile = &own
	return nil
}

// answerers finds who answers for each side: the centre responsible for the
// profile, if interest goes through it, and the centre with a mandate of a
// sender that has said so. A centre that sends for its client says yes by it.
func (s *Service) answerers(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest) error {
	if x.Profile.CentreID != "" && (x.Profile.ViaCentre || x.Owner.ViaCentre) {
		x.OwnerCentre = x.Profile.CentreID
	}
	now := s.Clock.Now()
	if g, ok := actor.Via(access.InterestExpress, x.Sender.ID); ok {
		x.SenderCentre, x.SenderYes = g.Centre, now
		return nil
	}
	m, found, err := s.InForce(ctx, tx, x.Sender.ID, access.ForInterest)
	if err != nil {
		return err
	}
	if x.Sender.ViaCentre && found {
		x.SenderCentre = m.Centre.ID
		return nil
	}
	if !x.Anonymous {
		x.SenderYes = now
	}
	return nil
}

func (s *Service) sendInterest(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest) error {
	now := s.Clock.Now()
	x.State, x.Sent, x.Updated = Sent, now, now
	var own, yesAt any
	yesBy := ""
	if x.SenderProfile != nil {
		own = x.SenderProfile.ID
	}
	if !x.SenderYes.IsZero() {
		yesAt, yesBy = db.Micros(x.SenderYes), actor.PersonID
	}
	_, err := tx.Exec(ctx, `INSERT INTO interest (id, opportunity_id, sender_id, sender_person, sender_centre, sender_profile, anonymous, owner_centre, message, state, sender_yes_at, sender_yes_by, sent_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) ON CONFLICT DO NOTHING`,
		x.ID, x.Profile.ID, x.Sender.ID, x.SenderPerson, x.SenderCentre, own, x.Anonymous, x.OwnerCentre, db.JSON(x.Message), string(x.State), yesAt, yesBy, db.Micros(now))
	if err != nil {
		return err
	}
	var there int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM interest WHERE id = $1`, x.ID).Scan(&there); err != nil {
		return err
	}
	if there == 0 {
		return fault.New(fault.Conflict, "interest.already")
	}
	if err := s.addInterestStep(ctx, tx, actor, x, "send", "", ""); err != nil {
		return err
	}
	if err := s.tellParty(ctx, tx, x, OwnerParty, InterestReceived); err != nil {
		return err
	}
	if x.SenderYes.IsZero() {
		if err := s.tellParty(ctx, tx, x, SenderParty, InterestReceived); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.InterestExpress, Org: x.Sender.ID, Side: x.Sender.Country, Action: "interest.send", Kind: "interest", ID: x.ID, Detail: map[string]any{"reference": x.Profile.Reference},
	})
}

func (s *Store) addInterestStep(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, step InterestStep, from InterestState, note string) error {
	centre := ""
	for _, g := range actor.Grants {
		if g.Event == "" && g.Role == access.Intermediary && g.Mandate == "" && (g.Org == x.OwnerCentre || g.Org == x.SenderCentre) {
			centre = g.Org
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO interest_step (id, interest_id, action, from_state, to_state, note, person_id, centre_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id.New(), x.ID, string(step), string(from), string(x.State), note, actor.PersonID, centre, db.Micros(s.Clock.Now()))
	return err
}

// tellParty tells those who answer for a party.
func (s *Service) tellParty(ctx context.Context, tx db.Tx, x *Interest, p Party, n Notice) error {
	org := x.answering(p)
	people, err := s.holders(ctx, tx, org, access.OrgAdmin, access.OrgEditor, access.Intermediary)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, NoticeJob{Key: string(n) + "/" + x.ID + "/" + string(p), Notice: n, PersonIDs: people, Title: x.Profile.Public().Title, Path: "/desk/interest/" + x.ID})
}

// InterestMove is a step that somebody takes.
type InterestMove struct {
	Step   InterestStep
	Party  Party  // for which he takes it; needed where he could for both
	Reason string // of a decline
	Note   string
}

// partiesOf tells for which parties the actor may speak. Where a centre answers
// for a party, the centre speaks; the party itself may read.
func (s *Service) partiesOf(actor access.Actor, x *Interest) (speaks, reads []Party) {
	for _, p := range []Party{OwnerParty, SenderParty} {
		org := map[Party]string{OwnerParty: x.Owner.ID, SenderParty: x.Sender.ID}[p]
		answering := x.answering(p)
		if actor.May(access.InterestExpress, access.Object{Orgs: []string{answering}}) && (answering == org || s.mandated(actor, answering, org)) {
			speaks = append(speaks, p)
		}
		if actor.May(access.InterestRead, access.Object{Orgs: []string{org}}) || slices.Contains(speaks, p) {
			reads = append(reads, p)
		}
	}
	return speaks, reads
}

// mandated tells whether the actor's mandate of the centre for the client is
// still in force.
func (s *Service) mandated(actor access.Actor, centre, client string) bool {
	return slices.ContainsFunc(actor.Grants, func(g access.Grant) bool {
		return g.Mandate != "" && g.Centre == centre && g.Org == client && g.InScope(access.ForInterest)
	})
}

// Speaks tells for which parties the actor may take steps now.
func (s *Service) Speaks(actor access.Actor, x Interest) []Party {
	full := x
	speaks, _ := s.partiesOf(actor, &full)
	return speaks
}

// Move takes a step with an expression of interest.
func (s *Service) Move(ctx context.Context, actor access.Actor, interestID string, m InterestMove) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		x, err := s.interest(ctx, tx, interestID)
		if err != nil {
			return err
		}
		speaks, reads := s.partiesOf(actor, &x)
		if len(reads) == 0 {
			return fault.Missing()
		}
		return s.moveInterest(ctx, tx, actor, &x, speaks, m)
	})
}

func (s *Service) moveInterest(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, speaks []Party, m InterestMove) error {
	i := slices.IndexFunc(interestSteps, func(t interestStep) bool { return t.Step == m.Step && slices.Contains(t.From, x.State) })
	if i < 0 {
		return fault.New(fault.Conflict, "interest.not_now", "state", i18n.From(ctx).T("interest_state."+string(x.State)))
	}
	t := interestSteps[i]
	party := m.Party
	if party == "" && len(speaks) == 1 {
		party = speaks[0]
	}
	if !slices.Contains(speaks, party) || !slices.Contains(t.By, party) {
		return fault.New(fault.Conflict, "interest.not_you")
	}
	if m.Step == Decline && !slices.Contains(DeclineReasons, m.Reason) {
		return fault.InvalidFields(fault.Field{Name: "reason", Key: "interest.reason_missing"})
	}
	if m.Note = strings.TrimSpace(m.Note); length(m.Note) > messageMax {
		return fault.InvalidFields(fault.Field{Name: "note", Key: "interest.message_long", Args: []any{"n", messageMax}})
	}
	from := x.State
	if m.Step == SayYes {
		if err := x.say(party, s.Clock.Now()); err != nil {
			return err
		}
	} else {
		x.State = t.To
	}
	if m.Step == Decline {
		x.Reason, x.Note = m.Reason, m.Note
	}
	if x.Seen.IsZero() && party == OwnerParty {
		x.Seen = s.Clock.Now()
	}
	return s.putInterest(ctx, tx, actor, x, party, m, from)
}

// say is one side's yes. With both it is accepted.
func (x *Interest) say(p Party, now time.Time) error {
	yes := map[Party]*time.Time{OwnerParty: &x.OwnerYes, SenderParty: &x.SenderYes}[p]
	if !yes.IsZero() {
		return fault.New(fault.Conflict, "interest.said")
	}
	*yes = now
	if x.State == Sent && p == OwnerParty {
		x.State = Seen
	}
	if x.Opened() {
		x.State = Accepted
	}
	return nil
}

// putInterest stores a step, and tells the other side.
func (s *Service) putInterest(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, party Party, m InterestMove, from InterestState) error {
	x.Updated = s.Clock.Now()
	if _, err := tx.Exec(ctx, `UPDATE interest SET state = $2, reason = $3, note = $4, sender_yes_at = $5, owner_yes_at = $6, seen_at = $7, updated_at = $8 WHERE id = $1`,
		x.ID, string(x.State), x.Reason, x.Note, orNull(x.SenderYes), orNull(x.OwnerYes), orNull(x.Seen), db.Micros(x.Updated)); err != nil {
		return err
	}
	if m.Step == SayYes {
		column := map[Party]string{OwnerParty: "owner_yes_by", SenderParty: "sender_yes_by"}[party]
		if _, err := tx.Exec(ctx, `UPDATE interest SET `+column+` = $2 WHERE id = $1`, x.ID, actor.PersonID); err != nil {
			return err
		}
	}
	if err := s.addInterestStep(ctx, tx, actor, x, m.Step, from, m.Note); err != nil {
		return err
	}
	switch {
	case m.Step == SayYes && x.Opened():
		for _, p := range []Party{OwnerParty, SenderParty} {
			if err := s.tellParty(ctx, tx, x, p, IdentitiesOpen); err != nil {
				return err
			}
		}
	case m.Step == Decline:
		if err := s.tellParty(ctx, tx, x, SenderParty, InterestAnswered); err != nil {
			return err
		}
	}
	org, side := x.Owner.ID, x.Owner.Country
	if party == SenderParty {
		org, side = x.Sender.ID, x.Sender.Country
	}
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.InterestExpress, Org: org, Side: side, Action: "interest." + string(m.Step), Kind: "interest", ID: x.ID,
		Detail: map[string]any{"reference": x.Profile.Reference, "from": string(from), "to": string(x.State), "party": string(party)},
	})
}

func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return db.Micros(t)
}

// interest loads an expression of interest whole, whoever asks.
func (s *Store) interest(ctx context.Context, q db.Querier, interestID string) (Interest, error) {
	list, err := s.interests(ctx, q, `WHERE i.id = $1`, interestID)
	if err == nil && len(list) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return Interest{}, err
	}
	return list[0], nil
}

func (s *Store) interests(ctx context.Context, q db.Querier, tail string, args ...any) (out []Interest, err error) {
	rows, err := q.Query(ctx, `SELECT i.id, i.opportunity_id, i.sender_id, i.sender_person, i.sender_centre, COALESCE(i.sender_profile, ''), i.anonymous, i.owner_centre, i.message, i.state, i.reason, i.note,
		COALESCE(i.sender_yes_at, 0), COALESCE(i.owner_yes_at, 0), i.sent_at, COALESCE(i.seen_at, 0), i.updated_at FROM interest i JOIN opportunity p ON p.id = i.opportunity_id `+tail, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	own := map[int]string{}
	for rows.Next() {
		var x Interest
		var senderYes, ownerYes, sent, seen, updated int64
		var ownProfile string
		if err := rows.Scan(&x.ID, &x.Profile.ID, &x.Sender.ID, &x.SenderPerson, &x.SenderCentre, &ownProfile, &x.Anonymous, &x.OwnerCentre, db.JSON(&x.Message), &x.State, &x.Reason, &x.Note,
			&senderYes, &ownerYes, &sent, &seen, &updated); err != nil {
			return nil, err
		}
		x.SenderYes, x.OwnerYes, x.Sent, x.Seen, x.Updated = instant(senderYes), instant(ownerYes), instant(sent), instant(seen), instant(updated)
		if ownProfile != "" {
			own[len(out)] = ownProfile
		}
		out = append(out, x)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range out {
		x := &out[i]
		if x.Profile, x.Owner, err = s.profile(ctx, q, x.Profile.ID); err != nil {
			return nil, err
		}
		if x.Sender, err = s.OrganisationByID(ctx, q, x.Sender.ID); err != nil {
			return nil, err
		}
		x.Country, x.OwnerCountry = x.Sender.Country, x.Owner.Country
		if ownID, ok := own[i]; ok {
			p, _, err := s.profile(ctx, q, ownID)
			if err != nil {
				return nil, err
			}
			x.SenderProfile = &p
		}
	}
	return out, nil
}

// identitiesOpen tells whether the actor speaks for an organisation that has a
// mutual yes on the profile.
func (s *Service) identitiesOpen(ctx context.Context, q db.Querier, actor access.Actor, profileID string) (bool, error) {
	for _, org := range actor.OrgsOf(access.InterestRead) {
		var n int
		err := q.QueryRow(ctx, `SELECT count(*) FROM interest WHERE opportunity_id = $1 AND sender_id = $2 AND sender_yes_at IS NOT NULL AND owner_yes_at IS NOT NULL`, profileID, org).Scan(&n)
		if err != nil && !errors.Is(err, db.ErrNoRows) {
			return false, err
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, nil
}

// Interest returns an expression of interest as the actor may read it: the other
// party is named only if it is not anonymous, or both have said yes.
func (s *Service) Interest(ctx context.Context, actor access.Actor, interestID string) (x Interest, err error) {
	if x, err = s.interest(ctx, s.DB, interestID); err != nil {
		return x, err
	}
	_, reads := s.partiesOf(actor, &x)
	if len(reads) == 0 {
		if actor.PersonID == "" {
			return Interest{}, fault.New(fault.SignIn, "error.sign_in")
		}
		return Interest{}, fault.Missing()
	}
	x.veil(reads)
	return x, nil
}

// veil takes away what the readers' parties may not know yet.
func (x *Interest) veil(reads []Party) {
	x.Profile.Content, x.Profile.Shown = x.Profile.Public(), nil
	if x.Opened() {
		return
	}
	if !slices.Contains(reads, SenderParty) && (x.Anonymous || x.SenderYes.IsZero()) {
		x.Sender, x.SenderPerson = Organisation{ID: x.Sender.ID}, ""
		x.SenderProfile = nil
	}
	if !slices.Contains(reads, OwnerParty) && x.Profile.Anonymous {
		x.Owner = Organisation{ID: x.Owner.ID}
		x.Profile.OrganisationID, x.Profile.PersonID, x.Profile.AuthorID = "", "", ""
	}
}

// Pipeline lists what has been sent and received by the organisation, or by a
// centre for its clients, the newest change first.
func (s *Service) Pipeline(ctx context.Context, actor access.Actor, organisationID string) (out []Interest, err error) {
	if err := actor.Check(access.InterestRead, access.Object{Orgs: []string{organisationID}}); err != nil {
		return nil, err
	}
	list, err := s.interests(ctx, s.DB, `WHERE i.sender_id = $1 OR p.organisation_id = $1 OR i.sender_centre = $1 OR i.owner_centre = $1 ORDER BY i.updated_at DESC, i.id DESC`, organisationID)
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if _, reads := s.partiesOf(actor, &x); len(reads) > 0 {
			x.veil(reads)
			out = append(out, x)
		}
	}
	return out, nil
}

// InterestTaken is one step of an interest's history.
type InterestTaken struct {
	Step     InterestStep
	From, To InterestState
	Note     string
	PersonID string
	CentreID string
	At       time.Time
}

// InterestHistory lists the steps, the oldest first. Who took a step is told
// only of one's own side until identities are open.
func (s *Service) InterestHistory(ctx context.Context, actor access.Actor, interestID string) (out []InterestTaken, err error) {
	if _, err := s.Interest(ctx, actor, interestID); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT action, from_state, to_state, note, person_id, centre_id, at FROM interest_step WHERE interest_id = $1 ORDER BY at, id`, interestID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x InterestTaken
		var at int64
		if err := rows.Scan(&x.Step, &x.From, &x.To, &x.Note, &x.PersonID, &x.CentreID, &at); err != nil {
			return nil, err
		}
		x.At = db.Time(at)
		out = append(out, x)
	}
	return out, rows.Err()
}
