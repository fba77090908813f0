package search

import "math/bits"

// set is a set of document numbers. Numbers beyond its length are not in it.
type set []uint64

func (s *set) add(n uint32) {
	for int(n>>6) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[n>>6] |= 1 << (n & 63)
}

func (s set) remove(n uint32) {
	if int(n>>6) < len(s) {
		s[n>>6] &^= 1 << (n & 63)
	}
}

func (s set) has(n uint32) bool { return int(n>>6) < len(s) && s[n>>6]>>(n&63)&1 == 1 }

func (s set) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// and keeps in s what is also in t.
func (s set) and(t set) {
	n := min(len(s), len(t))
	for i, w := range t[:n] {
		s[i] &= w
	}
	clear(s[n:])
}

// or adds to s what is in t.
func (s *set) or(t set) {
	for len(*s) < len(t) {
		*s = append(*s, 0)
	}
	for i, w := range t {
		(*s)[i] |= w
	}
}

func (s set) clone() set { return append(make(set, 0, len(s)), s...) }

// each calls fn with every member in ascending order.
func (s set) each(fn func(n uint32)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			fn(uint32(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}

// counter counts what many sets have in common with one.
type counter struct {
	whole  set
	pieces []piece // whole without its empty stretches, where those are most of it
}

// piece is 64 neighbours of a set of which at least one is in it.
type piece struct {
	at   int
	word uint64
}

func newCounter(s set) counter {
	pieces := make([]piece, 0, len(s)/2)
	for i, w := range s {
		if w == 0 {
			continue
		}
		if len(pieces) == cap(pieces) {
			return counter{whole: s}
		}
		pieces = append(pieces, piece{i, w})
	}
	return counter{s, pieces}
}

func (c counter) common(s set) (n int) {
	if c.pieces == nil {
		k := min(len(s), len(c.whole))
		a, b := s[:k], c.whole[:k]
		for i, w := range a {
			n += bits.OnesCount64(w & b[i])
		}
		return n
	}
	for _, p := range c.pieces {
		if p.at >= len(s) {
			break
		}
		n += bits.OnesCount64(s[p.at] & p.word)
	}
	return n
}
