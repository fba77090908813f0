// Package sheet reads and writes tables: XLSX workbooks (ECMA-376) and text
// with separators (RFC 4180). Reading streams, believes no size that a file
// declares about itself, and stays within Limits.
package sheet

import (
	"bytes"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
)

// Limits bound what is read.
type Limits struct {
	File     int64 // bytes
	Unzipped int64 // bytes of all parts of a workbook together
	Ratio    int64 // unzipped to zipped, for workbooks that unzip to more than 16 MB
	Rows     int   // a sheet, counted to the last one with data
	Columns  int   // a sheet
	Cells    int   // with data, in the whole file
	Text     int   // characters a cell
}

// Default is what an uploaded file may have at most.
var Default = Limits{File: 20 << 20, Unzipped: 200 << 20, Ratio: 150, Rows: 50_000, Columns: 200, Cells: 2_000_000, Text: 32_767}

// Book is a file read: its sheets with data, in their order.
type Book struct {
	Name   string // of the file
	Tables []Table
	Notes  []Note // what the reader of the file ought to know
}

// Note says something about a file that is no error: a message key with its
// arguments as name, value pairs.
type Note struct {
	Key  string
	Args []any
}

// Table is one sheet, or the whole of a CSV file.
type Table struct {
	Name   string
	Rows   []Row
	Header int   // when written: heading rows, kept in view
	Widths []int // when written: of columns in characters; chosen from the text where missing
}

// Row is a row with data; Number is the one that a spreadsheet shows, from 1.
// Writing numbers rows anew.
type Row struct {
	Number int
	Cells  []Cell
}

// Kind is the type of a cell.
type Kind uint8

// The types of cells.
const (
	Text Kind = iota // also the empty cell
	Number
	Date // day, time of day or both, without a zone
	Bool
	Failed // an error such as #N/A
)

// Cell is one cell. The text of a Date is "2006-01-02 15:04:05", "2006-01-02"
// or "15:04:05", of a Number the shortest decimal with a point.
type Cell struct {
	Text    string
	Kind    Kind
	Formula bool // Text was computed when the file was last saved
}

// T is a cell of text.
func T(s string) Cell { return Cell{Text: s} }

// N is a cell with a whole number.
func N(n int) Cell { return Cell{Text: strconv.Itoa(n), Kind: Number} }

// F is a cell with a number.
func F(f float64) Cell { return Cell{Text: strconv.FormatFloat(f, 'f', -1, 64), Kind: Number} }

// At is a cell with the day and time that t shows in its zone.
func At(t time.Time) Cell { return Cell{Text: t.Format("2006-01-02 15:04:05"), Kind: Date} }

// Day is a cell with the day that t shows in its zone.
func Day(t time.Time) Cell { return Cell{Text: t.Format("2006-01-02"), Kind: Date} }

// Open reads a file whose kind is told by its content, not by its name. The
// error is a *fault.Error that names the place, the rule and the way out.
func Open(r io.ReaderAt, size int64, name string, lim Limits) (*Book, error) {
	name = filepath.Base(name)
	if size > lim.File {
		return nil, fault.New(fault.TooLarge, "sheet.file_size", "file", name, "mb", int(lim.File>>20))
	}
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case len(bytes.Trim(head, "\xef\xbb\xbf \t\r\n")) == 0 && size <= int64(len(head)):
		return nil, fault.New(fault.Invalid, "sheet.empty", "file", name)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return openXLSX(r, size, name, lim)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, compound(r, size, name)
	}
	if kind := foreign(head); kind != "" {
		return nil, wrongType(name, kind)
	}
	return openText(io.NewSectionReader(r, 0, size), name, lim)
}

// wrongType refuses a file that holds no table; kind is unknown if it cannot be named.
func wrongType(name, kind string) error {
	if kind == unknown {
		return fault.New(fault.Invalid, "sheet.binary", "file", name)
	}
	return fault.New(fault.Invalid, "sheet.wrong_type", "file", name, "type", kind)
}

const unknown = "unknown"

// foreign names the type of a file that is neither a workbook nor text.
func foreign(head []byte) string {
	for _, m := range []struct{ magic, name string }{
		{"%PDF", "PDF"},
		{"\x89PNG", "PNG"},
		{"\xff\xd8\xff", "JPEG"},
		{"GIF8", "GIF"},
		{"{\\rtf", "RTF"},
		{"\x1f\x8b", "GZIP"},
		{"7z\xbc\xaf\x27\x1c", "7-Zip"},
		{"Rar!", "RAR"},
		{"SQLite format 3", "SQLite"},
		{"PK\x05\x06", "ZIP"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.name
		}
	}
	start := strings.ToLower(string(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")))
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<table"):
		return "HTML"
	case strings.HasPrefix(start, "<?xml"):
		return "XML"
	case !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) && bytes.IndexByte(head, 0) >= 0:
		return unknown
	}
	return ""
}

// compound tells a workbook locked by a password from one in the old XLS
// format: both are OLE compound files, whose directory holds names in UTF-16.
func compound(r io.ReaderAt, size int64, name string) error {
	mark := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e")
	buf := make([]byte, 1<<20)
	for at := int64(0); at < size; at += int64(len(buf) - len(mark)) {
		n, _ := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], mark) {
			return fault.New(fault.Invalid, "sheet.encrypted", "file", name)
		}
	}
	return fault.New(fault.Invalid, "sheet.xls", "file", name)
}

// adder collects the rows of one table within the limits.
type adder struct {
	file, sheet string
	lim         Limits
	cells       *int // of the whole file
	rows        []Row
}

// add puts a cell with data at its place.
func (a *adder) add(row, col int, c Cell) error {
	if row > a.lim.Rows {
		return fault.New(fault.TooLarge, "sheet.rows", "file", a.file, "sheet", a.sheet, "max", a.lim.Rows)
	}
	if col >= a.lim.Columns {
		return fault.New(fault.TooLarge, "sheet.columns", "file", a.file, "sheet", a.sheet, "row", row, "max", a.lim.Columns)
	}
	if len(c.Text) > a.lim.Text && len([]rune(c.Text)) > a.lim.Text {
		return fault.New(fault.TooLarge, "sheet.cell_size", "file", a.file, "sheet", a.sheet, "cell", ref(row, col), "max", a.lim.Text)
	}
	if *a.cells++; *a.cells > a.lim.Cells {
		return fault.New(fault.TooLarge, "sheet.cells", "file", a.file, "max", a.lim.Cells)
	}
	if n := len(a.rows); n == 0 || a.rows[n-1].Number != row {
		a.rows = append(a.rows, Row{Number: row})
	}
	r := &a.rows[len(a.rows)-1]
	for len(r.Cells) <= col {
		r.Cells = append(r.Cells, Cell{})
	}
	r.Cells[col] = c
	return nil
}

// ref names a cell as spreadsheets do: column from 0, row from 1.
func ref(row, col int) string {
	s := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s + strconv.Itoa(row)
}
