package catalogue_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// broken lists the fields with a broken rule.
func broken(err error) (out []string) {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		for _, x := range f.Fields {
			out = append(out, x.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func glass() catalogue.Record {
	return catalogue.Record{
		Kind: catalogue.Institute, Country: "BY", Region: "BY-HM", Language: i18n.RU,
		Names: map[i18n.Lang]string{i18n.RU: "Институт оптического стекла", i18n.EN: "Institute of Optical Glass"}, Cities: map[i18n.Lang]string{i18n.RU: "Минск"},
	}
}

func TestRecordRules(t *testing.T) {
	d := dbtest.SQLite(t)
	m := newMarket(t, d)
	o, _, _ := m.Client("BY")
	if _, _, err := m.EditOrganisation(context.Background(), m.As("validator BY"), o.ID, withROR(catalogue.RecordOf(o), "https://ror.org/0087nx645")); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		change func(*catalogue.Record)
		want   string
	}{
		"good":                    {func(*catalogue.Record) {}, ""},
		"no name":                 {func(f *catalogue.Record) { f.Names = nil }, "name-ru"},
		"long name":               {func(f *catalogue.Record) { f.Names[i18n.ZH] = strings.Repeat("院", 301) }, "name-zh-Hans"},
		"kind":                    {func(f *catalogue.Record) { f.Kind = "club" }, "kind"},
		"country":                 {func(f *catalogue.Record) { f.Country, f.Region = "XX", "" }, "country"},
		"region of another":       {func(f *catalogue.Record) { f.Region = "CN-BJ" }, "region"},
		"website":                 {func(f *catalogue.Record) { f.Website = "javascript://alert(1)" }, "website"},
		"website without scheme":  {func(f *catalogue.Record) { f.Website = "glass.example.org" }, ""},
		"ror":                     {func(f *catalogue.Record) { f.RORID = "0087nx646" }, "ror"},
		"ror of another":          {func(f *catalogue.Record) { f.RORID = "ror.org/0087nx645" }, "ror"},
		"national":                {func(f *catalogue.Record) { f.NationalID = "100582334" }, "national"},
		"national, right":         {func(f *catalogue.Record) { f.NationalID = "100582333" }, ""},
		"address":                 {func(f *catalogue.Record) { f.Slug = "Optical Glass" }, "slug"},
		"address of a page":       {func(f *catalogue.Record) { f.Slug = "new" }, "slug"},
		"address of another":      {func(f *catalogue.Record) { f.Slug = o.Slug }, "slug"},
		"areas":                   {func(f *catalogue.Record) { f.Areas = []catalogue.Area{"astrology"} }, "areas"},
		"founded in the future":   {func(f *catalogue.Record) { f.Facts.Founded = 2030 }, "founded"},
		"a size that is none":     {func(f *catalogue.Record) { f.Facts.Staff = "many" }, "staff"},
		"a turnover that is none": {func(f *catalogue.Record) { f.Facts.Turnover = "much" }, "turnover"},
	} {
		f := glass()
		x.change(&f)
		f.Unlike = true
		_, _, err := m.RegisterOrganisation(context.Background(), m.As("validator BY"), f)
		if got := strings.Join(broken(err), " "); got != x.want || err != nil && kind(err) != "invalid" {
			t.Errorf("%s: %q (%v), want %q", name, got, err, x.want)
		}
		if err == nil { // the next one is not to be taken for the same
			m.Tx(func(ctx context.Context, tx db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE organisation SET national_id = '' WHERE country = 'BY'`)
				return err
			})
		}
	}
}

func withROR(f catalogue.Record, rorID string) catalogue.Record {
	f.RORID, f.Unlike = rorID, true
	return f
}

func TestEditOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		o, _, _ := m.Client("BY")
		other, _, _ := m.Client("BY")
		f := catalogue.RecordOf(o)
		f.Slug, f.Names, f.Unlike = "glass-works", map[i18n.Lang]string{i18n.EN: "Institute of Glass 1", i18n.RU: "Институт стекла"}, true
		for _, who := range []string{"editor 1", "outsider", "validator CN", "adviser CN"} {
			if _, _, err := m.EditOrganisation(ctx, m.As(who), o.ID, f); kind(err) != "not found" {
				t.Errorf("%s edits: %v", who, err)
			}
		}
		now, alike, err := m.EditOrganisation(ctx, m.As("adviser BY"), o.ID, f) // under the mandate
		if err != nil || len(alike) > 0 {
			t.Fatal(err, alike)
		}
		if v := now.Name[i18n.RU]; v.State != i18n.Checked || now.Name[i18n.EN].State != i18n.Original {
			t.Errorf("states of the names: %v", now.Name)
		}
		if old, err := m.Organisation(ctx, d, o.Slug); err != nil || old.Slug != "glass-works" {
			t.Errorf("the old address leads to %q, %v", old.Slug, err)
		}
		if _, _, err := m.EditOrganisation(ctx, m.As("adviser BY"), o.ID, f); kind(err) != "conflict" {
			t.Errorf("an old form: %v", err)
		}
		f = catalogue.RecordOf(now)
		f.Kind, f.Country, f.Unlike = catalogue.TransferCentre, "CN", true
		if _, _, err := m.EditOrganisation(ctx, m.As("adviser BY"), o.ID, f); strings.Join(broken(err), " ") != "country kind" {
			t.Errorf("an adviser makes it a centre of CN: %v", err)
		}
		f = catalogue.RecordOf(other)
		f.Slug = o.Slug
		if _, _, err := m.EditOrganisation(ctx, m.As("adviser BY"), other.ID, f); strings.Join(broken(err), " ") != "slug" {
			t.Errorf("an address that leads to another: %v", err)
		}
		f.Slug, f.Names = other.Slug, map[i18n.Lang]string{i18n.EN: "The Institute of Glass, 1"}
		if _, alike, err := m.EditOrganisation(ctx, m.As("adviser BY"), other.ID, f); err != nil || len(alike) != 1 || alike[0].ID != o.ID {
			t.Errorf("found alike: %v, %v", alike, err)
		}
		f.Unlike = true
		if _, alike, err := m.EditOrganisation(ctx, m.As("adviser BY"), other.ID, f); err != nil || len(alike) > 0 {
			t.Errorf("told apart: %v, %v", alike, err)
		}
		if pairs, err := m.Duplicates(ctx, m.As("validator BY"), "BY"); err != nil || slices.ContainsFunc(pairs, func(p catalogue.Pair) bool { return p.A.ID == o.ID && p.B.ID == other.ID }) {
			t.Errorf("told apart, but a pair: %v", err)
		}
	})
}

func TestDuplicates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		var a, b catalogue.Organisation
		m.Tx(func(ctx context.Context, tx db.Tx) error {
			for to, name := range map[*catalogue.Organisation]string{&a: "Institute of Organic Chemistry", &b: "Институт органической химии"} {
				*to = catalogue.Organisation{Kind: catalogue.Institute, Country: "BY", Region: "BY-HM", Name: i18n.Written(i18n.EN, name), City: i18n.Text{}, Description: i18n.Text{}}
				m.must(m.AddOrganisation(ctx, tx, to))
			}
			return nil
		})
		is := func(p catalogue.Pair) bool {
			return p.A.ID == a.ID && p.B.ID == b.ID || p.A.ID == b.ID && p.B.ID == a.ID
		}
		pairs, err := m.Duplicates(ctx, m.As("validator BY"), "BY")
		if err != nil || !slices.ContainsFunc(pairs, is) {
			t.Fatalf("not found across scripts: %v %v", pairs, err)
		}
		for _, who := range []string{"adviser BY", "validator CN"} {
			if _, err := m.Duplicates(ctx, m.As(who), "BY"); kind(err) != "not found" {
				t.Errorf("%s sees the duplicates: %v", who, err)
			}
			if err := m.TellApart(ctx, m.As(who), a.ID, b.ID); kind(err) != "not found" {
				t.Errorf("%s tells apart: %v", who, err)
			}
		}
		if found, err := m.FindByAnyName(ctx, m.As("outsider"), "BY", "Институт органической химии"); err != nil || len(found) < 2 {
			t.Errorf("by a name: %v, %v", found, err)
		}
		m.must(m.TellApart(ctx, m.As("validator BY"), b.ID, a.ID))
		if pairs, err = m.Duplicates(ctx, m.As("validator BY"), "BY"); err != nil || slices.ContainsFunc(pairs, is) {
			t.Errorf("told apart and found again: %v", err)
		}
	})
}

func TestRegisterOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		mine := func() bool { return m.As("outsider").May(access.ProfileEdit, access.Object{Orgs: []string{m.last()}}) }
		found := func() int {
			f, err := m.Find(ctx, m.As("validator BY"), search.Query{Words: "Optical Glass"})
			m.must(err)
			return f.Total
		}
		o, _, err := m.RegisterOrganisation(ctx, m.As("outsider"), glass())
		if err != nil || !o.Unconfirmed || mine() || found() != 0 {
			t.Fatalf("an own organisation: unconfirmed %v, role %v, found %d: %v", o.Unconfirmed, mine(), found(), err)
		}
		if err := m.Confirm(ctx, m.As("validator CN"), o.ID, true); kind(err) != "not found" {
			t.Errorf("the other side confirms: %v", err)
		}
		for who, want := range map[string]string{"": "not found", "adviser BY": "not found", "validator CN": "not found", "validator BY": "", "outsider": ""} {
			if err := o.Shown(m.As(who)); kind(err) != want {
				t.Errorf("%q sees it: %v", who, err)
			}
		}
		if list, _, err := m.ListOrganisations(ctx, d, catalogue.OrganisationFilter{Country: "BY"}, catalogue.After{}, 100); err != nil || slices.ContainsFunc(list, func(x catalogue.Organisation) bool { return x.ID == o.ID }) {
			t.Errorf("listed before it is confirmed: %v", err)
		}
		m.must(m.Confirm(ctx, m.As("validator BY"), o.ID, true))
		if !mine() || found() != 1 {
			t.Errorf("confirmed: role %v, found %d", mine(), found())
		}
		if err := m.Confirm(ctx, m.As("validator BY"), o.ID, false); kind(err) != "conflict" {
			t.Errorf("refused after it was confirmed: %v", err)
		}
		for n, name := range []string{"Rope factory", "Brick yard", "Paper mill", "Salt mine"} {
			f := glass()
			f.Names, f.Unlike = map[i18n.Lang]string{i18n.EN: name}, true
			if _, _, err := m.RegisterOrganisation(ctx, m.As("outsider"), f); (kind(err) == "conflict") != (n == 3) {
				t.Errorf("%s: %v", name, err)
			}
		}
		list, err := m.Unconfirmed(ctx, m.As("validator BY"), "BY")
		if err != nil || len(list) != 3 {
			t.Fatalf("%d wait, %v", len(list), err)
		}
		m.must(m.Confirm(ctx, m.As("validator BY"), list[0].ID, false))
		if _, err := m.OrganisationByID(ctx, d, list[0].ID); kind(err) != "not found" {
			t.Errorf("refused, but there: %v", err)
		}
		adviser, _, err := m.RegisterOrganisation(ctx, m.As("adviser BY"), catalogue.Record{Kind: catalogue.CompanySmall, Country: "BY", Language: i18n.EN, Names: map[i18n.Lang]string{i18n.EN: "Zephyr Kites"}})
		if err != nil || adviser.Unconfirmed || m.As("adviser BY").May(access.ProfileEdit, access.Object{Orgs: []string{adviser.ID}}) {
			t.Errorf("an adviser's client: unconfirmed %v, %v; without a mandate it gives no right", adviser.Unconfirmed, err)
		}
	})
}

// last is the id of the organisation entered last.
func (m *market) last() (orgID string) {
	m.must(m.DB.QueryRow(context.Background(), `SELECT id FROM organisation WHERE registered_by <> '' ORDER BY created_at, id LIMIT 1`).Scan(&orgID))
	return orgID
}

// TestRegistryVouches lets a proved e-mail of the domain that the registry gives
// confirm an organisation, and nothing less.
func TestRegistryVouches(t *testing.T) {
	for name, x := range map[string]struct {
		proved bool
		domain string
		kind   catalogue.Kind
		want   bool
	}{
		"proved":           {true, "example.org", catalogue.Institute, true},
		"of another":       {true, "ample.org", catalogue.Institute, false},
		"not proved":       {false, "example.org", catalogue.Institute, false},
		"a centre's power": {true, "example.org", catalogue.TransferCentre, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.SQLite(t)
			m := newMarket(t, d)
			ctx := context.Background()
			m.Tx(func(ctx context.Context, tx db.Tx) error {
				if x.proved {
					if _, err := tx.Exec(ctx, `UPDATE person SET email_proved_at = 1 WHERE id = $1`, m.People["outsider"]); err != nil {
						return err
					}
				}
				return m.PutRegistry(ctx, tx, []ror.Record{{ID: "https://ror.org/0087nx645", Country: "BY", Domains: []string{x.domain}, Names: []ror.Name{{Text: "Institute of Optical Glass", Lang: "en", Type: ror.Label}}}})
			})
			f := withROR(glass(), "0087nx645")
			f.Kind = x.kind
			o, _, err := m.RegisterOrganisation(ctx, m.As("outsider"), f)
			if err != nil || o.Unconfirmed == x.want || m.As("outsider").May(access.OrganisationStaff, access.Object{Orgs: []string{o.ID}}) != x.want {
				t.Errorf("unconfirmed %v, %v", o.Unconfirmed, err)
			}
		})
	}
}

func TestStaff(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		o, _, _ := m.Client("BY")
		m.Tx(func(ctx context.Context, tx db.Tx) error {
			m.person(ctx, tx, "head", access.Grant{Role: access.OrgAdmin, Org: o.ID})
			return nil
		})
		head := m.As("head")
		for _, x := range []struct {
			who, email string
			role       access.Role
			want       string
		}{
			{"editor 1", "outsider@example.org", access.OrgEditor, "not found"},
			{"adviser BY", "outsider@example.org", access.OrgEditor, "not found"},
			{"validator BY", "outsider@example.org", access.OrgEditor, "not found"},
			{"head", "nobody@example.org", access.OrgEditor, "invalid"},
			{"head", "outsider@example.org", access.Intermediary, "invalid"},
			{"head", "outsider@example.org", access.Admin, "invalid"},
			{"head", "Outsider@example.org", access.OrgAdmin, ""},
		} {
			if _, err := m.AddStaff(ctx, m.As(x.who), o.ID, x.email, x.role); kind(err) != x.want {
				t.Errorf("%s makes %s %s: %v", x.who, x.email, x.role, err)
			}
		}
		if list, err := m.Staff(ctx, head, o.ID); err != nil || len(list) != 3 {
			t.Errorf("%d representatives, %v", len(list), err)
		}
		m.must(m.RemoveStaff(ctx, head, o.ID, m.People["outsider"], access.OrgAdmin))
		if err := m.RemoveStaff(ctx, head, o.ID, m.People["head"], access.OrgAdmin); kind(err) != "conflict" {
			t.Errorf("the last administrator leaves: %v", err)
		}
	})
}
