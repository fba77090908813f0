package een

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
)

func readJSON(t testing.TB, doc string) []Read {
	t.Helper()
	out, err := ReadJSON(strings.NewReader(doc))
	if err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	return out
}

func names(list []value) (out []string) {
	for _, v := range list {
		out = append(out, v.name)
	}
	return out
}

// valid draws a profile that keeps every rule.
func valid(t *rapid.T) Profile {
	word := rapid.StringMatching(`[A-Za-zЁўІі光纤<&">][A-Za-z ЁўІі光纤<&">;]{0,30}[a-z]`)
	say := func(name string) string { return word.Draw(t, name) }
	some := func(list []value, name string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(names(list)), 1, len(list), rapid.ID[string]).Draw(t, name)
	}
	keyword := rapid.Custom(func(t *rapid.T) Keyword {
		return Keyword{rapid.StringMatching(`0{0,2}[0-9]{5,9}`).Draw(t, "code"), word.Draw(t, "label")}
	})
	keys := rapid.SliceOfNDistinct(keyword, 1, 5, func(k Keyword) string { return k.Code })
	day := func(name string, from int) time.Time {
		return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, from+rapid.IntRange(0, 300).Draw(t, name))
	}
	p := Profile{
		ID: say("id"), Reference: "BOBY20270414001", Type: rapid.SampledFrom(names(types)).Draw(t, "type"), Status: rapid.SampledFrom(statuses).Draw(t, "status"),
		Country: "BY", Title: say("title"), Summary: say("summary"), Description: say("description"), PartnerRole: say("role"), Partners: some(partners, "partners"),
		SDGs: some(sdgs, "sdgs"), Technology: keys.Draw(t, "technology"), Market: keys.Draw(t, "market"), Targets: []string{"CN", "GR"},
		Created: day("created", 0), Modified: day("modified", 0), Published: day("published", 0), Expires: day("expires", 300),
		Open: rapid.Bool().Draw(t, "open"), URL: "https://example.org/p?a=1&b=2", Video: "https://example.org/v", Files: []File{{"https://example.org/f", say("file")}}, Sectors: []string{say("sector")},
	}
	p.Partnerships = some(partnershipsOf(p.Type), "partnerships")
	switch p.Type {
	case "TO", "BO":
		p.Advantages = say("advantages")
	case "TR", "BR":
		p.Specification = say("specification")
	}
	if p.Type == "RDR" {
		p.Call = &Call{
			Programme: say("programme"), Title: say("call"), Scheme: say("scheme"), Budget: say("budget"), Acronym: say("acronym"), Link: "https://example.org/call",
			Coordinator: rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "coordinator"), InterestDeadline: day("interest", 0), Deadline: day("deadline", 301), Weeks: rapid.IntRange(0, 200).Draw(t, "weeks"),
		}
		return p
	}
	p.Stage, p.IPR, p.IPRNote = rapid.SampledFrom(names(stages)).Draw(t, "stage"), rapid.SampledFrom(names(rights)).Draw(t, "ipr"), say("ipr note")
	return p
}

// What is written is read again as it was, and without a problem.
func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := valid(t)
		var b bytes.Buffer
		if err := WriteJSON(&b, []Profile{want, want}); err != nil {
			t.Fatal(err)
		}
		got, err := ReadJSON(&b)
		if err != nil || len(got) != 2 {
			t.Fatal(err, len(got))
		}
		if len(got[0].Problems) > 0 || !reflect.DeepEqual(got[0].Profile, want) {
			t.Fatalf("%+v\nbecame\n%+v\nwith %v", want, got[0].Profile, got[0].Problems)
		}
	})
}

