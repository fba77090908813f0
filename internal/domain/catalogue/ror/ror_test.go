package ror

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// id makes a valid ROR id of a number below 32⁶.
func id(n int) string {
	digits := make([]byte, 6)
	for i, rest := 5, n; i >= 0; i, rest = i-1, rest/32 {
		digits[i] = crockford[rest%32]
	}
	return fmt.Sprintf("https://ror.org/0%s%02d", digits, 98-n*100%97)
}

func read(t *testing.T, file string) []Item {
	t.Helper()
	var out []Item
	for item, err := range Read(strings.NewReader(file)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
	return out
}

var (
	schemaTwo = `{"id":"ID","admin":{},"status":"active","established":1967,"types":["education","funder"],"domains":["lake.example.org"],
  "external_ids":[{"type":"grid","preferred":null,"all":["grid.1.a"]},{"type":"isni","preferred":"0000 0001","all":["0000 0001"]}],
  "links":[{"type":"wikipedia","value":"http://w.example.org"},{"type":"website","value":"https://lake.example.org/"}],
  "locations":[{"geonames_id":625144,"geonames_details":{"name":"Minsk","lat":53.9,"lng":27.5,"country_code":"BY","country_subdivision_code":"HM"}}],
  "names":[{"value":"Lake University","types":["label","ror_display"],"lang":"en"},{"value":"Азёрны ўніверсітэт","types":["label"],"lang":"be"},
    {"value":"Озёрный университет","types":["label"],"lang":"ru"},{"value":"LU","types":["acronym"],"lang":null}],
  "relationships":[{"type":"parent","id":"https://ror.org/0parent","label":"Lakes"}]
}`
	schemaOne = `{"id":"ID","name":"Lake University","status":"active","established":1967,"types":["Education","Funder"],"domains":["lake.example.org"],
  "external_ids":{"GRID":{"preferred":"grid.1.a","all":"grid.1.a"},"ISNI":{"preferred":null,"all":["0000 0001"]}},
  "links":["https://lake.example.org/"],"acronyms":["LU"],"aliases":[],
  "labels":[{"label":"Азёрны ўніверсітэт","iso639":"be"},{"label":"Озёрный университет","iso639":"ru"}],
  "country":{"country_code":"BY","country_name":"Belarus"},
  "addresses":[{"lat":53.9,"lng":27.5,"city":"Minsk","geonames_city":{"id":625144,"city":"Minsk","geonames_admin1":{"code":"BY.04"}}}],
  "relationships":[{"type":"Parent","id":"https://ror.org/0parent","label":"Lakes"}]
}`
	flat = `{"ror_id":"ID","name":"Lake University","status":"active","schema":"v1","established":1967,"types":["education","funder"],"domains":["lake.example.org"],` +
		`"external_ids":{"grid":"grid.1.a","isni":"0000 0001"},"website":"https://lake.example.org/","acronyms":["LU"],` +
		`"labels":{"be":"Азёрны ўніверсітэт","ru":"Озёрный университет"},"country":"BY","subdivision":"BY-04","city":"Minsk","lat":53.9,"lng":27.5,"geonames_id":625144,` +
		`"relationships":[{"type":"parent","id":"https://ror.org/0parent","label":"Lakes"}]}`
)

func TestShapes(t *testing.T) {
	want := &Record{
		ID: id(1), Kinds: []string{"education", "funder"}, Country: "BY", Region: "BY-HM", City: "Minsk", Lat: 53.9, Lng: 27.5, GeoNamesID: 625144,
		Website: "https://lake.example.org/", Domains: []string{"lake.example.org"}, Established: 1967,
		ExternalIDs: map[string]string{"grid": "grid.1.a", "isni": "0000 0001"},
		Relations:   []Relation{{"parent", "https://ror.org/0parent", "Lakes"}},
	}
	names := []Name{
		{Text: "Lake University", Lang: "en", Type: Label, Display: true},
		{Text: "Азёрны ўніверсітэт", Lang: "be", Type: Label},
		{Text: "Озёрный университет", Lang: "ru", Type: Label},
		{Text: "LU", Type: Acronym},
	}
	for name, shape := range map[string]string{"schema 2": schemaTwo, "schema 1": schemaOne, "flat": flat} {
		one := strings.ReplaceAll(shape, `"ID"`, `"`+id(1)+`"`)
		for packing, file := range map[string]string{"alone": one, "array": "\xef\xbb\xbf[\n" + one + "]\n", "line": strings.ReplaceAll(one, "\n", "") + "\n"} {
			items := read(t, file)
			if len(items) != 1 || items[0].Record == nil {
				t.Fatalf("%s, %s: %+v", name, packing, items)
			}
			got := *items[0].Record
			slices.SortFunc(got.Names, func(a, b Name) int {
				return slices.IndexFunc(names, func(n Name) bool { return n.Text == a.Text }) - slices.IndexFunc(names, func(n Name) bool { return n.Text == b.Text })
			})
			if !slices.Equal(got.Names, names) {
				t.Errorf("%s, %s: names %+v", name, packing, got.Names)
			}
			if got.Names = nil; !reflect.DeepEqual(&got, want) {
				t.Errorf("%s, %s: %+v", name, packing, got)
			}
			if got.Kind() != "education" {
				t.Errorf("%s: kind %s", name, got.Kind())
			}
		}
	}
}

// record is a flat record that differs from a sound one in the fields given.
func record(n int, fields string) string {
	return fmt.Sprintf(`{"ror_id":%q,"status":"active","name":"Lake Institute","country":"BY","city":"Brest","types":["facility"]%s}`, id(n), fields)
}

func TestRepairs(t *testing.T) {
	for name, c := range map[string]struct {
		fields string
		reason Reason // "" wants no note
		is     string
		check  func(*Record) bool
	}{
		"sound":          {`,"subdivision":"BY-BR"`, "", "", func(r *Record) bool { return r.Region == "BY-BR" }},
		"Minsk":          {`,"subdivision":"BY-04"`, RegionGeoNames, "BY-HM", func(r *Record) bool { return r.Region == "BY-HM" }},
		"Minsk region":   {`,"subdivision":"BY-05"`, RegionGeoNames, "BY-MI", func(r *Record) bool { return r.Region == "BY-MI" }},
		"no such region": {`,"subdivision":"BY-09"`, RegionDropped, "", func(r *Record) bool { return r.Region == "" }},
		"other country":  {`,"subdivision":"CN-BJ"`, RegionDropped, "", func(r *Record) bool { return r.Region == "" }},
		"by the city":    {`,"geonames_id":629634`, RegionFromCity, "BY-BR", func(r *Record) bool { return r.Region == "BY-BR" }},
		"old Kazakh":     {`,"country":"KZ","subdivision":"KZ-10","schema":"v1"`, RegionGeoNames, "KZ-61", nil},
		"new Kazakh":     {`,"country":"KZ","subdivision":"KZ-10","schema":"v2"`, "", "", func(r *Record) bool { return r.Region == "KZ-10" }},
		"Hunan":          {`,"country":"CN","subdivision":"CN-11","schema":"v1"`, RegionGeoNames, "CN-HN", nil},
		"a number":       {`,"country":"DE","subdivision":"DE-16","schema":"v1"`, RegionDropped, "", nil},
		"letters":        {`,"country":"US","subdivision":"US-CA","schema":"v1"`, "", "", func(r *Record) bool { return r.Region == "US-CA" }},
		"Greece":         {`,"country":"EL"`, CountryRepaired, "GR", func(r *Record) bool { return r.Country == "GR" }},
		"Britain":        {`,"country":"UK"`, CountryRepaired, "GB", nil},
		"swapped": {
			`,"labels":{"be":"Институт озёр","ru":"Інстытут азёр"}`, NamesSwapped, "Інстытут азёр",
			func(r *Record) bool {
				return r.Label("be").Text == "Інстытут азёр" && r.Label("ru").Text == "Институт озёр"
			},
		},
		"told by one": {
			`,"labels":{"be":"Завод щёток","ru":"Завод"}`, NamesSwapped, "Завод", nil,
		},
		"not swapped":    {`,"labels":{"ru":"Институт озёр","be":"Інстытут азёр"}`, "", "", nil},
		"Russian as be":  {`,"labels":{"be":"Институт озёр"}`, LanguageChanged, "ru", func(r *Record) bool { return r.Label("be") == nil && r.Label("ru") != nil }},
		"both Russian":   {`,"labels":{"be":"Институт озёр и рек","ru":"Институт озёр"}`, LanguageChanged, "ru", func(r *Record) bool { return r.Label("ru").Text == "Институт озёр" }},
		"Kazakh as ru":   {`,"labels":{"ru":"Көл университеті"}`, LanguageChanged, "kk", nil},
		"alias":          {`,"name":"","aliases":["Lakes Institute"],"labels":{"ru":"Институт"}`, EnglishFromName, "Lakes Institute", nil},
		"transliterated": {`,"name":"","acronyms":["LI"],"labels":{"be":"Інстытут азёр"}`, EnglishDerived, "Instytut azyor", func(r *Record) bool { return r.Label("en").Derived }},
		"pinyin":         {`,"name":"","labels":{"zh":"湖泊研究所"}`, EnglishDerived, "Hu Po Yan Jiu Suo", nil},
		"acronym":        {`,"name":"","acronyms":["ԻՏ","LI"],"labels":{"hy":"Ինստիտուտ"}`, EnglishDerived, "LI", nil},
		"no English":     {`,"name":"","labels":{"hy":"Ինստիտուտ"}`, EnglishMissing, "", nil},
		"suffix":         {`,"name":"Lakes Ltd (Belarus)"`, SuffixRemoved, "Lakes Ltd", func(r *Record) bool { return r.Label("en").Text == "Lakes Ltd" }},
		"kind":           {`,"types":["circus"]`, KindUnknown, "", func(r *Record) bool { return r.Kind() == "other" }},
		"off the globe":  {`,"lat":153.9,"lng":27`, PlaceDropped, "", func(r *Record) bool { return r.Lat == 0 && r.Lng == 0 }},
		"website":        {`,"website":"javascript:alert(1)"`, WebsiteDropped, "", func(r *Record) bool { return r.Website == "" }},
	} {
		items := read(t, record(1, c.fields))
		if len(items) != 1 || items[0].Record == nil {
			t.Fatalf("%s: %+v", name, items)
		}
		found := slices.ContainsFunc(items[0].Notes, func(n Note) bool { return n.Reason == c.reason && n.Is == c.is })
		if found != (c.reason != "") || c.reason == "" && len(items[0].Notes) > 0 {
			t.Errorf("%s: notes %+v", name, items[0].Notes)
		}
		if c.check != nil && !c.check(items[0].Record) {
			t.Errorf("%s: %+v", name, items[0].Record)
		}
	}
}

func TestRejections(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		reason Reason
		is     string
	}{
		"broken":       {`{"ror_id":`, Broken, ""},
		"another type": {strings.Replace(record(1, ""), `["facility"]`, `"facility"`, 1), Broken, ""},
		"no id":        {`{"name":"Lake"}`, IDInvalid, ""},
		"check digits": {strings.Replace(record(1, ""), id(1), id(1)[:23]+"00", 1), IDInvalid, ""},
		"nameless":     {record(1, `,"name":" "`), Nameless, ""},
		"country":      {record(1, `,"country":"QQ"`), CountryUnknown, ""},
		"no country":   {record(1, `,"country":null`), CountryUnknown, ""},
		"withdrawn":    {record(1, `,"status":"withdrawn","relationships":[{"type":"Successor","id":"https://ror.org/0next"}]`), Withdrawn, "https://ror.org/0next"},
		"inactive":     {record(1, `,"status":"inactive"`), Inactive, ""},
		"too long":     {record(1, `,"aliases":["`+strings.Repeat("x", maxRecord)+`"]`), TooLong, ""},
		"repeated":     {record(7, "") + "\n" + record(1, "") + "\n" + record(1, ""), Repeated, "2"},
	} {
		// What stands around it is read all the same.
		items := read(t, record(5, "")+"\n"+c.file+"\n"+record(6, ""))
		if items[0].Record == nil || items[len(items)-1].Record == nil {
			t.Errorf("%s: a neighbour is lost: %+v", name, items)
		}
		bad := items[len(items)-2]
		if bad.Record != nil || len(bad.Notes) == 0 {
			t.Fatalf("%s: taken: %+v", name, bad)
		}
		last := bad.Notes[len(bad.Notes)-1]
		want := c.is
		if name == "repeated" {
			want = "3" // after the neighbour
		}
		if last.Reason != c.reason || last.Is != want || !last.Reason.Rejects() || bad.Number != len(items)-1 {
			t.Errorf("%s: number %d, %+v", name, bad.Number, last)
		}
	}
}

