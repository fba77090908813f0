package search_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/solver/lingua"
)

var now = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// Few words, values and instants, so that random documents and queries meet.
var (
	someWords = []string{
		"лазер", "лазеры", "лазерная", "обработка", "обработки", "воды", "вода", "апрацоўка", "апрацоўкі", "вады", "сталь",
		"laser", "lasers", "processing", "processes", "water", "steel", "и", "the", "5g",
		"激光加工", "激光", "加工", "光", "李明", "李小明", "水处理", "处理技术", "工业机器人",
	}
	someValues = map[search.Facet][]string{
		search.Area: {"materials", "water", "it"}, search.FORD: {"1", "1.3", "2", "2.5"}, search.TRL: {"1", "3", "4", "9"},
		search.Country: {"BY", "CN"}, search.Region: {"BY-MI", "CN-JL"}, search.Language: {"ru", "zh-Hans"},
	}
	someKinds = []string{"TO", "TR", "organisation"}
)

func anyDocument(t *rapid.T) search.Document {
	d := search.Document{
		ID:        "d" + strconv.Itoa(rapid.IntRange(0, 30).Draw(t, "id")),
		Kind:      rapid.SampledFrom(someKinds).Draw(t, "kind"),
		Level:     search.Level(rapid.IntRange(0, 2).Draw(t, "level")),
		Published: now.Add(-time.Duration(rapid.IntRange(0, 400).Draw(t, "age")) * 24 * time.Hour),
		Facets:    map[search.Facet][]string{},
	}
	if rapid.Bool().Draw(t, "ends") {
		d.Until = now.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "until")) * time.Hour)
	}
	for _, f := range search.Facets {
		if values := someValues[f]; values != nil {
			d.Facets[f] = rapid.SliceOfNDistinct(rapid.SampledFrom(values), 0, 2, rapid.ID).Draw(t, string(f))
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "texts") {
		d.Texts = append(d.Texts, search.Text{
			Lang: "ru", Field: search.Field(rapid.IntRange(0, 3).Draw(t, "field")),
			Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 5).Draw(t, "text"), " "),
		})
	}
	return d
}

func anyQuery(t *rapid.T) search.Query {
	q := search.Query{
		Words:  anyWords(t),
		Prefix: rapid.Bool().Draw(t, "prefix"),
		Level:  search.Level(rapid.IntRange(0, 2).Draw(t, "asker")),
		Order:  rapid.SampledFrom([]search.Order{"", search.Relevance, search.Newest, search.Expiring}).Draw(t, "order"),
		Offset: rapid.IntRange(0, 5).Draw(t, "offset"), Size: rapid.IntRange(0, 10).Draw(t, "size"),
		Facets: map[search.Facet][]string{},
	}
	for _, f := range search.Facets { // in an order that shrinking can repeat
		values := someValues[f]
		if f == search.Kind {
			values = someKinds
		}
		if values != nil && rapid.IntRange(0, 3).Draw(t, "choose "+string(f)) == 0 {
			q.Facets[f] = rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, 2, rapid.ID).Draw(t, string(f))
		}
	}
	if rapid.Bool().Draw(t, "since?") {
		q.Since = now.Add(-time.Duration(rapid.IntRange(0, 400).Draw(t, "since")) * 24 * time.Hour)
	}
	if rapid.Bool().Draw(t, "trl?") {
		delete(q.Facets, search.TRL)
		q.TRL = [2]int{rapid.IntRange(0, 5).Draw(t, "from"), rapid.IntRange(0, 9).Draw(t, "to")}
	}
	return q
}

func anyWords(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 3).Draw(t, "words")
	if len(words) > 1 && rapid.Bool().Draw(t, "quoted") {
		return `"` + strings.Join(words, " ") + `"`
	}
	s := strings.Join(words, " ")
	if rapid.IntRange(0, 3).Draw(t, "half") == 0 {
		rs := []rune(s)
		s = string(rs[:len(rs)/2])
	}
	return s
}

// reference answers a query by looking at every document.
type reference struct{ docs map[string]search.Document }

func (r reference) find(q search.Query, corrections []search.Correction) (ids []string, counts map[search.Facet]map[string]int, days []int) {
	counts, days = map[search.Facet]map[string]int{}, make([]int, len(search.SinceDays))
	for _, f := range search.Facets {
		counts[f] = map[string]int{}
	}
	for id, d := range r.docs {
		if d.Level > q.Level || !d.Until.IsZero() && !d.Until.After(now) || !matches(d, q, corrections) {
			continue
		}
		failed := map[search.Facet]bool{}
		for _, f := range search.Facets {
			if !passes(d, q, f) {
				failed[f] = true
			}
		}
		if d.Published.Before(q.Since) {
			failed["since"] = true
		}
		if len(failed) == 0 {
			ids = append(ids, id)
		}
		for _, f := range search.Facets {
			if len(failed) == 0 || len(failed) == 1 && failed[f] {
				for _, v := range values(d, f) {
					counts[f][v]++
				}
			}
		}
		if len(failed) == 0 || len(failed) == 1 && failed["since"] {
			for i, n := range search.SinceDays {
				if now.Sub(d.Published) <= time.Duration(n)*24*time.Hour {
					days[i]++
				}
			}
		}
	}
	return ids, counts, days
}

func values(d search.Document, f search.Facet) []string {
	if f == search.Kind {
		return []string{d.Kind}
	}
	return d.Facets[f]
}

