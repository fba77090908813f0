package catalogue

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// State is where a profile is on its way, after the partnering database of the
// Enterprise Europe Network.
type State string

// The states of a profile.
const (
	Draft      State = "draft"
	Confirming State = "client_validation" // the client reads what its centre has drafted
	Reviewing  State = "review"            // by a colleague in the centre
	Validating State = "validation"        // by the network
	Published  State = "published"
	OnHold     State = "on_hold"
	Flagged    State = "flagged" // reported; hidden until the network has looked
	Expired    State = "expired"
	Archived   State = "archived"
	Rejected   State = "rejected"
)

// States lists the states in their order.
var States = []State{Draft, Confirming, Reviewing, Validating, Published, OnHold, Flagged, Expired, Archived, Rejected}

// Step is what moves a profile from one state to another.
type Step string

// The steps.
const (
	AskClient     Step = "ask_client"     // the centre asks the client to confirm the draft
	Confirm       Step = "confirm"        // the client agrees
	RecordConsent Step = "record_consent" // the centre notes the client's consent given on paper, with evidence
	Refuse        Step = "refuse"         // the client sends the draft back
	Submit        Step = "submit"         // the organisation itself submits its profile
	Pass          Step = "pass"           // first review: sound
	Return        Step = "return"         // to be corrected, with remarks
	Validate      Step = "validate"       // and publish
	Reject        Step = "reject"
	Hold          Step = "hold"
	Resume        Step = "resume"
	Flag          Step = "flag"
	Clear         Step = "clear"
	Expire        Step = "expire" // by the clock
	Renew         Step = "renew"
	Revise        Step = "revise" // a new draft; what is published stays
	Archive       Step = "archive"
	Reopen        Step = "reopen"
	Withdraw      Step = "withdraw" // the author takes it back before it is published
)

// Transition is one allowed step.
type Transition struct {
	Step   Step
	From   []State
	To     State
	Needs  access.Action // who may: "" is the clock alone
	Remark bool          // needs at least one remark
	Note   bool          // needs a reason or evidence
}

// Transitions is the whole workflow; what is not here is forbidden.
var Transitions = []Transition{
	{Step: AskClient, From: []State{Draft}, To: Confirming, Needs: access.ProfileEdit},
	{Step: Confirm, From: []State{Confirming}, To: Reviewing, Needs: access.ProfileConfirm},
	{Step: RecordConsent, From: []State{Confirming}, To: Reviewing, Needs: access.ProfileEdit, Note: true},
	{Step: Refuse, From: []State{Confirming}, To: Draft, Needs: access.ProfileConfirm, Note: true},
	{Step: Submit, From: []State{Draft}, To: Reviewing, Needs: access.ProfileConfirm},
	{Step: Pass, From: []State{Reviewing}, To: Validating, Needs: access.ProfileReview},
	{Step: Return, From: []State{Reviewing}, To: Draft, Needs: access.ProfileReview, Remark: true},
	{Step: Return, From: []State{Validating, Flagged}, To: Draft, Needs: access.ProfileValidate, Remark: true},
	{Step: Validate, From: []State{Validating}, To: Published, Needs: access.ProfileValidate},
	{Step: Reject, From: []State{Reviewing}, To: Rejected, Needs: access.ProfileReview, Note: true},
	{Step: Reject, From: []State{Validating, Flagged}, To: Rejected, Needs: access.ProfileValidate, Note: true},
	{Step: Hold, From: []State{Published}, To: OnHold, Needs: access.ProfileEdit},
	{Step: Resume, From: []State{OnHold}, To: Published, Needs: access.ProfileEdit},
	{Step: Flag, From: []State{Published}, To: Flagged, Needs: access.ProfileFlag, Note: true},
	{Step: Clear, From: []State{Flagged}, To: Published, Needs: access.ProfileValidate},
	{Step: Expire, From: []State{Published, OnHold}, To: Expired},
	{Step: Renew, From: []State{Published, OnHold, Expired}, To: Published, Needs: access.ProfileEdit},
	{Step: Revise, From: []State{Published, OnHold, Expired}, To: Draft, Needs: access.ProfileEdit},
	{Step: Archive, From: []State{Draft, Published, OnHold, Flagged, Expired, Rejected}, To: Archived, Needs: access.ProfileEdit},
	{Step: Reopen, From: []State{Archived, Rejected}, To: Draft, Needs: access.ProfileEdit},
	{Step: Withdraw, From: []State{Confirming, Reviewing, Validating}, To: Draft, Needs: access.ProfileEdit},
}

// transition finds the allowed step from a state.
func transition(s Step, from State) (Transition, bool) {
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.Step == s && slices.Contains(t.From, from) })
	if i < 0 {
		return Transition{}, false
	}
	return Transitions[i], true
}

