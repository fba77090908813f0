package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

// SolveFile solves one scheduling problem and prints the solution as JSON.
type SolveFile struct {
	File        string // "-" is standard input
	Fairness    *int   // greatest difference of idle gaps between people, negative for none; nil leaves what the file says
	Seed        uint64
	TimeLimit   time.Duration // 0 sets none
	Certificate string        // file to write the evidence to; "" writes none
	Verify      bool          // check the plan and the evidence by code apart from the solver's
	Stdin       io.Reader
	Stdout      io.Writer
}

// ErrProblem is wrapped by errors about what was asked or is in the file.
var ErrProblem = errors.New("cannot read the problem")

// ErrVerify says that a solution does not pass its verification: a defect of
// the solver.
var ErrVerify = errors.New("the solution does not hold")

// Run solves the problem. Whatever the status of the solution is, it is no
// error; a file that cannot be read as a problem gives one that wraps ErrProblem.
func (o *SolveFile) Run(ctx context.Context) error {
	p, err := o.read()
	if err != nil {
		return err
	}
	began := cpuTime()
	s, evidence, err := o.solve(ctx, p)
	if err != nil {
		return err
	}
	s.CPUSeconds = (cpuTime() - began).Round(time.Millisecond).Seconds()
	if o.Verify {
		if err := verify(p, s, evidence); err != nil {
			return err
		}
		s.Verified = true
	}
	if o.Certificate != "" {
		if err := writeCertificate(o.Certificate, s, evidence); err != nil {
			return err
		}
	}
	return printJSON(o.Stdout, s)
}

// evidence is what a solution rests on.
type evidence struct {
	plan   schedule.Plan
	proof  *schedule.Proof  // of idle gaps
	prices *schedule.Prices // of the number of meetings held
}

// solve chooses the solver, an exact one where every meeting must be held.
func (o *SolveFile) solve(ctx context.Context, p *schedule.Problem) (*jsonfile.Solution, *evidence, error) {
	s, e := &jsonfile.Solution{Goal: jsonfile.IdleGaps}, &evidence{}
	var err error
	if allMust(p) {
		err = o.fewestGaps(ctx, p, s, e)
	} else {
		err = o.mostWeight(ctx, p, s, e)
	}
	if err != nil {
		return nil, nil, err
	}
	if faults := checker.Check(p, e.plan); len(faults) > 0 && s.Status != jsonfile.Infeasible && s.Status != jsonfile.Unknown {
		return nil, nil, fmt.Errorf("%w: %v", ErrVerify, faults[0])
	}
	f := checker.Figures(p, e.plan)
	s.SetPlan(p, e.plan)
	s.Placed, s.Weight, s.Gaps = f.Placed, f.Weight, f.Gaps()
	return s, e, nil
}

func allMust(p *schedule.Problem) bool {
	for _, g := range p.Meetings {
		if !g.Must {
			return false
		}
	}
	return true
}

// certificate is the file that verifies a solution.
type certificate struct {
	Solution *jsonfile.Solution       `json:"solution"`
	Gaps     *schedule.GapCertificate `json:"gaps,omitempty"`
	Prices   *schedule.Prices         `json:"prices,omitempty"`
}

func writeCertificate(name string, s *jsonfile.Solution, e *evidence) error {
	c := certificate{Solution: s, Prices: e.prices}
	if e.proof != nil {
		c.Gaps = e.proof.Certificate
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(f).Encode(c), f.Close())
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(v)
}
