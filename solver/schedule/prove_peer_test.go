package schedule_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
)

// peer is clingo, an answer set solver, on our own program for it.
type peer struct {
	binary string // "" where it is not installed
	limit  int    // seconds an instance
}

// findPeer looks for clingo; BIRZHA_PEER_SECONDS is the limit of seconds an
// instance, 3 by default, none run at 0.
func findPeer() peer {
	limit, err := strconv.Atoi(os.Getenv("BIRZHA_PEER_SECONDS"))
	if err != nil {
		limit = 3
	}
	binary, err := exec.LookPath("clingo")
	if err != nil || limit <= 0 {
		fmt.Println("clingo (Debian: gringo) is not installed or not asked for: its column stays empty")
		return peer{}
	}
	return peer{binary, limit}
}

// run says what clingo finds: the gaps of its best plan, with a "?" where it is
// not proved, and the CPU time in seconds.
func (c peer) run(b *testing.B, p *schedule.Problem) (found, seconds string) {
	if c.binary == "" {
		return "-", "-"
	}
	file := filepath.Join(b.TempDir(), "instance.lp")
	if err := os.WriteFile(file, facts(p), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(c.binary, "--outf=2", "--opt-strategy=usc", "--time-limit="+strconv.Itoa(c.limit), "testdata/meetings.lp", file)
	out, err := cmd.Output() // it exits with the kind of answer
	var answer struct {
		Result string
		Models struct {
			Number int
			Costs  []int
		}
	}
	if bad := json.Unmarshal(out, &answer); bad != nil {
		b.Fatal(bad, err)
	}
	seconds = fmt.Sprintf("%.2f", (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
	switch {
	case answer.Result == "UNSATISFIABLE":
		return "UNSAT", seconds
	case len(answer.Models.Costs) == 0:
		return "?", seconds
	case answer.Result == "OPTIMUM FOUND":
		return strconv.Itoa(answer.Models.Costs[0]), seconds
	}
	return strconv.Itoa(answer.Models.Costs[0]) + "?", seconds
}

// facts writes a problem of the published kind for testdata/meetings.lp.
func facts(p *schedule.Problem) []byte {
	var w bytes.Buffer
	fmt.Fprintf(&w, "slots(%d). places(%d). spread(%d).\n", len(p.Slots), len(p.Places), p.IdleSpread)
	for m, g := range p.Meetings {
		fmt.Fprintf(&w, "meeting(%d).", m+1)
		for _, q := range g.People {
			fmt.Fprintf(&w, " with(%d,%d).", m+1, q+1)
		}
		for _, o := range g.After {
			fmt.Fprintf(&w, " after(%d,%d).", m+1, o+1)
		}
		for t := range p.Slots {
			free := !slices.ContainsFunc(g.People, func(q int) bool { return slices.Contains(p.People[q].Unavailable, t) })
			if free && (len(g.Slots) == 0 || slices.Contains(g.Slots, t)) && (!g.Fixed || g.Slot == t) {
				fmt.Fprintf(&w, " allowed(%d,%d).", m+1, t+1)
			}
		}
		w.WriteByte('\n')
	}
	return w.Bytes()
}
