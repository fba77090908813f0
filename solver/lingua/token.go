package lingua

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// Tokens cuts a text into its folded words, in their order. Invisible
// characters (soft hyphen, joiners) are passed over.
func Tokens(text string) []Token { return AppendTokens(nil, text) }

// AppendTokens appends the tokens of a text to dst, for callers that have many
// texts and keep none of the tokens.
func AppendTokens(dst []Token, text string) []Token {
	c := cutters.Get().(*cutter)
	defer cutters.Put(c)
	*c = cutter{buf: c.buf[:0], scratch: c.scratch, spans: c.spans[:0], han: c.han[:0], out: dst}
	for i := 0; i < len(text); {
		n, plain := step(text[i:])
		if plain >= 0 {
			c.rune(plain, i, i+n)
		} else {
			c.scratch = appendFolded(c.scratch[:0], text[i:i+n])
			for b := c.scratch; len(b) > 0; {
				r, size := utf8.DecodeRune(b)
				c.rune(r, i, i+n)
				b = b[size:]
			}
		}
		i += n
	}
	c.flush()
	all, out := string(c.buf), c.out
	for i, s := range c.spans {
		out[len(dst)+i].Word = all[s[0]:s[1]]
	}
	c.out = nil
	return out
}

var cutters = sync.Pool{New: func() any { return new(cutter) }}

// cutter collects the runes of the current token.
type cutter struct {
	buf     []byte    // all folded words, one after the other
	scratch []byte    // a segment being folded
	out     []Token   // those of this text are without their words
	spans   [][2]int  // their words in buf
	pos     int       // of the next token
	begin   int       // of the current run in buf
	start   int       // of the current run in the text
	end     int       // in the text
	class   class     // of the current run
	han     []hanRune // the current run of Chinese characters
}

type hanRune struct{ buf, start, end int }

// class is what a character means for cutting.
type class uint8

const (
	between class = iota // ends a word
	letters
	cyrillic // letters, among which an apostrophe is no end
	ideographs
	invisible
)

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return letters
		}
		return between
	case cyrillicFirst <= r && r <= 0x52F:
		return cyrillic
	case hanFirst <= r && r <= hanLast || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return ideographs
	case r == 0xAD || 0x200B <= r && r <= 0x200D || r == 0x2060 || r == 0xFEFF:
		return invisible
	case unicode.In(r, unicode.L, unicode.N, unicode.M):
		return letters
	}
	return between
}

// apostrophe tells whether r is one of the signs typed for the apostrophe.
func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`' || r == '′'
}

func (c *cutter) rune(r rune, start, end int) {
	if apostrophe(r) {
		if c.class != cyrillic {
			c.flush()
		}
		return
	}
	k := classOf(r)
	switch {
	case k == invisible:
		return
	case k == between:
		c.flush()
		return
	case (k == ideographs) != (c.class == ideographs):
		c.flush()
	}
	if c.class == between {
		c.begin, c.start = len(c.buf), start
	}
	if k == ideographs {
		c.han = append(c.han, hanRune{len(c.buf), start, end})
	}
	c.class, c.end = k, end
	c.buf = utf8.AppendRune(c.buf, r)
}

// flush ends the current run.
func (c *cutter) flush() {
	switch c.class {
	case between:
		return
	case ideographs:
		c.pairs()
	default:
		c.add(c.begin, len(c.buf), c.start, c.end, false)
	}
	c.class = between
}

// pairs turns a run of Chinese characters into its pairs and its last one.
func (c *cutter) pairs() {
	for i, h := range c.han[:len(c.han)-1] {
		to := len(c.buf)
		if i+2 < len(c.han) {
			to = c.han[i+2].buf
		}
		c.add(h.buf, to, h.start, c.han[i+1].end, false)
	}
	last := c.han[len(c.han)-1]
	c.add(last.buf, len(c.buf), last.start, last.end, len(c.han) > 1)
	c.han = c.han[:0]
}

func (c *cutter) add(from, to, start, end int, tail bool) {
	c.spans = append(c.spans, [2]int{from, to})
	c.out = append(c.out, Token{Start: start, End: end, Pos: c.pos, Tail: tail})
	c.pos++
}