// The older form keeps what it has a place for.
func TestXMLRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := valid(t)
		p.StageNote = "tests"
		p.Company = &Company{Kind: "SME", Turnover: "<1M", Since: "1999", Experience: "some", Languages: []string{"EN", "RU"}, Certificates: []string{"ISO 9001", "CE"}}
		var b bytes.Buffer
		if err := WriteXML(&b, []Profile{p, p}); err != nil {
			t.Fatal(err)
		}
		got, err := ReadXML(&b)
		if err != nil || len(got) != 2 {
			t.Fatal(err, len(got))
		}
		want := p
		want.Status, want.SDGs, want.Targets, want.Sectors, want.Files, want.URL, want.Video, want.Open, want.Published = "", nil, nil, nil, nil, "", "", false, time.Time{}
		want.Description, want.Specification = paragraphs(p.Description, p.Specification), ""
		if want.Call != nil {
			c := *want.Call
			c.InterestDeadline = time.Time{}
			want.Call = &c
		}
		for _, x := range got[1].Problems {
			if !slices.Contains([]string{"sdgKeywords", "technicalSpecificationOrExpertiseSought", "deadlineForEoI"}, x.Field) {
				t.Fatalf("%+v", x)
			}
		}
		if !reflect.DeepEqual(got[1].Profile, want) {
			t.Fatalf("%+v\nbecame\n%+v", want, got[1].Profile)
		}
	})
}

const complete = `"reference": "TOBY20270414001", "profileType": {"code": "TO"}, "title": "T", "shortSummary": "S", "description": "D", "expectedRoleOfThePartner": "R",
 "advantagesAndInnovation": "A", "stageOfDevelopment": {"name": "Lab tested"}, "iprStatus": "Secret know-how", "sdgKeywords": [{"name": "Goal 9: Industry"}], "typesOfPartnership": ["Investment agreement"],
 "typesAndSizes": ["University"], "technologyKeywords": [{"code": "05005", "name": "Micro"}], "marketKeywords": ["Sensors"], "partnerOrganisationCountry": "BY"`

