package catalogue_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// TestMergeKnowsEveryReference wants every column that names an organisation to
// be moved by a merge, or to be history on purpose.
func TestMergeKnowsEveryReference(t *testing.T) {
	d := dbtest.SQLite(t)
	ctx := context.Background()
	known := map[string]bool{}
	for _, r := range catalogue.References {
		known[r.Table+"."+r.Column] = true
	}
	for _, h := range catalogue.History {
		known[h] = true
	}
	tables := texts(t, d, `SELECT name FROM sqlite_master WHERE type = 'table'`)
	found := 0
	for _, table := range tables {
		for _, column := range texts(t, d, `SELECT name FROM pragma_table_info('`+table+`')`) {
			var points int
			if err := d.QueryRow(ctx, `SELECT COUNT(*) FROM pragma_foreign_key_list('`+table+`') WHERE "table" = 'organisation' AND "from" = $1`, column).Scan(&points); err != nil {
				t.Fatal(err)
			}
			named := points > 0 || slices.ContainsFunc([]string{"organisation_id", "org_id", "centre_id", "client_id", "sender_centre", "owner_centre", "merged_into"}, func(x string) bool { return strings.HasSuffix(column, x) })
			if !named {
				continue
			}
			found++
			if !known[table+"."+column] {
				t.Errorf("%s.%s names an organisation: a merge must move it (References) or leave it on purpose (History)", table, column)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d columns found", found)
	}
}

func texts(t testing.TB, q db.Querier, query string, args ...any) (out []string) {
	t.Helper()
	rows, err := q.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var x string
		if err := rows.Scan(&x); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// world draws what two records of one body, and others, have with each other.
func (m *market) world(rt *rapid.T, orgs []catalogue.Organisation) {
	pick := func(label string) catalogue.Organisation { return orgs[rapid.IntRange(0, len(orgs)-1).Draw(rt, label)] }
	person := func(label string) string {
		return m.People[rapid.SampledFrom([]string{"adviser BY", "colleague BY", "outsider", "adviser CN"}).Draw(rt, label)]
	}
	var profiles []string
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		exec := func(sql string, args ...any) {
			_, err := tx.Exec(ctx, sql, args...)
			m.must(err)
		}
		for range rapid.IntRange(0, 5).Draw(rt, "profiles") {
			o := pick("owner")
			p := catalogue.Opportunity{
				Type: catalogue.TechnologyOffer, OrganisationID: o.ID, CentreID: pick("centre").ID, PersonID: person("contact"), AuthorID: person("author"), Language: i18n.EN, State: catalogue.Draft,
				Content: catalogue.Content{Title: i18n.Written(i18n.EN, "Lenses"), Confidentiality: catalogue.Public},
			}
			m.must(m.AddOpportunity(ctx, tx, &p))
			profiles = append(profiles, p.ID)
		}
		for range rapid.IntRange(0, 8).Draw(rt, "memberships") {
			if a, b := pick("member"), pick("of"); a.ID != b.ID {
				m.must(m.PutMembership(ctx, tx, a.ID, b.ID, catalogue.Relation{Kind: catalogue.MemberOf, Status: catalogue.Current}))
			}
		}
		for range rapid.IntRange(0, 8).Draw(rt, "mandates") {
			if a, b := pick("centre of mandate"), pick("client"); a.ID != b.ID {
				exec(`INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ($1, $2, $3, 'profiles', '2026-01-01', '2027-01-01', 'No. 1', '', 1) ON CONFLICT DO NOTHING`, id.New(), a.ID, b.ID)
			}
		}
		for range rapid.IntRange(0, 4).Draw(rt, "handovers") {
			exec(`INSERT INTO handover (id, from_id, to_id, clients, note, state, created_by, created_at) VALUES ($1, $2, $3, $4, '', 'offered', '', 1)`,
				id.New(), pick("from").ID, pick("to").ID, db.JSON(slices.Compact([]string{pick("handed").ID, pick("handed too").ID})))
		}
		for range rapid.IntRange(0, 8).Draw(rt, "roles") {
			m.must(access.Give(ctx, tx, m.Time, "", person("holder"), access.Grant{Role: rapid.SampledFrom([]access.Role{access.OrgAdmin, access.OrgEditor}).Draw(rt, "role"), Org: pick("of role").ID}))
		}
		for range rapid.IntRange(0, 6).Draw(rt, "interests") {
			if len(profiles) > 0 {
				exec(`INSERT INTO interest (id, opportunity_id, sender_id, sender_person, sender_centre, owner_centre, message, state, sent_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, 1, 1) ON CONFLICT DO NOTHING`,
					id.New(), rapid.SampledFrom(profiles).Draw(rt, "profile"), pick("sender").ID, person("sending"), pick("sender's centre").ID, pick("owner's centre").ID,
					rapid.SampledFrom([]string{"sent", "in_talks", "declined", "none"}).Draw(rt, "state"))
			}
		}
		for range rapid.IntRange(0, 4).Draw(rt, "indicators") {
			exec(`INSERT INTO park_indicator (organisation_id, year, name, value) VALUES ($1, $2, 'jobs', 7) ON CONFLICT DO NOTHING`, pick("park").ID, rapid.IntRange(2024, 2025).Draw(rt, "year"))
		}
		for n := range rapid.IntRange(0, 3).Draw(rt, "addresses") {
			exec(`INSERT INTO organisation_address (slug, organisation_id) VALUES ($1, $2)`, fmt.Sprintf("old-%s-%d", id.New(), n), pick("of address").ID)
		}
		return nil
	})
}

// held writes down every row that names an organisation, with the one record's
// id in the place of the other's: what a merge must leave.
func held(t testing.TB, d *db.DB, keep, gone string) map[string]bool {
	t.Helper()
	as := strings.NewReplacer(gone, keep)
	out := map[string]bool{}
	for _, q := range []string{
		`SELECT 'profile ' || id || ' ' || organisation_id || ' ' || centre_id FROM opportunity`,
		`SELECT 'member ' || organisation_id || ' ' || of_id FROM organisation_membership`,
		`SELECT 'mandate ' || id || ' ' || centre_id || ' ' || client_id FROM mandate`,
		`SELECT 'handover ' || id || ' ' || from_id || ' ' || to_id FROM handover`,
		`SELECT 'role ' || person_id || ' ' || role || ' ' || org_id FROM role_grant`,
		`SELECT 'interest ' || id || ' ' || sender_id || ' ' || sender_centre || ' ' || owner_centre FROM interest`,
		`SELECT 'indicator ' || organisation_id || ' ' || CAST(year AS TEXT) FROM park_indicator`,
		`SELECT 'address ' || slug || ' ' || organisation_id FROM organisation_address`,
	} {
		for _, line := range texts(t, d, q) {
			out[as.Replace(line)] = true
		}
	}
	return out
}

// TestMergeLosesNothing merges two records in drawn worlds: every row that hung
// on one hangs on the other, nothing hangs on the record gone but what the two
// had with each other, and addresses and names lead to the record kept.
func TestMergeLosesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		rapid.Check(t, func(rt *rapid.T) {
			var orgs []catalogue.Organisation
			m.Tx(func(ctx context.Context, tx db.Tx) error {
				for n := range 4 {
					orgs = append(orgs, m.organisation(ctx, tx, "BY", catalogue.Institute, fmt.Sprintf("Institute %s %d", id.New(), n)))
				}
				return nil
			})
			m.world(rt, orgs)
			keep, gone := orgs[0], orgs[1]
			before := held(m.T, d, keep.ID, gone.ID)
			o, err := m.MergeOrganisations(ctx, m.As("validator BY"), keep.ID, gone.ID)
			if err != nil {
				rt.Fatal(err)
			}
			after := held(m.T, d, keep.ID, gone.ID)
			delete(before, "member "+keep.ID+" "+keep.ID) // they belonged to each other
			for line := range before {
				if !after[line] {
					rt.Fatalf("lost: %s", line)
				}
			}
			m.nothingNames(rt, keep, gone)
			if !slices.Contains(o.Aliases, gone.Name.Plain(i18n.EN)) {
				rt.Fatalf("aliases %q lack the other name", o.Aliases)
			}
			if there, err := m.Organisation(ctx, d, gone.Slug); err != nil || there.ID != keep.ID {
				rt.Fatalf("the old address leads to %q, %v", there.ID, err)
			}
			if found, ok, err := m.FindByName(ctx, d, "BY", gone.Name.Plain(i18n.EN)); err != nil || !ok || found.ID != keep.ID {
				rt.Fatalf("the old name finds %q, %v", found.ID, err)
			}
		})
	})
}

