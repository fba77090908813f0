package bulk

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
)

const collected = "../../../../../shared/data/catalogue"

// records reads a collection of JSON lines that is not part of the project.
func records[T any](tb testing.TB, name string) (out []T) {
	tb.Helper()
	f, err := os.Open(filepath.Join(collected, name))
	if err != nil {
		tb.Skipf("the collection %s is not here; it is not part of the project", name)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var x T
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			tb.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

type paper struct {
	Title, Abstract, Discipline string
	Keywords                    []string
}

type project struct {
	ID, Title, Objective, Acronym string
	TotalCost                     any
}

type registered struct {
	ROR         string `json:"ror_id"`
	Name        string
	Country     string
	Subdivision string
	City        string
	Labels      map[string]string
	Acronyms    []string
	Website     string
	Types       []string
}

func cut(s string, n int) string {
	if r := []rune(strings.TrimSpace(s)); len(r) > n {
		return string(r[:n])
	}
	return strings.TrimSpace(s)
}

// organisationsTable makes rows of the registry's records.
func organisationsTable(list []registered) Table {
	t := Table{File: "registry", Name: "organisations", Rows: []Row{{Number: 1, Cells: []string{"external_id", "ror", "organisation.en", "organisation.ru", "organisation.zh-Hans", "organisation.be", "country", "region", "city.en", "website", "kind", "aliases"}}}, JSON: true}
	for i, x := range list {
		kind := "institute"
		if len(x.Types) > 0 && x.Types[0] == "education" {
			kind = "university"
		}
		name := x.Labels["en"]
		if name == "" {
			name = x.Name
		}
		t.Rows = append(t.Rows, Row{Number: i + 2, Cells: []string{x.ROR, x.ROR, cut(name, 300), x.Labels["ru"], x.Labels["zh"], x.Labels["be"], x.Country, "", x.City, x.Website, kind, strings.Join(x.Acronyms, "\n")}})
	}
	return t
}

// profilesTable makes n rows of papers and projects; after the last they begin
// anew under other numbers, with other titles. Each belongs to an organisation
// of the registry.
func profilesTable(papers []paper, projects []project, orgs []registered, n int) Table {
	t := Table{File: "profiles", Name: "profiles", JSON: true, Rows: []Row{{Number: 1, Cells: []string{"external_id", "ror", "country", "type", "language", "title", "summary", "description", "technology_keywords", "trl"}}}}
	for i := range n {
		round, k := i/(len(papers)+len(projects)), i%(len(papers)+len(projects))
		o := orgs[i%len(orgs)]
		row := []string{fmt.Sprint("n", i), o.ROR, o.Country, "TO"}
		tail := ""
		if round > 0 {
			tail = fmt.Sprint(" ", round)
		}
		if k < len(papers) {
			p := papers[k]
			row = append(row, "zh-Hans", cut(p.Title, 250)+tail, cut(p.Abstract, 500), cut(p.Abstract, 4000), strings.Join(p.Keywords[:min(len(p.Keywords), 5)], "\n"), "3")
		} else {
			p := projects[k-len(papers)]
			row = append(row, "en", cut(p.Title, 250)+tail, cut(p.Objective, 500), cut(p.Objective, 4000), "", "4")
		}
		t.Rows = append(t.Rows, Row{Number: i + 2, Cells: row})
	}
	return t
}

// everywhere may import for every country of the registry.
func everywhere(orgs []registered) access.Actor {
	a := access.Actor{PersonID: "validator"}
	seen := map[string]bool{}
	for _, o := range orgs {
		if !seen[o.Country] {
			seen[o.Country] = true
			a.Grants = append(a.Grants, access.Grant{Role: access.Validator, Side: o.Country})
		}
	}
	return a
}

// BenchmarkImport brings 4,893 organisations and then 10,000 profiles into an
// empty catalogue: upload, preview and confirmation. It prints what becomes of
// the rows; none is lost.
func BenchmarkImport(b *testing.B) {
	orgs, papers, projects := records[registered](b, "ror_orgs_subset.jsonl.gz"), records[paper](b, "csl_zh_dev.jsonl.gz"), records[project](b, "h2020_cleantech_projects.jsonl.gz")
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) { benchImport(b, open(b), orgs, papers, projects) })
	}
}

func benchImport(b *testing.B, d *db.DB, orgs []registered, papers []paper, projects []project) {
	s := newSite(b, d)
	actor := everywhere(orgs)
	first := s.confirm(actor, Options{Source: "registry", Language: i18n.EN}, organisationsTable(orgs))
	say(b, Organisations, first, len(orgs))
	t := profilesTable(papers, projects, orgs, 10_000)
	b.ResetTimer()
	for range b.N {
		id := s.start(actor, Options{Source: "collection"}, t)
		if _, err := s.Load(context.Background(), actor, id); err != nil {
			b.Fatal(err)
		}
		in, err := s.Confirm(context.Background(), actor, id)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		say(b, Profiles, in, 10_000)
		b.StartTimer()
	}
}

// say prints what has become of the rows, and fails if one is lost or rejected
// without a reason.
func say(b *testing.B, k Kind, in *Intake, rows int) {
	b.Helper()
	sum, reasons := 0, map[string]int{}
	for _, e := range Effects {
		sum += in.Count(k, e)
	}
	for _, i := range in.Rejected() {
		reasons[i.Key]++
	}
	if sum != rows || in.Count(k, Rejects) > len(in.Rejected()) {
		b.Fatalf("%d of %d rows, %d rejected with %d reasons", sum, rows, in.Count(k, Rejects), len(in.Rejected()))
	}
	b.Logf("%s: %d new, %d changed, %d the same, %d rejected %v", k, in.Count(k, Creates), in.Count(k, Changes), in.Count(k, Keeps), in.Count(k, Rejects), reasons)
}
