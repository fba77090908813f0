package oai

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestErrors(t *testing.T) {
	p, _ := provider(5)
	noSets, _ := provider(5)
	noSets.NoSets = true
	for _, tt := range []struct {
		p    *Provider
		want Code
		args string
	}{
		{p, badVerb, ""},
		{p, badVerb, "verb=Nonsense"},
		{p, badVerb, "verb=Identify&verb=Identify"},
		{p, badArgument, "verb=Identify&set=offers"},
		{p, badArgument, "verb=GetRecord&metadataPrefix=oai_dc"},
		{p, badArgument, "verb=GetRecord&identifier=oai:birzha.example:OrgUnits/r0"},
		{p, badArgument, "verb=ListRecords"},
		{p, badArgument, "verb=ListRecords&metadataPrefix="},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc"},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x"},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=2027-13-01"},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday"},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&until=2027-04-14T09:00:00.5Z"},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=2027-04-14&until=2027-04-14T09:00:00Z"},
		{p, badArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=2027-04-15&until=2027-04-14"},
		{p, badResumptionToken, "verb=ListRecords&resumptionToken=x"},
		{p, badResumptionToken, "verb=ListIdentifiers&resumptionToken=AAAAAAAAAAAAAAAAAAAAAAAA"},
		{p, badResumptionToken, "verb=ListSets&resumptionToken=x"},
		{p, cannotDisseminateFormat, "verb=ListRecords&metadataPrefix=marc21"},
		{p, cannotDisseminateFormat, "verb=GetRecord&metadataPrefix=marc21&identifier=oai:birzha.example:OrgUnits/r0"},
		{p, cannotDisseminateFormat, "verb=GetRecord&metadataPrefix=oai_cerif_openaire&identifier=oai:birzha.example:Requests/r2"},
		{p, idDoesNotExist, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:birzha.example:OrgUnits/r77"},
		{p, idDoesNotExist, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.example:OrgUnits/r0"},
		{p, idDoesNotExist, "verb=GetRecord&metadataPrefix=oai_dc&identifier=r0"},
		{p, idDoesNotExist, "verb=GetRecord&metadataPrefix=oai_dc&identifier=OrgUnits/r0"},
		{p, idDoesNotExist, "verb=ListMetadataFormats&identifier=oai:birzha.example:Persons/r0"},
		{p, noRecordsMatch, "verb=ListRecords&metadataPrefix=oai_dc&from=2028-01-01"},
		{p, noRecordsMatch, "verb=ListRecords&metadataPrefix=oai_dc&until=2027-04-13"},
		{p, noRecordsMatch, "verb=ListRecords&metadataPrefix=oai_dc&set=openaire_cris_persons"},
		{p, noRecordsMatch, "verb=ListRecords&metadataPrefix=oai_dc&set=country:DE"},
		{p, noRecordsMatch, "verb=ListRecords&metadataPrefix=oai_dc&set=nonsense"},
		{p, noRecordsMatch, "verb=ListRecords&metadataPrefix=oai_cerif_openaire&set=requests"},
		{noSets, noSetHierarchy, "verb=ListSets"},
		{noSets, noSetHierarchy, "verb=ListRecords&metadataPrefix=oai_dc&set=offers"},
	} {
		var args []string
		for _, kv := range strings.Split(tt.args, "&") {
			k, v, _ := strings.Cut(kv, "=")
			args = append(args, k, v)
		}
		if tt.args == "" {
			args = nil
		}
		e := ask(t, tt.p, args...)
		errs := e.find("error")
		if len(errs) != 1 || errs[0].attr("code") != string(tt.want) || len(e.Kids) != 3 || strings.TrimSpace(errs[0].Text) == "" {
			t.Errorf("%s: %+v, want %s", tt.args, e.Kids, tt.want)
			continue
		}
		attrs := len(e.find("request")[0].Attrs)
		if wants := tt.want != badVerb && tt.want != badArgument; wants != (attrs > 0) {
			t.Errorf("%s: the request is repeated with %d attributes", tt.args, attrs)
		}
	}
}

func TestIdentify(t *testing.T) {
	p, _ := provider(5)
	id := ask(t, p, "verb", "Identify").find("Identify")[0]
	var order []string
	for _, k := range id.Kids {
		order = append(order, k.XMLName.Local)
	}
	want := []string{"repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord", "granularity", "description", "description"}
	if !slices.Equal(order, want) || id.text("protocolVersion") != "2.0" || id.text("earliestDatestamp") != "2027-04-14T09:00:00Z" || id.text("granularity") != "YYYY-MM-DDThh:mm:ssZ" {
		t.Errorf("%v", id)
	}
	if x := id.find("description/oai-identifier"); len(x) != 1 || x[0].XMLName.Space != idNS || x[0].text("repositoryIdentifier") != p.Host {
		t.Errorf("%v", x)
	}
	s := id.find("description/Service")
	if len(s) != 1 || s[0].XMLName.Space != cerifNS || s[0].text("Acronym") != p.Host || s[0].text("OAIPMHBaseURL") != p.Base || s[0].find("Owner/OrgUnit")[0].attr("id") != "r0" {
		t.Errorf("%v", s)
	}
	if c := s[0].find("Compatibility")[0]; c.XMLName.Space != "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Service_Compatibility" || s[0].find("Acronym")[0].XMLName.Space != cerifNS {
		t.Errorf("%v", c)
	}
}

func TestFormatsAndSets(t *testing.T) {
	p, _ := provider(5)
	if f := ask(t, p, "verb", "ListMetadataFormats").find("ListMetadataFormats/metadataFormat"); len(f) != 2 || f[1].text("metadataNamespace") != cerifNS {
		t.Errorf("%v", f)
	}
	if f := ask(t, p, "verb", "ListMetadataFormats", "identifier", "oai:birzha.example:Requests/r2").find("ListMetadataFormats/metadataFormat"); len(f) != 1 {
		t.Errorf("a request is offered in %d formats", len(f))
	}
	var specs []string
	for _, s := range ask(t, p, "verb", "ListSets").find("ListSets/set") {
		specs = append(specs, s.text("setSpec"))
	}
	for _, want := range []string{"organisations", "offers", "requests", "country", "country:BY", "country:CN", "openaire_cris_orgunits", "openaire_cris_products", "openaire_cris_funding"} {
		if !slices.Contains(specs, want) {
			t.Errorf("no set %s in %v", want, specs)
		}
	}
	for spec, n := range map[string]int{"organisations": 2, "offers": 2, "requests": 1, "country": 5, "country:BY": 3, "country:CN": 2, "openaire_cris_products": 2} {
		list := ask(t, p, "verb", "ListIdentifiers", "metadataPrefix", "oai_dc", "set", spec).find("ListIdentifiers/header")
		if len(list) != n {
			t.Errorf("%d records in %s, want %d", len(list), spec, n)
		}
		for _, h := range list {
			if !slices.ContainsFunc(h.find("setSpec"), func(e element) bool { return e.Text == spec || strings.HasPrefix(e.Text, spec+":") }) {
				t.Errorf("a record of %s does not say so", spec)
			}
		}
	}
}

// The bounds are whole seconds, both within.
func TestPeriod(t *testing.T) {
	p, _ := provider(10) // a record every 0.4 s
	for args, n := range map[string]int{
		"from 2027-04-14T09:00:00Z": 10, "from 2027-04-14T09:00:01Z": 7, "until 2027-04-14T09:00:00Z": 3, "until 2027-04-14T09:00:01Z": 5,
		"from 2027-04-14T09:00:01Z until 2027-04-14T09:00:01Z": 2, "from 2027-04-14": 10, "until 2027-04-14": 10, "from 2027-04-14 until 2027-04-14": 10,
	} {
		all := append([]string{"verb", "ListIdentifiers", "metadataPrefix", "oai_dc"}, strings.Fields(args)...)
		if got := len(ask(t, p, all...).find("ListIdentifiers/header")); got != n {
			t.Errorf("%s: %d records, want %d", args, got, n)
		}
	}
}

// A record in both formats, with every element where the schemas want it.
func TestRecords(t *testing.T) {
	p, _ := provider(8)
	inOrder := func(e element, order string) {
		t.Helper()
		at := -1
		for _, k := range e.Kids {
			i := slices.Index(strings.Fields(order), k.XMLName.Local)
			if i < at || i < 0 {
				t.Errorf("%s: %s stands in the wrong place", e.XMLName.Local, k.XMLName.Local)
			}
			at = max(at, i)
		}
	}
	one := func(prefix, id string) element {
		t.Helper()
		return ask(t, p, "verb", "GetRecord", "metadataPrefix", prefix, "identifier", "oai:birzha.example:"+id).find("GetRecord/record")[0]
	}
	org := one("oai_cerif_openaire", "OrgUnits/r0").find("metadata/OrgUnit")[0]
	inOrder(org, "Type Acronym Name Identifier ElectronicAddress PartOf")
	if org.XMLName.Space != cerifNS || org.attr("id") != "r0" || len(org.find("Name")) != 3 || org.find("PartOf/OrgUnit")[0].attr("id") != "r0" {
		t.Errorf("%+v", org)
	}
	var trans []string
	for _, n := range org.find("Name") {
		trans = append(trans, n.attr("lang")+n.attr("trans"))
		if n.XMLName.Space != cerifNS {
			t.Errorf("a name in the namespace %q", n.XMLName.Space)
		}
	}
	if !slices.Equal(trans, []string{"ruo", "enh", "zh-Hansm"}) {
		t.Errorf("origins %v", trans)
	}
	if got := org.find("Name")[0].Text; got != strings.ReplaceAll(hostile, "\x00", "\uFFFD") {
		t.Errorf("the name became %q", got)
	}
	offer := one("oai_cerif_openaire", "Products/r1").find("metadata/Product")[0]
	inOrder(offer, "Type Language Name VersionInfo ARK DOI Handle URL URN Creators Publishers License Description Subject Keyword PartOf")
	if x := offer.find("Type")[0]; x.XMLName.Space != "https://www.openaire.eu/cerif-profile/vocab/COAR_Product_Types" || x.Text != "http://purl.org/coar/resource_type/c_1843" ||
		offer.find("Name")[0].XMLName.Space != cerifNS || offer.find("Creators/Creator/OrgUnit")[0].attr("id") != "r0" {
		t.Errorf("%+v", offer)
	}
	for _, id := range []string{"OrgUnits/r0", "Products/r1", "Requests/r2"} {
		dc := one("oai_dc", id).find("metadata/dc")[0]
		if dc.XMLName.Space != dcNS || len(dc.find("title")) != 3 || dc.text("coverage") == "" || dc.text("type") == "" || dc.text("identifier") == "" {
			t.Errorf("%+v", dc)
		}
		for _, k := range dc.Kids {
			if k.XMLName.Space != "http://purl.org/dc/elements/1.1/" || k.Text == "" {
				t.Errorf("%s: %+v", id, k)
			}
		}
	}
	gone := one("oai_dc", "OrgUnits/r6")
	if gone.find("header")[0].attr("status") != "deleted" || len(gone.find("metadata")) != 0 {
		t.Errorf("a deleted record says %+v", gone)
	}
	anonymous := made(1)
	anonymous.Opportunity.Owner = nil
	if m := p.record(anonymous, allFormats[1]).Metadata; m.Product.Creators != nil {
		t.Error("an anonymous offer names its owner")
	}
}

// harvest follows the tokens to the end and calls between before each answer
// but the first.
func harvestAll(t testing.TB, p *Provider, verb, prefix string, between func()) (ids []string) {
	t.Helper()
	args := []string{"verb", verb, "metadataPrefix", prefix}
	for range 1000 {
		e := ask(t, p, args...)
		for _, path := range []string{"ListRecords/record/header", "ListIdentifiers/header"} {
			for _, h := range e.find(path) {
				ids = append(ids, h.text("identifier"))
			}
		}
		token := e.find(verb + "/resumptionToken")
		if len(token) == 0 || token[0].Text == "" {
			return ids
		}
		between()
		args = []string{"verb", verb, "resumptionToken", token[0].Text}
	}
	t.Fatal("the harvest never ends")
	return nil
}

// While nothing changes, a harvest sees every record once; while records change
// and appear, it sees every one at least once, with its last change.
func TestHarvest(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "records")
		p, m := provider(n)
		p.Page = rapid.IntRange(1, 20).Draw(t, "page")
		for i := range m.records { // many in the same instant
			m.records[i].Changed = start.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "changed")) * 300 * time.Millisecond)
		}
		verb := rapid.SampledFrom([]string{"ListRecords", "ListIdentifiers"}).Draw(t, "verb")
		got := harvestAll(tt, p, verb, "oai_dc", func() {})
		if slices.Sort(got); len(slices.Compact(slices.Clone(got))) != len(got) || len(got) != n {
			t.Fatalf("%d of %d records: %v", len(got), n, got)
		}
		now, changes := start.Add(time.Minute), rapid.IntRange(0, 20).Draw(t, "changes")
		last := map[string]int{}
		got = harvestAll(tt, p, verb, "oai_dc", func() {
			if changes--; changes < 0 {
				return
			}
			now = now.Add(time.Duration(rapid.IntRange(1, 900).Draw(t, "step")) * time.Millisecond)
			if rapid.Bool().Draw(t, "new") {
				r := made(len(m.records))
				r.Changed = now
				m.records = append(m.records, r)
				return
			}
			i := rapid.IntRange(0, len(m.records)-1).Draw(t, "which")
			m.records[i].Changed = now
		})
		for i, id := range got {
			last[id] = i
		}
		for _, r := range m.records {
			if _, ok := last[p.identifier(r.Kind, r.ID)]; !ok {
				t.Fatalf("%s is lost", r.ID)
			}
		}
	})
}

