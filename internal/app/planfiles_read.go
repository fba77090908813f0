package app

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/dzn"
)

// input is what the files say.
type input struct {
	roster  *roster.Roster
	problem *schedule.Problem
	index   roster.Index
	numbers bool // people are known by number only
	made    time.Time
}

// read reads all files and prints everything that is wrong with them.
func (o *PlanFiles) read() (*input, error) {
	in := &input{}
	var tables []roster.Table
	var issues []roster.Issue
	refused := false
	for _, name := range o.Files {
		t, is, err := o.readFile(name, in)
		if e, ok := errors.AsType[*fault.Error](err); ok {
			o.errorf("%s", o.Lang.T(e.Key, e.Args...))
			refused = true
		} else if err != nil {
			return nil, err
		}
		tables, issues = append(tables, t...), append(issues, is...)
	}
	if in.problem == nil && !refused && len(issues) == 0 {
		r, report := roster.Read(tables, roster.Options{Zone: o.Zone, Settings: o.Settings})
		issues = report.Errors
		if !o.Quiet {
			o.printIssues(report.Warnings, report.MoreWarnings)
		}
		in.roster = r
		o.printIssues(report.Errors, report.MoreErrors)
		if len(issues) == 0 {
			in.problem, in.index = r.Problem()
		}
	} else {
		o.printIssues(issues, 0)
	}
	if refused || len(issues) > 0 {
		return nil, ErrInput
	}
	var err error
	in.made, err = o.stamp()
	return in, err
}

func (o *PlanFiles) printIssues(list []roster.Issue, more int) {
	for _, i := range list {
		o.errorf("%s", i.Say(o.Lang))
	}
	if more > 0 {
		o.errorf("%s", o.Lang.T("planfile.more", "n", more))
	}
}

// readFile reads one file by its kind.
func (o *PlanFiles) readFile(name string, in *input) ([]roster.Table, []roster.Issue, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, fault.New(fault.NotFound, "planfile.open", "file", name)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return nil, nil, fault.New(fault.NotFound, "planfile.open", "file", name)
	}
	base := filepath.Base(name)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		if info.Size() > sheet.Default.File {
			return nil, nil, fault.New(fault.TooLarge, "sheet.file_size", "file", base, "mb", int(sheet.Default.File>>20))
		}
		b, err := io.ReadAll(f)
		if err != nil {
			return nil, nil, err
		}
		t, issues := roster.ReadJSON(b, base)
		return t, issues, nil
	case ".dzn":
		if len(o.Files) > 1 {
			return nil, nil, fault.New(fault.Invalid, "planfile.dzn_alone", "file", base)
		}
		return nil, nil, in.readInstance(f, base)
	}
	book, err := sheet.Open(f, info.Size(), base, sheet.Default)
	if err != nil {
		return nil, nil, err
	}
	if !o.Quiet {
		for _, n := range book.Notes {
			o.errorf("%s", o.Lang.T(n.Key, n.Args...))
		}
	}
	return RosterTables(book), nil, nil
}

// RosterTables hands the sheets of a book to the reader of rosters.
func RosterTables(b *sheet.Book) []roster.Table {
	out := make([]roster.Table, len(b.Tables))
	for i, t := range b.Tables {
		out[i] = roster.Table{File: b.Name, Name: t.Name, Rows: make([]roster.Row, len(t.Rows))}
		for j, r := range t.Rows {
			row := roster.Row{Number: r.Number, Cells: make([]roster.Cell, len(r.Cells))}
			for k, c := range r.Cells {
				row.Cells[k] = roster.Cell{Text: c.Text, Formula: c.Formula}
			}
			out[i].Rows[j] = row
		}
	}
	return out
}

// SheetTables hands tables of the roster to the writer of workbooks.
func SheetTables(tables []roster.Table) []sheet.Table {
	out := make([]sheet.Table, len(tables))
	for i, t := range tables {
		out[i] = sheet.Table{Name: t.Name, Header: 1}
		for _, r := range t.Rows {
			row := sheet.Row{Number: r.Number}
			for _, c := range r.Cells {
				row.Cells = append(row.Cells, sheet.T(c.Text))
			}
			out[i].Rows = append(out[i].Rows, row)
		}
	}
	return out
}

// WriteSample writes the template workbook to a new file.
func (o *PlanFiles) WriteSample(name string) error {
	var buf bytes.Buffer
	if err := sheet.WriteXLSX(&buf, SheetTables(roster.SampleTables(o.Lang))); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(buf.Bytes())
	return errors.Join(err, f.Close())
}

// readInstance reads a published instance: people, places and slots have
// numbers only, and the times are made up.
func (in *input) readInstance(r io.Reader, name string) error {
	p, err := dzn.Read(r)
	if e, ok := errors.AsType[*dzn.Error](err); ok {
		return fault.New(fault.Invalid, "planfile.dzn", "file", name, "line", e.Line, "text", e.Text)
	}
	if err != nil {
		return err
	}
	in.problem, in.numbers = p, true
	in.roster = &roster.Roster{Event: roster.Event{Title: strings.TrimSuffix(name, filepath.Ext(name)), Zones: []string{"UTC"}}}
	for i := range p.People {
		n := strconv.Itoa(i + 1)
		in.roster.People = append(in.roster.People, roster.Person{ID: n, Native: n})
	}
	for i := range p.Places {
		n := strconv.Itoa(i + 1)
		in.roster.Places = append(in.roster.Places, roster.Place{ID: n, Name: n})
	}
	for i, s := range p.Slots {
		in.roster.Slots = append(in.roster.Slots, roster.Slot{ID: strconv.Itoa(i + 1), Start: s.Start, End: s.End, Day: s.Day, Session: s.Session})
	}
	for i := range p.Meetings {
		m := &p.Meetings[i]
		if m.ID == "" {
			m.ID = strconv.Itoa(i + 1)
		}
		in.index.Meetings = append(in.index.Meetings, roster.Request{People: m.People, Fixed: -1})
	}
	return nil
}
