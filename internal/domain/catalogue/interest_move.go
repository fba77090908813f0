package catalogue

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// InterestMove is a step that somebody takes.
type InterestMove struct {
	Step    InterestStep
	Party   Party  // for which he takes it; needed where he could for both
	Reason  string // of a decline
	Note    string
	Consent bool // with a yes: see NewInterest
}

// seenBy finds for which parties the actor may look and speak. Where a centre
// answers for a party, its advisers speak, and the party itself may look on.
func (x *Interest) seenBy(actor access.Actor) {
	x.Reads, x.Speaks = nil, nil
	for _, p := range Parties {
		org, centre := x.Organisation(p).ID, x.Centre(p)
		if !actor.May(access.InterestRead, access.Object{Orgs: []string{org}}) {
			continue
		}
		x.Reads = append(x.Reads, p)
		speaks := actor.May(access.InterestExpress, access.Object{Orgs: []string{org}})
		if centre != "" {
			speaks = slices.ContainsFunc(actor.Grants, func(g access.Grant) bool {
				return g.Mandate != "" && g.Centre == centre && g.Org == org && g.InScope(access.ForInterest)
			})
		}
		if speaks {
			x.Speaks = append(x.Speaks, p)
		}
	}
}

// Move takes a step with an expression of interest.
func (s *Service) Move(ctx context.Context, actor access.Actor, interestID string, m InterestMove) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		x, err := s.interest(ctx, tx, interestID)
		if err != nil {
			return err
		}
		x.seenBy(actor)
		if len(x.Reads) == 0 {
			return fault.Missing()
		}
		return s.moveInterest(ctx, tx, actor, &x, m)
	})
}

func (s *Service) moveInterest(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, m InterestMove) error {
	i := slices.IndexFunc(interestSteps, func(t interestStep) bool { return t.Step == m.Step && slices.Contains(t.From, x.State) })
	if i < 0 {
		return fault.New(fault.Conflict, "interest.not_now", "state", i18n.From(ctx).T("interest_state."+string(x.State)))
	}
	t := interestSteps[i]
	party := m.Party
	if party == "" && len(x.Speaks) == 1 {
		party = x.Speaks[0]
	}
	if !slices.Contains(x.Speaks, party) || !slices.Contains(t.By, party) {
		return fault.New(fault.Conflict, "interest.not_you")
	}
	if err := m.check(); err != nil {
		return err
	}
	from := x.State
	if m.Step == SayYes {
		if err := x.say(party, s.Clock.Now()); err != nil {
			return err
		}
	} else {
		x.State = t.To
	}
	if m.Step == Decline {
		x.Reason, x.Note = m.Reason, strings.TrimSpace(m.Note)
	}
	if x.Seen.IsZero() && party == OwnerParty {
		x.Seen = s.Clock.Now()
	}
	if err := s.putInterest(ctx, tx, actor, x, party, m, from); err != nil {
		return err
	}
	return s.consent(ctx, tx, actor, x, party, m.Step == SayYes && m.Consent)
}

// check holds the form of a step against the rules.
func (m *InterestMove) check() error {
	var bad []fault.Field
	if m.Step == Decline && !slices.Contains(DeclineReasons, m.Reason) {
		bad = append(bad, fault.Field{Name: "reason", Key: "interest.reason_missing"})
	}
	if length(strings.TrimSpace(m.Note)) > MessageMax {
		bad = append(bad, fault.Field{Name: "note", Key: "interest.message_long", Args: []any{"n", MessageMax}})
	}
	if len(bad) > 0 {
		return fault.InvalidFields(bad...)
	}
	return nil
}

// say is one side's yes. With both it is accepted.
func (x *Interest) say(p Party, now time.Time) error {
	yes := &x.SenderYes
	if p == OwnerParty {
		yes = &x.OwnerYes
	}
	if !yes.IsZero() {
		return fault.New(fault.Conflict, "interest.said")
	}
	*yes = now
	if x.State == Sent && p == OwnerParty {
		x.State = Seen
	}
	if x.Opened() {
		x.State = Accepted
	}
	return nil
}

