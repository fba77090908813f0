package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/webtest"
)

// get asks as a person and returns the status and the whole answer.
func get(s *webtest.Site, who, path string) (int, string) {
	s.T.Helper()
	got := s.Do(webtest.Ask{Method: "GET", Path: path, Cookie: s.Cookie(s.Person(who).ID)})
	return got.Code, got.Body.String()
}

// put stores one more profile, made of the public one.
func put(s *webtest.Site, change func(*catalogue.Opportunity)) catalogue.Opportunity {
	s.T.Helper()
	p := s.Profiles["public"]
	p.Reference = ""
	change(&p)
	s.Tx(func(ctx context.Context, tx db.Tx) error { return s.Catalogue.AddOpportunity(ctx, tx, &p) })
	return p
}

// TestProfilePage reads the public page as a visitor does.
func TestProfilePage(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	ref := s.Profiles["public"].Reference
	page := open(s, "", "/profiles/"+ref+"?lang=en")
	for selector, want := range map[string]string{
		"h1": "Fine lenses of public", ".eyebrow": "Technology offer · " + ref, "#description + .translated": "How lenses are ground", "#partner_role + .translated": "To sell lenses",
		".readiness-words": "TRL 5 of 9", "a[href='/organisations/org-a']": "Institute A", "a[href='/organisations/org-T']": "Transfer centre T",
	} {
		if got := page.Find(selector).First().Text(); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	for selector, n := range map[string]int{
		"a[href='/profiles/" + ref + "/interest']": 1, "a[href*='/sheet.pdf?lang=']": 4, "link[rel=alternate][hreflang]": 4, "link[type='application/atom+xml']": 1,
		"link[type='application/feed+json']": 1, "meta[property='og:type'][content=article]": 1, "meta[property='og:locale:alternate']": 3, "meta[name=description]": 1,
		".readiness-now": 5, "[style]": 0, "a[href^='/desk/']": 0,
	} {
		if got := page.Find(selector).Length(); got != n {
			t.Errorf("%d of %s, want %d", got, selector, n)
		}
	}
	facts := page.Find("aside").Text()
	for _, want := range []string{"R&D cooperation agreement", "IPR granted", "9. Industry, innovation", "Precision engineering", "optics", "Not subject to export control", "Open for interest"} {
		if !strings.Contains(facts, want) {
			t.Errorf("the facts lack %q", want)
		}
	}
	var linked struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(page.Find("script[type='application/ld+json']").Text()), &linked); err != nil || len(linked.Graph) != 2 {
		t.Fatalf("linked data: %v, %v", err, linked)
	}
	offer := linked.Graph[0]["mainEntity"].(map[string]any)
	if offer["@type"] != "Offer" || offer["identifier"] != ref || offer["offeredBy"].(map[string]any)["name"] != "Institute A" {
		t.Errorf("linked data says %v", offer)
	}
	if keeper := open(s, "adviser BY", "/profiles/"+ref); keeper.Find("a[href='/desk/profiles/"+ref+"']").Length() != 1 {
		t.Error("who keeps the profile is not led to the desk")
	}
}

// TestProfileTextLanguage sees the language of the texts chosen apart from that
// of the page, each with its badge, the original one click away.
func TestProfileTextLanguage(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	p := put(s, func(p *catalogue.Opportunity) {
		p.Title = p.Title.Translate(i18n.ZH, "精密透镜", i18n.Machine, "", time.Now())
		p.Summary = p.Summary.Translate(i18n.ZH, "精度五纳米的透镜", i18n.Checked, "", time.Now())
	})
	page := open(s, "", "/profiles/"+p.Reference+"?lang=ru&text=zh-Hans")
	if got := strings.TrimSpace(page.Find("h1").Text()); got != "精密透镜" {
		t.Errorf("the title is %q", got)
	}
	if lang, _ := page.Find("h1 span").Attr("lang"); lang != "zh-Hans" {
		t.Errorf("the title is marked as %q", lang)
	}
	if lang, _ := page.Find("html").Attr("lang"); lang != "ru" {
		t.Errorf("the page is in %q", lang)
	}
	text := page.Find("main").Text()
	for _, want := range []string{i18n.RU.T("ui.text_machine"), i18n.RU.T("ui.text_checked"), i18n.RU.T("ui.show_original", "lang", "English"), "Lenses ground to 5 nm", i18n.RU.T("ui.only_in", "lang", "English")} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got := page.Find("nav.tabs a[aria-current]").Text(); strings.TrimSpace(got) != "简体中文" {
		t.Errorf("the current language of the text is %q", got)
	}
	if page.Find("meta[name=robots][content=noindex]").Length() != 1 {
		t.Error("a page with other texts than its own is open to search engines")
	}
}

// TestAnonymousOwner sees an anonymous owner named nowhere, whoever asks and in
// whatever form, but to those who keep the profile.
func TestAnonymousOwner(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	ref := s.Profiles["anonymous"].Reference
	for _, who := range []string{"", "participant own CN", "adviser CN", "editor CN"} {
		for _, path := range []string{"/profiles/" + ref, "/profiles/" + ref + "/sheet.pdf", "/feeds/atom.xml?q=anonymous", "/feeds/feed.json?q=anonymous", "/catalogue.pdf?ref=" + ref, "/profiles/" + ref + "?lang=zh-Hans"} {
			code, text := get(s, who, path)
			if strings.Contains(text, "<main") { // others' similar profiles may name the same owner
				page := parse(t, text)
				page.Find(".profile-similar").Remove()
				text, _ = page.Html()
			}
			if code != http.StatusOK || !strings.Contains(text, ref) || strings.Contains(text, "Institute A") || strings.Contains(text, "org-a") || strings.Contains(text, s.Orgs["A"].ID) {
				t.Errorf("%s as %q: %d, names the owner or nothing", path, who, code)
			}
		}
		if _, text := get(s, who, "/organisations/org-a"); strings.Contains(text, ref) {
			t.Errorf("the page of the owner shows the anonymous profile to %q", who)
		}
	}
	if _, text := get(s, "adviser BY", "/profiles/"+ref); !strings.Contains(text, "Institute A") {
		t.Error("the centre that keeps the profile is not told whose it is")
	}
}

