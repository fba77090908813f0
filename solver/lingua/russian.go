package lingua

import (
	"strings"

	"github.com/kljensen/snowball/russian"
)

// stemRussian is Snowball's stem, evened out in two places where that algorithm
// parts the forms of common technical nouns.
//
// It takes -л and -н after а or я for endings of verbs, so материал and экран
// become материа and экра, but материалов and экранов keep theirs: the letter
// goes in all forms. And it leaves the vowel that comes and goes before к:
// станок and станки, установок and установка.
func stemRussian(word string) string {
	for _, e := range [...]string{"вок", "нок", "работок", "асток"} {
		if strings.HasSuffix(word, e) && len(word) > len("вок")+4 {
			word = strings.TrimSuffix(word, "ок") + "к"
			break
		}
	}
	stem := russian.Stem(word, true)
	for _, e := range [...]string{"ал", "ан", "ял", "ян"} {
		if before, ok := strings.CutSuffix(stem, e); ok && strings.ContainsAny(before, "аеиоуыэюя") {
			return stem[:len(stem)-2]
		}
	}
	return stem
}
