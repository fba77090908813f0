package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// texts are one document each; its number is its ID.
var texts = []search.Text{
	{Lang: "ru", Text: "Лазерная обработка металлических поверхностей"},
	{Lang: "be", Text: "Лазерная апрацоўка металічных паверхняў, навуковы аб'ект"},
	{Lang: "en", Text: "Laser processing of metal surfaces for batteries"},
	{Lang: "zh-Hans", Text: "金属表面激光加工技术研究"},
	{Lang: "zh-Hans", Text: "联系人：李小明，吉林大学"},
	{Lang: "ru", Text: "Ёмкости для очистки воды; станок ЧПУ"},
	{Lang: "zh-Hans", Text: "ＡＩ机器学习与５Ｇ网络"},
	{Lang: "ru", Text: "Поверхности после обработки: лазерная сварка"},
	{Lang: "zh-Hans", Text: "激光焊接与水处理加工设备"},
	{Lang: "be", Text: "Ачыстка вады ў горадзе Мінску"},
}

// shelf is an index of documents.
func shelf(t testing.TB, d *db.DB, e search.Expander, texts ...search.Text) *search.Index {
	t.Helper()
	x := search.New(clock.Fixed(now), e)
	for i, text := range texts {
		put(t, d, x, search.Document{ID: fmt.Sprint(i), Kind: "TO", Texts: []search.Text{text}, Published: now.Add(-time.Duration(i) * time.Hour)})
	}
	return x
}

func put(t testing.TB, d *db.DB, x *search.Index, doc search.Document) {
	t.Helper()
	if err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error { return x.Put(ctx, tx, doc) }); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, d *db.DB, x *search.Index, q search.Query) search.Result {
	t.Helper()
	r, err := x.Find(t.Context(), d, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ids are those of the hits, in their order.
func ids(r search.Result) string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return strings.Join(out, " ")
}

func sorted(s string) string { f := strings.Fields(s); slices.Sort(f); return strings.Join(f, " ") }

func TestWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := shelf(t, d, nil, texts...)
		for _, c := range []struct{ words, want string }{
			{"лазерной обработкой", "0 7"},
			{"ОБРАБОТКИ", "0 7"},
			{"апрацоўцы", "1"},
			{"лазерны", "0 1 7"}, // a Belarusian form; its stem is that of both languages
			{"аб’екта", "1"},
			{"абекты", "1"},
			{"surface battery", "2"},
			{"processes", "2"},
			{"激光", "3 8"},
			{"激光加工", "3 8"},
			{"激光加工设", "8"},
			{`"激光加工"`, "3"},
			{"激光加工设备", "8"},
			{"金屬表面", "3"}, // in traditional characters
			{"李小明", "4"},
			{"小明", "4"},
			{"李明", ""},
			{"大学", "4"},
			{"学", "4 6"},
			{"明", "4"},
			{"емкость", "5"},
			{"ЁМКОСТЬ", "5"},
			{"станки", "5"},
			{"AI", "6"},
			{"ａｉ 5g", "6"},
			{"機器學習", "6"},
			{`"лазерная обработка"`, "0"},
			{"«обработка лазерная»", "7"}, // marks of a sentence part nothing
			{"«лазерная станок»", ""},
			{`"поверхностей обработка`, "0 7"}, // no partner: no quote
			{"и для в", "0 1 2 3 4 5 6 7 8 9"}, // nothing is asked for
			{"обработка и лазерная", "0 7"},
			{"горад вада", "9"},
			{"чистая вода", ""},
		} {
			if got := sorted(ids(find(t, d, x, search.Query{Words: c.words}))); got != c.want {
				t.Errorf("%s: %q, want %q", c.words, got, c.want)
			}
		}
	})
}

func TestPrefix(t *testing.T) {
	d := dbtest.SQLite(t)
	x := shelf(t, d, nil, texts...)
	for _, c := range []struct {
		words string
		typed bool
		want  string
	}{
		{"лаз", true, "0 1 7"},
		{"лаз", false, ""},
		{"обработка лаз", true, "0 7"},
		{"лаз обработка", true, ""}, // only the last one may be a beginning
		{"ла", true, ""},
		{"mach", true, ""},
		{"bat", true, "2"},
		{"激光 加", true, "3 8"},
		{`сварка "лазерная обр`, true, "7"},
		{`сварка "лаз"`, true, ""},
	} {
		if got := sorted(ids(find(t, d, x, search.Query{Words: c.words, Prefix: c.typed}))); got != c.want {
			t.Errorf("%s: %q, want %q", c.words, got, c.want)
		}
	}
}

