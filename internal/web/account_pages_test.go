package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/web/webtest"
)

// rawKey is a message key that was shown in place of its message.
var rawKey = regexp.MustCompile(`\b(signin|roles|account|audit|ui|role|nav|error|mail|country)\.[a-z]+(_[a-z]+)*\b`)

// TestAccountPages opens each page in each of its states in all languages: the
// title is said in the language, no key is shown raw, every field has a label,
// and nothing is written in a language without saying so.
func TestAccountPages(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	a1 := s.Own.People["A1"]
	token, err := s.Identity.MintLink(t.Context(), "new@example.org", i18n.EN)
	if err != nil {
		t.Fatal(err)
	}
	s.Tx(func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO passkey (id, person_id, label, credential, created_at) VALUES ('key', $1, 'Firefox, Linux', '{}', 1)`, a1.PersonID); err != nil {
			return err
		}
		return s.Identity.GiveConsent(ctx, tx, identity.By{}, a1.PersonID, identity.Consent{Purpose: exchange.ContactPurpose, Country: "CN", Version: "1"})
	})
	s.SignIn(a1.PersonID)
	form := func(pairs ...string) url.Values {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for _, c := range []struct {
		who, method, path string
		form              url.Values
		code              int
		title             string
	}{
		{"", "GET", "/sign-in?next=%2Fevents%2Fown", nil, 200, "signin.title"},
		{"", "POST", "/sign-in", form("email", "nobody@", "password", "x"), 422, "signin.title"},
		{"", "POST", "/sign-in", form("email", "nobody@example.org", "password", ""), 422, "signin.title"},
		{"", "POST", "/sign-in", form("email", "nobody@example.org", "password", "wrong"), 422, "signin.title"},
		{"", "GET", "/sign-up", nil, 200, "signin.sign_up"},
		{"", "POST", "/sign-up", form("email", "имя@example.org"), 422, "signin.sign_up"},
		{"", "GET", "/sign-in/sent", nil, 200, "signin.sent"},
		{"", "GET", "/sign-in/link/" + token, nil, 200, "signin.link"},
		{"", "GET", "/sign-in/link/none", nil, 409, "signin.link_dead"},
		{"", "GET", "/unsubscribe/x", nil, 200, "signin.stop"},
		{"signed_in anywhere", "GET", "/account/welcome", nil, 200, "signin.welcome"},
		{"signed_in anywhere", "POST", "/account/welcome", form("native", "", "zone", "Mars/Base"), 422, "signin.welcome"},
		{"participant own BY", "GET", "/account", nil, 200, "signin.account"},
		{"participant own BY", "POST", "/account", form("native", "Имя\u0007", "latin", "Имя", "zone", "x"), 422, "signin.account"},
		{"participant own BY", "GET", "/account/security", nil, 200, "signin.tab_security"},
		{"participant own BY", "POST", "/account/password", form("password", "short"), 422, "signin.tab_security"},
		{"participant own BY", "GET", "/account/privacy", nil, 200, "signin.tab_privacy"},
		{"participant own BY", "GET", "/account/activity", nil, 200, "signin.tab_activity"},
		{"signed_in anywhere", "GET", "/account/privacy", nil, 200, "signin.tab_privacy"},
		{"organiser own CN", "GET", "/events/own/roles", nil, 200, "roles.title"},
		{"organiser own CN", "POST", "/events/own/roles", form("email", "unknown@example.org", "role", "organiser", "side", "CN"), 422, "roles.title"},
		{"organiser own CN", "POST", "/events/own/roles", form("email", "unknown@example.org", "role", "org_admin"), 422, "roles.title"},
		{"admin anywhere", "GET", "/events/own/roles", nil, 200, "roles.title"},
	} {
		for _, l := range i18n.All {
			path := c.path + "?lang=" + string(l)
			if strings.Contains(c.path, "?") {
				path = c.path + "&lang=" + string(l)
			}
			got := s.Do(webtest.Ask{Method: c.method, Path: path, Form: c.form, Cookie: s.Cookie(s.Person(c.who).ID)})
			what := string(l) + " " + c.method + " " + c.path + " as " + c.who
			if got.Code != c.code {
				t.Errorf("%s: %d, want %d", what, got.Code, c.code)
				continue
			}
			checkPage(t, what, l, l.T(c.title), parse(t, got.Body.String()))
			if want := c.code == 422; strings.Contains(got.Body.String(), "error-summary-title") != want {
				t.Errorf("%s: error summary shown: %v", what, !want)
			}
		}
	}
}

func checkPage(t *testing.T, what string, l i18n.Lang, title string, doc *goquery.Document) {
	t.Helper()
	if got := doc.Find("html").AttrOr("lang", ""); got != string(l) {
		t.Errorf("%s: lang %q", what, got)
	}
	if got := strings.TrimSpace(doc.Find("h1").Text()); got != title {
		t.Errorf("%s: title %q, want %q", what, got, title)
	}
	if got := doc.Find("title").Text(); !strings.HasPrefix(got, title) && !strings.Contains(what, "/link/none") {
		t.Errorf("%s: window title %q, want %q", what, got, title)
	}
	if doc.Find("meta[name=robots][content=noindex]").Length() != 1 {
		t.Errorf("%s: search engines may index it", what)
	}
	html, _ := doc.Html()
	if k := rawKey.FindString(html); k != "" {
		t.Errorf("%s: shows the key %s", what, k)
	}
	doc.Find("main input:not([type=hidden]), main select").Each(func(_ int, f *goquery.Selection) {
		id := f.AttrOr("id", "")
		if doc.Find(`label[for="`+id+`"]`).Length() != 1 {
			t.Errorf("%s: the field %q has no label", what, id)
		}
	})
	doc.Find(`[aria-invalid=true]`).Each(func(_ int, f *goquery.Selection) {
		id := f.AttrOr("id", "")
		if doc.Find(`.error-summary a[href="#`+id+`"]`).Length() != 1 || strings.TrimSpace(doc.Find("#"+id+"-error").Text()) == "" {
			t.Errorf("%s: the wrong field %q is not said in the summary and at the field", what, id)
		}
	})
}

// TestFormsKeepWhatWasTyped sees the input again after a refusal, passwords apart.
func TestFormsKeepWhatWasTyped(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	a1 := s.Cookie(s.Own.People["A1"].PersonID)
	value := func(doc *goquery.Document, name string) string {
		return doc.Find("main [name="+name+"]").AttrOr("value", "")
	}
	doc := parse(t, s.Do(webtest.Ask{Method: "POST", Path: "/sign-in", Form: url.Values{"email": {"a@example.org"}, "password": {"secret words here"}, "next": {"/events/own"}}}).Body.String())
	if value(doc, "email") != "a@example.org" || value(doc, "next") != "/events/own" || value(doc, "password") != "" {
		t.Errorf("sign-in keeps %q, %q, %q", value(doc, "email"), value(doc, "next"), value(doc, "password"))
	}
	doc = parse(t, s.Do(webtest.Ask{Method: "POST", Path: "/account", Cookie: a1, Form: url.Values{
		"native": {"Янка Узорны"}, "native_lang": {"be"}, "latin": {"Янка"}, "language": {"zh-Hans"}, "zone": {"America/Lima"},
	}}).Body.String())
	chosen := func(name string) string { return doc.Find("main [name="+name+"] option[selected]").AttrOr("value", "") }
	if value(doc, "native") != "Янка Узорны" || value(doc, "latin") != "Янка" || chosen("native_lang") != "be" || chosen("language") != "zh-Hans" || chosen("zone") != "America/Lima" {
		t.Errorf("the profile keeps %q, %q, %q, %q, %q", value(doc, "native"), value(doc, "latin"), chosen("native_lang"), chosen("language"), chosen("zone"))
	}
	if doc.Find("#f-latin[aria-invalid=true]").Length() != 1 || doc.Find("[aria-invalid=true]").Length() != 1 {
		t.Error("the wrong field alone should be marked")
	}
}

// TestOwnData sees that one's own data are whole and hold nobody else's.
func TestOwnData(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	got := s.Do(webtest.Ask{Method: "GET", Path: "/account/data.json", Cookie: s.Cookie(s.Own.People["A1"].PersonID)})
	if got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") || got.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", got.Code, got.Header())
	}
	var d struct {
		Person struct{ Email, Name string }
		Events []struct {
			Event  string
			Wishes []struct{ With string }
		}
		Sessions []struct{ Method string }
		Actions  []struct{ Action string }
	}
	if err := json.Unmarshal(got.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Person.Email != "own.a1@example.org" || len(d.Events) != 1 || d.Events[0].Event != "own" || len(d.Events[0].Wishes) != 1 || d.Events[0].Wishes[0].With != "Person own C1" {
		t.Errorf("data %+v", d)
	}
	if len(d.Sessions) != 1 || len(d.Actions) != 1 || d.Actions[0].Action != "session.start" {
		t.Errorf("sessions %v, actions %v", d.Sessions, d.Actions)
	}
	for _, strange := range []string{"own.c1@example.org", "own.a2@example.org", s.Own.People["A1"].FeedSecret, s.Cookie(s.Own.People["A1"].PersonID).Value} {
		if strings.Contains(got.Body.String(), strange) {
			t.Errorf("the data hold %s", strange)
		}
	}
}
