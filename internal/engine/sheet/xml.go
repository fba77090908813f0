package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// scanner reads the XML of workbooks: elements, attributes, text. It is used in
// place of encoding/xml because it holds one token of bounded size at a time,
// whatever the nesting, and is several times faster.
type scanner struct {
	r     *bufio.Reader
	buf   []byte // of the current token
	name  string // local name of the current element
	attrs []byte
	close bool // the element closed itself: its end comes next
}

type token int

const (
	start token = iota
	end
	text
	eof
)

// maxToken holds a cell of 32,767 characters, each written as an entity.
const maxToken = 1 << 20

var (
	errXML   = errors.New("not well-formed XML")
	errToken = errors.New("XML token too long")
)

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 1<<16)} }

// next reads one token. Text is in buf, still with its entities.
func (s *scanner) next() (token, error) {
	if s.close {
		s.close = false
		return end, nil
	}
	for {
		s.buf = s.buf[:0]
		err := s.until('<')
		if errors.Is(err, io.EOF) {
			return eof, nil
		}
		if err != nil {
			return eof, err
		}
		if len(s.buf) > 0 {
			return text, s.r.UnreadByte()
		}
		b, _ := s.r.Peek(8)
		switch {
		case bytes.HasPrefix(b, []byte("!--")):
			err = s.skip("-->")
		case bytes.HasPrefix(b, []byte("?")):
			err = s.skip("?>")
		case bytes.HasPrefix(b, []byte("![CDATA[")):
			return text, s.cdata()
		case bytes.HasPrefix(b, []byte("!")):
			return eof, errXML // a document type can hide entities; workbooks have none
		default:
			return s.tag()
		}
		if err != nil {
			return eof, err
		}
	}
}

// until appends to buf what comes before the delimiter, and passes it.
func (s *scanner) until(delim byte) error {
	for {
		part, err := s.r.ReadSlice(delim)
		if err == nil {
			part = part[:len(part)-1]
		}
		if len(s.buf)+len(part) > maxToken {
			return errToken
		}
		s.buf = append(s.buf, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// skip passes everything up to and with the mark.
func (s *scanner) skip(mark string) error {
	for matched := 0; matched < len(mark); {
		b, err := s.r.ReadByte()
		switch {
		case err != nil:
			return errXML
		case b == mark[matched]:
			matched++
		case b == '-' && mark == "-->" && matched == 2: // "--->" still ends a comment
		case b == mark[0]:
			matched = 1
		default:
			matched = 0
		}
	}
	return nil
}

// cdata reads a section of literal text; its "&" are written as entities, as
// all text is unescaped later.
func (s *scanner) cdata() error {
	if _, err := s.r.Discard(len("![CDATA[")); err != nil {
		return errXML
	}
	for !bytes.HasSuffix(s.buf, []byte("]]")) {
		if err := s.until('>'); err != nil {
			return errXML
		}
		if !bytes.HasSuffix(s.buf, []byte("]]")) {
			s.buf = append(s.buf, '>')
		}
	}
	s.buf = bytes.ReplaceAll(s.buf[:len(s.buf)-2], []byte("&"), []byte("&amp;"))
	return nil
}

// tag reads an element's start or end; a ">" inside a quoted value is no end.
func (s *scanner) tag() (token, error) {
	for {
		if err := s.until('>'); err != nil {
			if errors.Is(err, io.EOF) {
				err = errXML
			}
			return eof, err
		}
		if bytes.Count(s.buf, []byte{'"'})%2 == 0 {
			break
		}
		s.buf = append(s.buf, '>')
	}
	b, kind := s.buf, start
	if bytes.HasPrefix(b, []byte("/")) {
		b, kind = b[1:], end
	}
	if bytes.HasSuffix(b, []byte("/")) {
		b, s.close = b[:len(b)-1], true
	}
	name := b
	if i := bytes.IndexAny(b, " \t\r\n"); i >= 0 {
		name, b = b[:i], b[i:]
	} else {
		b = nil
	}
	s.attrs = b
	s.name = intern(name[bytes.IndexByte(name, ':')+1:])
	return kind, nil
}

// intern spares an allocation for the names that fill a sheet.
func intern(b []byte) string {
	switch string(b) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "row":
		return "row"
	case "si":
		return "si"
	case "t":
		return "t"
	}
	return string(b)
}

// attr returns the value of an attribute of the current element, by its local name.
func (s *scanner) attr(name string) string {
	for b := s.attrs; ; {
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return ""
		}
		key := bytes.TrimSpace(b[:eq])
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 {
			return ""
		}
		stop := bytes.IndexByte(b[1:], b[0])
		if stop < 0 {
			return ""
		}
		if string(key[bytes.IndexByte(key, ':')+1:]) == name {
			return unescape(b[1 : 1+stop])
		}
		b = b[stop+2:]
	}
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// unescape resolves entities, and the _xHHHH_ that workbooks write for
// characters XML cannot hold (ECMA-376, 22.9.2.19).
func unescape(b []byte) string {
	s := string(b)
	if strings.IndexByte(s, '&') >= 0 {
		var out strings.Builder
		for {
			before, rest, found := strings.Cut(s, "&")
			out.WriteString(before)
			if !found {
				break
			}
			name, after, ok := strings.Cut(rest, ";")
			if r, known := entity(name); ok && known {
				out.WriteString(r)
				s = after
			} else {
				out.WriteByte('&')
				s = rest
			}
		}
		s = out.String()
	}
	for at := 0; ; {
		i := strings.Index(s[at:], "_x")
		if i < 0 {
			return s
		}
		i += at
		at = i + 2
		if len(s) >= i+7 && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				r := string(rune(n))
				s = s[:i] + r + s[i+7:]
				at = i + len(r)
			}
		}
	}
}

func entity(name string) (string, bool) {
	if r, ok := entities[name]; ok {
		return r, true
	}
	if !strings.HasPrefix(name, "#") {
		return "", false
	}
	base, digits := 10, name[1:]
	if strings.HasPrefix(digits, "x") {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return string(rune(n)), err == nil
}
