package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
)

// openText reads text with separators. Its one table has the file's name.
func openText(r io.Reader, name string, lim Limits) (*Book, error) {
	raw, err := io.ReadAll(io.LimitReader(r, lim.File+1))
	if err != nil {
		return nil, err
	}
	body, note, err := decode(raw, name)
	if err != nil {
		return nil, err
	}
	b := &Book{Name: name}
	if note != nil {
		b.Notes = append(b.Notes, *note)
	}
	comma := separator(body)
	rows, err := readCSV(body, comma, false, name, lim)
	if errors.Is(err, csv.ErrBareQuote) { // ООО "Ромашка" without quotes around it
		rows, err = readCSV(body, comma, true, name, lim)
	}
	var pe *csv.ParseError
	switch {
	case errors.As(err, &pe):
		return nil, fault.New(fault.Invalid, "sheet.quote", "file", name, "row", pe.StartLine)
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, fault.New(fault.Invalid, "sheet.empty", "file", name)
	}
	b.Tables = []Table{{Name: strings.TrimSuffix(name, filepath.Ext(name)), Rows: rows}}
	return b, nil
}

func readCSV(body []byte, comma rune, lazy bool, name string, lim Limits) ([]Row, error) {
	skipped := 0
	if head, rest, _ := bytes.Cut(body, []byte("\n")); bytes.HasPrefix(bytes.ToLower(head), []byte("sep=")) {
		body, skipped = rest, 1 // a line that tells Excel the separator
	}
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, lazy, -1, true
	var cells int
	a := &adder{file: name, sheet: name, lim: lim, cells: &cells}
	// A spreadsheet counts records and empty lines, not the lines inside of cells.
	row, next := skipped, 1
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return a.rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		row += line - next + 1
		next = line + 1
		for col, s := range rec {
			next += strings.Count(s, "\n")
			if s = unguard(strings.TrimSpace(s)); s == "" {
				continue
			}
			if err := a.add(row, col, Cell{Text: strings.Clone(s)}); err != nil {
				return nil, err
			}
		}
	}
}

// separator chooses the one that cuts most of the first lines into the same
// number of cells, more than one.
func separator(body []byte) rune {
	if rest, ok := bytes.CutPrefix(bytes.ToLower(body), []byte("sep=")); ok && len(rest) > 0 && strings.IndexByte(",;\t|", rest[0]) >= 0 {
		return rune(rest[0])
	}
	best, bestScore := ',', 0
	for _, sep := range []rune{',', ';', '\t', '|'} {
		counts := map[int]int{}
		for _, n := range widths(body, byte(sep), 20) {
			counts[n]++
		}
		for n, lines := range counts {
			if score := lines*1000 + n; n > 1 && score > bestScore {
				best, bestScore = sep, score
			}
		}
	}
	return best
}

// widths counts the cells of the first records, quotes respected.
func widths(body []byte, sep byte, records int) (out []int) {
	n, quoted, blank := 1, false, true
	for _, c := range body {
		switch {
		case c == '"':
			quoted, blank = !quoted, false
		case c == '\n' && !quoted:
			if !blank {
				out = append(out, n)
			}
			if n, blank = 1, true; len(out) == records {
				return out
			}
		case c == sep && !quoted:
			n, blank = n+1, false
		case c != '\r':
			blank = false
		}
	}
	if !blank {
		out = append(out, n)
	}
	return out
}
