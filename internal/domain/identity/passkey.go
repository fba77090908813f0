package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/limit"
)

// keyCeremony holds in the session what must be remembered between the two
// halves of a passkey's use (WebAuthn, W3C).
const keyCeremony = "ceremony"

// maxPasskeys bounds the passkeys of a person.
const maxPasskeys = 20

var (
	errNoPasskeys   = fault.New(fault.Unavailable, "account.passkeys_unavailable")
	errPasskey      = fault.New(fault.Invalid, "account.passkey_refused")
	errPasskeyClone = fault.New(fault.Invalid, "account.passkey_cloned")
)

// newKeys returns the relying party, or nil if the address is one for which
// browsers make no passkeys: they want a name, not an IP address, and https
// but on localhost.
func newKeys(o Options) (*webauthn.WebAuthn, error) {
	h := host(o.BaseURL)
	if _, err := netip.ParseAddr(h); err == nil || h == "" || !secureSite(o.BaseURL) && h != "localhost" {
		return nil, nil
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: 5 * time.Minute, TimeoutUVD: 5 * time.Minute}
	keys, err := webauthn.New(&webauthn.Config{
		RPID: h, RPDisplayName: o.SiteName, RPOrigins: []string{o.BaseURL},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationPreferred,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
	if err != nil {
		return nil, fmt.Errorf("identity: passkeys for %s: %w", o.BaseURL, err)
	}
	return keys, nil
}

// PasskeysWork tells whether passkeys can be used at the platform's address.
func (s *Service) PasskeysWork() bool { return s.keys != nil }

// holder is a person as the WebAuthn library wants to see him.
type holder struct {
	Person
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.ID) }
func (h holder) WebAuthnName() string                       { return h.Email }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }
func (h holder) WebAuthnDisplayName() string {
	if n := h.Name(h.Language); n != "" {
		return n
	}
	return h.Email
}

func loadHolder(ctx context.Context, q db.Querier, personID string) (h holder, err error) {
	if h.Person, err = PersonByID(ctx, q, personID); err != nil {
		return h, err
	}
	rows, err := q.Query(ctx, `SELECT credential FROM passkey WHERE person_id = $1 ORDER BY created_at, id`, personID)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	for rows.Next() {
		var c webauthn.Credential
		if err := rows.Scan(db.JSON(&c)); err != nil {
			return h, err
		}
		h.keys = append(h.keys, c)
	}
	return h, rows.Err()
}

// BeginPasskey starts to make a passkey and returns the options for the
// browser, to be written as JSON.
func (s *Service) BeginPasskey(ctx context.Context, personID string) (any, error) {
	if s.keys == nil {
		return nil, errNoPasskeys
	}
	h, err := loadHolder(ctx, s.DB, personID)
	if err != nil {
		return nil, err
	}
	if len(h.keys) >= maxPasskeys {
		return nil, fault.New(fault.Conflict, "account.passkeys_many", "n", maxPasskeys)
	}
	options, session, err := s.keys.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, err
	}
	return options, s.remember(ctx, session)
}

