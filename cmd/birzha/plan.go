package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/term"

	"github.com/birzha/birzha/internal/app"
)

type planCmd struct {
	Files []string `arg:"" optional:"" type:"path" name:"file" help:"XLSX, CSV, JSON; several CSV files are sheets of one book. Or one published instance (.dzn)."`
	Out   string   `short:"o" type:"path" placeholder:"DIR" help:"Folder for plan.json, plan.xlsx and agendas; made, or replaced if it holds an earlier plan."`

	Lang      string        `default:"en" enum:"ru,en,zh-Hans,be" help:"Language of the results and messages: ru, en, zh-Hans, be."`
	Seed      uint64        `default:"1" help:"The same files and seed give the same plan."`
	TimeLimit time.Duration `placeholder:"10s" help:"Stop planning after this time; plans may then differ."`
	Quiet     bool          `short:"q" help:"Print errors only."`

	Zone   string `placeholder:"ZONE" help:"Time zone of times that name none, where the files do not say it: Europe/Minsk."`
	Days   string `placeholder:"DAYS" help:"Days of meetings, without a sheet of slots: '2027-04-20; 2027-04-21'."`
	Hours  string `placeholder:"HOURS" help:"Hours of meetings: '09:00-12:00; 14:00-17:00'."`
	Length int    `placeholder:"MIN" help:"Minutes a meeting takes."`
	Pause  int    `placeholder:"MIN" help:"Minutes between two meetings."`
	Tables int    `placeholder:"N" help:"Number of tables, without a sheet of places. Without tables meetings are online."`

	Bound   bool   `help:"Say what the proven limit of meetings rests on, and write bound.json, by which anyone can verify it."`
	Explain bool   `help:"Say for each wish without a time what would place it, and write explain.json."`
	Repair  string `type:"path" placeholder:"CHANGE.json" help:"Repair an earlier plan (--plan) after a change with the least disturbance, and write repair.json."`
	Plan    string `type:"path" placeholder:"PLAN.json" help:"The earlier plan.json, for --repair."`
	Verify  string `type:"path" placeholder:"BOUND.json" help:"Verify the proof in a bound.json, and end."`

	Agendas bool   `help:"Write agendas for a published instance too."`
	Sample  string `type:"path" placeholder:"FILE.xlsx" help:"Write a template workbook with examples, and end."`
	Schema  string `enum:",roster,plan,change" default:"" placeholder:"roster|plan|change" help:"Print the JSON Schema of the input, of plan.json or of the file of --repair, and end."`
}

// Run plans, or writes the template or a schema.
func (c *planCmd) Run(ctx context.Context, s *streams) error {
	o := &app.PlanFiles{
		Files: c.Files, Out: c.Out, Seed: c.Seed, Zone: c.Zone, TimeLimit: c.TimeLimit, Agendas: c.Agendas, Quiet: c.Quiet,
		Bound: c.Bound, Explain: c.Explain, Repair: c.Repair, Plan: c.Plan,
		Stdout: s.out, Stderr: s.err,
	}
	o.Speak(c.Lang)
	o.Set(c.Days, c.Hours, number(c.Length), number(c.Pause), number(c.Tables))
	switch {
	case c.Schema == "roster":
		_, err := s.out.Write(app.RosterSchema())
		return err
	case c.Schema == "plan":
		_, err := s.out.Write(app.PlanSchema())
		return err
	case c.Schema == "change":
		_, err := s.out.Write(app.ChangeSchema())
		return err
	case c.Sample != "":
		return o.WriteSample(c.Sample)
	case c.Verify != "":
		return o.Verify(c.Verify)
	case len(c.Files) == 0 || c.Out == "":
		fmt.Fprintln(s.err, o.Usage())
		return app.ErrInput
	case (c.Repair == "") != (c.Plan == ""):
		fmt.Fprintln(s.err, o.RepairUsage())
		return app.ErrInput
	}
	if f, ok := s.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			o.Columns = width
		}
	}
	var err error
	if o.Made, err = made(os.Getenv("SOURCE_DATE_EPOCH")); err != nil {
		return err
	}
	return o.Run(ctx)
}

// made reads the time of making that reproducible builds set
// (https://reproducible-builds.org/specs/source-date-epoch/).
func made(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
