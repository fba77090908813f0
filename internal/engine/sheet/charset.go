package sheet

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/birzha/birzha/internal/base/fault"
)

// decode turns a text file into UTF-8. The note names an encoding that had to
// be guessed.
func decode(raw []byte, name string) ([]byte, *Note, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw)
		if err != nil || bytes.IndexByte(out, 0) >= 0 {
			return nil, nil, fault.New(fault.Invalid, "sheet.encoding", "file", name, "row", 1)
		}
		return lineEnds(out), nil, nil
	}
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return nil, nil, wrongType(name, unknown)
	}
	if utf8.Valid(raw) {
		return lineEnds(raw), nil, nil
	}
	raw = lineEnds(raw)
	bad, mixed := firstInvalid(raw)
	if mixed {
		return nil, nil, fault.New(fault.Invalid, "sheet.mixed_encoding", "file", name, "row", bad)
	}
	var enc encoding.Encoding
	var label string
	switch {
	case likeGB(raw):
		enc, label = simplifiedchinese.GB18030, "GB18030"
	case likeCyrillic(raw):
		enc, label = charmap.Windows1251, "Windows-1251"
	default:
		return nil, nil, fault.New(fault.Invalid, "sheet.encoding", "file", name, "row", bad)
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, nil, err
	}
	return out, &Note{"sheet.note_encoding", []any{"file", name, "encoding", label}}, nil
}

// lineEnds makes the lone CR of old files a line end.
func lineEnds(b []byte) []byte {
	if bytes.IndexByte(b, '\n') >= 0 {
		return b
	}
	return bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
}

// firstInvalid gives the first line that is not UTF-8, and whether other lines
// plainly are: a file glued together from two.
func firstInvalid(raw []byte) (line int, mixed bool) {
	n, utf := 0, false
	for l := range bytes.Lines(raw) {
		n++
		if !utf8.Valid(l) {
			if line == 0 {
				line = n
			}
		} else if utf8.RuneCount(l) < len(l) {
			utf = true
		}
	}
	return line, utf
}

// likeGB tells whether the text decodes as GB18030 into mostly common
// characters: the first level of GB 2312, whose lead bytes are B0 to D7.
func likeGB(raw []byte) bool {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	if err != nil || bytes.Contains(out, []byte("\uFFFD")) {
		return false
	}
	common, all := 0, 0
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] < 0x81 {
			continue
		}
		if lead := raw[i]; lead >= 0xb0 {
			all++
			if lead <= 0xd7 && raw[i+1] >= 0xa1 {
				common++
			}
		}
		i++
	}
	return all > 0 && common*10 >= all*6
}

// likeCyrillic tells whether the bytes beyond ASCII are letters and quotation
// marks of Windows-1251.
func likeCyrillic(raw []byte) bool {
	letters, all := 0, 0
	for _, c := range raw {
		if c < 0x80 {
			continue
		}
		all++
		if c >= 0xc0 || bytes.IndexByte([]byte("\xa8\xb8\xb2\xb3\xa1\xa2\xab\xbb\xb9\x93\x94\x84\x96\x97\xa0\x92\x85"), c) >= 0 {
			letters++
		}
	}
	return letters*20 >= all*19
}
