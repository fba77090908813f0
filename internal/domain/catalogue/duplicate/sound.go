package duplicate

import (
	"strings"
	"unicode"

	"github.com/birzha/birzha/internal/domain/catalogue/latin"
)

// endings of nouns and adjectives, the longest first, that differ by case and
// language and are cut before words are compared by sound.
var (
	cyrillicEndings = strings.Fields(`ского скому скими ская ское ский ской ских ским скую скага скае скай скіх скім скі цкого цкая цкое цкий цкой цкіх цкі цкага ск цк
		ного ному ная ное ный ные ных ной ным нага най ны ням ового овая овый овое овых авы авая авага иями ями ами ией иям иях ого ему ому его ыми ими
		ага яга ов ев ей ий ия ии ию ям ях ом ам ах ые ых ый ой ая яя ое ее ие ія іі ыя аў еў яў ай ых іх ым ім а я ы и і у ю о е э ь й`)
	latinEndings = strings.Fields(`skaya skogo skii skiy skij skaja skoe sky ski tsk sk ian ean s`)
)

func cut(w string, endings []string) string {
	for _, e := range endings {
		if rest := strings.TrimSuffix(w, e); rest != w && len([]rune(rest)) >= 3 {
			return rest
		}
	}
	return w
}

// sounds are the spellings that the romanisations BGN/PCGN, ISO 9, the
// Belarusian Łacinka and English usage have for one sound. What is left after
// accents were taken off is folded to one letter.
var sounds = strings.NewReplacer(
	"shch", "s", "sch", "s", "sz", "s", "sh", "s", "cz", "c", "ch", "c", "tch", "c", "zh", "z", "kh", "g", "ts", "c", "tz", "c",
	"yu", "u", "iu", "u", "ju", "u", "ya", "a", "ia", "a", "ja", "a", "yo", "a", "io", "a", "jo", "a", "ye", "e", "ie", "e", "je", "e",
	"ph", "f", "ck", "k", "qu", "k", "q", "k", "x", "ks", "w", "v", "y", "i", "j", "i", "h", "g", "o", "a", "dzi", "di", "dz", "z",
)

// sound writes a word by its sound in few letters, alike for the same name in
// Russian, Belarusian and their romanisations: akanne makes o and a one,
// fricative г makes g and h one.
func sound(w string) string {
	if isCyrillic(w) {
		w = latin.Cyrillic(cut(w, cyrillicEndings), false)
	} else {
		w = cut(w, latinEndings)
	}
	w = sounds.Replace(w)
	var b strings.Builder
	last := rune(0)
	for _, r := range w {
		if r != last && unicode.IsLetter(r) {
			b.WriteRune(r)
		}
		last = r
	}
	out := b.String()
	if trimmed := strings.TrimRight(out, "aeiu"); len(trimmed) >= 3 {
		out = trimmed // what is left of case endings
	}
	return out
}

// skeleton is a coarse form of a sound for finding candidates: the first
// letter and the next consonants, three in all.
func skeleton(sound string) string {
	var b strings.Builder
	for i, r := range sound {
		if i == 0 || !strings.ContainsRune("aeiou", r) {
			b.WriteRune(r)
		}
		if b.Len() >= 3 {
			break
		}
	}
	return b.String()
}

// syllables reads a word in letters as a Chinese name: Latin ones as pinyin,
// Cyrillic ones by Palladius; nil where it is none.
func syllables(w string) (out []word) {
	read := latin.Split
	if isCyrillic(w) {
		read = func(w string) []string {
			if found := latin.Palladius(w); found != nil {
				return found
			}
			return latin.Palladius(cut(w, cyrillicEndings))
		}
	}
	for _, s := range read(w) {
		out = append(out, word{key: "^" + s, weight: syllableWeight})
	}
	return out
}

func isCyrillic(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}
