package identity

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
)

// Keys of a session's values.
const (
	keyPerson = "person"
	keyMethod = "method" // how the person proved who he is
	keyProved = "proved" // when, in microseconds
	keyAgent  = "agent"  // the browser, as it calls itself
	keyNew    = "new"    // set for the one request that signs in
)

// Method is how a person proved who he is.
type Method string

// The methods.
const (
	ByLink     Method = "link"
	ByPassword Method = "password"
	ByPasskey  Method = "passkey"
	ByDemo     Method = "demo" // one click, in the demo only
)

// freshFor is how long after a proof of the e-mail or of a passkey the current
// password need not be given to change it.
const freshFor = 15 * time.Minute

// SignIn makes the session of this request the person's, under a new token so
// that a token planted before is of no use.
func (s *Service) SignIn(ctx context.Context, personID string, m Method, agent string) error {
	err := s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return s.record(ctx, tx, By{ActorID: personID}, "session.start", personID, map[string]any{"method": string(m)})
	})
	if err != nil {
		return err
	}
	if err := s.Sessions.Clear(ctx); err != nil {
		return err
	}
	if err := s.Sessions.RenewToken(ctx); err != nil {
		return err
	}
	if r := []rune(strings.ToValidUTF8(agent, "")); len(r) > 200 {
		agent = string(r[:200])
	}
	for k, v := range map[string]string{
		keyPerson: personID, keyMethod: string(m), keyAgent: agent, keyNew: "1",
		keyProved: strconv.FormatInt(db.Micros(s.Clock.Now()), 10),
	} {
		s.Sessions.Put(ctx, k, v)
	}
	return nil
}

// Current returns the person signed in to this request's session, or the zero
// Person.
func (s *Service) Current(ctx context.Context) (Person, error) {
	personID := s.Sessions.GetString(ctx, keyPerson)
	if personID == "" {
		return Person{}, nil
	}
	p, err := s.PersonByID(ctx, personID)
	if fault.KindOf(err) == fault.NotFound {
		return Person{}, s.Sessions.Destroy(ctx)
	}
	return p, err
}

// fresh tells whether the person has just proved his e-mail or a passkey.
func (s *Service) fresh(ctx context.Context, personID string) bool {
	m := Method(s.Sessions.GetString(ctx, keyMethod))
	us, err := strconv.ParseInt(s.Sessions.GetString(ctx, keyProved), 10, 64)
	return err == nil && s.Sessions.GetString(ctx, keyPerson) == personID && (m == ByLink || m == ByPasskey) && s.Clock.Now().Sub(db.Time(us)) < freshFor
}

// NeedsPassword tells whether ChangePassword will ask for the current one.
func (s *Service) NeedsPassword(ctx context.Context, personID string) (bool, error) {
	has, err := s.HasPassword(ctx, personID)
	return has && !s.fresh(ctx, personID), err
}

// Session is one place where a person is signed in.
type Session struct {
	ID      string // names it for SignOutSession; not the token
	Method  Method
	Agent   string // the browser, as it calls itself
	Started time.Time
	Seen    time.Time
	Current bool // the one of this request
}

// MySessions lists where the person is signed in, the last seen first.
func (s *Service) MySessions(ctx context.Context, personID string) (list []Session, err error) {
	now := s.Clock.Now()
	rows, err := s.DB.Query(ctx, `SELECT token_hash, data, created_at, seen_at FROM session WHERE person_id = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC`,
		personID, db.Micros(now), db.Micros(now.Add(-s.SessionIdle)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	current := s.token(ctx)
	for rows.Next() {
		var x Session
		var data string
		var started, seen int64
		if err := rows.Scan(&x.ID, &data, &started, &seen); err != nil {
			return nil, err
		}
		_, values, err := codec{}.Decode([]byte(data))
		if err != nil {
			return nil, err
		}
		method, _ := values[keyMethod].(string)
		x.Agent, _ = values[keyAgent].(string)
		x.Method, x.Started, x.Seen, x.Current = Method(method), db.Time(started), db.Time(seen), x.ID == current
		list = append(list, x)
	}
	return list, rows.Err()
}

// SignOut ends the session of this request.
func (s *Service) SignOut(ctx context.Context) error {
	personID := s.Sessions.GetString(ctx, keyPerson)
	if err := s.Sessions.Destroy(ctx); err != nil || personID == "" {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return s.record(ctx, tx, By{ActorID: personID}, "session.end", personID, nil)
	})
}

// SignOutSession ends one of the person's sessions.
func (s *Service) SignOutSession(ctx context.Context, personID, sessionID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM session WHERE token_hash = $1 AND person_id = $2`, sessionID, personID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return s.record(ctx, tx, By{ActorID: personID}, "session.end", personID, nil)
	})
}

// SignOutEverywhere ends all sessions of the person, this one included.
func (s *Service) SignOutEverywhere(ctx context.Context, personID string) error {
	err := s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := dropSessions(ctx, tx, personID, ""); err != nil {
			return err
		}
		return s.record(ctx, tx, By{ActorID: personID}, "session.end_all", personID, nil)
	})
	if err != nil {
		return err
	}
	return s.Sessions.Destroy(ctx)
}

// dropSessions ends the person's sessions but the one with the token hash.
func dropSessions(ctx context.Context, tx db.Tx, personID, except string) error {
	_, err := tx.Exec(ctx, `DELETE FROM session WHERE person_id = $1 AND token_hash <> $2`, personID, except)
	return err
}

// token is the hash by which the session of this request is stored.
func (s *Service) token(ctx context.Context) string {
	h := sha256.Sum256([]byte(s.Sessions.Token(ctx)))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

func newSessions(o Options) *scs.SessionManager {
	m := scs.New()
	m.Lifetime = o.SessionLifetime
	m.HashTokenInStore = true
	m.Codec = codec{}
	m.Store = &sessionStore{o}
	m.Cookie.Name = "session"
	if secureSite(o.BaseURL) {
		m.Cookie.Name, m.Cookie.Secure = "__Host-session", true
	}
	return m
}

// codec writes a session as JSON.
type codec struct{}

type sessionJSON struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionJSON{deadline, values})
}

func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	var j sessionJSON
	err := json.Unmarshal(b, &j)
	if err == nil && j.Values == nil {
		err = errors.New("identity: session without values")
	}
	return j.Deadline, j.Values, err
}
