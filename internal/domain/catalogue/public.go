package catalogue

import (
	"context"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// gone is the answer for a profile that is not published: one that everybody
// could read once tells that it is no more, any other was never there.
func (p *Opportunity) gone() error {
	if (p.State == Expired || p.State == Archived) && !p.Published.IsZero() && p.Confidentiality == Public {
		return fault.New(fault.Gone, "public.gone_"+string(p.State), "reference", p.Reference)
	}
	return fault.Missing()
}

// counterparts are the types that answer a type of profile.
var counterparts = map[OpportunityType][]OpportunityType{
	TechnologyOffer: {TechnologyRequest, ResearchRequest}, TechnologyRequest: {TechnologyOffer}, ResearchRequest: {ResearchRequest, TechnologyOffer},
	BusinessOffer: {BusinessRequest}, BusinessRequest: {BusinessOffer},
}

// similarLooked is how many of the newest profiles of the same areas are weighed.
const similarLooked = 100

// Similar returns up to n published profiles that a reader of this one may want
// to see too, the nearest first: of its areas, those that answer it (a request
// to an offer) before others of its kind, then by what they have in common.
func (s *Service) Similar(ctx context.Context, actor access.Actor, to View, n int) ([]View, error) {
	q := search.Query{Order: search.Newest, Size: similarLooked, Facets: map[search.Facet][]string{
		search.Kind: append(Codes(counterparts[to.Type]), string(to.Type)),
	}}
	if len(to.Areas) > 0 {
		q.Facets[search.Area] = Codes(to.Areas)
	}
	f, err := s.Find(ctx, actor, q)
	if err != nil {
		return nil, err
	}
	type weighed struct {
		View
		weight int
	}
	var list []weighed
	for _, t := range f.Things {
		if v := t.Profile; v != nil && v.ID != to.ID {
			list = append(list, weighed{*v, nearness(to, *v)})
		}
	}
	slices.SortStableFunc(list, func(a, b weighed) int { return b.weight - a.weight })
	var out []View
	for _, w := range list[:min(n, len(list))] {
		out = append(out, w.View)
	}
	return out, nil
}

// nearness weighs what two profiles have in common.
func nearness(a, b View) int {
	w := 2*common(Codes(a.Areas), Codes(b.Areas)) + 3*common(a.FORD, b.FORD) + 3*common(a.IPC, b.IPC) + common(a.Partnerships, b.Partnerships) +
		4*common(folded(a.TechnologyKeywords), folded(b.TechnologyKeywords)) + 2*common(folded(a.MarketKeywords), folded(b.MarketKeywords))
	if slices.Contains(counterparts[a.Type], b.Type) {
		w += 3
	}
	return w
}

func common(a, b []string) (n int) {
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

func folded(list []string) (out []string) {
	for _, x := range list {
		out = append(out, Fold(x))
	}
	return out
}

// ProfilesOf returns the published offers and requests of organisations that
// the actor may read and that name their owner.
func (s *Service) ProfilesOf(ctx context.Context, actor access.Actor, organisationIDs ...string) (out []View, err error) {
	if len(organisationIDs) == 0 {
		return nil, nil
	}
	in, args := placeholders(organisationIDs)
	list, err := s.opportunities(ctx, s.DB, `WHERE p.organisation_id IN (`+in+`) AND `+visible+` ORDER BY p.type, p.reference`, args...)
	if err != nil {
		return nil, err
	}
	orgs, err := s.OrganisationsByID(ctx, s.DB, organisationIDs)
	for _, p := range list {
		if v, err := s.view(actor, p, orgs[p.OrganisationID], false, false); err == nil && v.Owner.ID != "" {
			out = append(out, v)
		}
	}
	return out, err
}

// Listed is the address of a public page: a reference or a slug.
type Listed struct {
	Key     string
	Updated time.Time
}

// unrestricted leaves out the profiles for members, in SQL. Quotes inside of
// texts are escaped in JSON, so that no text can look like the property.
const unrestricted = `CAST(COALESCE(p.shown, p.content) AS TEXT) NOT LIKE '%"confidentiality":"members"%' AND CAST(COALESCE(p.shown, p.content) AS TEXT) NOT LIKE '%"confidentiality": "members"%'`

// ListedProfiles returns the profiles with a page for everybody, the oldest
// first.
func (s *Store) ListedProfiles(ctx context.Context, q db.Querier, offset, limit int) ([]Listed, error) {
	return listed(ctx, q, `SELECT p.reference, p.updated_at FROM opportunity p WHERE `+visible+` AND `+unrestricted+` ORDER BY p.id LIMIT $1 OFFSET $2`, limit, offset)
}

// ListedOrganisations returns the organisations with a page, the oldest first.
func (s *Store) ListedOrganisations(ctx context.Context, q db.Querier, offset, limit int) ([]Listed, error) {
	return listed(ctx, q, `SELECT o.slug, o.updated_at FROM organisation o WHERE o.merged_into = '' AND NOT o.unconfirmed ORDER BY o.id LIMIT $1 OFFSET $2`, limit, offset)
}

func listed(ctx context.Context, q db.Querier, query string, args ...any) (out []Listed, err error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Listed
		var us int64
		if err := rows.Scan(&l.Key, &us); err != nil {
			return nil, err
		}
		l.Updated = instant(us)
		out = append(out, l)
	}
	return out, rows.Err()
}
