package webtest

import (
	"context"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// addCatalogue adds what stands in the catalogue outside of events: a transfer
// centre of each side (Orgs T of BY, U of CN) with two advisers, of which T acts
// for A and U for C under a mandate of all scopes; a park K of BY with its
// operator; editors of A and C; a validator and a translator of each side.
// Profiles are in Profiles: "public" of A and "members" of C are published,
// "anonymous" of A too, "draft" of A and "review" of A (drafted by "adviser BY",
// centre T) are not.
func (s *Site) addCatalogue(ctx context.Context, tx db.Tx) error {
	for _, x := range []struct {
		key, country, name string
		kind               catalogue.Kind
	}{{"T", "BY", "Transfer centre T", catalogue.TransferCentre}, {"U", "CN", "Transfer centre U", catalogue.TransferCentre}, {"K", "BY", "Park K", catalogue.Park}} {
		o := catalogue.Organisation{Kind: x.kind, Country: x.country, Slug: "org-" + x.key, Name: i18n.Written(i18n.EN, x.name), City: i18n.Text{}, Description: i18n.Text{}}
		if err := s.Catalogue.AddOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		s.Orgs[x.key] = o
	}
	for _, x := range []struct {
		name, side, org, client string
		role                    access.Role
	}{
		{"adviser BY", "BY", "T", "A", access.Intermediary},
		{"colleague BY", "BY", "T", "A", access.Intermediary},
		{"adviser CN", "CN", "U", "C", access.Intermediary},
		{"colleague CN", "CN", "U", "C", access.Intermediary},
		{"editor BY", "BY", "A", "", access.OrgEditor},
		{"editor CN", "CN", "C", "", access.OrgEditor},
		{"operator BY", "BY", "K", "", access.ParkOperator},
		{"validator BY", "BY", "", "", access.Validator},
		{"validator CN", "CN", "", "", access.Validator},
		{"translator BY", "BY", "", "", access.Translator},
	} {
		p, err := s.NewPerson(ctx, tx, x.name)
		if err != nil {
			return err
		}
		g := access.Grant{Role: x.role}
		who := Person{Name: x.name, ID: p.ID, Role: x.role, Where: Anywhere}
		if x.org != "" {
			g.Org, who.Org = s.Orgs[x.org].ID, s.Orgs[x.org].ID
		} else {
			g.Side, who.Side = x.side, x.side
		}
		if x.client != "" {
			who.Also = []Person{{Role: x.role, Where: Anywhere, Org: s.Orgs[x.client].ID, Mandate: true}}
		}
		if err := access.Give(ctx, tx, s.Clock, "", p.ID, g); err != nil {
			return err
		}
		s.People = append(s.People, who)
	}
	now := s.Clock.Now()
	for _, x := range [][2]string{{"T", "A"}, {"U", "C"}} {
		_, err := tx.Exec(ctx, `INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'No. 1', '', 1)`,
			"mandate-"+x[1], s.Orgs[x[0]].ID, s.Orgs[x[1]].ID, access.JoinScope(access.MandateScopes), now.AddDate(0, -1, 0).Format(time.DateOnly), now.AddDate(1, 0, 0).Format(time.DateOnly))
		if err != nil {
			return err
		}
	}
	return s.addProfiles(ctx, tx)
}

func (s *Site) addProfiles(ctx context.Context, tx db.Tx) error {
	s.Profiles = map[string]catalogue.Opportunity{}
	now := s.Clock.Now()
	for _, x := range []struct {
		name, org, centre string
		state             catalogue.State
		level             catalogue.Confidentiality
		anonymous         bool
	}{
		{"public", "A", "T", catalogue.Published, catalogue.Public, false},
		{"members", "C", "U", catalogue.Published, catalogue.Members, false},
		{"anonymous", "A", "T", catalogue.Published, catalogue.Public, true},
		{"draft", "A", "T", catalogue.Draft, catalogue.Public, false},
		{"review", "A", "T", catalogue.Reviewing, catalogue.Public, false},
	} {
		adviser := s.Person(map[string]string{"T": "adviser BY", "U": "adviser CN"}[x.centre]).ID
		text := func(words string) i18n.Text { return i18n.Written(i18n.EN, words+" of "+x.name) }
		p := catalogue.Opportunity{
			Type: catalogue.TechnologyOffer, OrganisationID: s.Orgs[x.org].ID, CentreID: s.Orgs[x.centre].ID, ViaCentre: true, PersonID: adviser, AuthorID: adviser,
			Language: i18n.EN, State: x.state, Open: true, Content: catalogue.Content{
				Title: text("Fine lenses"), Summary: text("Lenses ground to 5 nm"), Description: text("How lenses are ground"), Advantages: text("Twice as fine"), PartnerRole: text("To sell lenses"),
				TRL: 5, IPR: "granted", Partnerships: []string{"research"}, Partners: []string{"research"}, SDGs: []string{"9"}, Areas: []catalogue.Area{catalogue.Precision},
				TechnologyKeywords: []string{"optics"}, MarketKeywords: []string{"instruments"}, ExportControl: "not_controlled", Confidentiality: x.level, Anonymous: x.anonymous,
			},
		}
		if x.state == catalogue.Published {
			p.Published, p.ValidUntil = now.Add(-time.Hour), now.AddDate(1, 0, 0)
		}
		if err := s.Catalogue.AddOpportunity(ctx, tx, &p); err != nil {
			return err
		}
		s.Profiles[x.name] = p
	}
	return nil
}
