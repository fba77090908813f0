// Package lingua turns text of any language into the words that a search
// compares: Russian, Belarusian, English and Chinese with care, all others by
// their letters alone.
//
// Text is folded first, so that spellings of one word meet: compatibility
// forms (NFKC, Unicode Standard Annex 15: full width, ligatures, indices),
// case, accents of Latin letters, ё and е, apostrophes within Cyrillic words,
// traditional and simplified characters. Belarusian ў and Cyrillic й stay
// letters of their own.
//
// It is then cut into tokens. A token of an alphabet is a run of letters and
// digits. A run of Chinese characters, which has no spaces, becomes its
// overlapping pairs (bigrams; Nie, Gao, Zhang and Zhou, "On the use of words
// and n-grams for Chinese information retrieval", 2000), so that every word or
// name of two characters is a token, and a longer one is a phrase of tokens.
//
// Inflected forms meet by their stems: the Snowball algorithms for Russian and
// English (Porter, https://snowballstem.org), a light stemmer for Belarusian
// (see belarusian.go). Two words are [Related] when some language that both
// could be in gives them one stem; which language a text is in need not be
// known for that.
//
// Nothing here keeps state or does input and output; all functions may be
// called at once from many goroutines.
package lingua

// The languages with rules of their own. Any other tag means none.
const (
	Russian    = "ru"
	Belarusian = "be"
	English    = "en"
	Chinese    = "zh-Hans"
)

// Token is one word of a text.
type Token struct {
	Word       string // folded
	Stem       string // set by Analyse only
	Start, End int    // bytes of the original text
	Pos        int    // counts words; neighbours differ by one, also across punctuation
	// Tail marks the last character of a Chinese run standing alone. It is
	// there so that a search for one character finds every place; it adds
	// nothing where the run's pairs are looked for.
	Tail bool
}

// Analyse cuts a text of the language lang (a BCP 47 tag) into tokens with
// their stems. A word in another script than the language's is stemmed as its
// script suggests: a Latin word in a Russian text as English.
func Analyse(text, lang string) []Token {
	tokens := Tokens(text)
	for i := range tokens {
		tokens[i].Stem = Stem(tokens[i].Word, of(tokens[i].Word, lang))
	}
	return tokens
}

// of is the language to stem a word in that stands in a text of lang.
func of(word, lang string) string {
	langs := languages(word)
	for _, l := range langs {
		if l == lang {
			return l
		}
	}
	if len(langs) > 0 {
		return langs[0]
	}
	return ""
}
