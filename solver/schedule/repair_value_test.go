package schedule

import (
	"slices"
	"testing"
)

// TestRepairFills: eight wishes are too many to try all ways, so the dearest come
// first; those that are Must (odd) are dearest.
func TestRepairFills(t *testing.T) {
	pairs := [][2]int{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {4, 5}, {5, 6}, {4, 6}}
	m := mend(2, pairs, None, None, None, None, None, None, None, None, 0)
	before := slices.Clone(m.slot)
	m.complete()
	if want := []int32{None, 0, 1, 1, 0, None, None, 1, 0}; !slices.Equal(m.record, want) {
		t.Errorf("filled %v, want %v", m.record, want)
	}
	if !slices.Equal(m.slot, before) {
		t.Errorf("left %v, was %v", m.slot, before)
	}
	if want := []int32{1, 3, 5, 7, 0, 2, 4, 6}; !slices.Equal(m.unheld(), want) {
		t.Errorf("wishes %v, want %v", m.unheld(), want)
	}
	m.domain(0).minus(m.domain(0))
	if m.mayFit(0) || !m.mayFit(1) {
		t.Error("a meeting fits without a slot, or one that has two does not")
	}
}

// TestRepairCompletesOnce for each set of people touched.
func TestRepairCompletesOnce(t *testing.T) {
	m := mend(2, [][2]int{{0, 1}, {2, 9}}, 0, 0)
	m.seen = map[string]bool{}
	for n, step := range []func(){func() {}, func() {}, func() { m.off[1] = 2 }, func() { m.off[9] = 1 }, func() { m.off[9] = 2 }} {
		step()
		m.leaf()
		if want := []int{1, 1, 2, 3, 3}[n]; len(m.seen) != want {
			t.Errorf("step %d: %d sets, want %d", n, len(m.seen), want)
		}
	}
}

func TestRepairIsLarge(t *testing.T) {
	m := mend(1, [][2]int{{0, 1}, {2, 3}}, 0, 0)
	for slots, want := range map[int]bool{9_999: false, 10_000: false, 10_001: true} {
		if m.slots = slots; m.large() != want {
			t.Errorf("2 meetings in %d slots: large %v", slots, !want)
		}
	}
}

// TestRepairShifts counts two meetings of the same people away and back.
func TestRepairShifts(t *testing.T) {
	m := mend(2, [][2]int{{0, 1}, {0, 1}}, 0, 1)
	for n, by := range []int32{1, 1, -1, -1} {
		m.shift(int32(n%2), by)
		if off, touched := []int32{1, 2, 1, 0}[n], []int{2, 2, 2, 0}[n]; m.off[0] != off || m.touched != touched {
			t.Errorf("step %d: off %d, want %d; touched %d, want %d", n, m.off[0], off, m.touched, touched)
		}
	}
}

// TestRepairLists the meetings of a slot.
func TestRepairLists(t *testing.T) {
	m := mend(1, [][2]int{{0, 1}, {2, 3}, {4, 5}}, 0, 0, 0)
	for n, want := range [][]int32{{2, 0}, {0}, {}} {
		if m.take([]int32{1, 2, 0}[n]); !slices.Equal(m.in[0], want) {
			t.Errorf("listed %v, want %v", m.in[0], want)
		}
	}
}

// TestRepairReplans: Solve's plan is taken where it is better or nothing was
// found, and keeps what is locked.
func TestRepairReplans(t *testing.T) {
	lost := Plan{{None, None}, {None, None}}
	for _, found := range []bool{true, false} {
		m := mend(3, [][2]int{{0, 1}, {2, 3}}, 2, 1)
		m.locked[0], m.found = true, found
		plan, err := m.replan(RepairOptions{}, lost)
		if err != nil || !slices.Equal(plan, m.base) {
			t.Errorf("found %v: %v, %v, want %v", found, plan, err, m.base)
		}
	}
}

// TestRepairRanks: the earlier fields decide.
func TestRepairRanks(t *testing.T) {
	list := []rank{{2, 1, 5}, {2, 1, 4}, {2, 2, 9}, {1, 0, 9}}
	for a, x := range list {
		for b, y := range list {
			if x.better(y) != (a < b) {
				t.Errorf("%+v better than %+v: %v", x, y, a >= b)
			}
		}
	}
}
