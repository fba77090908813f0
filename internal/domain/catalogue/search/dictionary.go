package search

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/birzha/birzha/solver/lingua"
)

// dictionary has every word of the texts, each with its posting.
type dictionary struct {
	words  []word
	shapes []shape           // of words
	number map[string]uint32 // of a word
	order  []uint32          // words by their text; those added since arrange are not in it
	texts  strings.Builder   // of words, in chunks

	seed  maphash.Seed
	forms map[uint64]uint32 // by the hash of a key of lingua: the last form with it in chain
	chain []form            // the first is none
}

// word is a folded word as it stands in some text.
type word struct {
	text string
	posting
}

// form links the words with one key.
type form struct{ word, before uint32 }

func newDictionary() dictionary {
	return dictionary{number: map[string]uint32{}, seed: maphash.MakeSeed(), forms: map[uint64]uint32{}, chain: make([]form, 1)}
}

// word is the number of a word, a new one for a new word.
func (d *dictionary) word(text string) uint32 {
	if n, ok := d.number[text]; ok {
		return n
	}
	n := uint32(len(d.words))
	text = d.keep(text)
	d.words = append(d.words, word{text: text})
	d.shapes = append(d.shapes, shapeOf(text))
	d.number[text] = n
	for _, k := range lingua.Keys(text) {
		if k != text { // else number has it
			h := maphash.String(d.seed, k)
			d.chain = append(d.chain, form{n, d.forms[h]})
			d.forms[h] = uint32(len(d.chain) - 1)
		}
	}
	return n
}

const chunk = 1 << 16

// keep copies a word to where many lie together: a million small pieces would
// cost memory and collector time of their own.
func (d *dictionary) keep(text string) string {
	if d.texts.Len()+len(text) > d.texts.Cap() {
		d.texts = strings.Builder{}
		d.texts.Grow(max(chunk, len(text)))
	}
	from := d.texts.Len()
	d.texts.WriteString(text)
	return d.texts.String()[from:]
}

// unordered is how many words may be out of the alphabetical order: looking
// through them takes less than ordering all anew at every change.
const unordered = 4096

// arrange brings the words added since into the alphabetical order, once they
// are many.
func (d *dictionary) arrange() {
	if len(d.words)-len(d.order) <= unordered {
		return
	}
	fresh := make([]uint32, 0, len(d.words)-len(d.order))
	for n := len(d.order); n < len(d.words); n++ {
		fresh = append(fresh, uint32(n))
	}
	byText := func(a, b uint32) int { return strings.Compare(d.words[a].text, d.words[b].text) }
	slices.SortFunc(fresh, byText)
	merged := make([]uint32, 0, len(d.words))
	old := d.order
	for len(old) > 0 && len(fresh) > 0 {
		if byText(old[0], fresh[0]) < 0 {
			merged, old = append(merged, old[0]), old[1:]
		} else {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
	}
	d.order = append(append(merged, old...), fresh...)
}

// beginning lists the words that begin with prefix.
func (d *dictionary) beginning(prefix string) (out []uint32) {
	i, _ := slices.BinarySearchFunc(d.order, prefix, func(n uint32, p string) int { return strings.Compare(d.words[n].text, p) })
	for ; i < len(d.order) && strings.HasPrefix(d.words[d.order[i]].text, prefix); i++ {
		out = append(out, d.order[i])
	}
	for n := len(d.order); n < len(d.words); n++ {
		if strings.HasPrefix(d.words[n].text, prefix) {
			out = append(out, uint32(n))
		}
	}
	return out
}

// related lists the words that are forms of a word.
func (d *dictionary) related(w string) (out []uint32) {
	for _, k := range lingua.Keys(w) {
		for i := d.forms[maphash.String(d.seed, k)]; i != 0; i = d.chain[i].before {
			out = append(out, d.chain[i].word)
		}
	}
	if n, ok := d.number[w]; ok {
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
