package dzn

import (
	"fmt"
	"io"
	"math"
)

// Limits that keep a hostile file from taking memory or time.
const (
	maxBytes  = 16 << 20
	maxNumber = 1_000_000
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

// value is a number, or a list of values written as an array, a set or the row
// of a two-dimensional array.
type value struct {
	line   int
	number int
	isList bool
	list   []value
}

type parser struct {
	text []byte
	pos  int
	line int
}

func parse(r io.Reader) (map[string]value, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxBytes {
		return nil, fail(1, "the file is larger than %d MiB", maxBytes>>20)
	}
	p := &parser{text: text, line: 1}
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
		if err := p.expect(';'); err != nil {
			return nil, err
		}
		out[name] = v
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

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func (p *parser) value() (value, error) {
	p.skip()
	switch {
	case p.accept('{'):
		return p.numbers('}')
	case p.accept('['):
		if p.pos < len(p.text) && p.text[p.pos] == '|' {
			p.pos++
			return p.rows()
		}
		return p.list()
	}
	return p.number()
}

// numbers reads numbers up to the closing character; the last may be followed
// by a comma.
func (p *parser) numbers(end byte) (value, error) {
	v := value{line: p.line, isList: true}
	for !p.accept(end) {
		n, err := p.number()
		if err != nil {
			return v, err
		}
		v.list = append(v.list, n)
		if p.accept(',') {
			continue
		}
		return v, p.expect(end)
	}
	return v, nil
}

// list reads an array of numbers or of sets.
func (p *parser) list() (value, error) {
	v := value{line: p.line, isList: true}
	for !p.accept(']') {
		one, err := p.item()
		if err != nil {
			return v, err
		}
		v.list = append(v.list, one)
		if p.accept(',') {
			continue
		}
		return v, p.expect(']')
	}
	return v, nil
}

func (p *parser) item() (value, error) {
	if p.accept('{') {
		return p.numbers('}')
	}
	return p.number()
}

// rows reads what follows "[|": rows of numbers, each ended by "|".
func (p *parser) rows() (value, error) {
	v := value{line: p.line, isList: true}
	for !p.accept(']') {
		row, err := p.numbers('|')
		if err != nil {
			return v, err
		}
		v.list = append(v.list, row)
	}
	return v, nil
}

func (p *parser) number() (value, error) {
	p.skip()
	v := value{line: p.line}
	from := p.pos
	for ; p.pos < len(p.text) && '0' <= p.text[p.pos] && p.text[p.pos] <= '9'; p.pos++ {
		v.number = min(v.number*10+int(p.text[p.pos]-'0'), math.MaxInt32)
	}
	if p.pos == from {
		return v, fail(p.line, "expected a number, found %q", p.peek())
	}
	if v.number > maxNumber {
		return v, fail(p.line, "the number is larger than %d", maxNumber)
	}
	return v, nil
}
