package catalogue_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/domain/catalogue"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Лазер 光纤 Ёў\tx":              "Лазер 光纤 Ёў\tx",
		"one\r\ntwo\rthree\u2028four": "one\ntwo\nthree\nfour",
		"a\x00b\x1b[31m\u0085":        "ab[31m",
		"bad\xff\xfe":                 "bad",
		"\u202egnp.exe\u2066x\u2069":  "gnp.exex",
		"family 👨\u200d👩\u200d👧":      "family 👨\u200d👩\u200d👧",
	} {
		if got := catalogue.Clean(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Whatever comes in, what is kept can be stored, said as XML and shown.
func TestCleanAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := catalogue.Clean(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text"))
		if !utf8.ValidString(s) || catalogue.Clean(s) != s {
			t.Fatalf("%q is not clean", s)
		}
		for _, r := range s {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' && r != '\u061c' {
				t.Fatalf("%q holds %U", s, r)
			}
		}
	})
}
