package search_test

import (
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// Phrases are found wherever they are: not the first time that a word occurs,
// far into a text, and never across two texts.
func TestPlaces(t *testing.T) {
	d := dbtest.SQLite(t)
	x := search.New(clock.Fixed(now), nil)
	filler := strings.Repeat("прочее содержание ", 500)
	for id, texts := range map[string][]search.Text{
		"again":  {{Text: "насос старый, насос другой, насос новый"}},
		"far":    {{Text: filler + "ротор турбины"}, {Text: filler + "статор генератора"}},
		"across": {{Text: "вал редуктора"}, {Text: "корпус"}, {Text: "крышка"}},
	} {
		put(t, d, x, search.Document{ID: id, Kind: "TO", Texts: texts, Published: now})
	}
	for words, want := range map[string]string{
		`"насос новый"`: "again", `"насос другой"`: "again", `"старый новый"`: "",
		`"ротор турбины"`: "far", `"содержание ротор"`: "far", `"содержание статор генератора"`: "far", `"турбины прочее"`: "",
		`"редуктора корпус"`: "", `"корпус крышка"`: "", "вал крышка": "across",
	} {
		if got := ids(find(t, d, x, search.Query{Words: words})); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}

// Of several forms of one word the best counts, whichever comes first, and the
// same search gives the same scores again.
func TestScoreIsOfTheBest(t *testing.T) {
	d := dbtest.SQLite(t)
	x := shelf(t, d, nil)
	for id, forms := range map[string][2]string{"1": {"насосы", "насос"}, "2": {"насос", "насосы"}, "3": {"насос", "вал"}} {
		put(t, d, x, search.Document{ID: id, Kind: "TO", Published: now, Texts: []search.Text{
			{Field: search.Title, Text: forms[0]}, {Field: search.Body, Text: forms[1]},
		}})
	}
	var before []search.Hit
	for range 3 {
		r := find(t, d, x, search.Query{Words: "насоса"})
		if len(r.Hits) != 3 || r.Hits[0].Score != r.Hits[1].Score || r.Hits[0].Score != r.Hits[2].Score {
			t.Fatalf("%v: the scores differ", r.Hits)
		}
		if before != nil && before[0].Score != r.Hits[0].Score {
			t.Errorf("%v, before %v", r.Hits, before)
		}
		before = r.Hits
	}
}

// Of two words as near the commoner one is meant.
func TestCorrectionIsTheCommoner(t *testing.T) {
	d := dbtest.SQLite(t)
	x := shelf(t, d, nil, search.Text{Text: "сталь"}, search.Text{Text: "стань"}, search.Text{Text: "стань ближе"}, search.Text{Text: "скаль"})
	r := find(t, d, x, search.Query{Words: "стаць"})
	if len(r.Corrections) != 1 || r.Corrections[0].To != "стань" || r.Total != 2 {
		t.Errorf("%+v", r)
	}
}
