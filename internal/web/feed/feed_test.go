package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

const hostile = "</script><script>alert('1')</script> ]]> <!-- & \" \u2028 \u0000 \u0007 =cmd|'/c calc'!A1 ўі 光纤"

func at(day int) time.Time { return time.Date(2027, 4, day, 9, 5, 7, 123, time.UTC) }

func languages(path string) (out []Alternate) {
	for _, l := range i18n.All {
		out = append(out, Alternate{l, "https://birzha.example" + path + "?lang=" + string(l)})
	}
	return out
}

func sample() Feed {
	f := Feed{
		ID: TagURI("birzha.example", at(1), "feed/ru"), Title: "Новые предложения", Subtitle: hostile, Lang: i18n.RU, Author: "birzha",
		Home: "https://birzha.example/catalogue?lang=ru", Atom: "https://birzha.example/catalogue.atom?lang=ru&area=a",
		JSON: "https://birzha.example/catalogue.json?lang=ru", Next: "https://birzha.example/catalogue.atom?page=2", Alternates: languages("/catalogue"),
	}
	for i := range 3 {
		f.Items = append(f.Items, Item{
			ID: TagURI("birzha.example", at(1), fmt.Sprintf("o/%d", i)), URL: fmt.Sprintf("https://birzha.example/o/%d?lang=ru", i), Title: hostile, Summary: hostile,
			Lang: i18n.All[i], Author: hostile, Tags: []string{hostile, "энергия"}, Alternates: languages(fmt.Sprintf("/o/%d", i)), Published: at(2), Updated: at(3 + i),
		})
	}
	return f
}

// element is an element as any reader of XML sees it.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Kids    []element  `xml:",any"`
}

