package dzn

import (
	"bytes"
	"fmt"
	"io"
)

// Limits that keep a hostile file from taking memory or time.
const (
	maxBytes  = 16 << 20
	maxNumber = 1_000_000
	maxRanged = 4 << 20
)

// Error is a fault of a file, at a line counted from 1.
type Error struct {
	Line int
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

func fail(line int, format string, args ...any) error {
	return &Error{line, fmt.Sprintf(format, args...)}
}

// value is a number, or a list of values written as an array, a set, a range or
// the row of a two-dimensional array. What no instance needs, such as a text, is
// kept as a list of nothing.
type value struct {
	line   int
	number int
	isList bool
	list   []value
}

type parser struct {
	text   []byte
	pos    int
	line   int
	ranged int  // numbers that ranges stood for so far
	called bool // within the brackets of array1d or array2d
}

func parse(r io.Reader) (map[string]value, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxBytes {
		return nil, fail(1, "the file is larger than %d MiB", maxBytes>>20)
	}
	p := &parser{text: bytes.TrimPrefix(text, []byte("\ufeff")), line: 1}
	out := map[string]value{}
	for p.skip(); p.pos < len(p.text); p.skip() {
		line := p.line
		name := p.name()
		if name == "" {
			return nil, fail(line, "expected a name, found %q", p.peek())
		}
		if _, twice := out[name]; twice {
			return nil, fail(line, "%s is set twice", name)
		}
		if err := p.expect('='); err != nil {
			return nil, err
		}
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		out[name] = v
		if p.skip(); p.pos == len(p.text) {
			break // the last assignment needs no semicolon
		}
		if err := p.expect(';'); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// skip passes over blanks and comments.
func (p *parser) skip() {
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '\n':
			p.line++
		case c == '%':
			for p.pos+1 < len(p.text) && p.text[p.pos+1] != '\n' {
				p.pos++
			}
		case c == '/' && bytes.HasPrefix(p.text[p.pos:], []byte("/*")):
			end := bytes.Index(p.text[p.pos+2:], []byte("*/"))
			if end < 0 {
				return
			}
			p.line += bytes.Count(p.text[p.pos:p.pos+2+end], []byte("\n"))
			p.pos += 2 + end + 1
		case c != ' ' && c != '\t' && c != '\r':
			return
		}
		p.pos++
	}
}

func (p *parser) peek() string {
	p.skip()
	if p.pos == len(p.text) {
		return "end of file"
	}
	return string(p.text[p.pos : p.pos+1])
}

func (p *parser) expect(c byte) error {
	if !p.accept(c) {
		return fail(p.line, "expected %q, found %q", string(c), p.peek())
	}
	return nil
}

func (p *parser) accept(c byte) bool {
	p.skip()
	if p.pos < len(p.text) && p.text[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) name() string {
	from := p.pos
	for p.pos < len(p.text) && isWord(p.text[p.pos]) {
		p.pos++
	}
	return string(p.text[from:p.pos])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWord(c byte) bool {
	return c == '_' || isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
