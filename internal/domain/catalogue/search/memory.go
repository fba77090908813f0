package search

import (
	"slices"
	"strings"

	"github.com/birzha/birzha/solver/lingua"
)

// memory is the index itself. It only grows: a changed document gets a new
// number and its old one leaves the set of the living.
type memory struct {
	seq    int64 // the last change taken in
	docs   []entry
	byID   map[string]uint32
	live   set
	level  [levels]set // who may find: the members of level[l] are found by l and above
	length float64     // of all documents together, in weighted words
	facets map[Facet]*column

	words  []word
	number map[string]uint32   // of a word
	forms  map[string][]uint32 // the words with a key of lingua
	order  []uint32            // words by their text; those since added are not in it yet

	keys    []uint64 // scratch of add
	places  []occurrence
	scratch []byte
}

// entry is a document.
type entry struct {
	id        string
	segments  []segment
	length    float32 // in weighted words
	published int64   // microseconds
	until     int64   // microseconds, or 0 for ever
}

// segment is a text of a document: positions from start belong to it.
type segment struct {
	start uint32
	field Field
	lang  string
}

// word is a folded word as it stands in some text.
type word struct {
	text    string
	letters uint32 // which letters it has, hashed to bits
	posting
}

// column is a facet: for each value the documents that have it.
type column struct {
	number map[string]int
	values []string
	sets   []set
}

func newMemory() *memory {
	m := &memory{byID: map[string]uint32{}, facets: map[Facet]*column{}, number: map[string]uint32{}, forms: map[string][]uint32{}}
	for _, f := range Facets {
		m.facets[f] = &column{number: map[string]int{}}
	}
	return m
}

// segmentGap keeps the words of two texts from being neighbours.
const segmentGap = 16

// add takes in a document, replacing the one with its ID.
func (m *memory) add(d *Document) {
	m.remove(d.ID)
	n := uint32(len(m.docs))
	e := entry{id: strings.Clone(d.ID), published: d.Published.UnixMicro()}
	if !d.Until.IsZero() {
		e.until = d.Until.UnixMicro()
	}
	m.keys = m.keys[:0]
	pos := uint32(0)
	for _, t := range d.Texts {
		tokens := lingua.Tokens(t.Text)
		if len(tokens) == 0 {
			continue
		}
		e.segments = append(e.segments, segment{pos, t.Field, intern(t.Lang)})
		for _, k := range tokens {
			if !lingua.Stop(k.Word) {
				m.keys = append(m.keys, uint64(m.word(k.Word))<<32|uint64(pos)+uint64(k.Pos))
				e.length += weights[t.Field]
			}
		}
		pos += uint32(tokens[len(tokens)-1].Pos) + segmentGap
	}
	m.post(n, &e)
	m.docs = append(m.docs, e)
	m.byID[e.id] = n
	m.length += float64(e.length)
	m.live.add(n)
	for l := d.Level; l < levels; l++ {
		m.level[l].add(n)
	}
	m.facets[Kind].add(d.Kind, n)
	for f, values := range d.Facets {
		if c := m.facets[f]; c != nil && f != Kind {
			for _, v := range values {
				c.add(v, n)
			}
		}
	}
}

// post enters the collected keys (word, position) into the postings.
func (m *memory) post(n uint32, e *entry) {
	slices.Sort(m.keys)
	for i := 0; i < len(m.keys); {
		w := uint32(m.keys[i] >> 32)
		m.places = m.places[:0]
		for ; i < len(m.keys) && uint32(m.keys[i]>>32) == w; i++ {
			pos := uint32(m.keys[i])
			m.places = append(m.places, occurrence{pos, e.at(pos).field})
		}
		m.scratch = m.words[w].add(n, m.places, m.scratch)
	}
}

// at is the text that a position is in.
func (e *entry) at(pos uint32) segment {
	for i := len(e.segments) - 1; i > 0; i-- {
		if e.segments[i].start <= pos {
			return e.segments[i]
		}
	}
	return e.segments[0]
}

func (m *memory) remove(id string) {
	if n, ok := m.byID[id]; ok {
		m.live.remove(n)
		m.length -= float64(m.docs[n].length)
		delete(m.byID, id)
	}
}

// word is the number of a word, a new one for a new word.
func (m *memory) word(text string) uint32 {
	if n, ok := m.number[text]; ok {
		return n
	}
	n := uint32(len(m.words))
	text = strings.Clone(text)
	m.words = append(m.words, word{text: text, letters: letters(text)})
	m.number[text] = n
	for _, k := range lingua.Keys(text) {
		if k != text { // else number has it
			m.forms[k] = append(m.forms[k], n)
		}
	}
	return n
}

func (c *column) add(value string, n uint32) {
	i, ok := c.number[value]
	if !ok {
		i = len(c.values)
		value = strings.Clone(value)
		c.number[value] = i
		c.values = append(c.values, value)
		c.sets = append(c.sets, nil)
	}
	c.sets[i].add(n)
}

// letters hashes the letters of a word to 32 bits. Words that differ in few
// letters differ in few bits.
func letters(text string) (bitset uint32) {
	for _, r := range text {
		bitset |= 1 << (uint32(r) * 2654435761 >> 27)
	}
	return bitset
}

// arrange brings the words added since into the alphabetical order.
func (m *memory) arrange() {
	fresh := make([]uint32, 0, len(m.words)-len(m.order))
	for n := len(m.order); n < len(m.words); n++ {
		fresh = append(fresh, uint32(n))
	}
	byText := func(a, b uint32) int { return strings.Compare(m.words[a].text, m.words[b].text) }
	slices.SortFunc(fresh, byText)
	merged := make([]uint32, 0, len(m.words))
	old := m.order
	for len(old) > 0 && len(fresh) > 0 {
		if byText(old[0], fresh[0]) < 0 {
			merged, old = append(merged, old[0]), old[1:]
		} else {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
	}
	m.order = append(append(merged, old...), fresh...)
}

// beginning lists the words that begin with prefix.
func (m *memory) beginning(prefix string) (out []uint32) {
	i, _ := slices.BinarySearchFunc(m.order, prefix, func(n uint32, p string) int { return strings.Compare(m.words[n].text, p) })
	for ; i < len(m.order) && strings.HasPrefix(m.words[m.order[i]].text, prefix); i++ {
		out = append(out, m.order[i])
	}
	return out
}

// related lists the words that are forms of a word.
func (m *memory) related(w string) (out []uint32) {
	for _, k := range lingua.Keys(w) {
		out = append(out, m.forms[k]...)
	}
	if n, ok := m.number[w]; ok {
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// intern returns one copy of a language's tag: there are few.
func intern(lang string) string { return lang }
