package schedule

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// TestShifts compares what the moves of the annealing rest on, sets, paths and
// their costs, with what counting anew after the move says.
func TestShifts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := Generate(GenerateOptions{
			Seed: rapid.Uint64().Draw(r, "seed"), People: rapid.IntRange(4, 30).Draw(r, "people"), Wishes: 60,
			Slots: rapid.SampledFrom([]int{5, 20, 63, 64, 65, 130}).Draw(r, "slots"), Places: rapid.IntRange(1, 8).Draw(r, "places"),
			Window: 0.9, Online: rapid.SampledFrom([]float64{0, 0.3}).Draw(r, "online"), Groups: rapid.SampledFrom([]float64{0, 0.3}).Draw(r, "groups"),
		})
		s := &search{state: newState(newModel(p, Options{})), rng: rand.New(rand.NewPCG(1, 2)), clock: newMeter(t.Context(), Options{})}
		s.chain = newKempe(s.state)
		s.construct()
		moves := newShifts(s)
		for range 50 {
			q, from, to, ok := moves.draw()
			if !ok {
				continue
			}
			if s.holds(q, to) != None {
				r.Fatalf("slot %d of person %d is not free", to, q)
			}
			if !s.chain.trace(q, from, to) {
				continue
			}
			cost, gaps, blocks := s.chain.cost, s.gaps, s.squares()
			s.chain.apply()
			for _, e := range s.chain.ends {
				moves.note(e.person)
			}
			if s.gaps-gaps != cost || s.squares()-blocks != s.chain.grown {
				r.Fatalf("said to change gaps by %d and squares by %d, did by %d and %d", cost, s.chain.grown, s.gaps-gaps, s.squares()-blocks)
			}
			if v := Check(p, s.places()); len(v) > 0 {
				r.Fatal(v[0])
			}
			for q := range s.meets {
				if (moves.index[q] != None) != (s.runs[q] > 1) {
					r.Fatalf("person %d with %d blocks is misfiled", q, s.runs[q])
				}
			}
		}
	})
}

// squares sums the squared lengths of blocks, slot by slot.
func (s *state) squares() (sum int) {
	for q := range s.meets {
		n := 0
		for t := range s.slots + 1 {
			if t < s.slots && s.holds(int32(q), t) != None {
				n++
				continue
			}
			sum += n * n
			n = 0
		}
	}
	return sum
}
