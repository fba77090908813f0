package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

// published is the folder of the published instances beside the repository.
const published = "../../../shared/data/schedule"

// optima reads the optimum of each instance, "UNSAT" included.
func optima(tb testing.TB) map[string]string {
	tb.Helper()
	f, err := os.Open(filepath.Join(published, "optima.csv"))
	if err != nil {
		tb.Skip("the published instances are not beside the repository: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		out[row[0]] = row[2]
	}
	return out
}

// answer solves an instance and says the outcome in the words of the list.
func answer(tb testing.TB, file string, verify bool) (said string, s jsonfile.Solution) {
	tb.Helper()
	var out bytes.Buffer
	o := SolveFile{File: file, Seed: 1, Verify: verify, Stdout: &out}
	if err := o.Run(context.Background()); err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	if err := json.Unmarshal(out.Bytes(), &s); err != nil {
		tb.Fatal(err)
	}
	switch s.Status {
	case jsonfile.Optimal:
		return strconv.Itoa(*s.Objective), s
	case jsonfile.Infeasible:
		return "UNSAT", s
	}
	return s.Status, s
}

// TestPublishedAnswers solves published instances that take little time, and
// verifies what is said of them.
func TestPublishedAnswers(t *testing.T) {
	known := optima(t)
	for _, name := range []string{"original/forumt-14.original", "forbidden/tic-13.forb0003", "forbidden/tic-13crafb.forb0003", "fixed/tic-12.fixed020-Forb", "fixed/tic-12.fixed040-Forb", "precedence/tic-12.prec15", "precedence/forum-13.prec25"} {
		if said, s := answer(t, filepath.Join(published, name+".dzn"), true); said != known[name] || !s.Verified {
			t.Errorf("%s: %s, known is %s", name, said, known[name])
		}
	}
}

// BenchmarkSolvePublished prints a table of all published instances, or of those
// that BIRZHA_INSTANCES (a glob, for instance original/*) selects.
func BenchmarkSolvePublished(b *testing.B) {
	known := optima(b)
	glob := os.Getenv("BIRZHA_INSTANCES")
	if glob == "" {
		glob = "*/*"
	}
	files, err := filepath.Glob(filepath.Join(published, glob+".dzn"))
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		total := 0.0
		fmt.Printf("\n%-36s %8s %8s %9s\n", "instance", "known", "said", "cpu s")
		for _, file := range files {
			name, err := filepath.Rel(published, strings.TrimSuffix(file, ".dzn"))
			if err != nil {
				b.Fatal(err)
			}
			said, s := answer(b, file, false)
			total += s.CPUSeconds
			fmt.Printf("%-36s %8s %8s %9.2f\n", name, known[name], said, s.CPUSeconds)
		}
		fmt.Printf("%-36s %8s %8s %9.2f\n", "total", "", "", total)
	}
}