// nothingNames looks for what still names the record that is gone.
func (m *market) nothingNames(rt *rapid.T, keep, gone catalogue.Organisation) {
	for _, r := range catalogue.References {
		where := ` WHERE ` + r.Column + ` = $1`
		if r.Apart != "" {
			where += ` AND ` + r.Apart + ` <> '` + keep.ID + `'`
		}
		var n int
		m.must(m.DB.QueryRow(context.Background(), `SELECT COUNT(*) FROM `+r.Table+where, gone.ID).Scan(&n))
		if n > 0 {
			rt.Fatalf("%d rows of %s.%s still name the record that is gone", n, r.Table, r.Column)
		}
	}
	for _, clients := range texts(m.T, m.DB, `SELECT CAST(clients AS TEXT) FROM handover`) {
		if strings.Contains(clients, gone.ID) || strings.Count(clients, keep.ID) > 1 {
			rt.Fatalf("clients of a handover: %s", clients)
		}
	}
	var running int
	m.must(m.DB.QueryRow(context.Background(), `SELECT COUNT(*) FROM mandate WHERE ended_at IS NULL AND (centre_id = $1 OR client_id = $1)`, gone.ID).Scan(&running))
	if running > 0 {
		rt.Fatalf("%d mandates of the record that is gone still run", running)
	}
}

func TestMergeRights(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		a, _, _ := m.Client("BY")
		b, _, _ := m.Client("BY")
		c, _, _ := m.Client("CN")
		for _, x := range []struct {
			who, keep, gone, want string
		}{
			{"adviser BY", a.ID, b.ID, "not found"},
			{"editor 1", a.ID, b.ID, "not found"},
			{"", a.ID, b.ID, "sign in"},
			{"validator CN", a.ID, b.ID, "not found"},
			{"validator BY", a.ID, c.ID, "not found"},
			{"validator BY", a.ID, a.ID, "conflict"},
			{"validator BY", a.ID, "nobody", "not found"},
			{"validator BY", a.ID, b.ID, ""},
			{"validator BY", a.ID, b.ID, "conflict"},
			{"validator BY", b.ID, a.ID, "conflict"},
		} {
			if _, err := m.MergeOrganisations(ctx, m.As(x.who), x.keep, x.gone); kind(err) != x.want {
				t.Errorf("%s merges: %v, want %q", x.who, err, x.want)
			}
		}
		for who, want := range map[string]string{a.ID: "organisation.merge", b.ID: "organisation.merged"} {
			if n := len(texts(t, d, `SELECT action FROM audit WHERE object_id = $1 AND action = $2`, who, want)); n != 1 {
				t.Errorf("%d records %s", n, want)
			}
		}
	})
}
