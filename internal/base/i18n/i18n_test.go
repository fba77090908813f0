package i18n

import (
	"testing"
	"time"
)

func TestMatch(t *testing.T) {
	for header, want := range map[string]Lang{
		"":                                EN,
		"fr-FR,fr;q=0.9":                  EN,
		"en-GB,en;q=0.9":                  EN,
		"ru-RU,ru;q=0.9,en;q=0.5":         RU,
		"be,ru;q=0.8":                     BE,
		"be-BY":                           BE,
		"zh-CN,zh;q=0.9,en;q=0.8":         ZH,
		"zh-TW":                           ZH,
		"zh":                              ZH,
		"zh-Hans-SG":                      ZH,
		"de;q=0.9,ru;q=0.5,zh-CN;q=0.7":   ZH,
		"not a header;;;=q":               EN,
		"be-tarask,be;q=0.9,ru;q=0.8":     BE,
		"kk-KZ,ru;q=0.7,en-US;q=0.3":      RU,
		"en;q=0.1,zh-Hans;q=0.9,ru;q=0.5": ZH,
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, l := range All {
		if got, ok := Parse(string(l)); !ok || got != l {
			t.Errorf("Parse(%q) = %q, %v", l, got, ok)
		}
	}
	for _, s := range []string{"", "fr", "zh", "RU", "ru-RU"} {
		if got, ok := Parse(s); ok {
			t.Errorf("Parse(%q) = %q, want none", s, got)
		}
	}
}

func TestContext(t *testing.T) {
	if got := From(t.Context()); got != EN {
		t.Errorf("without a language: %s", got)
	}
	ctx := With(t.Context(), BE)
	if got := From(ctx); got != BE {
		t.Errorf("with Belarusian: %s", got)
	}
	if got, want := T(ctx, "error.not_found"), BE.T("error.not_found"); got != want {
		t.Errorf("T reads %q, want %q", got, want)
	}
}

// TestForm holds the plural rules against CLDR's own samples.
func TestForm(t *testing.T) {
	slavic := map[string][]int{
		"one":  {1, 21, 31, 101, 1001},
		"few":  {2, 3, 4, 22, 23, 34, 102, 1002},
		"many": {0, 5, 11, 12, 13, 14, 19, 20, 25, 100, 111, 112, 1000, 1000000},
	}
	for l, forms := range map[Lang]map[string][]int{
		RU: slavic,
		BE: slavic,
		EN: {"one": {1}, "other": {0, 2, 11, 21, 101, 1000}},
		ZH: {"other": {0, 1, 2, 5, 21, 1000}},
	} {
		for want, ns := range forms {
			for _, n := range ns {
				if got := l.form(n); got != want {
					t.Errorf("%s of %d: %s, want %s", l, n, got, want)
				}
			}
		}
	}
}

func TestMessage(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		key  string
		args []any
		want string
	}{
		{EN, "error.fields", []any{"n", 1}, "1 field needs your attention. What you typed is kept."},
		{EN, "error.fields", []any{"n", 1200}, "1,200 fields need your attention. What you typed is kept."},
		{EN, "error.no_such_key", nil, "error.no_such_key"},
	} {
		if got := c.lang.T(c.key, c.args...); got != c.want {
			t.Errorf("%s %s %v: %q, want %q", c.lang, c.key, c.args, got, c.want)
		}
	}
	if !RU.Has("error.fields") || RU.Has("error.no_such_key") {
		t.Error("Has is wrong")
	}
}

func TestNumber(t *testing.T) {
	for l, want := range map[Lang]string{EN: "1,234,567", RU: "1\u00a0234\u00a0567", BE: "1\u00a0234\u00a0567", ZH: "1,234,567"} {
		if got := l.Number(1234567); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	for l, want := range map[Lang]string{EN: "87%", RU: "87\u00a0%", BE: "87\u00a0%", ZH: "87%"} {
		if got := l.Percent(0.874); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}

func TestText(t *testing.T) {
	text := Text{
		RU: {Text: "Датчик", State: Machine},
		ZH: {Text: "传感器", State: Original},
		BE: {Text: "", State: Checked},
	}
	for _, c := range []struct {
		text Text
		ask  Lang
		want string
		in   Lang
	}{
		{text, RU, "Датчик", RU},
		{text, ZH, "传感器", ZH},
		{text, EN, "传感器", ZH}, // none: the original
		{text, BE, "传感器", ZH}, // empty: the original
		{Text{EN: {Text: "Sensor", State: Approved}}, RU, "Sensor", EN},
		{Text{}, RU, "", RU},
		{nil, ZH, "", ZH},
		{Written(BE, "Датчык"), EN, "Датчык", BE},
	} {
		v, in := c.text.In(c.ask)
		if v.Text != c.want || in != c.in || c.text.Plain(c.ask) != c.want {
			t.Errorf("%v in %s: %q in %s, want %q in %s", c.text, c.ask, v.Text, in, c.want, c.in)
		}
	}
}

func TestDates(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 9, 5, 0, 0, time.UTC) }
	a := day(2027, time.April, 20)
	for _, c := range []struct {
		got, want string
	}{
		{RU.Date(a), "20 апреля 2027"},
		{BE.Date(a), "20 красавіка 2027"},
		{EN.Date(a), "20 April 2027"},
		{ZH.Date(a), "2027年4月20日"},
		{RU.Dates(a, a), "20 апреля 2027"},
		{RU.Dates(a, day(2027, time.April, 21)), "20–21 апреля 2027"},
		{EN.Dates(day(2027, time.April, 30), day(2027, time.May, 2)), "30 April – 2 May 2027"},
		{EN.Dates(day(2027, time.December, 31), day(2028, time.January, 1)), "31 December 2027 – 1 January 2028"},
		{ZH.Dates(a, day(2027, time.April, 21)), "2027年4月20日至21日"},
		{ZH.Dates(a, day(2027, time.May, 2)), "2027年4月20日至5月2日"},
		{ZH.Dates(a, day(2028, time.May, 2)), "2027年4月20日至2028年5月2日"},
		{BE.Day(a), "аўторак, 20 красавіка"},
		{ZH.Day(a), "4月20日 星期二"},
		{RU.WeekdayShort(a), "вт"},
		{EN.DateTime(a), "20 April 2027, 09:05"},
		{ZH.DateTime(a), "2027年4月20日 09:05"},
		{ZH.ZoneCity("Asia/Shanghai"), "北京"},
		{RU.ZoneCity("America/Argentina/Buenos_Aires"), "Buenos Aires"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for _, table := range []map[Lang]int{{RU: len(months[RU]), BE: len(months[BE]), EN: len(months[EN])}} {
		for l, n := range table {
			if n != 12 {
				t.Errorf("%s has %d months", l, n)
			}
		}
	}
	for _, l := range All {
		for z, city := range zoneCities {
			if city[l] == "" {
				t.Errorf("%s has no city in %s", z, l)
			}
			if _, err := time.LoadLocation(z); err != nil {
				t.Error(err)
			}
		}
		for d := range 7 {
			if weekdays[l][d] == "" || weekdaysShort[l][d] == "" {
				t.Errorf("%s lacks weekday %d", l, d)
			}
		}
	}
}