// Every rule is broken once, alone; the profile is read all the same.
func TestProblems(t *testing.T) {
	long := strings.Repeat("ў", 501)
	for _, tt := range []struct {
		change string
		want   Problem
	}{
		{``, Problem{}},
		{`"shortSummary": "` + long + `"`, Problem{Field: "shortSummary", Rule: TooLong, N: 501, Max: 500}},
		{`"title": null`, Problem{Field: "title", Rule: Missing}},
		{`"title": "N/A"`, Problem{Field: "title", Rule: Missing}},
		{`"title": ["x"]`, Problem{Field: "title", Rule: BadValue}},
		{`"iprStatus": null`, Problem{Field: "iprStatus", Rule: Missing}},
		{`"iprStatus": "Nonsense"`, Problem{Field: "iprStatus", Rule: Unknown, Value: "Nonsense"}},
		{`"stageOfDevelopment": "Field tested/evaluated"`, Problem{Field: "stageOfDevelopment", Rule: Replaced, Value: "Field tested/evaluated", Now: "Available for demonstration"}},
		{`"typesOfPartnership": ["Supplier agreement"]`, Problem{Field: "typesOfPartnership", Rule: Unknown, Value: "Supplier agreement"}},
		{`"typesOfPartnership": ["investment agreement", "Investment  Agreement"]`, Problem{Field: "typesOfPartnership", Rule: Double, Value: "Investment  Agreement", Now: "Investment agreement"}},
		{`"technologyKeywords": [{"code": 5005, "name": "Micro"}]`, Problem{Field: "technologyKeywords", Rule: NumberCode, Value: "5005"}},
		{`"technologyKeywords": ["a","b","c","d","e","f"]`, Problem{Field: "technologyKeywords", Rule: TooMany, N: 6, Max: 5}},
		{`"technicalSpecificationOrExpertiseSought": "x"`, Problem{Field: "technicalSpecificationOrExpertiseSought", Rule: Unused}},
		{`"publicationDate": "tomorrow"`, Problem{Field: "publicationDate", Rule: BadDate, Value: "tomorrow"}},
		{`"openForEOI": "perhaps"`, Problem{Field: "openForEOI", Rule: BadValue, Value: "perhaps"}},
		{`"targetedCountries": ["CN", {"code": "BY"}]`, Problem{Field: "targetedCountries", Rule: OwnCountry, Value: "BY"}},
		{`"targetedCountries": ["All countries"]`, Problem{Field: "targetedCountries", Rule: Unknown, Value: "All countries"}},
		{`"profileStatus": {"name": "SLEEPING"}`, Problem{Field: "profileStatus", Rule: Unknown, Value: "SLEEPING"}},
		{`"attachments": ["x"]`, Problem{Field: "attachments", Rule: BadValue}},
		{`"sdgKeywords": ["18"]`, Problem{Field: "sdgKeywords", Rule: Unknown, Value: "18"}},
	} {
		doc := "{" + complete
		if tt.change != "" {
			doc += ", " + tt.change // of two fields of one name the last counts
		}
		got := readJSON(t, doc+"}")[0]
		if got.Profile.Reference != "TOBY20270414001" {
			t.Errorf("%s: the profile is lost", tt.change)
		}
		if tt.want == (Problem{}) {
			if len(got.Problems) != 0 {
				t.Errorf("the complete profile has problems: %v", got.Problems)
			}
			continue
		}
		if !slices.Equal(got.Problems, []Problem{tt.want}) {
			t.Errorf("%s: %+v, want %+v", tt.change, got.Problems, tt.want)
		}
		for _, l := range i18n.All {
			key, args := tt.want.Message()
			m := l.T(key, args...)
			if !strings.HasPrefix(m, tt.want.Field) || strings.ContainsAny(m, "{}") || tt.want.Value != "" && !strings.Contains(m, tt.want.Value) {
				t.Errorf("%s: %s", l, m)
			}
		}
	}
	call := readJSON(t, `{"reference": "R", "profileType": "RDR", "title": "T", "shortSummary": "S", "deadlineForEoI": "2027-05-01", "deadlineOfTheCall": "2027-04-01", "coordinatorRequired": true, "projectDurationInWeeks": 48}`)[0]
	if !slices.ContainsFunc(call.Problems, func(p Problem) bool { return p.Field == "deadlineForEoI" && p.Rule == DateOrder }) || call.Profile.Call.Coordinator != "yes" || call.Profile.Call.Weeks != 48 {
		t.Errorf("%+v", call)
	}
}

// Codes are texts: what differs in leading zeros is different.
func TestKeywordCodesKeepZeros(t *testing.T) {
	got := readJSON(t, `[{"title": "T", "technologyKeywords": [{"code": "005008"}, {"code": "05005"}, {"code": "5005"}, {"acronym": "010001002", "name": "Assessment of Risk"}, "10001002"]}]`)[0].Profile
	want := []Keyword{{"005008", ""}, {"05005", ""}, {"5005", ""}, {"010001002", "Assessment of Risk"}, {"", "10001002"}}
	if !slices.Equal(got.Technology, want) {
		t.Errorf("%q", got.Technology)
	}
}

func TestShapes(t *testing.T) {
	one := `{"title": "T"}`
	for _, doc := range []string{one, "\uFEFF" + one, "[" + one + "]", `{"items": [` + one + `]}`, `{"data": {"items": [` + one + `], "pagingInfo": {"hasNext": false}}}`} {
		if got := readJSON(t, doc); len(got) != 1 || got[0].Profile.Title != "T" {
			t.Errorf("%s: %+v", doc, got)
		}
	}
	if got := readJSON(t, `{"data": {"items": []}}`); len(got) != 0 {
		t.Errorf("%v", got)
	}
	for _, doc := range []string{"", "{", "{}", `"text"`, "[1]", `{"data": {"items": [null]}}`, "<xml/>"} {
		if got, err := ReadJSON(strings.NewReader(doc)); err == nil || !strings.HasPrefix(err.Error(), "een: ") && doc != "[" {
			t.Errorf("%q gave %v, %v", doc, got, err)
		}
	}
	limited := readJSON(t, `{"reference": "TOFR1", "profileType": {"code": "TO"}, "profileStatus": {"name": "ON_HOLD"}, "title": "T", "shortSummary": "N/A", "description": null}`)[0]
	if !limited.Profile.Limited || len(limited.Problems) != 0 {
		t.Errorf("%+v", limited)
	}
}

