package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/web"
	"github.com/birzha/birzha/internal/web/webtest"
)

// TestPolicy walks every route × role × relation (own side, other side, foreign
// event, signed out) and expects exactly what the matrix says: who is signed out
// is sent to sign in, who may not finds nothing there, who may is answered. A
// refused request changes nothing.
func TestPolicy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWalk(t, d)
		for _, route := range w.Routes() {
			for _, x := range touches[route.Pattern] {
				for _, p := range w.People {
					w.check(route, x, p)
				}
			}
		}
		t.Logf("%d requests allowed, %d refused", w.allowed, w.refused)
		if w.allowed < 500 || w.refused < 500 {
			t.Error("the walk is too short to mean anything")
		}
	})
}

// TestPolicyKnowsEveryRoute fails when a route is not in the table of
// touches_test.go, or the table names one that is gone.
func TestPolicyKnowsEveryRoute(t *testing.T) {
	known := map[string]bool{}
	for _, r := range webtest.New(t, dbtest.SQLite(t)).Routes() {
		known[r.Pattern] = true
		if len(touches[r.Pattern]) == 0 {
			t.Errorf("%s is not walked by the policy test: say in touches_test.go what it touches", r.Pattern)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(touches)) {
		if !known[p] {
			t.Errorf("touches_test.go names %s, which is no route", p)
		}
	}
}

// TestRouteWithoutPolicy takes an action out of the matrix: then the server
// must not start.
func TestRouteWithoutPolicy(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	line := access.Matrix[access.PlanRun]
	delete(access.Matrix, access.PlanRun)
	defer func() { access.Matrix[access.PlanRun] = line }()
	_, err := web.New(s.Deps)
	if err == nil || !strings.Contains(err.Error(), string(access.PlanRun)) {
		t.Errorf("a server with an action that is not in the matrix: %v, want an error that names it", err)
	}
}

// TestForeignIDs asks as somebody with all rights in both events: an id of the
// other event, of another person or of nothing, under an address where it does
// not belong, finds nothing and changes nothing.
func TestForeignIDs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWalk(t, d)
		both := webtest.Person{Name: "both", ID: w.Both(), Role: access.Organiser, Where: webtest.Own, Side: "BY"}
		for _, route := range w.Routes() {
			for _, x := range touches[route.Pattern] {
				if x.open {
					continue
				}
				own := w.ids(&w.Own, x)
				for _, f := range w.foreign(own, x, both) {
					if !reflect.DeepEqual(x.ask(route.Pattern, own), x.ask(route.Pattern, f.ids)) {
						w.refuse(fmt.Sprintf("%s (%s) with %s", route.Pattern, x.name, f.name), w.ask(route, x, f.ids, both), "nothing there")
					}
				}
			}
		}
		t.Logf("%d foreign ids refused", w.refused)
		if w.refused < 60 {
			t.Error("the walk is too short to mean anything")
		}
	})
}

// TestPrivateEvent sees that an event that is not public is not there for those
// without a role in it, on any of its pages.
func TestPrivateEvent(t *testing.T) {
	w := newWalk(t, dbtest.SQLite(t))
	w.exec(`UPDATE event SET public = FALSE WHERE id = $1`, w.Own.ID)
	for _, route := range w.Routes() {
		if !strings.Contains(route.Pattern, "{event}") {
			continue
		}
		x := touches[route.Pattern][0]
		for _, name := range []string{"", "signed_in anywhere", "organiser other BY", "participant other CN", "secretariat other"} {
			p := w.Person(name)
			w.refuse(route.Pattern+" of a private event as "+called(p), w.ask(route, x, w.ids(&w.Own, x), p), "nothing there")
		}
	}
	for _, name := range []string{"organiser own CN", "participant own BY", "secretariat own", "org_admin own BY", "admin anywhere"} {
		p := w.Person(name)
		if got := w.Do(webtest.Ask{Method: "GET", Path: "/events/own/participants", Cookie: w.Cookie(p.ID)}); got.Code != http.StatusOK {
			t.Errorf("participants of a private event as %s: %d", name, got.Code)
		}
	}
	if got := w.Do(webtest.Ask{Method: "GET", Path: "/"}); strings.Contains(got.Body.String(), "Fair own") {
		t.Error("the home page names a private event")
	}
}

