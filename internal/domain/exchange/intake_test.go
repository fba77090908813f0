package exchange

import (
	"context"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/domain/identity"
)

type ctxT = context.Context

func by(m Participant) identity.By { return identity.By{ActorID: m.PersonID} }

func consent(country string) identity.Consent {
	return identity.Consent{Purpose: ContactPurpose, Country: country, Version: "1"}
}

// table makes a table of texts; the first row is its heading.
func table(name string, rows ...[]string) roster.Table {
	t := roster.Table{File: "list.xlsx", Name: name}
	for i, r := range rows {
		row := roster.Row{Number: i + 1}
		for _, c := range r {
			row.Cells = append(row.Cells, roster.Cell{Text: c})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func people(rows ...[]string) roster.Table {
	return table("Participants", append([][]string{{"Name", "E-mail", "Organisation", "Country", "Languages"}}, rows...)...)
}

func (f *fair) load(t *testing.T, side string, tables ...roster.Table) *Intake {
	t.Helper()
	id, err := f.StartImport(t.Context(), f.organiser(side), f.event, "list.xlsx", tables)
	if err != nil {
		t.Fatal(err)
	}
	in, err := f.Import(t.Context(), f.organiser(side), f.event, id)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestImportTwiceChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		file := []roster.Table{
			people([]string{"Новик Анна", "anna@example.org", "Завод «Луч»", "BY", "ru; en B2"}, []string{"白雪", "bai@example.org", "新材料公司", "CN", "zh"}),
			table("Wishes", []string{"From", "To", "Strength"}, []string{"anna@example.org", "bai@example.org", "must"}),
		}
		in := f.load(t, "BY", file...)
		if len(in.Report.Errors) > 0 {
			t.Fatalf("errors %v", in.Report.Errors)
		}
		if p, w := in.Count(Creates); p != 1 || w != 1 {
			t.Errorf("creates %d people, %d wishes; want 1 and 1", p, w)
		}
		if p, _ := in.Count(Waits); p != 1 {
			t.Errorf("%d people of the other side wait, want 1", p)
		}
		if _, err := f.ConfirmImport(t.Context(), f.organiser("BY"), f.event, in.ID); err != nil {
			t.Fatal(err)
		}
		if n := f.PendingOf(t.Context(), f.event, "CN"); n != 1 {
			t.Errorf("%d wait for the Chinese organiser, want 1", n)
		}
		before := contents(t, d)
		again := f.load(t, "BY", file...)
		if again.Ready() {
			t.Errorf("the same file would change something: %+v", again.People)
		}
		if err := f.DropImport(t.Context(), f.organiser("BY"), f.event, again.ID); err != nil {
			t.Fatal(err)
		}
		if after := contents(t, d); before != after {
			t.Errorf("the same file changed the database:\n%s\n%s", before, after)
		}
	})
}

// contents writes down what an import could change.
func contents(t *testing.T, d *db.DB) string {
	t.Helper()
	out := ""
	for _, query := range []string{
		`SELECT id, COALESCE(email, ''), name_native FROM person ORDER BY id`, `SELECT id, organisation_id, CAST(languages AS TEXT) FROM participant ORDER BY id`,
		`SELECT id, strength, subject FROM wish ORDER BY id`, `SELECT id, slug, kind FROM organisation ORDER BY id`, `SELECT id, role, side FROM role_grant ORDER BY id`,
	} {
		rows, err := d.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var a, b, c string
			if err := rows.Scan(&a, &b, &c); err != nil {
				t.Fatal(err)
			}
			out += a + " " + b + " " + c + "\n"
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestImportIsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		in := f.load(t, "BY", people([]string{"Новик Анна", "anna@example.org", "Завод «Луч»", "BY", "ru"}, []string{"Kim", "not an address", "Fabrik", "DE", "de"}))
		if len(in.Report.Errors) == 0 || in.Ready() {
			t.Fatal("a file with errors can be confirmed")
		}
		_, err := f.ConfirmImport(t.Context(), f.organiser("BY"), f.event, in.ID)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v, want invalid", err)
		}
		if list, _, _ := participants(t.Context(), d, f.event.ID, Filter{}); len(list) != 6 {
			t.Errorf("%d participants after a refused import, want 6", len(list))
		}
	})
}

func TestImportChangesOwnSideOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		in := f.load(t, "BY",
			people([]string{"Участник 1", "BY1@example.org", "Институт оптики", "BY", "ru; en C1"}, []string{"王芳", "CN1@example.org", "长春光学研究院", "CN", "zh"}))
		if p, _ := in.Count(Changes); p != 1 {
			t.Errorf("%d changed, want 1: %+v", p, in.People)
		}
		if p, _ := in.Count(Skips); p != 1 {
			t.Errorf("%d of the other side skipped, want 1: %+v", p, in.People)
		}
		if _, err := f.ConfirmImport(t.Context(), f.organiser("BY"), f.event, in.ID); err != nil {
			t.Fatal(err)
		}
		m, err := participant(t.Context(), d, f.event.ID, f.by[1].ID)
		if err != nil || len(m.Languages) != 2 {
			t.Errorf("languages %v, %v", m.Languages, err)
		}
		if other, _ := participant(t.Context(), d, f.event.ID, f.cn[1].ID); other.Native != f.cn[1].Native {
			t.Errorf("the other side's person became %q", other.Native)
		}
	})
}

func TestImportOfAnotherIsNotThere(t *testing.T) {
	f := newFair(t, dbtest.SQLite(t))
	in := f.load(t, "BY", people([]string{"Новик Анна", "anna@example.org", "Завод", "BY", "ru"}))
	if _, err := f.Import(t.Context(), f.organiser("CN"), f.event, in.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v, want not found", err)
	}
}
