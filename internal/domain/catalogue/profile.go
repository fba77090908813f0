package catalogue

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
)

// sees tells whether the actor may read the profile as its keepers do, in every
// state.
func (s *Service) sees(actor access.Actor, p Opportunity, o Organisation) bool {
	return actor.May(access.ProfileDesk, access.Object{Orgs: []string{p.OrganisationID}, Sides: []string{o.Country}}) ||
		s.reviews(actor, p)
}

// reviews tells whether the actor belongs to the centre that is responsible for
// the profile and has the client's mandate for it.
func (s *Service) reviews(actor access.Actor, p Opportunity) bool {
	return p.CentreID != "" && actor.May(access.ProfileReview, access.Object{Orgs: []string{p.CentreID}}) &&
		slices.ContainsFunc(actor.Grants, func(g access.Grant) bool {
			return g.Org == p.OrganisationID && g.Centre == p.CentreID && g.InScope(access.ForProfiles)
		})
}

// Profile returns a profile for those who keep it, in every state; for others it
// is not there.
func (s *Service) Profile(ctx context.Context, actor access.Actor, reference string) (p Opportunity, o Organisation, err error) {
	if p, o, err = s.byReference(ctx, s.DB, reference); err != nil {
		return p, o, err
	}
	if !s.sees(actor, p, o) {
		if actor.PersonID == "" {
			return Opportunity{}, Organisation{}, fault.New(fault.SignIn, "error.sign_in")
		}
		return Opportunity{}, Organisation{}, fault.Missing()
	}
	return p, o, nil
}

// View is a published profile as one reader sees it.
type View struct {
	Opportunity              // Content is what may be read
	Owner       Organisation // zero while it is anonymous to the reader
	Country     string       // of the owner, always
	Region      string       // of the owner, "" while it is anonymous
	Cut         bool         // only title and summary, until an agreement
	Keeper      bool         // the reader keeps it
}

// Look returns a published profile as the reader may see it: content for members
// is there for who is signed in, that after an agreement is cut to title and
// summary, an anonymous owner is not named; both open to who has a mutual yes.
func (s *Service) Look(ctx context.Context, actor access.Actor, reference string) (v View, err error) {
	p, o, err := s.byReference(ctx, s.DB, reference)
	if err != nil {
		return v, err
	}
	keeper := s.sees(actor, p, o)
	if !p.Visible() {
		return v, p.gone()
	}
	opened := keeper
	if !keeper {
		if opened, err = s.identitiesOpen(ctx, s.DB, actor, p.ID); err != nil {
			return v, err
		}
	}
	return s.view(actor, p, o, keeper, opened)
}

func (s *Service) view(actor access.Actor, p Opportunity, o Organisation, keeper, opened bool) (v View, err error) {
	p.Content, p.Shown = p.Public(), nil
	v = View{Opportunity: p, Country: o.Country, Keeper: keeper}
	if p.Confidentiality == Members && !actor.May(access.MembersRead, access.Object{}) {
		return View{}, fault.New(fault.SignIn, "error.sign_in")
	}
	if p.Confidentiality == AfterAgreement && !opened {
		v.Content = Content{
			Title: p.Title, Summary: p.Summary, Areas: p.Areas, TRL: p.TRL, Partnerships: p.Partnerships, Partners: p.Partners,
			Confidentiality: p.Confidentiality, Anonymous: p.Anonymous, ExportControl: p.ExportControl,
		}
		v.Cut = true
	}
	if !p.Anonymous || opened {
		v.Owner, v.Region = o, o.Region
	} else {
		v.OrganisationID, v.PersonID, v.AuthorID, v.Video = "", "", "", ""
		v.unsign()
	}
	return v, nil
}

// Start makes a new draft for an organisation. Who acts under a mandate makes
// his centre responsible for it.
func (s *Service) Start(ctx context.Context, actor access.Actor, organisationID string, t OpportunityType, l i18n.Lang) (p Opportunity, err error) {
	if !slices.Contains(OpportunityTypes, t) {
		return p, fault.InvalidFields(fault.Field{Name: "type", Key: "profile.missing"})
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err := s.OrganisationByID(ctx, tx, organisationID)
		if err != nil {
			return err
		}
		if err := actor.Check(access.ProfileEdit, access.Object{Orgs: []string{o.ID}}); err != nil {
			return err
		}
		if o.Kind == CompanyLarge && t.Offers() {
			return fault.InvalidFields(fault.Field{Name: "type", Key: "profile.large_only_requests"})
		}
		p = Opportunity{
			Type: t, OrganisationID: o.ID, PersonID: actor.PersonID, AuthorID: actor.PersonID, Language: l, State: Draft, Open: true,
			Content: Content{Confidentiality: Public, Areas: o.Areas[:min(len(o.Areas), 3)]},
		}
		if g, ok := actor.Via(access.ProfileEdit, o.ID); ok {
			p.CentreID, p.ViaCentre = g.Centre, true
		}
		if err := s.AddOpportunity(ctx, tx, &p); err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileEdit, Org: o.ID, Side: o.Country, Action: "profile.start", Kind: "opportunity", ID: p.ID, Detail: map[string]any{"reference": p.Reference},
		})
	})
	return p, err
}

