// Package diff tells by which words two texts differ.
package diff

import (
	"strings"
	"unicode"
)

// Op is what happened to a piece of text.
type Op int8

// The operations.
const (
	Equal  Op = iota // stands in both texts
	Delete           // stands in the old text only
	Insert           // stands in the new text only
)

// Edit is a piece of text with what happened to it.
type Edit struct {
	Op   Op
	Text string
}

// Words returns the edits that make the new text, now, of the old one, as few words
// as can be. The Equal and Delete pieces in turn are the old text, the Equal and
// Insert pieces the new one. Chinese is compared by characters. Texts that have
// almost nothing in common are one deletion and one insertion.
func Words(old, now string) []Edit {
	a, b := tokens(old), tokens(now)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	script := myers(a[head:len(a)-tail], b[head:len(b)-tail])
	edits := make([]Edit, 0, len(script)+2)
	for _, t := range a[:head] {
		edits = append(edits, Edit{Equal, t})
	}
	edits = append(edits, script...)
	for _, t := range a[len(a)-tail:] {
		edits = append(edits, Edit{Equal, t})
	}
	return merge(bridge(merge(edits)))
}

// Old returns the text before the edits, New the one after them.
func Old(edits []Edit) string { return without(edits, Insert) }

// New returns the text after the edits.
func New(edits []Edit) string { return without(edits, Delete) }

func without(edits []Edit, op Op) string {
	var b strings.Builder
	for _, e := range edits {
		if e.Op != op {
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

// tokens cuts a text into words, runs of blanks, and single other characters:
// Chinese ones, line breaks, marks.
func tokens(s string) (out []string) {
	start, last := 0, other
	for i, r := range s {
		k := kindOf(r)
		if i > start && (k != last || k == other) {
			out = append(out, s[start:i])
			start = i
		}
		last = k
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

type kind int8

const (
	other kind = iota
	word
	blank
)

func kindOf(r rune) kind {
	switch {
	case r == '\n' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return other
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '’' || r == '\'':
		return word
	case unicode.IsSpace(r):
		return blank
	}
	return other
}

// merge joins neighbours with the same operation, and puts a deletion before
// the insertion that takes its place.
func merge(edits []Edit) (out []Edit) {
	var gone, come, same strings.Builder
	flush := func(op Op, b *strings.Builder) {
		if b.Len() > 0 {
			out = append(out, Edit{op, b.String()})
			b.Reset()
		}
	}
	for _, e := range edits {
		switch e.Op {
		case Equal:
			flush(Delete, &gone)
			flush(Insert, &come)
			same.WriteString(e.Text)
			continue
		case Delete:
			gone.WriteString(e.Text)
		case Insert:
			come.WriteString(e.Text)
		}
		flush(Equal, &same)
	}
	flush(Equal, &same)
	flush(Delete, &gone)
	flush(Insert, &come)
	return out
}

// bridge takes a blank between two replaced words into both: a phrase that was
// replaced reads as one.
func bridge(edits []Edit) (out []Edit) {
	for i, e := range edits {
		between := e.Op == Equal && i > 1 && i+2 < len(edits) && strings.TrimSpace(e.Text) == "" && !strings.Contains(e.Text, "\n")
		if between && edits[i-1].Op == Insert && edits[i-2].Op == Delete && edits[i+1].Op == Delete && edits[i+2].Op == Insert {
			out = append(out, Edit{Delete, e.Text}, Edit{Insert, e.Text})
			continue
		}
		out = append(out, e)
	}
	return out
}
