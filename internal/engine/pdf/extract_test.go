package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

var (
	streams = regexp.MustCompile(`(?s)>>\nstream\n(.*?)\n?endstream`)
	bfchar  = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`)
	shown   = regexp.MustCompile(`([\d.]+) ([\d.]+) TD\n/F(\d+) ([\d.]+) Tf[^\[]*\[([^\]]*)\] TJ`)
)

// extract reads a written document back, knowing nothing of how it was laid
// out: a line for each piece of text with page, place, font, size and words.
func extract(t testing.TB, pdf []byte) string {
	t.Helper()
	var maps []map[string]string
	var pages []string
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		switch content := m[1]; {
		case bytes.Contains(content, []byte("beginbfchar")):
			letters := map[string]string{}
			for _, c := range bfchar.FindAllSubmatch(content, -1) {
				letters[string(c[1])] = fromHex(string(c[2]))
			}
			maps = append(maps, letters)
		default:
			if r, err := zlib.NewReader(bytes.NewReader(content)); err == nil {
				if b, err := io.ReadAll(r); err == nil && bytes.Contains(b, []byte(" TJ")) {
					pages = append(pages, string(b))
				}
			}
		}
	}
	var out strings.Builder
	for i, page := range pages {
		fmt.Fprintf(&out, "page %d\n", i+1)
		for _, m := range shown.FindAllStringSubmatch(page, -1) {
			font, _ := strconv.Atoi(m[3])
			fmt.Fprintf(&out, "%7s %7s  F%s %-4s %s\n", m[1], m[2], m[3], m[4], words(t, maps[font-1], m[5]))
		}
	}
	if len(pages) == 0 {
		t.Fatal("the document has no page with words")
	}
	return out.String()
}

func words(t testing.TB, letters map[string]string, codes string) (s string) {
	t.Helper()
	codes = strings.Trim(codes, "<>")
	for i := 0; i+4 <= len(codes); i += 4 {
		c, ok := letters[codes[i:i+4]]
		if !ok {
			t.Fatalf("glyph %s has no text", codes[i:i+4])
		}
		s += c
	}
	return s
}

func fromHex(s string) string {
	b, _ := hex.DecodeString(s)
	var u []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(u))
}
