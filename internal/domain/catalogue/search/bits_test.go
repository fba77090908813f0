package search

import (
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
		if n := newCounter(a).common(b); n != len(both) {
			t.Fatalf("%d in common, want %d", n, len(both))
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
