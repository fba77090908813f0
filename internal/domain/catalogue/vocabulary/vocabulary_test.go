package vocabulary_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

var schemes = []struct {
	scheme *vocabulary.Scheme
	size   int
	code   string // the shape of its codes
}{
	{vocabulary.Countries, 249, `[A-Z]{2}`},
	{vocabulary.Regions, 207, `[A-Z]{2}-[A-Z0-9]{1,3}`},
	{vocabulary.FORD, 48, `[1-6](\.([1-9]|1[01]))?`},
	{vocabulary.GRNTI, 69, `\d\d`},
	{vocabulary.IPC, 140, `[A-H](\d\d)?`},
	{vocabulary.SDG, 17, `[1-9]|1[0-7]`},
	{vocabulary.ProfileTypes, 5, `TO|TR|BO|BR|RDR`},
	{vocabulary.Stages, 5, `[a-z_]+`},
	{vocabulary.IPRStatuses, 4, `[a-z_]+`},
	{vocabulary.Partnerships, 6, `[a-z_]+`},
	{vocabulary.PartnerKinds, 7, `[a-z_]+(\d+)?`},
	{vocabulary.PriceModels, 8, `[a-z_]+`},
	{vocabulary.ExportControl, 4, `[a-z_]+`},
	{vocabulary.Confidential, 3, `[a-z_]+`},
	{vocabulary.TechnologyKeywords, 11, `\d\d`},
	{vocabulary.MarketKeywords, 9, `\d\d`},
}

func TestTerms(t *testing.T) {
	for _, s := range schemes {
		if n := len(s.scheme.Terms()); n != s.size {
			t.Errorf("%s has %d terms, want %d", s.scheme.Name, n, s.size)
		}
		shape := regexp.MustCompile(`^(` + s.code + `)$`)
		named := map[string]string{}
		for _, term := range s.scheme.Terms() {
			if !shape.MatchString(term.Code) || !s.scheme.Valid(term.Code) {
				t.Errorf("%s: %q is no code", s.scheme.Name, term.Code)
			}
			for _, p := range s.scheme.Parents(term.Code) {
				if s.scheme != vocabulary.Regions && !s.scheme.Valid(p) {
					t.Errorf("%s: %s lies below the unknown %s", s.scheme.Name, term.Code, p)
				}
			}
			for _, l := range i18n.All {
				name := term.In(l)
				if fault := misspelt(l, name); fault != "" {
					t.Errorf("%s: %s in %s, %q: %s", s.scheme.Name, term.Code, l, name, fault)
				}
				if other := named[string(l)+name]; other != "" {
					t.Errorf("%s: %s and %s are both %q", s.scheme.Name, other, term.Code, name)
				}
				named[string(l)+name] = term.Code
			}
		}
	}
}

// misspelt says what is wrong with a name in the language, "" if nothing.
func misspelt(l i18n.Lang, name string) string {
	has := func(table *unicode.RangeTable) bool {
		return strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(table, r) })
	}
	foreign := map[i18n.Lang]string{i18n.BE: "ищъИЩЪ", i18n.RU: "іўІЎ"}[l]
	switch {
	case name == "" || name != strings.Join(strings.Fields(name), " "):
		return "empty or with stray spaces"
	case strings.ContainsAny(name, foreign):
		return "a letter of another language"
	case (l == i18n.RU || l == i18n.BE) && (!has(unicode.Cyrillic) || has(unicode.Han)):
		return "not Cyrillic"
	case l == i18n.ZH && (!has(unicode.Han) || has(unicode.Cyrillic)):
		return "not Chinese"
	case l == i18n.EN && (!has(unicode.Latin) || has(unicode.Cyrillic) || has(unicode.Han)):
		return "not Latin"
	case strings.Contains(name, "'"):
		return "a straight apostrophe"
	}
	return ""
}

func TestMisspelt(t *testing.T) {
	for _, c := range []struct {
		lang i18n.Lang
		name string
		bad  bool
	}{
		{i18n.BE, "Мінская вобласць", false},
		{i18n.BE, "Минская вобласць", true},
		{i18n.BE, "абьект з ъ", true},
		{i18n.RU, "Минская область", false},
		{i18n.RU, "Мінская область", true},
		{i18n.RU, "Minsk", true},
		{i18n.ZH, "明斯克州", false},
		{i18n.ZH, "Минская область", true},
		{i18n.EN, "Côte d’Ivoire", false},
		{i18n.EN, "Cote d'Ivoire", true},
		{i18n.EN, "", true},
	} {
		if got := misspelt(c.lang, c.name); (got != "") != c.bad {
			t.Errorf("%s %q: %q", c.lang, c.name, got)
		}
	}
}

