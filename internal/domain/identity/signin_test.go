package identity

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
)

func TestRequestLinkTellsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		f.join("known@example.test")
		for _, email := range []string{"known@example.test", "nobody@example.test"} {
			if err := f.RequestLink(t.Context(), email, i18n.RU, Visitor{}); err != nil {
				t.Errorf("%s: %v", email, err)
			}
		}
		if !slices.Equal(f.out.to, []string{"known@example.test", "nobody@example.test"}) {
			t.Errorf("links went to %v", f.out.to)
		}
		wantFault(t, f.RequestLink(t.Context(), "nobody", i18n.RU, Visitor{}), "account.email_form")
	})
}

func TestLink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		mint := func() string {
			token, err := f.MintLink(t.Context(), "Yanka@Example.test", i18n.BE)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		one, two := mint(), mint()
		if email, err := f.LinkEmail(t.Context(), one); email != "Yanka@Example.test" || err != nil {
			t.Errorf("LinkEmail = %s, %v", email, err)
		}
		ctx := f.visit("")
		p, err := f.UseLink(ctx, one, Visitor{Agent: "Firefox"})
		if err != nil || !p.Proved || p.Email != "Yanka@Example.test" || p.Language != i18n.BE || p.Zone != "Europe/Minsk" {
			t.Fatalf("UseLink = %+v, %v", p, err)
		}
		if f.signedIn(f.leave(ctx)) != p.ID {
			t.Error("not signed in by the link")
		}
		for _, used := range []string{one, two, "", "nonsense"} {
			_, err := f.UseLink(f.visit(""), used, Visitor{})
			wantFault(t, err, "account.link_dead")
			_, err = f.LinkEmail(t.Context(), used)
			wantFault(t, err, "account.link_dead")
		}
		again, _ := f.join("yanka@example.TEST")
		if again.ID != p.ID {
			t.Error("the same e-mail became another person")
		}
		late := mint()
		f.clock.ahead = linkFor
		_, err = f.UseLink(f.visit(""), late, Visitor{})
		wantFault(t, err, "account.link_dead")
		if err := f.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		var links int
		if err := d.QueryRow(t.Context(), `SELECT count(*) FROM mail_link`).Scan(&links); err != nil || links != 0 {
			t.Errorf("%d links after the sweep, %v", links, err)
		}
		want := []string{"person.create", "person.email_proved", "session.start", "session.start"}
		if got := f.actions(); !slices.Equal(got, want) {
			t.Errorf("audit %v, want %v", got, want)
		}
	})
}

// Tokens rest nowhere: neither links nor sessions can be taken from the
// database.
func TestTokensAreStoredHashed(t *testing.T) {
	d := dbtest.SQLite(t)
	f := setup(t, d)
	_, session := f.join("a@example.test")
	link, err := f.MintLink(t.Context(), "a@example.test", i18n.EN)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	err = d.QueryRow(t.Context(), `SELECT (SELECT group_concat(token_hash || data) FROM session) || (SELECT group_concat(token_hash || email) FROM mail_link)`).Scan(&all)
	if err != nil || strings.Contains(all, session) || strings.Contains(all, link) {
		t.Errorf("a token is stored: %s, %v", all, err)
	}
}

func TestSessionRenewalAndEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, _ := f.join("a@example.test")
		// A token planted before the sign-in is of no use after it.
		ctx := f.visit("")
		f.Sessions.Put(ctx, "flash", "hello")
		planted := f.leave(ctx)
		ctx = f.visit(planted)
		if err := f.SignIn(ctx, p.ID, ByDemo, "Chromium"); err != nil {
			t.Fatal(err)
		}
		token := f.leave(ctx)
		if token == planted || f.signedIn(planted) != "" || f.signedIn(token) != p.ID {
			t.Error("the session was not renewed at sign-in")
		}
		if f.Sessions.GetString(f.visit(token), "flash") != "" {
			t.Error("what the session held before the sign-in is still there")
		}
		list, err := f.MySessions(f.visit(token), p.ID)
		if err != nil || len(list) != 2 || !list[0].Current || list[0].Agent != "Chromium" || list[0].Method != ByDemo || list[1].Current || list[1].Method != ByLink {
			t.Errorf("sessions %+v, %v", list, err)
		}
		other, _ := f.join("b@example.test")
		if err := f.SignOutSession(t.Context(), other.ID, list[1].ID); err == nil {
			t.Error("somebody ended another person's session")
		}
		if err := f.SignOutSession(t.Context(), p.ID, list[1].ID); err != nil {
			t.Error(err)
		}
		ctx = f.visit(token)
		if err := f.SignOut(ctx); err != nil || f.signedIn(token) != "" {
			t.Errorf("signed out: %v", err)
		}
	})
}

