package web_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/web/webtest"
)

// open asks for a page as a person and returns it.
func open(s *webtest.Site, who, path string) *goquery.Document {
	s.T.Helper()
	got := s.Do(webtest.Ask{Method: "GET", Path: path, Cookie: s.Cookie(s.Person(who).ID)})
	if got.Code != http.StatusOK {
		s.T.Fatalf("GET %s as %s: %d", path, who, got.Code)
	}
	return parse(s.T, got.Body.String())
}

func parse(t *testing.T, html string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func source(s *webtest.Site, who, path string) string {
	s.T.Helper()
	html, err := open(s, who, path).Html()
	if err != nil {
		s.T.Fatal(err)
	}
	return html
}

// TestContacts sees who is shown whose e-mail address: those of one's own side,
// of the other side only by consent to one's country.
func TestContacts(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	const address = "own.c1@example.org"
	c1 := s.Own.People["C1"]
	page := "/events/own/participants/" + c1.ID
	shown := func(who string) bool { return strings.Contains(source(s, who, page), address) }
	all := []string{
		"organiser own BY", "organiser own CN", "participant own BY", "participant own CN", "secretariat own", "admin anywhere",
		"org_admin own BY", "org_admin own CN", "intermediary own BY", "intermediary own CN",
	}
	check := func(when string, want ...string) {
		t.Helper()
		for _, who := range all {
			if got := shown(who); got != slices.Contains(want, who) {
				t.Errorf("%s: %s sees the address of a participant of CN: %v", when, who, got)
			}
		}
	}
	own := []string{"organiser own CN", "participant own CN", "org_admin own CN", "intermediary own CN"} // the participant is C1 himself
	check("without consent", own...)
	consent := func(country string) {
		s.Tx(func(ctx context.Context, tx db.Tx) error {
			return s.Identity.GiveConsent(ctx, tx, identity.By{}, c1.PersonID, identity.Consent{Purpose: exchange.ContactPurpose, Country: country, Version: "1"})
		})
	}
	consent("DE")
	check("with consent to a third country", own...)
	consent("BY")
	check("with consent to BY", append(own, "organiser own BY")...)
	if err := s.Identity.WithdrawConsent(t.Context(), c1.PersonID, exchange.ContactPurpose, "BY"); err != nil {
		t.Fatal(err)
	}
	check("after withdrawing", own...)
}

// TestContactsInFiles sees the same in what can be taken away.
func TestContactsInFiles(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	for _, who := range []string{"organiser own BY", "participant own BY", "secretariat own"} {
		for _, path := range []string{"/events/own/participants?format=csv", "/events/own/plan?format=csv", "/events/own/agenda", "/events/own/participants", "/organisations/org-c"} {
			got := s.Do(webtest.Ask{Method: "GET", Path: path, Cookie: s.Cookie(s.Person(who).ID)})
			for _, secret := range []string{"own.c1@example.org", "own.d1@example.org", s.Own.People["C1"].FeedSecret} {
				if strings.Contains(got.Body.String(), secret) {
					t.Errorf("%s as %s shows %s", path, who, secret)
				}
			}
		}
	}
	own := s.Do(webtest.Ask{Method: "GET", Path: "/events/own/participants?format=csv", Cookie: s.Cookie(s.Person("organiser own BY").ID)}).Body.String()
	if !strings.Contains(own, "own.a1@example.org") {
		t.Error("an organiser does not see the addresses of his own side")
	}
}

// TestOwnSideOnly sees that an organiser's log and roles are those of his side.
func TestOwnSideOnly(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	for _, who := range []string{"organiser own BY", "organiser own CN"} {
		s.Do(webtest.Ask{Method: "POST", Path: "/events/own/participants/validate", Cookie: s.Cookie(s.Person(who).ID)})
	}
	for _, x := range []struct{ who, own, other string }{{"organiser own BY", "Belarus", "China"}, {"organiser own CN", "China", "Belarus"}} {
		for _, path := range []string{"/events/own/audit", "/events/own/roles"} {
			rows := sidesOfRows(open(s, x.who, path))
			if !slices.Contains(rows, x.own) || slices.Contains(rows, x.other) {
				t.Errorf("%s as %s shows the sides %v", path, x.who, rows)
			}
		}
	}
	both := sidesOfRows(open(s, "secretariat own", "/events/own/audit"))
	if !slices.Contains(both, "Belarus") || !slices.Contains(both, "China") {
		t.Error("the secretariat does not see the log of both sides")
	}
}

// TestWaitingAreHidden sees that who waits to be admitted is seen by organisers.
func TestWaitingAreHidden(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	for who, want := range map[string]bool{"organiser own BY": true, "organiser own CN": true, "participant own BY": false, "secretariat own": false, "admin anywhere": false} {
		for _, query := range []string{"", "&state=pending", "&format=csv"} {
			path := "/events/own/participants?sort=name" + query
			if got := strings.Contains(s.Do(webtest.Ask{Method: "GET", Path: path, Cookie: s.Cookie(s.Person(who).ID)}).Body.String(), "Person own P"); got != want {
				t.Errorf("%s as %s shows who waits: %v", path, who, got)
			}
		}
	}
}

// TestForeignMeetingsAreHidden sees that an agenda names nobody of another's
// meetings.
func TestForeignMeetingsAreHidden(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	text := open(s, "participant own BY", "/events/own/agenda").Find("main").Text()
	if !strings.Contains(text, "Person own C1") {
		t.Error("A1's agenda lacks the meeting with C1")
	}
	for _, n := range []string{"A2", "B1", "C2", "D1"} {
		if strings.Contains(text, fmt.Sprintf("Person own %s", n)) {
			t.Errorf("A1's agenda names %s, whom A1 does not meet", n)
		}
	}
}

// sidesOfRows lists the sides of a table's rows, joint acts on the plan aside:
// these both sides see.
func sidesOfRows(page *goquery.Document) []string {
	own := page.Find("tbody tr").FilterFunction(func(_ int, r *goquery.Selection) bool { return !strings.Contains(r.Text(), "lan") })
	return own.Find(".side").Map(func(_ int, r *goquery.Selection) string { return strings.TrimSpace(r.Text()) })
}
