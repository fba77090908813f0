// Package oai answers harvesters of the catalogue by the Open Archives
// Initiative's protocol for metadata harvesting 2.0 (OAI-PMH), in Dublin Core
// and in CERIF as the OpenAIRE guidelines for managers of research information
// systems 1.1 want it.
package oai

import (
	"context"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Kind is what a record is about; its text is the middle of identifiers.
type Kind string

// The kinds of records. CERIF has no word for a request: requests go out in
// Dublin Core only.
const (
	OrgUnit Kind = "OrgUnits"
	Offer   Kind = "Products"
	Request Kind = "Requests"
)

// Source is where the records come from.
type Source interface {
	// List returns the records that fit the query, in the order of Changed,
	// then Kind, then ID: so a record that changes during a harvest moves to
	// its end, and none is lost.
	List(ctx context.Context, q Query) ([]Record, error)
	// Get returns one record, deleted or not; false where there never was one.
	Get(ctx context.Context, kind Kind, id string) (Record, bool, error)
	// Earliest is the time of the oldest change that can be asked for.
	Earliest(ctx context.Context) (time.Time, error)
	// Countries lists the countries that records are of (ISO 3166-1 alpha-2).
	Countries(ctx context.Context) ([]string, error)
}

// Query selects records.
type Query struct {
	From, Before time.Time // of Changed: from, and before; zero is open
	Kinds        []Kind    // never empty
	Country      string    // "" for all
	After        *Cursor   // only those behind it in the order; nil from the first
	Limit        int
}

// Cursor is a place in the order of records.
type Cursor struct {
	Changed time.Time // to the microsecond
	Kind    Kind
	ID      string
}

// Record is one record: of an organisation or of an opportunity.
type Record struct {
	Kind         Kind
	ID           string // letters, digits, "-", "_" and "."
	Country      string
	Changed      time.Time
	Deleted      bool          // withdrawn: the record says no more than that
	Organisation *Organisation // of an OrgUnit
	Opportunity  *Opportunity  // of an Offer or a Request
}

// Organisation is what goes out of an organisation.
type Organisation struct {
	Kind        string // kind of the catalogue: "institute", "university", …
	Acronym     string
	Name        i18n.Text
	Description i18n.Text
	Website     string
	ROR         string // "https://ror.org/…"
	URL         string // of its page
	PartOf      []Ref
}

// Ref names an organisation that has a record of its own.
type Ref struct {
	ID   string
	Name i18n.Text
}

// Opportunity is what goes out of an offer or a request.
type Opportunity struct {
	Reference string
	URL       string
	Title     i18n.Text
	Summary   i18n.Text
	Owner     *Ref // nil where the profile is anonymous
	Centre    *Ref // that publishes it; may be nil
	Keywords  []string
	Language  i18n.Lang // of the keywords
	Subjects  []Subject
	Published time.Time
}

// Subject is a class of a classification.
type Subject struct {
	Scheme string // its address
	Class  string // address of the class
	Label  string // code and words, for Dublin Core
}

func (r Record) cursor() *Cursor { return &Cursor{r.Changed, r.Kind, r.ID} }
