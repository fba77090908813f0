package web_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/webtest"
)

// titles are the titles of a JSON feed.
func titles(t *testing.T, s *webtest.Site, path string) (out []string) {
	t.Helper()
	code, text := get(s, "", path)
	var f struct {
		Items []struct{ Title string }
	}
	if err := json.Unmarshal([]byte(text), &f); code != http.StatusOK || err != nil {
		t.Fatalf("%s: %d, %v", path, code, err)
	}
	for _, it := range f.Items {
		out = append(out, it.Title)
	}
	slices.Sort(out)
	return out
}

// TestFeeds sees in a feed what everybody may read, narrowed down as asked for.
func TestFeeds(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	put(s, func(p *catalogue.Opportunity) {
		p.Type, p.OrganisationID, p.Areas = catalogue.BusinessRequest, s.Orgs["C"].ID, []catalogue.Area{catalogue.Energy}
	})
	put(s, func(p *catalogue.Opportunity) { p.State = catalogue.Flagged })
	anonymous, public := "Fine lenses of anonymous", "Fine lenses of public"
	for path, want := range map[string][]string{
		"":                               {anonymous, public, public},
		"?country=CN":                    {public},
		"?area=precision_engineering":    {anonymous, public},
		"?area=energy_saving&country=BY": nil,
		"?type=BR":                       {public},
		"?kind=offer":                    {anonymous, public},
		"?language=ru":                   nil,
		"?kind=organisation":             nil,
		"?page=2":                        nil,
	} {
		if got := titles(t, s, "/feeds/feed.json"+path); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

// TestCaching sees what machines read answered by "not modified" to who has it.
func TestCaching(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	for _, path := range []string{"/feeds/atom.xml?lang=en", "/feeds/feed.json?lang=en", "/sitemap.xml", "/sitemap/profiles-0.xml", "/sitemap/organisations-0.xml", "/sitemap/pages-0.xml", "/robots.txt"} {
		got := s.Do(webtest.Ask{Method: "GET", Path: path})
		tag := got.Header().Get("ETag")
		if got.Code != http.StatusOK || tag == "" || !strings.Contains(got.Header().Get("Cache-Control"), "max-age") {
			t.Errorf("%s: %d with %v", path, got.Code, got.Header())
		}
		if again := s.Do(webtest.Ask{Method: "GET", Path: path, Header: map[string]string{"If-None-Match": tag}}); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s again: %d", path, again.Code)
		}
		if strings.HasSuffix(path, ".xml") {
			wellFormed(t, path, got.Body.String())
		}
	}
	s.Tx(touchAll)
	if got := s.Do(webtest.Ask{Method: "GET", Path: "/feeds/atom.xml?lang=en"}); got.Header().Get("Last-Modified") == "" {
		t.Error("a feed does not say when it changed")
	}
}

func wellFormed(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			if err.Error() != "EOF" {
				t.Errorf("%s is not well-formed: %v", name, err)
			}
			return
		}
	}
}

// TestSitemap wants the pages that everybody can read, in all languages, and no
// other.
func TestSitemap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { checkSitemap(t, webtest.New(t, d)) })
}

