// Package search finds the catalogue's documents (offers, requests,
// organisations, parks) by their words in any language and by facets, and
// counts what each facet's values would give.
//
// The truth is the table search_document, written in the transaction of the
// change. Every node keeps an inverted index of it in memory (somewhat less than
// the texts themselves take) and looks at the table's change counter before each
// search, so a search sees what was committed before it began, on whichever
// node. The index is built when it is first needed; a restart reads the table
// once.
//
// Words match by the stems of package lingua. Matches are ranked by BM25F
// (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
// Beyond", 2009).
package search

import (
	"context"
	"fmt"
	"time"

	"github.com/birzha/birzha/internal/base/db"
)

// Field is a part of a document. A word in an earlier one weighs more.
type Field uint8

const (
	Title Field = iota // or an organisation's name
	Keywords
	Summary
	Body
	fields = 4
)

// weights of the fields in the ranking.
var weights = [fields]float32{Title: 8, Keywords: 5, Summary: 2.5, Body: 1}

// Text is the content of a field in one language (a BCP 47 tag).
type Text struct {
	Lang  string `json:"l"`
	Field Field  `json:"f,omitempty"`
	Text  string `json:"t"`
}

// Facet is a property by which documents are narrowed down and counted. A
// document may have several values of it. In a hierarchy (fields of science,
// country and region) it must have each level's value.
type Facet string

const (
	Kind        Facet = "kind" // TO, TR, BO, BR, RDR, organisation, …; set from Document.Kind
	Sort        Facet = "sort" // of an organisation: institute, company, …
	Area        Facet = "area"
	FORD        Facet = "ford" // OECD fields of research and development
	TRL         Facet = "trl"  // "1" to "9"
	IPR         Facet = "ipr"
	Partnership Facet = "partnership"
	Country     Facet = "country" // ISO 3166-1
	Region      Facet = "region"  // ISO 3166-2
	Language    Facet = "language"
	Target      Facet = "target" // countries looked for
	Open        Facet = "open"   // "yes" while expressions of interest are taken
)

// Facets lists all, in the order of a page.
var Facets = []Facet{Kind, Sort, Area, FORD, TRL, IPR, Partnership, Country, Region, Language, Target, Open}

// Level says who may find a document, and who asks.
type Level uint8

const (
	Public  Level = iota
	Members       // signed in
	Staff         // found by the centres only
	levels  = 3
)

// Document is one thing to be found. Texts that a reader may not see must not
// be in it: a search for a word would tell that it is there.
type Document struct {
	ID        string             `json:"-"`
	Kind      string             `json:"kind"`
	Texts     []Text             `json:"texts"`
	Facets    map[Facet][]string `json:"facets,omitempty"`
	Level     Level              `json:"level,omitempty"`
	Published time.Time          `json:"published"`
	Until     time.Time          `json:"until,omitzero"` // found before it; zero is for ever
	Card      string             `json:"-"`              // what a list shows of it, see Cards
}

// Put adds a document or replaces the one with its ID, in the transaction of
// the change that it tells of.
func (x *Index) Put(ctx context.Context, tx db.Tx, d Document) error {
	if err := d.valid(); err != nil {
		return err
	}
	return write(ctx, tx, d.ID, false, d, d.Card)
}

// Remove makes a document unfindable. One that is not there is no error.
func (x *Index) Remove(ctx context.Context, tx db.Tx, id string) error {
	return write(ctx, tx, id, true, nil, "")
}

func (d Document) valid() error {
	if d.ID == "" || d.Kind == "" {
		return fmt.Errorf("search: document %q of kind %q: both an ID and a kind are needed", d.ID, d.Kind)
	}
	if d.Level >= levels {
		return fmt.Errorf("search: document %s: level %d is none of Public, Members, Staff", d.ID, d.Level)
	}
	for _, t := range d.Texts {
		if t.Field >= fields {
			return fmt.Errorf("search: document %s: field %d is none of Title, Keywords, Summary, Body", d.ID, t.Field)
		}
	}
	return nil
}

// write stores a change under the next number. Write transactions run one at a
// time, so numbers become visible in their order.
func write(ctx context.Context, tx db.Tx, id string, removed bool, body any, card string) error {
	text := any("")
	if !removed {
		text = db.JSON(body)
	}
	_, err := tx.Exec(ctx, `INSERT INTO search_document (id, seq, removed, body, card)
		VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM search_document), $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, removed = excluded.removed, body = excluded.body, card = excluded.card`, id, removed, text, card)
	if err != nil {
		return fmt.Errorf("search: write %s: %w", id, err)
	}
	return nil
}