// A title counts more than a body, a rare word more than a common one, words
// together more than apart, and a short text more than a long one.
func TestRanking(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	filler := strings.Repeat("разное содержание документа ", 10)
	for id, texts := range map[string][]search.Text{
		"title":    {{Field: search.Title, Text: "лазер"}, {Field: search.Body, Text: filler}},
		"body":     {{Field: search.Title, Text: "станок"}, {Field: search.Body, Text: filler + "лазер"}},
		"together": {{Field: search.Body, Text: "очистка воды и воздуха"}},
		"apart":    {{Field: search.Body, Text: "вода и воздух, очистка"}},
		"long":     {{Field: search.Body, Text: filler + filler + "насос"}},
		"short":    {{Field: search.Body, Text: "насос"}},
		"twice":    {{Field: search.Body, Text: "турбина турбина ротор"}},
		"once":     {{Field: search.Body, Text: "турбина ротор статор"}},
	} {
		put(t, d, x, search.Document{ID: id, Kind: "TO", Texts: texts, Published: now})
	}
	for words, want := range map[string]string{
		"лазер": "title body", "очистка воды": "together apart", "насос": "short long", "турбина": "twice once",
	} {
		r := find(t, d, x, search.Query{Words: words})
		if got := ids(r); got != want {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
		if r.Hits[0].Score <= r.Hits[1].Score {
			t.Errorf("%s: scores %v", words, r.Hits)
		}
	}
}

func TestOrder(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	for i, until := range []int{0, 5, 3} {
		doc := search.Document{ID: fmt.Sprint(i), Kind: "TO", Published: now.Add(time.Duration(i-9) * time.Hour)}
		if until > 0 {
			doc.Until = now.Add(time.Duration(until) * time.Hour)
		}
		put(t, d, x, doc)
	}
	for order, want := range map[search.Order]string{search.Newest: "2 1 0", "": "2 1 0", search.Expiring: "2 1 0"} {
		if got := ids(find(t, d, x, search.Query{Order: order})); got != want {
			t.Errorf("%s: %s, want %s", order, got, want)
		}
	}
	if got := ids(find(t, d, x, search.Query{Offset: 1, Size: 1})); got != "1" {
		t.Errorf("the second page of one is %s", got)
	}
	if r := find(t, d, x, search.Query{Offset: 7}); r.Total != 3 || len(r.Hits) != 0 {
		t.Errorf("after the last page: %+v", r)
	}
}

func TestCorrection(t *testing.T) {
	d := dbtest.SQLite(t)
	x := shelf(t, d, nil, texts...)
	put(t, d, x, search.Document{ID: "secret", Kind: "TO", Level: search.Members, Published: now, Texts: []search.Text{{Text: "вольфрам"}}})
	for _, c := range []struct {
		words string
		level search.Level
		from  string
		to    string
		want  string
	}{
		{"лазреная", 0, "лазреная", "лазерная", "0 1 7"},
		{"обработк", 0, "обработк", "", "0 7"}, // a form by its stem, no mistake
		{"оброботка сварка", 0, "оброботка", "обработка", "7"},
		{"baterries", 0, "baterries", "batteries", "2"},
		{"procesing", 0, "procesing", "processing", "2"},
		{"апрацовка", 0, "апрацовка", "апрацоўка", "1"},
		{"сврка", 0, "сврка", "сварка", "7"},
		{"воы", 0, "воы", "", ""},     // too short to tell
		{"экскаватор", 0, "", "", ""}, // nothing is near
		{"李大明", 0, "", "", ""},        // names are not corrected
		{"вольфрамм", 0, "", "", ""},  // what is near is not for the public
		{"вольфрамм", 1, "вольфрамм", "вольфрам", "secret"},
	} {
		r := find(t, d, x, search.Query{Words: c.words, Level: c.level})
		var want []search.Correction
		if c.to != "" {
			want = []search.Correction{{From: c.from, To: c.to}}
		}
		if !slices.Equal(r.Corrections, want) {
			t.Errorf("%s: corrections %v, want %v", c.words, r.Corrections, want)
		}
		if got := sorted(ids(r)); got != c.want {
			t.Errorf("%s: %q, want %q", c.words, got, c.want)
		}
	}
}
