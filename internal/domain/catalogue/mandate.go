package catalogue

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// Mandate is what a centre may do for a client, and for how long.
type Mandate struct {
	ID       string
	Centre   Organisation
	Client   Organisation
	Scope    []access.MandateScope
	From, To string // days, both included
	Evidence string // number and date of the agreement
	By       string // who registered it
	Created  time.Time
	Ended    time.Time
	EndedBy  string
	Reason   string
}

// InForce tells whether the mandate gives rights on the day.
func (m Mandate) InForce(now time.Time) bool {
	d := day(now)
	return m.Ended.IsZero() && m.From <= d && d <= m.To
}

// longestMandate is for how many years a mandate can be given at a time.
const longestMandate = 5

// checkMandate holds a mandate against the rules.
func checkMandate(m Mandate) (bad []fault.Field) {
	from, errFrom := time.Parse(time.DateOnly, m.From)
	to, errTo := time.Parse(time.DateOnly, m.To)
	if errFrom != nil {
		bad = append(bad, fault.Field{Name: "from", Key: "mandate.bad_day"})
	}
	switch {
	case errTo != nil:
		bad = append(bad, fault.Field{Name: "to", Key: "mandate.bad_day"})
	case errFrom == nil && to.Before(from):
		bad = append(bad, fault.Field{Name: "to", Key: "mandate.day_order"})
	case errFrom == nil && to.After(from.AddDate(longestMandate, 0, 0)):
		bad = append(bad, fault.Field{Name: "to", Key: "mandate.too_long", Args: []any{"n", longestMandate}})
	}
	if access.JoinScope(m.Scope) == "" {
		bad = append(bad, fault.Field{Name: "scope", Key: "mandate.scope_missing"})
	}
	if e := strings.TrimSpace(m.Evidence); e == "" || length(e) > 500 {
		bad = append(bad, fault.Field{Name: "evidence", Key: "mandate.evidence_missing", Args: []any{"n", 500}})
	}
	return bad
}

// RegisterMandate records that a client lets a centre act for it. A mandate of
// the same two that is in force is replaced by the new one. The centre becomes
// responsible for the client's profiles that have none.
func (s *Service) RegisterMandate(ctx context.Context, actor access.Actor, m Mandate) (string, error) {
	mandateID := id.New()
	err := s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := actor.Check(access.MandateRegister, access.Object{Orgs: []string{m.Centre.ID}}); err != nil {
			return err
		}
		centre, err := s.OrganisationByID(ctx, tx, m.Centre.ID)
		if err != nil {
			return err
		}
		client, err := s.OrganisationByID(ctx, tx, m.Client.ID)
		if err != nil {
			return err
		}
		bad := checkMandate(m)
		if centre.ID == client.ID {
			bad = append(bad, fault.Field{Name: "client", Key: "mandate.self"})
		}
		if len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `UPDATE mandate SET ended_at = $3, ended_by = $4, end_reason = 'replaced' WHERE centre_id = $1 AND client_id = $2 AND ended_at IS NULL`,
			centre.ID, client.ID, db.Micros(now), actor.PersonID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			mandateID, centre.ID, client.ID, access.JoinScope(m.Scope), m.From, m.To, strings.TrimSpace(m.Evidence), actor.PersonID, db.Micros(now)); err != nil {
			return err
		}
		if slices.Contains(m.Scope, access.ForProfiles) {
			if _, err := tx.Exec(ctx, `UPDATE opportunity SET centre_id = $2 WHERE organisation_id = $1 AND centre_id = ''`, client.ID, centre.ID); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.MandateRegister, Org: centre.ID, Side: centre.Country, Action: "mandate.register", Kind: "organisation", ID: client.ID,
			Detail: map[string]any{"centre": centre.ID, "mandate": mandateID, "scope": access.JoinScope(m.Scope), "from": m.From, "to": m.To},
		})
	})
	return mandateID, err
}

// EndMandate ends a mandate at once; either party may. The centre is no longer
// responsible for the client's profiles; another one that has a mandate is.
func (s *Service) EndMandate(ctx context.Context, actor access.Actor, mandateID, reason string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		m, err := s.mandate(ctx, tx, mandateID)
		if err != nil {
			return err
		}
		if err := actor.Check(access.MandateEnd, access.Object{Orgs: []string{m.Centre.ID, m.Client.ID}}); err != nil {
			return err
		}
		if !m.Ended.IsZero() {
			return fault.New(fault.Conflict, "mandate.ended_already")
		}
		if length(reason) > 500 {
			return fault.InvalidFields(fault.Field{Name: "reason", Key: "mandate.reason_long", Args: []any{"n", 500}})
		}
		return s.endMandate(ctx, tx, actor, m, strings.TrimSpace(reason))
	})
}

