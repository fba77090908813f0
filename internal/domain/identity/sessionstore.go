package identity

import (
	"context"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
)

// anonymousIdle is how long the session of somebody who is not signed in is
// kept; it holds a message for the next page, or half of a passkey's use.
const anonymousIdle = time.Hour

// sessionStore keeps sessions in the database (scs.CtxStore). It sees only the
// hash of a token. It watches over idleness itself: scs would write each
// session at each request.
type sessionStore struct{ Options }

// FindCtx returns the session's data, if it has not expired, and notes now and
// then that it was seen.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data, personID string
	var seen, expires int64
	err := s.DB.QueryRow(ctx, `SELECT data, person_id, seen_at, expires_at FROM session WHERE token_hash = $1`, token).Scan(&data, &personID, &seen, &expires)
	if errors.Is(err, db.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	idle := s.SessionIdle
	if personID == "" {
		idle = anonymousIdle
	}
	now := s.Clock.Now()
	unseen := now.Sub(db.Time(seen))
	if unseen >= idle || !now.Before(db.Time(expires)) {
		return nil, false, nil
	}
	if unseen > min(idle/10, time.Minute) {
		err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1`, db.Micros(now), token)
			return err
		})
	}
	return []byte(data), true, err
}

// CommitCtx stores a session. That of somebody signed in is made only by the
// request that signs in: a request still running while the person signs out
// elsewhere must not bring the session back.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	deadline, values, err := codec{}.Decode(b)
	if err != nil {
		return err
	}
	personID, _ := values[keyPerson].(string)
	_, isNew := values[keyNew]
	delete(values, keyNew)
	if b, err = (codec{}).Encode(deadline, values); err != nil {
		return err
	}
	now := db.Micros(s.Clock.Now())
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if personID != "" && !isNew {
			_, err := tx.Exec(ctx, `UPDATE session SET data = $1, seen_at = $2 WHERE token_hash = $3`, string(b), now, token)
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO session (token_hash, person_id, data, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)
			ON CONFLICT (token_hash) DO UPDATE SET person_id = excluded.person_id, data = excluded.data, seen_at = excluded.seen_at, expires_at = excluded.expires_at`,
			token, personID, string(b), now, db.Micros(expiry))
		return err
	})
}

// DeleteCtx removes a session.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM session WHERE token_hash = $1`, token)
		return err
	})
}

// Find, Commit and Delete complete scs.Store; scs calls the others.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

func (s *sessionStore) Delete(token string) error {
	return s.DeleteCtx(context.Background(), token)
}
