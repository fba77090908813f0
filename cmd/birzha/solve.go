package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/birzha/birzha/internal/app"
)

type solveCmd struct {
	Schedule solveScheduleCmd `cmd:"" help:"Solve a B2B meeting scheduling problem: JSON, or a published instance (.dzn)."`
}

type solveScheduleCmd struct {
	File string `arg:"" optional:"" name:"file" help:"Problem to solve; - reads standard input."`

	Fairness    *int   `placeholder:"D" help:"The numbers of idle gaps of any two people differ by at most D; -1 for any difference. Default: 2 for .dzn, what the file says for JSON."`
	Seed        uint64 `default:"1" help:"Chooses among equally good plans."`
	TimeLimit   limit  `placeholder:"60s" help:"Stop after this time, of the clock, and print the best plan and bound so far; a bare number is of seconds."`
	Certificate string `type:"path" placeholder:"FILE" help:"Write the evidence for the bound to a file."`
	Verify      bool   `help:"Check the plan and the evidence again by code apart from the solver's."`
	Schema      string `enum:",problem,solution" default:"" placeholder:"problem|solution" help:"Print the JSON Schema of the problem or the solution, and end."`
}

// limit is a time such as 90s or 1m30s, or a bare number of seconds.
type limit time.Duration

// UnmarshalText reads a limit.
func (l *limit) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil {
		d, err = time.ParseDuration(string(text) + "s")
	}
	if err != nil || d < 0 {
		return fmt.Errorf("%q is not a time such as 60s", text)
	}
	*l = limit(d)
	return nil
}

// Run solves the problem, or prints a schema. The exit code is 0 whatever the
// status of the solution.
func (c *solveScheduleCmd) Run(ctx context.Context, s *streams) error {
	switch {
	case c.Schema == "problem":
		_, err := s.out.Write(app.ProblemSchema())
		return err
	case c.Schema == "solution":
		_, err := s.out.Write(app.SolutionSchema())
		return err
	case c.File == "":
		fmt.Fprintln(s.err, "birzha solve schedule FILE")
		return app.ErrInput
	}
	o := &app.SolveFile{
		File: c.File, Fairness: c.Fairness, Seed: c.Seed, TimeLimit: time.Duration(c.TimeLimit), Certificate: c.Certificate, Verify: c.Verify,
		Stdin: os.Stdin, Stdout: s.out,
	}
	err := o.Run(ctx)
	if errors.Is(err, app.ErrProblem) {
		fmt.Fprintln(s.err, "birzha:", err)
		return app.ErrInput
	}
	return err
}

// dashValues joins "--fairness -1" to "--fairness=-1": a value that begins with
// a dash would be taken for a flag.
func dashValues(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		if args[i] == "--fairness" && i+1 < len(args) {
			out = append(out, args[i]+"="+args[i+1])
			i++
			continue
		}
		out = append(out, args[i])
	}
	return out
}
