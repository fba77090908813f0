package feed

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/birzha/birzha/internal/base/i18n"
)

// script writes the data into a page as ui.Page does, reads that as a browser
// does, and returns the nodes.
func script(t *testing.T, data Node) (graph []map[string]any) {
	t.Helper()
	var element strings.Builder
	if err := templ.JSONScript("json-ld", data).WithType("application/ld+json").WithNonceFromString(`"><script>`).Render(t.Context(), &element); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader("<!doctype html><head>" + element.String() + "</head><body>rest</body>"))
	if err != nil {
		t.Fatal(err)
	}
	count, text := doc.Find("script").Length(), doc.Find("script").Text()
	if count != 1 || strings.ContainsAny(text, "<>&\u2028\u2029") {
		t.Fatalf("%d scripts; the data is\n%s", count, text)
	}
	var out struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil || out.Context != "https://schema.org" {
		t.Fatal(err, out.Context)
	}
	return out.Graph
}

func TestLinkedData(t *testing.T) {
	park := Organisation{URL: "https://birzha.example/org/park", Kind: "park", Name: "Park"}
	org := Organisation{
		URL: "https://birzha.example/org/institute", Kind: "institute", Name: hostile, OtherNames: []string{"精密机械研究所"}, Description: hostile, Website: "https://example.org",
		SameAs: []string{"https://ror.org/002s77n28"}, TaxID: "100000001", Country: "BY", City: "Minsk", Founded: 1957, Parent: &park, Parts: []Organisation{park}, MemberOf: []Organisation{park},
	}
	offer := Opportunity{
		URL: "https://birzha.example/o/TOBY1", Reference: "TOBY1", Type: "TO", Title: hostile, Summary: hostile, Lang: i18n.BE, Owner: &org, Keywords: []string{hostile},
		Targets: []string{"CN", "CN-JL"}, Price: "1000", Currency: "CNY", Published: at(2), ValidUntil: at(20),
	}
	request, anonymous := offer, offer
	request.Type, anonymous.Type, anonymous.Owner = "BR", "BO", nil
	g := script(t, Graph(org.Node(), offer.Node(), request.Node(), anonymous.Node(), Breadcrumb(Crumb{"Catalogue", "https://birzha.example/catalogue"}, Crumb{hostile, ""})))
	o := g[0]
	if o["@type"] != "ResearchOrganization" || o["@id"] != org.URL || o["name"] == "" || o["foundingDate"] != "1957" ||
		o["parentOrganization"].(map[string]any)["name"] != "Park" || len(o["subOrganization"].([]any)) != 1 || len(o["sameAs"].([]any)) != 2 ||
		o["address"].(map[string]any)["addressCountry"] != "BY" || o["address"].(map[string]any)["addressRegion"] != nil {
		t.Errorf("%v", o)
	}
	main := func(i int) map[string]any { return g[i]["mainEntity"].(map[string]any) }
	if g[1]["inLanguage"] != "be" || main(1)["@type"] != "Offer" || main(1)["offeredBy"].(map[string]any)["@id"] != org.URL ||
		main(1)["itemOffered"].(map[string]any)["@type"] != "Product" || main(1)["validThrough"] != "2027-04-20T09:05:07Z" {
		t.Errorf("%v", main(1))
	}
	if main(2)["@type"] != "Demand" || main(2)["@reverse"].(map[string]any)["seeks"].(map[string]any)["@id"] != org.URL || main(2)["itemOffered"].(map[string]any)["@type"] != "Service" || main(2)["offeredBy"] != nil {
		t.Errorf("%v", main(2))
	}
	if main(3)["offeredBy"] != nil || main(3)["@reverse"] != nil {
		t.Error("an anonymous profile names its owner")
	}
	if steps := g[4]["itemListElement"].([]any); len(steps) != 2 || steps[1].(map[string]any)["position"] != 2.0 || steps[1].(map[string]any)["item"] != nil {
		t.Errorf("%v", steps)
	}
}

func TestCard(t *testing.T) {
	c := Card{URL: "https://birzha.example/o/1", Title: "Датчики", Description: strings.Repeat("слово ", 100), Site: "birzha", Lang: i18n.RU, Alternates: languages("/o/1"), Article: true}
	got := map[string][]string{}
	for _, m := range c.Metas() {
		got[m.Property+m.Name] = append(got[m.Property+m.Name], m.Content)
	}
	if n := len([]rune(got["og:description"][0])); n > 200 || n < 190 || !strings.HasSuffix(got["og:description"][0], "слово…") {
		t.Errorf("the description is %q", got["og:description"])
	}
	if !slices.Equal(got["og:locale:alternate"], []string{"en_GB", "zh_CN", "be_BY"}) || got["og:locale"][0] != "ru_RU" || got["twitter:card"][0] != "summary" || got["og:type"][0] != "article" || got["og:image"] != nil {
		t.Errorf("%v", got)
	}
	for in, want := range map[string]string{"a  b\nc": "a b c", "光纤传感器可在强电磁干扰下工作": "光纤传感器可在强…", "one, two three": "one, two…", "": ""} {
		if s := Shorten(in, 9); s != want {
			t.Errorf("%q became %q, want %q", in, s, want)
		}
	}
}
