package access

import (
	"context"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
)

// Load returns the person as an actor with all grants; an empty id is nobody.
func Load(ctx context.Context, q db.Querier, personID string) (a Actor, err error) {
	defer fault.Wrap(&err, "access: load %s", personID)
	a.PersonID = personID
	if personID == "" {
		return a, nil
	}
	rows, err := q.Query(ctx, `SELECT role, event_id, side, org_id FROM role_grant WHERE person_id = $1 ORDER BY id`, personID)
	if err != nil {
		return a, err
	}
	defer rows.Close()
	for rows.Next() {
		var g Grant
		if err := rows.Scan(&g.Role, &g.Event, &g.Side, &g.Org); err != nil {
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
