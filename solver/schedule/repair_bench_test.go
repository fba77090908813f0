package schedule_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
)

// repairs collects what repairs of one kind of change cost.
type repairs struct {
	took                             []float64 // milliseconds of processor time
	struck, touched, proven, dropped int
}

func repairHead() {
	fmt.Printf("\n%-16s %6s %8s %8s %8s %8s %8s %8s %8s\n", "change", "runs", "p50 cpu", "p99 cpu", "most cpu", "struck", "touched", "dropped", "proven")
}

func (r *repairs) run(b *testing.B, p *schedule.Problem, plan schedule.Plan, c schedule.Change) {
	start := userSeconds()
	out, err := schedule.Repair(context.Background(), p, plan, c, schedule.RepairOptions{})
	if err != nil {
		b.Fatal(err)
	}
	r.took = append(r.took, 1000*(userSeconds()-start))
	r.struck, r.touched = r.struck+len(out.Repair.Struck), r.touched+len(out.Repair.Touched)
	for _, m := range out.Repair.Moved {
		if out.Plan[m].Slot < 0 {
			r.dropped++
		}
	}
	if out.Repair.Proven {
		r.proven++
	}
	if v := faultsOf(out.Repair.Problem, out.Plan); len(v) > 0 {
		b.Fatal(v[0])
	}
}

func (r *repairs) add(o *repairs) {
	r.took = append(r.took, o.took...)
	r.struck, r.touched, r.dropped, r.proven = r.struck+o.struck, r.touched+o.touched, r.dropped+o.dropped, r.proven+o.proven
}

func (r *repairs) print(name string) {
	slices.Sort(r.took)
	n := len(r.took)
	of := func(k int) float64 { return float64(k) / float64(n) }
	fmt.Printf("%-16s %6d %8.0f %8.0f %8.0f %8.1f %8.1f %8.2f %7.0f%%\n", name, n, r.took[n/2], r.took[n*99/100], r.took[n-1], of(r.struck), of(r.touched), of(r.dropped), 100*of(r.proven))
}

// change is a kind of change to be drawn.
type change struct {
	name string
	draw func(rng *rand.Rand, p *schedule.Problem) schedule.Change
}

// BenchmarkRepair prints how long repairs of a plan of 5,000 people and 60,000
// wishes take, of which one in twenty must be held, by kind of change; BIRZHA_REPAIR
// picks one.
func BenchmarkRepair(b *testing.B) {
	p := scaleCases[2].problem(1)
	for i := range p.Meetings {
		p.Meetings[i].Must = i%20 == 0
	}
	res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: 0.01})
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		repairHead()
		for _, kind := range []change{
			{"cancels", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
				return schedule.Change{Away: []schedule.Away{{Person: rng.IntN(len(p.People))}}}
			}},
			{"late flight", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
				return schedule.Change{Away: []schedule.Away{{Person: rng.IntN(len(p.People)), Slots: []int{20, 21, 22, 23, 24, 25}}}}
			}},
			{"place closes", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
				return schedule.Change{Closed: []schedule.Closed{{Place: rng.IntN(len(p.Places))}}}
			}},
			{"must meet", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
				half := len(p.People) / 2
				return schedule.Change{Meetings: []schedule.Meeting{{People: []int{rng.IntN(half), half + rng.IntN(half)}, Must: true}}}
			}},
			{"joins", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
				c := schedule.Change{People: []schedule.Person{{}}}
				for n := range 10 {
					c.Meetings = append(c.Meetings, schedule.Meeting{People: []int{n*500 + rng.IntN(500), len(p.People)}})
				}
				return c
			}},
		} {
			if pick := os.Getenv("BIRZHA_REPAIR"); pick != "" && pick != kind.name {
				continue
			}
			rng, r := rand.New(rand.NewPCG(2, 0)), repairs{}
			for range 100 {
				r.run(b, p, res.Plan, kind.draw(rng, p))
			}
			r.print(kind.name)
		}
	}
}

// BenchmarkRepairPublished prints the same for the published instances that can
// be planned, where all meetings must be held, places are tight and idle gaps may
// differ by two.
func BenchmarkRepairPublished(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join(published, "*", "*.dzn"))
	if len(files) == 0 {
		b.Skip("the published instances are not beside the repository")
	}
	kinds := []change{
		{"cancels", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
			return schedule.Change{Away: []schedule.Away{{Person: rng.IntN(len(p.People))}}}
		}},
		{"delayed", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
			return schedule.Change{Away: []schedule.Away{{Person: rng.IntN(len(p.People)), Slots: []int{0, 1}}}}
		}},
		{"place lost", func(rng *rand.Rand, p *schedule.Problem) schedule.Change {
			return schedule.Change{Closed: []schedule.Closed{{Place: rng.IntN(len(p.Places)), Slots: []int{rng.IntN(len(p.Slots))}}}}
		}},
		{"must meet", lateMeeting},
	}
	for range b.N {
		repairHead()
		total := make([]repairs, len(kinds))
		for _, file := range files {
			name, _ := strings.CutSuffix(strings.TrimPrefix(filepath.ToSlash(file), published+"/"), ".dzn")
			p := readPublished(b, name)
			res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: 0.1})
			if err != nil {
				b.Fatal(err)
			}
			if res.Figures.Placed < res.Figures.Must || len(schedule.Check(p, res.Plan)) > 0 {
				continue
			}
			for n, kind := range kinds {
				rng := rand.New(rand.NewPCG(3, 0))
				one := repairs{}
				for range 10 {
					one.run(b, p, res.Plan, kind.draw(rng, p))
				}
				total[n].add(&one)
				if os.Getenv("BIRZHA_REPAIR_LOG") != "" {
					one.print(kind.name + " " + name)
				}
			}
		}
		for n, kind := range kinds {
			total[n].print(kind.name)
		}
	}
}

// lateMeeting asks two people with most time to spare, who do not meet yet, to
// meet.
func lateMeeting(rng *rand.Rand, p *schedule.Problem) schedule.Change {
	asked := make([]int, len(p.People))
	met := map[[2]int]bool{}
	for _, g := range p.Meetings {
		for _, q := range g.People {
			asked[q]++
			for _, r := range g.People {
				met[[2]int{q, r}] = true
			}
		}
	}
	var pairs [][]int
	for q := range p.People {
		for r := range q {
			if !met[[2]int{q, r}] && asked[q] < len(p.Slots)-len(p.People[q].Unavailable) && asked[r] < len(p.Slots)-len(p.People[r].Unavailable) {
				pairs = append(pairs, []int{q, r})
			}
		}
	}
	if len(pairs) == 0 {
		return schedule.Change{}
	}
	return schedule.Change{Meetings: []schedule.Meeting{{People: pairs[rng.IntN(len(pairs))], Must: true}}}
}

// BenchmarkExplain explains every wish that a plan of 5,000 people and 60,000
// wishes leaves out.
func BenchmarkExplain(b *testing.B) {
	p := scaleCases[2].problem(1)
	res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: 0.01})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		b.ReportMetric(float64(len(schedule.ExplainAll(p, res.Plan))), "wishes")
	}
}

// BenchmarkRemedies looks for the remedies of one of them.
func BenchmarkRemedies(b *testing.B) {
	p := scaleCases[2].problem(1)
	res, err := schedule.Solve(context.Background(), p, schedule.Options{Seed: 1, Effort: 0.01})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for n := range b.N {
		schedule.Remedies(p, res.Plan, res.Unplaced[n*997%len(res.Unplaced)].Meeting)
	}
}
