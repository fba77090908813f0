package roster

import (
	"fmt"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// Table is one sheet of a workbook or one file of comma separated values.
type Table struct {
	File string
	Name string
	Rows []Row
	JSON bool // rows are the elements of the array Name in a JSON document
}

// Key names a table in a Mapping.
func (t *Table) Key() string { return t.File + "!" + t.Name }

// Row is one row; Number is the one that a spreadsheet shows, from 1.
type Row struct {
	Number int
	Cells  []Cell // by column, from A; short rows end early
}

// Cell is one cell. The text of a cell with a date is "2006-01-02 15:04:05" or
// "2006-01-02", of one with a time of day "15:04:05", of a number its shortest
// decimal form with a point.
type Cell struct {
	Text    string
	Formula bool // the value was computed when the file was last saved
}

// Issue is one broken rule at one place of the input.
type Issue struct {
	File   string
	Sheet  string
	Row    int    // from 1; 0 for the sheet as a whole
	Column string // letter; "" for the row as a whole
	Header string // heading of the column
	Path   string // in JSON, in place of sheet, row and column: "$.people[3].email"
	Key    string // message key: the rule and the way out
	Args   []any  // name, value pairs; a value of type Said is translated
}

// Said is an argument that is itself a message key.
type Said string

// Place says where the issue is: "list.xlsx: sheet Participants, row 12, column C (Country)".
func (i Issue) Place(l i18n.Lang) string {
	key := "import.place_file"
	switch {
	case i.Path != "":
		key = "import.place_path"
	case i.Row > 0 && i.Column != "" && i.Header != "":
		key = "import.place_headed"
	case i.Row > 0 && i.Column != "":
		key = "import.place_cell"
	case i.Row > 0:
		key = "import.place_row"
	case i.Sheet != "":
		key = "import.place_sheet"
	}
	return l.T(key, "file", i.File, "sheet", i.Sheet, "row", fmt.Sprint(i.Row), "column", i.Column, "header", i.Header, "path", i.Path)
}

// Rule says the broken rule and the way out.
func (i Issue) Rule(l i18n.Lang) string {
	args := make([]any, len(i.Args))
	for k, a := range i.Args {
		if s, ok := a.(Said); ok {
			a = l.T(string(s))
		}
		args[k] = a
	}
	return l.T(i.Key, args...)
}

// Say says place, rule and way out in one line.
func (i Issue) Say(l i18n.Lang) string {
	return l.T("import.line", "place", i.Place(l), "rule", i.Rule(l))
}

// Field is the issue as the field of a fault.
func (i Issue) Field() fault.Field {
	name := i.Path
	if name == "" {
		name = i.Sheet
		if i.Row > 0 {
			name += fmt.Sprintf("!%s%d", i.Column, i.Row)
		}
	}
	return fault.Field{Name: name, Key: i.Key, Args: i.Args}
}

// MaxIssues is how many errors, and how many warnings, a Report keeps.
const MaxIssues = 200

// Report says what was found while reading: errors forbid to go on, warnings
// say what was left out or taken otherwise than written.
type Report struct {
	Errors       []Issue
	MoreErrors   int // beyond MaxIssues
	Warnings     []Issue
	MoreWarnings int
	Sheets       []Sheet // how each table was understood
}

// Sheet says how a table was understood.
type Sheet struct {
	File, Name string
	SheetMapping
	Headers []string // by column, from A
	Rows    int      // rows with data
}

// Key names the sheet in a Mapping.
func (s *Sheet) Key() string { return s.File + "!" + s.Name }

// Mapping overrides the recognition of tables, by Table.Key.
type Mapping map[string]SheetMapping

// SheetMapping says what a table holds.
type SheetMapping struct {
	Kind    Kind    // "" leaves the table out
	Header  int     // number of the heading row; 0 for none
	Columns []Field // by column, from A; "" leaves the column out
}

// Err is nil without errors, else a fault with a field for each error.
func (r *Report) Err() error {
	if len(r.Errors) == 0 {
		return nil
	}
	e := fault.New(fault.Invalid, "import.errors", "n", len(r.Errors)+r.MoreErrors)
	for _, i := range r.Errors {
		e.Fields = append(e.Fields, i.Field())
	}
	return e
}

func (r *Report) fail(i Issue) {
	if len(r.Errors) < MaxIssues {
		r.Errors = append(r.Errors, i)
	} else {
		r.MoreErrors++
	}
}

func (r *Report) warn(i Issue) {
	if len(r.Warnings) < MaxIssues {
		r.Warnings = append(r.Warnings, i)
	} else {
		r.MoreWarnings++
	}
}

// Letter is the name of a column counted from 0: A, B, … Z, AA.
func Letter(column int) string {
	s := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
