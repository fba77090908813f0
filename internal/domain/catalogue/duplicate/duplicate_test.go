package duplicate_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
)

// TestCompare compares invented bodies.
func TestCompare(t *testing.T) {
	body := func(country, region string, names ...string) duplicate.Organisation {
		return duplicate.Organisation{Country: country, Region: region, Names: names}
	}
	for name, c := range map[string]struct {
		a, b duplicate.Organisation
		same bool
	}{
		"case and quotes":          {body("BY", "", "ОАО «Азёрный завод»"), body("BY", "", "азерный завод, ОАО"), true},
		"Russian and Belarusian":   {body("BY", "BY-HM", "Ясельдский государственный технологический университет"), body("BY", "BY-HM", "Ясельдскі дзяржаўны тэхналагічны ўніверсітэт"), true},
		"Latin i in Belarusian":    {body("BY", "BY-VI", "Полацкi дзяржаýны ýнiверсiтэт"), body("BY", "BY-VI", "Polotsk State University"), true},
		"Russian and English":      {body("RU", "", "Научно-исследовательский институт микроволновой акустики имени Г. Г. Вымышленного"), body("RU", "", "Research Institute of Microwave Acoustics"), true},
		"by sound, Łacinka":        {body("BY", "BY-BR", "ООО «Жабинкаприбор»"), body("BY", "BY-BR", "Žabinkapribor LLC"), true},
		"by sound, BGN":            {body("BY", "BY-BR", "ООО «Жабинкаприбор»"), body("BY", "BY-BR", "Zhabinkapribor Ltd"), true},
		"h and g":                  {body("BY", "", "ТАА «Гарадзея»"), body("BY", "", "Haradzeya"), true},
		"Chinese and English":      {body("CN", "CN-JL", "长春星湖光学精密机械研究所"), body("CN", "CN-JL", "Changchun Xinghu Institute of Optics and Precision Machinery"), true},
		"Chinese and Russian":      {body("CN", "CN-JL", "长春星湖机械有限公司"), body("CN", "CN-JL", "ООО «Чанчуньская машиностроительная компания Синху»"), true},
		"Chinese and Belarusian":   {body("CN", "CN-JL", "吉林星湖大学"), body("CN", "CN-JL", "Цзіліньскі ўніверсітэт Сінху"), true},
		"Chinese legal form":       {body("CN", "", "长春星湖光电科技股份有限公司"), body("CN", "", "长春星湖光电科技有限公司"), true},
		"numbers":                  {body("CN", "CN-JS", "星湖市第一人民医院"), body("CN", "CN-JS", "The First People’s Hospital of Xinghu"), true},
		"other number":             {body("CN", "CN-JS", "星湖市第一人民医院"), body("CN", "CN-JS", "The Second People’s Hospital of Xinghu"), false},
		"other country":            {body("BY", "", "ООО «Ясельда»"), body("RU", "", "ООО «Ясельда»"), false},
		"other field":              {body("BY", "BY-HM", "Институт физики твёрдых озёр"), body("BY", "BY-HM", "Institute of Economics"), false},
		"university and technical": {body("BY", "BY-HM", "Ясельдский государственный университет"), body("BY", "BY-HM", "Yaselda Medical Academy"), false},
		"other sort":               {body("BY", "", "Ясельдская больница"), body("BY", "", "Yaselda University"), false},
		"told apart by their own": {
			body("CN", "CN-JL", "长春理工大学", "Changchun University of Science and Technology"),
			body("CN", "CN-JL", "长春医科大学", "Changchun University of Medicine"), false,
		},
	} {
		m := duplicate.Compare(duplicate.Sign(c.a), duplicate.Sign(c.b))
		if (m.Score >= duplicate.Threshold) != c.same {
			t.Errorf("%s: %.2f %+v", name, m.Score, m.Parts)
		}
		if c.same && !slices.ContainsFunc(duplicate.Keys(c.a), func(k string) bool { return slices.Contains(duplicate.Keys(c.b), k) }) {
			t.Errorf("%s: no key in common: %v, %v", name, duplicate.Keys(c.a), duplicate.Keys(c.b))
		}
	}
}

