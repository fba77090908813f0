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
