package web_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/webtest"
)

var rawCatalogueKey = regexp.MustCompile(`\b(catalogue|searches|profile|organisation|ui|area|kind|type)\.[a-z]+(_[a-z]+)*\b`)

// publish adds a published offer of organisation A with a title and summary in
// one language, and returns its reference.
func publish(s *webtest.Site, l i18n.Lang, title, summary string, change ...func(*catalogue.Opportunity)) string {
	s.T.Helper()
	p := s.Profiles["public"]
	p.ID, p.Reference, p.Language = "", "", l
	p.Title, p.Summary, p.Description = i18n.Written(l, title), i18n.Written(l, summary), i18n.Text{}
	p.Advantages, p.PartnerRole, p.TechnologyKeywords, p.MarketKeywords = nil, nil, nil, nil
	for _, f := range change {
		f(&p)
	}
	s.Tx(func(ctx context.Context, tx db.Tx) error { return s.Catalogue.AddOpportunity(ctx, tx, &p) })
	return p.Reference
}

func catalogueAt(s *webtest.Site, who, query string, header ...string) *goquery.Document {
	s.T.Helper()
	a := webtest.Ask{Method: "GET", Path: "/catalogue" + query, Header: map[string]string{}}
	if who != "" {
		a.Cookie = s.Cookie(s.Person(who).ID)
	}
	for i := 0; i+1 < len(header); i += 2 {
		a.Header[header[i]] = header[i+1]
	}
	got := s.Do(a)
	if got.Code != 200 {
		s.T.Fatalf("%s: status %d", query, got.Code)
	}
	doc, err := goquery.NewDocumentFromReader(got.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	return doc
}

// listed are the addresses of what the page lists.
func listed(doc *goquery.Document) (out []string) {
	doc.Find("[data-testid=cards] .card-title a").Each(func(_ int, a *goquery.Selection) { out = append(out, a.AttrOr("href", "")) })
	return out
}

// Words are found through the page in any form of the four languages, names and
// words of two Chinese characters too, and nothing else with them.
func TestCatalogueFindsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := webtest.New(t, d)
		refs := map[string]string{
			"ru": publish(s, i18n.RU, "Лазерная наплавка лопаток турбин", "Институт предлагает восстанавливать изношенные детали."),
			"be": publish(s, i18n.BE, "Ачыстка сцёкавых вод мембранамі", "Інстытут прапануе сумесныя выпрабаванні ў Гродне."),
			"en": publish(s, i18n.EN, "Ceramic membranes for separating gases", "A company from Minsk offers membranes and licences."),
			"zh": publish(s, i18n.ZH, "长春光机所的激光雷达", "由李明研究员团队开发，适用于港口。"),
		}
		for _, c := range []struct{ words, want string }{
			{"лазерной наплавкой", "ru"},
			{"турбина", "ru"},
			{"турбиной", "ru"},
			{"изношенная деталь", "ru"},
			{"мембрана", "be"},
			{"сцёкавая", "be"},
			{"выпрабаванне", "be"},
			{"Гродна", "be"},
			{"membrane", "en"},
			{"separated membrane", "en"},
			{"licence", "en"},
			{"李明", "zh"},
			{"激光", "zh"},
			{"港口", "zh"},
			{"雷达", "zh"},
			{"光机所", "zh"},
			{"明李", ""},
			{"zebra", ""},
		} {
			doc := catalogueAt(s, "", "?q="+url.QueryEscape(c.words))
			got := strings.Join(listed(doc), " ")
			want := ""
			if c.want != "" {
				want = "/profiles/" + refs[c.want]
			}
			if got != want && doc.Find(".notice").Length() == 0 {
				t.Errorf("%q finds %q, want %q", c.words, got, want)
			}
			if want != "" && (got != want || doc.Find("mark").Length() == 0) {
				t.Errorf("%q finds %q, want %q with its words marked", c.words, got, want)
			}
		}
		if got := listed(catalogueAt(s, "", "?q="+url.QueryEscape("мемб"), "HX-Request", "true", "HX-Trigger-Name", "q")); len(got) != 1 {
			t.Errorf("half a word that is being typed finds %v", got)
		}
	})
}

// A mistake is mended and said so; what is not there leads on.
func TestCatalogueNothingFound(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	publish(s, i18n.RU, "Обработка материалов лазером", "Кратко")
	doc := catalogueAt(s, "", "?lang=en&q="+url.QueryEscape("обрабтока"))
	if len(listed(doc)) != 1 || !strings.Contains(doc.Find(".notice").Text(), "обрабток") {
		t.Errorf("a mistake: %v, %q", listed(doc), doc.Find(".notice").Text())
	}
	doc = catalogueAt(s, "", "?q=zzzzqqqq")
	if doc.Find(".empty a[href^='/sign-in?next=']").Length() != 1 || doc.Find(".empty a[href^='/desk/profiles/new']").Length() != 1 {
		t.Error("nothing found does not lead to a saved search and a request")
	}
	if catalogueAt(s, "editor BY", "?q=zzzzqqqq").Find("form[action='/desk/searches'] input[name=query]").AttrOr("value", "") != "q=zzzzqqqq" {
		t.Error("the search cannot be saved by who is signed in")
	}
}