// putInterest stores a step, and tells the other side.
func (s *Service) putInterest(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, party Party, m InterestMove, from InterestState) error {
	x.Updated = s.Clock.Now()
	if m.Step == SayYes && party == OwnerParty {
		x.ownerYesBy = actor.PersonID
	} else if m.Step == SayYes {
		x.senderYesBy = actor.PersonID
	}
	if _, err := tx.Exec(ctx, `UPDATE interest SET state = $2, reason = $3, note = $4, sender_yes_at = $5, owner_yes_at = $6, seen_at = $7, updated_at = $8, sender_yes_by = $9, owner_yes_by = $10 WHERE id = $1`,
		x.ID, string(x.State), x.Reason, x.Note, orNull(x.SenderYes), orNull(x.OwnerYes), orNull(x.Seen), db.Micros(x.Updated), x.senderYesBy, x.ownerYesBy); err != nil {
		return err
	}
	if err := s.addInterestStep(ctx, tx, actor, x, m.Step, party, from, strings.TrimSpace(m.Note)); err != nil {
		return err
	}
	if err := s.tellOfStep(ctx, tx, x, party, m.Step); err != nil {
		return err
	}
	o := x.Organisation(party)
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.InterestExpress, Org: o.ID, Side: o.Country, Action: "interest." + string(m.Step), Kind: "interest", ID: x.ID,
		Detail: map[string]any{"reference": x.Profile.Reference, "from": string(from), "to": string(x.State), "party": string(party)},
	})
}

func (s *Store) addInterestStep(ctx context.Context, tx db.Tx, actor access.Actor, x *Interest, step InterestStep, p Party, from InterestState, note string) error {
	centre := ""
	if g, ok := actor.Via(access.InterestExpress, x.Organisation(p).ID); ok {
		centre = g.Centre
	}
	_, err := tx.Exec(ctx, `INSERT INTO interest_step (id, interest_id, party, action, from_state, to_state, note, person_id, centre_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id.New(), x.ID, string(p), string(step), string(from), string(x.State), note, actor.PersonID, centre, db.Micros(s.Clock.Now()))
	return err
}

// tellOfStep tells the other party of a step, and both that they know each
// other now.
func (s *Service) tellOfStep(ctx context.Context, tx db.Tx, x *Interest, by Party, step InterestStep) error {
	switch {
	case step == See:
		return nil
	case step == SayYes && x.Opened():
		for _, p := range Parties {
			if err := s.tellParty(ctx, tx, x, p, IdentitiesOpen, step); err != nil {
				return err
			}
		}
		return nil
	case step == SayYes: // the next word is the other party's
		return s.tellParty(ctx, tx, x, by.Other(), InterestReceived, step)
	}
	return s.tellParty(ctx, tx, x, by.Other(), InterestAnswered, step)
}

// tellParty tells those who answer for a party; what ends or opens, the party
// itself too.
func (s *Service) tellParty(ctx context.Context, tx db.Tx, x *Interest, p Party, n Notice, step InterestStep) error {
	people, err := s.holders(ctx, tx, x.answering(p), access.OrgAdmin, access.OrgEditor, access.Intermediary)
	if err != nil {
		return err
	}
	if n != InterestReceived && x.Centre(p) != "" {
		own, err := s.holders(ctx, tx, x.Organisation(p).ID, access.OrgAdmin, access.OrgEditor)
		if err != nil {
			return err
		}
		people = append(people, own...)
		slices.Sort(people)
		people = slices.Compact(people)
	}
	key := strings.Join([]string{string(n), x.ID, string(p), string(step)}, "/")
	return s.tell(ctx, tx, NoticeJob{Key: key, Notice: n, PersonIDs: people, Title: x.Title, Path: "/desk/interest/" + x.ID})
}

func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return db.Micros(t)
}
