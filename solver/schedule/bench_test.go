package schedule_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
)

// BenchmarkPlan2000x20000 plans an exchange of 2,000 people and 20,000 wishes.
func BenchmarkPlan2000x20000(b *testing.B) {
	p := schedule.Generate(schedule.GenerateOptions{Seed: 1})
	for range b.N {
		start := time.Now()
		marks := map[schedule.Stage]time.Time{}
		res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Progress: func(g schedule.Progress) {
			if _, seen := marks[g.Stage]; !seen {
				marks[g.Stage] = time.Now()
			}
		}})
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		if v := schedule.Check(p, res.Plan); len(v) > 0 {
			b.Fatal(v[0])
		}
		f := res.Figures
		fmt.Printf("\nplaced %d of %d, bound %d (%s), %.3f %% of the bound, %d idle gaps (most %d), %d place changes, %.1f s, peak %s\n",
			f.Placed, f.Wished, f.Bound, f.BoundMethod, 100*float64(f.Placed)/float64(f.Bound), f.IdleGaps, f.MaxIdle, f.PlaceChanges,
			took.Seconds(), peak())
		for _, stage := range []schedule.Stage{schedule.StageBound, schedule.StagePlace, schedule.StageGaps, schedule.StageAssign} {
			fmt.Printf("  %s from %.1f s\n", stage, marks[stage].Sub(start).Seconds())
		}
	}
}

// peak is the most memory the process has had resident, as Linux counts it.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "unknown"
}
