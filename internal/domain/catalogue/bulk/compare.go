package bulk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// byContent is the source of profiles that have no number of their own: they are
// known by organisation, type and title.
const byContent = "content"

func contentNumber(p *catalogue.Opportunity) string {
	sum := sha256.Sum256([]byte(p.OrganisationID + "\n" + string(p.Type) + "\n" + fold(p.Title[p.Title.Source()].Text)))
	return hex.EncodeToString(sum[:16])
}

// comparison is the work of comparing one file with the catalogue.
type comparison struct {
	*Service
	q        db.Querier
	actor    access.Actor
	in       *Intake
	now      time.Time
	home     string // country of organisations named without one, or ""
	recs     []*rec
	owners   map[string]*owner                   // by what names them
	byID     map[string]*owner                   // by id
	known    map[string]map[string]string        // profiles: source, number, id
	orgs     map[string]map[string]string        // organisations: source, number, id
	profiles map[string]catalogue.Opportunity    // by id
	refs     map[string]catalogue.Opportunity    // by reference
	seen     map[string]int                      // row of what the file has said already
	alike    map[*owner][]catalogue.Organisation // of new ones
}

// compare says of every row what it would do.
func (s *Service) compare(ctx context.Context, q db.Querier, actor access.Actor, in *Intake) error {
	c := &comparison{
		Service: s, q: q, actor: actor, in: in, now: s.Clock.Now(), owners: map[string]*owner{}, byID: map[string]*owner{}, known: map[string]map[string]string{},
		orgs: map[string]map[string]string{}, seen: map[string]int{}, alike: map[*owner][]catalogue.Organisation{},
	}
	c.rows()
	if err := c.loadKnown(ctx); err != nil {
		return err
	}
	if err := c.loadHome(ctx); err != nil {
		return err
	}
	for _, r := range c.recs {
		var x Line
		var err error
		if r.sheet.Kind == Organisations {
			x, err = c.organisation(ctx, r)
		} else {
			x, err = c.profile(ctx, r)
		}
		if err != nil {
			return err
		}
		x.Kind, x.Sheet, x.Row, x.Issues = r.sheet.Kind, r.t.Name, r.row.Number, r.issues
		if slices.ContainsFunc(r.issues, func(i Issue) bool { return !i.Minor }) {
			x.Effect, x.profile, x.Fields = Rejects, nil, nil
		}
		in.Lines = append(in.Lines, x)
	}
	c.keepOwners()
	return nil
}

// keepOwners lists the organisations that are entered: none of rejected rows.
func (c *comparison) keepOwners() {
	kept := map[*owner]bool{}
	for _, x := range c.in.Lines {
		if (x.Effect == Creates || x.Effect == Changes) && x.owner != nil && !kept[x.owner] {
			kept[x.owner] = true
			c.in.owners = append(c.in.owners, x.owner)
		}
	}
}

// rows collects the rows with data below each heading.
func (c *comparison) rows() {
	for i := range c.in.Tables {
		t := &c.in.Tables[i]
		s := &c.in.Options.Sheets[i]
		c.in.Issues = append(c.in.Issues, rowless(t.Issues)...)
		if s.Kind == "" || !s.has(map[Kind]string{Profiles: "title", Organisations: "organisation"}[s.Kind]) {
			if len(t.Rows) > 0 {
				c.in.Issues = append(c.in.Issues, Issue{File: t.File, Sheet: t.Name, Key: "bulk.sheet_unknown"})
			}
			continue
		}
		heads := s.Headers(*t)
		of := map[int][]Issue{}
		for _, x := range t.Issues {
			of[x.Row] = append(of[x.Row], x)
		}
		for _, row := range t.Rows {
			if row.Number <= s.Header || !slices.ContainsFunc(row.Cells, func(s string) bool { return clean(s) != "" }) {
				continue
			}
			c.recs = append(c.recs, &rec{t: t, sheet: s, heads: heads, row: row, issues: of[row.Number]})
		}
	}
}

func rowless(list []Issue) (out []Issue) {
	for _, i := range list {
		if i.Row == 0 {
			out = append(out, i)
		}
	}
	return out
}

// source is in which the row's number is; "" where it has none.
func (c *comparison) source(r *rec) (source, number string) {
	number = r.get("external_id")
	if number == "" {
		return "", ""
	}
	if source = r.get("source"); source == "" {
		source = c.in.Options.Source
	}
	if source == "" {
		source = c.actor.PersonID // numbers of his own
	}
	return source, number
}

