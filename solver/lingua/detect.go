package lingua

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Guess is a language that a text may be in.
type Guess struct {
	Lang       string  // one of the four, or "und" for another
	Confidence float64 // of this guess; those of a text add up to one
}

// Detect tells which of the four languages a text is in, the likeliest first.
// It is made for titles and queries: the script decides first, then letters
// that only one language has, then a few pairs of letters and common words. A
// text without letters has no guess.
func Detect(text string) []Guess {
	var han, kana, cyr, latin, other float64
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han += 3 // one character says about as much as three letters
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana += 3
		case unicode.Is(unicode.Cyrillic, r):
			cyr++
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	all := han + kana + cyr + latin + other
	if all == 0 {
		return nil
	}
	weight := map[string]float64{"und": other}
	if kana > 0 { // Japanese is written with both
		weight["und"] += han + kana
	} else {
		weight[Chinese] = han
	}
	folded := " " + Fold(text) + " "
	if cyr > 0 {
		share(weight, cyr, cyrillicSigns, folded)
	}
	if latin > 0 {
		share(weight, latin, latinSigns, " "+strings.ToLower(text)+" ")
	}
	var out []Guess
	for l, w := range weight {
		if w > 0 {
			out = append(out, Guess{l, w / all})
		}
	}
	slices.SortFunc(out, func(a, b Guess) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), strings.Compare(a.Lang, b.Lang))
	})
	return out
}

// sign is a piece of text that speaks for a language, and how strongly: the
// odds are multiplied by it, but no sign counts more than three times.
type sign struct {
	text string
	lang string
	odds float64
}

// cyrillicSigns tell Russian, Belarusian and others apart. Letters absent from
// an alphabet are near proof; the pairs follow from Belarusian spelling, which
// writes unstressed о as а, hard р, ч, ш, ж, and soft т, д as ц, дз.
var cyrillicSigns = []sign{
	{"и", Russian, 30},
	{"и", "und", 20},
	{"щ", Russian, 50},
	{"ъ", Russian, 50},
	{"ть", Russian, 3},
	{"ого", Russian, 3},
	{"ие", Russian, 2},
	{"тр", Russian, 1.1},
	{"о", Russian, 1.2},
	{"ў", Belarusian, 100},
	{"і", Belarusian, 30},
	{"і", "und", 10},
	{"дз", Belarusian, 4},
	{"ць", Belarusian, 6},
	{"цы", Belarusian, 2},
	{"чы", Belarusian, 6},
	{"шы", Belarusian, 6},
	{"жы", Belarusian, 6},
	{"ры", Belarusian, 1.2},
	{"рэ", Belarusian, 5},
	{"тэ", Belarusian, 4},
	{"дэ", Belarusian, 4},
	{"ага ", Belarusian, 3},
	{"ння", Belarusian, 4},
	{"нне", Belarusian, 4},
	{"ав", Belarusian, 1.2},
	{"ї", "und", 300},
	{"є", "und", 200},
	{"ґ", "und", 200},
	{"ј", "und", 300},
	{"љ", "und", 100},
	{"њ", "und", 100},
	{"ә", "und", 300},
	{"қ", "und", 300},
	{"ң", "und", 300},
	{"ө", "und", 300},
	{"ү", "und", 300},
	{"ғ", "und", 300},
}

// latinSigns tell English from the rest, for which there are accents and the
// commonest words of a few neighbours.
var latinSigns = []sign{
	{" the ", English, 20},
	{" of ", English, 10},
	{" and ", English, 20},
	{" for ", English, 4},
	{" with ", English, 10},
	{"ing ", English, 3},
	{"th", English, 2},
	{"tion ", English, 1.5},
	{"w", English, 1.3},
	{"y ", English, 1.5},
	{"gy ", English, 2},
	{"ä", "und", 10},
	{"ö", "und", 10},
	{"ü", "und", 10},
	{"ß", "und", 30},
	{"é", "und", 5},
	{"è", "und", 10},
	{"ç", "und", 10},
	{"ñ", "und", 20},
	{"ł", "und", 30},
	{"ą", "und", 30},
	{"ę", "und", 30},
	{"ś", "und", 20},
	{"ż", "und", 30},
	{"č", "und", 20},
	{"š", "und", 20},
	{"ž", "und", 20},
	{"ơ", "und", 30},
	{"ư", "und", 30},
	{"đ", "und", 30},
	{"å", "und", 10},
	{"ø", "und", 10},
	{" und ", "und", 20},
	{" der ", "und", 10},
	{" für ", "und", 20},
	{" de ", "und", 5},
	{" la ", "und", 4},
	{" et ", "und", 5},
	{" des ", "und", 5},
	{" von ", "und", 8},
}

// share divides the weight of a script among its languages by the signs found.
func share(weight map[string]float64, total float64, signs []sign, text string) {
	odds := map[string]float64{}
	if signs[0].lang == Russian {
		odds[Russian], odds[Belarusian], odds["und"] = 1, 0.7, 0.05
	} else {
		odds[English], odds["und"] = 1, 0.3
	}
	for _, s := range signs {
		for range min(strings.Count(text, s.text), 3) {
			odds[s.lang] *= s.odds
		}
	}
	sum := 0.0
	for _, o := range odds {
		sum += o
	}
	for l, o := range odds {
		weight[l] += total * o / sum
	}
}
