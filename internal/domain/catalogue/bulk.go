package catalogue

import (
	"context"
	"fmt"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
)

// chunk is how many values are asked for in one query.
const chunk = 400

// inChunks asks for the rows whose column is one of the values.
func inChunks(values []string, ask func(in string, args []any) error) error {
	for len(values) > 0 {
		n := min(len(values), chunk)
		in, args := placeholders(values[:n])
		if err := ask(in, args); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// ProfilesBy loads many profiles, whoever asks, by "id" or "reference".
func (s *Store) ProfilesBy(ctx context.Context, q db.Querier, column string, values []string) (map[string]Opportunity, error) {
	out := map[string]Opportunity{}
	if column != "id" && column != "reference" {
		return nil, fmt.Errorf("catalogue: profiles are not found by %q", column)
	}
	err := inChunks(values, func(in string, args []any) error {
		list, err := s.opportunities(ctx, q, `WHERE p.`+column+` IN (`+in+`)`, args...)
		for _, p := range list {
			out[map[string]string{"id": p.ID, "reference": p.Reference}[column]] = p
		}
		return err
	})
	return out, err
}

// KnownAs finds what a source's numbers stand for here: ids by numbers. kind is
// "opportunity" or "organisation".
func (s *Store) KnownAs(ctx context.Context, q db.Querier, kind, source string) (map[string]string, error) {
	rows, err := q.Query(ctx, `SELECT external, thing_id FROM external_id WHERE kind = $1 AND source = $2`, kind, source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var external, thing string
		if err := rows.Scan(&external, &thing); err != nil {
			return nil, err
		}
		out[external] = thing
	}
	return out, rows.Err()
}

// KeepKnownAs notes by which number a source knows a thing.
func (s *Store) KeepKnownAs(ctx context.Context, tx db.Querier, kind, source, external, thingID string) error {
	_, err := tx.Exec(ctx, `INSERT INTO external_id (kind, source, external, thing_id) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, source, external) DO UPDATE SET thing_id = excluded.thing_id`,
		kind, source, external, thingID)
	return err
}

// Identify finds the organisation that is meant: by its ROR id, national number,
// or the same name in any script. Those that are only alike are returned as
// candidates, the likeliest first.
func (s *Store) Identify(ctx context.Context, q db.Querier, o Organisation) (same Organisation, found bool, alike []Organisation, err error) {
	known := o.known()
	keys := duplicate.Keys(known)
	ids := map[string]bool{}
	err = inChunks(keys, func(in string, args []any) error {
		rows, err := q.Query(ctx, `SELECT DISTINCT organisation_id FROM organisation_key WHERE key IN (`+in+`)`, args...)
		if err != nil {
			return err
		}
		list, err := scanTexts(rows)
		for _, x := range list {
			ids[x] = true
		}
		return err
	})
	if err != nil || len(ids) == 0 {
		return same, false, nil, err
	}
	list := make([]string, 0, len(ids))
	for x := range ids {
		list = append(list, x)
	}
	orgs := map[string]Organisation{}
	err = inChunks(list, func(in string, args []any) error {
		list, err := s.organisations(ctx, q, `WHERE o.merged_into = '' AND o.id IN (`+in+`)`, args...)
		for _, x := range list {
			orgs[x.ID] = x
		}
		return err
	})
	if err != nil {
		return same, false, nil, err
	}
	var candidates []duplicate.Organisation
	for _, x := range orgs {
		candidates = append(candidates, x.known())
	}
	for _, m := range duplicate.Find(known, candidates) {
		x := orgs[m.B]
		if identical(o, x, m) {
			return x, true, nil, nil
		}
		alike = append(alike, x)
	}
	return same, false, alike, nil
}

// identical tells whether a match is certain: one number, or one whole name.
func identical(o, x Organisation, m duplicate.Match) bool {
	for _, p := range m.Parts {
		if p.Reason == duplicate.SameROR || p.Reason == duplicate.SameNational {
			return true
		}
	}
	for _, v := range o.Name {
		if o.Country == x.Country && strings.Contains(foldNames(&x), "\n"+Fold(v.Text)+"\n") {
			return true
		}
	}
	return false
}

// Entry is a profile as an import brings it.
type Entry struct {
	Profile  *Opportunity
	Owner    Organisation
	Source   string // that knows it by Number; "" for none
	Number   string
	Existing bool
	Publish  bool // entered as published, on the word of a validator for the source
}

// Entering enters the profiles of one import in one transaction.
type Entering struct {
	*Service
	Actor   access.Actor
	numbers map[string]int // last number of each prefix of references
}

// Enter stores a profile with its first or next revision. The caller has checked
// the policy and the content, and records the import as a whole.
func (e *Entering) Enter(ctx context.Context, tx db.Tx, x Entry) error {
	p := x.Profile
	if x.Existing {
		return e.change(ctx, tx, x)
	}
	if p.Reference == "" {
		if err := e.number(ctx, tx, x); err != nil {
			return err
		}
	}
	from := p.State
	if x.Publish {
		now := e.Clock.Now()
		p.State, p.Published, p.ValidUntil = Published, now, now.Add(validFor)
	}
	if err := e.AddOpportunity(ctx, tx, p); err != nil {
		if db.IsUnique(err) {
			return fault.New(fault.Conflict, "bulk.reference_taken", "value", p.Reference)
		}
		return err
	}
	if err := e.putRevision(ctx, tx, *p, e.Actor.PersonID, false); err != nil {
		return err
	}
	if x.Publish {
		if err := e.step(ctx, tx, p, Validate, from, x.Source); err != nil {
			return err
		}
	}
	if x.Source == "" {
		return nil
	}
	return e.KeepKnownAs(ctx, tx, "opportunity", x.Source, x.Number, p.ID)
}

func (e *Entering) change(ctx context.Context, tx db.Tx, x Entry) error {
	p := x.Profile
	if err := e.putContent(ctx, tx, p); err != nil {
		return err
	}
	if err := e.putState(ctx, tx, *p); err != nil {
		return err
	}
	if err := e.putRevision(ctx, tx, *p, e.Actor.PersonID, false); err != nil {
		return err
	}
	return e.indexProfile(ctx, tx, *p, x.Owner)
}

// Reopen makes a published profile ready to be changed by an import: it becomes
// a draft, and what is published stays until the draft is.
func (e *Entering) Reopen(ctx context.Context, tx db.Tx, p *Opportunity, source string) error {
	from := p.State
	p.State = Draft
	return e.step(ctx, tx, p, Revise, from, source)
}

func (e *Entering) step(ctx context.Context, tx db.Tx, p *Opportunity, s Step, from State, source string) error {
	_, err := tx.Exec(ctx, `INSERT INTO opportunity_step (id, opportunity_id, action, from_state, to_state, note, person_id, centre_id, revision, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id.New(), p.ID, string(s), string(from), string(p.State), source, e.Actor.PersonID, "", p.Revision, db.Micros(e.Clock.Now()))
	return err
}

// number gives the next reference. The last one of a day is looked for once.
func (e *Entering) number(ctx context.Context, tx db.Tx, x Entry) error {
	prefix := string(x.Profile.Type) + x.Owner.Country + e.Clock.Now().UTC().Format("20060102")
	if e.numbers == nil {
		e.numbers = map[string]int{}
	}
	n, known := e.numbers[prefix]
	if !known {
		ref, err := e.nextReference(ctx, tx, x.Profile)
		if err != nil {
			return err
		}
		if _, err := fmt.Sscan(strings.TrimLeft(ref[len(prefix):], "0"), &n); err != nil {
			n = 1
		}
		n--
	}
	e.numbers[prefix] = n + 1
	x.Profile.Reference = fmt.Sprintf("%s%03d", prefix, n+1)
	return nil
}

// ChangeOrganisation stores a changed record. The caller has checked the policy
// and records the import as a whole.
func (e *Entering) ChangeOrganisation(ctx context.Context, tx db.Tx, o *Organisation) error {
	return e.putOrganisation(ctx, tx, o)
}

// Record notes an import in the audit log.
func (e *Entering) Record(ctx context.Context, tx db.Tx, side string, detail map[string]any) error {
	return audit.Record(ctx, tx, audit.Entry{
		At: e.Clock.Now(), ActorID: e.Actor.PersonID, Action: "catalogue.import", ObjectKind: "catalogue", ObjectID: "import", Side: side, Detail: detail,
	})
}
