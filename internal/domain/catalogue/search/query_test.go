package search_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// hostile are texts that mean something to SQL, FTS5, tsquery or Lucene.
var hostile = []string{
	`лазер AND NOT`, `лазер OR сварка`, `"лазер`, `"`, `""""`, `лазер*`, `*`, `^лазер`, `title:лазер`, `NEAR(лазер сварка, 2)`,
	`(лазер`, `лазер)`, `-лазер`, `+лазер`, `лазер & !сварка`, `лазер <-> сварка`, `лазер:*A`, `'; DROP TABLE search_document; --`,
	`\`, `%`, `_`, "лазер\x00сварка", "\xff\xfe", `{лазер}`, `[лазер]`, `лазер~2`, `/лазер/`, `$1`, `лазер^9`, `«`, `「`, strings.Repeat("лазер ", 5000),
	strings.Repeat(`"`, 999), strings.Repeat("激光", 3000),
}

// No sign but the quotes has a meaning: words are found as they would be alone.
func TestHostileWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := shelf(t, d, nil, texts...)
		for _, words := range hostile {
			find(t, d, x, search.Query{Words: words, Prefix: true})
			find(t, d, x, search.Query{Facets: map[search.Facet][]string{search.Country: {words}, search.Facet(words): {words}}})
		}
		for words, want := range map[string]string{
			"лазерная* AND": "0 1 7", "-лазерная": "0 1 7", "(лазерная)": "0 1 7", "title:лазерная": "", "лазерная~2": "", `лазерная & !сварка`: "7",
		} {
			if got := sorted(ids(find(t, d, x, search.Query{Words: words}))); got != want {
				t.Errorf("%s: %q, want %q", words, got, want)
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, true)
	}
	for _, s := range []string{"лазерная обработка", "«激光加工»", "李小明 大学", "ＡＩ 5g", `a "b c`, "е\u0308"} {
		f.Add(s, false)
	}
	d := dbtest.SQLite(f)
	x := shelf(f, d, nil, texts...)
	f.Fuzz(func(t *testing.T, words string, prefix bool) {
		r := find(t, d, x, search.Query{Words: words, Prefix: prefix})
		if r.Total < len(r.Hits) || r.Total > len(texts) {
			t.Errorf("total %d with %d hits", r.Total, len(r.Hits))
		}
		for _, text := range append([]search.Text{{Text: words}}, texts...) {
			checkSpans(t, r, text.Text)
		}
	})
}

// checkSpans wants stretches in order, apart and within the text.
func checkSpans(t *testing.T, r search.Result, text string) {
	end := -1
	for _, s := range r.Highlight(text) {
		if s.Start <= end || s.Start >= s.End || s.End > len(text) {
			t.Errorf("%q: %v after %d", text, s, end)
		}
		end = s.End
	}
	part, spans := r.Excerpt(text, 10)
	for _, s := range spans {
		if s.Start < 0 || s.Start >= s.End || s.End > len(part) {
			t.Errorf("%q: %v in %q", text, s, part)
		}
	}
}

func TestHighlight(t *testing.T) {
	d := dbtest.SQLite(t)
	x := shelf(t, d, nil, texts...)
	mark := func(text string, spans []search.Span) string {
		for i := len(spans) - 1; i >= 0; i-- {
			s := spans[i]
			text = text[:s.Start] + "[" + text[s.Start:s.End] + "]" + text[s.End:]
		}
		return text
	}
	long := strings.Repeat("прочее содержание ", 20) + "лазерная обработка " + strings.Repeat("и дальше ", 20)
	for _, c := range []struct {
		words, text string
		size        int
		want        string
	}{
		{"обработка лазерной", "Лазерная обработка, ОБРАБОТКИ.", 99, "[Лазерная] [обработка], [ОБРАБОТКИ]."},
		{"激光加工", "金属表面激光加工技术", 99, "金属表面[激光加工]技术"},
		{`"激光加工"`, "金属表面激光加工技术", 99, "金属表面[激光加工]技术"},
		{"李小明", "联系人：李小明", 99, "联系人：[李小明]"},
		{"ai", "ＡＩ与", 99, "[ＡＩ]与"},
		{"емкость", "Ёмкости", 99, "[Ёмкости]"},
		{"лазреная", "Лазерная", 99, "[Лазерная]"},
		{"лазерная", "Насос", 99, "Насос"},
		{"", "Насос", 99, "Насос"},
		{"лазерная", long, 60, "…содержание [лазерная] обработка и дальше и дальше и дальше и…"},
	} {
		r := find(t, d, x, search.Query{Words: c.words})
		if got := mark(r.Excerpt(c.text, c.size)); got != c.want {
			t.Errorf("%s: %q, want %q", c.words, got, c.want)
		}
	}
}

// thesaurus is an Expander of fixed answers.
type thesaurus map[string][]search.Expansion

func (e thesaurus) Expand(_ context.Context, words string) ([]search.Expansion, error) {
	if words == "беда" {
		return nil, errors.New("the dictionary is gone")
	}
	return e[words], nil
}

func TestExpander(t *testing.T) {
	d := dbtest.SQLite(t)
	x := shelf(t, d, thesaurus{
		"лазерная обработка": {{Start: 0, End: len("лазерная обработка"), Text: "激光加工", Weight: 0.5}},
		"сварка Минск":       {{Start: 0, End: len("сварка"), Text: "焊接", Weight: 0.5}, {Start: len("сварка "), End: len("сварка Минск"), Text: "水处理", Weight: 0.5}},
		"лазер вольфрам":     {{Start: len("лазер "), End: len("лазер вольфрам"), Text: "焊接", Weight: 0.5}},
		"焊接":                 {{Start: 0, End: len("焊接"), Text: "сварка", Weight: 0.3}},
	}, texts...)
	for words, want := range map[string]string{
		"лазерная обработка": "0 7 3", "сварка Минск": "8", "焊接": "8 7", "сварка": "7", "лазер вольфрам": "",
	} {
		if got := ids(find(t, d, x, search.Query{Words: words})); got != want {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
	}
	if _, err := x.Find(t.Context(), d, search.Query{Words: "беда"}); err == nil {
		t.Error("the error of the expander is lost")
	}
}