// check asks for a route as a person and compares the answer with the matrix.
func (w *walk) check(route web.Route, x touch, p webtest.Person) {
	w.t.Helper()
	a := w.ask(route, x, w.ids(&w.Own, x), p)
	what := fmt.Sprintf("%s (%s) as %s", route.Pattern, x.name, called(p))
	if allows(route.Action, p, x.object(w)) && (x.there == nil || x.there(p)) {
		w.allowed++
		w.last = nil
		want := "answered"
		if x.status != 0 {
			want = fmt.Sprintf("status %d", x.status)
		}
		if got := outcome(w.Do(a)); got != want {
			w.t.Errorf("%s: %s, want %s", what, got, want)
		}
		return
	}
	want := "nothing there"
	if p.ID == "" {
		want = "sign in"
	}
	w.refuse(what, a, want)
}

// refuse asks what must be refused with the outcome, and sees that nothing is
// written.
func (w *walk) refuse(what string, a webtest.Ask, want string) {
	w.t.Helper()
	w.refused++
	unsafe := a.Method != http.MethodGet
	if unsafe && (w.last == nil || w.lastSignIns != w.SignIns) {
		w.last, w.lastSignIns = w.Fingerprint(), w.SignIns
	}
	if got := outcome(w.Do(a)); got != want {
		w.t.Errorf("%s: %s, want %s", what, got, want)
	}
	if unsafe {
		now := w.Fingerprint()
		if d := webtest.Differences(w.last, now); len(d) > 0 {
			w.t.Errorf("%s: refused, but these tables changed: %v", what, d)
		}
		w.last = now
	}
}

// outcome sorts an answer.
func outcome(w *httptest.ResponseRecorder) string {
	to := w.Header().Get("Location")
	switch {
	case w.Code == http.StatusSeeOther && (to == "/sign-in" || strings.HasPrefix(to, "/sign-in?")):
		return "sign in"
	case w.Code == http.StatusNotFound:
		return "nothing there"
	case w.Code == http.StatusOK, w.Code == http.StatusNoContent, w.Code == http.StatusSeeOther:
		return "answered"
	}
	return fmt.Sprintf("status %d", w.Code)
}

func called(p webtest.Person) string {
	if p.Name == "" {
		return "nobody"
	}
	return p.Name
}

// object is what a request touches, in the words of the matrix's scopes.
type object struct {
	event  bool     // the event that is asked for, or something of it
	sides  []string // countries it belongs to
	orgs   []string // organisations it belongs to
	people []string // persons it belongs to
	asker  bool     // it belongs to whoever asks: his account, his side
	desk   bool     // outside events: what the organisations and the side of whoever asks keep
}

// mandatable are the actions that a mandate can cover.
var mandatable = map[access.Action]bool{
	access.ProfileDesk: true, access.ProfileEdit: true, access.ProfileTranslate: true, access.InterestRead: true, access.InterestExpress: true, access.OrganisationEdit: true,
	access.CatalogueImport: true,
}

// allows reads the matrix. It shares no code with access.Actor.
func allows(action access.Action, p webtest.Person, o object) bool {
	line := access.Matrix[action]
	if p.ID == "" {
		return line[access.Anonymous] == access.ScopeAll
	}
	for _, role := range append(p.Also, p) {
		role.ID = p.ID
		if (!role.Mandate || mandatable[action]) && reaches(line[role.Role], role, o) {
			return true
		}
	}
	return reaches(line[access.SignedIn], p, o)
}

func reaches(s access.Scope, p webtest.Person, o object) bool {
	here := p.Where == webtest.Own && o.event
	switch s {
	case access.ScopeAll:
		return true
	case access.ScopeOwn:
		return o.asker || slices.Contains(o.people, p.ID)
	case access.ScopeOrg:
		return (here || p.Where == webtest.Anywhere) && (slices.Contains(o.orgs, p.Org) || o.desk && p.Where == webtest.Anywhere && p.Org != "")
	case access.ScopeSide:
		if p.Where == webtest.Anywhere && !o.event {
			return p.Side != "" && (o.desk || slices.Contains(o.sides, p.Side))
		}
		return here && (o.asker || slices.Contains(o.sides, p.Side))
	case access.ScopeEvent:
		return here
	}
	return false
}
