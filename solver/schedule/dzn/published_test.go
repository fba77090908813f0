package dzn_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
)

var (
	assignments = regexp.MustCompile(`(?s)(\w+)\s*=\s*(.*?);`)
	numbers     = regexp.MustCompile(`\d+`)
	sets        = regexp.MustCompile(`(?s)\{(.*?)\}`)
)

func ints(text string) (out []int) {
	for _, s := range numbers.FindAllString(text, -1) {
		n, _ := strconv.Atoi(s)
		out = append(out, n)
	}
	return out
}

// readInstance reads a published file without the reader under test.
func readInstance(t *testing.T, path string) *schedule.Problem {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, m := range assignments.FindAllStringSubmatch(string(text), -1) {
		all[m[1]] = m[2]
	}
	one := func(name string) int { return ints(all[name])[0] }
	p := &schedule.Problem{
		People: make([]schedule.Person, one("nBusiness")), Slots: make([]schedule.Slot, one("nTotalSlots")),
		Places: make([]schedule.Place, one("nTables")), IdleSpread: 2,
	}
	sessions := make([][]int, 4) // none, morning, afternoon, any
	for s := range p.Slots {
		half := 1
		if s >= one("nMorningSlots") {
			half = 2
		}
		sessions[half] = append(sessions[half], s)
	}
	for r := ints(all["requested"]); len(r) > 0; r = r[3:] {
		p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{r[0] - 1, r[1] - 1}, Must: true, Slots: sessions[r[2]]})
	}
	forbidden, before := sets.FindAllStringSubmatch(all["forbidden"], -1), sets.FindAllStringSubmatch(all["precedences"], -1)
	fixed := ints(all["fixed"])
	if len(p.Meetings) != one("nMeetings") || len(forbidden) != len(p.People) || len(fixed) != len(p.Meetings) || len(before) != len(p.Meetings) {
		t.Fatalf("%s: the test's own reader is wrong", path)
	}
	for q, m := range forbidden {
		p.People[q].Unavailable = fromZero(ints(m[1]))
	}
	for i, m := range before {
		g := &p.Meetings[i]
		g.After = fromZero(ints(m[1]))
		g.Fixed, g.Slot, g.Place = fixed[i] > 0, max(0, fixed[i]-1), schedule.None
	}
	return p
}

// fromZero counts from 0 what counts from 1, and leaves out 0.
func fromZero(list []int) (out []int) {
	for _, n := range list {
		if n > 0 {
			out = append(out, n-1)
		}
	}
	return out
}

// TestPublished plans the published instances: every one that has a plan gets
// one with all meetings, and a proof is offered only where none exists.
func TestPublished(t *testing.T) {
	known := optima(t)
	effort := 1.0
	if testing.Short() {
		effort = 0.5
	}
	for _, folder := range []string{"original", "forbidden", "fixed", "precedence"} {
		t.Run(folder, func(t *testing.T) {
			files, _ := filepath.Glob(filepath.Join(shared, folder, "*.dzn"))
			var total time.Duration
			gaps, best, count := 0, 0, 0
			for _, file := range files {
				name := folder + "/" + strings.TrimSuffix(filepath.Base(file), ".dzn")
				in, p := readInstance(t, file), load(t, file)
				start := time.Now()
				res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: effort * 0.2})
				if err != nil {
					t.Fatal(err)
				}
				total += time.Since(start)
				faults, f := checker.Check(in, res.Plan), checker.Figures(in, res.Plan)
				valid, breaks := len(faults) == 0 && f.Placed == len(in.Meetings), f.Gaps()
				if known[name] == "UNSAT" {
					if valid {
						t.Errorf("%s has no plan, but the checker passed one", name)
					}
					continue
				}
				optimum, err := strconv.Atoi(known[name])
				if err != nil {
					t.Fatalf("%s: no known optimum", name)
				}
				if !valid || len(res.Proofs) > 0 {
					t.Errorf("%s: %d held, %v %v", name, f.Placed, faults, res.Proofs)
				}
				if breaks < optimum || breaks != res.Figures.IdleGaps || res.Figures.Bound < len(in.Meetings) {
					t.Errorf("%s: %d breaks, figures %+v, optimum %d", name, breaks, res.Figures, optimum)
				}
				gaps, best, count = gaps+breaks, best+optimum, count+1
			}
			t.Logf("%d of %d instances planned with all meetings, %d idle gaps (published optima %d), %.1f s", count, len(files), gaps, best, total.Seconds())
		})
	}
}
