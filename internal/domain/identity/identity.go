// Package identity knows people: who they are, how they prove it (link by
// e-mail, password, passkey), where they are signed in, and what they consent
// to. What they may do is the matter of package access.
package identity

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
)

// Mailer puts letters into the queue in the transaction of the change.
type Mailer interface {
	// SignInLink asks for a letter with a sign-in link. The link itself is made
	// by MintLink when the letter is written, so that no queue ever holds it.
	SignInLink(ctx context.Context, tx db.Tx, email string, l i18n.Lang) error
}

// Options is what a Service is made of.
type Options struct {
	DB    *db.DB
	Clock clock.Clock
	Mail  Mailer

	BaseURL  string // scheme and host by which people reach us: decides on cookies and passkeys
	SiteName string // shown by devices that keep passkeys

	SessionIdle     time.Duration // signed out after so long without a request
	SessionLifetime time.Duration // signed out so long after signing in
	SignInPerMinute float64       // password attempts for one account from one address; 0 is no limit
	LinksPerHour    float64       // links sent to one e-mail; 0 is no limit
	Hash            HashParams    // cost of a password guess; zero is DefaultHash
}

// Service is all that can be done with people and their proofs.
type Service struct {
	Options
	// Sessions carries the session of each request; its LoadAndSave wraps the
	// handlers. Values must be texts.
	Sessions *scs.SessionManager

	keys   *webauthn.WebAuthn // nil where passkeys cannot work
	hasher *hasher
	tries  tryLimits
}

// New returns a Service.
func New(o Options) (*Service, error) {
	if o.Hash == (HashParams{}) {
		o.Hash = DefaultHash
	}
	s := &Service{Options: o, hasher: newHasher(o.Hash), tries: newTryLimits(o.SignInPerMinute, o.LinksPerHour)}
	s.Sessions = newSessions(o)
	var err error
	s.keys, err = newKeys(o)
	return s, err
}

func secureSite(baseURL string) bool { return strings.HasPrefix(baseURL, "https://") }

func host(baseURL string) string {
	u, err := url.Parse(baseURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// By tells for the audit log who acts, and in which event for which side.
type By struct {
	ActorID string // person, or "" for the system itself
	EventID string
	Side    string
}

// Sweep removes what has expired: sessions and links.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Clock.Now()
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM mail_link WHERE expires_at <= $1`, db.Micros(now)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2 OR (person_id = '' AND seen_at <= $3)`,
			db.Micros(now), db.Micros(now.Add(-s.SessionIdle)), db.Micros(now.Add(-anonymousIdle)))
		return err
	})
}
