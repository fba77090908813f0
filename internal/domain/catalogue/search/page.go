package search

// page puts the hits of the page asked for into the result.
func (s *search) page(m *match) {
	size := s.query.Size
	if size <= 0 {
		size = defaultSize
	}
	size = min(size, maxSize)
	offset := max(s.query.Offset, 0)
	if offset >= s.result.Total {
		return
	}
	for _, n := range s.first(min(offset+size, s.result.Total), m)[offset:] {
		hit := Hit{ID: s.docs[n].id}
		if s.ranked {
			hit.Score = m.score[n]
		}
		s.result.Hits = append(s.result.Hits, hit)
	}
}

// first lists the first k documents in the order asked for; those that it takes
// for equal come newest first, then by ID.
func (s *search) first(k int, m *match) []uint32 {
	var before func(a, b uint32) bool
	switch {
	case s.query.Order == Expiring:
		before = func(a, b uint32) bool {
			x, y := s.until[a], s.until[b]
			if x == y {
				return s.newest(a, b) < 0
			}
			return y == 0 || x != 0 && x < y
		}
	case s.query.Order == Newest || !s.ranked:
		out := make([]uint32, 0, k)
		for _, n := range s.recent {
			if len(out) == k {
				break
			}
			if s.all.has(n) {
				out = append(out, n)
			}
		}
		return out
	default:
		before = func(a, b uint32) bool {
			if m.score[a] != m.score[b] {
				return m.score[a] > m.score[b]
			}
			return s.newest(a, b) < 0
		}
	}
	h := heap{size: k, before: before}
	s.all.each(h.offer)
	return h.sorted()
}

// heap keeps the first size of the numbers offered; its root is the last of them.
type heap struct {
	size   int
	before func(a, b uint32) bool
	items  []uint32
}

func (h *heap) offer(n uint32) {
	if len(h.items) < h.size {
		h.items = append(h.items, n)
		for i := len(h.items) - 1; i > 0; {
			up := (i - 1) / 2
			if !h.before(h.items[up], h.items[i]) {
				return
			}
			h.items[up], h.items[i] = h.items[i], h.items[up]
			i = up
		}
		return
	}
	if h.before(n, h.items[0]) {
		h.items[0] = n
		h.sink(len(h.items))
	}
}

// sink moves the root of the first n items to where it belongs.
func (h *heap) sink(n int) {
	for i := 0; ; {
		down := 2*i + 1
		if down >= n {
			return
		}
		if down+1 < n && h.before(h.items[down], h.items[down+1]) {
			down++
		}
		if !h.before(h.items[i], h.items[down]) {
			return
		}
		h.items[i], h.items[down] = h.items[down], h.items[i]
		i = down
	}
}

// sorted empties the heap into a list, the first first.
func (h *heap) sorted() []uint32 {
	for n := len(h.items) - 1; n > 0; n-- {
		h.items[0], h.items[n] = h.items[n], h.items[0]
		h.sink(n)
	}
	return h.items
}
