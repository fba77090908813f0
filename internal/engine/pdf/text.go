package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

type colour struct{ r, g, b uint8 }

// style is how a piece of text is set.
type style struct {
	size   float64 // points
	bold   bool
	colour colour
}

// span is a text in one style; a paragraph is a list of spans.
type span struct {
	text  string
	style style
}

// mark is one letter, ready to be drawn.
type mark struct {
	r     rune
	face  int
	glyph uint
	width float64 // points, with the space that follows it
	style style
}

// line is a line of a paragraph.
type line []mark

func (l line) width() (w float64) {
	for _, m := range l {
		w += m.width
	}
	return w
}

// shape turns text into marks: composed (NFC), without invisible characters,
// each letter with the face that has it.
func shape(spans ...span) line {
	var out line
	for _, s := range spans {
		out = append(out, shapeSpan([]rune(norm.NFC.String(s.text)), s.style)...)
	}
	for i := 0; i+1 < len(out); i++ {
		a, b := out[i].r, out[i+1].r
		if isHan(a) && isWestern(b) || isWestern(a) && isHan(b) {
			out[i].width += out[i].style.size / 8 // the usual hair of space between the scripts
		}
	}
	return out
}

func shapeSpan(text []rune, st style) line {
	out := make(line, 0, len(text))
	for i, r := range text {
		switch {
		case r == '\n':
			out = append(out, mark{r: r, style: st})
			continue
		case r == '\t':
			r = ' '
		case invisible(r):
			continue
		}
		beside := i > 0 && isWide(text[i-1]) || i+1 < len(text) && isWide(text[i+1])
		id, letter, g := pick(r, st.bold, beside)
		out = append(out, mark{letter, id, g, faces[id].width(g) * st.size / 1000, st})
	}
	return out
}

// invisible letters have no ink and no width: controls, format characters,
// variation selectors.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf) || unicode.Is(unicode.Variation_Selector, r)
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isWestern(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek) || r >= '0' && r <= '9'
}

// isWide tells a Chinese letter, punctuation or full-width form.
func isWide(r rune) bool {
	return isHan(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}

// Letters that no line may start with, and that no line may end with.
const (
	notFirst = "，。、；：？！）》〉」』】〕〗％…·,.;:?!)]}»”’%‰°"
	notLast  = "（《〈「『【〔〖([{«“‘№"
)

// mayBreak tells whether a line may end between two letters that stand side
// by side: after a space or hyphen, and between Chinese letters (after Unicode
// Standard Annex 14, in the part that the four languages need).
func mayBreak(a, b rune) bool {
	switch {
	case b == ' ' || strings.ContainsRune(notFirst, b) || strings.ContainsRune(notLast, a):
		return false
	case a == ' ':
		return b != '—' && b != '–' // a dash stays with the word before it
	case a >= '0' && a <= '9' && isHan(b):
		return false // 20日
	case isWide(a) || isWide(b):
		return true
	}
	return strings.ContainsRune("-‐/&=", a) && (unicode.IsLetter(b) || a != '-')
}

// wrap breaks a paragraph into lines no wider than width points; a word that
// is itself too wide is broken where it must be.
func wrap(p line, width float64) []line {
	var out []line
	for start := 0; start < len(p); {
		w, end, last := 0.0, start, -1
		for ; end < len(p) && p[end].r != '\n'; end++ {
			w += p[end].width
			if w > width && p[end].r != ' ' && end > start {
				break
			}
			if end+1 < len(p) && mayBreak(p[end].r, p[end+1].r) {
				last = end + 1
			}
		}
		if end < len(p) && p[end].r != '\n' && last > start {
			end = last
		}
		out = append(out, trim(p[start:end]))
		start = end
		for start < len(p) && (p[start].r == ' ' || start == end && p[start].r == '\n') {
			start++
		}
	}
	return out
}

func trim(l line) line {
	for len(l) > 0 && l[len(l)-1].r == ' ' {
		l = l[:len(l)-1]
	}
	return l
}