// TestWhoReadsProfiles sees who is shown what of a profile.
func TestWhoReadsProfiles(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	made := map[string]string{}
	for name, change := range map[string]func(*catalogue.Opportunity){
		"expired":         func(p *catalogue.Opportunity) { p.State = catalogue.Expired },
		"expired members": func(p *catalogue.Opportunity) { p.State, p.Confidentiality = catalogue.Expired, catalogue.Members },
		"archived draft":  func(p *catalogue.Opportunity) { p.State, p.Published = catalogue.Archived, time.Time{} },
		"flagged":         func(p *catalogue.Opportunity) { p.State = catalogue.Flagged },
		"cut":             func(p *catalogue.Opportunity) { p.Confidentiality = catalogue.AfterAgreement },
	} {
		made[name] = put(s, change).Reference
	}
	for name, p := range s.Profiles {
		made[name] = p.Reference
	}
	for _, x := range []struct {
		name, who string
		code      int
	}{
		{"public", "", 200},
		{"members", "", 303},
		{"members", "participant own BY", 200},
		{"draft", "", 404},
		{"draft", "participant own CN", 404},
		{"review", "", 404},
		{"expired", "", 410},
		{"expired", "adviser BY", 410},
		{"expired members", "", 404},
		{"archived draft", "", 404},
		{"flagged", "", 404},
		{"cut", "", 200},
	} {
		for _, path := range []string{"", "/sheet.pdf"} {
			if code, text := get(s, x.who, "/profiles/"+made[x.name]+path); code != x.code {
				t.Errorf("%s%s as %q: %d, want %d", x.name, path, x.who, code, x.code)
			} else if code == 410 && !strings.Contains(text, made[x.name]) {
				t.Errorf("%s: the page does not say what is gone", x.name)
			}
		}
	}
	for who, whole := range map[string]bool{"": false, "editor CN": false, "adviser BY": true} {
		if _, text := get(s, who, "/profiles/"+made["cut"]); strings.Contains(text, "How lenses are ground") != whole || !strings.Contains(text, "Lenses ground to 5 nm") {
			t.Errorf("a profile that opens after an agreement, as %q: shown whole %v, want %v", who, !whole, whole)
		}
	}
	if _, text := get(s, "", "/catalogue.pdf?"+url.Values{"ref": {made["members"], made["public"], made["draft"]}}.Encode()); !strings.Contains(text, made["public"]) || strings.Contains(text, made["members"]) || strings.Contains(text, made["draft"]) {
		t.Errorf("a printed catalogue for everybody: %s", text)
	}
}

// TestReport sees a reported profile hidden, and the network told; a report
// without a reason is refused where it was written.
func TestReport(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	to := "/profiles/" + s.Profiles["public"].Reference
	who := s.Cookie(s.Person("participant own CN").ID)
	if got := s.Do(webtest.Ask{Method: "POST", Path: to + "/report", Cookie: who, Form: url.Values{"note": {" "}}}); got.Code != 422 || parse(t, got.Body.String()).Find(".field-error").Length() != 1 {
		t.Errorf("a report without a reason: %d", got.Code)
	}
	if got := s.Do(webtest.Ask{Method: "POST", Path: to + "/report", Cookie: who, Form: url.Values{"note": {"Not their own work."}}}); got.Code != 303 {
		t.Fatalf("a report: %d", got.Code)
	}
	if code, _ := get(s, "", to); code != 404 {
		t.Errorf("a reported profile: %d", code)
	}
	told := false
	for _, j := range s.Queue.Jobs {
		n, ok := j.(catalogue.NoticeJob)
		told = told || ok && n.Notice == catalogue.ProfileFlagged
	}
	if !told {
		t.Error("nobody of the network is told of a report")
	}
}

// TestOrganisationAddresses sees former addresses, and those of records that
// were merged, lead to the present page.
func TestOrganisationAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { checkAddresses(t, webtest.New(t, d)) })
}

func checkAddresses(t *testing.T, s *webtest.Site) {
	t.Helper()
	s.Tx(func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO organisation_address (slug, organisation_id) VALUES ('former', $1)`, s.Orgs["A"].ID); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE organisation SET merged_into = $1 WHERE id = $2`, s.Orgs["D"].ID, s.Orgs["C"].ID)
		if err == nil {
			_, err = tx.Exec(ctx, `INSERT INTO organisation_address (slug, organisation_id) VALUES ('org-c', $1)`, s.Orgs["C"].ID)
		}
		return err
	})
	for from, want := range map[string]string{"former": "/organisations/org-a?lang=be", "org-c": "/organisations/org-d?lang=be"} {
		got := s.Do(webtest.Ask{Method: "GET", Path: "/organisations/" + from + "?lang=be"})
		if to := got.Header().Get("Location"); got.Code != http.StatusMovedPermanently || to != want {
			t.Errorf("%s: %d to %q, want %q", from, got.Code, to, want)
		}
	}
}
