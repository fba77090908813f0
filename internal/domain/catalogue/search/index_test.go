package search_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

func titled(id, title string) search.Document {
	return search.Document{ID: id, Kind: "TO", Published: now, Texts: []search.Text{{Lang: "ru", Text: title}}}
}

// A change on one node is found on another at once, and what was replaced or
// removed is found on none.
func TestNodesAgree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, b := search.New(clock.Fixed(now), nil), search.New(clock.Fixed(now), nil)
		check := func(words, want string) {
			t.Helper()
			for _, x := range []*search.Index{a, b} {
				if got := ids(find(t, d, x, search.Query{Words: words})); got != want {
					t.Errorf("%s: %q, want %q", words, got, want)
				}
			}
		}
		put(t, d, a, titled("1", "лазер"))
		check("лазер", "1")
		put(t, d, b, titled("1", "насос"))
		check("лазер", "")
		check("насос", "1")
		if err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error { return a.Remove(ctx, tx, "1") }); err != nil {
			t.Fatal(err)
		}
		check("насос", "")
		put(t, d, a, titled("1", "лазер"))
		check("лазер", "1")
	})
}

// What was undone is not found, and a search amid a write is refused.
func TestUndone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := search.New(clock.Fixed(now), nil)
		undo := errors.New("undo")
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			if err := x.Put(ctx, tx, titled("1", "лазер")); err != nil {
				return err
			}
			if _, err := x.Find(ctx, tx, search.Query{}); err == nil || !strings.Contains(err.Error(), "write transaction") {
				t.Errorf("a search amid a write: %v", err)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		put(t, d, x, titled("2", "лазер"))
		if got := ids(find(t, d, x, search.Query{Words: "лазер"})); got != "2" {
			t.Errorf("found %q", got)
		}
	})
}

// An index in which most has been replaced is built anew and finds the same.
func TestRebuild(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	const documents, rounds = 300, 8
	for round := range rounds {
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			for n := range documents {
				if err := x.Put(ctx, tx, titled(fmt.Sprint(n), fmt.Sprintf("насос модель%d", round))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for words, want := range map[string]int{"насос": documents, fmt.Sprintf("модель%d", round): documents, fmt.Sprintf("модель%d", round-1): 0} {
			if r := find(t, d, x, search.Query{Words: words}); r.Total != want {
				t.Errorf("round %d: %s is in %d documents, want %d", round, words, r.Total, want)
			}
		}
	}
	if n := search.Numbers(x); n >= documents*rounds {
		t.Errorf("the index holds %d documents of %d", n, documents)
	}
}

// More than a batch of changes at once, while others search.
func TestManyChanges(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	const documents = 5000
	err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
		for n := range documents {
			if err := x.Put(ctx, tx, titled(fmt.Sprint(n), fmt.Sprintf("насос марка%d", n))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if r := find(t, d, x, search.Query{Words: "марка", Prefix: true}); r.Total != documents {
				t.Errorf("%d found, want %d", r.Total, documents)
			}
		})
	}
	wg.Wait()
	put(t, d, x, titled("more", "насос марка"))
	if r := find(t, d, x, search.Query{Words: "марк", Prefix: true}); r.Total != documents+1 {
		t.Errorf("%d found, want %d", r.Total, documents+1)
	}
}

// What has an end is found before it and not from then on.
func TestUntil(t *testing.T) {
	d := dbtest.SQLite(t)
	doc := titled("1", "лазер")
	doc.Until = now.Add(time.Hour)
	put(t, d, search.New(clock.Fixed(now), nil), doc)
	for at, want := range map[time.Time]int{now: 1, doc.Until.Add(-time.Microsecond): 1, doc.Until: 0, doc.Until.Add(time.Hour): 0} {
		if r := find(t, d, search.New(clock.Fixed(at), nil), search.Query{}); r.Total != want {
			t.Errorf("%s: %d found, want %d", at, r.Total, want)
		}
	}
}

func TestPutRefuses(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	for name, doc := range map[string]search.Document{
		"no ID": {Kind: "TO"}, "no kind": {ID: "1"}, "no such level": {ID: "1", Kind: "TO", Level: 3},
		"no such field": {ID: "1", Kind: "TO", Texts: []search.Text{{Field: 4}}},
	} {
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error { return x.Put(ctx, tx, doc) })
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A chosen value stays in the list though it finds nothing, even one that no
// document ever had.
func TestChosenStays(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	doc := titled("1", "лазер")
	doc.Facets = map[search.Facet][]string{search.Country: {"BY"}, search.Area: {"water"}}
	put(t, d, x, doc)
	r := find(t, d, x, search.Query{Words: "лазер", Facets: map[search.Facet][]string{search.Country: {"CN"}}})
	if r.Total != 0 || fmt.Sprint(r.Facets[search.Country]) != "[{BY 1 false} {CN 0 true}]" || len(r.Facets[search.Area]) != 0 {
		t.Errorf("%+v", r)
	}
}
