package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"github.com/birzha/birzha/solver/lingua"
)

// Correction tells that a word of the query, which is in no document that the
// asker may find, was taken for another.
type Correction struct{ From, To string }

// correct replaces the words of a part that nothing has; where half is true the
// last one may be the beginning of a word.
func (s *search) correct(p part, half bool, more []Expansion) {
	for i := range p.tokens {
		t := &p.tokens[i]
		known := func(e Expansion) bool { return e.Start <= t.Start && t.End <= e.End }
		prefix := half && i == len(p.tokens)-1
		if slices.ContainsFunc(more, known) || s.seen(s.standing(t.Word, prefix)) {
			continue
		}
		if to, ok := s.nearest(t.Word); ok {
			s.result.Corrections = append(s.result.Corrections, Correction{t.Word, to})
			t.Word = to
		}
	}
}

// seen tells whether one of the words is in a document that the asker may find.
func (s *search) seen(words []uint32) bool {
	for _, n := range words {
		for c := s.dictionary.words[n].cursor(); c.next(); {
			if s.base.has(c.doc) {
				return true
			}
		}
	}
	return false
}

// Words of fewer than minCorrected letters or more than maxCorrected are left
// as they are, those from longCorrected may have two mistakes.
const (
	minCorrected  = 4
	longCorrected = 8
	maxCorrected  = 40
)

type candidate struct {
	word     uint32
	distance int
}

// nearest is the word with the fewest mistakes between it and w, of these the
// commonest, that is in a document which the asker may find.
func (s *search) nearest(w string) (string, bool) {
	mine, rs := shapeOf(w), []rune(w)
	limit := 1
	if len(rs) >= longCorrected {
		limit = 2
	}
	if len(rs) < minCorrected || len(rs) > maxCorrected || lingua.Ideographic(w) || strings.ContainsFunc(w, unicode.IsDigit) {
		return "", false // also names, and designations of models and materials
	}
	var found []candidate
	var other [maxCorrected + 2]rune
	for n, o := range s.shapes {
		if !mine.near(o, limit) {
			continue
		}
		if d := distance(rs, appendRunes(other[:0], s.dictionary.words[n].text), limit); d <= limit {
			found = append(found, candidate{uint32(n), d})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		x, y := s.dictionary.words[a.word], s.dictionary.words[b.word]
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(y.docs, x.docs), strings.Compare(x.text, y.text))
	})
	for _, c := range found {
		if s.seen([]uint32{c.word}) {
			return s.dictionary.words[c.word].text, true
		}
	}
	return "", false
}

func appendRunes(out []rune, s string) []rune {
	for _, r := range s {
		out = append(out, r)
	}
	return out
}

// shape is what tells most words apart without a look at their letters.
type shape struct {
	letters uint32 // which there are, hashed to bits
	first   uint16 // the lower half of the first one
	length  uint8  // 255 is that or more
}

func shapeOf(word string) (s shape) {
	n := 0
	for i, r := range word {
		s.letters |= 1 << (uint32(r) * 2654435761 >> 27)
		if i == 0 {
			s.first = uint16(r)
		}
		n++
	}
	s.length = uint8(min(n, 255))
	return s
}

// near tells whether there may be no more than limit mistakes between words of
// two shapes: each changes the length by one at most and two letters of the
// set. Two mistakes are only looked for where the first letter is right.
func (s shape) near(o shape, limit int) bool {
	if s.first != o.first {
		limit = 1
	}
	d := int(s.length) - int(o.length)
	return -limit <= d && d <= limit && bits.OnesCount32(s.letters^o.letters) <= 2*limit
}

// distance counts the mistakes between two words of up to maxCorrected+2
// letters: a letter too many, missing, wrong, or two neighbours exchanged
// (optimal string alignment; Damerau, "A technique for computer detection and
// correction of spelling errors", 1964). Above limit it only tells that it is
// above.
func distance(a, b []rune, limit int) int {
	if len(a) > 0 && len(b) > 0 && a[0] != b[0] {
		limit = 1
	}
	var rows [3][maxCorrected + 3]int
	before, row, next := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := row[j-1]
			if a[i-1] != b[j-1] {
				d++
			}
			d = min(d, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			next[j] = d
			least = min(least, d)
		}
		if least > limit {
			return maxCorrected
		}
		before, row, next = row, next, before
	}
	if d := row[len(b)]; d <= limit {
		return d
	}
	return maxCorrected
}
