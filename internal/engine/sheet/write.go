package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// formulaStarts begin what spreadsheets take for a formula when they open CSV,
// the full-width forms in Chinese ones too.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// guard makes text safe for CSV: an apostrophe keeps it text.
func guard(s string) string {
	if r, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(formulaStarts, r) {
		return "'" + s
	}
	return s
}

// unguard takes off the apostrophe of guard, so that what was exported reads
// the same when imported.
func unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && guard(rest) != rest {
		return rest
	}
	return s
}

// WriteCSV writes a table as RFC 4180 in UTF-8, with a byte order mark if
// asked: Excel needs it to see that the text is UTF-8. Text that a spreadsheet
// would run as a formula is guarded by an apostrophe.
func WriteCSV(w io.Writer, t Table, bom bool) error {
	if bom {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, r := range t.Rows {
		rec := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			rec[i] = c.Text
			if c.Kind == Text {
				rec[i] = guard(c.Text)
			}
		}
		if len(rec) == 1 && rec[0] == "" {
			rec = append(rec, "") // encoding/csv would lose a record of one empty cell
		}
		if err := out.Write(rec); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteXLSX writes a workbook with a sheet for each table: heading rows bold
// and kept in view, columns as wide as their text. Text stays text whatever it
// looks like. The same tables give the same bytes.
func WriteXLSX(w io.Writer, tables []Table) error {
	f := excelize.NewFile()
	defer f.Close()
	const made = "2000-01-01T00:00:00Z" // no time of writing, so that the bytes depend on the tables only
	err := f.SetDocProps(&excelize.DocProperties{Created: made, Modified: made, Creator: "birzha"})
	if err != nil {
		return err
	}
	s, err := newStyles(f)
	if err != nil {
		return err
	}
	names := sheetNames(tables)
	for i, t := range tables {
		if i == 0 {
			err = f.SetSheetName("Sheet1", names[i])
		} else {
			_, err = f.NewSheet(names[i])
		}
		if err == nil {
			err = s.write(f, names[i], t)
		}
		if err != nil {
			return fmt.Errorf("sheet %s: %w", names[i], err)
		}
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		return err
	}
	return inOrder(w, buf.Bytes())
}

// inOrder writes the parts of a workbook sorted by name: excelize writes the
// sheets in the changing order of a map.
func inOrder(w io.Writer, book []byte) error {
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range r.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

// sheetNames makes names that a workbook takes: at most 31 characters, none of
// []:*?/\, each once.
func sheetNames(tables []Table) []string {
	seen := map[string]bool{}
	out := make([]string, len(tables))
	for i, t := range tables {
		base := []rune(strings.Trim(strings.NewReplacer("[", "(", "]", ")", ":", "-", "*", "", "?", "", "/", "-", `\`, "-").Replace(t.Name), "' "))
		if len(base) == 0 {
			base = []rune("Sheet")
		}
		name := string(base[:min(len(base), 31)])
		for n := 2; seen[strings.ToLower(name)]; n++ {
			suffix := " " + strconv.Itoa(n)
			name = string(base[:min(len(base), 31-len(suffix))]) + suffix
		}
		seen[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}

type styles struct{ head, text, day, moment, clock int }

func newStyles(f *excelize.File) (s styles, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	add := func(id *int, format string, bold bool) {
		if err != nil {
			return
		}
		st := &excelize.Style{Alignment: top}
		if format != "" {
			st.CustomNumFmt = &format
		}
		if bold {
			st.Font = &excelize.Font{Bold: true}
		}
		*id, err = f.NewStyle(st)
	}
	add(&s.head, "@", true)
	add(&s.text, "@", false)
	add(&s.day, "yyyy-mm-dd", false)
	add(&s.moment, "yyyy-mm-dd hh:mm", false)
	add(&s.clock, "hh:mm", false)
	return s, err
}

func (s styles) write(f *excelize.File, name string, t Table) error {
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widthsOf(t) {
		if err := sw.SetColWidth(i+1, i+1, float64(width)); err != nil {
			return err
		}
	}
	if t.Header > 0 {
		panes := &excelize.Panes{Freeze: true, YSplit: t.Header, TopLeftCell: "A" + strconv.Itoa(t.Header+1), ActivePane: "bottomLeft"}
		if err := sw.SetPanes(panes); err != nil {
			return err
		}
	}
	for i, r := range t.Rows {
		cells := make([]any, len(r.Cells))
		for j, c := range r.Cells {
			cells[j] = s.cell(c, i < t.Header)
		}
		if err := sw.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// cell turns a cell into what excelize writes with the same type.
func (s styles) cell(c Cell, head bool) any {
	if c.Text == "" {
		return nil
	}
	switch c.Kind {
	case Number:
		if v, err := strconv.ParseFloat(c.Text, 64); err == nil {
			return v
		}
	case Date:
		for layout, style := range map[string]int{"2006-01-02 15:04:05": s.moment, "2006-01-02": s.day} {
			if v, err := time.Parse(layout, c.Text); err == nil {
				return excelize.Cell{StyleID: style, Value: v}
			}
		}
		if v, err := time.Parse("15:04:05", c.Text); err == nil {
			return excelize.Cell{StyleID: s.clock, Value: float64(v.Hour()*3600+v.Minute()*60+v.Second()) / 86400}
		}
	case Bool:
		return c.Text == "true"
	}
	style := s.text
	if head {
		style = s.head
	}
	return excelize.Cell{StyleID: style, Value: clean(c.Text)}
}

// clean takes out the control characters that XML cannot hold, and cuts what
// is longer than a cell.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > Default.Text {
		s = string([]rune(s)[:Default.Text])
	}
	return s
}

// widthsOf chooses column widths in characters from 8 to 60; Chinese
// characters count twice.
func widthsOf(t Table) []int {
	out := append([]int(nil), t.Widths...)
	given := len(out)
	for _, r := range t.Rows {
		for j, c := range r.Cells {
			for len(out) <= j {
				out = append(out, 8)
			}
			if j < given {
				continue
			}
			for line := range strings.Lines(c.Text) {
				n := 2
				for _, r := range line {
					if n++; r >= 0x2e80 {
						n++
					}
				}
				out[j] = min(max(out[j], n), 60)
			}
		}
	}
	return out
}
