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
	h := heap{size: min(offset+size, s.result.Total), before: s.order(m)}
	s.all.each(h.offer)
	for _, n := range h.sorted()[offset:] {
		hit := Hit{ID: s.docs[n].id}
		if s.ranked {
			hit.Score = m.score[n]
		}
		s.result.Hits = append(s.result.Hits, hit)
	}
}

// order is the comparison of the order asked for; documents that it takes for
// equal come newest first, then by ID.
func (s *search) order(m *match) func(a, b uint32) bool {
	newest := func(a, b uint32) bool {
		if x, y := s.published[a], s.published[b]; x != y {
			return x > y
		}
		return s.docs[a].id < s.docs[b].id
	}
	switch {
	case s.query.Order == Expiring:
		return func(a, b uint32) bool {
			x, y := s.until[a], s.until[b]
			if x == y {
				return newest(a, b)
			}
			return y == 0 || x != 0 && x < y
		}
	case s.query.Order == Newest || !s.ranked:
		return newest
	}
	return func(a, b uint32) bool {
		if m.score[a] != m.score[b] {
			return m.score[a] > m.score[b]
		}
		return newest(a, b)
	}
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
