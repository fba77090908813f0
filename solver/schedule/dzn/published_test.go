package dzn_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/solver/schedule"
)

// instance is a published file as the test reads it, without the reader and
// types under test. Everything counts from 1.
type instance struct {
	people, meetings, tables, slots, morning int
	requested                                [][]int
	forbidden, precedences                   [][]int
	fixed                                    []int
}

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

func readInstance(t *testing.T, path string) (in instance) {
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
	in.people, in.meetings, in.tables = one("nBusiness"), one("nMeetings"), one("nTables")
	in.slots, in.morning = one("nTotalSlots"), one("nMorningSlots")
	for r := ints(all["requested"]); len(r) > 0; r = r[3:] {
		in.requested = append(in.requested, r[:3])
	}
	for _, m := range sets.FindAllStringSubmatch(all["forbidden"], -1) {
		in.forbidden = append(in.forbidden, ints(m[1]))
	}
	for _, m := range sets.FindAllStringSubmatch(all["precedences"], -1) {
		in.precedences = append(in.precedences, ints(m[1]))
	}
	in.fixed = ints(all["fixed"])
	if len(in.requested) != in.meetings || len(in.forbidden) != in.people || len(in.fixed) != in.meetings || len(in.precedences) != in.meetings {
		t.Fatalf("%s: the test's own reader is wrong", path)
	}
	return in
}

// faults lists what a plan of all meetings breaks, and counts its breaks. slot
// counts from 0.
func (in instance) faults(slot, place []int) (out []string, breaks int) {
	bad := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	busy := make([][]int, in.people)
	for q := range busy {
		busy[q] = make([]int, in.slots)
	}
	tables := map[[2]int]bool{}
	for m, r := range in.requested {
		t := slot[m]
		if t < 0 || t >= in.slots {
			bad("meeting %d is not held", m+1)
			continue
		}
		if r[2] == 1 && t >= in.morning || r[2] == 2 && t < in.morning {
			bad("meeting %d is in the wrong session", m+1)
		}
		if in.fixed[m] > 0 && in.fixed[m] != t+1 {
			bad("meeting %d is not where it is fixed", m+1)
		}
		for _, before := range in.precedences[m] {
			if before > 0 && slot[before-1] >= t {
				bad("meeting %d is not after %d", m+1, before)
			}
		}
		busy[r[0]-1][t]++
		busy[r[1]-1][t]++
		if place[m] < 0 || place[m] >= in.tables || tables[[2]int{place[m], t}] {
			bad("meeting %d has no table of its own", m+1)
		}
		tables[[2]int{place[m], t}] = true
	}
	least, most := 1<<30, 0
	for q, row := range busy {
		for _, t := range in.forbidden[q] {
			if t > 0 && row[t-1] > 0 {
				bad("participant %d meets in forbidden slot %d", q+1, t)
			}
		}
		text := ""
		for t, n := range row {
			if n > 1 {
				bad("participant %d has %d meetings in slot %d", q+1, n, t+1)
			}
			text += strconv.Itoa(min(n, 1))
		}
		runs := strings.FieldsFunc(text, func(r rune) bool { return r == '0' })
		n := max(0, len(runs)-1)
		breaks += n
		least, most = min(least, n), max(most, n)
	}
	if most-least > 2 {
		bad("numbers of breaks differ by %d", most-least)
	}
	return out, breaks
}

// TestPublished plans the published instances: every one that has a plan gets
// one with all meetings, and a proof is offered only where none exists.
func TestPublished(t *testing.T) {
	known := optima(t)
	effort := 1.0
	if testing.Short() {
		effort = 0.05
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
				slot, place := make([]int, in.meetings), make([]int, in.meetings)
				for m, a := range res.Plan {
					slot[m], place[m] = a.Slot, a.Place
				}
				faults, breaks := in.faults(slot, place)
				if known[name] == "UNSAT" {
					if len(faults) == 0 {
						t.Errorf("%s has no plan, but the checker passed one", name)
					}
					continue
				}
				optimum, err := strconv.Atoi(known[name])
				if err != nil {
					t.Fatalf("%s: no known optimum", name)
				}
				if len(faults) > 0 || len(res.Proofs) > 0 {
					t.Errorf("%s: %v %v", name, faults, res.Proofs)
				}
				if breaks < optimum || breaks != res.Figures.IdleGaps || res.Figures.Bound < in.meetings {
					t.Errorf("%s: %d breaks, figures %+v, optimum %d", name, breaks, res.Figures, optimum)
				}
				gaps, best, count = gaps+breaks, best+optimum, count+1
			}
			t.Logf("%d of %d instances planned with all meetings, %d idle gaps (published optima %d), %.1f s", count, len(files), gaps, best, total.Seconds())
		})
	}
}
