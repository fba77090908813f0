package bulk

import (
	"slices"
	"strings"
)

// Kind is what a table holds.
type Kind string

// The kinds of tables.
const (
	Profiles      Kind = "profiles"
	Organisations Kind = "organisations"
)

// Kinds lists the kinds.
var Kinds = []Kind{Profiles, Organisations}

// Sheet says how a table is understood.
type Sheet struct {
	Kind    Kind     `json:"kind"`   // "" leaves the table out
	Header  int      `json:"header"` // number of the heading row
	Columns []Column `json:"columns"`
}

// headerRows is how far down the heading row is looked for.
const headerRows = 12

// Understand guesses what a table holds: the heading row is the one with most
// headings that are known, in any of the four languages.
func Understand(t Table) (best Sheet) {
	known := 0
	for _, r := range t.Rows[:min(len(t.Rows), headerRows)] {
		s, n := Sheet{Header: r.Number}, 0
		seen := map[Column]bool{}
		for _, c := range r.Cells {
			col := ColumnOf(c)
			if col.Field != "" && seen[col] {
				col = Column{}
			}
			if col.Field != "" {
				seen[col] = true
				n++
			}
			s.Columns = append(s.Columns, col)
		}
		if n > known || best.Header == 0 {
			best, known = s, n
		}
	}
	switch {
	case best.has("title"):
		best.Kind = Profiles
	case best.has("organisation"):
		best.Kind = Organisations
	}
	return best
}

func (s Sheet) has(field string) bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Field == field })
}

// Headers are the headings of a table's columns.
func (s Sheet) Headers(t Table) []string {
	for _, r := range t.Rows {
		if r.Number == s.Header {
			return r.Cells
		}
	}
	return nil
}

// rec is one row with its meaning.
type rec struct {
	t      *Table
	sheet  *Sheet
	heads  []string
	row    Row
	issues []Issue
}

// at is the place of a field of the row.
func (r *rec) at(field string) Issue {
	i := Issue{File: r.t.File, Sheet: r.t.Name, Row: r.row.Number}
	for n, c := range r.sheet.Columns {
		if c.Field == field && (i.Column == "" || n < len(r.row.Cells) && r.row.Cells[n] != "" && r.cell(i) == "") {
			i.Column, i.Header = Letter(n), ""
			if n < len(r.heads) {
				i.Header = strings.TrimSpace(r.heads[n])
			}
		}
	}
	return i
}

func (r *rec) cell(i Issue) string {
	for n, c := range r.row.Cells {
		if Letter(n) == i.Column {
			return c
		}
	}
	return ""
}

func (r *rec) fail(field, key string, args ...any) {
	i := r.at(field)
	i.Key, i.Args = key, args
	r.issues = append(r.issues, i)
}

func (r *rec) warn(field, key string, args ...any) {
	i := r.at(field)
	i.Key, i.Args, i.Minor = key, args, true
	r.issues = append(r.issues, i)
}

// get gives the text of a field that is the same in every language.
func (r *rec) get(field string) string {
	for n, c := range r.sheet.Columns {
		if c.Field == field && n < len(r.row.Cells) {
			if s := clean(r.row.Cells[n]); s != "" {
				return s
			}
		}
	}
	return ""
}

func clean(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " ")) }

// list gives the values of a field with several, divided by semicolons, bars or
// line ends, else by commas.
func (r *rec) list(field string) (out []string) {
	for n, c := range r.sheet.Columns {
		if c.Field != field || n >= len(r.row.Cells) {
			continue
		}
		s, seps := r.row.Cells[n], ";；|\n"
		if r.t.JSON {
			seps = "\n"
		} else if !strings.ContainsAny(s, seps) {
			seps = ",，、"
		}
		for _, v := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(seps, c) }) {
			if v = clean(v); v != "" && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}

// given tells whether the file says anything of the field.
func (r *rec) given(field string) bool { return r.get(field) != "" }
