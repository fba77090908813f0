package access

import (
	"context"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
)

// Load returns the person as an actor with all grants; an empty id is nobody.
// Whoever advises for a centre also holds, of each mandate that is in force at
// the instant, a grant for the client.
func Load(ctx context.Context, q db.Querier, personID string, now time.Time) (a Actor, err error) {
	defer fault.Wrap(&err, "access: load %s", personID)
	a.PersonID = personID
	if personID == "" {
		return a, nil
	}
	day := now.UTC().Format(time.DateOnly)
	rows, err := q.Query(ctx, `SELECT g.role, g.event_id, g.side, g.org_id, '', '', '', g.id AS place FROM role_grant g WHERE g.person_id = $1
		UNION ALL SELECT g.role, '', '', m.client_id, m.centre_id, m.id, m.scope, m.id FROM role_grant g JOIN mandate m ON m.centre_id = g.org_id
		WHERE g.person_id = $1 AND g.role = $2 AND g.event_id = '' AND m.ended_at IS NULL AND m.from_day <= $3 AND m.to_day >= $3 ORDER BY place`, personID, string(Intermediary), day)
	if err != nil {
		return a, err
	}
	defer rows.Close()
	for rows.Next() {
		var g Grant
		var place string
		if err := rows.Scan(&g.Role, &g.Event, &g.Side, &g.Org, &g.Centre, &g.Mandate, &g.Scope, &place); err != nil {
			return a, err
		}
		a.Grants = append(a.Grants, g)
	}
	return a, rows.Err()
}

// Give grants a role to a person; a grant already held is left as it is. The
// caller has checked RoleGrant and records the audit entry.
func Give(ctx context.Context, tx db.Querier, c clock.Clock, by, personID string, g Grant) error {
	_, err := tx.Exec(ctx, `INSERT INTO role_grant (id, person_id, role, event_id, side, org_id, granted_by, granted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id, role, event_id, side, org_id) DO NOTHING`,
		id.New(), personID, string(g.Role), g.Event, g.Side, g.Org, by, db.Micros(c.Now()))
	return err
}

// Take withdraws a role from a person.
func Take(ctx context.Context, tx db.Querier, personID string, g Grant) error {
	_, err := tx.Exec(ctx, `DELETE FROM role_grant WHERE person_id = $1 AND role = $2 AND event_id = $3 AND side = $4 AND org_id = $5`,
		personID, string(g.Role), g.Event, g.Side, g.Org)
	return err
}
