package catalogue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// How the index calls organisations, beside the types of opportunities. A
// document's ID is its kind of thing and its ID: "o:…", "p:…".
const (
	OrganisationKind = "organisation"
	ParkKind         = "park"
)

// keepFound keeps the search index and the keys of duplicates as the record of
// an organisation is.
func (s *Store) keepFound(ctx context.Context, tx db.Tx, o *Organisation) error {
	if _, err := tx.Exec(ctx, `DELETE FROM organisation_key WHERE organisation_id = $1`, o.ID); err != nil {
		return err
	}
	if o.MergedInto != "" {
		return s.Index.Remove(ctx, tx, "o:"+o.ID)
	}
	if keys := duplicate.Keys(o.known()); len(keys) > 0 {
		rows, args := make([]string, len(keys)), []any{o.ID}
		for i, k := range keys {
			rows[i], args = "($"+strconv.Itoa(i+2)+", $1)", append(args, k)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO organisation_key (key, organisation_id) VALUES `+strings.Join(rows, ", "), args...); err != nil {
			return err
		}
	}
	if o.Unconfirmed {
		return s.Index.Remove(ctx, tx, "o:"+o.ID)
	}
	return s.Index.Put(ctx, tx, o.document())
}

// known is what the search for duplicates compares.
func (o *Organisation) known() duplicate.Organisation {
	d := duplicate.Organisation{ID: o.ID, Country: o.Country, Region: o.Region, ROR: o.RORID, National: o.NationalID, Website: o.Website}
	for _, l := range o.Name.Languages() {
		d.Names = append(d.Names, o.Name[l].Text)
	}
	d.Names = append(d.Names, o.Aliases...)
	for _, l := range o.City.Languages() {
		d.Cities = append(d.Cities, o.City[l].Text)
	}
	return d
}

func (o *Organisation) document() search.Document {
	d := search.Document{ID: "o:" + o.ID, Kind: OrganisationKind, Published: o.Created, Card: o.card().pack(), Facets: map[search.Facet][]string{
		search.Sort: {string(o.Kind)}, search.Area: Codes(o.Areas), search.Country: {o.Country}, search.Language: Codes(o.Name.Languages()),
	}}
	if o.Kind == Park {
		d.Kind = ParkKind
	}
	if o.Region != "" {
		d.Facets[search.Region] = []string{o.Region}
	}
	d.Texts = addTexts(d.Texts, search.Title, o.Name)
	for _, a := range o.Aliases {
		d.Texts = append(d.Texts, search.Text{Field: search.Keywords, Text: a})
	}
	d.Texts = addTexts(d.Texts, search.Body, o.Description)
	d.Texts = addTexts(d.Texts, search.Body, o.City)
	return d
}

func addTexts(to []search.Text, f search.Field, t i18n.Text) []search.Text {
	for _, l := range t.Languages() {
		to = append(to, search.Text{Lang: string(l), Field: f, Text: t[l].Text})
	}
	return to
}

// indexProfile keeps the search index as the published profile is. What a reader
// may not see is not in it: an anonymous owner's name never, and of a
// confidential profile only title and summary.
func (s *Store) indexProfile(ctx context.Context, tx db.Tx, p Opportunity, o Organisation) error {
	if !p.Visible() {
		return s.Index.Remove(ctx, tx, "p:"+p.ID)
	}
	return s.Index.Put(ctx, tx, p.document(o))
}

// indexProfilesOf keeps the index as the profiles of an organisation are, which
// name it.
func (s *Store) indexProfilesOf(ctx context.Context, tx db.Tx, o Organisation) error {
	list, err := s.opportunities(ctx, tx, `WHERE p.organisation_id = $1 AND `+visible, o.ID)
	for _, p := range list {
		if err == nil {
			err = s.indexProfile(ctx, tx, p, o)
		}
	}
	return err
}

func (p *Opportunity) document(o Organisation) search.Document {
	c := p.Public()
	d := search.Document{ID: "p:" + p.ID, Kind: string(p.Type), Published: p.Published, Until: p.ValidUntil, Card: p.card(c, o).pack(), Facets: map[search.Facet][]string{
		search.Area: Codes(c.Areas), search.Partnership: c.Partnerships, search.Country: {o.Country}, search.Language: Codes(c.Title.Languages()),
	}}
	if c.Confidentiality == Members {
		d.Level = search.Members
	}
	if o.Region != "" && !c.Anonymous {
		d.Facets[search.Region] = []string{o.Region}
	}
	if p.Open {
		d.Facets[search.Open] = []string{"yes"}
	}
	if c.TRL > 0 {
		d.Facets[search.TRL] = []string{strconv.Itoa(c.TRL)}
	}
	d.Texts = addTexts(d.Texts, search.Title, c.Title)
	d.Texts = addTexts(d.Texts, search.Summary, c.Summary)
	if !c.Anonymous {
		d.Texts = addTexts(d.Texts, search.Keywords, o.Name)
	}
	d.Texts = append(d.Texts, search.Text{Field: search.Keywords, Text: p.Reference})
	if c.Confidentiality == AfterAgreement {
		return d
	}
	if c.IPR != "" {
		d.Facets[search.IPR] = []string{c.IPR}
	}
	for _, f := range c.FORD {
		d.Facets[search.FORD] = append(d.Facets[search.FORD], f)
		if top, _, ok := strings.Cut(f, "."); ok && !slices.Contains(d.Facets[search.FORD], top) {
			d.Facets[search.FORD] = append(d.Facets[search.FORD], top)
		}
	}
	for _, t := range c.Targets {
		d.Facets[search.Target] = append(d.Facets[search.Target], t[:min(2, len(t))])
	}
	for _, k := range append(slices.Clone(c.TechnologyKeywords), c.MarketKeywords...) {
		d.Texts = append(d.Texts, search.Text{Lang: string(p.Language), Field: search.Keywords, Text: k})
	}
	for _, t := range []i18n.Text{c.Description, c.Advantages, c.Specification, c.PartnerRole, c.StageNote, c.IPRNote} {
		d.Texts = addTexts(d.Texts, search.Body, t)
	}
	return d
}
