package search

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/birzha/birzha/solver/lingua"
)

// slot is a place in a phrase and the words that may stand there.
type slot struct {
	offset uint32 // words after the first
	words  []uint32
}

// way is one way to fulfil a clause: a word, or a phrase of several.
type way struct {
	slots  []slot
	weight float32
}

// demand is a clause looked up: any of its ways will do.
type demand struct {
	ways     []way
	optional bool
	docs     int // about how many documents fulfil it
}

// match collects the documents that fulfil all demands, and their scores.
type match struct {
	*memory
	met   []uint8   // by document: how many demands in a row
	score []float32 // by document: of all of them
	best  []float32 // by document: of the last one
	found set       // fulfil all
	done  uint8     // demands so far
	idf   float32   // of the present demand

	lists [][]uint32 // scratch of phrases
}

// Parameters of BM25: how soon repetition stops counting, and how much a long
// document is held back.
const (
	saturation = 4
	longer     = 0.4
)

// run looks for the documents that fulfil every demand. The demands' order is
// changed: rare ones first spare work.
func (m *match) run(mem *memory, demands []demand) {
	m.memory, m.done = mem, 0
	n := len(mem.docs)
	m.met = append(m.met[:0], make([]uint8, n)...)
	m.score = slices.Grow(m.score[:0], n)[:n]
	m.best = slices.Grow(m.best[:0], n)[:n]
	m.found = m.found[:0]
	slices.SortStableFunc(demands, func(a, b demand) int {
		if a.optional != b.optional {
			if a.optional {
				return 1
			}
			return -1
		}
		return a.docs - b.docs
	})
	required := 0
	for _, d := range demands {
		if !d.optional {
			required++
		}
	}
	for _, d := range demands {
		m.idf = float32(math.Log(1 + (float64(n-d.docs)+0.5)/(float64(d.docs)+0.5)))
		last := !d.optional && int(m.done) == required-1
		for _, w := range d.ways {
			m.way(w, d.optional, last)
		}
		if !d.optional {
			m.done++
		}
	}
}

// way visits the documents in which a way to fulfil the present demand is.
func (m *match) way(w way, optional, last bool) {
	if len(w.slots) > 1 {
		m.phrase(w, func(n uint32, mask byte, count int) { m.hit(n, mask, count, w.weight, optional, last) })
		return
	}
	for _, number := range w.slots[0].words {
		for c := m.words[number].cursor(); c.next(); {
			m.hit(c.doc, c.head&fieldBits, int(c.head>>4), w.weight, optional, last)
		}
	}
}

// hit notes that document n fulfils the present demand in the fields of mask.
func (m *match) hit(n uint32, mask byte, count int, weight float32, optional, last bool) {
	met := m.met[n]
	if met != m.done && (optional || met != m.done+1) {
		return
	}
	gain := m.idf * m.gain(n, mask, count) * weight
	switch {
	case optional:
		m.score[n] += gain
		return
	case met == m.done+1: // by another word of this demand already
		if gain > m.best[n] {
			m.score[n] += gain - m.best[n]
			m.best[n] = gain
		}
		return
	case met == 0:
		m.score[n] = 0
	}
	m.met[n] = met + 1
	m.score[n] += gain
	m.best[n] = gain
	if last {
		m.found.add(n)
	}
}

// maskWeight is the sum of the weights of a mask's fields, and less one of the
// least for each of them: what count occurrences add to it.
var maskWeight = func() (t [1 << fields]float32) {
	for mask := range t {
		for f, w := range weights {
			if mask>>f&1 == 1 {
				t[mask] += w - weights[Body]
			}
		}
	}
	return t
}()

// gain is the BM25F weight of an occurrence: each field that has the word
// counts once with its weight, repetitions count as in the body.
func (m *match) gain(n uint32, mask byte, count int) float32 {
	tf := maskWeight[mask] + float32(count)*weights[Body]
	average := float32(m.total) / float32(len(m.byID))
	return tf / (tf + saturation*(1-longer+longer*m.length[n]/average))
}

// look finds a clause's words.
func (m *memory) look(c clause, prefix bool) way {
	w := way{weight: 1}
	for i, t := range c.tokens {
		w.slots = append(w.slots, slot{uint32(t.Pos - c.tokens[0].Pos), m.standing(t.Word, prefix && i == len(c.tokens)-1)})
	}
	return w
}

// standing lists the words that a word of a query stands for.
func (m *memory) standing(w string, prefix bool) []uint32 {
	n := utf8.RuneCountInString(w)
	if lingua.Ideographic(w) {
		if n == 1 {
			return m.beginning(w)
		}
		prefix = false
	}
	out := m.related(w)
	if prefix && n >= minPrefix {
		out = append(out, m.beginning(w)...)
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out
}

// minPrefix is the least beginning of a word that is looked for.
const minPrefix = 3

// estimate is about how many documents fulfil any of the ways.
func (m *memory) estimate(ways []way) (n int) {
	for _, w := range ways {
		least := len(m.docs)
		for _, s := range w.slots {
			docs := 0
			for _, number := range s.words {
				docs += int(m.words[number].docs)
			}
			least = min(least, docs)
		}
		n += least
	}
	return min(n, len(m.docs))
}
