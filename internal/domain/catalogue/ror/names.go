package ror

import (
	"slices"
	"strings"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/latin"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// names repairs the languages of the names, joins those that are said twice,
// and sees that there is an English one.
func (it *Item) names(list []Name, country string) []Name {
	suffix := " (" + vocabulary.Country(country).In(i18n.EN) + ")" // which the registry gives to companies
	for i := range list {
		n := &list[i]
		n.Text = strings.Join(strings.Fields(n.Text), " ")
		n.Lang, _, _ = strings.Cut(strings.ToLower(n.Lang), "-")
		if short := strings.TrimSuffix(n.Text, suffix); short != n.Text && short != "" {
			it.note(SuffixRemoved, "name", n.Text, short)
			n.Text = short
		}
	}
	list = slices.DeleteFunc(list, func(n Name) bool { return n.Text == "" })
	it.swap(list)
	for i := range list {
		it.language(list, &list[i])
	}
	list = joined(list)
	if len(list) == 0 || slices.ContainsFunc(list, func(n Name) bool { return n.Type == Label && n.Lang == "en" }) {
		return list
	}
	return it.english(list)
}

func label(list []Name, lang string) *Name {
	i := slices.IndexFunc(list, func(n Name) bool { return n.Type == Label && n.Lang == lang })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// swap puts the Russian and the Belarusian label into their own places where
// the letters of one show that they stand in each other's and the letters of
// the other do not contradict.
func (it *Item) swap(list []Name) {
	ru, be := label(list, "ru"), label(list, "be")
	if ru == nil || be == nil {
		return
	}
	isRU, isBE := latin.CyrillicLanguage(ru.Text), latin.CyrillicLanguage(be.Text)
	if (isRU == "be" && isBE != "be") || (isBE == "ru" && isRU != "ru" && isRU != "kk" && isRU != "uk") {
		ru.Text, be.Text = be.Text, ru.Text
		it.note(NamesSwapped, "name.be", ru.Text, be.Text)
		it.note(NamesSwapped, "name.ru", be.Text, ru.Text)
	}
}

// language corrects a Cyrillic name's language where its letters contradict,
// and finds the language of a name that came without. A label that moves to
// where another stands becomes an alias.
func (it *Item) language(list []Name, n *Name) {
	letters := latin.CyrillicLanguage(n.Text)
	switch {
	case n.Lang == "ru" || n.Lang == "be":
		if letters == "" || letters == n.Lang {
			return
		}
		if n.Type == Label && label(list, letters) != nil {
			n.Type = Alias
		}
		it.note(LanguageChanged, "name."+n.Lang, n.Text, letters)
		n.Lang = letters
	case n.Lang == "" && strings.ContainsFunc(n.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		n.Lang = "zh"
	case n.Lang == "":
		n.Lang = letters
	}
}

// joined merges names of the same text: the display name of schema 1 is mostly
// one of the labels too. A second label in a language becomes an alias.
func joined(list []Name) (out []Name) {
	labelled := map[string]bool{}
	for _, want := range []NameType{Label, Alias, Acronym} {
		for pass := range 2 { // first those that know their language
			for _, n := range list {
				if n.Type != want || (n.Lang == "") != (pass == 1) {
					continue
				}
				if i := slices.IndexFunc(out, func(o Name) bool { return o.Text == n.Text }); i >= 0 {
					out[i].Display = out[i].Display || n.Display
					continue
				}
				if n.Type == Label && n.Lang != "" {
					if labelled[n.Lang] {
						n.Type = Alias
					}
					labelled[n.Lang] = true
				}
				out = append(out, n)
			}
		}
	}
	return out
}

// english finds an English name among those whose language is unknown, or else
// makes one: by transliteration, from an acronym.
func (it *Item) english(list []Name) []Name {
	inLatin := func(n Name) bool { return script(n.Text) == unicode.Latin }
	for _, want := range []func(Name) bool{
		func(n Name) bool { return n.Display && n.Lang == "" && looksEnglish(n.Text) },
		func(n Name) bool { return n.Type != Acronym && n.Lang == "" && looksEnglish(n.Text) },
		func(n Name) bool { return n.Display && n.Lang == "" && inLatin(n) },
	} {
		if i := slices.IndexFunc(list, want); i >= 0 {
			n := &list[i]
			if !n.Display || !looksEnglish(n.Text) { // else it is where schema 1 keeps it
				it.note(EnglishFromName, "name.en", string(n.Type), n.Text)
			}
			n.Lang, n.Type = "en", Label
			return list
		}
	}
	for _, want := range []func(Name) bool{
		func(n Name) bool { return n.Type == Label && inLatin(n) }, // Polish, Uzbek …: readable as it is
		func(n Name) bool {
			return n.Type == Label && (script(n.Text) == unicode.Cyrillic || script(n.Text) == unicode.Han)
		},
		func(n Name) bool { return n.Type == Acronym && inLatin(n) },
	} {
		if i := slices.IndexFunc(list, want); i >= 0 {
			made := Name{Text: latin.Name(list[i].Text), Lang: "en", Type: Label, Derived: true}
			it.note(EnglishDerived, "name.en", list[i].Text, made.Text)
			return append(list, made)
		}
	}
	it.note(EnglishMissing, "name.en", list[0].Text, "")
	return list
}

// script returns the script of the first letter.
func script(s string) *unicode.RangeTable {
	for _, r := range s {
		for _, t := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Han} {
			if unicode.Is(t, r) {
				return t
			}
		}
		if unicode.IsLetter(r) {
			return nil
		}
	}
	return nil
}

// englishWords are the words by which English names of organisations are told
// from those of other languages in Latin letters.
var englishWords = strings.Fields(`of and for the in university institute institution college academy school hospital centre laboratory research
	science sciences technology technological company ltd limited corporation group ministry department national state international foundation
	association society council bank library museum office agency bureau observatory station plant factory works park union federation committee`)

func looksEnglish(s string) bool {
	return script(s) == unicode.Latin && slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }),
		func(word string) bool { return slices.Contains(englishWords, word) })
}
