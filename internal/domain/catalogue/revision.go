package catalogue

import (
	"context"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// Revision is the content of a profile as it was.
type Revision struct {
	N        int
	State    State
	PersonID string
	At       time.Time
	Content  Content
}

// joinWithin is how long saves of one person by themselves stay one revision.
const joinWithin = 30 * time.Minute

// putBase keeps the content as it was before its first change, once.
func (s *Store) putBase(ctx context.Context, tx db.Tx, before Opportunity) error {
	_, err := tx.Exec(ctx, `INSERT INTO opportunity_revision (opportunity_id, n, content, state, person_id, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (opportunity_id, n) DO NOTHING`,
		before.ID, before.Revision, db.JSON(before.Content), string(before.State), before.AuthorID, db.Micros(before.Created))
	return err
}

// putRevision keeps the content as it is now. Automatic saves of one person
// within half an hour are one revision, unless a step was taken between them.
func (s *Store) putRevision(ctx context.Context, tx db.Tx, p Opportunity, personID string, join bool) error {
	now := s.Clock.Now()
	if join {
		_, err := tx.Exec(ctx, `DELETE FROM opportunity_revision WHERE opportunity_id = $1 AND n = (SELECT max(n) FROM opportunity_revision WHERE opportunity_id = $1)
			AND person_id = $2 AND state = $3 AND at > $4
			AND NOT EXISTS (SELECT 1 FROM opportunity_step s WHERE s.opportunity_id = $1 AND s.revision = opportunity_revision.n)`, p.ID, personID, string(p.State), db.Micros(now.Add(-joinWithin)))
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO opportunity_revision (opportunity_id, n, content, state, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		p.ID, p.Revision, db.JSON(p.Content), string(p.State), personID, db.Micros(now))
	return err
}

// Revisions lists the revisions of a profile without their content, the newest
// first.
func (s *Service) Revisions(ctx context.Context, actor access.Actor, reference string) (out []Revision, err error) {
	p, _, err := s.Profile(ctx, actor, reference)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT n, state, person_id, at FROM opportunity_revision WHERE opportunity_id = $1 ORDER BY n DESC`, p.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Revision
		var at int64
		if err := rows.Scan(&r.N, &r.State, &r.PersonID, &at); err != nil {
			return nil, err
		}
		r.At = db.Time(at)
		out = append(out, r)
	}
	return out, rows.Err()
}

// RevisionOf returns one revision of a profile.
func (s *Service) RevisionOf(ctx context.Context, actor access.Actor, reference string, n int) (r Revision, err error) {
	p, _, err := s.Profile(ctx, actor, reference)
	if err != nil {
		return r, err
	}
	var at int64
	err = s.DB.QueryRow(ctx, `SELECT n, state, person_id, at, content FROM opportunity_revision WHERE opportunity_id = $1 AND n = $2`, p.ID, n).
		Scan(&r.N, &r.State, &r.PersonID, &at, db.JSON(&r.Content))
	if errors.Is(err, db.ErrNoRows) {
		return r, fault.Missing()
	}
	r.At = db.Time(at)
	return r, err
}

// StepTaken is one step of a profile's history.
type StepTaken struct {
	ID       string
	Step     Step
	From, To State
	Note     string
	PersonID string
	CentreID string // for which centre the person acted, or ""
	Revision int
	At       time.Time
	Remarks  []Remark
}

// History lists the steps of a profile, the newest first, each with its remarks.
func (s *Service) History(ctx context.Context, actor access.Actor, reference string) (out []StepTaken, err error) {
	p, _, err := s.Profile(ctx, actor, reference)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT id, action, from_state, to_state, note, person_id, centre_id, revision, at FROM opportunity_step WHERE opportunity_id = $1 ORDER BY at DESC, id DESC`, p.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	at := map[string]int{}
	for rows.Next() {
		var x StepTaken
		var us int64
		if err := rows.Scan(&x.ID, &x.Step, &x.From, &x.To, &x.Note, &x.PersonID, &x.CentreID, &x.Revision, &us); err != nil {
			return nil, err
		}
		x.At, at[x.ID] = db.Time(us), len(out)
		out = append(out, x)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	remarks, err := s.remarks(ctx, s.DB, p.ID)
	for _, r := range remarks {
		if i, ok := at[r.StepID]; ok {
			out[i].Remarks = append(out[i].Remarks, r)
		}
	}
	return out, err
}

func (s *Store) addRemark(ctx context.Context, tx db.Tx, profileID, stepID string, r Remark) error {
	_, err := tx.Exec(ctx, `INSERT INTO opportunity_remark (id, opportunity_id, step_id, severity, field, rule, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id.New(), profileID, stepID, string(r.Severity), r.Field, Clean(r.Rule), Clean(r.Evidence))
	return err
}

// remarks lists all remarks on a profile, in their order.
func (s *Store) remarks(ctx context.Context, q db.Querier, profileID string) (out []Remark, err error) {
	rows, err := q.Query(ctx, `SELECT id, step_id, severity, field, rule, evidence, COALESCE(resolved_at, 0) FROM opportunity_remark WHERE opportunity_id = $1 ORDER BY id`, profileID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Remark
		var resolved int64
		if err := rows.Scan(&r.ID, &r.StepID, &r.Severity, &r.Field, &r.Rule, &r.Evidence, &resolved); err != nil {
			return nil, err
		}
		r.Resolved = instant(resolved)
		out = append(out, r)
	}
	return out, rows.Err()
}

// openRemarks counts the blockers and major remarks that are not resolved.
func (s *Store) openRemarks(ctx context.Context, q db.Querier, profileID string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT count(*) FROM opportunity_remark WHERE opportunity_id = $1 AND severity IN ('blocker', 'major') AND resolved_at IS NULL`, profileID).Scan(&n)
	return n, err
}

// Remarks lists the remarks on a profile, in their order.
func (s *Service) Remarks(ctx context.Context, actor access.Actor, reference string) ([]Remark, error) {
	p, _, err := s.Profile(ctx, actor, reference)
	if err != nil {
		return nil, err
	}
	return s.remarks(ctx, s.DB, p.ID)
}

// Resolve marks a remark as mended, or as open again.
func (s *Service) Resolve(ctx context.Context, actor access.Actor, reference, remarkID string, resolved bool) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, o, err := s.byReference(ctx, tx, reference)
		if err != nil {
			return err
		}
		if err := actor.Check(access.ProfileEdit, access.Object{Orgs: []string{p.OrganisationID}}); err != nil {
			return err
		}
		var at any
		if resolved {
			at = db.Micros(s.Clock.Now())
		}
		n, err := tx.Exec(ctx, `UPDATE opportunity_remark SET resolved_at = $3, resolved_by = $4 WHERE id = $2 AND opportunity_id = $1`, p.ID, remarkID, at, actor.PersonID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileEdit, Org: p.OrganisationID, Side: o.Country, Action: "profile.resolve", Kind: "opportunity", ID: p.ID,
			Detail: map[string]any{"reference": p.Reference, "remark": remarkID, "resolved": resolved},
		})
	})
}
