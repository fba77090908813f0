// Package bulk exchanges many profiles and organisations at a time: it reads
// tables (XLSX, CSV), JSON and the profiles of the Enterprise Europe Network,
// compares them with the catalogue, and enters what is new or changed in one
// transaction. What it writes it can read again.
//
// An import is idempotent: a profile is known by its reference, by the source
// and the number that it has there, or by its organisation, type and title.
package bulk

import (
	"strconv"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Table is one sheet of a workbook, one file of comma separated values, or one
// list of a JSON document.
type Table struct {
	File   string  `json:"file"`
	Name   string  `json:"name"`
	Rows   []Row   `json:"rows"`
	JSON   bool    `json:"json,omitempty"` // rows are elements of a list; the first row has their names
	Issues []Issue `json:"issues,omitempty"`
}

// Row is one row; Number is the one that a spreadsheet shows, from 1.
type Row struct {
	Number int      `json:"n"`
	Cells  []string `json:"c"` // by column, from A; short rows end early
}

// Issue is one broken rule at one place of the input. Its words are the message
// Key: the rule and the way out.
type Issue struct {
	File   string `json:"file,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"` // letter
	Header string `json:"header,omitempty"`
	Key    string `json:"key"`
	Args   []any  `json:"args,omitempty"`
	Minor  bool   `json:"minor,omitempty"` // a warning: the row goes in all the same
}

// Place says where the issue is, in the reader's language.
func (i Issue) Place(l i18n.Lang) string {
	key := "import.place_sheet"
	switch {
	case i.Row > 0 && i.Column != "" && i.Header != "":
		key = "import.place_headed"
	case i.Row > 0 && i.Column != "":
		key = "import.place_cell"
	case i.Row > 0:
		key = "import.place_row"
	}
	return l.T(key, "file", i.File, "sheet", i.Sheet, "row", strconv.Itoa(i.Row), "column", i.Column, "header", i.Header)
}

// Rule says the broken rule and the way out.
func (i Issue) Rule(l i18n.Lang) string {
	args := make([]any, len(i.Args))
	for n, a := range i.Args {
		if s, ok := a.(Said); ok {
			a = l.T(string(s))
		}
		args[n] = a
	}
	return l.T(i.Key, args...)
}

// Said is an argument that is itself a message key.
type Said string

// Say says place, rule and way out in one line.
func (i Issue) Say(l i18n.Lang) string {
	return l.T("import.line", "place", i.Place(l), "rule", i.Rule(l))
}

// Letter is the name of a column counted from 0: A, B, … Z, AA.
func Letter(column int) string {
	s := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
