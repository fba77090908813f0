package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/web"
	"github.com/birzha/birzha/internal/web/webtest"
)

// post sends a form.
func post(s *webtest.Site, cookie *http.Cookie, path string, pairs ...string) *httptest.ResponseRecorder {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return s.Do(webtest.Ask{Method: "POST", Path: path, Form: v, Cookie: cookie})
}

func leadsTo(t *testing.T, what string, w *httptest.ResponseRecorder, want string) {
	t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
		t.Errorf("%s: %d to %q, want 303 to %q", what, w.Code, got, want)
	}
}

// sessionOf is the cookie that an answer sets.
func cookieOf(s *webtest.Site, w *httptest.ResponseRecorder) *http.Cookie {
	for _, c := range w.Result().Cookies() {
		if c.Name == s.Identity.Sessions.Cookie.Name {
			return c
		}
	}
	return nil
}

// reader tells whose account the cookie opens, "" if nobody's.
func reader(s *webtest.Site, c *http.Cookie) string {
	w := s.Do(webtest.Ask{Method: "GET", Path: "/account?lang=en", Cookie: c})
	if w.Code != http.StatusOK {
		return ""
	}
	return strings.TrimSpace(parse(s.T, w.Body.String()).Find("main .lead").Text())
}

func TestPasswordSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := webtest.New(t, d)
		if err := s.Identity.SetPassword(t.Context(), identity.By{}, s.Own.People["A1"].PersonID, "plain words in a row"); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ next, want string }{{"", "/"}, {"/events/own/agenda?lang=be", "/events/own/agenda?lang=be"}, {"//evil.example", "/"}, {`/\evil.example`, "/"}} {
			w := post(s, nil, "/sign-in", "email", "OWN.A1@example.org ", "password", "plain words in a row", "next", c.next)
			leadsTo(t, "sign-in with next "+c.next, w, c.want)
			if got := reader(s, cookieOf(s, w)); got != "own.a1@example.org" {
				t.Errorf("signed in as %q", got)
			}
		}
		planted := s.SignIn(s.Own.People["C1"].PersonID)
		w := post(s, planted, "/sign-in", "email", "own.a1@example.org", "password", "plain words in a row")
		if c := cookieOf(s, w); c == nil || c.Value == planted.Value || reader(s, planted) != "" {
			t.Error("a session planted before sign-in goes on")
		}
		leadsTo(t, "who is signed in", s.Do(webtest.Ask{Method: "GET", Path: "/sign-in?next=/events/own", Cookie: cookieOf(s, w)}), "/events/own")
	})
}

// TestLinkSignIn goes the way of somebody new and of somebody known: nothing
// tells them apart until the letter has come.
func TestLinkSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := webtest.New(t, d)
		answers := map[string]string{}
		for _, email := range []string{"own.a1@example.org", "never.seen@example.org"} {
			for _, path := range []string{"/sign-up", "/sign-in"} {
				w := post(s, nil, path, "email", email, "way", "link", "next", "/events/own/agenda")
				leadsTo(t, path+" by link", w, "/sign-in/sent")
				page := s.Do(webtest.Ask{Method: "GET", Path: "/sign-in/sent", Cookie: cookieOf(s, w)}).Body.String()
				text := parse(t, strings.ReplaceAll(page, email, "EMAIL")).Find("main").Text()
				if !strings.Contains(text, "EMAIL") {
					t.Error("the page does not say where the letter went")
				}
				answers[text] = email
			}
		}
		if len(answers) != 1 {
			t.Error("known and unknown e-mails get different answers")
		}
		if len(s.Sent.To) != 4 {
			t.Errorf("letters to %v", s.Sent.To)
		}
		asked := cookieOf(s, post(s, nil, "/sign-up", "email", "never.seen@example.org", "next", "/events/own/agenda"))
		useLink(t, s, asked, "never.seen@example.org", "/account/welcome?next=%2Fevents%2Fown%2Fagenda")
		useLink(t, s, nil, "own.a1@example.org", "/")
	})
}

