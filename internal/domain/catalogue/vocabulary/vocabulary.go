// Package vocabulary holds the controlled values of the catalogue, each named
// in the four languages of the interface: places, classifications of science
// and technology, and the values of partnering profiles. Everything is built
// into the binary.
package vocabulary

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Term is a value of a scheme. A term without names stands for a code that the
// scheme does not know and is shown by its code.
type Term struct {
	Code  string
	names [4]string // in the order of i18n.All
}

// In names the term to a reader of l: in that language, else in English, else
// by its code.
func (t Term) In(l i18n.Lang) string {
	for _, want := range []i18n.Lang{l, i18n.EN} {
		if name := t.names[slices.Index(i18n.All, want)]; name != "" {
			return name
		}
	}
	return t.Code
}

// Scheme is a controlled vocabulary: a list of terms, or a tree of them, whose
// codes tell what is broader than what.
type Scheme struct {
	Name    string
	terms   []Term
	byCode  map[string]Term
	broader func(code string) string // the code one step up, "" above the top; for any code, known or not
	shape   func(code string) bool   // which codes beside the terms are valid; nil: none

	mu     sync.Mutex
	sorted map[i18n.Lang][]Term
}

// Terms lists the terms in the order of the classification. The caller must
// not change the list.
func (s *Scheme) Terms() []Term { return s.terms }

// Codes lists the codes in the order of the classification.
func (s *Scheme) Codes() []string {
	out := make([]string, len(s.terms))
	for i, t := range s.terms {
		out[i] = t.Code
	}
	return out
}

// Term returns the term of a code; where there is none, one that is shown by
// its code.
func (s *Scheme) Term(code string) Term {
	if t, ok := s.byCode[code]; ok {
		return t
	}
	return Term{Code: code}
}

// Valid tells whether the code belongs to the scheme.
func (s *Scheme) Valid(code string) bool {
	_, ok := s.byCode[code]
	return ok || s.shape != nil && s.shape(code)
}

// Nearest returns the term of the code, or the closest broader one: of the IPC
// code G06F 17/30 the class G06, of the ГРНТИ rubric 27.35.14 the section 27.
func (s *Scheme) Nearest(code string) (Term, bool) {
	for c := code; c != ""; c = s.broader(c) {
		if t, ok := s.byCode[c]; ok {
			return t, true
		}
	}
	return Term{Code: code}, false
}

// Parents lists the broader codes, the nearest first; none for a top term.
func (s *Scheme) Parents(code string) (out []string) {
	for c := s.broader(code); c != ""; c = s.broader(c) {
		out = append(out, c)
	}
	return out
}

// Children lists the terms one step below the code, in the order of the
// classification; those of "" are the top terms.
func (s *Scheme) Children(code string) (out []Term) {
	for _, t := range s.terms {
		if s.broader(t.Code) == code {
			out = append(out, t)
		}
	}
	return out
}

// Distance counts the steps from one code to the other through the nearest
// code that is broader than both; all top terms lie one step below a root.
// Siblings are at 2.
func (s *Scheme) Distance(a, b string) int {
	up := append([]string{a}, s.Parents(a)...)
	down := append([]string{b}, s.Parents(b)...)
	for i, c := range up {
		if j := slices.Index(down, c); j >= 0 {
			return i + j
		}
	}
	return len(up) + len(down)
}

// Sorted lists all terms by name as readers of l expect it: by the alphabet,
// Chinese by pinyin. The caller must not change the list.
func (s *Scheme) Sorted(l i18n.Lang) []Term {
	s.mu.Lock()
	defer s.mu.Unlock()
	if out := s.sorted[l]; out != nil {
		return out
	}
	c := collate.New(l.Tag())
	out := slices.Clone(s.terms)
	slices.SortStableFunc(out, func(a, b Term) int { return c.CompareString(a.In(l), b.In(l)) })
	s.sorted[l] = out
	return out
}

// SortedUnder lists the terms one step below the code as Sorted does: the
// regions of a country, the classes of a section.
func (s *Scheme) SortedUnder(code string, l i18n.Lang) (out []Term) {
	for _, t := range s.Sorted(l) {
		if s.broader(t.Code) == code {
			out = append(out, t)
		}
	}
	return out
}
