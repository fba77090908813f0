package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSolveCommand(t *testing.T) {
	const dir = "../../internal/app/testdata/solve/"
	cert := filepath.Join(t.TempDir(), "certificate.json")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string // part of what is printed
	}{
		{"optimal", []string{dir + "small.dzn"}, 0, `"status": "optimal"`},
		{"infeasible", []string{dir + "crowded.dzn"}, 0, `"status": "infeasible"`},
		{"fairness", []string{dir + "uneven.dzn", "--fairness", "1"}, 0, `"status": "infeasible"`},
		{"no fairness", []string{dir + "uneven.dzn", "--fairness", "-1"}, 0, `"status": "optimal"`},
		{"no fairness, joined", []string{"--fairness=-1", dir + "uneven.dzn"}, 0, `"status": "optimal"`},
		{"all flags", []string{dir + "gaps.dzn", "--seed", "7", "--time-limit", "20s", "--verify", "--certificate", cert}, 0, `"verified": true`},
		{"seconds", []string{dir + "gaps.dzn", "--time-limit", "2.5"}, 0, `"status": "optimal"`},
		{"no time", []string{dir + "gaps.dzn", "--time-limit", "soon"}, 2, `"soon" is not a time such as 60s`},
		{"negative time", []string{dir + "gaps.dzn", "--time-limit=-3s"}, 2, `"-3s" is not a time such as 60s`},
		{"wishes", []string{dir + "wishes.json"}, 0, `"goal": "weight_held"`},
		{"problem schema", []string{"--schema", "problem"}, 0, "a meeting scheduling problem"},
		{"solution schema", []string{"--schema", "solution"}, 0, "a solution of"},
		{"no file", nil, 2, "birzha solve schedule FILE"},
		{"missing file", []string{"none.dzn"}, 2, "none.dzn: cannot read the problem: no such file"},
		{"not a problem", []string{"solve_test.go"}, 2, "solve_test.go: cannot read the problem: line 1: "},
		{"fairness of nothing", []string{dir + "small.dzn", "--fairness"}, 2, "--fairness"},
		{"no such flag", []string{dir + "small.dzn", "--colour"}, 2, "unknown flag --colour"},
	} {
		code, stdout, stderr := birzha(append([]string{"solve", "schedule"}, tt.args...)...)
		if code != tt.code || !strings.Contains(stdout+stderr, tt.says) || code == 0 && (stderr != "" || !json.Valid([]byte(stdout))) {
			t.Errorf("%s: exit %d, want %d\n%s%s", tt.name, code, tt.code, stdout, stderr)
		}
	}
	if b, err := os.ReadFile(cert); err != nil || !json.Valid(b) {
		t.Error(err)
	}
}

func TestDashValues(t *testing.T) {
	for _, tt := range [][2]string{
		{"a --fairness -1 b", "a --fairness=-1 b"},
		{"--fairness=-1", "--fairness=-1"},
		{"--fairness", "--fairness"},
		{"--seed 1", "--seed 1"},
	} {
		if got := dashValues(strings.Fields(tt[0])); !slices.Equal(got, strings.Fields(tt[1])) {
			t.Errorf("%s: %v", tt[0], got)
		}
	}
}
