package catalogue

import (
	"context"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// Found is a page of what a search finds, with the counts of the facets.
type Found struct {
	search.Result
	Things []Thing // in the order of the hits
}

// Thing is one thing found: a profile or an organisation.
type Thing struct {
	Profile      *View
	Organisation *Organisation
}

// Find searches the catalogue for the actor: what is for members is found by
// who is signed in.
func (s *Service) Find(ctx context.Context, actor access.Actor, q search.Query) (f Found, err error) {
	if f.Result, err = s.search(ctx, actor, q); err != nil {
		return f, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, r db.Querier) error {
		f.Things, err = s.things(ctx, r, actor, f.Hits)
		return err
	})
	return f, err
}

// things loads what was found, in two queries.
func (s *Service) things(ctx context.Context, q db.Querier, actor access.Actor, hits []search.Hit) (out []Thing, err error) {
	var profileIDs, orgIDs []string
	for _, h := range hits {
		if kind, thing, _ := strings.Cut(h.ID, ":"); kind == "p" {
			profileIDs = append(profileIDs, thing)
		} else {
			orgIDs = append(orgIDs, thing)
		}
	}
	profiles := map[string]Opportunity{}
	if len(profileIDs) > 0 {
		in, args := placeholders(profileIDs)
		list, err := s.opportunities(ctx, q, `WHERE p.id IN (`+in+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			profiles[p.ID] = p
			orgIDs = append(orgIDs, p.OrganisationID)
		}
	}
	orgs, err := s.OrganisationsByID(ctx, q, orgIDs)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		kind, thing, _ := strings.Cut(h.ID, ":")
		if o, ok := orgs[thing]; ok && kind == "o" {
			out = append(out, Thing{Organisation: &o})
			continue
		}
		p, ok := profiles[thing]
		if !ok || !p.Visible() {
			continue // gone since the search
		}
		v, err := s.view(actor, p, orgs[p.OrganisationID], false, false)
		if err != nil {
			continue // not for this reader any more
		}
		out = append(out, Thing{Profile: &v})
	}
	return out, nil
}

// OrganisationsByID returns the organisations with the ids, by id.
func (s *Store) OrganisationsByID(ctx context.Context, q db.Querier, ids []string) (map[string]Organisation, error) {
	out := map[string]Organisation{}
	if len(ids) == 0 {
		return out, nil
	}
	in, args := placeholders(ids)
	list, err := s.organisations(ctx, q, `WHERE o.id IN (`+in+`)`, args...)
	for _, o := range list {
		out[o.ID] = o
	}
	return out, err
}

// placeholders writes "$1, $2, …" for the values.
func placeholders(values []string) (string, []any) {
	list, args := make([]string, len(values)), make([]any, len(values))
	for i, v := range values {
		list[i], args[i] = "$"+strconv.Itoa(i+1), v
	}
	return strings.Join(list, ", "), args
}