// validFor is how long a profile is published before it is to be renewed.
const validFor = 365 * 24 * time.Hour

// Remark is one finding of a review.
type Remark struct {
	ID       string
	StepID   string
	Severity Severity
	Field    string // name of the field, or "" for the whole profile
	Rule     string // which rule is broken, in the reviewer's words
	Evidence string // the words or facts that break it
	Resolved time.Time
}

// Move is a step that somebody takes.
type Move struct {
	Step     Step
	Revision int    // that the actor has read; 0 where it does not matter
	Note     string // reason or evidence
	Remarks  []Remark
}

// object is what a step touches, for the policy: a review belongs to the
// responsible centre, a validation to the side.
func (p *Opportunity) object(needs access.Action, o Organisation) access.Object {
	switch needs {
	case access.ProfileReview:
		return access.Object{Orgs: []string{p.CentreID}}
	case access.ProfileValidate:
		return access.Object{Sides: []string{o.Country}}
	}
	return access.Object{Orgs: []string{p.OrganisationID}, Sides: []string{o.Country}}
}

// May tells whether the actor may take the step with the profile as it stands.
func (s *Service) May(actor access.Actor, p Opportunity, o Organisation, step Step) bool {
	t, ok := transition(step, p.State)
	return ok && s.allowed(actor, p, o, t) == nil
}

// Steps lists the steps that the actor may take now, in the order of
// Transitions.
func (s *Service) Steps(actor access.Actor, p Opportunity, o Organisation) (out []Transition) {
	for _, t := range Transitions {
		if slices.Contains(t.From, p.State) && t.Needs != "" && s.allowed(actor, p, o, t) == nil {
			out = append(out, t)
		}
	}
	return out
}

// allowed is the policy of a transition with the rules between people: four
// eyes at the review and the validation, a centre only where one is responsible
// and as long as its mandate lasts.
func (s *Service) allowed(actor access.Actor, p Opportunity, o Organisation, t Transition) error {
	if t.Needs == "" {
		return fault.Missing()
	}
	if err := actor.Check(t.Needs, p.object(t.Needs, o)); err != nil {
		return err
	}
	_, mandated := actor.Via(access.ProfileEdit, p.OrganisationID)
	switch t.Step {
	case AskClient, RecordConsent:
		if !mandated || p.CentreID == "" {
			return fault.New(fault.Conflict, "profile.only_centre")
		}
	case Pass, Reject, Return, Validate, Clear:
		if t.Needs == access.ProfileReview && !s.reviews(actor, p) {
			return fault.Missing()
		}
		if p.AuthorID == actor.PersonID {
			return fault.New(fault.Conflict, "profile.four_eyes")
		}
	case Flag:
		if !p.Visible() {
			return fault.Missing()
		}
	}
	return nil
}

// Take takes a step. The whole of it is one transaction: the state, the
// remarks, the record, the index of the search, and the letters.
func (s *Service) Take(ctx context.Context, actor access.Actor, profileID string, m Move) (p Opportunity, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err = s.take(ctx, tx, actor, profileID, m)
		return err
	})
	return p, err
}

func (s *Service) take(ctx context.Context, tx db.Tx, actor access.Actor, profileID string, m Move) (p Opportunity, err error) {
	var o Organisation
	if p, o, err = s.profile(ctx, tx, profileID); err != nil {
		return p, err
	}
	if err := s.lapse(ctx, tx, &p); err != nil {
		return p, err
	}
	t, ok := transition(m.Step, p.State)
	if !ok {
		if !s.sees(actor, p, o) {
			return p, fault.Missing()
		}
		return p, fault.New(fault.Conflict, "profile.not_now", "state", i18n.From(ctx).T("profile_state."+string(p.State)))
	}
	if err := s.allowed(actor, p, o, t); err != nil {
		return p, err
	}
	if t.Needs == access.ProfileReview {
		acts, err := s.actsFor(ctx, tx, p.CentreID, p.OrganisationID)
		if err != nil {
			return p, err
		}
		if !acts {
			return p, fault.Missing()
		}
	}
	if m.Revision != 0 && m.Revision != p.Revision {
		return p, fault.New(fault.Conflict, "profile.changed")
	}
	if t.Step == AskClient || t.Step == Submit {
		if err := s.dropOrphans(ctx, tx, &p); err != nil {
			return p, err
		}
	}
	if err := s.checkMove(ctx, tx, &p, &o, t, m); err != nil {
		return p, err
	}
	return p, s.move(ctx, tx, actor, &p, o, t, m)
}

