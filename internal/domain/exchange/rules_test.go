package exchange

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

func TestCommonLanguage(t *testing.T) {
	k := func(pairs ...string) (out []LanguageSkill) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, LanguageSkill{pairs[i], pairs[i+1]})
		}
		return out
	}
	for name, c := range map[string]struct {
		people [][]LanguageSkill
		want   string
	}{
		"nobody":            {nil, ""},
		"one language":      {[][]LanguageSkill{k("ru", "native"), k("ru", "B1")}, "ru"},
		"none":              {[][]LanguageSkill{k("ru", "native"), k("zh", "native")}, ""},
		"too weak":          {[][]LanguageSkill{k("en", "A2"), k("en", "C2")}, ""},
		"the stronger pair": {[][]LanguageSkill{k("en", "B1", "ru", "C1"), k("ru", "B2", "en", "B1")}, "ru"},
		"three people":      {[][]LanguageSkill{k("en", "C1", "ru", "native"), k("ru", "native", "en", "B2"), k("zh", "native", "en", "B1")}, "en"},
	} {
		if got := CommonLanguage(c.people); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Whatever is wished, requests hold nobody with whom he is refused, name each
// group once, and lose no wish that nobody refuses.
func TestRequests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		person := rapid.StringMatching(`[a-f]`)
		ws := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Wish {
			return Wish{
				From: person.Draw(t, "from"), To: rapid.SliceOfNDistinct(person, 1, 3, rapid.ID[string]).Draw(t, "to"),
				Strength: rapid.SampledFrom([]Strength{Must, Would, No}).Draw(t, "strength"), Weight: rapid.IntRange(0, 3).Draw(t, "weight"),
			}
		}), 0, 12).Draw(t, "wishes")
		got := Requests(ws, nil)
		seen := map[string]bool{}
		refused := map[[2]string]bool{}
		for _, w := range ws {
			if w.Strength == No {
				for _, to := range w.To {
					refused[pair(w.From, to)] = true
				}
			}
		}
		for _, m := range got {
			if key := membersKey(m.Members); seen[key] {
				t.Fatalf("%s twice", key)
			} else {
				seen[key] = true
			}
			if len(m.Members) < 2 || m.Weight < 1 || anyRefused(m.Members, refused) {
				t.Fatalf("meeting %+v", m)
			}
		}
		for _, w := range ws {
			members := memberSet(w)
			if w.Strength != No && len(members) > 1 && !anyRefused(members, refused) && !seen[membersKey(members)] {
				t.Fatalf("wish %+v is lost", w)
			}
		}
	})
}

func TestRequestsKeepWhatWasPlanned(t *testing.T) {
	known := []Meeting{{UID: "u", Members: []string{"a", "b"}, SlotID: "s", Locked: true, Sequence: 2}}
	got := Requests([]Wish{{From: "b", To: []string{"a"}, Strength: Would}, {From: "a", To: []string{"b"}, Strength: Must, Weight: 2, Subject: "x"}}, known)
	if len(got) != 1 || got[0].UID != "u" || got[0].SlotID != "s" || !got[0].Locked || got[0].Weight != 3 || !got[0].Must || got[0].Subject != "x" {
		t.Errorf("got %+v", got)
	}
}

func TestCompare(t *testing.T) {
	old := []Meeting{{UID: "same", SlotID: "1"}, {UID: "moved", SlotID: "1"}, {UID: "gone", SlotID: "2"}, {UID: "never"}}
	now := []Meeting{{UID: "same", SlotID: "1"}, {UID: "moved", SlotID: "3"}, {UID: "gone"}, {UID: "new", SlotID: "2"}, {UID: "never"}}
	var got []ChangeKind
	for _, c := range Compare(old, now) {
		got = append(got, c.Kind)
	}
	if want := []ChangeKind{Moved, Added, Removed}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFilterAndFacets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		find := func(x Filter) (names []string, total int) {
			x.Sort = "name"
			list, total, err := participants(t.Context(), d, f.event.ID, x)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				names = append(names, m.Latin)
			}
			return names, total
		}
		for name, c := range map[string]struct {
			f     Filter
			want  []string
			total int
		}{
			"country":          {Filter{Country: []string{"CN"}}, []string{"CN 0", "CN 1", "CN 2"}, 3},
			"search Cyrillic":  {Filter{Search: "УЧАСТНИК 2"}, []string{"BY 2"}, 1},
			"search Chinese":   {Filter{Search: "长春"}, []string{"CN 0", "CN 1", "CN 2"}, 3},
			"page":             {Filter{Page: 2, PerPage: 4}, []string{"BY 1", "BY 2"}, 6},
			"area":             {Filter{Area: []string{"new_materials"}, Country: []string{"BY"}}, []string{"BY 0", "BY 1", "BY 2"}, 3},
			"nothing":          {Filter{Area: []string{"medicine"}}, nil, 0},
			"wildcard is text": {Filter{Search: "%"}, nil, 0},
		} {
			if got, total := find(c.f); !slices.Equal(got, c.want) || len(c.want) > 0 && total != c.total {
				t.Errorf("%s: %v of %d, want %v of %d", name, got, total, c.want, c.total)
			}
		}
		fc, err := facets(t.Context(), d, f.event.ID, Filter{Country: []string{"BY"}})
		if err != nil || len(fc.Country) != 2 || fc.Kind[0].N != 3 {
			t.Errorf("facets %+v, %v: a facet's own choice must not hide its other values", fc, err)
		}
	})
}