func useLink(t *testing.T, s *webtest.Site, c *http.Cookie, email, want string) {
	t.Helper()
	token, err := s.Identity.MintLink(t.Context(), email, i18n.EN)
	if err != nil {
		t.Fatal(err)
	}
	path := "/sign-in/link/" + token
	for range 2 { // a mail program opens it first
		if doc := parse(t, s.Do(webtest.Ask{Method: "GET", Path: path}).Body.String()); doc.Find(`form[action="`+path+`"][method=post]`).Length() != 1 || !strings.Contains(doc.Find("main").Text(), email) {
			t.Fatal("the page of the link does not ask for a click")
		}
	}
	w := post(s, c, path)
	leadsTo(t, "link of "+email, w, want)
	if got := reader(s, cookieOf(s, w)); got != email {
		t.Errorf("link of %s signs in %q", email, got)
	}
	if again := post(s, nil, path); again.Code != http.StatusConflict || cookieOf(s, again) != nil {
		t.Errorf("a used link: %d", again.Code)
	}
}

func TestWelcome(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	token, err := s.Identity.MintLink(t.Context(), "new@example.org", i18n.ZH)
	if err != nil {
		t.Fatal(err)
	}
	c := cookieOf(s, post(s, nil, "/sign-in/link/"+token))
	w := post(s, c, "/account/welcome", "native", "王样本", "native_lang", "zh-Hans", "latin", "Wang Yangben", "language", "zh-Hans", "zone", "Asia/Shanghai", "next", "/events/own")
	leadsTo(t, "welcome", w, "/events/own")
	p, err := s.Identity.PersonByEmail(t.Context(), "new@example.org")
	if err != nil || p.Native != "王样本" || p.Latin != "Wang Yangben" || p.Language != i18n.ZH || p.Zone != "Asia/Shanghai" {
		t.Errorf("%+v, %v", p, err)
	}
	page := parse(t, s.Do(webtest.Ask{Method: "GET", Path: "/account", Cookie: c}).Body.String())
	if got := page.Find("html").AttrOr("lang", ""); got != "zh-Hans" {
		t.Errorf("after choosing Chinese the pages speak %s", got)
	}
}

// TestTooMany sees 429 with the time to wait, the form with its reason, and
// JSON where the script asks.
func TestTooMany(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t), func(o *identity.Options, _ *web.Deps) { o.SignInPerMinute, o.LinksPerHour = 1, 1 })
	for _, c := range []struct{ path, way string }{{"/sign-in", "password"}, {"/sign-in", "link"}, {"/sign-up", ""}} {
		email := c.way + "@example.org"
		if c.way == "" {
			email = "link@example.org"
		}
		var w *httptest.ResponseRecorder
		for range 2 {
			w = post(s, nil, c.path, "email", email, "password", "some words here", "way", c.way)
		}
		if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s %s: %d, Retry-After %q", c.path, c.way, w.Code, w.Header().Get("Retry-After"))
		}
		if doc := parse(t, w.Body.String()); !strings.Contains(doc.Find(".error-summary").Text(), i18n.EN.T("account.too_many")) || doc.Find("[name=email]").AttrOr("value", "") != email {
			t.Errorf("%s %s: the page does not say why, or forgets the address", c.path, c.way)
		}
	}
	var w *httptest.ResponseRecorder
	for range 21 {
		w = s.Do(webtest.Ask{Method: "POST", Path: "/sign-in/passkey/begin", Body: "{}", Type: "application/json"})
	}
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || message(t, w) != i18n.EN.T("account.too_many") {
		t.Errorf("passkeys: %d %s", w.Code, w.Body)
	}
}

func message(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var m struct{ Message string }
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("not JSON: %s", w.Body)
	}
	return m.Message
}

