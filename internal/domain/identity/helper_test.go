package identity

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/audit"
)

// movable is the system's clock, set forward at will.
type movable struct{ ahead time.Duration }

func (m *movable) Now() time.Time { return clock.System{}.Now().Add(m.ahead) }

// outbox notes who was to get a link.
type outbox struct {
	mu sync.Mutex
	to []string
}

func (o *outbox) SignInLink(_ context.Context, _ db.Tx, email string, _ i18n.Lang) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.to = append(o.to, email)
	return nil
}

var cheap = HashParams{MemoryKiB: 8, Passes: 1, Lanes: 1}

type fixture struct {
	*Service
	t     *testing.T
	clock *movable
	out   *outbox
}

func setup(t *testing.T, d *db.DB, change ...func(*Options)) fixture {
	t.Helper()
	c, out := &movable{}, &outbox{}
	o := Options{
		DB: d, Clock: c, Mail: out, BaseURL: "https://birzha.example", SiteName: "birzha", Hash: cheap,
		SessionIdle: 24 * time.Hour, SessionLifetime: 14 * 24 * time.Hour,
	}
	for _, f := range change {
		f(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return fixture{s, t, c, out}
}

// visit begins a request with the session token that the browser holds.
func (f fixture) visit(token string) context.Context {
	f.t.Helper()
	ctx, err := f.Sessions.Load(f.t.Context(), token)
	if err != nil {
		f.t.Fatal(err)
	}
	return ctx
}

// leave ends a request and returns the token that the browser is given.
func (f fixture) leave(ctx context.Context) string {
	f.t.Helper()
	token, _, err := f.Sessions.Commit(ctx)
	if err != nil {
		f.t.Fatal(err)
	}
	return token
}

// signedIn tells who is signed in with the token, "" if nobody.
func (f fixture) signedIn(token string) string {
	f.t.Helper()
	p, err := f.Current(f.visit(token))
	if err != nil {
		f.t.Fatal(err)
	}
	return p.ID
}

// join signs a person up by a link and returns him with his session's token.
func (f fixture) join(email string) (Person, string) {
	f.t.Helper()
	token, err := f.MintLink(f.t.Context(), email, i18n.BE)
	if err != nil {
		f.t.Fatal(err)
	}
	ctx := f.visit("")
	p, err := f.UseLink(ctx, token, Visitor{Agent: "Firefox"})
	if err != nil {
		f.t.Fatal(err)
	}
	return p, f.leave(ctx)
}

func (f fixture) tx(fn func(ctx context.Context, tx db.Tx) error) {
	f.t.Helper()
	if err := f.DB.Tx(f.t.Context(), fn); err != nil {
		f.t.Fatal(err)
	}
}

// actions lists the audit log's actions, the oldest first, and checks its chain.
func (f fixture) actions() (out []string) {
	f.t.Helper()
	list, _, err := audit.List(f.t.Context(), f.DB, audit.Filter{OldFirst: true, Limit: 1000})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, e := range list {
		out = append(out, e.Action)
	}
	if r, err := audit.Verify(f.t.Context(), f.DB); err != nil || r.Flaw != "" {
		f.t.Errorf("audit chain: %v, %v", r, err)
	}
	return out
}

// wantFault checks that err is a fault with the key, itself or of a field, and
// that the key can be said in all languages.
func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Errorf("error %v, want the fault %s", err, key)
		return
	}
	found := e.Key == key
	for _, f := range e.Fields {
		found = found || f.Key == key
	}
	if !found {
		t.Errorf("fault %v, want %s", e, key)
	}
	for _, l := range i18n.All {
		if !l.Has(key) {
			t.Errorf("no message %s in %s", key, l)
		}
	}
}