// TestComplete wants all regions of the two countries, all fields and
// subfields, all sections.
func TestComplete(t *testing.T) {
	for parent, want := range map[string]int{"BY": 7, "CN": 34, "RU": 83} {
		if n := len(vocabulary.Regions.Children(parent)); n != want {
			t.Errorf("%s has %d regions, want %d", parent, n, want)
		}
	}
	for field, want := range map[string]int{"": 6, "1": 7, "2": 11, "3": 5, "4": 5, "5": 9, "6": 5} {
		if n := len(vocabulary.FORD.Children(field)); n != want {
			t.Errorf("FORD %q has %d below it, want %d", field, n, want)
		}
	}
	if n := len(vocabulary.IPC.Children("")); n != 8 {
		t.Errorf("the IPC has %d sections", n)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{vocabulary.Country("BY").In(i18n.ZH), "白俄罗斯"},
		{vocabulary.Country("DE").In(i18n.BE), "Германія"},
		{vocabulary.Region("CN-JL").In(i18n.RU), "Цзилинь"},
		{vocabulary.Region("BY-HM").In(i18n.BE), "Мінск"},
		{vocabulary.Region("DE-BY").In(i18n.RU), "DE-BY"},
		{vocabulary.Country("QZ").In(i18n.EN), "QZ"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestSorted(t *testing.T) {
	first := func(parent string, l i18n.Lang) (out []string) {
		for _, term := range vocabulary.Regions.SortedUnder(parent, l)[:3] {
			out = append(out, term.In(l))
		}
		return out
	}
	for _, c := range []struct {
		parent string
		lang   i18n.Lang
		want   []string
	}{
		{"BY", i18n.BE, []string{"Брэсцкая вобласць", "Віцебская вобласць", "Гомельская вобласць"}},
		{"CN", i18n.ZH, []string{"安徽省", "澳门特别行政区", "北京市"}},
		{"CN", i18n.EN, []string{"Anhui", "Beijing", "Chongqing"}},
		{"CN", i18n.RU, []string{"Аньхой", "Внутренняя Монголия", "Ганьсу"}},
	} {
		if got := first(c.parent, c.lang); !slices.Equal(got, c.want) {
			t.Errorf("%s in %s starts with %v, want %v", c.parent, c.lang, got, c.want)
		}
	}
	be := vocabulary.Countries.Sorted(i18n.BE)
	index := func(code string) int {
		return slices.IndexFunc(be, func(t vocabulary.Term) bool { return t.Code == code })
	}
	// І follows З and precedes К: Зімбабвэ, Ізраіль, Казахстан.
	if index("ZW") > index("IL") || index("IL") > index("KZ") {
		t.Errorf("і out of its place: %d, %d, %d", index("ZW"), index("IL"), index("KZ"))
	}
}

func TestTree(t *testing.T) {
	if got := vocabulary.IPC.Parents("G06F"); !slices.Equal(got, []string{"G06", "G"}) {
		t.Errorf("above G06F: %v", got)
	}
	if got := vocabulary.FORD.Parents("2.10"); !slices.Equal(got, []string{"2"}) {
		t.Errorf("above 2.10: %v", got)
	}
	for _, c := range []struct {
		scheme     *vocabulary.Scheme
		code, want string
	}{
		{vocabulary.IPC, "G06F 17/30", "G06"},
		{vocabulary.GRNTI, "27.35.14", "27"},
		{vocabulary.GRNTI, "27.00.00", "27"},
		{vocabulary.FORD, "2.10", "2.10"},
		{vocabulary.FORD, "2.12", "2"},
		{vocabulary.TechnologyKeywords, "005008", "05"},
		{vocabulary.TechnologyKeywords, "05005", "05"},
		{vocabulary.TechnologyKeywords, "011007", "11"},
		{vocabulary.TechnologyKeywords, "10001002", "10"},
		{vocabulary.TechnologyKeywords, "010001002", "10"},
		{vocabulary.MarketKeywords, "99001", ""},
	} {
		term, ok := c.scheme.Nearest(c.code)
		if ok != (c.want != "") || ok && term.Code != c.want {
			t.Errorf("%s %s: nearest is %q, want %q", c.scheme.Name, c.code, term.Code, c.want)
		}
	}
	for _, c := range []struct {
		scheme *vocabulary.Scheme
		a, b   string
		want   int
	}{
		{vocabulary.FORD, "1.2", "1.2", 0},
		{vocabulary.FORD, "1.2", "1", 1},
		{vocabulary.FORD, "1.2", "1.3", 2},
		{vocabulary.FORD, "1.2", "2.2", 4},
		{vocabulary.FORD, "1", "2", 2},
		{vocabulary.IPC, "G06", "H04", 4},
		{vocabulary.GRNTI, "27", "28", 2},
		{vocabulary.Regions, "BY-HM", "BY-MI", 2},
		{vocabulary.Regions, "BY-HM", "CN-BJ", 4},
	} {
		if got := c.scheme.Distance(c.a, c.b); got != c.want || c.scheme.Distance(c.b, c.a) != got {
			t.Errorf("%s: from %s to %s is %d, want %d", c.scheme.Name, c.a, c.b, got, c.want)
		}
	}
}

func TestValid(t *testing.T) {
	for _, c := range []struct {
		scheme *vocabulary.Scheme
		code   string
		want   bool
	}{
		{vocabulary.Regions, "BY-HM", true},
		{vocabulary.Regions, "BY-04", false}, // GeoNames
		{vocabulary.Regions, "CN-22", false}, // ISO until 2017
		{vocabulary.Regions, "DE-BY", true},
		{vocabulary.Regions, "DE-", false},
		{vocabulary.Regions, "QQ-AB", false},
		{vocabulary.GRNTI, "27.35.14", true},
		{vocabulary.GRNTI, "27.35.1", false},
		{vocabulary.TechnologyKeywords, "005008", true},
		{vocabulary.TechnologyKeywords, "5008", false},
		{vocabulary.Countries, "EL", false},
		{vocabulary.Countries, "XK", false},
	} {
		if got := c.scheme.Valid(c.code); got != c.want {
			t.Errorf("%s: %s is valid: %v", c.scheme.Name, c.code, got)
		}
	}
	for in, want := range map[string]string{"EL": "GR", "uk": "GB", " by ": "BY", "ZZ": ""} {
		code, ok := vocabulary.ParseCountry(in)
		if ok != (want != "") || ok && code != want {
			t.Errorf("country %q is %q, %v", in, code, ok)
		}
	}
	if vocabulary.CountryOf("BY-HM") != "BY" || vocabulary.CountryOf("Minsk") != "" {
		t.Error("the country of a region")
	}
}

func TestCrosswalks(t *testing.T) {
	for _, s := range vocabulary.GRNTI.Terms() {
		found := vocabulary.GRNTIToFORD.To(s.Code)
		if len(found) == 0 {
			t.Errorf("ГРНТИ %s has no field", s.Code)
		}
		for _, f := range found {
			if !vocabulary.FORD.Valid(f) || !slices.Contains(vocabulary.GRNTIToFORD.From(f), s.Code) {
				t.Errorf("ГРНТИ %s: %s", s.Code, f)
			}
		}
	}
	for _, f := range vocabulary.FORD.Terms() {
		if len(vocabulary.GRNTIToFORD.From(f.Code)) == 0 {
			t.Errorf("FORD %s has no section", f.Code)
		}
	}
	for name, c := range map[string]struct {
		walk *vocabulary.Crosswalk
		from *vocabulary.Scheme
	}{
		"FORD": {vocabulary.FORDToArea, vocabulary.FORD}, "IPC": {vocabulary.IPCToArea, vocabulary.IPC},
		"technology": {vocabulary.TechnologyToArea, vocabulary.TechnologyKeywords},
	} {
		for _, a := range catalogue.Areas {
			if len(c.walk.From(string(a))) == 0 {
				t.Errorf("%s: nothing leads to %s", name, a)
			}
			for _, code := range c.walk.From(string(a)) {
				if !c.from.Valid(code) {
					t.Errorf("%s: %s is no code", name, code)
				}
			}
		}
		for _, term := range c.from.Terms() {
			for _, a := range c.walk.To(term.Code) {
				if !slices.Contains(catalogue.Areas, catalogue.Area(a)) {
					t.Errorf("%s %s: %s is no area", name, term.Code, a)
				}
			}
		}
	}
	if got := vocabulary.IPCToArea.To("H10B 41/00"); !slices.Equal(got, []string{"microelectronics"}) {
		t.Errorf("H10B: %v", got)
	}
	if got := vocabulary.FORDToArea.To("3"); !slices.Equal(got, []string{"medicine"}) {
		t.Errorf("FORD 3: %v", got)
	}
}

func TestPartnerships(t *testing.T) {
	for _, p := range vocabulary.ProfileTypes.Terms() {
		if len(vocabulary.PartnershipsOf(p.Code)) == 0 {
			t.Errorf("%s has no partnerships", p.Code)
		}
		for _, k := range vocabulary.PartnershipsOf(p.Code) {
			if !vocabulary.Partnerships.Valid(k) {
				t.Errorf("%s: no partnership %s", p.Code, k)
			}
		}
	}
}

func TestStages(t *testing.T) {
	for trl := range 11 {
		stage := vocabulary.StageOf(trl)
		low, high := vocabulary.TRLs(stage)
		if inside := trl >= 1 && trl <= 9; inside != (stage != "") || inside && (trl < low || trl > high || !vocabulary.Stages.Valid(stage)) {
			t.Errorf("TRL %d is %q of %d–%d", trl, stage, low, high)
		}
	}
}
