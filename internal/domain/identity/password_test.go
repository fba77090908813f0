package identity

import (
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

func TestHash(t *testing.T) {
	h := newHasher(cheap)
	ctx := t.Context()
	phc, err := h.hash(ctx, "Ясна 石墨烯")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=8,t=1,p=1$") {
		t.Fatalf("hash %q, %v", phc, err)
	}
	for _, c := range []struct {
		password, phc string
		ok            bool
	}{
		{"Ясна 石墨烯", phc, true},
		{"Ясна 石墨烯 ", phc, false},
		{"", phc, false},
		{"", "", false},
		{"x", "", false},
	} {
		if ok, stale, err := h.verify(ctx, c.password, c.phc); ok != c.ok || stale || err != nil {
			t.Errorf("verify(%q, %q) = %v, %v, %v", c.password, c.phc, ok, stale, err)
		}
	}
	dearer := newHasher(HashParams{MemoryKiB: 16, Passes: 1, Lanes: 1})
	if ok, stale, err := dearer.verify(ctx, "Ясна 石墨烯", phc); !ok || !stale || err != nil {
		t.Errorf("at a higher cost: %v, %v, %v", ok, stale, err)
	}
	for _, bad := range []string{"x", "$2b$10$abc", "$argon2id$v=18$m=8,t=1,p=1$AA$AA", "$argon2id$v=19$m=8$AA$AA", "$argon2id$v=19$m=8,t=1,p=1$?$AA"} {
		if ok, _, err := h.verify(ctx, "x", bad); ok || err == nil {
			t.Errorf("hash %q was read", bad)
		}
	}
}

// The vector is of the reference implementation, phc-winner-argon2's test.c.
func TestHashFitsReference(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, _, err := newHasher(cheap).verify(t.Context(), "password", phc); !ok || err != nil {
		t.Errorf("verify = %v, %v", ok, err)
	}
}

func TestPasswordRules(t *testing.T) {
	const email = "yanka.uzorny@example.test"
	for _, c := range []struct{ password, key string }{
		{"short", "account.password_short"},
		{"石墨烯石墨烯石墨烯", "account.password_short"},
		{strings.Repeat("ab1cd", 41), "account.password_long"},
		{"bad\xffutf8...", "account.password_long"},
		{"Yanka.Uzorny@example.TEST", "account.password_is_email"},
		{"yanka.uzorny", "account.password_is_email"},
		{"1234567890", "account.password_common"},
		{"Password123!", "account.password_common"},
		{"йцукенгшщзхъ", "account.password_common"},
		{"woaini1314", "account.password_common"},
		{"abababababab", "account.password_common"},
	} {
		wantFault(t, checkPassword("password", c.password, email), c.key)
	}
	for _, good := range []string{"石墨烯纳米复合材料研究", "tree cup sand nine", strings.Repeat("abcd7", 40)} {
		if err := checkPassword("password", good, email); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

const secret = "tree cup sand nine"

func TestSignInPassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, token := f.join("Yanka@example.test")
		if err := f.ChangePassword(f.visit(token), p.ID, "", secret); err != nil {
			t.Fatal(err)
		}
		ctx := f.visit("")
		got, err := f.SignInPassword(ctx, "yanka@EXAMPLE.test", secret, Visitor{Address: "10.0.0.1"})
		if err != nil || got.ID != p.ID || f.signedIn(f.leave(ctx)) != p.ID {
			t.Errorf("sign-in: %v, %v", got, err)
		}
		f.join("nopassword@example.test")
		for _, c := range []struct{ email, password string }{
			{"yanka@example.test", "wrong password"},
			{"yanka@example.test", ""},
			{"nopassword@example.test", ""},
			{"nobody@example.test", secret},
			{"yanka@example.test", strings.Repeat("x", 10_000)},
		} {
			ctx := f.visit("")
			_, err := f.SignInPassword(ctx, c.email, c.password, Visitor{Address: "10.0.0.1"})
			wantFault(t, err, "account.sign_in_failed")
			if p, _ := f.Current(ctx); p.ID != "" {
				t.Errorf("%s is signed in by a wrong password", p.Email)
			}
		}
	})
}

// An unknown e-mail costs one key derivation at today's cost, as a known one.
func TestUnknownEmailCostsTheSame(t *testing.T) {
	f := setup(t, dbtest.SQLite(t))
	p, token := f.join("a@example.test")
	if err := f.ChangePassword(f.visit(token), p.ID, "", secret); err != nil {
		t.Fatal(err)
	}
	f.join("nopassword@example.test")
	derived := 0
	f.hasher.works = func() { derived++ }
	for _, email := range []string{"a@example.test", "nopassword@example.test", "nobody@example.test"} {
		derived = 0
		_, err := f.SignInPassword(f.visit(""), email, "wrong password", Visitor{})
		wantFault(t, err, "account.sign_in_failed")
		if derived != 1 {
			t.Errorf("%s: %d key derivations, want 1", email, derived)
		}
	}
	if !strings.HasPrefix(f.hasher.dummy(), "$argon2id$v=19$m=8,t=1,p=1$") {
		t.Errorf("the dummy %s has another cost", f.hasher.dummy())
	}
}

func TestPasswordIsRehashed(t *testing.T) {
	d := dbtest.SQLite(t)
	f := setup(t, d)
	p, token := f.join("a@example.test")
	if err := f.ChangePassword(f.visit(token), p.ID, "", secret); err != nil {
		t.Fatal(err)
	}
	g := setup(t, d, func(o *Options) { o.Hash = HashParams{16, 1, 1} })
	for range 2 {
		if _, err := g.SignInPassword(g.visit(""), "a@example.test", secret, Visitor{}); err != nil {
			t.Fatal(err)
		}
		if h, _ := passwordOf(t.Context(), d, p.ID); !strings.Contains(h, "m=16,") {
			t.Errorf("hash %s was not renewed", h)
		}
	}
}

func TestChangePassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, first := f.join("a@example.test")
		wantFault(t, f.ChangePassword(f.visit(first), p.ID, "", "short"), "account.password_short")
		if err := f.ChangePassword(f.visit(first), p.ID, "", secret); err != nil {
			t.Fatal(err)
		}
		ctx := f.visit("")
		if _, err := f.SignInPassword(ctx, p.Email, secret, Visitor{}); err != nil {
			t.Fatal(err)
		}
		second := f.leave(ctx)
		// Signed in by password, or long ago: the current password is asked for.
		for _, token := range []string{second, first} {
			wantFault(t, f.ChangePassword(f.visit(second), p.ID, "wrong", "another good one"), "account.password_wrong")
			f.clock.ahead = freshFor
			if need, err := f.NeedsPassword(f.visit(token), p.ID); !need || err != nil {
				t.Errorf("NeedsPassword = %v, %v", need, err)
			}
		}
		if err := f.ChangePassword(f.visit(second), p.ID, secret, "another good one"); err != nil {
			t.Fatal(err)
		}
		if f.signedIn(second) != p.ID || f.signedIn(first) != "" {
			t.Error("a change of password must end the other sessions and only those")
		}
		if err := f.SetPassword(t.Context(), By{}, p.ID, "a third good one"); err != nil {
			t.Fatal(err)
		}
		if f.signedIn(second) != "" {
			t.Error("a password set from outside must end all sessions")
		}
	})
}