// What a reader may not know is not in the list: a hidden owner's name and
// region, and what is for members.
func TestCatalogueKeepsSecrets(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	owner := s.Orgs["A"].Name.Plain(i18n.EN)
	doc := catalogueAt(s, "", "?q=anonymous")
	if text := doc.Find("[data-testid=cards]").Text(); len(listed(doc)) != 1 || strings.Contains(text, owner) || strings.Contains(doc.Text(), "org-a") {
		t.Errorf("an anonymous profile: %q", text)
	}
	if got := listed(catalogueAt(s, "", "?q="+url.QueryEscape(owner+" anonymous"))); len(got) != 0 {
		t.Errorf("an anonymous profile is found by its owner: %v", got)
	}
	if got := listed(catalogueAt(s, "", "?q=members")); len(got) != 0 {
		t.Errorf("a stranger finds %v", got)
	}
	if got := listed(catalogueAt(s, "editor BY", "?q=members")); len(got) != 1 {
		t.Errorf("a member finds %v", got)
	}
}

// Each narrowing leaves what its count says, and can be lifted again.
func TestCatalogueFacetsLead(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	publish(s, i18n.RU, "Другой", "Кратко", func(p *catalogue.Opportunity) {
		p.Type, p.TRL, p.IPR, p.FORD, p.Targets, p.Open = catalogue.TechnologyRequest, 8, "none", []string{"2.5"}, []string{"CN-22"}, false
	})
	seen := 0
	for _, from := range []string{"", "?ford=2", "?country=BY", "?kind=organisation"} {
		page := catalogueAt(s, "editor BY", from)
		page.Find(".facets .facet-row").Each(func(_ int, row *goquery.Selection) {
			box := row.Find("input")
			if _, on := box.Attr("checked"); on {
				return
			}
			seen++
			v, err := url.ParseQuery(strings.TrimPrefix(from, "?"))
			if err != nil {
				t.Fatal(err)
			}
			name, value := box.AttrOr("name", ""), box.AttrOr("value", "")
			others := len(v[name]) > 0
			v.Add(name, value)
			narrowed := catalogueAt(s, "editor BY", "?"+v.Encode())
			n := len(listed(narrowed))
			if count := row.Find(".facet-count").Text(); count != itoa(n) && !others {
				t.Errorf("%s %s=%s: the count is %s, %d are listed", from, name, value, count, n)
			}
			if narrowed.Find(".chip-remove").Length() == 0 {
				t.Errorf("%s %s=%s cannot be lifted", from, name, value)
			}
		})
	}
	if seen < 20 {
		t.Errorf("only %d values to choose", seen)
	}
}

// Every page is said in the four languages, and shows no key.
func TestCataloguePages(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	refs := "?ref=" + s.Profiles["public"].Reference + "&ref=" + s.Profiles["anonymous"].Reference + "&ref=none"
	for _, l := range i18n.All {
		for path, want := range map[string]string{
			"/catalogue": "catalogue.title", "/catalogue?view=map": "catalogue.title", "/catalogue?kind=park": "catalogue.title", "/catalogue?q=zzzz&trl_from=3&since=2026-01-01": "catalogue.title",
			"/catalogue/compare": "catalogue.compare_title", "/catalogue/compare" + refs: "catalogue.compare_title", "/desk/searches": "searches.title",
		} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			got := s.Do(webtest.Ask{Method: "GET", Path: path + sep + "lang=" + string(l), Cookie: s.Cookie(s.Person("editor BY").ID)})
			doc, err := goquery.NewDocumentFromReader(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got.Code != 200 || doc.Find("h1").Text() != l.T(want) {
				t.Errorf("%s in %s: %d, %q", path, l, got.Code, doc.Find("h1").Text())
			}
			if key := rawCatalogueKey.FindString(doc.Find("main").Text()); key != "" {
				t.Errorf("%s in %s shows the key %s", path, l, key)
			}
		}
	}
	doc, err := goquery.NewDocumentFromReader(s.Do(webtest.Ask{Method: "GET", Path: "/catalogue/compare" + refs}).Body)
	if err != nil {
		t.Fatal(err)
	}
	if n := doc.Find("[data-testid=compared] thead th").Length(); n != 2 || doc.Find(".notice").Length() != 1 {
		t.Errorf("%d profiles side by side, %d notices", n, doc.Find(".notice").Length())
	}
	if strings.Contains(doc.Find("[data-testid=compared] tbody tr").First().Find("td").Eq(1).Text(), s.Orgs["A"].Name.Plain(i18n.EN)) {
		t.Error("the comparison names an anonymous owner")
	}
}

// A search is kept, changed and forgotten by forms; what its name says is inert.
func TestSearchesOnPages(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	cookie := s.Cookie(s.Person("editor BY").ID)
	post := func(path string, v url.Values) int {
		return s.Do(webtest.Ask{Method: "POST", Path: path, Cookie: cookie, Form: v}).Code
	}
	if code := post("/desk/searches", url.Values{"name": {"<b>Lenses</b>"}, "query": {"q=lenses&ford=2"}, "alert": {"yes"}}); code != 303 {
		t.Fatalf("saving: %d", code)
	}
	if code := post("/desk/searches", url.Values{"name": {""}, "query": {"q=x"}}); code != 422 {
		t.Errorf("saving without a name: %d", code)
	}
	doc, err := goquery.NewDocumentFromReader(s.Do(webtest.Ask{Method: "GET", Path: "/desk/searches", Cookie: cookie}).Body)
	if err != nil {
		t.Fatal(err)
	}
	link := doc.Find("main .card-title a")
	if link.Length() != 1 || link.Text() != "<b>Lenses</b>" || link.AttrOr("href", "") != "/catalogue?ford=2&q=lenses" {
		t.Errorf("the list shows %q", doc.Find("main .card-title").Text())
	}
	at := doc.Find("[data-testid=change-search]").AttrOr("action", "")
	if code := post(at, url.Values{"name": {"Optics"}}); code != 303 {
		t.Errorf("changing: %d", code)
	}
	if code := post(at+"/drop", nil); code != 303 {
		t.Errorf("deleting: %d", code)
	}
}