func checkSitemap(t *testing.T, s *webtest.Site) {
	t.Helper()
	cut := put(s, func(p *catalogue.Opportunity) { p.Confidentiality = catalogue.AfterAgreement }).Reference
	_, text := get(s, "", "/sitemap/profiles-0.xml")
	for ref, there := range map[string]bool{
		s.Profiles["public"].Reference: true, s.Profiles["anonymous"].Reference: true, cut: true,
		s.Profiles["members"].Reference: false, s.Profiles["draft"].Reference: false, s.Profiles["review"].Reference: false,
	} {
		if got := strings.Count(text, "<loc>http://localhost/profiles/"+ref+"?lang="); got != map[bool]int{true: 4}[there] {
			t.Errorf("%s: %d addresses, there: %v", ref, got, there)
		}
	}
	if _, text = get(s, "", "/sitemap/organisations-0.xml"); strings.Count(text, "<loc>") != 4*len(s.Orgs) {
		t.Errorf("%d addresses of %d organisations", strings.Count(text, "<loc>"), len(s.Orgs))
	}
	for _, path := range []string{"/sitemap/profiles-1.xml", "/sitemap/people-0.xml", "/sitemap/profiles-00.xml", "/sitemap/profiles--1.xml", "/sitemap/profiles.xml"} {
		if code, _ := get(s, "", path); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}

// harvested are the headers of a whole harvest, in their order.
func harvested(t *testing.T, s *webtest.Site, query string) (ids []string, deleted map[string]bool) {
	t.Helper()
	deleted = map[string]bool{}
	for range 1000 {
		_, text := get(s, "", "/oai?"+query)
		var doc struct {
			Headers []struct {
				Status     string `xml:"status,attr"`
				Identifier string `xml:"identifier"`
			} `xml:"ListIdentifiers>header"`
			Token string `xml:"ListIdentifiers>resumptionToken"`
			Error string `xml:"error"`
		}
		if err := xml.Unmarshal([]byte(text), &doc); err != nil || doc.Error != "" && !strings.Contains(doc.Error, "no record fits") {
			t.Fatalf("%s: %v %s", query, err, doc.Error)
		}
		for _, h := range doc.Headers {
			ids = append(ids, h.Identifier)
			deleted[h.Identifier] = h.Status == "deleted"
		}
		if doc.Token == "" {
			return ids, deleted
		}
		query = "verb=ListIdentifiers&resumptionToken=" + doc.Token
	}
	t.Fatal("the harvest does not end")
	return nil, nil
}

// TestHarvest takes the whole catalogue by OAI-PMH, in small pages over records
// that changed in the same instant, and what is no more as deleted.
func TestHarvest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := webtest.New(t, d)
		expired := put(s, func(p *catalogue.Opportunity) { p.State = catalogue.Expired })
		wish := put(s, func(p *catalogue.Opportunity) { p.Type = catalogue.TechnologyRequest })
		for range 120 {
			put(s, func(*catalogue.Opportunity) {})
		}
		s.Tx(touchAll)
		ids, deleted := harvested(t, s, "verb=ListIdentifiers&metadataPrefix=oai_dc")
		offers := 2 + 1 + 1 + 120 // two that everybody may read, one for members, the expired one
		if want := len(s.Orgs) + offers + 1; len(ids) != want || len(deleted) != want {
			t.Errorf("%d records, %d different, want %d", len(ids), len(deleted), want)
		}
		for id, want := range map[string]bool{
			"Products/" + expired.ID: true, "Products/" + s.Profiles["members"].ID: true, "Products/" + s.Profiles["public"].ID: false, "Requests/" + wish.ID: false, "OrgUnits/" + s.Orgs["A"].ID: false,
		} {
			if got, there := deleted["oai:localhost:"+id]; !there || got != want {
				t.Errorf("%s: there %v, deleted %v", id, there, got)
			}
		}
		if _, there := deleted["oai:localhost:Products/"+s.Profiles["draft"].ID]; there {
			t.Error("a draft goes out")
		}
		if ids, _ := harvested(t, s, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=country:CN"); len(ids) != 3+1 {
			t.Errorf("%d records of CN", len(ids))
		}
		if ids, _ := harvested(t, s, "verb=ListIdentifiers&metadataPrefix=oai_cerif_openaire&set=requests"); len(ids) != 0 {
			t.Error("a request goes out in CERIF")
		}
		before, _ := harvested(t, s, "verb=ListIdentifiers&metadataPrefix=oai_dc&until=2001-01-01")
		if len(before) != 0 {
			t.Errorf("%d records changed before there were any", len(before))
		}
		for _, who := range []string{"Institute A"} {
			if _, text := get(s, "", "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:Products/"+s.Profiles["anonymous"].ID); strings.Contains(text, who) || !strings.Contains(text, "Fine lenses of anonymous") {
				t.Errorf("the record of an anonymous profile: %s", text)
			}
		}
	})
}

// TestFeedOfNothing sees the same answer for a feed without items each time.
func TestFeedOfNothing(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	one := s.Do(webtest.Ask{Method: "GET", Path: "/feeds/atom.xml?q=nothing"}).Header().Get("ETag")
	if two := s.Do(webtest.Ask{Method: "GET", Path: "/feeds/atom.xml?q=nothing"}).Header().Get("ETag"); one == "" || one != two {
		t.Errorf("%q, then %q", one, two)
	}
}

// touchAll makes all records changed at one instant.
func touchAll(ctx context.Context, tx db.Tx) error {
	for _, table := range []string{"organisation", "opportunity"} {
		if _, err := tx.Exec(ctx, `UPDATE `+table+` SET updated_at = 1750000000000000`); err != nil {
			return err
		}
	}
	return nil
}
