package catalogue

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
)

// Likeness is an organisation that is probably the one in question, with the
// reasons.
type Likeness struct {
	Organisation
	duplicate.Match
}

// alike finds the records that are probably the same body, the likeliest first,
// without those that somebody has told from it.
func (s *Store) alike(ctx context.Context, q db.Querier, o Organisation) ([]Likeness, error) {
	return s.nearest(ctx, q, o, duplicate.Threshold)
}

func (s *Store) nearest(ctx context.Context, q db.Querier, o Organisation, least float64) (out []Likeness, err error) {
	mine := duplicate.Sign(o.known())
	keys := mine.Keys()
	if len(keys) == 0 {
		return nil, nil
	}
	in, args := placeholders(keys)
	rows, err := q.Query(ctx, `SELECT k.organisation_id FROM organisation_key k WHERE k.key IN (`+in+`) GROUP BY k.organisation_id ORDER BY COUNT(*) DESC, k.organisation_id LIMIT 50`, args...)
	if err != nil {
		return nil, err
	}
	ids, err := scanTexts(rows)
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, func(x string) bool { return x == o.ID })
	orgs, err := s.OrganisationsByID(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	told, err := s.toldApart(ctx, q, o.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range ids {
		c, ok := orgs[x]
		if !ok || told[x] {
			continue
		}
		if m := duplicate.Compare(mine, duplicate.Sign(c.known())); m.Score >= least {
			out = append(out, Likeness{c, m})
		}
	}
	slices.SortStableFunc(out, func(a, b Likeness) int { return cmp.Compare(b.Score, a.Score) })
	return out, nil
}

// toldApart lists the organisations that are known to be others.
func (s *Store) toldApart(ctx context.Context, q db.Querier, organisationID string) (map[string]bool, error) {
	rows, err := q.Query(ctx, `SELECT b_id FROM organisation_distinct WHERE a_id = $1 UNION SELECT a_id FROM organisation_distinct WHERE b_id = $1`, organisationID)
	if err != nil {
		return nil, err
	}
	list, err := scanTexts(rows)
	out := map[string]bool{}
	for _, x := range list {
		out[x] = true
	}
	return out, err
}

// distinguish notes that the organisation is none of those alike.
func (s *Store) distinguish(ctx context.Context, tx db.Tx, actor access.Actor, organisationID string, alike []Likeness) error {
	for _, x := range alike {
		if err := s.putDistinct(ctx, tx, actor.PersonID, organisationID, x.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) putDistinct(ctx context.Context, tx db.Tx, personID, a, b string) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_distinct (a_id, b_id, person_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, min(a, b), max(a, b), personID, db.Micros(s.Clock.Now()))
	return err
}

// nameShare is the least likeness at which a name alone finds a record: a place
// and an address, which Threshold counts on, are not asked for.
const nameShare = 0.4

// FindByAnyName finds organisations of the country by a name in any script, the
// likeliest first; merged records are not among them.
func (s *Service) FindByAnyName(ctx context.Context, actor access.Actor, country, name string) ([]Likeness, error) {
	if err := actor.Check(access.OrganisationAdd, access.Object{}); err != nil {
		return nil, err
	}
	if name = strings.TrimSpace(name); name == "" || length(name) > NameLimit {
		return nil, nil
	}
	out, err := s.nearest(ctx, s.DB, Organisation{Country: country, Aliases: []string{name}}, nameShare)
	if err != nil {
		return nil, err
	}
	named, err := s.organisations(ctx, s.DB, `WHERE o.country = $1 AND o.merged_into = '' AND o.name_folded LIKE $2 ESCAPE '!' ORDER BY o.name_folded, o.id LIMIT 20`,
		country, "%"+escapeLike(Fold(name))+"%")
	for _, o := range named {
		if !slices.ContainsFunc(out, func(x Likeness) bool { return x.ID == o.ID }) {
			out = append(out, Likeness{Organisation: o})
		}
	}
	return out, err
}

// Pair is two records that are probably of one body.
type Pair struct {
	A, B Organisation
	duplicate.Match
}

// Duplicates lists the probable duplicates among the records of a side, the
// likeliest first, for who may merge them.
func (s *Service) Duplicates(ctx context.Context, actor access.Actor, side string) (out []Pair, err error) {
	if err := actor.Check(access.OrganisationMerge, access.Object{Sides: []string{side}}); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		orgs, err := s.OrganisationsOf(ctx, q, side)
		if err != nil {
			return err
		}
		signed := make([]*duplicate.Signature, len(orgs))
		holders := map[string][]int{}
		for i := range orgs {
			signed[i] = duplicate.Sign(orgs[i].known())
			for _, k := range signed[i].Keys() {
				holders[k] = append(holders[k], i)
			}
		}
		told, err := s.allDistinct(ctx, q)
		if err != nil {
			return err
		}
		seen := map[[2]int]bool{}
		for _, list := range holders {
			if len(list) > duplicate.Candidates { // says nothing: half of the catalogue has it
				continue
			}
			for n, i := range list {
				for _, j := range list[n+1:] {
					pair := [2]int{i, j}
					if seen[pair] || told[[2]string{min(orgs[i].ID, orgs[j].ID), max(orgs[i].ID, orgs[j].ID)}] {
						continue
					}
					seen[pair] = true
					if m := duplicate.Compare(signed[i], signed[j]); m.Score >= duplicate.Threshold {
						out = append(out, Pair{orgs[i], orgs[j], m})
					}
				}
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A.ID, b.A.ID), cmp.Compare(a.B.ID, b.B.ID))
	})
	return out, err
}

func (s *Store) allDistinct(ctx context.Context, q db.Querier) (map[[2]string]bool, error) {
	rows, err := q.Query(ctx, `SELECT a_id, b_id FROM organisation_distinct`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[[2]string]bool{}
	for rows.Next() {
		var p [2]string
		if err := rows.Scan(&p[0], &p[1]); err != nil {
			return nil, err
		}
		out[p] = true
	}
	return out, rows.Err()
}

// OrganisationsOf lists the organisations of a country in the order of their
// entry, without merged records.
func (s *Store) OrganisationsOf(ctx context.Context, q db.Querier, country string) (out []Organisation, err error) {
	return s.organisations(ctx, q, `WHERE o.country = $1 AND o.merged_into = '' ORDER BY o.id`, country)
}

// TellApart remembers that two records are of two bodies, so that they are not
// shown as duplicates again.
func (s *Service) TellApart(ctx context.Context, actor access.Actor, a, b string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		one, two, err := s.mergeable(ctx, tx, actor, a, b)
		if err != nil {
			return err
		}
		if err := s.putDistinct(ctx, tx, actor.PersonID, one.ID, two.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, act{Actor: actor, Needed: access.OrganisationMerge, Side: one.Country, Action: "organisation.distinct", Kind: "organisation", ID: one.ID, Detail: map[string]any{"other": two.ID}})
	})
}

// mergeable loads two records that the actor may merge.
func (s *Service) mergeable(ctx context.Context, q db.Querier, actor access.Actor, a, b string) (one, two Organisation, err error) {
	for _, x := range []struct {
		id string
		to *Organisation
	}{{a, &one}, {b, &two}} {
		if *x.to, err = s.OrganisationByID(ctx, q, x.id); err != nil {
			return one, two, err
		}
		if err := actor.Check(access.OrganisationMerge, access.Object{Sides: []string{x.to.Country}}); err != nil {
			return one, two, err
		}
	}
	if one.ID == two.ID || one.MergedInto != "" || two.MergedInto != "" {
		return one, two, fault.New(fault.Conflict, "organisation_form.merged_already")
	}
	return one, two, nil
}