// Edit is what a form of a profile says.
type Edit struct {
	Revision  int // that the form was made of
	Language  i18n.Lang
	Texts     map[string]string   // by field: in Language, the original
	Lists     map[string][]string // by field
	Set       func(*Content)      // sets the fields that are one value
	PersonID  string              // whom to meet, "" leaves it
	ViaCentre bool
	Open      bool
	Autosave  bool // joins the revision with the one before of the same person
}

// Save stores an edited draft. Something over a limit is refused with the field;
// what is missing is no matter yet. A form made of an older revision is refused
// as a Conflict, so that nobody's words are lost.
func (s *Service) Save(ctx context.Context, actor access.Actor, reference string, e Edit) (p Opportunity, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var o Organisation
		if p, o, err = s.byReference(ctx, tx, reference); err != nil {
			return err
		}
		if err := actor.Check(access.ProfileEdit, access.Object{Orgs: []string{p.OrganisationID}}); err != nil {
			return err
		}
		if p.State != Draft {
			return fault.New(fault.Conflict, "profile.locked", "state", i18n.From(ctx).T("profile_state."+string(p.State)))
		}
		if e.Revision != p.Revision {
			return fault.New(fault.Conflict, "profile.changed")
		}
		before, err := clone(p)
		if err != nil {
			return err
		}
		if e.PersonID != "" && e.PersonID != p.PersonID {
			known, err := s.WhomToMeet(ctx, tx, p)
			if err != nil {
				return err
			}
			if !slices.Contains(known, e.PersonID) {
				return fault.InvalidFields(fault.Field{Name: "person", Key: "profile.unknown_contact"})
			}
		}
		p.apply(e, actor.PersonID, s.Clock.Now())
		if bad := p.CheckDraft(); len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if same(before, p) {
			return nil
		}
		if err := s.putBase(ctx, tx, before); err != nil {
			return err
		}
		if err := s.putContent(ctx, tx, &p); err != nil {
			return err
		}
		if err := s.putRevision(ctx, tx, p, actor.PersonID, e.Autosave); err != nil {
			return err
		}
		if e.Autosave {
			return nil
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileEdit, Org: p.OrganisationID, Side: o.Country, Action: "profile.edit", Kind: "opportunity", ID: p.ID,
			Detail: map[string]any{"reference": p.Reference, "revision": p.Revision},
		})
	})
	return p, err
}

// clone copies a profile whole.
func clone(p Opportunity) (out Opportunity, err error) {
	b, err := json.Marshal(p)
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(b, &out)
}

// same tells whether two profiles say the same, leaving counters and instants.
func same(a, b Opportunity) bool {
	b.Updated, b.Revision = a.Updated, a.Revision
	c, err := clone(b)
	return err == nil && reflect.DeepEqual(a, c)
}

// apply writes the form into the profile.
func (p *Opportunity) apply(e Edit, by string, at time.Time) {
	if e.Language != "" {
		p.Language = e.Language
	}
	for _, f := range Fields {
		if f.Text != nil {
			if words, ok := e.Texts[f.Name]; ok {
				t := f.Text(&p.Content)
				*t = t.Write(p.Language, words, by, at)
			}
			continue
		}
		if list, ok := e.Lists[f.Name]; ok {
			p.SetList(f, list)
		}
	}
	if e.Set != nil {
		e.Set(&p.Content)
	}
	if e.PersonID != "" {
		p.PersonID = e.PersonID
	}
	p.ViaCentre, p.Open = e.ViaCentre && p.CentreID != "", e.Open
}

// SetOpen opens or closes a profile for interest, apart from its publication.
func (s *Service) SetOpen(ctx context.Context, actor access.Actor, reference string, open bool) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, o, err := s.byReference(ctx, tx, reference)
		if err != nil {
			return err
		}
		if err := actor.Check(access.ProfileEdit, access.Object{Orgs: []string{p.OrganisationID}}); err != nil {
			return err
		}
		p.Open = open
		if _, err := tx.Exec(ctx, `UPDATE opportunity SET open = $2, updated_at = $3 WHERE id = $1`, p.ID, open, db.Micros(s.Clock.Now())); err != nil {
			return err
		}
		if err := s.indexProfile(ctx, tx, p, o); err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileEdit, Org: p.OrganisationID, Side: o.Country, Action: "profile.open", Kind: "opportunity", ID: p.ID, Detail: map[string]any{"reference": p.Reference, "open": open},
		})
	})
}
