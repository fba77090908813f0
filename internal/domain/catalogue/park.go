package catalogue

import (
	"context"
	"errors"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// ParkFacts are what a park tells of itself beside the facts of every
// organisation.
type ParkFacts struct {
	Services  []ParkThing   `json:"services,omitempty"`
	Equipment []ParkThing   `json:"equipment,omitempty"`
	Board     []BoardMember `json:"board,omitempty"`    // that manages it, in the order of the list
	Opened    int           `json:"opened,omitempty"`   // year
	Hectares  float64       `json:"hectares,omitempty"` // area of the site
}

// ParkThing is a service that a park renders or equipment that it lends.
type ParkThing struct {
	Name  i18n.Text `json:"name"`
	Text  i18n.Text `json:"text,omitempty"`  // what it is for
	Year  int       `json:"year,omitempty"`  // of manufacture, or since when it is rendered
	Terms i18n.Text `json:"terms,omitempty"` // for whom and at what price
}

// BoardMember is a member of the board of a park; a park of two countries has
// members of both.
type BoardMember struct {
	Native   string    `json:"native"`          // name in the person's own script
	Latin    string    `json:"latin,omitempty"` // the same in Latin letters
	Position i18n.Text `json:"position,omitempty"`
	Country  string    `json:"country,omitempty"` // ISO 3166-1 alpha-2, that sent him
	Chair    bool      `json:"chair,omitempty"`
}

// IndicatorName names a figure that parks report by the year; the name says the
// unit.
type IndicatorName string

// The indicators of parks. Money is in millions of US dollars, so that parks of
// different countries can be compared.
const (
	ResidentsNumber  IndicatorName = "residents"         // organisations at the year's end
	JobsNumber       IndicatorName = "jobs"              // people employed by residents at the year's end
	Revenue          IndicatorName = "revenue"           // of residents, million US dollars
	Exports          IndicatorName = "exports"           // of residents, million US dollars
	Investment       IndicatorName = "investment"        // in fixed assets, million US dollars
	ResearchSpending IndicatorName = "research_spending" // of residents, million US dollars
	Patents          IndicatorName = "patents"           // granted in the year
	Projects         IndicatorName = "projects"          // with other countries, under way in the year
	StartUps         IndicatorName = "start_ups"         // founded in the year
)

// IndicatorNames lists the indicators in the order in which they are shown.
var IndicatorNames = []IndicatorName{ResidentsNumber, JobsNumber, Revenue, Exports, Investment, ResearchSpending, Patents, Projects, StartUps}

// Money tells whether the indicator is in millions of US dollars; else it is a
// number of things.
func (n IndicatorName) Money() bool {
	return slices.Contains([]IndicatorName{Revenue, Exports, Investment, ResearchSpending}, n)
}

// Indicator is a figure of a park in a year.
type Indicator struct {
	Year  int
	Name  IndicatorName
	Value float64
}

// Park returns what a park tells of itself; empty facts where it tells nothing.
func (s *Store) Park(ctx context.Context, q db.Querier, organisationID string) (f ParkFacts, err error) {
	err = q.QueryRow(ctx, `SELECT park FROM organisation WHERE id = $1`, organisationID).Scan(db.JSON(&f))
	if errors.Is(err, db.ErrNoRows) {
		return f, fault.Missing()
	}
	return f, err
}

// Indicators returns the figures of a park, the newest year first, within a year
// in the order of IndicatorNames.
func (s *Store) Indicators(ctx context.Context, q db.Querier, organisationID string) (out []Indicator, err error) {
	rows, err := q.Query(ctx, `SELECT year, name, value FROM park_indicator WHERE organisation_id = $1`, organisationID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var i Indicator
		if err := rows.Scan(&i.Year, &i.Name, &i.Value); err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b Indicator) int {
		if a.Year != b.Year {
			return b.Year - a.Year
		}
		return slices.Index(IndicatorNames, a.Name) - slices.Index(IndicatorNames, b.Name)
	})
	return out, rows.Err()
}
