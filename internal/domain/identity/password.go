package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
)

// HashParams is the cost of argon2id (RFC 9106).
type HashParams struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// DefaultHash is the first choice of the OWASP Password Storage Cheat Sheet.
var DefaultHash = HashParams{MemoryKiB: 19 * 1024, Passes: 2, Lanes: 1}

const saltSize, keySize = 16, 32

// hasher makes and checks password hashes, as many at once as there are
// processors: each takes HashParams.MemoryKiB of memory.
type hasher struct {
	HashParams
	turns chan struct{}
	dummy func() string // a hash that no password fits
	works func()        // told of each key derivation; for tests
}

func newHasher(p HashParams) *hasher {
	h := &hasher{HashParams: p, turns: make(chan struct{}, runtime.GOMAXPROCS(0)), works: func() {}}
	h.dummy = sync.OnceValue(func() string {
		key := make([]byte, keySize)
		_, _ = rand.Read(key)
		return h.encode(make([]byte, saltSize), key)
	})
	return h
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, p HashParams) ([]byte, error) {
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	h.works()
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, p.Passes, p.MemoryKiB, p.Lanes, keySize), nil
}

// hash returns the password's hash as a PHC string:
// $argon2id$v=19$m=MEMORY,t=PASSES,p=LANES$SALT$HASH.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := h.derive(ctx, password, salt, h.HashParams)
	return h.encode(salt, key), err
}

func (h *hasher) encode(salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.MemoryKiB, h.Passes, h.Lanes, b64(salt), b64(key))
}

// verify tells whether the password fits the hash, and whether the hash was
// made at another cost than is asked for now. An empty hash fits no password
// and takes as long to find out.
func (h *hasher) verify(ctx context.Context, password, phc string) (ok, stale bool, err error) {
	if phc == "" {
		phc = h.dummy()
	}
	var p HashParams
	var version int
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false, errors.New("identity: stored password hash is not argon2id")
	}
	if _, err := fmt.Sscanf(parts[2]+parts[3], "v=%dm=%d,t=%d,p=%d", &version, &p.MemoryKiB, &p.Passes, &p.Lanes); err != nil || version != argon2.Version {
		return false, false, fmt.Errorf("identity: stored password hash: unknown parameters %s %s", parts[2], parts[3])
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(err1, err2); err != nil {
		return false, false, fmt.Errorf("identity: stored password hash: %w", err)
	}
	got, err := h.derive(ctx, password, salt, p)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, p != h.HashParams, nil
}

// Bounds of a password's length, in characters.
const (
	MinPassword = 10
	MaxPassword = 200
)

//go:embed common.txt
var commonText string

// common holds the passwords that are guessed first, folded.
var common = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, line := range strings.Fields(commonText) {
		m[Fold(line)] = true
	}
	return m
})

// checkPassword tells what is wrong with a new password; field is the name of
// the form's field.
func checkPassword(field, password, foldedEmail string) error {
	f := fault.Field{Name: field}
	n := utf8.RuneCountInString(password)
	folded := Fold(password)
	local, _, _ := strings.Cut(foldedEmail, "@")
	switch {
	case n < MinPassword:
		f.Key, f.Args = "account.password_short", []any{"n", MinPassword}
	case n > MaxPassword || !utf8.ValidString(password):
		f.Key, f.Args = "account.password_long", []any{"n", MaxPassword}
	case foldedEmail != "" && (folded == foldedEmail || folded == local):
		f.Key = "account.password_is_email"
	case common()[folded] || common()[strings.TrimRight(folded, "0123456789!.")] || monotone(folded):
		f.Key = "account.password_common"
	default:
		return nil
	}
	return fault.InvalidFields(f)
}

// monotone tells whether a text has fewer than four different characters.
func monotone(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 4
}

// ChangePassword sets the person's password from within a session. It asks for
// the current password, unless there is none yet or the person has just signed
// in by a link or a passkey. The person's other sessions end.
func (s *Service) ChangePassword(ctx context.Context, personID, current, password string) error {
	p, err := s.PersonByID(ctx, personID)
	if err != nil {
		return err
	}
	if err := checkPassword("password", password, FoldEmail(p.Email)); err != nil {
		return err
	}
	have, err := passwordOf(ctx, s.DB, personID)
	if err != nil {
		return err
	}
	if have != "" && !s.fresh(ctx, personID) {
		if !s.tries.password.Allow("change "+personID, s.Clock.Now()) {
			return errTooMany
		}
		ok, _, err := s.hasher.verify(ctx, current, have)
		if err != nil {
			return err
		}
		if !ok {
			return fault.InvalidFields(fault.Field{Name: "current", Key: "account.password_wrong"})
		}
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.putPassword(ctx, tx, By{ActorID: personID}, personID, hash); err != nil {
			return err
		}
		return dropSessions(ctx, tx, personID, s.token(ctx))
	})
}

// HasPassword tells whether the person has set a password.
func (s *Service) HasPassword(ctx context.Context, personID string) (bool, error) {
	h, err := passwordOf(ctx, s.DB, personID)
	return h != "", err
}

// SetPassword sets a person's password from outside a session, as from the
// command line; all the person's sessions end.
func (s *Service) SetPassword(ctx context.Context, by By, personID, password string) error {
	p, err := s.PersonByID(ctx, personID)
	if err != nil {
		return err
	}
	if err := checkPassword("password", password, FoldEmail(p.Email)); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.putPassword(ctx, tx, by, personID, hash); err != nil {
			return err
		}
		return dropSessions(ctx, tx, personID, "")
	})
}

func (s *Service) putPassword(ctx context.Context, tx db.Tx, by By, personID, hash string) error {
	_, err := tx.Exec(ctx, `INSERT INTO password (person_id, hash, changed_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`, personID, hash, db.Micros(s.Clock.Now()))
	if err != nil {
		return err
	}
	return s.record(ctx, tx, by, "person.password", personID, nil)
}

func passwordOf(ctx context.Context, q db.Querier, personID string) (hash string, err error) {
	err = q.QueryRow(ctx, `SELECT hash FROM password WHERE person_id = $1`, personID).Scan(&hash)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return hash, err
}
