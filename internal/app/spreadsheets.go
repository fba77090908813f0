package app

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/internal/web"
)

// table turns a table of the pages into one of the engine.
func table(t web.Sheet) sheet.Table {
	out := sheet.Table{Name: t.Name}
	if len(t.Head) > 0 {
		out.Header = 1
		var head []sheet.Cell
		for _, h := range t.Head {
			head = append(head, sheet.T(h))
		}
		out.Rows = append(out.Rows, sheet.Row{Cells: head})
	}
	for _, r := range t.Rows {
		row := sheet.Row{Cells: make([]sheet.Cell, len(r))}
		for i, v := range r {
			row.Cells[i] = cell(v)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// cell types a value; a time is written as its own zone shows it.
func cell(v any) sheet.Cell {
	switch v := v.(type) {
	case nil:
		return sheet.Cell{}
	case string:
		return sheet.T(v)
	case int:
		return sheet.N(v)
	case float64:
		return sheet.F(v)
	case time.Time:
		if v.IsZero() {
			return sheet.Cell{}
		}
		return sheet.At(v)
	}
	return sheet.T(fmt.Sprint(v))
}

// spreadsheets reads uploaded files (web.Spreadsheets).
type spreadsheets struct{ limits sheet.Limits }

var _ web.Spreadsheets = spreadsheets{}

// Read reads a workbook, a CSV file or a JSON document; the content decides
// which, except that a text which starts like JSON must be named so.
func (s spreadsheets) Read(r io.ReaderAt, size int64, name string) ([]roster.Table, error) {
	if strings.EqualFold(filepath.Ext(name), ".json") {
		return s.readJSON(r, size, filepath.Base(name))
	}
	book, err := sheet.Open(r, size, name, s.limits)
	if err != nil {
		return nil, err
	}
	return RosterTables(book), nil
}

func (s spreadsheets) readJSON(r io.ReaderAt, size int64, name string) ([]roster.Table, error) {
	if size > s.limits.File {
		return nil, fault.New(fault.TooLarge, "sheet.file_size", "file", name, "mb", int(s.limits.File>>20))
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	tables, issues := roster.ReadJSON(b.Bytes(), name)
	return tables, (&roster.Report{Errors: issues}).Err()
}