// lapse frees the profile of a centre whose mandate has run out; the step that
// is taken stores it.
func (s *Store) lapse(ctx context.Context, tx db.Tx, p *Opportunity) error {
	if p.CentreID == "" {
		return nil
	}
	n := 0
	err := tx.QueryRow(ctx, `SELECT count(*) FROM mandate WHERE centre_id = $1 AND client_id = $2 AND ended_at IS NULL AND from_day <= $3 AND to_day >= $3 AND ',' || scope || ',' LIKE $4`,
		p.CentreID, p.OrganisationID, day(s.Clock.Now()), "%,"+string(access.ForProfiles)+",%").Scan(&n)
	if err == nil && n == 0 {
		p.CentreID, p.ViaCentre = "", false
	}
	return err
}

// checkMove holds what a step needs against the rules.
func (s *Service) checkMove(ctx context.Context, tx db.Tx, p *Opportunity, o *Organisation, t Transition, m Move) error {
	var bad []fault.Field
	if t.Note && strings.TrimSpace(m.Note) == "" {
		bad = append(bad, fault.Field{Name: "note", Key: "profile.note_missing"})
	}
	if length(m.Note) > 2000 {
		bad = append(bad, fault.Field{Name: "note", Key: "profile.note_long", Args: []any{"n", 2000}})
	}
	if t.Remark && len(m.Remarks) == 0 {
		bad = append(bad, fault.Field{Name: "remarks", Key: "profile.remark_missing"})
	}
	for _, r := range m.Remarks {
		if !slices.Contains(Severities, r.Severity) || strings.TrimSpace(r.Rule) == "" || length(r.Rule) > 500 || length(r.Evidence) > 2000 {
			bad = append(bad, fault.Field{Name: "remarks", Key: "profile.remark_wrong"})
		}
	}
	switch t.Step {
	case AskClient, Submit, Confirm, RecordConsent, Pass, Validate:
		bad = append(bad, p.CheckDraft()...)
		bad = append(bad, p.CheckComplete(s.Clock.Now())...)
		bad = append(bad, p.LeaksName(o)...)
	}
	if len(bad) > 0 {
		return fault.InvalidFields(bad...)
	}
	if t.Step == AskClient || t.Step == Submit {
		open, err := s.openRemarks(ctx, tx, p.ID)
		if err != nil || open == 0 {
			return err
		}
		return fault.New(fault.Conflict, "profile.remarks_open", "n", open)
	}
	return nil
}

// move writes the step.
func (s *Service) move(ctx context.Context, tx db.Tx, actor access.Actor, p *Opportunity, o Organisation, t Transition, m Move) error {
	from, now := p.State, s.Clock.Now()
	p.State, p.Updated = t.To, now
	if t.Step == Confirm || t.Step == RecordConsent || t.Step == Submit {
		if p.CentreID == "" {
			p.State = Validating // no centre: the network's validation is the review
		}
	}
	switch t.Step {
	case Validate:
		p.Published, p.ValidUntil, p.Shown = now, now.Add(validFor), nil
	case Renew:
		p.ValidUntil, p.Shown = now.Add(validFor), nil
	case Revise:
		if from == Published {
			c := p.Content
			p.Shown = &c
		}
	case Archive, Reject, Flag, Expire, Hold:
		p.Shown = nil
	}
	if err := s.putState(ctx, tx, *p); err != nil {
		return err
	}
	centre := ""
	if g, ok := actor.Via(t.Needs, p.OrganisationID); ok {
		centre = g.Centre
	} else if t.Needs == access.ProfileReview {
		centre = p.CentreID
	}
	stepID := id.New()
	if _, err := tx.Exec(ctx, `INSERT INTO opportunity_step (id, opportunity_id, action, from_state, to_state, note, person_id, centre_id, revision, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		stepID, p.ID, string(t.Step), string(from), string(p.State), strings.TrimSpace(Clean(m.Note)), actor.PersonID, centre, p.Revision, db.Micros(now)); err != nil {
		return err
	}
	for _, r := range m.Remarks {
		if err := s.addRemark(ctx, tx, p.ID, stepID, r); err != nil {
			return err
		}
	}
	if err := s.indexProfile(ctx, tx, *p, o); err != nil {
		return err
	}
	if err := s.announce(ctx, tx, *p, o, t.Step, stepID); err != nil {
		return err
	}
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.ProfileEdit, Org: p.OrganisationID, Side: o.Country, Action: "profile." + string(t.Step), Kind: "opportunity", ID: p.ID,
		Detail: map[string]any{"reference": p.Reference, "from": string(from), "to": string(p.State), "remarks": len(m.Remarks)},
	})
}

// dropOrphans takes away translations whose original was taken away. They are
// kept while a draft is written, as an original may come back.
func (s *Store) dropOrphans(ctx context.Context, tx db.Tx, p *Opportunity) error {
	dropped := false
	for _, f := range TextFields() {
		if t := f.Text(&p.Content); t.Source() == "" && len(*t) > 0 {
			*t, dropped = i18n.Text{}, true
		}
	}
	if !dropped {
		return nil
	}
	return s.putContent(ctx, tx, p)
}
