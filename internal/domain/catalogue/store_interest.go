package catalogue

import (
	"context"
	"slices"
	"strconv"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
)

// answers is a centre of an interest in SQL, while its mandate from the party
// is in force on the day, the name of a placeholder; else "".
func answers(centre, party, day string) string {
	return `CASE WHEN EXISTS (SELECT 1 FROM mandate m WHERE m.centre_id = ` + centre + ` AND m.client_id = ` + party + ` AND m.ended_at IS NULL AND m.from_day <= ` + day + ` AND m.to_day >= ` + day + `
		AND ',' || m.scope || ',' LIKE '%,` + string(access.ForInterest) + `,%') THEN ` + centre + ` ELSE '' END`
}

// interestColumns are read by scanInterest; who answers is as of the day.
func interestColumns(day string) string {
	return `i.id, i.opportunity_id, i.sender_id, i.sender_person, ` + answers("i.sender_centre", "i.sender_id", day) + `, COALESCE(i.sender_profile, ''), i.anonymous, ` +
		answers("i.owner_centre", "p.organisation_id", day) + `, i.owner_anonymous, i.title, i.message, i.state, i.reason, i.note, i.sender_yes_by, i.owner_yes_by,
		COALESCE(i.sender_yes_at, 0), COALESCE(i.owner_yes_at, 0), i.sent_at, COALESCE(i.seen_at, 0), i.updated_at`
}

func scanInterest(r db.Row) (x Interest, own string, err error) {
	var senderYes, ownerYes, sent, seen, updated int64
	err = r.Scan(&x.ID, &x.Profile.ID, &x.Sender.ID, &x.SenderPerson, &x.SenderCentre, &own, &x.Anonymous, &x.OwnerCentre, &x.OwnerAnonymous, db.JSON(&x.Title), db.JSON(&x.Message),
		&x.State, &x.Reason, &x.Note, &x.senderYesBy, &x.ownerYesBy, &senderYes, &ownerYes, &sent, &seen, &updated)
	x.SenderYes, x.OwnerYes, x.Sent, x.Seen, x.Updated = instant(senderYes), instant(ownerYes), instant(sent), instant(seen), instant(updated)
	return x, own, err
}

// interest loads an expression of interest whole, whoever asks.
func (s *Store) interest(ctx context.Context, q db.Querier, interestID string) (Interest, error) {
	list, err := s.interests(ctx, q, `WHERE i.id = $1`, interestID)
	if err == nil && len(list) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return Interest{}, err
	}
	return list[0], nil
}

// interests loads expressions of interest with their profiles and parties, in
// three queries.
func (s *Store) interests(ctx context.Context, q db.Querier, tail string, args ...any) (out []Interest, err error) {
	today := "$" + strconv.Itoa(len(args)+1)
	rows, err := q.Query(ctx, `SELECT `+interestColumns(today)+` FROM interest i JOIN opportunity p ON p.id = i.opportunity_id `+tail, append(slices.Clone(args), day(s.Clock.Now()))...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var own, profileIDs, orgIDs []string
	for rows.Next() {
		x, ownID, err := scanInterest(rows)
		if err != nil {
			return nil, err
		}
		out, own = append(out, x), append(own, ownID)
		profileIDs, orgIDs = append(profileIDs, x.Profile.ID), append(orgIDs, x.Sender.ID)
		if ownID != "" {
			profileIDs = append(profileIDs, ownID)
		}
	}
	if err := rows.Err(); err != nil || len(out) == 0 {
		return nil, err
	}
	profiles := map[string]Opportunity{}
	in, ids := placeholders(distinct(profileIDs))
	list, err := s.opportunities(ctx, q, `WHERE p.id IN (`+in+`)`, ids...)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		profiles[p.ID], orgIDs = p, append(orgIDs, p.OrganisationID)
	}
	orgs, err := s.OrganisationsByID(ctx, q, distinct(orgIDs))
	if err != nil {
		return nil, err
	}
	for i := range out {
		x := &out[i]
		x.Profile = profiles[x.Profile.ID]
		x.Owner, x.Sender = orgs[x.Profile.OrganisationID], orgs[x.Sender.ID]
		x.Country, x.OwnerCountry = x.Sender.Country, x.Owner.Country
		if p, ok := profiles[own[i]]; ok {
			x.SenderProfile = &p
		}
	}
	return out, nil
}

func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
