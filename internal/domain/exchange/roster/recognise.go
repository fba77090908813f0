package roster

import (
	"slices"
	"strings"
)

// headerRows is how far down the heading row is looked for.
const headerRows = 12

// recognise says what a table holds: by its name where the headings agree, else
// by the headings alone. ok is false when a needed column is missing.
func recognise(t *Table) (m SheetMapping, ok bool) {
	named := kindOf(t.Name)
	if named == HelpSheet {
		return SheetMapping{Kind: HelpSheet}, true
	}
	if t.JSON {
		return byHeadings(t, named)
	}
	if named != "" {
		if m, ok = byHeadings(t, named); ok {
			return m, true
		}
	}
	best := 0
	for _, k := range Kinds {
		if try, fits := byHeadings(t, k); fits && known(try) > best {
			m, ok, best = try, true, known(try)
		}
	}
	// One common word is too little to tell a sheet by.
	if ok && (best > 1 || named == "" && m.Kind == PeopleSheet) {
		return m, true
	}
	m, _ = byHeadings(t, named)
	return m, false
}

func known(m SheetMapping) (n int) {
	for _, f := range m.Columns {
		if f != "" {
			n++
		}
	}
	return n
}

// byHeadings finds the row whose headings fit the kind best.
func byHeadings(t *Table, k Kind) (best SheetMapping, ok bool) {
	best.Kind = k
	for _, r := range t.Rows[:min(len(t.Rows), headerRows)] {
		m := SheetMapping{Kind: k, Header: r.Number}
		seen := map[Field]bool{}
		for _, c := range r.Cells {
			f := fieldOf(k, c.Text)
			if seen[f] && !f.many() {
				f = ""
			}
			seen[f] = true
			m.Columns = append(m.Columns, f)
		}
		soleName(m.Columns)
		fits := len(missing(k, m.Columns)) == 0
		if known(m) > 0 && (fits && !ok || fits == ok && known(m) > known(best)) {
			best, ok = m, fits
		}
	}
	return best, ok
}

// soleName takes a column of given names ("Имя") for whole names where no other
// column holds one: that is what lists without a family name mean by it.
func soleName(columns []Field) {
	i := slices.Index(columns, Given)
	if i >= 0 && !slices.Contains(columns, Name) && !slices.Contains(columns, Family) && !slices.Contains(columns, Latin) {
		columns[i] = Name
	}
}

// missing lists the first field of each needed group that no column has.
func missing(k Kind, columns []Field) (out []Field) {
	for _, group := range shapes[k].need {
		found := false
		for _, f := range group {
			for _, c := range columns {
				found = found || c == f
			}
		}
		if !found {
			out = append(out, group[0])
		}
	}
	return out
}

// understand fills the report's Sheets: how each table is read.
func (r *reader) understand() {
	for i := range r.tables {
		t := &r.tables[i]
		if len(t.Rows) == 0 {
			continue
		}
		m, chosen := r.opt.Mapping[t.Key()]
		ok := true
		if !chosen {
			m, ok = recognise(t)
		} else if len(m.Columns) == 0 && m.Kind != "" {
			m, ok = byHeadings(t, m.Kind)
		}
		if len(m.Columns) == 0 && !t.JSON {
			m.Header = t.headerRow()
		}
		s := Sheet{File: t.File, Name: t.Name, SheetMapping: m}
		for _, row := range t.Rows {
			if row.Number == m.Header {
				for _, c := range row.Cells {
					s.Headers = append(s.Headers, c.Text)
				}
			}
			if row.Number > m.Header {
				s.Rows++
			}
		}
		r.report.Sheets = append(r.report.Sheets, s)
		at := Issue{File: t.File, Sheet: t.Name}
		switch lacks := missing(m.Kind, m.Columns); {
		case m.Kind == HelpSheet, chosen && m.Kind == "":
		case m.Kind == "":
			r.report.warn(at.with("import.sheet_unknown"))
		case !ok || chosen && len(lacks) > 0:
			if m.Header > 0 {
				at.Row = m.Header
			}
			r.report.fail(at.with("import.column_missing", "column", Said(m.Kind.LabelOf(lacks[0])), "kind", Said(m.Kind.LabelKey())))
		default:
			r.parts[m.Kind] = append(r.parts[m.Kind], newPart(r, t, s))
		}
	}
}

// headerRow is the row that is most like a heading where no word of it is
// known: the first with several cells, so that its columns can be chosen by hand.
func (t *Table) headerRow() int {
	for _, r := range t.Rows[:min(len(t.Rows), headerRows)] {
		filled := 0
		for _, c := range r.Cells {
			if strings.TrimSpace(c.Text) != "" {
				filled++
			}
		}
		if filled > 1 {
			return r.Number
		}
	}
	return t.Rows[0].Number
}

// with completes an issue by its rule.
func (i Issue) with(key string, args ...any) Issue {
	i.Key, i.Args = key, args
	return i
}

// part is one table as its kind is read.
type part struct {
	r        *reader
	t        *Table
	columns  map[Field][]int
	headers  []string
	header   int
	formulas map[int]bool // columns already noted for formulas
	said     map[string]bool
}

func newPart(r *reader, t *Table, s Sheet) *part {
	p := &part{r: r, t: t, columns: map[Field][]int{}, headers: s.Headers, header: s.Header, formulas: map[int]bool{}, said: map[string]bool{}}
	for i, f := range s.Columns {
		if f != "" {
			p.columns[f] = append(p.columns[f], i)
		} else if i < len(s.Headers) && strings.TrimSpace(s.Headers[i]) != "" {
			r.report.warn(Issue{File: t.File, Sheet: t.Name, Row: s.Header, Column: Letter(i), Key: "import.column_unknown", Args: []any{"heading", s.Headers[i]}})
		}
	}
	return p
}

// each calls fn for every row with data below the headings.
func (p *part) each(fn func(rec)) {
	for i := range p.t.Rows {
		row := &p.t.Rows[i]
		if row.Number <= p.header {
			continue
		}
		for _, c := range row.Cells {
			if strings.TrimSpace(c.Text) != "" {
				fn(rec{p, row})
				break
			}
		}
	}
}
