package catalogue

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// HandoverState is how far the handing over of a portfolio has come.
type HandoverState string

// The states of a handover.
const (
	HandoverOpen      HandoverState = "offered"
	HandoverAccepted  HandoverState = "accepted"
	HandoverDeclined  HandoverState = "declined"
	HandoverWithdrawn HandoverState = "withdrawn"
)

// Handover is a portfolio of clients that one centre offers to another: with the
// other's acceptance the mandates go over as they are.
type Handover struct {
	ID       string
	From, To Organisation
	Clients  []Organisation
	Note     string
	State    HandoverState
	By       string
	Created  time.Time
	Answered time.Time
}

// OfferHandover offers clients to another centre. Nothing changes until it
// accepts.
func (s *Service) OfferHandover(ctx context.Context, actor access.Actor, fromID, toID string, clients []string, note string) (string, error) {
	handoverID := id.New()
	err := s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := actor.Check(access.MandateRegister, access.Object{Orgs: []string{fromID}}); err != nil {
			return err
		}
		to, err := s.OrganisationByID(ctx, tx, toID)
		if err != nil {
			return fault.InvalidFields(fault.Field{Name: "to", Key: "handover.no_centre"})
		}
		from, err := s.OrganisationByID(ctx, tx, fromID)
		if err != nil {
			return err
		}
		advisers, err := s.holders(ctx, tx, to.ID, access.Intermediary)
		if err != nil {
			return err
		}
		if to.ID == from.ID || len(advisers) == 0 {
			return fault.InvalidFields(fault.Field{Name: "to", Key: "handover.no_centre"})
		}
		if len(clients) == 0 {
			return fault.InvalidFields(fault.Field{Name: "clients", Key: "handover.no_clients"})
		}
		if length(note) > 2000 {
			return fault.InvalidFields(fault.Field{Name: "note", Key: "profile.note_long", Args: []any{"n", 2000}})
		}
		for _, c := range clients {
			if _, err := s.activeMandate(ctx, tx, from.ID, c); err != nil {
				return fault.InvalidFields(fault.Field{Name: "clients", Key: "handover.not_client"})
			}
		}
		if _, err := tx.Exec(ctx, `INSERT INTO handover (id, from_id, to_id, clients, note, state, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			handoverID, from.ID, to.ID, db.JSON(clients), note, string(HandoverOpen), actor.PersonID, db.Micros(s.Clock.Now())); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, NoticeJob{Key: "handover/" + handoverID, Notice: HandoverOffered, PersonIDs: advisers, Title: from.Name, Path: "/desk/clients", Count: len(clients)}); err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.MandateRegister, Org: from.ID, Side: from.Country, Action: "handover.offer", Kind: "organisation", ID: from.ID,
			Detail: map[string]any{"to": to.ID, "clients": len(clients), "handover": handoverID},
		})
	})
	return handoverID, err
}

// activeMandate returns the mandate of the two that has not ended.
func (s *Store) activeMandate(ctx context.Context, q db.Querier, centreID, clientID string) (Mandate, error) {
	m, err := s.scanMandate(q.QueryRow(ctx, `SELECT `+mandateColumns+` FROM mandate m WHERE m.centre_id = $1 AND m.client_id = $2 AND m.ended_at IS NULL`, centreID, clientID))
	if errors.Is(err, db.ErrNoRows) {
		return m, fault.Missing()
	}
	return m, err
}

// AnswerHandover accepts or declines a portfolio, for the centre that gets it,
// or withdraws it, for the centre that gives. Clients whose mandate has ended
// meanwhile stay behind.
func (s *Service) AnswerHandover(ctx context.Context, actor access.Actor, handoverID string, answer HandoverState) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var fromID, toID string
		var clients []string
		var state HandoverState
		err := tx.QueryRow(ctx, `SELECT from_id, to_id, clients, state FROM handover WHERE id = $1`, handoverID).Scan(&fromID, &toID, db.JSON(&clients), &state)
		if errors.Is(err, db.ErrNoRows) {
			return fault.Missing()
		}
		if err != nil {
			return err
		}
		centre := toID
		if answer == HandoverWithdrawn {
			centre = fromID
		}
		if err := actor.Check(access.MandateRegister, access.Object{Orgs: []string{centre}}); err != nil {
			return err
		}
		if state != HandoverOpen || !slices.Contains([]HandoverState{HandoverAccepted, HandoverDeclined, HandoverWithdrawn}, answer) {
			return fault.New(fault.Conflict, "handover.answered")
		}
		now := db.Micros(s.Clock.Now())
		if _, err := tx.Exec(ctx, `UPDATE handover SET state = $2, answered_by = $3, answered_at = $4 WHERE id = $1`, handoverID, string(answer), actor.PersonID, now); err != nil {
			return err
		}
		moved := 0
		if answer == HandoverAccepted {
			if moved, err = s.moveClients(ctx, tx, actor, fromID, toID, clients); err != nil {
				return err
			}
		}
		o, err := s.OrganisationByID(ctx, tx, centre)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.MandateRegister, Org: centre, Side: o.Country, Action: "handover." + string(answer), Kind: "organisation", ID: fromID,
			Detail: map[string]any{"to": toID, "clients": moved, "handover": handoverID},
		})
	})
}

// moveClients gives the mandates of the clients to another centre, with their
// profiles and the interest that goes through it.
func (s *Service) moveClients(ctx context.Context, tx db.Tx, actor access.Actor, fromID, toID string, clients []string) (moved int, err error) {
	now := db.Micros(s.Clock.Now())
	for _, c := range clients {
		m, err := s.activeMandate(ctx, tx, fromID, c)
		if fault.KindOf(err) == fault.NotFound && err != nil || c == toID {
			continue
		}
		if err != nil {
			return moved, err
		}
		for _, centre := range []string{fromID, toID} {
			if _, err := tx.Exec(ctx, `UPDATE mandate SET ended_at = $3, ended_by = $4, end_reason = 'handed over' WHERE centre_id = $1 AND client_id = $2 AND ended_at IS NULL`, centre, c, now, actor.PersonID); err != nil {
				return moved, err
			}
		}
		if _, err := tx.Exec(ctx, `INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			id.New(), toID, c, access.JoinScope(m.Scope), m.From, m.To, m.Evidence, actor.PersonID, now); err != nil {
			return moved, err
		}
		for _, query := range []string{
			`UPDATE opportunity SET centre_id = $3 WHERE organisation_id = $1 AND centre_id = $2`,
			`UPDATE interest SET sender_centre = $3 WHERE sender_id = $1 AND sender_centre = $2`,
			`UPDATE interest SET owner_centre = $3 WHERE opportunity_id IN (SELECT id FROM opportunity WHERE organisation_id = $1) AND owner_centre = $2`,
		} {
			if _, err := tx.Exec(ctx, query, c, fromID, toID); err != nil {
				return moved, err
			}
		}
		moved++
	}
	return moved, nil
}

