package schedule

import "math/bits"

// set is a bitset of slots, as many words as the model's slots need.
type set []uint64

func (s set) has(t int) bool { return s[t>>6]>>(t&63)&1 != 0 }
func (s set) add(t int)      { s[t>>6] |= 1 << (t & 63) }
func (s set) del(t int)      { s[t>>6] &^= 1 << (t & 63) }

func (s set) len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s set) and(o set) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s set) or(o set) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s set) minus(o set) {
	for i := range s {
		s[i] &^= o[i]
	}
}

// keep clears every slot outside lo..hi-1.
func (s set) keep(lo, hi int) {
	for i := range s {
		base := i << 6
		if lo > base {
			s[i] &= shift(^uint64(0), lo-base)
		}
		if hi < base+64 {
			s[i] &^= shift(^uint64(0), hi-base)
		}
	}
}

// shift moves w up by n bits; n may be negative (nothing moves) or 64 and more.
func shift(w uint64, n int) uint64 {
	if n < 0 {
		n = 0
	}
	return w << uint(n)
}

// slots calls f for each slot in s, rising, until f returns false.
func (s set) slots(f func(t int) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !f(i<<6 + bits.TrailingZeros64(w)) {
				return
			}
		}
	}
}

func (s set) list(buf []int32) []int32 {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			buf = append(buf, int32(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return buf
}

// first is the lowest slot in s, or None.
func (s set) first() int {
	for i, w := range s {
		if w != 0 {
			return i<<6 + bits.TrailingZeros64(w)
		}
	}
	return None
}

// last is the highest slot in s, or None.
func (s set) last() int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] != 0 {
			return i<<6 + 63 - bits.LeadingZeros64(s[i])
		}
	}
	return None
}

// nth is the slot in s that has n slots of s before it.
func (s set) nth(n int) int {
	for i, w := range s {
		size := bits.OnesCount64(w)
		if n >= size {
			n -= size
			continue
		}
		for ; n > 0; n-- {
			w &= w - 1
		}
		return i<<6 + bits.TrailingZeros64(w)
	}
	return None
}

// beside counts the slots in s next to slot t, which need not be in s, without
// one missing between.
func (s set) beside(t int) (before, after int) {
	i, b := t>>6, t&63
	before = bits.LeadingZeros64(^(s[i] << (64 - b)))
	for n := i; before == b+64*(i-n) && n > 0; n-- {
		before += bits.LeadingZeros64(^s[n-1])
	}
	if b < 63 {
		after = bits.TrailingZeros64(^(s[i] >> (b + 1)))
	}
	for n := i; after == 63-b+64*(n-i) && n+1 < len(s); n++ {
		after += bits.TrailingZeros64(^s[n+1])
	}
	return before, after
}
