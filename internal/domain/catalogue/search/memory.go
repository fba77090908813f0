package search

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// memory is the index itself. It only grows: a changed document gets a new
// number and its old one leaves the set of the living.
type memory struct {
	seq    int64 // the last change taken in
	docs   []entry
	byID   map[string]uint32
	live   set
	level  [levels]set // who may find: the members of level[l] are found by l and above
	total  float64     // length of all living documents together
	facets map[Facet]*column
	values int      // of all facets
	tags   []uint32 // of all documents one after the other: the numbers of their values
	tagsTo []uint32 // by document: where its tags end

	// By document, apart from docs because searches run through them.
	length    []float32 // in weighted words
	published []int64   // microseconds
	until     []int64   // microseconds, or 0 for ever
	endFirst  []int64   // by 64 documents: the first of their ends
	recent    []uint32  // all documents, the newest first, then by ID

	dictionary

	shards []shard // scratch of add
}

// shard enters a part of the words into their postings.
type shard struct {
	keys    []uint64
	places  []occurrence
	scratch []byte
}

// entry is a document.
type entry struct {
	id       string
	segments []segment
}

// segment is a text of a document: positions from start belong to it.
type segment struct {
	start uint32
	field Field
}

func newMemory() *memory {
	m := &memory{byID: map[string]uint32{}, facets: map[Facet]*column{}, dictionary: newDictionary(), shards: make([]shard, runtime.GOMAXPROCS(0))}
	for _, f := range Facets {
		m.facets[f] = &column{number: map[string]int{}}
	}
	return m
}

// add takes in analysed documents, replacing those with their IDs.
func (m *memory) add(batch []analysed) {
	for i := range m.shards {
		m.shards[i].keys = m.shards[i].keys[:0]
	}
	first := uint32(len(m.docs))
	for _, a := range batch {
		m.remove(a.doc.ID)
		n := uint32(len(m.docs))
		for _, w := range a.fresh {
			a.places[w.at].word = m.word(w.text)
		}
		for _, p := range a.places {
			h := &m.shards[int(p.word)%len(m.shards)]
			h.keys = append(h.keys, uint64(p.word)<<40|uint64(n-first)<<29|uint64(p.pos))
		}
		e := entry{strings.Clone(a.doc.ID), a.segments}
		m.docs = append(m.docs, e)
		m.byID[e.id] = n
		m.length = append(m.length, a.length)
		m.total += float64(a.length)
		m.live.add(n)
		m.describe(n, a.doc)
	}
	var wg sync.WaitGroup
	for i := range m.shards {
		wg.Go(func() { m.post(&m.shards[i], first) })
	}
	wg.Wait()
	m.rank(first)
}

// rank brings the documents from first on into the order of recent.
func (m *memory) rank(first uint32) {
	old := len(m.recent)
	for n := first; int(n) < len(m.docs); n++ {
		m.recent = append(m.recent, n)
	}
	fresh := m.recent[old:]
	slices.SortFunc(fresh, m.newest)
	if old == 0 || len(fresh) == 0 {
		return
	}
	merged := make([]uint32, 0, len(m.recent)+len(m.recent)/8)
	for a, b := m.recent[:old], fresh; ; {
		if len(b) == 0 {
			m.recent = append(merged, a...)
			return
		}
		i, _ := slices.BinarySearchFunc(a, b[0], m.newest)
		merged = append(append(merged, a[:i]...), b[0])
		a, b = a[i:], b[1:]
	}
}

// newest compares documents for the order of recent.
func (m *memory) newest(a, b uint32) int {
	return cmp.Or(cmp.Compare(m.published[b], m.published[a]), strings.Compare(m.docs[a].id, m.docs[b].id), cmp.Compare(a, b))
}

// describe enters who may find a document and when, and its facets.
func (m *memory) describe(n uint32, d *Document) {
	m.published = append(m.published, d.Published.UnixMicro())
	until := int64(0)
	if !d.Until.IsZero() {
		until = d.Until.UnixMicro()
	}
	if n&63 == 0 {
		m.endFirst = append(m.endFirst, math.MaxInt64)
	}
	if last := len(m.endFirst) - 1; until != 0 {
		m.endFirst[last] = min(m.endFirst[last], until)
	}
	m.until = append(m.until, until)
	for l := d.Level; l < levels; l++ {
		m.level[l].add(n)
	}
	m.tag(n, Kind, d.Kind)
	for f, values := range d.Facets {
		if m.facets[f] != nil && f != Kind {
			for _, v := range values {
				m.tag(n, f, v)
			}
		}
	}
	m.tagsTo = append(m.tagsTo, uint32(len(m.tags)))
}

// A key of post has a word's number, a document's number in the batch and a
// position. Sorted, each word's posting is touched once.
const (
	maxBatch    = 1 << 11
	maxPosition = 1<<29 - 1
)

// post enters a shard's keys into the postings; first is the number of the
// batch's first document.
func (m *memory) post(h *shard, first uint32) {
	slices.Sort(h.keys)
	for i := 0; i < len(h.keys); {
		same := h.keys[i] >> 29
		n := first + uint32(same&(maxBatch-1))
		h.places = h.places[:0]
		for ; i < len(h.keys) && h.keys[i]>>29 == same; i++ {
			pos := uint32(h.keys[i] & maxPosition)
			h.places = append(h.places, occurrence{pos, m.docs[n].at(pos).field})
		}
		h.scratch = m.words[same>>11].add(n, h.places, h.scratch)
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
		m.total -= float64(m.length[n])
		delete(m.byID, id)
	}
}
