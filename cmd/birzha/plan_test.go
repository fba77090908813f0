package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func birzha(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestPlanCommand(t *testing.T) {
	dir := t.TempDir()
	sample, out := filepath.Join(dir, "sample.xlsx"), filepath.Join(dir, "out")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string // part of what is printed
	}{
		{"version", []string{"version"}, 0, "birzha "},
		{"template", []string{"plan", "--sample", sample, "--lang", "be"}, 0, ""},
		{"plan", []string{"plan", sample, "-o", out, "--lang", "be", "--seed", "3"}, 0, "Даказаная мяжа"},
		{"quiet", []string{"plan", sample, "-o", out, "-q"}, 0, ""},
		{"bound", []string{"plan", sample, "-o", out, "--bound", "--explain", "--lang", "zh-Hans"}, 0, "birzha plan --verify"},
		{"verify", []string{"plan", "--verify", filepath.Join(out, "bound.json"), "--lang", "ru"}, 0, "Проверено"},
		{"verify what is no proof", []string{"plan", "--verify", filepath.Join(out, "plan.json")}, 2, "holds no proof"},
		{"repair without a plan", []string{"plan", sample, "-o", out, "--repair", "change.json"}, 2, "--plan PLAN.json"},
		{"repair with no such file", []string{"plan", sample, "-o", out, "--repair", "change.json", "--plan", "plan.json"}, 2, "cannot be opened"},
		{"more settings", []string{"plan", "../../examples/plan/en/Participants.csv", "../../examples/plan/en/Wishes.csv", "-o", out, "--zone", "Minsk", "--days", "2027-04-22", "--hours", "09:00-11:00", "--length", "30", "--tables", "2"}, 0, "Meetings placed"},
		{"bad setting", []string{"plan", sample, "-o", out, "--hours", "nine", "--days", "2027-04-22"}, 2, "the hours “nine” are not understood"},
		{"no folder", []string{"plan", sample}, 2, "birzha plan FILE… -o DIR"},
		{"no such flag", []string{"plan", "--colour"}, 2, "unknown flag --colour"},
		{"no such language", []string{"plan", sample, "-o", out, "--lang", "fr"}, 2, "--lang must be one of"},
		{"schema of a change", []string{"plan", "--schema", "change"}, 0, "draft/2020-12"},
		{"schema", []string{"plan", "--schema", "roster"}, 0, "draft/2020-12"},
		{"schema of the plan", []string{"plan", "--schema", "plan"}, 0, "draft/2020-12"},
		{"help", []string{"plan", "--help"}, 0, "--time-limit"},
	} {
		code, stdout, stderr := birzha(tt.args...)
		if code != tt.code || !strings.Contains(stdout+stderr, tt.says) || tt.name == "quiet" && stdout+stderr != "" {
			t.Errorf("%s: exit %d, want %d\n%s%s", tt.name, code, tt.code, stdout, stderr)
		}
	}
	if list, err := filepath.Glob(filepath.Join(out, "agendas", "*.pdf")); err != nil || len(list) != 5 {
		t.Errorf("agendas %v %v", list, err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("left over: %v", list)
	}
}

func TestMade(t *testing.T) {
	if at, err := made("1800000000"); err != nil || at.Format("2006-01-02") != "2027-01-15" {
		t.Error(at, err)
	}
	if _, err := made("yesterday"); err == nil {
		t.Error("no error")
	}
}
