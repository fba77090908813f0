package search

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Sets, dense and sparse and of any lengths, do as maps would.
func TestSets(t *testing.T) {
	numbers := rapid.OneOf(
		rapid.SliceOfN(rapid.Uint32Range(0, 5000), 0, 20),
		rapid.SliceOfN(rapid.Uint32Range(0, 300), 100, 300))
	rapid.Check(t, func(t *rapid.T) {
		var a, b set
		in := [2]map[uint32]bool{{}, {}}
		for _, n := range numbers.Draw(t, "a") {
			a.add(n)
			in[0][n] = true
		}
		for _, n := range numbers.Draw(t, "b") {
			b.add(n)
			in[1][n] = true
		}
		both, either := map[uint32]bool{}, len(in[0])
		for n := range in[1] {
			if in[0][n] {
				both[n] = true
			} else {
				either++
			}
		}
		and, or := a.clone(), a.clone()
		and.and(b)
		or.or(b)
		if and.count() != len(both) || or.count() != either {
			t.Fatalf("%d in both, want %d; %d in either, want %d", and.count(), len(both), or.count(), either)
		}
		and.each(func(n uint32) {
			if !both[n] || !a.has(n) {
				t.Fatalf("%d is not in both", n)
			}
			a.remove(n)
		})
		if a.count() != len(in[0])-len(both) {
			t.Fatalf("%d left", a.count())
		}
	})
}

// One by one or by sets: the counts are the same.
func TestTally(t *testing.T) {
	value := rapid.Map(rapid.IntRange(0, 9), strconv.Itoa)
	rapid.Check(t, func(t *rapid.T) {
		m := newMemory()
		var among set
		want := map[string]int{}
		for n := range rapid.IntRange(1, 200).Draw(t, "documents") {
			d := Document{ID: strconv.Itoa(n), Kind: "TO", Facets: map[Facet][]string{Area: rapid.SliceOfN(value, 0, 3).Draw(t, "areas")}}
			m.add([]analysed{{doc: &d}})
			if rapid.Bool().Draw(t, "among") {
				among.add(uint32(n))
				seen := map[string]bool{}
				for _, v := range d.Facets[Area] {
					if !seen[v] {
						want[v]++
					}
					seen[v] = true
				}
			}
		}
		c := m.facets[Area]
		for i, v := range c.values {
			few, many := (tally{byTag: m.few(among)}).of(c, i), (tally{whole: among}).of(c, i)
			if few != want[v] || many != want[v] {
				t.Fatalf("%s: %d one by one, %d by sets, want %d", v, few, many, want[v])
			}
		}
	})
}
