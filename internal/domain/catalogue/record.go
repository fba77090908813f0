package catalogue

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Bands of the size of an organisation: people, and turnover in millions of
// euros a year, after the EU recommendation 2003/361/EC.
var (
	StaffBands    = []string{"1_9", "10_49", "50_249", "250_999", "1000_up"}
	TurnoverBands = []string{"to_2", "2_10", "10_50", "50_up"}
)

// Limits of an organisation's record, in characters and values.
const (
	NameLimit        = 300
	DescriptionLimit = 4000
	AliasLimit       = 30
)

// Record is what the form of an organisation says.
type Record struct {
	Revision     int    // that the form was made of; 0 for a new organisation
	Slug         string // "" leaves it
	Kind         Kind
	Country      string
	Region       string
	Website      string
	RORID        string
	NationalID   string
	Language     i18n.Lang // of the originals; the other languages' texts count as checked translations
	Names        map[i18n.Lang]string
	Cities       map[i18n.Lang]string
	Descriptions map[i18n.Lang]string
	Aliases      []string
	Areas        []Area
	Facts        Facts
	ViaCentre    bool
	Unlike       bool // the person has seen the probable duplicates: it is none of them
}

// RecordOf fills a form from the organisation.
func RecordOf(o Organisation) Record {
	plain := func(t i18n.Text) map[i18n.Lang]string {
		out := map[i18n.Lang]string{}
		for l, v := range t {
			out[l] = v.Text
		}
		return out
	}
	return Record{
		Revision: o.Revision, Slug: o.Slug, Kind: o.Kind, Country: o.Country, Region: o.Region, Website: o.Website, RORID: o.RORID, NationalID: o.NationalID,
		Language: o.Name.Source(), Names: plain(o.Name), Cities: plain(o.City), Descriptions: plain(o.Description), Aliases: o.Aliases, Areas: o.Areas, Facts: o.Facts, ViaCentre: o.ViaCentre,
	}
}

// Rewrite brings a text to what a form in every language says. Words that stay keep their state.
func Rewrite(t i18n.Text, original i18n.Lang, words map[i18n.Lang]string, by string, at time.Time) i18n.Text {
	clean := func(l i18n.Lang) string { return strings.TrimSpace(words[l]) }
	if clean(original) == "" { // the original is the first that there is
		for _, l := range i18n.All {
			if clean(l) != "" {
				original = l
				break
			}
		}
	}
	out := t.Write(original, clean(original), by, at)
	for _, l := range i18n.All {
		if l != original && clean(l) != t[l].Text {
			out = out.Translate(l, clean(l), i18n.Checked, by, at)
		}
	}
	return out
}

// apply writes the form into the record and holds it against the rules.
func (o *Organisation) apply(f Record, by string, at time.Time) (bad []fault.Field) {
	wrong := func(name, key string, args ...any) {
		bad = append(bad, fault.Field{Name: name, Key: key, Args: args})
	}
	if !slices.Contains(i18n.All, f.Language) {
		f.Language = i18n.EN
	}
	o.Name, o.City, o.Description = Rewrite(o.Name, f.Language, f.Names, by, at), Rewrite(o.City, f.Language, f.Cities, by, at), Rewrite(o.Description, f.Language, f.Descriptions, by, at)
	o.Kind, o.Country, o.Region, o.Areas, o.Facts, o.ViaCentre = f.Kind, f.Country, f.Region, f.Areas, f.Facts, f.ViaCentre
	if len(o.Name) == 0 {
		wrong("name-"+string(f.Language), "organisation_form.name_missing")
	}
	for _, x := range []struct {
		field string
		text  i18n.Text
		most  int
	}{{"name", o.Name, NameLimit}, {"city", o.City, NameLimit}, {"description", o.Description, DescriptionLimit}} {
		for l, v := range x.text {
			if length(v.Text) > x.most {
				wrong(x.field+"-"+string(l), "organisation_form.too_long", "n", x.most)
			}
		}
	}
	if !slices.Contains(Kinds, o.Kind) {
		wrong("kind", "organisation_form.kind_unknown")
	}
	if !vocabulary.Countries.Valid(o.Country) {
		wrong("country", "organisation_form.country_unknown")
	}
	if o.Region != "" && (!vocabulary.Regions.Valid(o.Region) || vocabulary.CountryOf(o.Region) != o.Country) {
		wrong("region", "organisation_form.region_unknown")
	}
	o.Areas = slices.Compact(slices.Sorted(slices.Values(o.Areas)))
	if slices.ContainsFunc(o.Areas, func(a Area) bool { return !slices.Contains(Areas, a) }) {
		wrong("areas", "organisation_form.area_unknown")
	}
	return append(append(bad, o.applyAliases(f)...), o.applyNumbers(f, at)...)
}