func TestFiles(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	fmt.Fprint(z, record(1, "")+"\n\n"+record(2, ""))
	z.Close()
	if items := read(t, zipped.String()); len(items) != 2 {
		t.Errorf("zipped: %+v", items)
	}
	for name, c := range map[string]struct {
		file  string
		taken int
		fails bool
	}{
		"empty":       {" \n", 0, false},
		"a table":     {"id,name\n", 0, true},
		"cut array":   {"[" + record(1, "") + ",", 1, true},
		"cut archive": {zipped.String()[:20], 0, true},
		"indented":    {strings.ReplaceAll(schemaTwo, `"ID"`, `"`+id(1)+`"`) + "\n" + strings.ReplaceAll(schemaOne, `"ID"`, `"`+id(2)+`"`), 2, false},
	} {
		taken, failed := 0, error(nil)
		for item, err := range Read(strings.NewReader(c.file)) {
			if err != nil {
				failed = err
			} else if item.Record != nil {
				taken++
			}
		}
		if taken != c.taken || (failed != nil) != c.fails {
			t.Errorf("%s: %d taken, %v", name, taken, failed)
		}
		if name == "a table" && !errors.Is(failed, ErrNotRegistry) {
			t.Errorf("a table: %v", failed)
		}
	}
	for range Read(strings.NewReader(record(1, "") + "\n" + record(2, ""))) {
		break // stopping early must not panic
	}
}

