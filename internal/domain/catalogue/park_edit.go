package catalogue

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Limits of what a park tells of itself.
const (
	ParkThings = 60 // services, equipment or members of the board
	ParkText   = 1000
)

// parkOf loads the park for who may edit it.
func (s *Service) parkOf(ctx context.Context, q db.Querier, actor access.Actor, organisationID string) (o Organisation, err error) {
	if o, err = s.OrganisationByID(ctx, q, organisationID); err != nil {
		return o, err
	}
	if err := actor.Check(access.ParkEdit, access.Object{Orgs: []string{o.ID}}); err != nil {
		return o, err
	}
	if o.Kind != Park || o.MergedInto != "" {
		return o, fault.Missing()
	}
	return o, nil
}

// check holds what a park tells against the rules.
func (f *ParkFacts) check(year int) (bad []fault.Field) {
	wrong := func(name, key string, args ...any) {
		bad = append(bad, fault.Field{Name: name, Key: key, Args: args})
	}
	for name, list := range map[string][]ParkThing{"services": f.Services, "equipment": f.Equipment} {
		if len(list) > ParkThings {
			wrong(name, "park.too_many", "n", ParkThings)
		}
		for _, x := range list {
			for _, t := range []i18n.Text{x.Name, x.Text, x.Terms} {
				for _, v := range t {
					if length(v.Text) > ParkText {
						wrong(name, "organisation_form.too_long", "n", ParkText)
					}
				}
			}
			if len(x.Name) == 0 || x.Year != 0 && (x.Year < 1900 || x.Year > year) {
				wrong(name, "park.thing_wrong", "from", 1900, "to", year)
			}
		}
	}
	if len(f.Board) > ParkThings {
		wrong("board", "park.too_many", "n", ParkThings)
	}
	for _, b := range f.Board {
		if b.Native == "" || length(b.Native) > NameLimit || length(b.Latin) > NameLimit || b.Country != "" && !vocabulary.Countries.Valid(b.Country) {
			wrong("board", "park.member_wrong")
		}
	}
	if f.Opened != 0 && (f.Opened < 1900 || f.Opened > year) {
		wrong("opened", "organisation_form.year", "from", 1900, "to", year)
	}
	if f.Hectares < 0 || f.Hectares > 1_000_000 || math.IsNaN(f.Hectares) {
		wrong("hectares", "park.hectares_wrong")
	}
	return bad
}

// EditPark stores what a park tells of itself. A form made of an older revision
// of the record is refused as a Conflict.
func (s *Service) EditPark(ctx context.Context, actor access.Actor, organisationID string, revision int, f ParkFacts) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err := s.parkOf(ctx, tx, actor, organisationID)
		if err != nil {
			return err
		}
		if revision != o.Revision {
			return fault.New(fault.Conflict, "organisation_form.changed")
		}
		if bad := f.check(s.Clock.Now().Year()); len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if err := s.putPark(ctx, tx, o.ID, f); err != nil {
			return err
		}
		if err := s.putOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		return s.recordPark(ctx, tx, actor, o, "park.edit", map[string]any{"services": len(f.Services), "equipment": len(f.Equipment), "board": len(f.Board)})
	})
}

func (s *Service) recordPark(ctx context.Context, tx db.Tx, actor access.Actor, o Organisation, action string, detail map[string]any) error {
	return s.record(ctx, tx, act{Actor: actor, Needed: access.ParkEdit, Org: o.ID, Side: o.Country, Action: action, Kind: "organisation", ID: o.ID, Detail: detail})
}

// ParkRelations lists how others belong to a park.
var ParkRelations = []Membership{ResidentOf, PartOf, PartnerOf}

