package lingua

import (
	"unicode"

	"github.com/kljensen/snowball/english"
)

// Stem reduces a folded word to what its inflected forms have in common. A
// language without rules returns the word.
func Stem(word, lang string) string {
	switch lang {
	case Russian:
		return stemRussian(word)
	case Belarusian:
		return stemBelarusian(word)
	case English:
		return english.Stem(word, true)
	}
	return word
}

// Keys are the stems of a folded word in every language it could be in, each
// with its language before it, so that a key of one language never equals one
// of another. A word that no language inflects is its own only key.
func Keys(word string) []string {
	langs := languages(word)
	if len(langs) == 0 {
		return []string{word}
	}
	keys := make([]string, len(langs))
	for i, l := range langs {
		keys[i] = l + ":" + Stem(word, l)
	}
	return keys
}

// Related tells whether two folded words are forms of one word in some
// language: whether they have a key in common.
func Related(a, b string) bool {
	if a == b {
		return true
	}
	for _, k := range Keys(a) {
		for _, l := range Keys(b) {
			if k == l {
				return true
			}
		}
	}
	return false
}

// languages lists those with a stemmer that a folded word could be in. Words
// with digits (h2o, 5g) and Cyrillic letters of other languages have none.
func languages(word string) []string {
	latin, cyr := true, true
	ru, be := true, true
	for i, r := range word {
		latin = latin && 'a' <= r && r <= 'z'
		cyr = cyr && unicode.Is(unicode.Cyrillic, r)
		switch r {
		case 'и', 'щ', 'ъ':
			be = false
		case 'і', 'ў':
			ru = false
		case 'ї', 'є', 'ґ', 'ј', 'љ', 'њ', 'ћ', 'ђ', 'џ':
			return nil
		}
		if !latin && !cyr || i > 64 {
			return nil
		}
	}
	switch {
	case word == "":
		return nil
	case latin:
		return []string{English}
	case ru && be:
		return []string{Russian, Belarusian}
	case ru:
		return []string{Russian}
	case be:
		return []string{Belarusian}
	}
	return nil
}

// Ideographic tells whether a folded word is written in Chinese characters or
// kana.
func Ideographic(word string) bool {
	for _, r := range word {
		return classOf(r) == ideographs
	}
	return false
}
