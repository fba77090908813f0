package search

import "encoding/binary"

// posting lists where a word occurs, by ascending document number. One entry
// is: the distance to the number before (uvarint), a byte with the fields that
// have the word in its low half and the count of occurrences (15 at most) in
// its high half, and the positions, each as the distance to the one before
// (uvarints); several positions come after their length (uvarint).
type posting struct {
	bytes []byte
	last  uint32 // number of the last document
	docs  uint32
}

const (
	fieldBits = 0x0F
	maxCount  = 15
)

// occurrence is one place of a word in a document.
type occurrence struct {
	pos   uint32
	field Field
}

// add appends the places of the word in document n, which is greater than all
// before. The scratch is used and returned.
func (p *posting) add(n uint32, at []occurrence, scratch []byte) []byte {
	scratch = scratch[:0]
	var mask byte
	before := uint32(0)
	for _, o := range at {
		mask |= 1 << o.field
		scratch = binary.AppendUvarint(scratch, uint64(o.pos-before))
		before = o.pos
	}
	p.reserve(len(scratch) + 2*binary.MaxVarintLen32 + 1)
	p.bytes = binary.AppendUvarint(p.bytes, uint64(n-p.last))
	p.bytes = append(p.bytes, mask|byte(min(len(at), maxCount))<<4)
	if len(at) > 1 {
		p.bytes = binary.AppendUvarint(p.bytes, uint64(len(scratch)))
	}
	p.bytes = append(p.bytes, scratch...)
	p.last = n
	p.docs++
	return scratch
}

// reserve makes room for n more bytes, with less to spare than append would.
func (p *posting) reserve(n int) {
	if have := len(p.bytes); have+n > cap(p.bytes) {
		p.bytes = append(make([]byte, 0, have+have/8+n-2*binary.MaxVarintLen32+4), p.bytes...)
	}
}

// cursor reads a posting.
type cursor struct {
	rest []byte
	doc  uint32
	head byte   // fields and count
	at   []byte // positions
}

func (p *posting) cursor() cursor { return cursor{rest: p.bytes} }

// next moves to the next document and tells whether there is one.
func (c *cursor) next() bool {
	b := c.rest
	if len(b) == 0 {
		return false
	}
	delta, i := uint32(b[0]), 1
	if delta >= 0x80 {
		v, n := binary.Uvarint(b)
		delta, i = uint32(v), n
	}
	c.doc += delta
	c.head = b[i]
	i++
	size := 0
	if c.head>>4 == 1 {
		for b[i+size] >= 0x80 {
			size++
		}
		size++
	} else {
		size = int(b[i])
		i++
		if size >= 0x80 {
			v, n := binary.Uvarint(b[i-1:])
			size, i = int(v), i-1+n
		}
	}
	c.at, c.rest = b[i:i+size], b[i+size:]
	return true
}

// positions appends the positions at the current document to out.
func (c *cursor) positions(out []uint32) []uint32 {
	pos := uint32(0)
	for b := c.at; len(b) > 0; {
		v, n := binary.Uvarint(b)
		pos += uint32(v)
		out = append(out, pos)
		b = b[n:]
	}
	return out
}
