package search

import (
	"testing"

	"pgregory.net/rapid"
)

// slow is the definition of the distance, without a limit.
func slow(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	d := slow(a[1:], b[1:])
	if a[0] != b[0] {
		d++
	}
	d = min(d, slow(a[1:], b)+1, slow(a, b[1:])+1)
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, slow(a[2:], b[2:])+1)
	}
	return d
}

// Up to the limit the distance is that of the definition, and no word within it
// is passed over by its shape.
func TestDistance(t *testing.T) {
	word := rapid.Map(rapid.SliceOfN(rapid.RuneFrom([]rune("абвгд")), 1, 7), func(rs []rune) string { return string(rs) })
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		limit := rapid.IntRange(1, 2).Draw(t, "limit")
		want, got := slow([]rune(a), []rune(b)), distance([]rune(a), []rune(b), limit)
		if []rune(a)[0] != []rune(b)[0] {
			limit = 1
		}
		if want <= limit && got != want || want > limit && got <= limit {
			t.Fatalf("%s, %s: %d within %d, want %d", a, b, got, limit, want)
		}
		if want <= limit && !shapeOf(a).near(shapeOf(b), limit) {
			t.Fatalf("%s and %s look too different", a, b)
		}
	})
}
