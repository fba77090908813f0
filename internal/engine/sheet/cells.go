package sheet

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
)

// rawCell is a cell as the file has it.
type rawCell struct {
	row, col int
	kind     string // the attribute t
	style    int
	value    strings.Builder
	formula  bool
}

// readSheet reads the rows with data of one sheet.
func (w *workbook) readSheet(name, part string) ([]Row, error) {
	a := &adder{file: w.name, sheet: name, lim: w.lim, cells: &w.cells}
	var c rawCell
	take, phonetic := false, false
	var merged []string
	err := w.each(part, func(s *scanner, t token) error {
		switch {
		case t == text:
			if take && !phonetic {
				if c.value.Len()+len(s.buf) > maxToken {
					return errToken
				}
				c.value.WriteString(unescape(s.buf))
			}
		case t == end:
			switch s.name {
			case "c":
				cell, err := w.cell(&c)
				if err != nil || cell.Text == "" && !cell.Formula {
					return err
				}
				return a.add(c.row, c.col, cell)
			case "v", "t":
				take = false
			case "rPh":
				phonetic = false
			case "mergeCells":
				return io.EOF
			}
		case s.name == "mergeCell" && len(merged) < w.lim.Rows:
			merged = append(merged, s.attr("ref"))
		case s.name == "row":
			c.row, c.col = number(s.attr("r"), c.row+1), -1
		case s.name == "c":
			c.col = column(s.attr("r"), c.col+1)
			c.kind, c.style, c.formula = s.attr("t"), number(s.attr("s"), 0), false
			c.value.Reset()
		case s.name == "v", s.name == "t":
			take = true
		case s.name == "rPh":
			phonetic = true
		case s.name == "f":
			c.formula = true
		}
		return nil
	})
	if errors.Is(err, errToken) {
		err = fault.New(fault.TooLarge, "sheet.cell_size", "file", w.name, "sheet", name, "cell", ref(max(c.row, 1), max(c.col, 0)), "max", w.lim.Text)
	}
	if err == nil {
		err = a.fill(merged)
	}
	return a.rows, err
}

// fill gives a value that stands once in cells merged downwards ("B2:B5") to
// each row with data that it is meant for.
func (a *adder) fill(merged []string) error {
	for _, area := range merged {
		from, to, _ := strings.Cut(area, ":")
		col, first, last := column(from, -1), rowOf(from), rowOf(to)
		at, found := slices.BinarySearchFunc(a.rows, first, func(r Row, n int) int { return r.Number - n })
		if col < 0 || column(to, -1) != col || !found || col >= len(a.rows[at].Cells) || a.rows[at].Cells[col].Text == "" {
			continue
		}
		value := a.rows[at].Cells[col]
		for at++; at < len(a.rows) && a.rows[at].Number <= last; at++ {
			r := &a.rows[at]
			if *a.cells++; *a.cells > a.lim.Cells {
				return fault.New(fault.TooLarge, "sheet.cells", "file", a.file, "max", a.lim.Cells)
			}
			for len(r.Cells) <= col {
				r.Cells = append(r.Cells, Cell{})
			}
			r.Cells[col] = value
		}
	}
	return nil
}

// rowOf reads the number in a cell's name: "C12" is 12.
func rowOf(name string) int { return number(strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0) }

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return n
	}
	return otherwise
}

// column reads the letters of a cell's name: "C12" is 2.
func column(name string, otherwise int) int {
	n := 0
	for i := 0; i < len(name) && name[i] >= 'A' && name[i] <= 'Z' && n < 1<<20; i++ {
		n = n*26 + int(name[i]-'A') + 1
	}
	if n == 0 {
		return otherwise
	}
	return n - 1
}

// cell gives the raw value its type (ECMA-376, 18.18.11).
func (w *workbook) cell(c *rawCell) (Cell, error) {
	out := Cell{Text: c.value.String(), Formula: c.formula}
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(out.Text))
		if out.Text == "" {
			return out, nil
		}
		if err != nil || i < 0 || i >= len(w.strings) {
			return out, errors.New("no such shared string: " + out.Text)
		}
		out.Text = strings.TrimSpace(w.strings[i])
	case "b":
		out.Kind = Bool
		out.Text = map[string]string{"1": "true", "0": "false"}[out.Text]
	case "e":
		out.Kind = Failed
	case "d":
		out.Kind, out.Text = Date, strings.Replace(out.Text, "T", " ", 1)
	case "inlineStr", "str":
		out.Text = strings.TrimSpace(out.Text)
	default:
		f, err := strconv.ParseFloat(strings.TrimSpace(out.Text), 64)
		if numeric := err == nil && !math.IsNaN(f) && !math.IsInf(f, 0); !numeric {
			break // what no writer writes stays text
		}
		out.Kind, out.Text = Number, shortest(f)
		if c.style < len(w.dates) && w.dates[c.style] {
			if s, ok := serialDate(f, w.epoch04); ok {
				out.Kind, out.Text = Date, s
			}
		}
	}
	return out, nil
}

// shortest writes a number with the 15 digits that spreadsheets keep.
func shortest(f float64) string {
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// serialDate turns a count of days into a date, a time of day, or both, to the second.
func serialDate(days float64, epoch04 bool) (string, bool) {
	if days < 0 || days > 2_958_466 { // 31 December 9999
		return "", false
	}
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if epoch04 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	whole, part := math.Modf(days)
	seconds := int(math.Round(part * 86400))
	t := base.AddDate(0, 0, int(whole)).Add(time.Duration(seconds) * time.Second)
	switch {
	case whole == 0 && part > 0:
		return t.Format("15:04:05"), true
	case seconds == 0:
		return t.Format("2006-01-02"), true
	}
	return t.Format("2006-01-02 15:04:05"), true
}
