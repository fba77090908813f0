package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/webtest"
)

// TestTwoWorlds reads all that can be reached in two worlds that differ only in
// whose the anonymous profile is: A's or B's, both of BY and clients of the same
// centre. Whoever has no mutual yes reads the same bytes in both. Who keeps the
// profile, and who has the yes, do not: else the test would not see anything.
func TestTwoWorlds(t *testing.T) {
	w := newWalk(t, dbtest.SQLite(t))
	now := w.Clock.Now()
	w.exec(`INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ('mandate-B', $1, $2, $3, $4, $5, 'No. 2', '', 1)`,
		w.Orgs["T"].ID, w.Orgs["B"].ID, access.JoinScope(access.MandateScopes), now.AddDate(0, -1, 0).Format(time.DateOnly), now.AddDate(1, 0, 0).Format(time.DateOnly))
	w.exec(`UPDATE organisation SET region = CASE WHEN slug = 'org-a' THEN 'BY-HM' ELSE 'BY-BR' END, city = CASE WHEN slug = 'org-a' THEN '{"en":{"text":"Minsk","state":"original"}}' ELSE '{"en":{"text":"Brest","state":"original"}}' END WHERE slug IN ('org-a', 'org-b')`)
	p := w.Profiles["anonymous"]
	w.exec(`INSERT INTO interest (id, opportunity_id, sender_id, sender_person, sender_centre, owner_centre, owner_anonymous, title, message, state, sender_yes_at, sent_at, seen_at, updated_at)
		VALUES ('interest', $1, $2, $3, '', $4, TRUE, '{"en":{"text":"Fine lenses of anonymous","state":"original"}}', '{"en":{"text":"Hello","state":"original"}}', 'seen', 1, 1, 2, 2)`,
		p.ID, w.Orgs["C"].ID, w.Person("editor CN").ID, w.Orgs["T"].ID)
	w.exec(`INSERT INTO interest_step (id, interest_id, party, action, from_state, to_state, note, person_id, centre_id, at) VALUES ('s1', 'interest', 'sender', 'send', '', 'sent', '', $1, '', 1), ('s2', 'interest', 'owner', 'see', 'sent', 'seen', '', $2, $3, 2)`,
		w.Person("editor CN").ID, w.Person("editor BY").ID, w.Orgs["T"].ID)
	world := func(org, person string) {
		w.exec(`UPDATE opportunity SET organisation_id = $2, person_id = $3, author_id = $3 WHERE id = $1`, p.ID, w.Orgs[org].ID, person)
		w.exec(`UPDATE interest_step SET person_id = $1 WHERE id = 's2'`, person)
		actor, err := access.Load(t.Context(), w.DB, w.Person("adviser BY").ID, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Catalogue.SetOpen(t.Context(), actor, p.Reference, true); err != nil { // the index is written anew
			t.Fatal(err)
		}
		w.exec(`UPDATE opportunity SET updated_at = $2 WHERE id = $1`, p.ID, db.Micros(p.Updated))
	}
	viewers := []string{"", "signed_in anywhere", "editor CN", "adviser CN", "validator CN", "participant own CN", "organiser own CN", "organiser own BY", "secretariat own", "admin anywhere"}
	persons := map[string]string{"A": w.Own.People["A1"].PersonID, "B": w.Own.People["B1"].PersonID}
	read := func(org string, names ...string) map[string]map[string]string {
		world(org, persons[org])
		out := map[string]map[string]string{}
		for _, name := range names {
			out[name] = w.crawl(p, w.Person(name))
		}
		return out
	}
	one, two := read("A", viewers...), read("B", viewers...)
	pages := 0
	for _, name := range viewers {
		pages += len(one[name])
		for _, d := range differences(one[name], two[name]) {
			t.Errorf("%s tells %s whose the anonymous profile is", d, called(w.Person(name)))
		}
	}
	t.Logf("%d pages are the same in both worlds", pages)
	if pages < 150 {
		t.Error("too few pages to mean anything")
	}

	w.exec(`UPDATE interest SET state = 'accepted', owner_yes_at = 3, owner_yes_by = $1 WHERE id = 'interest'`, w.Person("adviser BY").ID)
	opened := []string{"editor CN", "adviser BY"}
	one, two = read("A", opened...), read("B", opened...)
	for _, name := range opened {
		if d := differences(one[name], two[name]); !slices.ContainsFunc(d, func(p string) bool { return strings.HasPrefix(p, "/desk/interest/interest") }) {
			t.Errorf("%s does not learn whose the profile is: differences %v", name, d)
		}
	}
	one, two = read("A", "participant own CN"), read("B", "participant own CN")
	if d := differences(one["participant own CN"], two["participant own CN"]); len(d) > 0 {
		t.Errorf("the yes of others opens %v", d)
	}
}

// differences are the addresses that answer otherwise.
func differences(a, b map[string]string) (out []string) {
	for path := range a {
		if a[path] != b[path] {
			out = append(out, path)
		}
	}
	for path := range b {
		if _, ok := a[path]; !ok {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// restlessBytes differ each time a page is asked for.
var restlessBytes = regexp.MustCompile(`nonce="[A-Z0-9]+"|"(?:made|last_seen|seen|used)":\s*"[^"]*"|<responseDate>[^<]*|<updated>[^<]*`)

// crawl reads what the person reaches from the usual places, and from any page
// of the catalogue, by links; and returns the answers by address.
func (w *walk) crawl(p catalogue.Opportunity, who webtest.Person) map[string]string {
	w.t.Helper()
	queue := []string{
		"/", "/profiles/" + p.Reference, "/profiles/" + p.Reference + "/interest", "/desk", "/desk/interest", "/desk/interest?view=list", "/desk/interest/interest", "/desk/profiles", "/desk/profiles/" + p.Reference,
		"/catalogue", "/catalogue?q=lenses", "/catalogue?q=" + p.Reference, "/catalogue?q=Institute", "/organisations/org-a", "/organisations/org-b", "/organisations/org-t",
		"/events/own/participants", "/events/own/audit", "/account/activity", "/account/data.json", "/profiles/" + p.Reference + "/media",
	}
	for _, r := range w.Routes() {
		if method, path, _ := strings.Cut(r.Pattern, " "); method == http.MethodGet && !strings.Contains(path, "{") && !strings.HasPrefix(path, "/demo") && !strings.HasPrefix(path, "/gallery") {
			queue = append(queue, path)
		}
	}
	for _, r := range w.Routes() {
		if method, path, _ := strings.Cut(r.Pattern, " "); method == http.MethodGet && strings.Contains(path, "{reference}") && strings.Count(path, "{") == 1 {
			queue = append(queue, strings.ReplaceAll(path, "{reference}", p.Reference))
		}
	}
	out := map[string]string{}
	for len(queue) > 0 && len(out) < 250 {
		path := queue[0]
		queue = queue[1:]
		if _, seen := out[path]; seen {
			continue
		}
		a := webtest.Ask{Method: http.MethodGet, Path: path}
		if who.ID != "" {
			a.Cookie = w.Cookie(who.ID)
		}
		got := w.Do(a)
		body := got.Body.String()
		h := got.Header()
		out[path] = restlessBytes.ReplaceAllString(fmt.Sprintln(got.Code, h.Get("Location"), h.Get("ETag"), h.Get("Content-Disposition"), len(h["Content-Length"]))+body, "")
		if strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			queue = append(queue, links(w, body)...)
		}
	}
	return out
}

// links are the addresses of the catalogue and the desk that a page leads to.
func links(w *walk, body string) (out []string) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		href, _ := a.Attr("href")
		for _, area := range []string{"/catalogue", "/profiles/", "/organisations/", "/desk", "/feed", "/media/"} {
			if strings.HasPrefix(href, area) && !strings.Contains(href, "lang=") && !strings.Contains(href, "#") {
				out = append(out, href)
			}
		}
	})
	return out
}
