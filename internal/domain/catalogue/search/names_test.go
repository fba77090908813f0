package search_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue/corpus"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

type organisation struct {
	ID      string            `json:"ror_id"`
	Name    string            `json:"name"`
	Labels  map[string]string `json:"labels"`
	Aliases []string          `json:"aliases"`
}

// organisations are those of the file of the Research Organization Registry
// beside the repository.
func organisations(t *testing.T) (out []organisation) {
	t.Helper()
	f, err := os.Open(filepath.Join(corpus.Shared(), "catalogue/ror_orgs_subset.jsonl.gz"))
	if err != nil {
		t.Skip("the file of real organisations is not beside the repository")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(z); s.Scan(); {
		var o organisation
		if err := json.Unmarshal(s.Bytes(), &o); err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

// names are all of an organisation's, each once.
func (o organisation) names() []string {
	out := append([]string{o.Name}, o.Aliases...)
	for _, l := range o.Labels {
		out = append(out, l)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Every name of a real organisation, in whatever script, finds it; among the
// first ten, unless more than that bear it.
func TestRealNames(t *testing.T) {
	orgs := organisations(t)
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
		for _, o := range orgs {
			doc := search.Document{ID: o.ID, Kind: "organisation", Published: now}
			for _, n := range o.names() {
				doc.Texts = append(doc.Texts, search.Text{Lang: "und", Field: search.Title, Text: n})
			}
			if err := x.Put(ctx, tx, doc); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	asked, missed, late := 0, 0, 0
	for _, o := range orgs {
		for _, name := range o.names() {
			asked++
			r := find(t, d, x, search.Query{Words: name, Size: 100})
			at := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.ID == o.ID })
			switch {
			case at < 0:
				missed++
				if missed < 10 {
					t.Errorf("%s does not find %s: %d hits, corrections %v", name, o.ID, r.Total, r.Corrections)
				}
			case at >= 10:
				late++
			}
		}
	}
	t.Logf("%d names asked, %d not found, %d not among the first ten", asked, missed, late)
	if late > asked/100 {
		t.Errorf("%d of %d names are not among the first ten hits", late, asked)
	}
}
