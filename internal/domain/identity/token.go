package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
)

// Token is a key by which a person's own programs ask the API in his name.
type Token struct {
	ID       string
	PersonID string
	Name     string
	Prefix   string // beginning of the secret, to tell tokens apart
	Scopes   []access.TokenScope
	Created  time.Time
	Expires  time.Time
	Used     time.Time // to the hour; zero if never
}

// Bounds of tokens.
const (
	tokenPrefix  = "birzha_"
	tokenShown   = len(tokenPrefix) + 6
	MaxTokens    = 20  // of one person
	MaxTokenDays = 366 // that a token can live
	tokenName    = 60  // characters
)

// NewToken makes a token and returns its secret, which is nowhere kept.
func (s *Service) NewToken(ctx context.Context, personID, name string, scopes []access.TokenScope, days int) (t Token, secret string, err error) {
	name = strings.TrimSpace(name)
	var bad []fault.Field
	if n := utf8.RuneCountInString(name); n == 0 || n > tokenName {
		bad = append(bad, fault.Field{Name: "name", Key: "token.name_wrong", Args: []any{"n", tokenName}})
	}
	if len(scopes) == 0 {
		bad = append(bad, fault.Field{Name: "scope", Key: "token.scope_missing"})
	}
	if days < 1 || days > MaxTokenDays {
		bad = append(bad, fault.Field{Name: "days", Key: "token.days_wrong", Args: []any{"n", MaxTokenDays}})
	}
	if len(bad) > 0 {
		return t, "", fault.InvalidFields(bad...)
	}
	now := s.Clock.Now()
	secret = tokenPrefix + rand.Text()
	t = Token{ID: id.New(), PersonID: personID, Name: name, Prefix: secret[:tokenShown], Scopes: scopes, Created: now, Expires: now.AddDate(0, 0, days)}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM api_token WHERE person_id = $1 AND revoked_at = 0 AND expires_at > $2`, personID, db.Micros(now)).Scan(&n); err != nil {
			return err
		}
		if n >= MaxTokens {
			return fault.New(fault.Conflict, "token.too_many", "n", MaxTokens)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO api_token (id, person_id, name, prefix, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			t.ID, personID, name, t.Prefix, hashToken(secret), access.JoinTokenScopes(scopes), db.Micros(now), db.Micros(t.Expires)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: now, ActorID: personID, Action: "token.new", ObjectKind: "person", ObjectID: personID,
			Detail: map[string]any{"id": t.ID, "prefix": t.Prefix, "scopes": access.JoinTokenScopes(scopes), "expires": t.Expires.UTC().Format(time.DateOnly)},
		})
	})
	return t, secret, err
}

func hashToken(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

const tokenColumns = `id, person_id, name, prefix, scopes, created_at, expires_at, used_at`

func scanToken(r db.Row) (t Token, err error) {
	var scopes string
	var created, expires, used int64
	err = r.Scan(&t.ID, &t.PersonID, &t.Name, &t.Prefix, &scopes, &created, &expires, &used)
	t.Scopes, t.Created, t.Expires = access.ParseTokenScopes(scopes), db.Time(created), db.Time(expires)
	if used != 0 {
		t.Used = db.Time(used)
	}
	return t, err
}

// Tokens lists the tokens of a person that are not revoked, the newest first.
func (s *Service) Tokens(ctx context.Context, personID string) (out []Token, err error) {
	rows, err := s.DB.Query(ctx, `SELECT `+tokenColumns+` FROM api_token WHERE person_id = $1 AND revoked_at = 0 ORDER BY created_at DESC, id DESC`, personID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t, err := scanToken(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// RevokeToken ends a token of the person at once.
func (s *Service) RevokeToken(ctx context.Context, personID, tokenID string) error {
	now := s.Clock.Now()
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at = 0`, tokenID, personID, db.Micros(now))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: now, ActorID: personID, Action: "token.revoke", ObjectKind: "person", ObjectID: personID, Detail: map[string]any{"id": tokenID},
		})
	})
}

// tokenUse is how exactly the last use of a token is noted.
const tokenUse = time.Hour

// TokenOf finds the token of a secret. One that is unknown, revoked or expired
// gives a SignIn fault.
func (s *Service) TokenOf(ctx context.Context, secret string) (t Token, err error) {
	refused := fault.New(fault.SignIn, "token.refused")
	if !strings.HasPrefix(secret, tokenPrefix) || len(secret) > 100 {
		return t, refused
	}
	now := s.Clock.Now()
	t, err = scanToken(s.DB.QueryRow(ctx, `SELECT `+tokenColumns+` FROM api_token WHERE hash = $1 AND revoked_at = 0 AND expires_at > $2`, hashToken(secret), db.Micros(now)))
	if errors.Is(err, db.ErrNoRows) {
		return Token{}, refused
	}
	if err != nil {
		return t, err
	}
	if now.Sub(t.Used) > tokenUse {
		err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE api_token SET used_at = $2 WHERE id = $1`, t.ID, db.Micros(now))
			return err
		})
	}
	return t, err
}
