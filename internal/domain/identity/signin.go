package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/base/limit"
)

// linkFor is how long a link sent by e-mail can be used.
const linkFor = 30 * time.Minute

// Visitor is who stands before the door.
type Visitor struct {
	Address string // network address, for the limits
	Agent   string // the browser, as it calls itself
}

// RequestLink sends a sign-in link to the e-mail. It is the one way to sign up,
// to sign in without a password, and to come back after losing one; what it
// does and answers does not depend on whether the e-mail is known.
func (s *Service) RequestLink(ctx context.Context, email string, l i18n.Lang, v Visitor) error {
	email, folded, err := ParseEmail(email)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if !s.tries.linkAddress.Allow(limit.Network(v.Address), now) || !s.tries.link.Allow(folded, now) {
		return errTooMany
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return s.Mail.SignInLink(ctx, tx, email, l) })
}

// MintLink makes the token of a sign-in link for the letter that is being
// written; only its hash is kept. A letter that is sent twice has two tokens,
// and the use of one ends the other.
func (s *Service) MintLink(ctx context.Context, email string, l i18n.Lang) (string, error) {
	email, folded, err := ParseEmail(email)
	if err != nil {
		return "", err
	}
	token := id.Secret()
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO mail_link (token_hash, email, email_folded, language, expires_at) VALUES ($1, $2, $3, $4, $5)`,
			tokenHash(token), email, folded, string(l), db.Micros(s.Clock.Now().Add(linkFor)))
		return err
	})
	return token, err
}

func tokenHash(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

var errLinkDead = fault.New(fault.Conflict, "account.link_dead")

// LinkEmail returns the e-mail for which a link signs in. It changes nothing,
// so that programs which open links in mail do not use them up: the page asks
// for a click and that calls UseLink.
func (s *Service) LinkEmail(ctx context.Context, token string) (email string, err error) {
	err = s.DB.QueryRow(ctx, `SELECT email FROM mail_link WHERE token_hash = $1 AND expires_at > $2`, tokenHash(token), db.Micros(s.Clock.Now())).Scan(&email)
	if errors.Is(err, db.ErrNoRows) {
		return "", errLinkDead
	}
	return email, err
}

// UseLink signs in by a link, once. Somebody new becomes a person without a
// name, whom the page then asks for it.
func (s *Service) UseLink(ctx context.Context, token string, v Visitor) (p Person, err error) {
	now := s.Clock.Now()
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var email, folded string
		var l i18n.Lang
		var expires int64
		err := tx.QueryRow(ctx, `DELETE FROM mail_link WHERE token_hash = $1 RETURNING email, email_folded, language, expires_at`, tokenHash(token)).Scan(&email, &folded, &l, &expires)
		if errors.Is(err, db.ErrNoRows) || err == nil && expires <= db.Micros(now) {
			return errLinkDead
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM mail_link WHERE email_folded = $1`, folded); err != nil {
			return err
		}
		p, err = s.prove(ctx, tx, email, folded, l)
		return err
	})
	if err != nil {
		return Person{}, err
	}
	return p, s.SignIn(ctx, p.ID, ByLink, v.Agent)
}

// prove notes that the e-mail is its owner's, who may be new.
func (s *Service) prove(ctx context.Context, tx db.Tx, email, folded string, l i18n.Lang) (Person, error) {
	p, err := personByFolded(ctx, tx, folded)
	if fault.KindOf(err) == fault.NotFound {
		p, _, err = s.create(ctx, tx, By{}, email, folded, Profile{NativeLang: l, Language: l, Zone: zoneOf(l)})
	}
	if err != nil || p.Proved {
		return p, err
	}
	p.Proved = true
	if _, err := tx.Exec(ctx, `UPDATE person SET email_proved_at = $1 WHERE id = $2`, db.Micros(s.Clock.Now()), p.ID); err != nil {
		return p, err
	}
	return p, s.record(ctx, tx, By{ActorID: p.ID}, "person.email_proved", p.ID, nil)
}

var errSignIn = fault.New(fault.Invalid, "account.sign_in_failed")

// SignInPassword signs in by e-mail and password. An unknown e-mail, a person
// without a password and a wrong password get the same answer after the same
// work.
func (s *Service) SignInPassword(ctx context.Context, email, password string, v Visitor) (Person, error) {
	_, folded, err := ParseEmail(email)
	if err != nil {
		return Person{}, err
	}
	now, from := s.Clock.Now(), limit.Network(v.Address)
	if !s.tries.passwordAddress.Allow(from, now) || !s.tries.password.Allow(from+" "+folded, now) || !s.tries.passwordAccount.Allow(folded, now) {
		return Person{}, errTooMany
	}
	if len(password) > 4*MaxPassword {
		return Person{}, errSignIn
	}
	var personID, hash string
	err = s.DB.QueryRow(ctx, `SELECT p.id, w.hash FROM person p JOIN password w ON w.person_id = p.id WHERE p.email_folded = $1`, folded).Scan(&personID, &hash)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return Person{}, err
	}
	ok, stale, err := s.hasher.verify(ctx, password, hash)
	if err != nil {
		return Person{}, err
	}
	if !ok {
		return Person{}, errSignIn
	}
	if stale {
		if err := s.rehash(ctx, personID, password, hash); err != nil {
			return Person{}, err
		}
	}
	p, err := s.PersonByID(ctx, personID)
	if err != nil {
		return p, err
	}
	return p, s.SignIn(ctx, p.ID, ByPassword, v.Agent)
}

// rehash stores the password at today's cost, unless it was changed meanwhile.
func (s *Service) rehash(ctx context.Context, personID, password, old string) error {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE password SET hash = $1 WHERE person_id = $2 AND hash = $3`, hash, personID, old)
		if err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, By{}, "person.password_rehashed", personID, nil)
	})
}
