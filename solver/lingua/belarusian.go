package lingua

import "strings"

// A light stemmer for Belarusian: it takes off one ending of the declension of
// nouns, adjectives, participles and pronouns or of the conjugation of verbs,
// then evens out the consonants that alternate before endings (рука, руцэ;
// кніга, кнізе; навука, навуцы; горад, горадзе). It is made in the manner
// of Savoy's light stemmers ("Light stemming approaches for the French,
// Portuguese, German and Hungarian languages", 2006); for the paradigms see
// "Кароткая граматыка беларускай мовы" (Мінск, 2007–2009). What is left is no root and no
// word; it is only equal for forms of one word, mostly.

// belarusianEndings by their length in letters, the longest first.
var belarusianEndings = [][]string{
	{"іямі", "яваць", "ываць", "іваць", "аюцца", "яюцца", "уюцца"},
	{"ецца", "іцца", "ацца", "ався", "аваў"},
	{"ымі", "імі", "ага", "яга", "ога", "ому", "аму", "яму", "амі", "ямі", "іях", "іям", "іяй", "іяю", "ыць", "іць", "аць", "яць", "уць", "юць", "ець"},
	{
		"ая", "яя", "ае", "яе", "ую", "юю", "ой", "ай", "яй", "ей", "эй", "ых", "іх", "ым", "ім", "ыя", "ія", "іе",
		"ам", "ям", "ах", "ях", "ом", "ем", "эм", "аў", "яў", "оў", "еў", "ею", "аю", "яю", "ію", "іі", "ій", "ый",
		"ла", "лі", "ло", "ць",
	},
	{"а", "я", "о", "е", "э", "і", "ы", "у", "ю", "ь", "й", "ў"},
}

// fleeting are ends with a vowel that other forms lack, as these have them:
// апрацовак and апрацоўка, станок and станкі.
var fleeting = [][2]string{{"вак", "ўк"}, {"нок", "нк"}, {"ынак", "ынк"}}

// minStem is how many letters must be left, so that short words stay apart.
const minStem = 3

func stemBelarusian(word string) string {
	rs := []rune(word)
	if len(rs) <= minStem {
		return word
	}
	for _, v := range fleeting {
		if before, ok := strings.CutSuffix(word, v[0]); ok && len(before) >= len("р") {
			return before + v[1]
		}
	}
	return string(even(withoutEnding(strings.TrimSuffix(word, "ся"))))
}

// withoutEnding takes the longest ending off.
func withoutEnding(word string) []rune {
	rs := []rune(word)
	for _, endings := range belarusianEndings {
		for _, e := range endings {
			if strings.HasSuffix(word, e) {
				if n := len(rs) - len([]rune(e)); n >= minStem {
					return rs[:n]
				}
			}
		}
	}
	return rs
}

// even replaces a last consonant that alternates by the one it alternates with.
func even(rs []rune) []rune {
	n := len(rs)
	if n > 1 && rs[n-2] == 'д' && rs[n-1] == 'з' {
		return rs[:n-1]
	}
	switch rs[n-1] {
	case 'ц', 'т':
		rs[n-1] = 'к'
	case 'з':
		rs[n-1] = 'г'
	case 'с':
		rs[n-1] = 'х'
	}
	return rs
}
