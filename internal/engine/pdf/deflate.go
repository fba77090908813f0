package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// pageStream begins an object that holds the content of a page.
var pageStream = regexp.MustCompile(`^(\d+ 0 obj\n)<<\n/Length (\d+)\n>>\nstream\n`)

// deflate writes the file anew with the contents of its pages compressed. The
// library can do that too, but it makes a compressor for every page and feeds
// it letter by letter, which for a book takes longer than setting it.
func deflate(pdf []byte) ([]byte, error) {
	broken := errors.New("pdf: the library wrote a file that cannot be read")
	m := tail.FindSubmatch(pdf[max(0, bytes.LastIndex(pdf, []byte("trailer\n"))):])
	if m == nil {
		return nil, broken
	}
	size, _ := strconv.Atoi(string(m[1]))
	table, _ := strconv.Atoi(string(m[2]))
	entries := bytes.Split(pdf[min(table, len(pdf)):], []byte("\n"))
	if len(entries) < size+2 || string(entries[0]) != "xref" {
		return nil, broken
	}
	offsets := make([]int, size) // of the objects from 1, and of the table
	for n := 1; n < size; n++ {
		offsets[n-1], _ = strconv.Atoi(string(bytes.TrimLeft(entries[n+2][:10], "0")))
	}
	offsets[size-1] = table
	var out bytes.Buffer
	out.Grow(len(pdf) / 4)
	out.Write(pdf[:offsets[0]])
	z := zlib.NewWriter(&out)
	for n := 1; n < size; n++ {
		object := pdf[offsets[n-1]:offsets[n]]
		offsets[n-1] = out.Len()
		if err := deflateObject(&out, z, object); err != nil {
			return nil, err
		}
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", size)
	for _, at := range offsets[:size-1] {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root 1 0 R\n>>\nstartxref\n%d\n%%%%EOF\n", size, start)
	return out.Bytes(), nil
}

// deflateObject copies an object; of one with the content of a page it
// compresses the content.
func deflateObject(out *bytes.Buffer, z *zlib.Writer, object []byte) error {
	m := pageStream.FindSubmatch(object)
	if m == nil {
		out.Write(object)
		return nil
	}
	n, err := strconv.Atoi(string(m[2]))
	if err != nil || len(m[0])+n > len(object) {
		return errors.New("pdf: the library wrote a page without an end")
	}
	out.Write(m[1])
	head := out.Len()
	const blank = "<< /Filter /FlateDecode /Length 0000000000 >>\nstream\n" // the length is known afterwards
	out.WriteString(blank)
	z.Reset(out)
	if _, err := z.Write(object[len(m[0]) : len(m[0])+n]); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	length := out.Len() - head - len(blank)
	copy(out.Bytes()[head:], fmt.Sprintf("<< /Filter /FlateDecode /Length %010d >>\nstream\n", length))
	out.WriteString("\nendstream\nendobj\n\n")
	return nil
}
