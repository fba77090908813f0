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

// common counts the members of both.
func (s set) common(t set) (n int) {
	k := min(len(s), len(t))
	s, t = s[:k], t[:k]
	for len(s) >= 8 && len(t) >= 8 {
		a, b := (*[8]uint64)(s), (*[8]uint64)(t)
		n += bits.OnesCount64(a[0]&b[0]) + bits.OnesCount64(a[1]&b[1]) + bits.OnesCount64(a[2]&b[2]) + bits.OnesCount64(a[3]&b[3]) +
			bits.OnesCount64(a[4]&b[4]) + bits.OnesCount64(a[5]&b[5]) + bits.OnesCount64(a[6]&b[6]) + bits.OnesCount64(a[7]&b[7])
		s, t = s[8:], t[8:]
	}
	for i, w := range s {
		n += bits.OnesCount64(w & t[i])
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
