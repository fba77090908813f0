package lingua

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// hansText lists traditional characters, each with its simplified one after it:
// what the transform Hant-Hans of Unicode CLDR 42 maps one to one.
//
//go:embed hans.txt
var hansText string

const (
	hanFirst, hanLast           = 0x4E00, 0x9FFF // the block of unified ideographs
	cyrillicFirst, cyrillicLast = 0x0400, 0x045F // the letters in use today
)

// hans is the simplified form of each unified ideograph.
var hans = func() (t [hanLast - hanFirst + 1]uint16) {
	for i := range t {
		t[i] = uint16(hanFirst + i)
	}
	var from rune
	for _, r := range strings.ReplaceAll(hansText, "\n", "") {
		if from == 0 {
			from = r
			continue
		}
		t[from-hanFirst], from = uint16(r), 0
	}
	return t
}()

// Fold brings a text into the form in which spellings are compared; the
// package comment lists what it does. It leaves punctuation and spaces alone,
// and folding a folded text changes nothing.
func Fold(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		n, plain := step(text[i:])
		if plain >= 0 {
			out = utf8.AppendRune(out, plain)
		} else {
			out = appendFolded(out, text[i:i+n])
		}
		i += n
	}
	return string(out)
}

// step looks at the first character of s. Most have a quick answer: how many
// bytes it takes and its folded form. Else plain is -1 and the first n bytes
// are a segment to be normalised as a whole (appendFolded).
func step(s string) (n int, plain rune) {
	if c := s[0]; c < utf8.RuneSelf {
		if len(s) > 1 && s[1] >= utf8.RuneSelf && marked(s[1:]) {
			return segment(s), -1
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		return 1, rune(c)
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case cyrillicFirst <= r && r <= cyrillicLast && !marked(s[n:]):
		return n, lowerCyrillic(r)
	case hanFirst <= r && r <= hanLast:
		return n, rune(hans[r-hanFirst])
	case r == utf8.RuneError && n == 1:
		return 1, utf8.RuneError
	}
	return segment(s), -1
}

func lowerCyrillic(r rune) rune {
	switch {
	case r == 'Ё' || r == 'ё' || r == 'Ѐ' || r == 'ѐ':
		return 'е'
	case r < 0x410:
		return r + 0x50
	case r < 0x430:
		return r + 0x20
	}
	return r
}

// marked tells whether a combining mark comes next.
func marked(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x300 && unicode.Is(unicode.Mn, r)
}

// segment is the length of the first piece of s that normalisation treats
// apart from the rest.
func segment(s string) int {
	_, first := utf8.DecodeRuneInString(s)
	n := norm.NFKC.NextBoundaryInString(s, true)
	return max(n, first)
}

// appendFolded folds a segment the thorough way.
func appendFolded(out []byte, s string) []byte {
	base := rune(0) // the letter that a mark belongs to
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKC.String(s))) {
		switch {
		case !unicode.Is(unicode.Mn, r):
			base = r
		case unicode.Is(unicode.Latin, base), base == 'е' && r == 0x308, r == 0x301, r == 0x300:
			continue // an accent, or ё, or a stress mark
		}
		switch {
		case r == 'ß':
			out = append(out, "ss"...)
		case r == 'ς':
			out = append(out, "σ"...)
		case hanFirst <= r && r <= hanLast:
			out = utf8.AppendRune(out, rune(hans[r-hanFirst]))
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return norm.NFC.Bytes(out)
}
