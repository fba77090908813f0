package exchange

import (
	"context"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
)

// ProposalKind says where a proposal comes from.
type ProposalKind string

// The kinds of proposals.
const (
	Planned  ProposalKind = "planned"  // the event was planned anew
	Repair   ProposalKind = "repair"   // the plan gives way to a disruption
	Replaced ProposalKind = "replaced" // the plan that an accepted proposal took the place of
)

// Proposal is a plan beside the present one, to be compared with it and then
// accepted or discarded. It is joint: every organiser sees all of them.
type Proposal struct {
	ID       string
	EventID  string
	Kind     ProposalKind
	Made     Made
	Figures  Figures
	Meetings []Meeting
	PersonID string
	Name     string // of the person, in its own script
	Created  time.Time
}

// Made says how a proposal came about.
type Made struct {
	Seed     uint64 `json:"seed,omitempty"`
	Fresh    bool   `json:"fresh,omitempty"`
	Thorough bool   `json:"thorough,omitempty"`
	Aim      Aim    `json:"aim,omitempty"`

	Repair *Repaired `json:"repair,omitempty"`
}

// proposalsKept is how many proposals an event has; a newer one takes the place
// of the oldest.
const proposalsKept = 6

// propose stores a proposal.
func (s *Service) propose(ctx context.Context, tx db.Tx, p *Proposal) error {
	now := s.Clock.Now()
	p.ID = id.New()
	if _, err := tx.Exec(ctx, `INSERT INTO proposal (id, event_id, kind, made, figures, meetings, person_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.ID, p.EventID, string(p.Kind), db.JSON(p.Made), db.JSON(p.Figures), db.JSON(p.Meetings), p.PersonID, db.Micros(now)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM proposal WHERE event_id = $1 AND id NOT IN (SELECT id FROM proposal WHERE event_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)`, p.EventID, proposalsKept); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: now, ActorID: p.PersonID, Action: "plan.propose", ObjectKind: "proposal", ObjectID: p.ID, EventID: p.EventID,
		Detail: map[string]any{"kind": p.Kind, "placed": p.Figures.Placed, "wished": p.Figures.Wished, "bound": p.Figures.Bound},
	})
}

// Proposals lists the proposals of the event without their meetings, the newest
// first.
func (s *Service) Proposals(ctx context.Context, actor access.Actor, e Event) (out []Proposal, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT r.id, r.kind, r.made, r.figures, r.person_id, p.name_native, r.created_at FROM proposal r JOIN person p ON p.id = r.person_id WHERE r.event_id = $1 ORDER BY r.created_at DESC, r.id DESC`, e.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p := Proposal{EventID: e.ID}
		var at int64
		if err := rows.Scan(&p.ID, &p.Kind, db.JSON(&p.Made), db.JSON(&p.Figures), &p.PersonID, &p.Name, &at); err != nil {
			return nil, err
		}
		p.Created = db.Time(at)
		out = append(out, p)
	}
	return out, rows.Err()
}

func proposal(ctx context.Context, q db.Querier, eventID, proposalID string) (p Proposal, err error) {
	p = Proposal{ID: proposalID, EventID: eventID}
	var at int64
	err = q.QueryRow(ctx, `SELECT r.kind, r.made, r.figures, r.meetings, r.person_id, p.name_native, r.created_at FROM proposal r JOIN person p ON p.id = r.person_id WHERE r.event_id = $1 AND r.id = $2`, eventID, proposalID).
		Scan(&p.Kind, db.JSON(&p.Made), db.JSON(&p.Figures), db.JSON(&p.Meetings), &p.PersonID, &p.Name, &at)
	if errors.Is(err, db.ErrNoRows) {
		return p, fault.Missing()
	}
	p.Created = db.Time(at)
	return p, err
}

// Discard takes a proposal away.
func (s *Service) Discard(ctx context.Context, actor access.Actor, e Event, proposalID string) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return s.dropProposal(ctx, tx, actor, e, proposalID, "plan.discard")
	})
}

func (s *Service) dropProposal(ctx context.Context, tx db.Tx, actor access.Actor, e Event, proposalID, action string) error {
	n, err := tx.Exec(ctx, `DELETE FROM proposal WHERE event_id = $1 AND id = $2`, e.ID, proposalID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Missing()
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: actor.PersonID, Action: action, ObjectKind: "proposal", ObjectID: proposalID, EventID: e.ID,
		Detail: map[string]any{"side": actorSide(actor, e.ID)},
	})
}
