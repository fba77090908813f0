package translate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// plausible returns a fault where out can be no translation of in: it is empty,
// much longer or shorter, in another script, with other numbers or line breaks,
// or with an address that was not there. It cannot tell a good translation.
func plausible(p pair, in, out string) error {
	refuse := func(key, why string, args ...any) error {
		args = append(args, "text", beginning(in))
		return &fault.Error{Kind: fault.Unavailable, Key: key, Args: args, Err: fmt.Errorf("%w: %s", errHalve, why)}
	}
	switch w, v := weight(in), weight(out); {
	case strings.TrimSpace(out) == "":
		return refuse("translation.doubtful", "it is empty")
	case 4*(v+20) < w+20 || v+20 > 4*(w+20):
		return refuse("translation.doubtful", fmt.Sprintf("its length is %d against %d", v, w))
	case strings.Count(in, "\n") != strings.Count(out, "\n"):
		return refuse("translation.doubtful", "it has other line breaks")
	case foreign(p, in, out):
		return refuse("translation.doubtful", "it is not in the letters of its language")
	}
	for _, a := range addresses.FindAllString(out, -1) {
		if !strings.Contains(in, a) {
			return refuse("translation.doubtful", "it has an address that was not there")
		}
	}
	if was, is := strayNumbers(p, in, out); was+is != "" {
		return refuse("translation.numbers", "numbers", "was", or(was), "is", or(is))
	}
	return nil
}

func or(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

var addresses = regexp.MustCompile(`(?:https?://|www\.)[!-~]*[A-Za-z0-9/]|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)

// beginning is what a text is known by in a message.
func beginning(s string) string {
	const most = 40
	s, _, _ = strings.Cut(s, "\n")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// weight is the length of a text in letters; a Chinese character says as much as
// three.
func weight(s string) (n int) {
	for _, r := range s {
		n++
		if unicode.Is(unicode.Han, r) {
			n += 2
		}
	}
	return n
}

var scripts = map[i18n.Lang]*unicode.RangeTable{i18n.RU: unicode.Cyrillic, i18n.BE: unicode.Cyrillic, i18n.EN: unicode.Latin, i18n.ZH: unicode.Han}

// foreign tells whether a text of some length is not in its language: it has
// little of the language's script, and that does not come of names in Latin
// letters; or it is the source again; or Russian passes for Belarusian.
func foreign(p pair, in, out string) bool {
	letters, own := count(out, scripts[p.to])
	whole, latin := count(in, unicode.Latin)
	some := 20
	if latin*2 >= whole {
		some = 60
	}
	switch {
	case letters < some:
		return false
	case letters >= 60 && in == out, p.to == i18n.EN && own*2 < letters, p.to != i18n.EN && own*4 < letters:
		return true
	}
	strange := strings.Count(out, "") - strings.Count(strings.Map(func(r rune) rune {
		if strings.ContainsRune(strangers[p.to], unicode.ToLower(r)) {
			return -1
		}
		return r
	}, out), "")
	return strange*50 > letters
}

// strangers are letters of the other Cyrillic language.
var strangers = map[i18n.Lang]string{i18n.BE: "ищъ", i18n.RU: "іў"}

func count(s string, t *unicode.RangeTable) (letters, own int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(t, r) {
				own++
			}
		}
	}
	return letters, own
}

// clean takes away what no text of ours holds: control characters, white space
// at the edges.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// strayNumbers returns the numbers that only in, and only out has. A whole
// number up to twelve may become a word, or a word such a number (a month, in
// Chinese), but not both in one text, for then one may have become another.
func strayNumbers(p pair, in, out string) (was, is string) {
	lost, won := numbers(p.from, in), numbers(p.to, out)
	for i := 0; i < len(lost); i++ {
		if j := slices.Index(won, lost[i]); j >= 0 {
			won = slices.Delete(won, j, j+1)
			lost = slices.Delete(lost, i, i+1)
			i--
		}
	}
	if !slices.ContainsFunc(lost, large) && !slices.ContainsFunc(won, large) && (len(lost) == 0 || len(won) == 0) {
		return "", ""
	}
	return strings.Join(lost, "; "), strings.Join(won, "; ")
}
