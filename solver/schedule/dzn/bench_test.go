package dzn_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/dzn"
)

// shared is the folder of the published instances beside the repository.
const shared = "../../../../shared/data/schedule"

func load(t testing.TB, path string) *schedule.Problem {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := dzn.Read(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

// optima reads the published optimum of each instance, "UNSAT" included.
func optima(t testing.TB) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "optima.csv"))
	if err != nil {
		t.Skip("the published instances are not beside the repository: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		out[row[0]] = row[2]
	}
	return out
}

// BenchmarkOriginals prints, for each published instance that BIRZHA_INSTANCES
// (a glob, default original/*) selects, what the planner finds.
func BenchmarkOriginals(b *testing.B) {
	known := optima(b)
	glob := os.Getenv("BIRZHA_INSTANCES")
	if glob == "" {
		glob = "original/*"
	}
	files, _ := filepath.Glob(filepath.Join(shared, glob+".dzn"))
	for range b.N {
		fmt.Printf("\n%-34s %8s %6s %5s %8s %7s\n", "instance", "meetings", "placed", "gaps", "optimum", "seconds")
		var total time.Duration
		for _, file := range files {
			p := load(b, file)
			start := time.Now()
			res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1})
			if err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			total += took
			name, _ := filepath.Rel(shared, strings.TrimSuffix(file, ".dzn"))
			f := res.Figures
			fmt.Printf("%-34s %8d %6d %5d %8s %7.2f %v\n", name, f.Wished, f.Placed, f.IdleGaps, known[name], took.Seconds(), res.Proofs)
		}
		fmt.Printf("total %.2f s\n", total.Seconds())
	}
}