func (e element) all(name string) (out []element) {
	for _, k := range e.Kids {
		if k.XMLName.Local == name {
			out = append(out, k)
		}
	}
	return out
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func readXML(t *testing.T, doc []byte) (root element) {
	t.Helper()
	if err := xml.Unmarshal(doc, &root); err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	return root
}

// RFC 4287, section 4.1: what a feed and an entry must have, once.
func TestAtom(t *testing.T) {
	var b bytes.Buffer
	if err := WriteAtom(&b, sample()); err != nil {
		t.Fatal(err)
	}
	f := readXML(t, b.Bytes())
	if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.XMLName.Local != "feed" || f.attr("lang") != "ru" {
		t.Errorf("the root is %v in %q", f.XMLName, f.attr("lang"))
	}
	ids := map[string]bool{}
	check := func(e element, where string) {
		for _, name := range []string{"id", "title", "updated"} {
			if n := len(e.all(name)); n != 1 {
				t.Errorf("%s has %d %s", where, n, name)
			}
		}
		if at := e.all("updated")[0].Text; !strings.HasSuffix(at, ":05:07Z") {
			t.Errorf("%s: updated %s", where, at)
		}
		id := e.all("id")[0].Text
		if ids[id] || !strings.HasPrefix(id, "tag:birzha.example,2027-04-01:") {
			t.Errorf("%s: id %q", where, id)
		}
		ids[id] = true
		seen := map[string]bool{}
		for _, l := range e.all("link") {
			key := l.attr("rel") + l.attr("type") + l.attr("hreflang")
			if seen[key] || l.attr("href") == "" {
				t.Errorf("%s: link %q twice or empty", where, key)
			}
			seen[key] = true
		}
		for _, l := range i18n.All {
			if !seen["alternate"+"text/html"+string(l)] {
				t.Errorf("%s: no page in %s", where, l)
			}
		}
	}
	check(f, "feed")
	if at := f.all("updated")[0].Text; at != "2027-04-05T09:05:07Z" {
		t.Errorf("the feed was updated %s, its newest item on 5 April", at)
	}
	if self := f.all("link")[4]; self.attr("rel") != "self" || self.attr("href") != "https://birzha.example/catalogue.atom?lang=ru&area=a" {
		t.Errorf("self is %v", self.Attrs)
	}
	entries := f.all("entry")
	if len(entries) != 3 {
		t.Fatalf("%d entries", len(entries))
	}
	for i, e := range entries {
		check(e, fmt.Sprint("entry ", i))
		if got := e.all("title")[0]; !strings.HasPrefix(got.Text, "</script><script>") || len(got.Kids) > 0 {
			t.Errorf("the title is %q", got.Text)
		}
	}
	if entries[0].attr("lang") != "" || entries[1].attr("lang") != "en" {
		t.Error("the language of an entry is not said where it differs")
	}
}

func TestJSONFeed(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, sample()); err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsAny(b.Bytes(), "<>") {
		t.Error("the document contains < or >")
	}
	var f struct {
		Version, Title, Language, Home_page_url, Feed_url, Next_url string //nolint:revive // as the format spells them
		Items                                                       []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if f.Version != "https://jsonfeed.org/version/1.1" || f.Title == "" || f.Language != "ru" || f.Feed_url == "" || f.Home_page_url == "" || f.Next_url == "" || len(f.Items) != 3 {
		t.Errorf("%+v", f)
	}
	for _, it := range f.Items {
		if it["id"] == "" || it["content_text"] == "" || it["date_published"] != "2027-04-02T09:05:07Z" || len(it["_birzha"].(map[string]any)["alternates"].(map[string]any)) != 3 {
			t.Errorf("%v", it)
		}
	}
	b.Reset()
	if err := WriteJSON(&b, Feed{Lang: i18n.EN}); err != nil || !strings.Contains(b.String(), `"items":[]`) {
		t.Errorf("an empty feed is %s, %v", &b, err)
	}
}

func TestSitemap(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSitemap(&b, []Page{{Alternates: languages("/o/1"), Updated: at(2)}, {Alternates: languages("/about")[:1]}}); err != nil {
		t.Fatal(err)
	}
	urls := readXML(t, b.Bytes()).all("url")
	if len(urls) != 5 {
		t.Fatalf("%d addresses", len(urls))
	}
	for i, u := range urls[:4] {
		links := u.all("link")
		if len(links) != 5 || links[i].attr("href") != u.all("loc")[0].Text || links[4].attr("hreflang") != "x-default" || links[0].XMLName.Space != "http://www.w3.org/1999/xhtml" {
			t.Errorf("address %d: %+v", i, links)
		}
		if u.all("lastmod")[0].Text != "2027-04-02T09:05:07Z" {
			t.Error("lastmod")
		}
	}
	if len(urls[4].all("link")) != 0 || len(urls[4].all("lastmod")) != 0 {
		t.Error("a page of one language needs no alternates")
	}
}

// All pages are in some part, and every part is within the limits.
func TestSitemapParts(t *testing.T) {
	var pages []Page
	for i := range 30_001 {
		pages = append(pages, Page{Alternates: languages(fmt.Sprintf("/opportunities/TOBY20270414%d", i)), Updated: at(2)})
	}
	if err := WriteSitemap(&bytes.Buffer{}, pages); err == nil {
		t.Error("a sitemap above the limit is not refused")
	}
	n, seen := SitemapParts(len(pages), 4), 0
	var index []Sitemap
	for i := range n {
		offset, limit := SitemapPart(i, 4)
		part := pages[offset:min(len(pages), offset+limit)]
		seen += len(part)
		if err := WriteSitemap(&bytes.Buffer{}, part); err != nil {
			t.Error(err)
		}
		index = append(index, Sitemap{fmt.Sprintf("https://birzha.example/sitemap/%d.xml", i), at(i + 1)})
	}
	if n != 3 || seen != len(pages) || SitemapParts(0, 4) != 1 || SitemapParts(12_500, 4) != 1 {
		t.Errorf("%d parts with %d pages", n, seen)
	}
	var b bytes.Buffer
	if err := WriteSitemapIndex(&b, index); err != nil {
		t.Fatal(err)
	}
	root := readXML(t, b.Bytes())
	if root.XMLName.Local != "sitemapindex" || root.XMLName.Space != sitemapNS || len(root.all("sitemap")) != 3 || root.all("sitemap")[2].all("loc")[0].Text != index[2].URL {
		t.Errorf("%s", &b)
	}
}
