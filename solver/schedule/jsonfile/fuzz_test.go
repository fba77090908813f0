package jsonfile_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/checker"
	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

// FuzzRead reads anything as a problem, and holds what is planned for it against
// the checker.
func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add(`{"people": [{}, {}, {}], "slots": [{}, {"day": 1}], "places": [{"capacity": 2}], "meetings": [{"people": [1, 2], "must": true}, {"people": [3, 2], "after": [1]}], "idle_spread": 1}`)
	f.Add(`{"people": [{"min_gap": 10}, {}], "slots": [{}, {}, {}], "places": [{"site": "a"}, {}], "travel": [{"from": "a", "to": "", "minutes": 5}], "meetings": [{"people": [1, 2]}, {"people": [2, 1], "interpret": "x"}], "interpreters": [{"pairs": ["x"]}]}`)
	f.Add(`{"people": [{}, {}], "slots": [{}], "places": [], "meetings": [{"people": [1, 2], "online": true, "fixed": true, "slot": 1}], "programme": [{"slots": [1], "people": [2]}], "groups": [{"people": [1], "max_meetings": 1}], "pairings": [{"a": 1, "b": 1}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := jsonfile.Read(strings.NewReader(text))
		if err != nil || len(p.People) > 20 || len(p.Meetings) > 20 || len(p.Slots) > 20 || len(p.Places) > 20 {
			return
		}
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		res, err := schedule.Solve(context.Background(), p, schedule.Options{Effort: 0.01})
		if err != nil {
			t.Fatal(err)
		}
		fixed := slices.ContainsFunc(p.Meetings, func(g schedule.Meeting) bool { return g.Fixed }) || len(p.Programme) > 0
		for _, f := range checker.Check(p, res.Plan) {
			if f.Rule == schedule.FixedMoved && res.Plan[f.Meeting].Slot == schedule.None || f.Rule == schedule.IdleSpread && fixed {
				continue
			}
			t.Fatal(f)
		}
		if n, err := checker.Bound(p, res.Prices); err != nil || n < res.Figures.Placed || res.Figures.Bound < res.Figures.Placed {
			t.Fatalf("%d held, prices prove %d: %v", res.Figures.Placed, n, err)
		}
		proof, err := schedule.Prove(context.Background(), p, schedule.ProveOptions{Conflicts: 200})
		if err != nil {
			t.Fatal(err)
		}
		if err := schedule.VerifyProof(p, proof); err != nil {
			t.Fatal(err)
		}
		if faults := checker.Check(p, proof.Plan); proof.Plan != nil && len(faults) > 0 {
			t.Fatal(faults)
		}
	})
}