// loadKnown loads what is known of the file's profiles.
func (c *comparison) loadKnown(ctx context.Context) (err error) {
	sources := map[string]bool{byContent: true}
	var refs []string
	for _, r := range c.recs {
		if s, _ := c.source(r); s != "" {
			sources[s] = true
		}
		if ref := r.get("reference"); ref != "" && r.sheet.Kind == Profiles {
			refs = append(refs, ref)
			if c.in.Options.Source != "" {
				sources[c.in.Options.Source] = true
			}
		}
	}
	ids := map[string]bool{}
	for s := range sources {
		if c.known[s], err = c.KnownAs(ctx, c.q, "opportunity", s); err != nil {
			return err
		}
		if c.orgs[s], err = c.KnownAs(ctx, c.q, "organisation", s); err != nil {
			return err
		}
	}
	for _, r := range c.recs {
		s, n := c.source(r)
		if s == "" && c.in.Options.Source != "" {
			s, n = c.in.Options.Source, r.get("reference")
		}
		if id := c.known[s][n]; id != "" {
			ids[id] = true
		}
	}
	for _, id := range c.known[byContent] {
		ids[id] = true
	}
	if c.profiles, err = c.ProfilesBy(ctx, c.q, "id", slices.Sorted(maps.Keys(ids))); err != nil {
		return err
	}
	c.refs, err = c.ProfilesBy(ctx, c.q, "reference", refs)
	return err
}

// loadHome finds the one country for which the actor may import, if it is one:
// that of organisations that are named without a country.
func (c *comparison) loadHome(ctx context.Context) error {
	countries := map[string]bool{}
	for _, side := range c.actor.SidesOf(access.CatalogueImport) {
		countries[side] = true
	}
	for _, org := range c.actor.OrgsOf(access.CatalogueImport) {
		o, err := c.ofID(ctx, org)
		if err != nil {
			return err
		}
		countries[o.Country] = true
	}
	for home := range countries {
		if len(countries) == 1 {
			c.home = home
		}
	}
	return nil
}

// may tells whether the actor may import for the organisation, or enter it.
func (c *comparison) may(o *owner) bool {
	object := access.Object{Sides: []string{o.Country}}
	if o.ID != "" {
		object.Orgs = []string{o.ID}
	}
	return c.actor.May(access.CatalogueImport, object)
}

// find finds the organisation that a row means, or makes a new one of it.
func (c *comparison) find(ctx context.Context, said catalogue.Organisation) (*owner, error) {
	if said.Country == "" {
		said.Country = c.home
	}
	var names []string
	for _, l := range i18n.All {
		names = append(names, fold(said.Name[l].Text))
	}
	key := strings.Join(append(names, said.Country, said.RORID, said.NationalID), "\n")
	if o := c.owners[key]; o != nil {
		return o, nil
	}
	for _, n := range names { // the same name with less said of it
		if o := c.owners["name\n"+said.Country+"\n"+n]; n != "" && o != nil && (said.RORID == "" || o.RORID == "" || said.RORID == o.RORID) {
			c.owners[key] = o
			return o, nil
		}
	}
	same, found, alike, err := c.Identify(ctx, c.q, said)
	if err != nil {
		return nil, err
	}
	o := &owner{Organisation: said}
	if found {
		if o = c.byID[same.ID]; o == nil {
			o = &owner{Organisation: same}
			c.byID[same.ID] = o
		}
	} else if len(alike) > 0 {
		c.alike[o] = alike
	}
	c.owners[key] = o
	for _, n := range names {
		if n != "" {
			c.owners["name\n"+said.Country+"\n"+n] = o
		}
	}
	return o, nil
}

// ofID gives the organisation with the id.
func (c *comparison) ofID(ctx context.Context, orgID string) (*owner, error) {
	if o := c.byID[orgID]; o != nil {
		return o, nil
	}
	org, err := c.OrganisationByID(ctx, c.q, orgID)
	if err != nil {
		return nil, err
	}
	c.byID[orgID] = &owner{Organisation: org}
	return c.byID[orgID], nil
}

// owner finds whose profile a row is: of the organisation it names, else that of
// the profile that is there, else the one chosen for the file.
func (c *comparison) owner(ctx context.Context, r *rec, have catalogue.Opportunity) (*owner, error) {
	said, named := r.organisation(c.actor.PersonID, c.now)
	switch {
	case have.ID != "":
		return c.ofID(ctx, have.OrganisationID)
	case named:
		o, err := c.find(ctx, said)
		if err != nil {
			return nil, err
		}
		c.complete(r, o)
		return o, nil
	case c.in.Options.Organisation != "":
		return c.ofID(ctx, c.in.Options.Organisation)
	}
	r.fail("organisation", "bulk.organisation_missing")
	return nil, nil
}