func (o *Organisation) applyAliases(f Record) (bad []fault.Field) {
	o.Aliases = nil
	for _, a := range f.Aliases {
		if a = strings.Join(strings.Fields(a), " "); a != "" && !slices.Contains(o.Aliases, a) {
			o.Aliases = append(o.Aliases, a)
		}
		if length(a) > NameLimit {
			bad = append(bad, fault.Field{Name: "aliases", Key: "organisation_form.too_long", Args: []any{"n", NameLimit}})
		}
	}
	if len(o.Aliases) > AliasLimit {
		bad = append(bad, fault.Field{Name: "aliases", Key: "organisation_form.too_many_aliases", Args: []any{"n", AliasLimit}})
	}
	return bad
}

var slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// applyNumbers takes over the address, the identifiers and the facts.
func (o *Organisation) applyNumbers(f Record, at time.Time) (bad []fault.Field) {
	wrong := func(name, key string, args ...any) {
		bad = append(bad, fault.Field{Name: name, Key: key, Args: args})
	}
	if f.Slug != "" && f.Slug != o.Slug {
		if !slugShape.MatchString(f.Slug) || len(f.Slug) < 3 || len(f.Slug) > 60 || f.Slug == "new" {
			wrong("slug", "organisation_form.slug_shape", "n", 60)
		}
		o.Slug = f.Slug
	}
	o.Website = strings.TrimSpace(f.Website)
	if o.Website != "" && !strings.Contains(o.Website, "://") {
		o.Website = "https://" + o.Website
	}
	if o.Website != "" && !WebAddress(o.Website) {
		wrong("website", "organisation_form.website_shape")
	}
	o.RORID = strings.TrimSpace(f.RORID)
	if o.RORID != "" {
		known, ok := ror.ParseID(o.RORID)
		if !ok {
			wrong("ror", "organisation_form.ror_shape")
		}
		o.RORID = known
	}
	o.NationalID = strings.TrimSpace(f.NationalID)
	if number, ok := duplicate.National(o.Country, o.NationalID); ok {
		o.NationalID = number
	} else if o.NationalID != "" {
		switch o.Country {
		case "BY", "CN", "RU":
			wrong("national", "organisation_form.national_"+strings.ToLower(o.Country))
		default:
			if length(o.NationalID) > 40 {
				wrong("national", "organisation_form.too_long", "n", 40)
			}
		}
	}
	if y := f.Facts.Founded; y != 0 && (y < 800 || y > at.Year()) {
		wrong("founded", "organisation_form.year", "from", 800, "to", at.Year())
	}
	if s := f.Facts.Staff; s != "" && !slices.Contains(StaffBands, s) {
		wrong("staff", "organisation_form.band_unknown")
	}
	if t := f.Facts.Turnover; t != "" && !slices.Contains(TurnoverBands, t) {
		wrong("turnover", "organisation_form.band_unknown")
	}
	if length(f.Facts.Certificates) > 500 {
		wrong("certificates", "organisation_form.too_long", "n", 500)
	}
	return bad
}

