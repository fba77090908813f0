package catalogue

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// After is a place in a list that is ordered by change: what comes after it.
type After struct {
	At time.Time
	ID string
}

// Changed lists the published profiles that the actor may read, those changed
// first first, from after on; next is the place to go on from, zero at the end.
// Profiles that are not for him make a page shorter.
func (s *Service) Changed(ctx context.Context, actor access.Actor, since time.Time, after After, limit int) (out []View, next After, err error) {
	if after.At.IsZero() {
		after.At = since.Add(-time.Microsecond)
	}
	err = s.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		list, err := s.opportunities(ctx, q, `WHERE `+visible+` AND (p.updated_at > $1 OR p.updated_at = $1 AND p.id > $2) ORDER BY p.updated_at, p.id LIMIT $3`, micros(after.At), after.ID, limit+1)
		if err != nil {
			return err
		}
		if len(list) > limit {
			list = list[:limit]
			next = After{list[limit-1].Updated, list[limit-1].ID}
		}
		var ids []string
		for _, p := range list {
			ids = append(ids, p.OrganisationID)
		}
		orgs, err := s.OrganisationsByID(ctx, q, ids)
		if err != nil {
			return err
		}
		for _, p := range list {
			if v, err := s.view(actor, p, orgs[p.OrganisationID], false, false); err == nil {
				out = append(out, v)
			}
		}
		return nil
	})
	return out, next, err
}

// OrganisationFilter narrows a list of organisations.
type OrganisationFilter struct {
	Kind            Kind
	Country, Region string
	Since           time.Time // changed then or later
}

// ListOrganisations lists organisations, those changed first first.
func (s *Store) ListOrganisations(ctx context.Context, q db.Querier, f OrganisationFilter, after After, limit int) (out []Organisation, next After, err error) {
	if after.At.IsZero() {
		after.At = f.Since.Add(-time.Microsecond)
	}
	where, args := []string{"o.merged_into = ''", "NOT o.unconfirmed", "(o.updated_at > $1 OR o.updated_at = $1 AND o.id > $2)"}, []any{micros(after.At), after.ID, limit + 1}
	for column, v := range map[string]string{"kind": string(f.Kind), "country": f.Country, "region": f.Region} {
		if v != "" {
			args = append(args, v)
			where = append(where, fmt.Sprintf("o.%s = $%d", column, len(args)))
		}
	}
	out, err = s.organisations(ctx, q, `WHERE `+strings.Join(where, " AND ")+` ORDER BY o.updated_at, o.id LIMIT $3`, args...)
	if len(out) > limit {
		out = out[:limit]
		next = After{out[limit-1].Updated, out[limit-1].ID}
	}
	return out, next, err
}

// searchPage is the largest page that the search gives.
const searchPage = 100

// FindAll finds all that a query finds, most things at most.
func (s *Service) FindAll(ctx context.Context, actor access.Actor, q search.Query, most int) (out []Thing, total int, err error) {
	q.Offset, q.Size = 0, searchPage
	for {
		f, err := s.Find(ctx, actor, q)
		if err != nil {
			return nil, 0, err
		}
		out, total = append(out, f.Things...), f.Total
		q.Offset += searchPage
		if len(f.Hits) < searchPage || q.Offset >= most {
			return out[:min(len(out), most)], total, nil
		}
	}
}

// Kept lists the profiles that the actor keeps, in every state, those changed
// last first: of his own organisations, his clients, his side.
func (s *Service) Kept(ctx context.Context, actor access.Actor) (out []Opportunity, err error) {
	where, args := []string{}, []any{}
	for column, values := range map[string][]string{"p.organisation_id": actor.OrgsOf(access.ProfileDesk), "o.country": actor.SidesOf(access.ProfileDesk)} {
		for _, v := range values {
			args = append(args, v)
			where = append(where, fmt.Sprintf("%s = $%d", column, len(args)))
		}
	}
	if len(where) == 0 {
		return nil, actor.Check(access.ProfileDesk, access.Object{})
	}
	return s.opportunities(ctx, s.DB, `JOIN organisation o ON o.id = p.organisation_id WHERE `+strings.Join(where, " OR ")+` ORDER BY p.updated_at DESC, p.id DESC LIMIT 10000`, args...)
}