// A request that is under way while the person signs out everywhere must not
// bring its session back.
func TestSignOutEverywhereIsFinal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, one := f.join("a@example.test")
		_, two := f.join("a@example.test")
		slow := f.visit(one)
		f.Sessions.Put(slow, "flash", "done")
		if err := f.SignOutEverywhere(f.visit(two), p.ID); err != nil {
			t.Fatal(err)
		}
		f.leave(slow)
		if f.signedIn(one) != "" || f.signedIn(two) != "" {
			t.Error("a session outlived signing out everywhere")
		}
	})
}

func TestSessionsExpire(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, token := f.join("a@example.test")
		_, unused := f.join("a@example.test")
		ctx := f.visit("")
		f.Sessions.Put(ctx, "flash", "hello")
		anonymous := f.leave(ctx)
		for range 13 { // 13 days, seen each 23 hours
			f.clock.ahead += 23 * time.Hour
			if f.signedIn(token) != p.ID {
				t.Fatalf("signed out after %s", f.clock.ahead)
			}
		}
		if f.signedIn(unused) != "" {
			t.Error("an idle session is still there")
		}
		if f.Sessions.GetString(f.visit(anonymous), "flash") != "" {
			t.Error("an anonymous session is still there")
		}
		if err := f.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := d.QueryRow(t.Context(), `SELECT count(*) FROM session`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d sessions after the sweep, %v", n, err)
		}
		for f.clock.ahead < 14*24*time.Hour {
			f.clock.ahead += 12 * time.Hour
			f.signedIn(token)
		}
		if f.signedIn(token) != "" {
			t.Error("a session outlived its lifetime")
		}
	})
}

// Being seen is written now and then, not at each request.
func TestReadingASessionSeldomWrites(t *testing.T) {
	d := dbtest.SQLite(t)
	f := setup(t, d)
	_, token := f.join("a@example.test")
	seen := func() (us int64) {
		f.visit(token)
		if err := d.QueryRow(t.Context(), `SELECT seen_at FROM session`).Scan(&us); err != nil {
			t.Fatal(err)
		}
		return us
	}
	first := seen()
	if f.clock.ahead = 30 * time.Second; seen() != first {
		t.Error("written within the minute")
	}
	if f.clock.ahead = 2 * time.Minute; seen() == first {
		t.Error("not written after the minute")
	}
}

func TestCookie(t *testing.T) {
	for base, secure := range map[string]bool{"https://birzha.example": true, "http://localhost:8080": false} {
		c := setup(t, dbtest.SQLite(t), func(o *Options) { o.BaseURL = base }).Sessions.Cookie
		if c.Secure != secure || strings.HasPrefix(c.Name, "__Host-") != secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != 2 { // 2 is Lax
			t.Errorf("%s: cookie %+v", base, c)
		}
	}
}

func TestLimits(t *testing.T) {
	f := setup(t, dbtest.SQLite(t), func(o *Options) { o.SignInPerMinute, o.LinksPerHour = 3, 2 })
	try := func(email, address string) error {
		_, err := f.SignInPassword(f.visit(""), email, "wrong password", Visitor{Address: address})
		return err
	}
	for range 3 {
		wantFault(t, try("a@example.test", "10.0.0.1:999"), "account.sign_in_failed")
	}
	wantFault(t, try("A@example.test", "10.0.0.1:1000"), "account.too_many")
	// The owner at another address is not locked out, nor others at this one.
	wantFault(t, try("a@example.test", "10.0.0.2:999"), "account.sign_in_failed")
	wantFault(t, try("b@example.test", "10.0.0.1:999"), "account.sign_in_failed")
	f.clock.ahead = time.Minute
	wantFault(t, try("a@example.test", "10.0.0.1:999"), "account.sign_in_failed")

	for i := range 2 {
		if err := f.RequestLink(t.Context(), "a@example.test", i18n.EN, Visitor{Address: fmt.Sprint("10.0.1.", i)}); err != nil {
			t.Error(err)
		}
	}
	wantFault(t, f.RequestLink(t.Context(), "A@example.test", i18n.EN, Visitor{Address: "10.0.1.9"}), "account.too_many")
	stopped := false
	for i := range 100 {
		if err := f.RequestLink(t.Context(), fmt.Sprintf("p%d@example.test", i), i18n.EN, Visitor{Address: fmt.Sprintf("[2001:db8::%d]:1", i)}); err != nil {
			stopped = true
		}
	}
	if !stopped {
		t.Error("one network may have letters sent to any number of people")
	}
}
