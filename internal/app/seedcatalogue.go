package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/app/demo"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

const dayLong = 24 * time.Hour

// addRepresentatives lets the first person of each organisation speak for it,
// and makes the people of transfer centres advisers.
func (s *seed) addRepresentatives(ctx context.Context, tx db.Tx) error {
	kinds := map[string]catalogue.Kind{}
	for _, o := range s.data.Organisations {
		kinds[o.Key] = o.Kind
	}
	plays := map[string]access.Role{}
	for _, r := range s.data.Roles {
		plays[r.Person] = r.Role
	}
	seen := map[string]bool{}
	for _, p := range s.data.People {
		first := !seen[p.Organisation]
		seen[p.Organisation] = true
		g := access.Grant{Role: access.OrgAdmin, Org: s.organisations[p.Organisation].ID}
		switch {
		case kinds[p.Organisation] == catalogue.TransferCentre:
			g.Role = access.Intermediary
		case plays[p.Key] == access.ParkOperator || plays[p.Key] == access.OrgEditor:
			g.Role = plays[p.Key]
		case plays[p.Key] == access.Participant:
			g.Role = access.OrgEditor
		case !first:
			continue
		}
		if err := access.Give(ctx, tx, s.clock, "", s.people[p.Key].ID, g); err != nil {
			return err
		}
	}
	return nil
}

