package catalogue

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Interest returns an expression of interest as the actor may read it: the other
// party is named only if it is not anonymous, or both have said yes.
func (s *Service) Interest(ctx context.Context, actor access.Actor, interestID string) (x Interest, err error) {
	if x, err = s.readable(ctx, s.DB, actor, interestID); err != nil {
		return Interest{}, err
	}
	x.veil()
	return x, nil
}

// readable loads an expression of interest whole for one of its parties; for
// others it is not there.
func (s *Service) readable(ctx context.Context, q db.Querier, actor access.Actor, interestID string) (x Interest, err error) {
	if actor.PersonID == "" {
		return x, fault.New(fault.SignIn, "error.sign_in")
	}
	if x, err = s.interest(ctx, q, interestID); err != nil {
		return x, err
	}
	if x.seenBy(actor); len(x.Reads) == 0 {
		return x, fault.Missing()
	}
	return x, nil
}

// veil takes away what the reader's parties may not know yet: who the other
// party is, with every id that leads to it. It goes by what the profile was when
// the interest was sent; of a profile that is published no longer, or differs
// now, the other party sees the title of that day.
func (x *Interest) veil() {
	x.senderYesBy, x.ownerYesBy = "", ""
	visible := x.Profile.Visible()
	x.Profile.published()
	if !slices.Contains(x.Reads, OwnerParty) {
		if !visible {
			x.Profile.Content, x.Profile.Shown = Content{Title: x.Title, Anonymous: x.OwnerAnonymous}, nil
		}
		if !x.Opened() && x.OwnerAnonymous {
			x.Owner = Organisation{}
			x.Profile.Video = ""
		}
		x.Profile.OrganisationID, x.Profile.PersonID, x.Profile.AuthorID = "", "", ""
	}
	if !slices.Contains(x.Reads, SenderParty) {
		hidden := !x.Opened() && (x.Anonymous || x.SenderYes.IsZero())
		if hidden {
			x.Sender, x.SenderPerson = Organisation{}, ""
		}
		if p := x.SenderProfile; p != nil && !x.Opened() && (!p.Visible() || p.Public().Anonymous != hidden) {
			x.SenderProfile = nil
		}
	}
	if p := x.SenderProfile; p != nil {
		p.published()
		p.OrganisationID, p.PersonID, p.AuthorID = "", "", ""
	}
}

// published leaves of a profile what its readers see, without who wrote it.
func (p *Opportunity) published() {
	p.Content = p.Public()
	p.unsign()
	if p.Shown != nil {
		c := p.Content
		p.Shown = &c
	}
}

// unsign takes the people who wrote and checked the texts out of a content.
func (c *Content) unsign() {
	for _, f := range TextFields() {
		t := f.Text(c)
		*t = unsigned(*t)
	}
}

func unsigned(t i18n.Text) i18n.Text {
	if t == nil {
		return nil
	}
	out := i18n.Text{}
	for l, v := range t {
		v.By = ""
		out[l] = v
	}
	return out
}

// pipelineMost is how many expressions of interest a pipeline shows.
const pipelineMost = 1000

// Pipeline lists what the actor's organisations and clients have sent and
// received, the newest change first.
func (s *Service) Pipeline(ctx context.Context, actor access.Actor) (out []Interest, err error) {
	if actor.PersonID == "" {
		return nil, fault.New(fault.SignIn, "error.sign_in")
	}
	orgs := actor.OrgsOf(access.InterestRead)
	if len(orgs) == 0 {
		return nil, nil
	}
	in, args := placeholders(orgs)
	list, err := s.interests(ctx, s.DB, `WHERE i.sender_id IN (`+in+`) OR p.organisation_id IN (`+in+`) ORDER BY i.updated_at DESC, i.id DESC LIMIT `+strconv.Itoa(pipelineMost), args...)
	for i := range list {
		x := &list[i]
		if x.seenBy(actor); len(x.Reads) > 0 {
			x.veil()
			out = append(out, *x)
		}
	}
	return out, err
}

// InterestTaken is one step of an interest's history.
type InterestTaken struct {
	Step     InterestStep
	Party    Party
	From, To InterestState
	Note     string
	PersonID string // who took it; "" of the other party until identities are open
	CentreID string
	At       time.Time
}