func (s *Service) endMandate(ctx context.Context, tx db.Tx, actor access.Actor, m Mandate, reason string) error {
	if _, err := tx.Exec(ctx, `UPDATE mandate SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1`, m.ID, db.Micros(s.Clock.Now()), actor.PersonID, reason); err != nil {
		return err
	}
	next, _, err := s.InForce(ctx, tx, m.Client.ID, access.ForProfiles)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE opportunity SET centre_id = $3, via_centre = FALSE WHERE organisation_id = $1 AND centre_id = $2`, m.Client.ID, m.Centre.ID, next.Centre.ID); err != nil {
		return err
	}
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.MandateEnd, Org: m.Centre.ID, Side: m.Centre.Country, Action: "mandate.end", Kind: "organisation", ID: m.Client.ID,
		Detail: map[string]any{"centre": m.Centre.ID, "mandate": m.ID, "reason": reason},
	})
}

const mandateColumns = `m.id, m.centre_id, m.client_id, m.scope, m.from_day, m.to_day, m.evidence, m.created_by, m.created_at, COALESCE(m.ended_at, 0), m.ended_by, m.end_reason`

func (s *Store) scanMandate(r db.Row) (m Mandate, err error) {
	var scope string
	var created, ended int64
	err = r.Scan(&m.ID, &m.Centre.ID, &m.Client.ID, &scope, &m.From, &m.To, &m.Evidence, &m.By, &created, &ended, &m.EndedBy, &m.Reason)
	m.Scope, m.Created, m.Ended = access.ParseScope(scope), instant(created), instant(ended)
	return m, err
}

func (s *Store) mandate(ctx context.Context, q db.Querier, mandateID string) (m Mandate, err error) {
	m, err = s.scanMandate(q.QueryRow(ctx, `SELECT `+mandateColumns+` FROM mandate m WHERE m.id = $1`, mandateID))
	if errors.Is(err, db.ErrNoRows) {
		return m, fault.Missing()
	}
	if err != nil {
		return m, err
	}
	return m, s.nameParties(ctx, q, &m)
}

// nameParties fills in the organisations of mandates.
func (s *Store) nameParties(ctx context.Context, q db.Querier, list ...*Mandate) error {
	var ids []string
	for _, m := range list {
		ids = append(ids, m.Centre.ID, m.Client.ID)
	}
	orgs, err := s.OrganisationsByID(ctx, q, distinct(ids))
	for _, m := range list {
		m.Centre, m.Client = orgs[m.Centre.ID], orgs[m.Client.ID]
	}
	return err
}

// Mandates lists the mandates that a centre holds or a client has given, those
// in force first, for who may end them.
func (s *Service) Mandates(ctx context.Context, actor access.Actor, organisationID string) ([]Mandate, error) {
	if err := actor.Check(access.MandateEnd, access.Object{Orgs: []string{organisationID}}); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT `+mandateColumns+` FROM mandate m WHERE m.centre_id = $1 OR m.client_id = $1 ORDER BY COALESCE(m.ended_at, 0), m.to_day, m.id`, organisationID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Mandate
	for rows.Next() {
		m, err := s.scanMandate(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	ptr := make([]*Mandate, len(out))
	for i := range out {
		ptr[i] = &out[i]
	}
	return out, s.nameParties(ctx, s.DB, ptr...)
}

// InForce returns the mandate under which a centre acts for the organisation in
// the scope now, if there is one. Of several centres the one longest registered
// counts.
func (s *Store) InForce(ctx context.Context, q db.Querier, clientID string, scope access.MandateScope) (m Mandate, found bool, err error) {
	today := day(s.Clock.Now())
	m, err = s.scanMandate(q.QueryRow(ctx, `SELECT `+mandateColumns+` FROM mandate m WHERE m.client_id = $1 AND m.ended_at IS NULL AND m.from_day <= $2 AND m.to_day >= $2
		AND ',' || m.scope || ',' LIKE $3 ORDER BY m.created_at, m.id LIMIT 1`, clientID, today, "%,"+string(scope)+",%"))
	if errors.Is(err, db.ErrNoRows) {
		return m, false, nil
	}
	return m, err == nil, err
}

// actsFor tells whether a centre has a mandate of the client in force now.
func (s *Store) actsFor(ctx context.Context, q db.Querier, centreID, clientID string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT count(*) FROM mandate WHERE centre_id = $1 AND client_id = $2 AND ended_at IS NULL AND from_day <= $3 AND to_day >= $3`,
		centreID, clientID, day(s.Clock.Now())).Scan(&n)
	return n > 0, err
}

// EndRunOut ends the mandates whose last day is over, so that the centres are no
// longer responsible for anything of their clients. Access ended with the day
// itself.
func (s *Service) EndRunOut(ctx context.Context) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT id FROM mandate WHERE ended_at IS NULL AND to_day < $1 ORDER BY id LIMIT 500`, day(s.Clock.Now()))
		if err != nil {
			return err
		}
		ids, err := scanTexts(rows)
		if err != nil {
			return err
		}
		for _, mandateID := range ids {
			m, err := s.mandate(ctx, tx, mandateID)
			if err != nil {
				return err
			}
			if err := s.endMandate(ctx, tx, access.Actor{}, m, "run out"); err != nil {
				return err
			}
		}
		return nil
	})
}
