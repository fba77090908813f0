package schedule_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/dzn"
)

// published is the folder of the published instances beside the repository.
const published = "../../../shared/data/schedule"

// userSeconds is the CPU time of the process so far.
func userSeconds() float64 {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
}

// BenchmarkProve prints, for each published instance that BIRZHA_INSTANCES (a
// glob, default original/*) selects, what is proved, in what CPU time, and when
// the plan was found, beside the measured time of the best peer, UWrMaxSat, and
// what clingo finds now in a few seconds. With BIRZHA_VERIFY=1 the certificates
// are verified too.
func BenchmarkProve(b *testing.B) {
	f, err := os.Open(filepath.Join(published, "optima.csv"))
	if err != nil {
		b.Skip("the published instances are not beside the repository: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	glob := os.Getenv("BIRZHA_INSTANCES")
	if glob == "" {
		glob = "original/*"
	}
	for range b.N {
		proveAll(b, rows[1:], glob)
	}
}

func proveAll(b *testing.B, rows [][]string, glob string) {
	clingo := findPeer()
	fmt.Printf("\n%-34s %7s %-10s %4s %5s %-10s %9s %7s %7s %7s %6s %7s %8s %8s\n", "instance", "optimum", "status", "gaps",
		"bound", "method", "dead ends", "plan s", "our s", "peer s", "ratio", "clingo", "clingo s", "verify s")
	ours, plans, peers := 0.0, 0.0, 0.0
	for _, row := range rows {
		if ok, _ := filepath.Match(glob, row[0]); !ok {
			continue
		}
		p := readPublished(b, row[0])
		start := userSeconds()
		planned := start
		proof, err := schedule.Prove(context.Background(), p, schedule.ProveOptions{Progress: noting(&planned)})
		if err != nil {
			b.Fatal(err)
		}
		took, plan := userSeconds()-start, planned-start
		peer, _ := strconv.ParseFloat(row[3], 64)
		ours, plans, peers = ours+took, plans+plan, peers+peer
		check := verifySeconds(b, row[0], p, proof)
		found, seconds := clingo.run(b, p)
		fmt.Printf("%-34s %7s %-10s %4d %5d %-10s %9d %7.2f %7.2f %7.2f %6.2f %7s %8s %8s\n", row[0], row[2], proof.Status, proof.IdleGaps,
			proof.Lower, proof.Method, proof.Conflicts, plan, took, peer, took/peer, found, seconds, check)
		if found := strconv.Itoa(proof.IdleGaps); proof.Status == schedule.Infeasible != (row[2] == "UNSAT") || proof.Status == schedule.Optimal && found != row[2] {
			b.Errorf("%s: %s with %s gaps, known %s", row[0], proof.Status, found, row[2])
		}
		if proof.Conflict != nil {
			fmt.Printf("    %v\n", proof.Conflict)
		}
	}
	fmt.Printf("total %.2f s, plans %.2f s, peer %.2f s\n", ours, plans, peers)
}

// noting returns a Progress that notes the CPU time when the plan improves.
func noting(at *float64) func(gaps, lower int) {
	best := schedule.None
	return func(gaps, _ int) {
		if gaps != best {
			best, *at = gaps, userSeconds()
		}
	}
}

// verifySeconds verifies a proof, if that is asked for, and returns the time.
func verifySeconds(b *testing.B, name string, p *schedule.Problem, proof *schedule.Proof) string {
	if os.Getenv("BIRZHA_VERIFY") == "" {
		return "-"
	}
	start := userSeconds()
	if err := schedule.VerifyProof(p, proof); err != nil {
		b.Errorf("%s: %v", name, err)
	}
	return fmt.Sprintf("%.2f", userSeconds()-start)
}

func readPublished(b *testing.B, name string) *schedule.Problem {
	f, err := os.Open(filepath.Join(published, strings.ReplaceAll(name, "/", string(filepath.Separator))+".dzn"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	p, err := dzn.Read(f)
	if err != nil {
		b.Fatal(err)
	}
	return p
}
