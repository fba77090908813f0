package catalogue

import (
	"context"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
)

// Harvest selects records by when they changed last, for those who copy the
// public catalogue. They come in the order of change, then ID.
type Harvest struct {
	From, Before time.Time // of the change: from, and before; zero is open
	After        time.Time // behind this change …
	AfterID      string    // … and, of the same instant, behind this ID
	Country      string    // of the organisation, "" for all
	Limit        int
}

// bounds are the instants of the query, as stored.
func (h Harvest) bounds() (from, before, after int64) {
	before = 1<<63 - 1
	if !h.Before.IsZero() {
		before = db.Micros(h.Before)
	}
	return micros(h.From), before, micros(h.After)
}

// Harvested is a profile as it goes out: Live while everybody may read it, at
// least its title and summary; else only that there was one.
type Harvested struct {
	View
	Live bool
}

// HarvestOrganisations returns organisations with those that have been merged
// into others (MergedInto): they are no more.
func (s *Store) HarvestOrganisations(ctx context.Context, q db.Querier, h Harvest) (out []Organisation, err error) {
	from, before, after := h.bounds()
	return s.organisations(ctx, q, `WHERE NOT o.unconfirmed AND o.updated_at >= $1 AND o.updated_at < $2
		AND (o.updated_at > $3 OR o.updated_at = $3 AND o.id > $4) AND ($5 = '' OR o.country = $5) ORDER BY o.updated_at, o.id LIMIT $6`,
		from, before, after, h.AfterID, h.Country, h.Limit)
}

// HarvestProfiles returns offers, or requests, that were ever published.
func (s *Service) HarvestProfiles(ctx context.Context, q db.Querier, offers bool, h Harvest) ([]Harvested, error) {
	from, before, after := h.bounds()
	list, err := s.opportunities(ctx, q, `JOIN organisation o ON o.id = p.organisation_id WHERE p.published_at > 0 AND (p.type IN ('TO', 'BO')) = $7 AND p.updated_at >= $1 AND p.updated_at < $2
		AND (p.updated_at > $3 OR p.updated_at = $3 AND p.id > $4) AND ($5 = '' OR o.country = $5) ORDER BY p.updated_at, p.id LIMIT $6`,
		from, before, after, h.AfterID, h.Country, h.Limit, offers)
	if err != nil {
		return nil, err
	}
	return s.harvested(ctx, q, list)
}

// HarvestProfile returns the profile with the ID if it was ever published.
func (s *Service) HarvestProfile(ctx context.Context, q db.Querier, profileID string) (Harvested, bool, error) {
	list, err := s.opportunities(ctx, q, `WHERE p.id = $1 AND p.published_at > 0`, profileID)
	if err != nil || len(list) == 0 {
		return Harvested{}, false, err
	}
	out, err := s.harvested(ctx, q, list)
	if err != nil {
		return Harvested{}, false, err
	}
	return out[0], true, nil
}

func (s *Service) harvested(ctx context.Context, q db.Querier, list []Opportunity) (out []Harvested, err error) {
	var ids []string
	for _, p := range list {
		ids = append(ids, p.OrganisationID)
	}
	orgs, err := s.OrganisationsByID(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		o := orgs[p.OrganisationID]
		gone := Harvested{View: View{Opportunity: Opportunity{ID: p.ID, Type: p.Type, Updated: p.Updated}, Country: o.Country}}
		if !p.Visible() {
			out = append(out, gone)
			continue
		}
		v, err := s.view(access.Actor{}, p, o, false, false)
		if err != nil { // for members only
			out = append(out, gone)
			continue
		}
		out = append(out, Harvested{View: v, Live: true})
	}
	return out, nil
}

// PartsOf returns what organisations are a part of, by their IDs.
func (s *Store) PartsOf(ctx context.Context, q db.Querier, organisationIDs []string) (map[string][]Organisation, error) {
	out := map[string][]Organisation{}
	if len(organisationIDs) == 0 {
		return out, nil
	}
	in, args := placeholders(organisationIDs)
	rows, err := q.Query(ctx, `SELECT `+organisationColumns+`, m.organisation_id FROM organisation_membership m JOIN organisation o ON o.id = m.of_id
		WHERE m.kind = 'part' AND o.merged_into = '' AND NOT o.unconfirmed AND m.organisation_id IN (`+in+`) ORDER BY o.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var of string
		o, err := scanOrganisation(rows, &of)
		if err != nil {
			return nil, err
		}
		out[of] = append(out[of], o)
	}
	return out, rows.Err()
}

// EarliestChange is the oldest change of the public catalogue that is known; the
// present where there is none.
func (s *Store) EarliestChange(ctx context.Context, q db.Querier) (time.Time, error) {
	var us int64
	err := q.QueryRow(ctx, `SELECT COALESCE(min(at), 0) FROM (SELECT min(updated_at) AS at FROM organisation UNION ALL SELECT min(updated_at) FROM opportunity WHERE published_at > 0) x`).Scan(&us)
	if err != nil || us == 0 {
		return s.Clock.Now(), err
	}
	return db.Time(us), nil
}

// Countries lists the countries that organisations are of.
func (s *Store) Countries(ctx context.Context, q db.Querier) ([]string, error) {
	rows, err := q.Query(ctx, `SELECT DISTINCT country FROM organisation WHERE merged_into = '' AND NOT unconfirmed ORDER BY country`)
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}

// Current follows the record of an organisation that was merged to the one that
// stands for it now.
func (s *Store) Current(ctx context.Context, q db.Querier, o Organisation) (Organisation, error) {
	for range mergesFollowed {
		if o.MergedInto == "" {
			return o, nil
		}
		next, err := s.OrganisationByID(ctx, q, o.MergedInto)
		if err != nil {
			return o, err
		}
		o = next
	}
	return o, errors.New("catalogue: organisation " + o.ID + " is merged in a circle")
}

// mergesFollowed is how many mergers one after another are followed.
const mergesFollowed = 16
