package schedule

import (
	"context"
	"slices"
	"testing"
)

// TestRepairByCompactness: the slots beside the meeting of 0 come first.
func TestRepairByCompactness(t *testing.T) {
	m := mend(5, [][2]int{{0, 1}, {0, 2}}, None, 3)
	if got := m.byCompactness(0, slices.Clone(m.open(0))); len(got) != 4 || !slices.Equal(got[:2], []int{2, 4}) {
		t.Errorf("got %v", got)
	}
}

// TestRepairMayFit: 1 is with 2 in the only slot.
func TestRepairMayFit(t *testing.T) {
	m := mend(1, [][2]int{{0, 1}, {1, 2}}, None, 0)
	if m.mayFit(0) {
		t.Error("1 is busy")
	}
	if m.off[1] = 1; !m.mayFit(0) {
		t.Error("1 is touched")
	}
	if m.full.add(0); !m.mayFit(0) {
		t.Error("it needs no place")
	}
	if m.online[0] = false; m.mayFit(0) {
		t.Error("no place is left")
	}
	if m.touched = 1; !m.mayFit(0) {
		t.Error("a place may become free")
	}
}

// TestRepairKeepsOrder: 0 comes after 1, which is not held.
func TestRepairKeepsOrder(t *testing.T) {
	m := mend(3, [][2]int{{0, 1}, {2, 3}}, None, None)
	m.after[0], m.before[1] = []int32{1}, []int32{0}
	if m.squeeze(0) || m.slot[0] != None {
		t.Error("0 is held")
	}
	if !m.forsaken(0, nil) || m.forsaken(0, []int32{1}) {
		t.Error("1 is given up only if it does not wait")
	}
	if m.need(0); !m.needed[1] || !slices.Equal(m.homeless, []int32{0, 1}) {
		t.Errorf("homeless %v", m.homeless)
	}
	m.put(1, 1)
	if lo, hi := m.span(0); lo != 2 || hi != 3 {
		t.Errorf("0 in %d to %d", lo, hi)
	}
	m.put(0, 2)
	if lo, hi := m.span(1); lo != 0 || hi != 2 {
		t.Errorf("1 in %d to %d", lo, hi)
	}
}

func TestRepairKeepsIdleSpread(t *testing.T) {
	m := mend(2, [][2]int{{0, 1}}, None)
	m.over, m.spread = 1, m.differ()
	if !m.even() {
		t.Error("as much as allowed is too much")
	}
	if m.spread--; m.even() || m.squeeze(0) || m.slot[0] != None {
		t.Error("more than allowed is not")
	}
}

func TestRepairCostsAndPushes(t *testing.T) {
	m := mend(1, [][2]int{{0, 1}, {2, 3}, {4, 5}}, 0, 0, 0)
	m.take(1)
	m.put(1, 0)
	if m.take(1); !slices.Equal(m.in[0], []int32{2, 0}) {
		t.Errorf("listed %v", m.in[0])
	}
	m.put(1, 0)
	for limit, want := range []bool{false, false, true} {
		called := false
		m.limit, m.pruned = limit, false
		if m.push(0, nil, func([]int32) { called = true }); called != want || m.pruned == want {
			t.Errorf("limit %d: called %v, pruned %v", limit, called, m.pruned)
		}
	}
	if n := m.cost(0); n != 2 {
		t.Errorf("it costs %d", n)
	}
	if m.struck[0] = true; m.cost(0) != 0 {
		t.Error("a struck one costs")
	}
	if list, ok := m.rivals(0, 0); ok {
		t.Errorf("rivals %v", list)
	}
	plan := Plan{{0, None}, {0, None}, {0, None}}
	m.left[0][0] = 0
	if m.usher(plan, []int32{0}, 0); plan[0] != (Assignment{None, None}) || m.left[0][0] != 0 {
		t.Errorf("seated at %v, %d left", plan[0], m.left[0][0])
	}
}

// TestRepairLoads: 0 is fixed, the slot of 1 does not exist, the place of 2 is
// closed.
func TestRepairLoads(t *testing.T) {
	p := &Problem{People: make([]Person, 6), Slots: make([]Slot, 1), Places: []Place{{Closed: []int{0}}}, Meetings: []Meeting{
		{People: []int{0, 1}, Online: true, Fixed: true}, {People: []int{2, 3}, Online: true}, {People: []int{4, 5}},
	}}
	base := Plan{{0, None}, {9, None}, {0, 0}}
	if open := stillOpen(p, base); open[2] != (Assignment{None, None}) || open[0] != base[0] {
		t.Errorf("still open: %v", open)
	}
	m := newMender(context.Background(), p, base, 3, RepairOptions{})
	if !m.locked[0] || m.locked[1] || m.base[1] != (Assignment{None, None}) || !m.struck[2] {
		t.Errorf("locked %v, base %v, struck %v", m.locked, m.base, m.struck)
	}
}

// TestRepairStirs leaves the mender as it was.
func TestRepairStirs(t *testing.T) {
	m := mend(2, [][2]int{{0, 1}, {0, 2}}, 0, None)
	m.seen, m.leaves = map[string]bool{}, 9
	m.stirUp(0)
	if slices.Contains(m.decided, true) || !slices.Equal(m.banned, []int32{None, None}) || !slices.Equal(m.slot, []int32{0, None}) {
		t.Errorf("decided %v, banned %v, slots %v", m.decided, m.banned, m.slot)
	}
	m = mend(1, [][2]int{{0, 1}}, 0)
	m.repair()
	if m.leaves != repairLeaves || !m.proven || m.unheld() == nil {
		t.Errorf("%d plans, proven %v", m.leaves, m.proven)
	}
}
