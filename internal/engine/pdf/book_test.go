package pdf

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

func TestGoldenCatalogue(t *testing.T) {
	golden(t, "catalogue.ru-zh", bookBytes(t, sampleCatalogue(i18n.RU, i18n.ZH, 7)))
	golden(t, "catalogue.zh-en", bookBytes(t, sampleCatalogue(i18n.ZH, i18n.EN, 7)))
	golden(t, "catalogue.be-en", bookBytes(t, sampleCatalogue(i18n.BE, i18n.EN, 7)))
}

// Figure to reach: 120 profiles of full length in two languages in under 5 s.
func BenchmarkCatalogue120(b *testing.B) {
	c := sampleCatalogue(i18n.RU, i18n.ZH, 120)
	for i := range c.Profiles {
		for side := range c.Profiles[i] {
			c.Profiles[i][side] = long(c.Profiles[i][side], 1)
		}
	}
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(bookBytes(b, c))
	}
	b.ReportMetric(float64(size)/1024/1024, "MiB/book")
}

// piece is a text on a page, as extract tells it.
type piece struct {
	page  int
	x, y  float64
	words string
}

func pieces(t testing.TB, doc []byte) (out []piece) {
	t.Helper()
	page := 0
	for _, l := range strings.Split(extract(t, doc), "\n") {
		if n, _ := fmt.Sscanf(l, "page %d", &page); n == 1 {
			continue
		}
		p := piece{page: page}
		var font, size string
		if n, _ := fmt.Sscan(l, &p.x, &p.y, &font, &size); n == 4 {
			p.words = strings.TrimSpace(l[strings.Index(l, font)+len(font)+5:])
			out = append(out, p)
		}
	}
	return out
}

// The contents and both indexes name the page on which each profile begins.
func TestPageNumbersAreRight(t *testing.T) {
	c := sampleCatalogue(i18n.EN, i18n.ZH, 70)
	for i := range c.Profiles {
		c.Profiles[i][0].Title.Words = fmt.Sprintf("Marker%03d", i)
		c.Profiles[i][0].Organisation = fmt.Sprintf("Owner%03d", i)
		c.Profiles[i][0].Reference = fmt.Sprintf("REF%03d", i)
	}
	doc := bookBytes(t, c)
	if last := doc[bytes.LastIndex(doc, []byte("\n1 0 obj")):]; !bytes.Contains(last[:300], []byte("/Outlines ")) || bytes.Count(doc, []byte("/Subtype /Link")) < 200 {
		t.Error("the reader's outline or the links are lost")
	}
	read := pieces(t, doc)
	begins := map[string]int{} // page by marker: where the reference stands at the head of the text
	for _, p := range read {
		if strings.HasPrefix(p.words, "REF") && p.y > 700 {
			begins["Marker"+p.words[3:]], begins["Owner"+p.words[3:]] = p.page, p.page
		}
	}
	if len(begins) != 140 {
		t.Fatalf("%d places are found, not 140", len(begins))
	}
	contents, index := 0, map[string]int{}
	for i, p := range read {
		want, ok := begins[p.words]
		switch {
		case !ok || p.page == want:
		case p.page < begins["Marker000"]:
			n := slices.IndexFunc(read, func(q piece) bool { return q.page == p.page && q.x == left && math.Abs(q.y-p.y) < 1 })
			if n < 0 || read[n].words != fmt.Sprint(want) {
				t.Errorf("the contents name another page than %d for %s", want, p.words)
			}
			contents++
		case i > 0 && read[i-1].words == fmt.Sprint(want):
			index[p.words]++
		default:
			t.Errorf("the index names page %s for %s, which begins on %d", read[i-1].words, p.words, want)
		}
	}
	if contents != 70 || len(index) != 140 {
		t.Errorf("the contents list %d of 70 profiles, the indexes %d of 140 entries", contents, len(index))
	}
	for _, p := range read {
		if foot := 842 - p.y; foot > footerY && (p.x == left || p.x > right-20) && p.words == "" {
			t.Errorf("page %d has no number", p.page)
		}
	}
}

// The indexes are in the order of the first language: Cyrillic by its alphabet,
// Chinese by pinyin.
func TestIndexIsCollated(t *testing.T) {
	for _, tt := range []struct {
		l    i18n.Lang
		want []string
	}{
		{i18n.RU, []string{"Ёлка", "жук", "Завод", "Яр"}},
		{i18n.BE, []string{"Ева", "Ёлка", "Ігар", "Ўльян", "Яр"}},
		{i18n.ZH, []string{"北京", "长春", "重庆", "吉林", "沈阳", "厦门", "中科"}},
	} {
		c := Catalogue{Languages: [2]i18n.Lang{tt.l, i18n.EN}}
		for i := range tt.want {
			name := tt.want[len(tt.want)-1-i]
			c.Profiles = append(c.Profiles, [2]Profile{{Organisation: name}, {Organisation: name}})
		}
		b := &book{Catalogue: c}
		var got []string
		for _, s := range b.subjects(func(p Profile) []string { return []string{p.Organisation} }) {
			got = append(got, s.names[0])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.l, got, tt.want)
		}
	}
}

// A text that is missing in a language stands there in its original, and says
// so; so does a machine's draft.
func TestMissingTextsAreMarked(t *testing.T) {
	got := flat(t, bookBytes(t, sampleCatalogue(i18n.EN, i18n.RU, 4)))
	if n := strings.Count(got, "оригинал: английский"); n != 2 {
		t.Errorf("%d texts are marked as English ones, want 2", n)
	}
	if got := flat(t, bookBytes(t, sampleCatalogue(i18n.EN, i18n.ZH, 1))); !strings.Contains(got, "未经核对") {
		t.Error("the machine draft is not marked")
	}
}
