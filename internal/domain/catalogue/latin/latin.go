// Package latin writes names of other scripts in Latin letters: Russian and
// Belarusian ones after BGN/PCGN without its diacritics and soft signs,
// Chinese ones in Hanyu Pinyin (ISO 7098) without tones.
package latin

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

var russian = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ў': "w", '’': "",
}

// Cyrillic writes the Russian and Belarusian letters of a text in Latin ones
// and leaves the rest. Belarusian differs in г, which is h.
func Cyrillic(s string, belarusian bool) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		low := unicode.ToLower(r)
		out, ok := russian[low]
		switch {
		case !ok || low == '’' && (i == 0 || !unicode.Is(unicode.Cyrillic, runes[i-1])):
			b.WriteRune(r)
			continue
		case low == 'г' && belarusian:
			out = "h"
		case low == 'е' && (i == 0 || !unicode.IsLetter(runes[i-1]) || strings.ContainsRune("аеёіоуыэюяўьъ’", unicode.ToLower(runes[i-1]))):
			out = "ye"
		}
		switch {
		case out == "" || low == r:
		case capitals(runes, i):
			out = strings.ToUpper(out)
		default:
			out = strings.ToUpper(out[:1]) + out[1:]
		}
		b.WriteString(out)
	}
	return b.String()
}

// capitals tells whether the capital at i stands in a word of capitals, so that
// Я is YA and not Ya.
func capitals(runes []rune, i int) bool {
	if i+1 < len(runes) && unicode.IsLetter(runes[i+1]) {
		return unicode.IsUpper(runes[i+1])
	}
	return i > 0 && unicode.IsUpper(runes[i-1])
}

var toneless = pinyin.NewArgs()

// inNames are characters that names of places and bodies read otherwise than
// the dictionary's first reading: 长春, 厦门, 成都, 银行.
var inNames = map[rune]string{'长': "chang", '厦': "xia", '都': "du", '行': "hang"}

// Syllable returns the toneless pinyin of a Chinese character as it is read in
// names, "" for what is none. ü is written v.
func Syllable(r rune) string {
	if s, ok := inNames[r]; ok {
		return s
	}
	if found := pinyin.SinglePinyin(r, toneless); len(found) > 0 {
		return found[0]
	}
	return ""
}

// Pinyin writes each Chinese character of a text as a syllable of its own,
// "吉林大学" as "Ji Lin Da Xue", and leaves the rest.
func Pinyin(s string) string {
	var b strings.Builder
	han := false // the last thing written was a syllable
	for _, r := range strings.ReplaceAll(s, "重庆", "冲庆") {
		syllable := Syllable(r)
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if b.Len() > 0 && (syllable != "" || han && letter) && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
		if han = syllable != ""; han {
			b.WriteString(strings.ToUpper(syllable[:1]) + syllable[1:])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Name writes a whole name in Latin letters, whatever it is written in.
func Name(s string) string {
	belarusian := CyrillicLanguage(s) == "be"
	return strings.Join(strings.Fields(Pinyin(Cyrillic(s, belarusian))), " ")
}

// CyrillicLanguage tells by its letters which language a text is in: "be",
// "ru", or "uk", or "kk" for Kazakh and its kin; "" where the letters do not
// tell, or are not Cyrillic at all.
func CyrillicLanguage(s string) string {
	s = strings.ToLower(s)
	has := func(letters string) bool { return strings.ContainsAny(s, letters) }
	switch {
	case has("әғқңөұүһ"):
		return "kk"
	case has("їєґ"):
		return "uk"
	case has("ў"):
		return "be"
	case has("і") && has("и"):
		return "uk"
	case has("і"):
		return "be"
	case has("ищъ"):
		return "ru"
	}
	return ""
}
