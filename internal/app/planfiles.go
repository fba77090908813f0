package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/solver/schedule"
)

// PlanFiles plans an exchange that is described in files, without a server.
type PlanFiles struct {
	Files     []string
	Out       string // folder for the results; made anew
	Seed      uint64
	Lang      i18n.Lang
	Zone      string // IANA zone of times that name none
	TimeLimit time.Duration
	Settings  map[roster.Field]string // before those of the files
	Agendas   bool                    // also for people known by number only
	Quiet     bool
	Bound     bool   // also say what the bound rests on, and write bound.json
	Explain   bool   // also say what would place each wish without a time, and write explain.json
	Repair    string // file of a change: the plan in the file Plan is repaired, not made anew
	Plan      string
	Made      time.Time // stands in documents; zero: the last change of the files
	Stdout    io.Writer
	Stderr    io.Writer
	Columns   int // width of the terminal that Stderr is, 0 if it is none
}

// ErrInput says that the files were refused; every problem has been printed.
var ErrInput = errors.New("the input has errors")

// Speak sets the language of results and messages by its BCP 47 tag; one that
// the interface does not have is English.
func (o *PlanFiles) Speak(tag string) {
	o.Lang = i18n.EN
	if l, ok := i18n.Parse(tag); ok {
		o.Lang = l
	}
}

// Set gives the settings that go before those of the files; "" leaves one out.
func (o *PlanFiles) Set(days, hours, length, pause, tables string) {
	o.Settings = map[roster.Field]string{roster.Days: days, roster.Hours: hours, roster.Length: length, roster.Pause: pause, roster.Tables: tables}
}

// Usage says what to give on the command line.
func (o *PlanFiles) Usage() string { return o.Lang.T("planfile.usage") }

// RepairUsage says what to give for a repair.
func (o *PlanFiles) RepairUsage() string { return o.Lang.T("planfile.repair_usage") }

// RosterSchema is the JSON Schema of what is read from JSON.
func RosterSchema() []byte { return roster.Schema() }

// Run reads, plans and writes. Nothing is written unless everything is.
func (o *PlanFiles) Run(ctx context.Context) error {
	in, err := o.read()
	if err != nil {
		return err
	}
	if err := o.checkOut(); err != nil {
		return err
	}
	began := time.Now()
	p, err := o.plan(ctx, in)
	if err != nil {
		return err
	}
	took := time.Since(began)
	if o.Bound {
		if err := o.bound(p); err != nil {
			return err
		}
	}
	if o.Explain {
		p.explain()
	}
	if err := o.write(ctx, p); err != nil {
		return err
	}
	if !o.Quiet {
		o.printFigures(p, took)
	}
	return nil
}

// plan makes a plan of the input, or repairs the earlier one.
func (o *PlanFiles) plan(ctx context.Context, in *input) (*planned, error) {
	if o.Repair != "" {
		return o.repair(ctx, in)
	}
	bar := o.progress()
	res, err := schedule.Solve(ctx, in.problem, schedule.Options{Seed: o.Seed, TimeLimit: o.TimeLimit, Progress: bar.show})
	bar.end()
	if err == nil {
		err = ctx.Err() // interrupted: a plan cut short is not wanted
	}
	if err != nil {
		return nil, err
	}
	return &planned{input: in, res: res, lang: o.Lang, seed: o.Seed}, nil
}

// planned is an exchange with its plan, in the language of the documents.
type planned struct {
	*input
	res  *schedule.Result
	lang i18n.Lang
	seed uint64

	lines []string       // to be printed after the figures
	more  map[string]any // further JSON documents by file name
}

// name is a person's name as it is known.
func (p *planned) name(i int) string { return p.roster.People[i].Name() }

// placeName names a place; a bare number is a table.
func (p *planned) placeName(i int) string {
	if i == schedule.None {
		return ""
	}
	name := p.roster.Places[i].Name
	for _, r := range name {
		if r < '0' || r > '9' {
			return name
		}
	}
	return p.lang.T("planfile.table", "name", name)
}

// zone is the event's zone.
func (p *planned) zone() *time.Location {
	if zs := p.roster.Event.Zones; len(zs) > 0 {
		if loc, err := time.LoadLocation(zs[0]); err == nil {
			return loc
		}
	}
	return time.UTC
}

// reason says in words why a meeting is not held.
func (p *planned) reason(r schedule.Reason) string {
	args := []any{"n", r.Common, "taken", r.Taken}
	if r.Person != schedule.None {
		args = append(args, "person", p.name(r.Person))
	}
	if r.Partner != schedule.None {
		args = append(args, "partner", p.name(r.Partner))
	}
	if r.Other != schedule.None {
		args = append(args, "other", p.problem.Meetings[r.Other].ID)
	}
	return p.lang.T("plan.reason_"+string(r.Code), args...)
}

// errorf prints a line to the reader of errors.
func (o *PlanFiles) errorf(format string, args ...any) { fmt.Fprintf(o.Stderr, format+"\n", args...) }

// stamp is the time of making that documents show: of the files, so that the
// same files give the same bytes.
func (o *PlanFiles) stamp() (time.Time, error) {
	if !o.Made.IsZero() {
		return o.Made.UTC(), nil
	}
	var last time.Time
	for _, name := range o.Files {
		info, err := os.Stat(name)
		if err != nil {
			return last, err
		}
		if t := info.ModTime().UTC().Truncate(time.Second); t.After(last) {
			last = t
		}
	}
	return last, nil
}