func TestParseID(t *testing.T) {
	for in, want := range map[string]string{
		"https://ror.org/05dxps055":     "https://ror.org/05dxps055",
		"ror.org/05DXPS055":             "https://ror.org/05dxps055",
		"05dxps055":                     "https://ror.org/05dxps055",
		"05dxps056":                     "",
		"05dips055":                     "",
		"https://example.org/05dxps055": "",
	} {
		got, ok := ParseID(in)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%s is %q, %v", in, got, ok)
		}
	}
}

// TestRegistry reads real records: each is taken, and each code that is not
// ISO 3166-2 is repaired or reported.
func TestRegistry(t *testing.T) {
	f, err := os.Open("../../../../../shared/data/catalogue/ror_orgs_subset.jsonl.gz")
	if err != nil {
		t.Skip("no ../shared/data/catalogue/ror_orgs_subset.jsonl.gz beside the project: real records are not read")
	}
	defer f.Close()
	records, reasons := 0, map[Reason]int{}
	for item, err := range Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Record == nil {
			t.Errorf("%d, %s: %+v", item.Number, item.ID, item.Notes)
			continue
		}
		records++
		if r := item.Record; (r.Country == "BY" || r.Country == "CN") && r.Label("en") == nil {
			t.Errorf("%s has no English name", r.ID)
		}
		for _, n := range item.Notes {
			reasons[n.Reason]++
		}
	}
	t.Logf("%d records; repairs: %v", records, reasons)
	if records < 4000 || reasons[NamesSwapped] == 0 || reasons[RegionGeoNames] < 1000 {
		t.Errorf("%d records, %v", records, reasons)
	}
}

// FuzzRead: whatever the file, reading ends, and an item is a record with an id,
// a country and a name, or says why not.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{schemaTwo, schemaOne, flat, "[" + record(1, "") + "]", record(1, `,"labels":{"be":"и"}`), "{", "[1,null]", "\x1f\x8b"} {
		f.Add(strings.ReplaceAll(seed, `"ID"`, `"`+id(1)+`"`))
	}
	f.Fuzz(func(t *testing.T, file string) {
		for item, err := range Read(strings.NewReader(file)) {
			switch r := item.Record; {
			case err != nil:
			case r == nil && (len(item.Notes) == 0 || !item.Notes[len(item.Notes)-1].Reason.Rejects()):
				t.Errorf("record %d is rejected without a reason: %+v", item.Number, item.Notes)
			case r != nil && (r.ID == "" || r.Country == "" || len(r.Names) == 0):
				t.Errorf("record %d is taken: %+v", item.Number, r)
			}
		}
	})
}
