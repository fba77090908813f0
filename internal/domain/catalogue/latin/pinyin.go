package latin

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// known are the syllables that Chinese characters are read as.
var known = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for r := rune(0x4e00); r <= 0x9fa5; r++ {
		if s := Syllable(r); s != "" {
			out[s] = true
		}
	}
	for _, odd := range []string{"", "n", "m", "ng", "o", "e", "hm", "hng", "ê"} {
		delete(out, odd)
	}
	return out
})

// Split cuts a word of toneless pinyin into syllables, "changchun" into
// "chang", "chun"; nil where it is none.
func Split(word string) []string {
	return split(word, 6, func(s string) string {
		if known()[s] {
			return s
		}
		return ""
	})
}

// Palladius reads a Chinese name in Russian letters by the system of
// Palladius, or in Belarusian ones likewise, and returns its syllables in
// pinyin: "чанчунь" as "chang", "chun"; nil where it is no such name. The word
// stands in lower case and without the ending of an adjective.
func Palladius(word string) []string {
	word = strings.NewReplacer("і", "и", "ў", "у", "чжы", "чжи", "шы", "ши", "чы", "чи", "жы", "жи", "ъ", "").Replace(word)
	return split(word, 14, func(s string) string { return palladius()[s] })
}

// split cuts a word into the fewest pieces that read gives a syllable for.
func split(word string, longest int, read func(string) string) []string {
	if len(word) == 0 || len(word) > 60 {
		return nil
	}
	best := make([][]string, len(word)+1) // by the place to which it reaches
	best[0] = []string{}
	for i := range len(word) {
		if best[i] == nil {
			continue
		}
		for n := 1; n <= longest && i+n <= len(word); n++ {
			if s := read(word[i : i+n]); s != "" && (best[i+n] == nil || len(best[i])+1 < len(best[i+n])) {
				best[i+n] = append(append([]string{}, best[i]...), s)
			}
		}
	}
	return best[len(word)]
}

var (
	initials = pairs(`zh чж ch ч sh ш b б p п m м f ф d д t т n н l л g г k к h х j цз q ц x с r ж z цз c ц s с`)
	finals   = pairs(`iong юн iang ян uang уан ang ан eng эн ing ин ong ун ian янь iao яо uan уань uai уай
		ai ай an ань ao ао ei эй en энь er эр ia я ie е in инь iu ю ou оу ua уа ui уй un унь uo о ve юэ vn юнь van юань
		a а e э i и o о u у v юй`)
	bare = pairs(`yi и ya я yan янь yang ян yao яо ye е yin инь ying ин yo йо yong юн you ю yu юй yuan юань yue юэ yun юнь
		wa ва wai вай wan вань wang ван wei вэй wen вэнь weng вэн wo во wu у hui хой zi цзы ci цы si сы`)
)

func pairs(s string) [][2]string {
	f := strings.Fields(s)
	out := make([][2]string, 0, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		out = append(out, [2]string{f[i], f[i+1]})
	}
	return out
}

// palladius gives the pinyin of each syllable of the system, made from the rules
// of initials and finals. After j, q, x the letter u stands for ü.
var palladius = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, s := range slices.Sorted(maps.Keys(known())) {
		for _, i := range initials {
			rest, ok := strings.CutPrefix(s, i[0])
			if !ok {
				continue
			}
			if strings.Contains("jqx", i[0]) && strings.HasPrefix(rest, "u") {
				rest = "v" + rest[1:]
			}
			for _, f := range finals {
				if rest == f[0] && (rest != "o" || strings.Contains("bpmf", i[0])) { // else ло would be lo, not luo
					out[i[1]+f[1]] = s
				}
			}
			break // zh, not z
		}
		for _, f := range finals {
			if s == f[0] {
				out[f[1]] = s
			}
		}
	}
	for _, b := range bare {
		out[b[1]] = b[0]
	}
	out["хуэй"], out["гуй"], out["цзи"], out["ци"], out["си"] = "hui", "gui", "ji", "qi", "xi"
	return out
})
