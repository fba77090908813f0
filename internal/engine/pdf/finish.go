package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// outline is the reader's table of contents, where the document has one.
var outline = regexp.MustCompile(`/PageMode /UseOutlines\s+/Outlines \d+ 0 R`)

var tail = regexp.MustCompile(`(?s)/Size (\d+)\n.*startxref\n(\d+)\n%%EOF\n$`)

// finish appends an incremental update (ISO 32000-1, 7.5.6) with what the
// library cannot say: the document's language, its information dictionary, an
// identifier made of the content, and character maps that readers may rely on
// when text is searched, copied or read aloud (the library's own leave out
// code ranges and letters beyond the basic plane).
func (d *doc) finish(pdf []byte, title string, made time.Time) ([]byte, error) {
	m := tail.FindSubmatch(pdf[max(0, bytes.LastIndex(pdf, []byte("trailer\n"))):])
	if m == nil {
		return nil, errors.New("pdf: the library wrote a file without a trailer")
	}
	size, _ := strconv.Atoi(string(m[1]))
	objects := map[int]string{
		1: fmt.Sprintf("<< /Type /Catalog /Pages 2 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> %s >>", d.lang, outline.Find(pdf[:min(len(pdf), 400)])),
		size: fmt.Sprintf("<< /Title %s /Author %s /Creator %s /Producer %s /CreationDate (D:%s) >>",
			utf16Text(title), utf16Text("birzha"), utf16Text("birzha"), utf16Text("birzha"), made.UTC().Format("20060102150405Z")),
	}
	for _, f := range d.fonts {
		if f.letters != nil {
			cmap := toUnicode(f.letters)
			objects[f.toUnicode] = fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(cmap), cmap)
		}
	}
	hash := sha256.New()
	hash.Write(pdf)
	hash.Write([]byte(objects[size]))
	id := hash.Sum(nil)
	out := bytes.NewBuffer(pdf)
	var xref strings.Builder
	for _, n := range slices.Sorted(maps.Keys(objects)) {
		fmt.Fprintf(&xref, "%d 1\n%010d 00000 n \n", n, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", n, objects[n])
	}
	start := out.Len()
	fmt.Fprintf(out, "xref\n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R /ID [<%x> <%x>] /Prev %s >>\nstartxref\n%d\n%%%%EOF\n",
		xref.String(), size+1, size, id[:16], id[:16], m[2], start)
	return out.Bytes(), nil
}

// toUnicode writes a character map (ISO 32000-1, 9.10.3) from glyphs to text.
func toUnicode(letters map[uint]rune) string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(slices.Sorted(maps.Keys(letters)), 100) { // 100 entries a block at most
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, g := range part {
			fmt.Fprintf(&b, "<%04X> <%s>\n", g, utf16Hex(string(letters[g])))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}

func utf16Text(s string) string { return "<FEFF" + utf16Hex(s) + ">" }

func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
