package catalogue

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
)

// remindBefore is how long before its end the keepers of a profile are reminded,
// the longest first: once each.
var remindBefore = []time.Duration{30 * 24 * time.Hour, 7 * 24 * time.Hour}

// sweepAtOnce is how many profiles a sweep takes at a time.
const sweepAtOnce = 200

// SweepProfiles ends the publication of profiles whose time is over, and reminds
// the keepers of those whose time will be. Each profile is a transaction of its
// own that looks again whether it is due, so that several nodes do each once.
func (s *Service) SweepProfiles(ctx context.Context) error {
	return errors.Join(
		s.sweep(ctx, s.expireProfile, `(p.state IN ('published', 'on_hold') OR p.shown IS NOT NULL) AND p.valid_until <= $1`),
		s.sweep(ctx, s.remindOfProfile, `p.state IN ('published', 'on_hold') AND p.valid_until > $1 AND (`+remindable()+`)`),
	)
}

// remindable holds for profiles of which a reminder is due and not sent, in SQL.
func remindable() string {
	var each []string
	for _, before := range remindBefore {
		due := "p.valid_until - " + strconv.FormatInt(before.Microseconds(), 10)
		each = append(each, due+" <= $1 AND p.reminded_at < "+due)
	}
	return strings.Join(each, " OR ")
}

// sweep does fn for each profile for which the condition holds; $1 is now. A
// profile that fails does not stop the others.
func (s *Service) sweep(ctx context.Context, fn func(context.Context, db.Tx, string) error, where string) error {
	var errs []error
	query := `SELECT p.id FROM opportunity p WHERE p.valid_until > 0 AND ` + where + ` AND p.id > $2 ORDER BY p.id LIMIT $3`
	for last := ""; ; {
		rows, err := s.DB.Query(ctx, query, db.Micros(s.Clock.Now()), last, sweepAtOnce)
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		ids, err := scanTexts(rows)
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		for _, profileID := range ids {
			if err := s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return fn(ctx, tx, profileID) }); err != nil {
				errs = append(errs, err)
			}
			last = profileID
		}
		if len(ids) < sweepAtOnce || ctx.Err() != nil {
			return errors.Join(errs...)
		}
	}
}

// expireProfile ends the publication of a profile whose time is over. One that
// is being revised stays where it is, and what the public saw of it goes.
func (s *Service) expireProfile(ctx context.Context, tx db.Tx, profileID string) error {
	p, o, err := s.profile(ctx, tx, profileID)
	if err != nil {
		return err
	}
	held := p.State == Published || p.State == OnHold
	if p.ValidUntil.IsZero() || p.ValidUntil.After(s.Clock.Now()) || !held && p.Shown == nil {
		return nil // somebody was faster
	}
	t := Transition{Step: Expire, To: Expired}
	if !held {
		t.To = p.State
	}
	return s.move(ctx, tx, access.Actor{}, &p, o, t, Move{Step: Expire})
}

// remindOfProfile reminds the keepers of a profile that it will expire, if they
// have not been since the moment when they should be.
func (s *Service) remindOfProfile(ctx context.Context, tx db.Tx, profileID string) error {
	p, _, err := s.profile(ctx, tx, profileID)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	left := p.ValidUntil.Sub(now)
	var due time.Time
	for _, before := range remindBefore {
		if left > 0 && left <= before {
			due = p.ValidUntil.Add(-before)
		}
	}
	if due.IsZero() {
		return nil
	}
	n, err := tx.Exec(ctx, `UPDATE opportunity SET reminded_at = $2 WHERE id = $1 AND state IN ('published', 'on_hold') AND reminded_at < $3`, p.ID, db.Micros(now), db.Micros(due))
	if err != nil || n == 0 {
		return err
	}
	keepers, err := s.keepers(ctx, tx, p)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, NoticeJob{
		Key: "expiring/" + p.ID + "/" + strconv.FormatInt(due.Unix(), 10), Notice: ProfileExpiring, PersonIDs: keepers, Title: unsigned(p.Public().Title),
		Path: "/desk/profiles/" + p.Reference, Count: int((left + 24*time.Hour - 1) / (24 * time.Hour)),
	})
}

// keepers lists who is to be told of a profile: its author and its contact, as
// far as they may still edit it, else all who may.
func (s *Service) keepers(ctx context.Context, q db.Querier, p Opportunity) ([]string, error) {
	all, err := s.holders(ctx, q, p.OrganisationID, access.OrgAdmin, access.OrgEditor)
	if err != nil {
		return nil, err
	}
	if p.CentreID != "" {
		advisers, err := s.holders(ctx, q, p.CentreID, access.Intermediary)
		if err != nil {
			return nil, err
		}
		all = append(all, advisers...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	named := slices.DeleteFunc(slices.Clone(all), func(x string) bool { return x != p.AuthorID && x != p.PersonID })
	if len(named) > 0 {
		return named, nil
	}
	return all, nil
}