func TestExactKeys(t *testing.T) {
	a := duplicate.Organisation{ID: "a", Country: "BY", Names: []string{"Азёрны інстытут"}, ROR: "https://ror.org/05dxps055", National: "200988541", Website: "https://www.lake.example.org/ru/"}
	for name, c := range map[string]struct {
		change func(*duplicate.Organisation)
		reason duplicate.Reason
		score  float64 // exact, or above where negative
	}{
		"registry":        {func(o *duplicate.Organisation) { o.ROR = a.ROR }, duplicate.SameROR, 1},
		"number":          {func(o *duplicate.Organisation) { o.National = "200 988 541" }, duplicate.SameNational, 1},
		"wrong number":    {func(o *duplicate.Organisation) { o.National = "200988542"; o.Names = a.Names }, duplicate.SameName, -0.8},
		"other in it":     {func(o *duplicate.Organisation) { o.ROR = "https://ror.org/0000001"; o.Names = a.Names }, duplicate.OtherROR, 0},
		"other number":    {func(o *duplicate.Organisation) { o.National = "100582333"; o.Names = a.Names }, duplicate.OtherNational, 0},
		"website":         {func(o *duplicate.Organisation) { o.Website = "http://lake.example.org" }, duplicate.SameWebsite, -0.5},
		"guest's website": {func(o *duplicate.Organisation) { o.Website = "http://lake.example.org/guests/other" }, duplicate.SimilarName, 0},
	} {
		b := duplicate.Organisation{ID: "b", Country: "BY", Names: []string{"Завод плугов"}}
		c.change(&b)
		m := duplicate.Compare(duplicate.Sign(a), duplicate.Sign(b))
		if !slices.ContainsFunc(m.Parts, func(p duplicate.Part) bool { return p.Reason == c.reason }) || c.score >= 0 && m.Score != c.score || m.Score < -c.score {
			t.Errorf("%s: %.2f %+v", name, m.Score, m.Parts)
		}
	}
	if got := duplicate.Find(a, []duplicate.Organisation{{ID: "x", Country: "BY", Names: []string{"Завод"}}, {ID: "b", Country: "BY", ROR: a.ROR}}); len(got) != 1 || got[0].B != "b" {
		t.Errorf("found %+v", got)
	}
}

func TestNational(t *testing.T) {
	for _, c := range []struct {
		country, number string
		ok              bool
	}{
		{"BY", "200988541", true},
		{"BY", "200988542", false},
		{"BY", "20098854", false},
		{"BY", "000000000", false},
		{"CN", "91110000600037341L", true},
		{"CN", "9111 0000 6000 3734 1l", true},
		{"CN", "91110000600037342L", false},
		{"CN", "9111000060003734IL", false}, // I is no digit of it
		{"RU", "7707083893", true},
		{"RU", "7707083894", false},
		{"DE", "123456789", false},
	} {
		if _, ok := duplicate.National(c.country, c.number); ok != c.ok {
			t.Errorf("%s %s: %v", c.country, c.number, ok)
		}
	}
}

func TestHost(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.Lake.example.org/":   "lake.example.org",
		"lake.example.org/ru":             "lake.example.org",
		"http://lake.example.org:80":      "lake.example.org",
		"https://example.org/institutes/": "",
		"":                                "",
		"not an address":                  "",
	} {
		if got := duplicate.Host(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// TestProperties: the score is between 0 and 1 and nearly the same either way,
// keys are few, and no name breaks it.
func TestProperties(t *testing.T) {
	words := []string{"институт", "Ясельда", "大学", "长春", "Institute", "of", "физики", "дзяржаўны", "ООО", "№ 2", "第三", "X'i", "_", "ў", "有限公司", "Štraße"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) duplicate.Organisation {
			o := duplicate.Organisation{
				Country: rapid.SampledFrom([]string{"BY", "CN"}).Draw(t, label+" country"),
				Region:  rapid.SampledFrom([]string{"", "BY-HM", "CN-JL", "XX"}).Draw(t, label+" region"),
				Website: rapid.SampledFrom([]string{"", "https://a.example.org", "%"}).Draw(t, label+" website"),
			}
			for range rapid.IntRange(0, 3).Draw(t, label+" names") {
				o.Names = append(o.Names, strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(words), rapid.String()), 0, 6).Draw(t, label), " "))
			}
			return o
		}
		a, b := draw("a"), draw("b")
		sa, sb := duplicate.Sign(a), duplicate.Sign(b)
		m, back := duplicate.Compare(sa, sb), duplicate.Compare(sb, sa)
		if m.Score < 0 || m.Score > 1 || math.IsNaN(m.Score) || math.Abs(m.Score-back.Score) > 0.05 {
			t.Fatalf("%.3f and back %.3f", m.Score, back.Score)
		}
		if len(sa.Keys()) > 60 {
			t.Fatalf("%d keys", len(sa.Keys()))
		}
	})
}
