package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

const problems = "testdata/solve"

// solveFile solves one file and reads what is printed.
func solveFile(t *testing.T, o SolveFile) (s jsonfile.Solution, err error) {
	t.Helper()
	var out bytes.Buffer
	o.Stdout = &out
	if err := o.Run(context.Background()); err != nil {
		return s, err
	}
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s, nil
}

func number(n int) *int { return &n }

func TestSolveFile(t *testing.T) {
	for _, tt := range []struct {
		file             string
		fairness         *int
		status, goal     string
		objective, bound *int
		proof            string // part of it
		unplaced         []int
	}{
		{"small.dzn", nil, "optimal", "idle_gaps", number(1), number(1), "at most 0 idle gaps were led to a contradiction", nil},
		{"gaps.dzn", nil, "optimal", "idle_gaps", number(2), number(2), "Lagrangian", nil},
		{"crowded.dzn", nil, "infeasible", "idle_gaps", nil, nil, "meetings [1 2 3] cannot all be held; the places in slots [1 2] are too few", []int{3}},
		{"uneven.dzn", nil, "optimal", "idle_gaps", number(2), number(2), "idle gaps", nil},
		{"uneven.dzn", number(1), "infeasible", "idle_gaps", nil, nil, "idle gaps differ more between people than allowed", nil},
		{"uneven.dzn", number(-1), "optimal", "idle_gaps", number(2), number(2), "idle gaps", nil},
		{"wishes.json", nil, "feasible", "weight_held", number(5), number(6), "no plan holds more than 3 of 4 meetings", []int{3}},
		{"interpreted.json", nil, "optimal", "idle_gaps", number(0), number(0), "fewer than no idle gaps", nil},
		{"overbooked.json", nil, "infeasible", "weight_held", nil, nil, "person 1: 3 meetings must be held in 2 slots: [1 2 3]", nil},
	} {
		s, err := solveFile(t, SolveFile{File: filepath.Join(problems, tt.file), Fairness: tt.fairness, Seed: 1, Verify: true})
		if err != nil {
			t.Fatalf("%s: %v", tt.file, err)
		}
		same := func(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
		if s.Status != tt.status || s.Goal != tt.goal || !same(s.Objective, tt.objective) || !same(s.Bound, tt.bound) || !strings.Contains(s.Proof, tt.proof) || !s.Verified {
			t.Errorf("%s: %+v", tt.file, s)
		}
		if (s.Conflict != nil) != (s.Status == "infeasible") || len(s.Meetings) != s.Placed {
			t.Errorf("%s: %+v", tt.file, s)
		}
		if tt.unplaced != nil && len(s.Unplaced) != len(tt.unplaced) || s.Status == "optimal" && len(s.Unplaced) > 0 {
			t.Errorf("%s: unplaced %v", tt.file, s.Unplaced)
		}
	}
}

// TestSolutionNumbers: slots and places count from 1, and no two meetings share
// a place.
func TestSolutionNumbers(t *testing.T) {
	s, err := solveFile(t, SolveFile{File: filepath.Join(problems, "small.dzn"), Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[2]int]bool{}
	for n, m := range s.Meetings {
		if m.Meeting != n+1 || m.Slot < 1 || m.Slot > 5 || m.Place < 1 || m.Place > 2 || seen[[2]int{m.Slot, m.Place}] {
			t.Errorf("%+v", s.Meetings)
		}
		seen[[2]int{m.Slot, m.Place}] = true
	}
	if s.Meetings[3].Slot != 4 || s.Meetings[0].Slot > 3 || s.Meetings[2].Slot <= s.Meetings[0].Slot {
		t.Errorf("%+v", s.Meetings)
	}
	s, err = solveFile(t, SolveFile{File: filepath.Join(problems, "interpreted.json")})
	if err != nil || s.Meetings[2].Place != 1 || s.Meetings[1].Place != 2 || s.Meetings[3].Slot != 2 || s.Meetings[0].Slot == s.Meetings[1].Slot {
		t.Errorf("%v %+v", err, s)
	}
	s, err = solveFile(t, SolveFile{File: filepath.Join(problems, "wishes.json")})
	if err != nil || slices.ContainsFunc(s.Meetings, func(h jsonfile.Held) bool { return (h.Meeting == 4) != (h.Place == 0) || h.Slot == 2 && h.Place == 1 }) {
		t.Errorf("%v %+v", err, s)
	}
}

func TestSolveFileRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, tt := range map[string]struct{ text, want string }{
		"none.json":   {"", "the file ends in the middle"},
		"line.dzn":    {"nTables = 1;\nnSlots = {;\n", "line 2: "},
		"number.json": {`{"people": [], "slots": [], "places": [], "meetings": [{"people": [1, 2]}]}`, "meetings[1].people[1]: person 1 does not exist, there are 0"},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := solveFile(t, SolveFile{File: file}); !errors.Is(err, ErrProblem) || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := solveFile(t, SolveFile{File: filepath.Join(dir, "missing.dzn")}); !errors.Is(err, ErrProblem) {
		t.Error(err)
	}
	if _, err := solveFile(t, SolveFile{File: filepath.Join(problems, "small.dzn"), Fairness: number(0)}); !errors.Is(err, ErrProblem) {
		t.Error(err)
	}
}

// TestSolveStdin tells the kind of a file without a name by its first character.
func TestSolveStdin(t *testing.T) {
	for _, name := range []string{"small.dzn", "wishes.json"} {
		text, err := os.ReadFile(filepath.Join(problems, name))
		if err != nil {
			t.Fatal(err)
		}
		s, err := solveFile(t, SolveFile{File: "-", Stdin: bytes.NewReader(text)})
		if err != nil || s.Placed == 0 {
			t.Errorf("%s: %v %+v", name, err, s)
		}
	}
}

// TestSolveOutOfTime still prints what is known.
func TestSolveOutOfTime(t *testing.T) {
	for _, name := range []string{"small.dzn", "gaps.dzn", "wishes.json", "interpreted.json"} {
		s, err := solveFile(t, SolveFile{File: filepath.Join(problems, name), TimeLimit: time.Nanosecond})
		if err != nil || !slices.Contains([]string{"feasible", "unknown", "optimal"}, s.Status) {
			t.Errorf("%s: %v %+v", name, err, s)
		}
	}
}

func TestCertificate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "certificate.json")
	for _, name := range []string{"crowded.dzn", "gaps.dzn", "wishes.json"} {
		if _, err := solveFile(t, SolveFile{File: filepath.Join(problems, name), Certificate: file}); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c certificate
		if err := json.Unmarshal(b, &c); err != nil || c.Solution.Status == "" || c.Gaps == nil == (c.Prices == nil) {
			t.Errorf("%s: %v %s", name, err, b)
		}
	}
}