// checkRelation holds a relation to a park against the rules.
func checkRelation(r Relation) (bad []fault.Field) {
	if !slices.Contains(ParkRelations, r.Kind) {
		bad = append(bad, fault.Field{Name: "relation", Key: "park.relation_unknown"})
	}
	if !slices.Contains(Residencies, r.Status) {
		bad = append(bad, fault.Field{Name: "status", Key: "park.status_unknown"})
	}
	for name, d := range map[string]string{"from": r.From, "to": r.To} {
		if _, err := time.Parse(time.DateOnly, d); d != "" && err != nil {
			bad = append(bad, fault.Field{Name: name, Key: "mandate.bad_day"})
		}
	}
	if r.From != "" && r.To != "" && r.To < r.From {
		bad = append(bad, fault.Field{Name: "to", Key: "mandate.day_order"})
	}
	if length(r.Agreement) > 200 {
		bad = append(bad, fault.Field{Name: "agreement", Key: "organisation_form.too_long", Args: []any{"n", 200}})
	}
	return bad
}

// PutRelation says how an organisation belongs to the park: as a resident, a
// part (a sub-park), or a partner. What was said before is replaced.
func (s *Service) PutRelation(ctx context.Context, actor access.Actor, parkID, organisationID string, r Relation) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		park, err := s.parkOf(ctx, tx, actor, parkID)
		if err != nil {
			return err
		}
		o, err := s.OrganisationByID(ctx, tx, organisationID)
		if err != nil || o.MergedInto != "" || o.ID == park.ID {
			return fault.InvalidFields(fault.Field{Name: "organisation", Key: "park.no_organisation"})
		}
		r.Agreement = strings.TrimSpace(r.Agreement)
		bad := checkRelation(r)
		if r.Kind != ResidentOf && o.Kind != Park {
			bad = append(bad, fault.Field{Name: "relation", Key: "park.only_parks"})
		}
		if len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if err := s.PutMembership(ctx, tx, o.ID, park.ID, r); err != nil {
			return err
		}
		return s.recordPark(ctx, tx, actor, park, "park.relation", map[string]any{"organisation": o.ID, "relation": string(r.Kind), "status": string(r.Status), "from": r.From, "to": r.To})
	})
}

// RemoveRelation takes back that an organisation belongs to the park, where it
// was entered wrongly; one that has left keeps its relation with that status.
func (s *Service) RemoveRelation(ctx context.Context, actor access.Actor, parkID, organisationID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		park, err := s.parkOf(ctx, tx, actor, parkID)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM organisation_membership WHERE organisation_id = $1 AND of_id = $2`, organisationID, park.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return s.recordPark(ctx, tx, actor, park, "park.relation_remove", map[string]any{"organisation": organisationID})
	})
}

// SetIndicators stores the figures of a year in place of what was there; those
// not named are taken away.
func (s *Service) SetIndicators(ctx context.Context, actor access.Actor, parkID string, year int, values map[IndicatorName]float64) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		park, err := s.parkOf(ctx, tx, actor, parkID)
		if err != nil {
			return err
		}
		last := s.Clock.Now().Year()
		if year < 1990 || year > last {
			return fault.InvalidFields(fault.Field{Name: "year", Key: "organisation_form.year", Args: []any{"from", 1990, "to", last}})
		}
		var bad []fault.Field
		for n, v := range values {
			if !slices.Contains(IndicatorNames, n) || math.IsNaN(v) || v < 0 || v > 1e12 || !n.Money() && v != math.Trunc(v) {
				bad = append(bad, fault.Field{Name: string(n), Key: "park.indicator_wrong"})
			}
		}
		if len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if _, err := tx.Exec(ctx, `DELETE FROM park_indicator WHERE organisation_id = $1 AND year = $2`, park.ID, year); err != nil {
			return err
		}
		for _, n := range IndicatorNames {
			if v, ok := values[n]; ok {
				if _, err := tx.Exec(ctx, `INSERT INTO park_indicator (organisation_id, year, name, value) VALUES ($1, $2, $3, $4)`, park.ID, year, string(n), v); err != nil {
					return err
				}
			}
		}
		return s.recordPark(ctx, tx, actor, park, "park.indicators", map[string]any{"year": year, "figures": len(values)})
	})
}

// EditedPark returns a park with all that belongs to it, for who may edit it.
func (s *Service) EditedPark(ctx context.Context, actor access.Actor, slug string) (o Organisation, err error) {
	if o, err = s.Organisation(ctx, s.DB, slug); err != nil {
		return o, err
	}
	return s.parkOf(ctx, s.DB, actor, o.ID)
}
