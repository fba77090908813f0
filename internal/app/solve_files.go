package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
	"github.com/birzha/birzha/solver/schedule/dzn"
	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

// read reads the problem and sets the fairness asked for.
func (o *SolveFile) read() (*schedule.Problem, error) {
	if o.Fairness != nil && *o.Fairness == 0 {
		return nil, fmt.Errorf("%w: --fairness is 1 or more, or -1 for none", ErrProblem)
	}
	p, err := o.readProblem()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.File, err)
	}
	if o.Fairness != nil {
		p.IdleSpread = max(0, *o.Fairness)
	}
	return p, nil
}

// readProblem reads the file by its kind, which its name or else its first
// character tells.
func (o *SolveFile) readProblem() (*schedule.Problem, error) {
	in := o.Stdin
	if o.File != "-" {
		f, err := os.Open(o.File)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrProblem, errors.Unwrap(err))
		}
		defer f.Close()
		in = f
	}
	r := bufio.NewReader(in)
	var p *schedule.Problem
	var err error
	if isJSON(o.File, r) {
		p, err = jsonfile.Read(r)
	} else {
		p, err = dzn.Read(r)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProblem, err)
	}
	return p, nil
}

func isJSON(name string, r *bufio.Reader) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return true
	case ".dzn":
		return false
	}
	head, _ := r.Peek(512)
	return bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("{"))
}

// verify checks a solution by code apart from the solver's.
func verify(p *schedule.Problem, s *jsonfile.Solution, e *evidence) error {
	f := checker.Figures(p, e.plan)
	found := f.Gaps()
	if s.Goal == jsonfile.WeightHeld {
		found = f.Weight
	}
	if s.Objective != nil && *s.Objective != found {
		return fmt.Errorf("%w: the objective is %d, not %d", ErrVerify, found, *s.Objective)
	}
	if e.proof != nil {
		if err := schedule.VerifyProof(p, e.proof); err != nil {
			return fmt.Errorf("%w: %w", ErrVerify, err)
		}
	}
	if e.prices == nil {
		return nil
	}
	most, err := checker.Bound(p, e.prices)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrVerify, err)
	}
	if bound := weightBound(p, most); s.Goal == jsonfile.WeightHeld && s.Bound != nil && bound > *s.Bound {
		return fmt.Errorf("%w: the prices prove a bound of %d, not %d", ErrVerify, bound, *s.Bound)
	}
	return nil
}

// ProblemSchema is the JSON Schema of what SolveFile reads.
func ProblemSchema() []byte { return jsonfile.ProblemSchema() }

// SolutionSchema is the JSON Schema of what SolveFile prints.
func SolutionSchema() []byte { return jsonfile.SolutionSchema() }