// addMandates records for whom the centres act.
func (s *seed) addMandates(ctx context.Context, tx db.Tx) error {
	now := s.clock.Now()
	n := 0
	for _, m := range s.data.Desk.Mandates {
		centre := s.organisations[m.Centre]
		for _, key := range m.Clients {
			n++
			from := now.AddDate(0, -6, -n)
			_, err := tx.Exec(ctx, `INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				id.New(), centre.ID, s.organisations[key].ID, access.JoinScope(m.Scope), from.Format(time.DateOnly), now.AddDate(0, m.Months, 0).Format(time.DateOnly),
				fmt.Sprintf("%d/%s, %s", n, centre.Country, from.Format(time.DateOnly)), s.people[m.Centre+"-1"].ID, db.Micros(from))
			if err != nil {
				return err
			}
			s.centres[key] = m.Centre
		}
	}
	return nil
}

// validatorOf is who validates for a side.
func (s *seed) validatorOf(side string) string {
	i := slices.IndexFunc(s.data.Roles, func(r demo.Role) bool { return r.Role == access.Validator && r.Side == side })
	return s.people[s.data.Roles[i].Person].ID
}

// addOpportunities enters the profiles, each where the desk has it, with the
// steps that led there.
func (s *seed) addOpportunities(ctx context.Context, tx db.Tx) error {
	desk := map[string]demo.DeskProfile{}
	for _, x := range s.data.Desk.Profiles {
		desk[x.Key] = x
	}
	for i := range s.data.Opportunities {
		o := &s.data.Opportunities[i]
		x, ok := desk[o.Key]
		if !ok {
			x.State = catalogue.Published
		}
		if err := s.addProfile(ctx, tx, o, x, i); err != nil {
			return fmt.Errorf("opportunity %s: %w", o.Key, err)
		}
		s.opportunities[o.Key] = o
	}
	return audit.Record(ctx, tx, audit.Entry{At: s.clock.Now(), Action: "catalogue.enter", ObjectKind: "catalogue", ObjectID: "demo", Detail: map[string]any{"profiles": len(s.data.Opportunities)}})
}

func (s *seed) addProfile(ctx context.Context, tx db.Tx, o *demo.Opportunity, x demo.DeskProfile, n int) error {
	now := s.clock.Now()
	org := s.organisations[o.Organisation]
	o.OrganisationID, o.PersonID, o.AuthorID = org.ID, s.people[o.Contact].ID, s.people[o.Contact].ID
	o.State, o.Anonymous = x.State, x.Anonymous
	if x.Confidentiality != "" {
		o.Confidentiality = x.Confidentiality
	}
	centre := s.centres[o.Organisation]
	if centre != "" {
		o.CentreID, o.ViaCentre, o.AuthorID = s.organisations[centre].ID, true, s.people[centre+"-1"].ID
	}
	steps := s.stepsTo(x.State, centre != "")
	end := now.Add(-time.Duration(6+53*(n%157)) * time.Hour) // of the last step
	if x.State == catalogue.Expired {
		end = now.Add(-20 * dayLong)
	}
	o.Created = end.Add(-time.Duration(9+len(steps)*3) * dayLong)
	switch x.State {
	case catalogue.Published:
		o.Published = end
	case catalogue.OnHold, catalogue.Flagged, catalogue.Archived:
		o.Published = end.Add(-30 * dayLong)
	case catalogue.Expired:
		o.Published = end.Add(-365 * dayLong)
		o.Created = o.Published.Add(-20 * dayLong)
	}
	if !o.Published.IsZero() {
		o.ValidUntil = o.Published.Add(365 * dayLong)
	}
	stamp(&o.Content, o.AuthorID, o.Created)
	if err := s.catalogue.AddOpportunity(ctx, tx, &o.Opportunity); err != nil {
		return err
	}
	return s.addHistory(ctx, tx, o, x, steps, end)
}

// stamp says of every text who wrote it, and when.
func stamp(c *catalogue.Content, by string, at time.Time) {
	for _, f := range catalogue.TextFields() {
		for l, v := range *f.Text(c) {
			v.By, v.At = by, at
			if v.State == i18n.Machine {
				v.By = ""
			}
			(*f.Text(c))[l] = v
		}
	}
}

// stepsTo are the steps that lead to a state, with or without a centre.
func (s *seed) stepsTo(state catalogue.State, centre bool) (steps []catalogue.Step) {
	way := []catalogue.Step{catalogue.Submit, catalogue.Validate}
	if centre {
		way = []catalogue.Step{catalogue.AskClient, catalogue.Confirm, catalogue.Pass, catalogue.Validate}
	}
	reach := map[catalogue.State]int{catalogue.Draft: 0, catalogue.Confirming: 1, catalogue.Reviewing: 2, catalogue.Validating: len(way) - 1, catalogue.Rejected: len(way) - 1}
	n, ok := reach[state]
	if !ok {
		n = len(way)
	}
	steps = append(steps, way[:n]...)
	last := map[catalogue.State]catalogue.Step{
		catalogue.OnHold: catalogue.Hold, catalogue.Flagged: catalogue.Flag, catalogue.Expired: catalogue.Expire, catalogue.Archived: catalogue.Archive, catalogue.Rejected: catalogue.Reject,
	}
	if x, ok := last[state]; ok {
		steps = append(steps, x)
	}
	return steps
}

func (s *seed) addHistory(ctx context.Context, tx db.Tx, o *demo.Opportunity, x demo.DeskProfile, steps []catalogue.Step, end time.Time) error {
	if len(x.Remarks) > 0 { // it has been sent in and was returned
		steps = append(s.stepsTo(catalogue.Reviewing, o.CentreID != ""), catalogue.Return)
	}
	country := s.organisations[o.Organisation].Country
	from := catalogue.Draft
	for i, step := range steps {
		to, person, centre := s.after(o, step, from), o.AuthorID, ""
		switch step {
		case catalogue.Confirm, catalogue.Submit:
			person = o.PersonID
		case catalogue.Pass:
			person, centre = s.people[s.centres[o.Organisation]+"-2"].ID, o.CentreID
		case catalogue.Return:
			person, centre = s.people[s.centres[o.Organisation]+"-2"].ID, o.CentreID
		case catalogue.Validate, catalogue.Reject, catalogue.Flag:
			person = s.validatorOf(country)
		case catalogue.Expire:
			person = ""
		case catalogue.AskClient, catalogue.Hold, catalogue.Archive:
			centre = o.CentreID
		}
		note, at, stepID := "", end.Add(-time.Duration(len(steps)-1-i)*3*dayLong), id.New()
		if i == len(steps)-1 {
			note = x.Note
		}
		if _, err := tx.Exec(ctx, `INSERT INTO opportunity_step (id, opportunity_id, action, from_state, to_state, note, person_id, centre_id, revision, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)`,
			stepID, o.ID, string(step), string(from), string(to), note, person, centre, db.Micros(at)); err != nil {
			return err
		}
		for _, r := range x.Remarks {
			if step != catalogue.Return {
				break
			}
			if _, err := tx.Exec(ctx, `INSERT INTO opportunity_remark (id, opportunity_id, step_id, severity, field, rule, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				id.New(), o.ID, stepID, string(r.Severity), r.Field, r.Rule, r.Evidence); err != nil {
				return err
			}
		}
		from = to
	}
	_, err := tx.Exec(ctx, `INSERT INTO opportunity_revision (opportunity_id, n, content, state, person_id, at) VALUES ($1, 1, $2, $3, $4, $5)`,
		o.ID, db.JSON(o.Content), string(catalogue.Draft), o.AuthorID, db.Micros(o.Created))
	return err
}

// after is the state after a step; without a centre the network's validation is
// the review.
func (s *seed) after(o *demo.Opportunity, step catalogue.Step, from catalogue.State) catalogue.State {
	for _, t := range catalogue.Transitions {
		if t.Step == step && slices.Contains(t.From, from) {
			if t.To == catalogue.Reviewing && o.CentreID == "" {
				return catalogue.Validating
			}
			return t.To
		}
	}
	return from
}

// addInterests enters who is interested in what, and how far that has come.
func (s *seed) addInterests(ctx context.Context, tx db.Tx) error {
	now := s.clock.Now()
	for i, x := range s.data.Desk.Interests {
		p, sender := s.opportunities[x.Profile], s.organisations[x.Sender]
		sent := now.Add(-time.Duration(len(s.data.Desk.Interests)-i) * 40 * time.Hour)
		updated := sent
		var own, senderYes, ownerYes, seen any
		if x.Own != "" {
			own = s.opportunities[x.Own].ID
		}
		centre := ""
		if key := s.centres[x.Sender]; key != "" && slices.ContainsFunc(s.data.Desk.Mandates, func(m demo.DeskMandate) bool {
			return m.Centre == key && slices.Contains(m.Scope, access.ForInterest)
		}) {
			centre = s.organisations[key].ID
		}
		senderYes = db.Micros(sent)
		if x.State != catalogue.Sent {
			updated = sent.Add(30 * time.Hour)
			seen = db.Micros(sent.Add(20 * time.Hour))
		}
		if slices.Contains([]catalogue.InterestState{catalogue.Accepted, catalogue.InTalks, catalogue.Agreement, catalogue.NoAgreement}, x.State) {
			ownerYes = db.Micros(updated)
		}
		ownerCentre := ""
		if p.ViaCentre {
			ownerCentre = p.CentreID
		}
		person := s.people[x.Sender+"-1"].ID
		interestID := id.New()
		if _, err := tx.Exec(ctx, `INSERT INTO interest (id, opportunity_id, sender_id, sender_person, sender_centre, sender_profile, owner_centre, message, state, reason, sender_yes_at, sender_yes_by, owner_yes_at, sent_at, seen_at, updated_at, title, owner_anonymous)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $4, $12, $13, $14, $15, $16, $17)`,
			interestID, p.ID, sender.ID, person, centre, own, ownerCentre, db.JSON(i18n.Written(x.Language, x.Message)), string(x.State), x.Reason, senderYes, ownerYes, db.Micros(sent), seen, db.Micros(updated), db.JSON(p.Title), p.Anonymous); err != nil {
			return fmt.Errorf("interest of %s: %w", x.Sender, err)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO interest_step (id, interest_id, party, action, from_state, to_state, note, person_id, centre_id, at) VALUES ($1, $2, 'sender', 'send', '', 'sent', '', $3, $4, $5)`,
			id.New(), interestID, person, centre, db.Micros(sent)); err != nil {
			return err
		}
		if err := addInterestSteps(ctx, tx, interestID, x.State, p.Opportunity, ownerCentre, sent, updated); err != nil {
			return err
		}
	}
	return nil
}

// addInterestSteps enters how the owner's side came from a message to the state.
func addInterestSteps(ctx context.Context, tx db.Tx, interestID string, state catalogue.InterestState, p catalogue.Opportunity, centre string, sent, updated time.Time) error {
	if state == catalogue.Sent {
		return nil
	}
	type taken struct {
		step catalogue.InterestStep
		to   catalogue.InterestState
		at   time.Time
	}
	path := []taken{{catalogue.See, catalogue.Seen, sent.Add(20 * time.Hour)}}
	add := func(step catalogue.InterestStep, to catalogue.InterestState, after time.Duration) {
		path = append(path, taken{step, to, updated.Add(after)})
	}
	if state == catalogue.Declined {
		add(catalogue.Decline, state, 0)
	} else if state != catalogue.Seen {
		add(catalogue.SayYes, catalogue.Accepted, -2*time.Hour)
	}
	switch state {
	case catalogue.InTalks:
		add(catalogue.BeginTalks, state, 0)
	case catalogue.Agreement:
		add(catalogue.BeginTalks, catalogue.InTalks, -time.Hour)
		add(catalogue.Agree, state, 0)
	case catalogue.NoAgreement:
		add(catalogue.BreakOff, state, 0)
	}
	person, from := p.PersonID, catalogue.Sent
	if centre != "" {
		person = p.AuthorID
	}
	for _, x := range path {
		if _, err := tx.Exec(ctx, `INSERT INTO interest_step (id, interest_id, party, action, from_state, to_state, note, person_id, centre_id, at) VALUES ($1, $2, 'owner', $3, $4, $5, '', $6, $7, $8)`,
			id.New(), interestID, string(x.step), string(from), string(x.to), person, centre, db.Micros(x.at)); err != nil {
			return err
		}
		from = x.to
	}
	return nil
}