// Handovers lists the portfolios that a centre has offered or been offered, the
// newest first.
func (s *Service) Handovers(ctx context.Context, actor access.Actor, centreID string) (out []Handover, err error) {
	if err := actor.Check(access.MandateRegister, access.Object{Orgs: []string{centreID}}); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT id, from_id, to_id, clients, note, state, created_by, created_at, COALESCE(answered_at, 0) FROM handover WHERE from_id = $1 OR to_id = $1 ORDER BY created_at DESC, id DESC`, centreID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var clients [][]string
	for rows.Next() {
		var h Handover
		var ids []string
		var created, answered int64
		if err := rows.Scan(&h.ID, &h.From.ID, &h.To.ID, db.JSON(&ids), &h.Note, &h.State, &h.By, &created, &answered); err != nil {
			return nil, err
		}
		h.Created, h.Answered = instant(created), instant(answered)
		out, clients = append(out, h), append(clients, ids)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var ids []string
	for i, h := range out {
		ids = append(append(ids, h.From.ID, h.To.ID), clients[i]...)
	}
	orgs, err := s.OrganisationsByID(ctx, s.DB, distinct(ids))
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].From, out[i].To = orgs[out[i].From.ID], orgs[out[i].To.ID]
		for _, c := range clients[i] {
			out[i].Clients = append(out[i].Clients, orgs[c])
		}
	}
	return out, nil
}

// tell enqueues a notice, if there is anyone to tell.
func (s *Service) tell(ctx context.Context, tx db.Tx, n NoticeJob) error {
	if len(n.PersonIDs) == 0 {
		return nil
	}
	return s.Jobs.Enqueue(ctx, tx, n)
}

// announce tells those who are to act next, or are to know, of a step.
func (s *Service) announce(ctx context.Context, tx db.Tx, p Opportunity, o Organisation, step Step, stepID string) (err error) {
	n := NoticeJob{Key: "profile/" + stepID, Title: p.Title, Path: "/desk/profiles/" + p.Reference}
	switch {
	case step == Return || step == Refuse || step == Reject:
		n.Notice, n.PersonIDs = ProfileReturned, []string{p.AuthorID}
	case step == Flag:
		n.Notice = ProfileFlagged
		if n.PersonIDs, err = s.validators(ctx, tx, o.Country); err != nil {
			return err
		}
	case p.State == Confirming:
		n.Notice = ConfirmWanted
		n.PersonIDs, err = s.holders(ctx, tx, o.ID, access.OrgAdmin, access.OrgEditor)
	case p.State == Reviewing:
		n.Notice = ReviewWanted
		n.PersonIDs, err = s.holders(ctx, tx, p.CentreID, access.Intermediary)
		n.PersonIDs = slices.DeleteFunc(n.PersonIDs, func(x string) bool { return x == p.AuthorID })
	case p.State == Validating:
		n.Notice = ValidationWanted
		n.PersonIDs, err = s.validators(ctx, tx, o.Country)
	case step == Validate:
		n.Notice, n.PersonIDs, n.Path = ProfilePublished, []string{p.AuthorID}, "/profiles/"+p.Reference
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if p.Title == nil {
		n.Title = i18n.Text{}
	}
	return s.tell(ctx, tx, n)
}

// OtherCentres lists the organisations with advisers, without the one given.
func (s *Store) OtherCentres(ctx context.Context, q db.Querier, centreID string) (out []Organisation, err error) {
	return s.organisations(ctx, q, `WHERE o.id <> $1 AND o.merged_into = '' AND EXISTS (SELECT 1 FROM role_grant g
		WHERE g.org_id = o.id AND g.event_id = '' AND g.role = $2) ORDER BY o.country, o.name_folded`, centreID, string(access.Intermediary))
}
