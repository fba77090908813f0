package corpus

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// profilesEach is how many profiles an organisation has.
const profilesEach = 50

// Fill stores so many published profiles, for which the person speaks, with
// their organisations. Each of the queries it returns has two words that are in
// one of them.
func (c *Corpus) Fill(tb testing.TB, d *db.DB, s *catalogue.Store, personID string, profiles, queries int) (words []string) {
	tb.Helper()
	const batch = 1000
	var o catalogue.Organisation
	for from := 0; from < profiles; from += batch {
		err := d.Tx(context.Background(), func(ctx context.Context, tx db.Tx) error {
			for n := from; n < min(from+batch, profiles); n++ {
				if n%profilesEach == 0 {
					o = c.organisation(n)
					if err := s.AddOrganisation(ctx, tx, &o); err != nil {
						return err
					}
				}
				p, doc := c.profile(n, o)
				p.PersonID, p.AuthorID = personID, personID
				if n%max(profiles/queries, 1) == 0 {
					words = append(words, c.Words(doc))
				}
				if err := s.AddOpportunity(ctx, tx, &p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return words
}

func (c *Corpus) organisation(n int) catalogue.Organisation {
	country := pick(c.rnd, []string{"BY", "CN"})
	l := map[string]i18n.Lang{"BY": i18n.RU, "CN": i18n.ZH}[country]
	return catalogue.Organisation{
		Kind: pick(c.rnd, catalogue.Kinds), Country: country, Region: pick(c.rnd, vocabulary.Regions.Children(country)).Code, Slug: "org-" + strconv.Itoa(n),
		Name: i18n.Text{l: {Text: c.madeUp(string(l), 4), State: i18n.Original}, i18n.EN: {Text: c.madeUp("en", 4), State: i18n.Checked}},
		City: i18n.Text{}, Description: i18n.Written(l, c.Text(string(l), 2)), Areas: []catalogue.Area{pick(c.rnd, catalogue.Areas)},
	}
}

// profile makes the n-th profile out of a document, which is returned with it.
func (c *Corpus) profile(n int, o catalogue.Organisation) (catalogue.Opportunity, search.Document) {
	doc := c.Document(n)
	t := pick(c.rnd, catalogue.OpportunityTypes)
	p := catalogue.Opportunity{
		Type: t, OrganisationID: o.ID, Reference: fmt.Sprintf("%s%s2026%08d", t, o.Country, n), Language: i18n.Lang(doc.Texts[0].Lang), State: catalogue.Published, Open: n%4 > 0,
		Published: doc.Published, ValidUntil: c.now.AddDate(0, 0, 1+c.rnd.IntN(365)), Content: catalogue.Content{
			Title: i18n.Text{}, Summary: i18n.Text{}, Description: i18n.Text{}, TRL: 1 + c.rnd.IntN(9), IPR: pick(c.rnd, catalogue.IPRs),
			Partnerships: catalogue.PartnershipsOf(t)[:1], Partners: []string{"research"}, SDGs: []string{"9"}, Areas: []catalogue.Area{pick(c.rnd, catalogue.Areas)},
			FORD: []string{pick(c.rnd, vocabulary.FORD.Children(strconv.Itoa(1+c.rnd.IntN(6)))).Code}, Targets: []string{pick(c.rnd, []string{"BY", "CN", "RU", "KZ"})},
			ExportControl: "not_controlled", Confidentiality: catalogue.Public, Anonymous: n%20 == 0,
		},
	}
	if doc.Level == search.Members {
		p.Confidentiality = catalogue.Members
	}
	for i, x := range doc.Texts {
		v := i18n.Version{Text: x.Text, State: i18n.Original, At: doc.Published}
		if i >= 4 {
			v.State = i18n.Checked
		}
		switch x.Field {
		case search.Title:
			p.Title[i18n.Lang(x.Lang)] = v
		case search.Summary:
			p.Summary[i18n.Lang(x.Lang)] = v
		case search.Body:
			p.Description[i18n.Lang(x.Lang)] = v
		case search.Keywords:
			if i < 4 {
				p.TechnologyKeywords = strings.Fields(x.Text)[:1]
			}
		}
	}
	return p, doc
}
