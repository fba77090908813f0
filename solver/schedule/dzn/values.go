package dzn

import (
	"bytes"
	"math"
)

func (p *parser) value() (value, error) {
	p.skip()
	switch {
	case p.accept('['):
		if p.pos < len(p.text) && p.text[p.pos] == '|' {
			p.pos++
			return p.rows()
		}
		return p.items(']', p.item)
	case p.pos < len(p.text) && p.text[p.pos] == '"':
		return p.quoted()
	case p.pos < len(p.text) && isWord(p.text[p.pos]) && !isDigit(p.text[p.pos]):
		return p.call()
	}
	return p.item()
}

// quoted passes over a text.
func (p *parser) quoted() (value, error) {
	v := value{line: p.line, isList: true}
	for p.pos++; p.pos < len(p.text) && p.text[p.pos] != '"' && p.text[p.pos] != '\n'; p.pos++ {
		if p.text[p.pos] == '\\' {
			p.pos++
		}
	}
	if p.pos >= len(p.text) || p.text[p.pos] != '"' {
		return v, fail(v.line, "the text has no end")
	}
	p.pos++
	return v, nil
}

// call reads array1d(…), array2d(…) or the name of a constant.
func (p *parser) call() (value, error) {
	v := value{line: p.line, isList: true}
	name := p.name()
	if p.called || !p.accept('(') {
		return v, nil
	}
	p.called = true
	args, err := p.items(')', p.value)
	p.called = false
	switch {
	case err != nil:
		return v, err
	case name == "array1d" && len(args.list) == 2 && args.list[1].isList:
		return args.list[1], nil
	case name != "array2d" || len(args.list) != 3 || !args.list[1].isList || !args.list[2].isList:
		return v, fail(v.line, "%s(…) is not understood", name)
	}
	rows, columns, cells := len(args.list[0].list), len(args.list[1].list), args.list[2].list
	if rows*columns != len(cells) {
		return v, fail(v.line, "array2d has %d cells for %d rows of %d", len(cells), rows, columns)
	}
	for i := range rows {
		row := cells[i*columns : (i+1)*columns]
		v.list = append(v.list, value{line: v.line, isList: true, list: row})
		if len(row) > 0 {
			v.list[i].line = row[0].line
		}
	}
	return v, nil
}

// items reads values, divided by commas, up to the closing character; the last
// may be followed by a comma.
func (p *parser) items(end byte, one func() (value, error)) (value, error) {
	v := value{line: p.line, isList: true}
	for !p.accept(end) {
		n, err := one()
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

// item reads a number, a range such as 2..5, or a set of both.
func (p *parser) item() (value, error) {
	if !p.accept('{') {
		return p.span()
	}
	set, err := p.items('}', p.span)
	flat := value{line: set.line, isList: true}
	for _, v := range set.list {
		if v.isList {
			flat.list = append(flat.list, v.list...)
		} else {
			flat.list = append(flat.list, v)
		}
	}
	return flat, err
}

// span reads a number or a range.
func (p *parser) span() (value, error) {
	from, err := p.number()
	p.skip()
	if err != nil || !bytes.HasPrefix(p.text[p.pos:], []byte("..")) {
		return from, err
	}
	p.pos += 2
	to, err := p.number()
	p.ranged += max(0, to.number-from.number+1)
	if err == nil && p.ranged > maxRanged {
		err = fail(from.line, "the ranges stand for too many numbers")
	}
	v := value{line: from.line, isList: true}
	for n := from.number; err == nil && n <= to.number; n++ {
		v.list = append(v.list, value{line: from.line, number: n})
	}
	return v, err
}

// rows reads what follows "[|": rows of numbers, each ended by a bar.
func (p *parser) rows() (value, error) {
	v := value{line: p.line, isList: true}
	for !p.accept(']') {
		row, err := p.items('|', p.number)
		if err != nil {
			return v, err
		}
		v.list = append(v.list, row)
	}
	if len(v.list) == 1 && len(v.list[0].list) == 0 { // [||]
		v.list = nil
	}
	return v, nil
}

func (p *parser) number() (value, error) {
	p.skip()
	v := value{line: p.line}
	from := p.pos
	for ; p.pos < len(p.text) && isDigit(p.text[p.pos]); p.pos++ {
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
