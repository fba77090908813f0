package exchange

import (
	"context"
	"errors"
	"sort"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
)

func addWish(ctx context.Context, tx db.Querier, eventID string, w *Wish, at int64) error {
	members := append([]string{}, w.To...)
	sort.Strings(members)
	fresh := id.New()
	err := tx.QueryRow(ctx, `INSERT INTO wish (id, event_id, from_id, members, strength, weight, opportunity_id, subject, slot_id, place_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (event_id, from_id, members) DO UPDATE SET strength = excluded.strength, weight = excluded.weight, opportunity_id = excluded.opportunity_id,
			subject = excluded.subject, slot_id = excluded.slot_id, place_id = excluded.place_id
		RETURNING id`,
		fresh, eventID, w.From, strings.Join(members, " "), string(w.Strength), w.Weight, null(w.OpportunityID), w.Subject, null(w.SlotID), null(w.PlaceID), at).Scan(&w.ID)
	if err != nil || w.ID != fresh {
		return err
	}
	for _, m := range members {
		if _, err := tx.Exec(ctx, `INSERT INTO wish_member (wish_id, participant_id) VALUES ($1, $2)`, w.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// wishes returns the wishes among admitted participants.
func wishes(ctx context.Context, q db.Querier, eventID string) (out []Wish, err error) {
	rows, err := q.Query(ctx, `SELECT w.id, w.from_id, w.members, w.strength, w.weight, COALESCE(w.opportunity_id, ''), w.subject, COALESCE(w.slot_id, ''), COALESCE(w.place_id, '')
		FROM wish w JOIN participant f ON f.id = w.from_id
		WHERE w.event_id = $1 AND f.state = 'validated' AND NOT EXISTS (
			SELECT 1 FROM wish_member wm JOIN participant m ON m.id = wm.participant_id WHERE wm.wish_id = w.id AND m.state <> 'validated')
		ORDER BY w.id`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var w Wish
		var members string
		if err := rows.Scan(&w.ID, &w.From, &members, &w.Strength, &w.Weight, &w.OpportunityID, &w.Subject, &w.SlotID, &w.PlaceID); err != nil {
			return nil, err
		}
		w.To = strings.Fields(members)
		out = append(out, w)
	}
	return out, rows.Err()
}

const planColumns = `id, event_id, version, state, revision, figures, created_by, created_at, COALESCE(published_at, 0)`

func scanPlan(r db.Row) (p Plan, err error) {
	var created, published int64
	err = r.Scan(&p.ID, &p.EventID, &p.Version, &p.State, &p.Revision, db.JSON(&p.Figures), &p.CreatedBy, &created, &published)
	p.Created = db.Time(created)
	if published != 0 {
		p.Published = db.Time(published)
	}
	return p, err
}

// planIn returns the event's plan in the state, if there is one.
func planIn(ctx context.Context, q db.Querier, eventID string, state PlanState) (p Plan, found bool, err error) {
	p, err = scanPlan(q.QueryRow(ctx, `SELECT `+planColumns+` FROM plan WHERE event_id = $1 AND state = $2`, eventID, string(state)))
	if errors.Is(err, db.ErrNoRows) {
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	p.Signatures, err = signatures(ctx, q, p.ID)
	return p, true, err
}

func planVersions(ctx context.Context, q db.Querier, eventID string) (out []Plan, err error) {
	rows, err := q.Query(ctx, `SELECT `+planColumns+` FROM plan WHERE event_id = $1 ORDER BY version DESC`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanPlan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

func signatures(ctx context.Context, q db.Querier, planID string) (out []Signature, err error) {
	rows, err := q.Query(ctx, `SELECT s.country, s.person_id, p.name_native, s.revision, s.at FROM plan_signature s JOIN person p ON p.id = s.person_id WHERE s.plan_id = $1 ORDER BY s.at`, planID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Signature
		var at int64
		if err := rows.Scan(&s.Country, &s.PersonID, &s.Name, &s.Revision, &at); err != nil {
			return nil, err
		}
		s.At = db.Time(at)
		out = append(out, s)
	}
	return out, rows.Err()
}

func addPlan(ctx context.Context, tx db.Querier, p *Plan) error {
	p.ID = id.New()
	return tx.QueryRow(ctx, `INSERT INTO plan (id, event_id, version, state, revision, figures, created_by, created_at)
		SELECT $1, $2, COALESCE(max(version), 0) + 1, $3, 1, $4, $5, $6 FROM plan WHERE event_id = $2 RETURNING version, revision`,
		p.ID, p.EventID, string(p.State), db.JSON(p.Figures), p.CreatedBy, db.Micros(p.Created)).Scan(&p.Version, &p.Revision)
}

// changed notes that the plan is no longer what was signed, and keeps its new
// figures. It fails with Conflict if somebody else changed it since revision.
func changed(ctx context.Context, tx db.Querier, planID string, revision int, f Figures) error {
	n, err := tx.Exec(ctx, `UPDATE plan SET revision = revision + 1, figures = $1 WHERE id = $2 AND revision = $3 AND state = 'provisional'`, db.JSON(f), planID, revision)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "plan.error_changed_meanwhile")
	}
	return nil
}

func meetings(ctx context.Context, q db.Querier, planID string) (out []Meeting, err error) {
	rows, err := q.Query(ctx, `SELECT t.id, t.uid, COALESCE(t.slot_id, ''), COALESCE(t.place_id, ''), COALESCE(t.opportunity_id, ''), t.subject, o.title, t.must, t.weight, t.locked, t.reason, t.sequence, mm.participant_id
		FROM meeting t JOIN meeting_member mm ON mm.meeting_id = t.id LEFT JOIN opportunity o ON o.id = t.opportunity_id WHERE t.plan_id = $1 ORDER BY t.id, mm.participant_id`, planID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t Meeting
		var member string
		if err := rows.Scan(&t.ID, &t.UID, &t.SlotID, &t.PlaceID, &t.OpportunityID, &t.Subject, db.JSON(&t.Topic), &t.Must, &t.Weight, &t.Locked, db.JSON(&t.Reason), &t.Sequence, &member); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].ID != t.ID {
			out = append(out, t)
		}
		last := &out[len(out)-1]
		last.Members = append(last.Members, member)
	}
	return out, rows.Err()
}

func addMeeting(ctx context.Context, tx db.Querier, planID string, t *Meeting) error {
	t.ID = id.New()
	_, err := tx.Exec(ctx, `INSERT INTO meeting (id, plan_id, uid, slot_id, place_id, opportunity_id, subject, must, weight, locked, reason, sequence)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.ID, planID, t.UID, null(t.SlotID), null(t.PlaceID), null(t.OpportunityID), t.Subject, t.Must, t.Weight, t.Locked, db.JSON(t.Reason), t.Sequence)
	if err != nil {
		return err
	}
	for _, m := range t.Members {
		if _, err := tx.Exec(ctx, `INSERT INTO meeting_member (meeting_id, participant_id, plan_id, slot_id) VALUES ($1, $2, $3, $4)`, t.ID, m, planID, null(t.SlotID)); err != nil {
			return err
		}
	}
	return nil
}

// moveMeeting gives a meeting its slot and place. The database refuses a second
// meeting of the same person or place in the slot; see db.IsUnique.
func moveMeeting(ctx context.Context, tx db.Querier, t *Meeting) error {
	if _, err := tx.Exec(ctx, `UPDATE meeting SET slot_id = $1, place_id = $2, locked = $3, reason = $4, sequence = sequence + 1 WHERE id = $5`,
		null(t.SlotID), null(t.PlaceID), t.Locked, db.JSON(t.Reason), t.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE meeting_member SET slot_id = $1 WHERE meeting_id = $2`, null(t.SlotID), t.ID)
	return err
}

func clearMeetings(ctx context.Context, tx db.Querier, planID string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM meeting_member WHERE plan_id = $1`, planID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM meeting WHERE plan_id = $1`, planID)
	return err
}

func addSignature(ctx context.Context, tx db.Querier, planID string, s Signature) error {
	_, err := tx.Exec(ctx, `INSERT INTO plan_signature (plan_id, country, person_id, revision, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (plan_id, country) DO UPDATE SET person_id = excluded.person_id, revision = excluded.revision, at = excluded.at`,
		planID, s.Country, s.PersonID, s.Revision, db.Micros(s.At))
	return err
}

// publish makes the plan the event's published version in place of the last.
func publish(ctx context.Context, tx db.Querier, p Plan, at int64) error {
	if _, err := tx.Exec(ctx, `UPDATE plan SET state = 'superseded' WHERE event_id = $1 AND state = 'published'`, p.EventID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE plan SET state = 'published', published_at = $1 WHERE id = $2`, at, p.ID)
	return err
}

// null is the argument for a column in which "" is stored as NULL.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