// complete holds a new organisation against the rules, and says that it is new.
func (c *comparison) complete(r *rec, o *owner) {
	if o.ID != "" {
		return
	}
	if o.Country == "" {
		r.fail("country", "bulk.country_missing")
	}
	if len(o.Name) == 0 {
		r.fail("organisation", "bulk.organisation_unknown")
	}
	if o.Kind == "" {
		o.Kind = catalogue.CompanySmall
		r.warn("kind", "bulk.kind_assumed", "kind", Said("kind."+string(catalogue.CompanySmall)))
	}
	if alike := c.alike[o]; len(alike) > 0 {
		r.warn("organisation", "bulk.alike", "name", alike[0].Name.Plain(c.in.Options.Language))
	}
}

// organisation compares a row of organisations.
func (c *comparison) organisation(ctx context.Context, r *rec) (x Line, err error) {
	said, named := r.organisation(c.actor.PersonID, c.now)
	x.Title = said.Name
	if !named {
		r.fail("organisation", "bulk.organisation_missing")
		return x, nil
	}
	x.source, x.number = c.source(r)
	if id := c.orgs[x.source][x.number]; id != "" && x.source != "" {
		x.owner, err = c.ofID(ctx, id)
	} else {
		x.owner, err = c.find(ctx, said)
	}
	if err != nil {
		return x, err
	}
	c.once(r, "o\n"+x.owner.key())
	c.complete(r, x.owner)
	if !c.may(x.owner) {
		r.fail("organisation", notYours(x.owner))
		return x, nil
	}
	x.Effect = Creates
	if x.owner.ID != "" {
		x.Effect = Keeps
		if x.Fields = x.owner.take(said); len(x.Fields) > 0 {
			x.Effect, x.owner.changed = Changes, true
		}
		x.Title = x.owner.Name
	}
	return x, nil
}

// key tells organisations of a file apart.
func (o *owner) key() string {
	if o.ID != "" {
		return o.ID
	}
	return o.Country + fold(o.Name.Plain(i18n.EN)) + o.RORID + o.NationalID
}

func notYours(o *owner) string {
	if o.ID == "" {
		return "bulk.not_yours_new"
	}
	return "bulk.not_yours"
}

// once refuses what the file has said in an earlier row.
func (c *comparison) once(r *rec, key string) {
	if n, again := c.seen[key]; again {
		r.fail("external_id", "bulk.twice", "row", strconv.Itoa(n))
		return
	}
	c.seen[key] = r.row.Number
}

// take merges what a row says into the record, and lists what changes.
func (o *owner) take(said catalogue.Organisation) (fields []string) {
	change := func(field string, differs bool, set func()) {
		if differs {
			set()
			fields = append(fields, field)
		}
	}
	for _, t := range []struct {
		field string
		have  *i18n.Text
		said  i18n.Text
	}{{"organisation", &o.Name, said.Name}, {"city", &o.City, said.City}, {"about", &o.Description, said.Description}} {
		for _, l := range t.said.Languages() {
			v := t.said[l]
			if (*t.have)[l].Text == v.Text || t.field == "organisation" && (*t.have)[l].Text != "" {
				continue // a name that is there is not overwritten
			}
			next := maps.Clone(*t.have)
			if next == nil {
				next = i18n.Text{}
			}
			if src := t.have.Source(); src != "" && src != l {
				v.State = i18n.Checked
			}
			next[l] = v
			change(t.field, true, func() { *t.have = next })
		}
	}
	for _, t := range []struct {
		field      string
		have, said *string
	}{{"website", &o.Website, &said.Website}, {"ror", &o.RORID, &said.RORID}, {"national_id", &o.NationalID, &said.NationalID}, {"region", &o.Region, &said.Region}} {
		change(t.field, *t.said != "" && *t.have != *t.said, func() { *t.have = *t.said })
	}
	change("kind", said.Kind != "" && said.Kind != o.Kind, func() { o.Kind = said.Kind })
	change("areas", len(said.Areas) > 0 && !slices.Equal(said.Areas, o.Areas), func() { o.Areas = said.Areas })
	var more []string
	for _, a := range said.Aliases {
		if !slices.Contains(o.Aliases, a) {
			more = append(more, a)
		}
	}
	change("aliases", len(more) > 0, func() { o.Aliases = append(slices.Clone(o.Aliases), more...) })
	slices.Sort(fields)
	return slices.Compact(fields)
}
