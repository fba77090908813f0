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
// glob, default original/*) selects, what is proved and in what CPU time beside
// that of the best peer, UWrMaxSat. With BIRZHA_VERIFY=1 the certificates are
// verified too.
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
	fmt.Printf("\n%-34s %8s %-10s %5s %5s %-10s %9s %7s %7s %6s %9s\n", "instance", "optimum", "status", "gaps", "bound", "method", "dead ends", "our s", "peer s", "ratio", "verify s")
	ours, peers := 0.0, 0.0
	for _, row := range rows {
		if ok, _ := filepath.Match(glob, row[0]); !ok {
			continue
		}
		p := readPublished(b, row[0])
		start := userSeconds()
		proof, err := schedule.Prove(context.Background(), p, schedule.ProveOptions{})
		if err != nil {
			b.Fatal(err)
		}
		took := userSeconds() - start
		peer, _ := strconv.ParseFloat(row[3], 64)
		ours, peers = ours+took, peers+peer
		check := "-"
		if os.Getenv("BIRZHA_VERIFY") != "" {
			start = userSeconds()
			if err := schedule.VerifyProof(p, proof); err != nil {
				b.Errorf("%s: %v", row[0], err)
			}
			check = fmt.Sprintf("%.2f", userSeconds()-start)
		}
		fmt.Printf("%-34s %8s %-10s %5d %5d %-10s %9d %7.2f %7.2f %6.2f %9s\n",
			row[0], row[2], proof.Status, proof.IdleGaps, proof.Lower, proof.Method, proof.Conflicts, took, peer, took/peer, check)
		if found := strconv.Itoa(proof.IdleGaps); proof.Status == schedule.Infeasible != (row[2] == "UNSAT") || proof.Status == schedule.Optimal && found != row[2] {
			b.Errorf("%s: %s with %s gaps, known %s", row[0], proof.Status, found, row[2])
		}
		if proof.Conflict != nil {
			fmt.Printf("    %v\n", proof.Conflict)
		}
	}
	fmt.Printf("total %.2f s, peer %.2f s\n", ours, peers)
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
