package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/birzha/birzha/solver/lingua"
)

// Correction tells that a word of the query, which is in no document that the
// asker may find, was taken for another.
type Correction struct{ From, To string }

// correct replaces the words of a part that nothing has.
func (s *search) correct(p part, last bool, more []Expansion) {
	for i := range p.tokens {
		t := &p.tokens[i]
		known := func(e Expansion) bool { return e.Start <= t.Start && t.End <= e.End }
		prefix := s.query.Prefix && last && i == len(p.tokens)-1
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

// Words shorter than minCorrected letters are left as they are, those from
// longCorrected may have two mistakes.
const (
	minCorrected  = 4
	longCorrected = 8
)

type candidate struct {
	word     uint32
	distance int
}

// nearest is the word with the fewest mistakes between it and w, of these the
// commonest, that is in a document which the asker may find.
func (s *search) nearest(w string) (string, bool) {
	rs := []rune(w)
	limit := 1
	if len(rs) >= longCorrected {
		limit = 2
	}
	if len(rs) < minCorrected || lingua.Ideographic(w) || strings.ContainsFunc(w, unicode.IsDigit) {
		return "", false // a name, or the designation of a model or material
	}
	var found []candidate
	mine := letters(w)
	for n := range s.dictionary.words {
		o := &s.dictionary.words[n]
		// A mistake changes at most two letters of the set.
		if bits.OnesCount32(mine^o.letters) > 2*limit || len(o.text) > 4*(len(rs)+limit) {
			continue
		}
		if k := utf8.RuneCountInString(o.text); k < len(rs)-limit || k > len(rs)+limit {
			continue
		}
		if d := distance(rs, []rune(o.text), limit); d <= limit {
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

// distance counts the mistakes between two words: a letter too many, missing,
// wrong, or two neighbours exchanged (optimal string alignment; Damerau, "A
// technique for computer detection and correction of spelling errors", 1964).
// Above limit it only tells that it is above.
func distance(a, b []rune, limit int) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
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
			return least
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