// InterestHistory lists the steps, the oldest first.
func (s *Service) InterestHistory(ctx context.Context, actor access.Actor, interestID string) (out []InterestTaken, err error) {
	x, err := s.readable(ctx, s.DB, actor, interestID)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT party, action, from_state, to_state, note, person_id, centre_id, at FROM interest_step WHERE interest_id = $1 ORDER BY at, id`, interestID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t InterestTaken
		var at int64
		if err := rows.Scan(&t.Party, &t.Step, &t.From, &t.To, &t.Note, &t.PersonID, &t.CentreID, &at); err != nil {
			return nil, err
		}
		t.At = db.Time(at)
		if !x.Opened() && !slices.Contains(x.Reads, t.Party) {
			t.PersonID, t.CentreID = "", ""
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// Reached is how one party of an opened interest is reached.
type Reached struct {
	Party        Party
	Organisation Organisation
	Centre       *Organisation // that answers for it, if one does
	People       []Reachable
}

// Reachable is a person to talk to. The e-mail address is there for one's own
// people and those of one's own country; another's only with that person's
// consent.
type Reachable struct {
	identity.Profile
	Email string
}

// Contacts tells both parties how to reach each other once both have said yes:
// who sent the interest, whom the profile names, and who said yes.
func (s *Service) Contacts(ctx context.Context, actor access.Actor, interestID string) (out []Reached, err error) {
	x, err := s.readable(ctx, s.DB, actor, interestID)
	if err != nil {
		return nil, err
	}
	if !x.Opened() {
		return nil, fault.Missing()
	}
	people := map[Party][]string{OwnerParty: {x.Profile.PersonID, x.ownerYesBy}, SenderParty: {x.SenderPerson, x.senderYesBy}}
	for _, p := range Parties {
		r := Reached{Party: p, Organisation: *x.Organisation(p)}
		if c := x.Centre(p); c != "" {
			o, err := s.OrganisationByID(ctx, s.DB, c)
			if err != nil {
				return nil, err
			}
			r.Centre = &o
		}
		to := x.CountryOf(p.Other())
		shown := slices.Contains(x.Reads, p) || to == x.CountryOf(p)
		if r.People, err = s.reachable(ctx, slices.Compact(people[p]), to, shown); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (s *Service) reachable(ctx context.Context, people []string, to string, shown bool) (out []Reachable, err error) {
	for _, personID := range people {
		if personID == "" {
			continue
		}
		person, err := s.Identity.PersonByID(ctx, personID)
		if fault.KindOf(err) == fault.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		agreed := shown
		if !agreed {
			if agreed, err = s.Identity.HasConsent(ctx, s.DB, personID, identity.ContactPurpose, to); err != nil {
				return nil, err
			}
		}
		r := Reachable{Profile: person.Profile}
		if agreed {
			r.Email = person.Email
		}
		out = append(out, r)
	}
	return out, nil
}

// identitiesOpen tells whether the actor speaks for an organisation that has a
// mutual yes with the owner of the profile about it, from either side.
func (s *Service) identitiesOpen(ctx context.Context, q db.Querier, actor access.Actor, profileID string) (bool, error) {
	orgs := actor.OrgsOf(access.InterestRead)
	if len(orgs) == 0 {
		return false, nil
	}
	in, args := placeholders(orgs)
	n := len(args) + 1
	var open bool
	err := q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM interest i JOIN opportunity p ON p.id = i.opportunity_id WHERE i.sender_yes_at IS NOT NULL AND i.owner_yes_at IS NOT NULL
		AND (i.opportunity_id = $`+strconv.Itoa(n)+` AND i.sender_id IN (`+in+`) OR i.sender_profile = $`+strconv.Itoa(n)+` AND p.organisation_id IN (`+in+`)))`, append(args, profileID)...).Scan(&open)
	return open, err
}

// Attachable lists the published profiles of the organisations for which the
// actor may express interest.
func (s *Service) Attachable(ctx context.Context, actor access.Actor) ([]Opportunity, error) {
	orgs := actor.OrgsOf(access.InterestExpress)
	if len(orgs) == 0 {
		return nil, nil
	}
	in, args := placeholders(orgs)
	list, err := s.opportunities(ctx, s.DB, `WHERE p.organisation_id IN (`+in+`) AND `+visible+` ORDER BY p.organisation_id, p.reference LIMIT 500`, args...)
	for i := range list {
		list[i].Content, list[i].Shown = list[i].Public(), nil
	}
	return list, err
}
