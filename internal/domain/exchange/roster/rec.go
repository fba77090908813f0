package roster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// rec is one row while it is read.
type rec struct {
	*part
	row *Row
}

// at is the place of a field of the row.
func (r rec) at(f Field) Issue {
	i := Issue{File: r.t.File, Sheet: r.t.Name, Row: r.row.Number}
	if cols := r.columns[f]; len(cols) > 0 {
		c := cols[0]
		for _, k := range cols { // of several columns the first with data
			if k < len(r.row.Cells) && r.row.Cells[k].Text != "" {
				c = k
				break
			}
		}
		i.Column = Letter(c)
		if c < len(r.headers) {
			i.Header = strings.TrimSpace(r.headers[c])
		}
	}
	if r.t.JSON {
		i.Path = fmt.Sprintf("$.%s[%d]", r.t.Name, r.row.Number-2)
		if r.t.Name == string(EventSheet) {
			i.Path = "$.event." + r.row.Cells[0].Text
		} else if i.Header != "" {
			i.Path += "." + i.Header
		}
	}
	return i
}

func (r rec) fail(f Field, key string, args ...any) { r.r.report.fail(r.at(f).with(key, args...)) }
func (r rec) warn(f Field, key string, args ...any) { r.r.report.warn(r.at(f).with(key, args...)) }

// failOnce is for a rule that would repeat itself in every row.
func (r rec) failOnce(f Field, key string, args ...any) {
	if !r.said[key] {
		r.said[key] = true
		r.fail(f, key, args...)
	}
}

// failed are the values of formulas that have none.
var failed = map[string]bool{"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true, "#Н/Д": true, "#ССЫЛКА!": true, "#ЗНАЧ!": true, "#ИМЯ?": true}

// cell gives the text of one column.
func (r rec) cell(f Field, col int) string {
	if col >= len(r.row.Cells) {
		return ""
	}
	c := r.row.Cells[col]
	s := strings.TrimSpace(strings.ReplaceAll(c.Text, "\u00a0", " "))
	switch {
	case failed[strings.ToUpper(s)]:
		r.fail(f, "import.cell_failed", "value", s)
		return ""
	case c.Formula && s == "":
		r.fail(f, "import.formula_empty")
	case c.Formula && !r.formulas[col]:
		r.formulas[col] = true
		r.warn(f, "import.formula")
	}
	if r.t.JSON {
		return c.Text
	}
	return s
}

// get gives the text of a field, "" where there is none.
func (r rec) get(f Field) string {
	for _, col := range r.columns[f] {
		if s := r.cell(f, col); s != "" {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// list gives the values of a field with several: from all its columns, divided
// by semicolons, commas of any script, bars or line ends. A text that a lookup
// knows as a whole is not divided.
func (r rec) list(f Field, whole func(string) bool) (out []string) {
	for _, col := range r.columns[f] {
		s := r.cell(f, col)
		seps := ";；\n"
		if !strings.ContainsAny(s, seps) {
			seps = ",，、|"
		}
		if r.t.JSON {
			seps = "\n"
		} else if whole != nil && whole(s) {
			seps = ""
		}
		for _, v := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(seps, c) }) {
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// whole reads a whole number from least to most, else otherwise.
func (r rec) whole(f Field, otherwise, least, most int) int {
	s := r.get(f)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		r.fail(f, "import.number", "value", s, "min", least, "max", most)
		return otherwise
	}
	return n
}

// choice reads one of a few words.
func choice[V comparable](r rec, f Field, values map[V][]string, otherwise V) V {
	s := fold(r.get(f))
	if s == "" {
		return otherwise
	}
	for v, list := range values {
		if slices.Contains(list, s) {
			return v
		}
	}
	r.fail(f, "import.choice", "value", r.get(f), "choices", Said("import.choices_"+string(f)))
	return otherwise
}
