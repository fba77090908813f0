package schedule_test

import (
	"context"
	"fmt"
	"math"
	"math/rand" //nolint:depguard // the published baseline draws from this generator
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
)

// scaleCase is one exchange of the published scale baseline: requester uniform,
// partner by rank^-skew, one unbroken stretch of slots a person.
type scaleCase struct {
	people, wishes, slots, tables int
	window, skew                  float64
	target                        float64 // share of the bound to be held
}

var scaleCases = []scaleCase{
	{5000, 60000, 60, 2500, 1, 0.6, 1},
	{5000, 60000, 60, 900, 1, 0.6, 0.9999},
	{5000, 60000, 60, 700, 0.8, 0.6, 0.995},
	{5000, 60000, 60, 900, 0.6, 0.6, 0.99},
	{20000, 250000, 90, 4000, 0.7, 0.5, 0.9999},
	{5000, 60000, 60, 1200, 1, 0.6, 1},
	{5000, 60000, 60, 1200, 0.8, 0.6, 0.9999},
	{5000, 112500, 60, 2500, 1, 0.1, 0.9999},
}

func (c scaleCase) String() string {
	return fmt.Sprintf("%d/%d/%d/%d/%.0f%%", c.people, c.wishes, c.slots, c.tables, 100*c.window)
}

// problem draws the same exchange as the baseline does with this seed.
func (c scaleCase) problem(seed int64) *schedule.Problem {
	rng := rand.New(rand.NewSource(seed))
	sums, sum := make([]float64, c.people), 0.0
	for n := range sums {
		sum += math.Pow(float64(n+1), -c.skew)
		sums[n] = sum
	}
	p := &schedule.Problem{
		People: make([]schedule.Person, c.people), Slots: make([]schedule.Slot, c.slots),
		Places: make([]schedule.Place, c.tables), Meetings: make([]schedule.Meeting, 0, c.wishes),
	}
	asked := map[[2]int]bool{}
	for len(p.Meetings) < c.wishes {
		u := rng.Intn(c.people)
		v, _ := slices.BinarySearch(sums, rng.Float64()*sum)
		if u > v {
			u, v = v, u
		}
		if u == v || v >= c.people || asked[[2]int{u, v}] {
			continue
		}
		asked[[2]int{u, v}] = true
		p.Meetings = append(p.Meetings, schedule.Meeting{People: []int{u, v}})
	}
	length := int(c.window * float64(c.slots))
	for q := range p.People {
		from := rng.Intn(c.slots - length + 1)
		for t := range c.slots {
			if t < from || t >= from+length {
				p.People[q].Unavailable = append(p.People[q].Unavailable, t)
			}
		}
	}
	return p
}

// firstFit holds what round-robin over people holds, each in turn one meeting
// in the first slot free: the rule that a market leader publishes.
func firstFit(p *schedule.Problem) (placed int) {
	free := make([][]bool, len(p.People))
	for q := range free {
		free[q] = slices.Repeat([]bool{true}, len(p.Slots))
		for _, t := range p.People[q].Unavailable {
			free[q][t] = false
		}
	}
	load, done := make([]int, len(p.Slots)), make([]bool, len(p.Meetings))
	first := func(u, v int) bool {
		for t := range p.Slots {
			if load[t] < len(p.Places) && free[u][t] && free[v][t] {
				free[u][t], free[v][t] = false, false
				load[t]++
				placed++
				return true
			}
		}
		return false
	}
	mine := make([][]int, len(p.People))
	for i, g := range p.Meetings {
		for _, q := range g.People {
			mine[q] = append(mine[q], i)
		}
	}
	for again := true; again; {
		again = false
		for q := range mine {
			for len(mine[q]) > 0 {
				i := mine[q][0]
				mine[q] = mine[q][1:]
				if !done[i] && first(p.Meetings[i].People[0], p.Meetings[i].People[1]) {
					done[i], again = true, true
					break
				}
			}
		}
	}
	return placed
}

// BenchmarkScale prints, for the cases of the scale baseline that BIRZHA_SCALE
// lists by number (default all), what is proved, what the baselines hold
// (first-fit, ordered first-fit, and a simple ejection search from there) and what
// Solve holds: the wishes it misses of the bound, processor seconds to the first
// plan, to the target and in all, idle gaps a person and memory. BIRZHA_EFFORT
// scales the effort.
func BenchmarkScale(b *testing.B) {
	pick := os.Getenv("BIRZHA_SCALE")
	for range b.N {
		fmt.Printf("\n%-28s %7s %-13s %9s %9s %9s %9s %8s %7s %6s %6s %6s %6s %9s\n", "case", "bound", "by", "first-fit", "ordered", "ejection", "ours", "target", "missed", "first", "hit", "cpu s", "gaps/p", "memory")
		for n, c := range scaleCases {
			if pick == "" || strings.Contains(pick, strconv.Itoa(n+1)) {
				c.run(b)
			}
		}
	}
}

// ejectionTries are some 20 s of the simple ejection search on tight cases.
const ejectionTries = 4_000_000

func (c scaleCase) run(b *testing.B) {
	p := c.problem(1)
	greedy := firstFit(p)
	simple := orderedFirstFit(p)
	ordered := simple.placed
	simple.ejections(ejectionTries)
	runtime.GC()
	begin := userSeconds()
	var first, hit float64
	res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: effort(), Progress: func(g schedule.Progress) {
		if first == 0 && g.Placed > 0 {
			first = userSeconds() - begin
		}
		if hit == 0 && g.Bound > 0 && float64(g.Placed) >= c.target*float64(g.Bound) {
			hit = userSeconds() - begin
		}
		if os.Getenv("BIRZHA_SCALE_LOG") != "" {
			fmt.Printf("  %6.2f s %-6s %.2f placed %d gaps %d\n", userSeconds()-begin, g.Stage, g.Share, g.Placed, g.IdleGaps)
		}
	}})
	if err != nil {
		b.Fatal(err)
	}
	took := userSeconds() - begin
	if v := schedule.Check(p, res.Plan); len(v) > 0 {
		b.Fatal(v[0])
	}
	f := res.Figures
	share := func(n int) float64 { return 100 * float64(n) / float64(f.Bound) }
	fmt.Printf("%-28s %7d %-13s %8.3f%% %8.3f%% %8.3f%% %8.3f%% %7.2f%% %7d %6.2f %6.2f %6.1f %6.2f %9s\n", c, f.Bound, f.BoundMethod, share(greedy), share(ordered), share(simple.placed), share(f.Placed),
		100*c.target, f.Bound-f.Placed, first, hit, took, float64(f.IdleGaps)/float64(c.people), peak())
}

// effort is Options.Effort, from BIRZHA_EFFORT.
func effort() float64 {
	n, _ := strconv.ParseFloat(os.Getenv("BIRZHA_EFFORT"), 64)
	return n
}
