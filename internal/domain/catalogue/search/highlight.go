package search

import (
	"sync"
	"unicode/utf8"

	"github.com/birzha/birzha/solver/lingua"
)

// Span is a stretch of a text in bytes.
type Span struct{ Start, End int }

// marks are the words that a query matched, to be shown in texts.
type marks struct {
	words   []word
	numbers [][]uint32
	once    sync.Once
	set     map[string]bool
}

func newMarks(m *memory, demands []demand) *marks {
	out := &marks{words: m.words}
	for _, d := range demands {
		for _, w := range d.ways {
			for _, s := range w.slots {
				out.numbers = append(out.numbers, s.words)
			}
		}
	}
	return out
}

func (k *marks) has(w string) bool {
	k.once.Do(func() {
		k.set = map[string]bool{}
		for _, numbers := range k.numbers {
			for _, n := range numbers {
				k.set[k.words[n].text] = true
			}
		}
	})
	return k.set[w]
}

// Highlight returns the stretches of a text, in any language, that the query's
// words match. A text without any has none of the words.
func (r Result) Highlight(text string) (out []Span) {
	if r.marks == nil {
		return nil
	}
	for _, t := range lingua.Tokens(text) {
		switch last := len(out) - 1; {
		case t.Tail || !r.marks.has(t.Word):
		case last >= 0 && t.Start <= out[last].End:
			out[last].End = max(out[last].End, t.End)
		default:
			out = append(out, Span{t.Start, t.End})
		}
	}
	return out
}

// Excerpt cuts about size characters out of a text, around the first stretch
// that the query matches, and returns them with the stretches in them. Where
// something is left out there is an ellipsis.
func (r Result) Excerpt(text string, size int) (string, []Span) {
	spans := r.Highlight(text)
	if utf8.RuneCountInString(text) <= size {
		return text, spans
	}
	from := 0
	if len(spans) > 0 {
		from = min(wordStart(text, back(text, spans[0].Start, size/4)), spans[0].Start)
	}
	to := from
	for n := 0; n < size && to < len(text); n++ {
		_, w := utf8.DecodeRuneInString(text[to:])
		to += w
	}
	to = wordEnd(text, from, to)
	before, after := "", ""
	if from > 0 {
		before = "…"
	}
	if to < len(text) {
		after = "…"
	}
	var kept []Span
	for _, s := range spans {
		if s.Start >= from && s.End <= to {
			kept = append(kept, Span{s.Start - from + len(before), s.End - from + len(before)})
		}
	}
	return before + text[from:to] + after, kept
}

// back is n characters before i.
func back(text string, i, n int) int {
	for ; n > 0 && i > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(text[:i])
		i -= w
	}
	return i
}

// boundary is how many bytes a cut may move to meet a space.
const boundary = 40

// wordStart moves a cut behind the next space, if there is one near.
func wordStart(text string, i int) int {
	if i == 0 {
		return 0
	}
	for j := i; j < len(text) && j < i+boundary; j++ {
		if text[j] == ' ' {
			return j + 1
		}
	}
	return i
}

// wordEnd moves a cut before the last space, if there is one near.
func wordEnd(text string, from, i int) int {
	if i == len(text) {
		return i
	}
	for j := i; j > from && j > i-boundary; j-- {
		if text[j] == ' ' {
			return j
		}
	}
	return i
}
