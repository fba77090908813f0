package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/solver/schedule"
)

// Repaired says what a repair costs.
type Repaired struct {
	Disruption Disruption `json:"disruption"`
	Struck     int        `json:"struck"`  // meetings that became impossible where they were
	Moved      int        `json:"moved"`   // meetings elsewhere now, or not held any more
	Touched    int        `json:"touched"` // people of these
	Proven     bool       `json:"proven"`  // no repair that keeps as much touches fewer
}

// ProposeRepair proposes the plan that gives way to the disruption and touches
// fewest people, and returns the proposal's id. Accepting it enters the
// disruption too.
func (s *Service) ProposeRepair(ctx context.Context, actor access.Actor, e Event, d Disruption) (string, error) {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return "", err
	}
	b, base, err := planningBoard(ctx, s.DB, e)
	if err != nil {
		return "", err
	}
	if err := d.check(actor, b); err != nil {
		return "", err
	}
	ws, err := wishes(ctx, s.DB, e.ID)
	if err != nil {
		return "", err
	}
	if anyRefused(d.Members, refusals(ws)) {
		return "", fault.New(fault.Conflict, "repair.error_refused")
	}
	if !base.held() {
		return "", fault.New(fault.Conflict, "repair.error_no_plan")
	}
	published, err := s.publishedMeetings(ctx, b)
	if err != nil {
		return "", err
	}
	p := &Proposal{EventID: e.ID, Kind: Repair, Made: Made{Repair: &Repaired{Disruption: d}}, PersonID: actor.PersonID}
	if err := b.repair(ctx, base, published, p); err != nil {
		return "", err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return s.propose(ctx, tx, p) })
	return p.ID, err
}

// publishedMeetings tells which meetings of the board, by identity, people know
// to be where they are.
func (s *Service) publishedMeetings(ctx context.Context, b *Board) (map[string]bool, error) {
	out := map[string]bool{}
	if b.Published == nil {
		return out, nil
	}
	list, err := meetings(ctx, s.DB, b.Published.ID)
	if err != nil {
		return nil, err
	}
	at := map[string]Meeting{}
	for _, t := range list {
		at[t.UID] = t
	}
	for _, t := range b.Meetings {
		if x := at[t.UID]; t.SlotID != "" && x.SlotID == t.SlotID && x.PlaceID == t.PlaceID {
			out[t.UID] = true
		}
	}
	return out, nil
}

// repair changes the board's meetings as little as the proposal's disruption
// asks for and puts them into the proposal.
func (b *Board) repair(ctx context.Context, base basis, published map[string]bool, p *Proposal) error {
	d := &p.Made.Repair.Disruption
	uid := id.New()
	if d.Kind == Late {
		var err error
		if uid, err = b.makeRoom(d, uid); err != nil {
			return err
		}
	}
	problem, order := b.problem()
	o := schedule.RepairOptions{MovePublished: d.MovePublished}
	for i, t := range b.Meetings {
		if published[t.UID] {
			o.Published = append(o.Published, i)
		}
	}
	r, err := schedule.Repair(ctx, problem, b.assignments(), d.change(b, order), o)
	if err != nil {
		return err
	}
	if d.Kind == Late {
		b.Meetings = append(b.Meetings, Meeting{UID: uid, Members: d.Members, Must: true, Weight: 1, Subject: d.Subject})
	}
	b.take(r, order)
	b.keepReasons(base)
	x := p.Made.Repair
	x.Struck, x.Moved, x.Touched, x.Proven = len(r.Repair.Struck), len(r.Repair.Moved), len(r.Repair.Touched), r.Repair.Proven
	if d.Kind == Cancels { // what he was asked for goes with him
		b.Meetings = slices.DeleteFunc(b.Meetings, func(t Meeting) bool { return slices.Contains(t.Members, d.Participant) })
	}
	last := base.Figures // its bound holds for fewer meetings too
	last.Bound, last.Cut = min(last.Bound+one(d.Kind == Late), len(b.Meetings)), false
	p.Meetings, p.Figures = b.Meetings, b.figures(last)
	return nil
}

// makeRoom takes a wish of the same people off the board, as the late meeting
// takes its place and identity; it fails if they meet already or may not meet.
func (b *Board) makeRoom(d *Disruption, uid string) (string, error) {
	key := membersKey(d.Members)
	i := slices.IndexFunc(b.Meetings, func(t Meeting) bool { return membersKey(t.Members) == key })
	if i < 0 {
		return uid, nil
	}
	if b.Meetings[i].SlotID != "" {
		return "", fault.New(fault.Conflict, "repair.error_meet_already")
	}
	uid = b.Meetings[i].UID
	if d.Subject == "" {
		d.Subject = b.Meetings[i].Subject
	}
	b.Meetings = slices.Delete(b.Meetings, i, i+1)
	return uid, nil
}

// keepReasons leaves the reasons of meetings that had no time before.
func (b *Board) keepReasons(base basis) {
	why := map[string]*Reason{}
	for _, t := range base.meetings {
		why[t.UID] = t.Reason
	}
	for i := range b.Meetings {
		if t := &b.Meetings[i]; t.SlotID == "" && t.Reason == nil {
			t.Reason = why[t.UID]
		}
	}
}