// TestPasskeyJSON sees what the script of passkeys is answered.
func TestPasskeyJSON(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	c := s.Cookie(s.Own.People["A1"].PersonID)
	ask := func(path, body string) *httptest.ResponseRecorder {
		return s.Do(webtest.Ask{Method: "POST", Path: path, Body: body, Type: "application/json", Cookie: c, Header: map[string]string{"Accept-Language": "be", "Sec-Fetch-Site": "same-origin"}})
	}
	for _, path := range []string{"/account/passkeys/begin", "/sign-in/passkey/begin"} {
		var o struct {
			PublicKey struct{ Challenge string }
		}
		w := ask(path, "{}")
		if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil || len(o.PublicKey.Challenge) < 32 || w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/account/passkeys/finish?lang=be", "/sign-in/passkey/finish?lang=be"} {
		for _, body := range []string{"{}", "", "[", strings.Repeat("x", 100_000)} {
			if w := ask(path, body); w.Code != http.StatusUnprocessableEntity || message(t, w) != i18n.BE.T("account.passkey_refused") {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	}
	page := open(s, "participant own BY", "/account/security")
	if page.Find(`[data-passkey=register][data-begin="/account/passkeys/begin"][data-finish="/account/passkeys/finish"]`).Length() != 1 {
		t.Error("the page offers no passkey")
	}
	signIn := parse(t, s.Do(webtest.Ask{Method: "GET", Path: "/sign-in?next=/events/own"}).Body.String())
	if got := signIn.Find(`[data-passkey=sign-in]`).AttrOr("data-finish", ""); got != "/sign-in/passkey/finish?next=%2Fevents%2Fown" {
		t.Errorf("sign-in finishes at %q", got)
	}
}

func TestPasswordAndSessions(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	id := s.Own.People["A1"].PersonID
	here, there := s.SignIn(id), s.SignIn(id)
	page := func() string {
		return s.Do(webtest.Ask{Method: "GET", Path: "/account/security", Cookie: here}).Body.String()
	}
	rows := parse(t, page()).Find("#sessions tbody tr")
	if rows.Length() != 2 || rows.Find("form").Length() != 1 || !strings.Contains(rows.Text(), "Firefox, Windows") {
		t.Errorf("sessions: %s", rows.Text())
	}
	action, _ := rows.Find("form").Attr("action")
	leadsTo(t, "end a session", post(s, here, action), "/account/security")
	if reader(s, there) != "" || reader(s, here) == "" {
		t.Error("the wrong session ended")
	}
	there = s.SignIn(id)
	leadsTo(t, "first password", post(s, here, "/account/password", "password", "plain words in a row"), "/account/security")
	if reader(s, there) != "" || reader(s, here) == "" {
		t.Error("a new password should end the other sessions and keep this one")
	}
	if parse(t, page()).Find("#f-current").Length() != 1 {
		t.Error("the current password is not asked for")
	}
	w := post(s, here, "/account/password", "current", "wrong words in a row", "password", "other words in a row")
	if w.Code != http.StatusUnprocessableEntity || parse(t, w.Body.String()).Find("#f-current[aria-invalid=true]").Length() != 1 {
		t.Errorf("wrong current password: %d", w.Code)
	}
	there = s.SignIn(id)
	leadsTo(t, "everywhere", post(s, here, "/account/sign-out-everywhere"), "/")
	if reader(s, there) != "" || reader(s, here) != "" {
		t.Error("somebody is still signed in")
	}
}

func TestConsents(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	id := s.Own.People["A1"].PersonID
	c := s.Cookie(id)
	given := func() bool {
		has, err := s.Identity.HasConsent(t.Context(), s.DB, id, exchange.ContactPurpose, "CN")
		if err != nil {
			t.Fatal(err)
		}
		return has
	}
	card := func() string {
		return open(s, "participant own BY", "/account/privacy").Find("[data-consent=CN] form [name=give]").AttrOr("value", "")
	}
	if given() || card() != "1" {
		t.Error("consent before it is given")
	}
	leadsTo(t, "give", post(s, c, "/account/consents", "country", "CN", "give", "1"), "/account/privacy")
	if !given() || card() != "0" {
		t.Error("consent is not noted")
	}
	leadsTo(t, "withdraw", post(s, c, "/account/consents", "country", "CN", "give", "0"), "/account/privacy")
	if given() || card() != "1" || open(s, "participant own BY", "/account/privacy").Find("table tbody tr").Length() != 1 {
		t.Error("consent is not withdrawn, or its record is gone")
	}
	for _, country := range []string{"BY", "DE", "", "ZZ"} {
		if w := post(s, c, "/account/consents", "country", country, "give", "1"); w.Code != http.StatusNotFound {
			t.Errorf("consent to %q: %d", country, w.Code)
		}
	}
}

// TestUnsubscribe is the one click of RFC 8058: no session, no origin, and the
// answer is final. A page of another site cannot do it in somebody's name.
func TestUnsubscribe(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	p, err := s.Identity.PersonByEmail(t.Context(), "own.a1@example.org")
	if err != nil {
		t.Fatal(err)
	}
	path := "/unsubscribe/" + p.StopSecret
	wants := func() bool {
		p, err := s.Identity.PersonByID(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return p.EventMail
	}
	if w := s.Do(webtest.Ask{Method: "GET", Path: path}); w.Code != http.StatusOK || !wants() {
		t.Error("opening the page must not unsubscribe")
	}
	w := s.Do(webtest.Ask{Method: "POST", Path: path, Form: url.Values{"List-Unsubscribe": {"One-Click"}}, Header: map[string]string{"Sec-Fetch-Site": "cross-site"}})
	if w.Code != http.StatusConflict || !wants() {
		t.Errorf("from another site: %d", w.Code)
	}
	if w := post(s, nil, path, "List-Unsubscribe", "One-Click"); w.Code != http.StatusOK || wants() || len(w.Result().Cookies()) != 0 {
		t.Errorf("one click: %d", w.Code)
	}
	c := s.Cookie(p.ID)
	leadsTo(t, "letters again", post(s, c, "/account/mail", "want", "1"), "/account")
	if !wants() {
		t.Error("letters are not switched on again")
	}
}

func TestRoles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := webtest.New(t, d)
		cn := s.Cookie(s.Person("organiser own CN").ID)
		rows := func() string { return open(s, "organiser own CN", "/events/own/roles").Find("tbody").Text() }
		leadsTo(t, "give", post(s, cn, "/events/own/roles", "email", "own.c2@example.org", "role", "organiser", "side", "CN", "org", s.Orgs["A"].ID), "/events/own/roles")
		if !strings.Contains(rows(), "Person own C2") {
			t.Error("the new organiser is not listed")
		}
		leadsTo(t, "give again", post(s, cn, "/events/own/roles", "email", "own.c2@example.org", "role", "organiser", "side", "CN"), "/events/own/roles")
		leadsTo(t, "take", post(s, cn, "/events/own/roles/take", "person", s.Own.People["C2"].PersonID, "role", "organiser", "side", "CN"), "/events/own/roles")
		if strings.Contains(rows(), "Person own C2") {
			t.Error("the organiser is still listed")
		}
		me := s.Person("organiser own CN").ID
		w := post(s, cn, "/events/own/roles/take", "person", me, "role", "organiser", "side", "CN")
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), i18n.EN.T("roles.own_kept")) {
			t.Errorf("taking one's own role: %d", w.Code)
		}
		list, total, err := audit.List(t.Context(), s.DB, audit.Filter{ActorID: me, Action: "role."})
		if err != nil || total != 2 || list[0].Action != "role.take" || list[1].Action != "role.grant" || list[1].Side != "CN" || list[1].EventID != s.Own.ID {
			t.Errorf("audit: %+v, %v", list, err)
		}
	})
}