// An answer of the older service, as it comes in its envelope.
func TestXMLAnswer(t *testing.T) {
	doc := `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetProfilesSOAPResponse xmlns="http://tempuri.org/">
<GetProfilesSOAPResult xmlns:a="http://schemas.datacontract.org/2004/07/EEN.Merlin.Backend.Core.BO.PODService"><a:profile>
<a:company><a:certifications/><a:country><a:key>EL</a:key><a:label>Greece</a:label></a:country><a:kind>R&amp;D Institution</a:kind><a:languages><a:language><a:key>EN</a:key></a:language></a:languages><a:since>1999</a:since></a:company>
<a:content><a:description> D &lt;b&gt; </a:description><a:summary>S</a:summary><a:title>T</a:title></a:content>
<a:cooperation><a:exploitations><a:exploitation><a:list><a:string>License agreement</a:string><a:string>Technical cooperation agreement</a:string></a:list></a:exploitation></a:exploitations>
<a:ipr><a:comment>two patents</a:comment><a:status>Patents granted</a:status></a:ipr><a:partner><a:area>optics</a:area><a:sought>Type: industry, research</a:sought><a:task>tests</a:task></a:partner>
<a:plusvalue>P</a:plusvalue><a:stagedev><a:comment/><a:stage>Prototype available for demonstration</a:stage></a:stagedev></a:cooperation>
<a:datum><a:deadline>2018-04-14T00:00:00</a:deadline><a:submit>2017-04-14T09:05:00.123</a:submit><a:update>0001-01-01T00:00:00</a:update></a:datum>
<a:keyword><a:markets><a:market><a:key>08001</a:key><a:label>Industrial</a:label></a:market></a:markets><a:technologies><a:technology><a:key>009001</a:key><a:label>Optics</a:label></a:technology></a:technologies></a:keyword>
<a:reference><a:external>TOGR20170414001</a:external><a:type>TO</a:type></a:reference></a:profile></GetProfilesSOAPResult></GetProfilesSOAPResponse></s:Body></s:Envelope>`
	got, err := ReadXML(strings.NewReader(doc))
	if err != nil || len(got) != 1 {
		t.Fatal(err, got)
	}
	p := got[0].Profile
	if p.Reference != "TOGR20170414001" || p.Country != "GR" || p.Description != "D <b>" || p.Stage != "demonstration" || p.IPR != "granted" || p.IPRNote != "two patents" ||
		!slices.Equal(p.Partnerships, []string{"commercial_assistance", "research"}) || p.PartnerRole != "Type: industry, research\n\noptics\n\ntests" ||
		!slices.Equal(p.Technology, []Keyword{{"009001", "Optics"}}) || !p.Modified.IsZero() || p.Created.Year() != 2017 || p.Call != nil {
		t.Errorf("%+v", p)
	}
	replaced := 0
	for _, x := range got[0].Problems {
		if x.Rule == Replaced {
			replaced++
		}
	}
	if replaced != 4 {
		t.Errorf("%d older words are told, want 4: %v", replaced, got[0].Problems)
	}
	for _, bad := range []string{"", "<a/>", "<a><profile>", "text"} {
		if _, err := ReadXML(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is no error", bad)
		}
	}
}

// Nothing that comes makes the readers fall.
func FuzzRead(f *testing.F) {
	f.Add([]byte("{" + complete + "}"))
	f.Add([]byte(`<profile><cooperation><exploitations><a/></exploitations></cooperation></profile>`))
	f.Fuzz(func(_ *testing.T, doc []byte) {
		_, _ = ReadJSON(bytes.NewReader(doc))
		_, _ = ReadXML(bytes.NewReader(doc))
	})
}