// FinishPasskey stores the passkey that the browser answers with. Label is what
// the person calls it.
func (s *Service) FinishPasskey(ctx context.Context, personID, label string, answer []byte) error {
	if s.keys == nil {
		return errNoPasskeys
	}
	session, err := s.recall(ctx)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return refused(err)
	}
	h, err := loadHolder(ctx, s.DB, personID)
	if err != nil {
		return err
	}
	c, err := s.keys.CreateCredential(h, session, parsed)
	if err != nil {
		return refused(err)
	}
	if label = cleanName(label); label == "" || utf8.RuneCountInString(label) > maxName || !printable(label) {
		label = i18n.From(ctx).T("account.passkey_label", "date", i18n.From(ctx).Date(s.Clock.Now()))
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO passkey (id, person_id, label, credential, created_at) VALUES ($1, $2, $3, $4, $5)`,
			passkeyID(c.ID), personID, label, db.JSON(c), db.Micros(s.Clock.Now()))
		if db.IsUnique(err) {
			return refused(err)
		}
		if err != nil {
			return err
		}
		return s.record(ctx, tx, By{ActorID: personID}, "passkey.add", personID, nil)
	})
}

func passkeyID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

func refused(err error) error {
	e := *errPasskey
	e.Err = err
	return &e
}

// BeginPasskeySignIn starts to sign in with a passkey, whosever it is, and
// returns the options for the browser, to be written as JSON.
func (s *Service) BeginPasskeySignIn(ctx context.Context, v Visitor) (any, error) {
	if s.keys == nil {
		return nil, errNoPasskeys
	}
	if !s.tries.passkey.Allow(limit.Network(v.Address), s.Clock.Now()) {
		return nil, errTooMany
	}
	options, session, err := s.keys.BeginDiscoverableLogin()
	if err != nil {
		return nil, err
	}
	return options, s.remember(ctx, session)
}

// FinishPasskeySignIn signs in the person whose passkey the browser answers
// with. A passkey whose counter does not rise may be a copy and is refused.
func (s *Service) FinishPasskeySignIn(ctx context.Context, answer []byte, v Visitor) (p Person, err error) {
	if s.keys == nil {
		return p, errNoPasskeys
	}
	session, err := s.recall(ctx)
	if err != nil {
		return p, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return p, refused(err)
	}
	cloned := false
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		cloned = false
		u, c, err := s.keys.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			return loadHolder(ctx, tx, string(handle))
		}, session, parsed)
		if err != nil {
			return refused(err)
		}
		p = u.(holder).Person
		if c.Authenticator.CloneWarning {
			cloned = true
			return s.record(ctx, tx, By{}, "passkey.copy_suspected", p.ID, nil)
		}
		_, err = tx.Exec(ctx, `UPDATE passkey SET credential = $1, used_at = $2 WHERE id = $3`, db.JSON(c), db.Micros(s.Clock.Now()), passkeyID(c.ID))
		return err
	})
	if err == nil && cloned {
		err = errPasskeyClone
	}
	if err != nil {
		return Person{}, err
	}
	return p, s.SignIn(ctx, p.ID, ByPasskey, v.Agent)
}

func (s *Service) remember(ctx context.Context, d *webauthn.SessionData) error {
	b, err := json.Marshal(d)
	if err == nil {
		s.Sessions.Put(ctx, keyCeremony, string(b))
	}
	return err
}

// recall returns what was remembered, once.
func (s *Service) recall(ctx context.Context) (d webauthn.SessionData, err error) {
	b := s.Sessions.PopString(ctx, keyCeremony)
	if b == "" {
		return d, refused(errors.New("no ceremony was begun in this session"))
	}
	return d, json.Unmarshal([]byte(b), &d)
}

// Passkey is one passkey of a person.
type Passkey struct {
	ID      string
	Label   string
	Created time.Time
	Used    time.Time // zero if never
	Synced  bool      // kept by a provider on several devices
}

// Passkeys lists the person's passkeys, the oldest first.
func (s *Service) Passkeys(ctx context.Context, personID string) (list []Passkey, err error) {
	rows, err := s.DB.Query(ctx, `SELECT id, label, credential, created_at, COALESCE(used_at, 0) FROM passkey WHERE person_id = $1 ORDER BY created_at, id`, personID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k Passkey
		var c webauthn.Credential
		var created, used int64
		if err := rows.Scan(&k.ID, &k.Label, db.JSON(&c), &created, &used); err != nil {
			return nil, err
		}
		k.Created, k.Synced = db.Time(created), c.Flags.BackupState
		if used != 0 {
			k.Used = db.Time(used)
		}
		list = append(list, k)
	}
	return list, rows.Err()
}

// RemovePasskey removes one of the person's passkeys.
func (s *Service) RemovePasskey(ctx context.Context, personID, passkeyID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM passkey WHERE id = $1 AND person_id = $2`, passkeyID, personID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return s.record(ctx, tx, By{ActorID: personID}, "passkey.remove", personID, nil)
	})
}