// A token carries the whole question, says how many came before, and is refused
// when it was changed.
func TestToken(t *testing.T) {
	p, m := provider(35)
	e := ask(t, p, "verb", "ListRecords", "metadataPrefix", "oai_dc", "set", "country:BY", "from", "2027-04-14", "until", "2027-04-15")
	token := e.find("ListRecords/resumptionToken")[0]
	if len(e.find("ListRecords/record")) != 10 || token.attr("cursor") != "0" {
		t.Fatalf("%+v", token)
	}
	e = ask(t, p, "verb", "ListRecords", "resumptionToken", token.Text)
	if q := m.asked[1]; q.Country != "BY" || !q.From.Equal(start.Truncate(24*time.Hour)) || !q.Before.Equal(start.Truncate(24*time.Hour).Add(48*time.Hour)) || q.After == nil {
		t.Errorf("the second question is %+v", q)
	}
	if end := e.find("ListRecords/resumptionToken")[0]; end.Text != "" || end.attr("cursor") != "10" || len(e.find("ListRecords/record")) != 8 {
		t.Errorf("the last answer ends with %+v", end)
	}
	for i := range token.Text {
		bad := []byte(token.Text)
		bad[i] ^= 1
		e := ask(t, p, "verb", "ListRecords", "resumptionToken", string(bad))
		if errs := e.find("error"); len(errs) != 1 || errs[0].attr("code") != string(badResumptionToken) {
			t.Fatalf("the token with letter %d changed is accepted", i)
		}
	}
}

func TestServeHTTP(t *testing.T) {
	p, _ := provider(5)
	for _, r := range []*http.Request{
		httptest.NewRequest(http.MethodGet, "/oai?verb=Identify", nil),
		httptest.NewRequest(http.MethodPost, "/oai", strings.NewReader("verb=Identify")),
	} {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/xml; charset=utf-8" || !strings.Contains(w.Body.String(), "<Identify>") {
			t.Errorf("%s: %d %s", r.Method, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/oai", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), fmt.Sprintf("code=%q", badVerb)) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
