package duplicate_test

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
)

// halves splits each real record that has names in two or more of the four
// languages into two organisations that share no language, id or website: what
// a person would have entered on either side of the border.
func halves(t testing.TB) (left, right []duplicate.Organisation, langs [][2]string) {
	f, err := os.Open("../../../../../shared/data/catalogue/ror_orgs_subset.jsonl.gz")
	if err != nil {
		t.Skip("no ../shared/data/catalogue/ror_orgs_subset.jsonl.gz beside the project: finding duplicates is not measured")
	}
	defer f.Close()
	for item, err := range ror.Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		r := item.Record
		if r == nil {
			continue
		}
		byLang := map[string][]string{}
		for _, n := range r.Names {
			if !n.Derived && n.Type != ror.Acronym {
				byLang[n.Lang] = append(byLang[n.Lang], n.Text)
			}
		}
		for i, a := range []string{"en", "ru", "be", "zh"} {
			for _, b := range []string{"en", "ru", "be", "zh"}[i+1:] {
				if byLang[a] == nil || byLang[b] == nil {
					continue
				}
				half := func(l string) duplicate.Organisation {
					return duplicate.Organisation{ID: r.ID, Names: byLang[l], Country: r.Country, Region: r.Region}
				}
				one := half(a)
				one.Cities = []string{r.City} // its English name; the other side would know another
				left, right, langs = append(left, one), append(right, half(b)), append(langs, [2]string{a, b})
			}
		}
	}
	return left, right, langs
}

// sides indexes the right halves by their keys, as a table would.
type sides struct {
	left, right []*duplicate.Signature
	langs       [][2]string
	byKey       map[string][]int
}

func index(t testing.TB) (s sides, truth func(i, j int) bool) {
	left, right, langs := halves(t)
	s = sides{langs: langs, byKey: map[string][]int{}}
	for i := range left {
		s.left, s.right = append(s.left, duplicate.Sign(left[i])), append(s.right, duplicate.Sign(right[i]))
		for _, k := range s.right[i].Keys() {
			s.byKey[k] = append(s.byKey[k], i)
		}
	}
	return s, func(i, j int) bool { return left[i].ID == right[j].ID }
}

// candidates returns the right halves that share most keys with a left one, of
// the same pair of languages.
func (s sides) candidates(i int) []int {
	shared := map[int]int{}
	for _, k := range s.left[i].Keys() {
		for _, j := range s.byKey[k] {
			if s.langs[j] == s.langs[i] {
				shared[j]++
			}
		}
	}
	out := slices.SortedFunc(maps.Keys(shared), func(a, b int) int { return cmp.Or(shared[b]-shared[a], a-b) })
	return out[:min(len(out), duplicate.Candidates)]
}

// TestRegistry measures, over pairs of the same real body in two languages,
// recall (pairs found of all pairs), precision (of all matches, how many are of
// the same body) and how often the likeliest match is the right one.
func TestRegistry(t *testing.T) {
	s, truth := index(t)
	type count struct{ pairs, found, matches, first, firstRight int }
	counts := map[[2]string]*count{}
	for i := range s.left {
		c := counts[s.langs[i]]
		if c == nil {
			c = &count{}
			counts[s.langs[i]] = c
		}
		c.pairs++
		best, right := 0.0, false
		for _, j := range s.candidates(i) {
			m := duplicate.Compare(s.left[i], s.right[j])
			if m.Score < duplicate.Threshold {
				continue
			}
			c.matches++
			if truth(i, j) {
				c.found++
			}
			if m.Score > best {
				best, right = m.Score, truth(i, j)
			}
		}
		if best > 0 {
			c.first++
			if right {
				c.firstRight++
			}
		}
	}
	for langs, floor := range map[[2]string][2]float64{{"ru", "be"}: {0.95, 0.9}, {"en", "be"}: {0.95, 0.65}, {"en", "ru"}: {0.9, 0.45}, {"en", "zh"}: {0.65, 0.4}} {
		c := counts[langs]
		precision, recall := float64(c.found)/float64(c.matches), float64(c.found)/float64(c.pairs)
		t.Logf("%s and %s: %d pairs, precision %.2f, recall %.2f; the likeliest is right in %.2f", langs[0], langs[1], c.pairs, precision, recall, float64(c.firstRight)/float64(c.first))
		if precision < floor[0] || recall < floor[1] {
			t.Errorf("%s and %s: below %.2f or %.2f", langs[0], langs[1], floor[0], floor[1])
		}
	}
}

// BenchmarkSign and BenchmarkCompare measure the two costs of finding
// duplicates; an import compares each organisation with Candidates others.
func BenchmarkSign(b *testing.B) {
	left, right, _ := halves(b)
	both := append(left, right...)
	for i := 0; b.Loop(); i++ {
		duplicate.Sign(both[i%len(both)]).Keys()
	}
}

func BenchmarkCompare(b *testing.B) {
	s, _ := index(b)
	for i := 0; b.Loop(); i++ {
		duplicate.Compare(s.left[i%len(s.left)], s.right[(i*7)%len(s.right)])
	}
}

// BenchmarkImport looks for one organisation among 100,000, here 35 copies of
// each real one under names of their own, through an index in memory, and
// compares it with the Candidates. It reports the rows of the index that are
// read: what a database would count.
func BenchmarkImport(b *testing.B) {
	left, right, _ := halves(b)
	byKey, signatures := map[string][]int32{}, []*duplicate.Signature(nil)
	for n := range 100_000 {
		o := right[n%len(right)]
		o.ID = strconv.Itoa(n)
		if n >= len(right) {
			o.Names = []string{o.Names[0] + " Q" + strconv.FormatInt(int64(n)*7919, 36)}
		}
		s := duplicate.Sign(o)
		for _, k := range s.Keys() {
			byKey[k] = append(byKey[k], int32(n))
		}
		signatures = append(signatures, s)
	}
	rows := 0
	b.ResetTimer()
	for i := range b.N {
		s := duplicate.Sign(left[i*31%len(left)])
		shared := map[int32]int{}
		for _, k := range s.Keys() {
			rows += len(byKey[k])
			for _, j := range byKey[k] {
				shared[j]++
			}
		}
		best := slices.SortedFunc(maps.Keys(shared), func(x, y int32) int { return cmp.Or(shared[y]-shared[x], int(x-y)) })
		for _, j := range best[:min(len(best), duplicate.Candidates)] {
			duplicate.Compare(s, signatures[j])
		}
	}
	b.ReportMetric(float64(rows)/float64(b.N), "rows/op")
}