func passes(d search.Document, q search.Query, f search.Facet) bool {
	if f == search.TRL && q.TRL != [2]int{} {
		return slices.ContainsFunc(values(d, f), func(v string) bool {
			n, _ := strconv.Atoi(v)
			return n >= q.TRL[0] && (n <= q.TRL[1] || q.TRL[1] == 0)
		})
	}
	return len(q.Facets[f]) == 0 || slices.ContainsFunc(values(d, f), func(v string) bool { return slices.Contains(q.Facets[f], v) })
}

// matches tells whether the document has all words of the query, those within
// quotes in their order.
func matches(d search.Document, q search.Query, corrections []search.Correction) bool {
	quoted := strings.HasPrefix(q.Words, `"`) && strings.HasSuffix(q.Words, `"`)
	tokens := lingua.Tokens(q.Words)
	var asked []lingua.Token
	for _, t := range tokens {
		for _, c := range corrections {
			if c.From == t.Word {
				t.Word = c.To
			}
		}
		if !t.Tail && !lingua.Stop(t.Word) {
			asked = append(asked, t)
		}
	}
	if len(asked) == 0 {
		return true
	}
	stands := func(want, have lingua.Token) bool {
		if lingua.Ideographic(want.Word) {
			return want.Word == have.Word || len([]rune(want.Word)) == 1 && strings.HasPrefix(have.Word, want.Word)
		}
		last := want.Start == asked[len(asked)-1].Start
		return lingua.Related(want.Word, have.Word) || last && q.Prefix && !quoted && len([]rune(want.Word)) > 2 && strings.HasPrefix(have.Word, want.Word)
	}
	has := func(phrase []lingua.Token) bool {
		for _, text := range d.Texts {
			have := lingua.Tokens(text.Text)
			for i := range have {
				all := true
				for _, p := range phrase {
					j := i + p.Pos - phrase[0].Pos
					all = all && j < len(have) && stands(p, have[j])
				}
				if all {
					return true
				}
			}
		}
		return false
	}
	if quoted {
		return has(asked)
	}
	for len(asked) > 0 {
		n := 1
		for n < len(asked) && asked[n].Start < asked[n-1].End {
			n++
		}
		unit := asked[:n]
		asked2 := asked[n:]
		if n < 3 {
			if !has(unit) {
				return false
			}
		} else {
			for i := 0; i < n; i += 2 {
				if !has(unit[i : i+1]) {
					return false
				}
			}
			if !has(unit[n-1:]) {
				return false
			}
		}
		asked = asked2
	}
	return true
}

func TestFindEqualsReference(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(t *rapid.T) {
			clean(t, d)
			x := search.New(clock.Fixed(now), nil)
			ref := reference{map[string]search.Document{}}
			for range rapid.IntRange(1, 4).Draw(t, "rounds") {
				change(t, d, x, ref)
				for range 3 {
					q := anyQuery(t)
					r, err := x.Find(context.Background(), d, q)
					if err != nil {
						t.Fatal(err)
					}
					compare(t, q, r, ref)
				}
			}
		})
	})
}

func clean(t *rapid.T, d *db.DB) {
	err := d.Tx(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM search_document")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// change puts and removes a few documents.
func change(t *rapid.T, d *db.DB, x *search.Index, ref reference) {
	docs := rapid.SliceOfN(rapid.Custom(anyDocument), 1, 12).Draw(t, "documents")
	gone := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 3).Draw(t, "removed")
	err := d.Tx(context.Background(), func(ctx context.Context, tx db.Tx) error {
		for _, doc := range docs {
			if err := x.Put(ctx, tx, doc); err != nil {
				return err
			}
			ref.docs[doc.ID] = doc
		}
		for _, n := range gone {
			id := "d" + strconv.Itoa(n)
			if err := x.Remove(ctx, tx, id); err != nil {
				return err
			}
			delete(ref.docs, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func compare(t *rapid.T, q search.Query, r search.Result, ref reference) {
	ids, counts, days := ref.find(q, r.Corrections)
	if r.Total != len(ids) {
		t.Fatalf("total %d, want %d %v: %+v", r.Total, len(ids), ids, r)
	}
	size := q.Size
	if size == 0 {
		size = 20
	}
	if want := max(0, min(size, len(ids)-q.Offset)); len(r.Hits) != want {
		t.Fatalf("%d hits on the page, want %d", len(r.Hits), want)
	}
	for i, h := range r.Hits {
		if !slices.Contains(ids, h.ID) || slices.ContainsFunc(r.Hits[:i], func(o search.Hit) bool { return o.ID == h.ID }) {
			t.Fatalf("hit %s of %v", h.ID, ids)
		}
		if i > 0 && q.Order == search.Newest && ref.docs[h.ID].Published.After(ref.docs[r.Hits[i-1].ID].Published) {
			t.Fatalf("hit %d is newer than the one before", i)
		}
	}
	for _, f := range search.Facets {
		got := map[string]int{}
		for _, c := range r.Facets[f] {
			if c.N > 0 {
				got[c.Value] = c.N
			}
		}
		for v, n := range counts[f] {
			if got[v] != n {
				t.Fatalf("%s: %v, want %v", f, got, counts[f])
			}
		}
		if len(got) != len(counts[f]) {
			t.Fatalf("%s: %v, want %v", f, got, counts[f])
		}
	}
	if !slices.Equal(r.Since, days) {
		t.Fatalf("since %v, want %v", r.Since, days)
	}
}