// taken finds the identifiers and the address that another record has.
func (s *Store) taken(ctx context.Context, q db.Querier, o Organisation) (bad []fault.Field, err error) {
	for _, x := range []struct{ field, query, value string }{
		{"ror", `SELECT slug FROM organisation WHERE ror_id = $1 AND id <> $2`, o.RORID},
		{"national", `SELECT slug FROM organisation WHERE national_id = $1 AND id <> $2 AND country = $3`, o.NationalID},
		{"slug", `SELECT slug FROM organisation WHERE slug = $1 AND id <> $2 UNION SELECT slug FROM organisation_address WHERE slug = $1 AND organisation_id <> $2`, o.Slug},
	} {
		if x.value == "" {
			continue
		}
		args := []any{x.value, o.ID}
		if x.field == "national" {
			args = append(args, o.Country)
		}
		rows, err := q.Query(ctx, x.query, args...)
		if err != nil {
			return nil, err
		}
		slugs, err := scanTexts(rows)
		if err != nil {
			return nil, err
		}
		if len(slugs) > 0 {
			bad = append(bad, fault.Field{Name: x.field, Key: "organisation_form." + x.field + "_taken", Args: []any{"slug", slugs[0]}})
		}
	}
	return bad, nil
}

// EditOrganisation stores what the form says. A form made of an older revision
// is refused as a Conflict. The country, and kinds whose staff get rights over
// others, only the side's validators change. Probable duplicates that nobody has
// looked at are returned in place of the organisation.
func (s *Service) EditOrganisation(ctx context.Context, actor access.Actor, organisationID string, f Record) (o Organisation, alike []Likeness, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if o, err = s.OrganisationByID(ctx, tx, organisationID); err != nil {
			return err
		}
		if err := actor.Check(access.OrganisationEdit, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}}); err != nil {
			return err
		}
		if o.MergedInto != "" || f.Revision != o.Revision {
			return fault.New(fault.Conflict, "organisation_form.changed")
		}
		before := o
		o.Name, o.City, o.Description = maps.Clone(o.Name), maps.Clone(o.City), maps.Clone(o.Description)
		bad := o.apply(f, actor.PersonID, s.Clock.Now())
		if !actor.May(access.OrganisationMerge, access.Object{Sides: []string{before.Country}}) {
			if o.Country != before.Country {
				bad = append(bad, fault.Field{Name: "country", Key: "organisation_form.country_fixed"})
			}
			if o.Kind != before.Kind && (empowered(o.Kind) || empowered(before.Kind)) {
				bad = append(bad, fault.Field{Name: "kind", Key: "organisation_form.kind_fixed"})
			}
		}
		more, err := s.taken(ctx, tx, o)
		if err != nil {
			return err
		}
		if bad = append(bad, more...); len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if alike, err = s.alike(ctx, tx, o); err != nil || len(alike) > 0 && !f.Unlike {
			return err
		}
		if err := s.distinguish(ctx, tx, actor, o.ID, alike); err != nil {
			return err
		}
		alike = nil
		if before.Slug != o.Slug {
			if err := s.moveAddress(ctx, tx, before, o); err != nil {
				return err
			}
		}
		if err := s.putOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.OrganisationEdit, Org: o.ID, Side: o.Country, Action: "organisation.edit", Kind: "organisation", ID: o.ID, Detail: map[string]any{"revision": o.Revision, "slug": o.Slug},
		})
	})
	return o, alike, err
}

// empowered tells whether people of such an organisation act for others.
func empowered(k Kind) bool { return k == TransferCentre || k == Park }

// moveAddress keeps the address that the organisation had before.
func (s *Store) moveAddress(ctx context.Context, tx db.Tx, before, now Organisation) error {
	if _, err := tx.Exec(ctx, `DELETE FROM organisation_address WHERE slug = $1`, now.Slug); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO organisation_address (slug, organisation_id) VALUES ($1, $2)`, before.Slug, now.ID)
	return err
}
