package schedule

import (
	"context"
	"slices"
	"testing"
)

// mend is a mender of pairs of people held online, in the slots of base.
func mend(slots int, pairs [][2]int, base ...int) *mender {
	p := &Problem{Slots: make([]Slot, slots), Places: make([]Place, 1)}
	plan := Plan{}
	for n, pair := range pairs {
		for len(p.People) <= max(pair[0], pair[1]) {
			p.People = append(p.People, Person{})
		}
		p.Meetings = append(p.Meetings, Meeting{People: pair[:], Online: true, Must: n%2 == 1, Weight: 10 - n})
		plan = append(plan, Assignment{base[n], None})
	}
	m := newMender(context.Background(), p, plan, len(pairs), RepairOptions{})
	m.nodes, m.leaves, m.limit = 1000, 1, len(m.off)
	return m
}

func TestRepairSearchStops(t *testing.T) {
	m := mend(2, [][2]int{{0, 1}}, 0)
	if m.stop() || m.nodes != 999 {
		t.Errorf("%d steps left", m.nodes)
	}
	m.seen = map[string]bool{"": true}
	if m.stop() {
		t.Error("it stops before a plan is found")
	}
	m.found = true
	if !m.stop() {
		t.Error("it goes on after enough plans")
	}
	m.leaves = 2
	if m.stop() {
		t.Error("it stops before enough plans")
	}
	m.nodes = 1
	if !m.stop() {
		t.Error("it goes on without steps")
	}
	ctx, cancel := context.WithCancel(context.Background())
	m.ctx, m.nodes = ctx, 1000
	cancel()
	if !m.stop() || m.nodes != 0 {
		t.Error("it goes on when cancelled")
	}
}

// TestRepairReachable: meeting 0 of people 0 and 1 waits; in its only slot 1 is with 2.
func TestRepairReachable(t *testing.T) {
	at := func(change func(m *mender)) bool {
		m := mend(1, [][2]int{{0, 1}, {1, 2}}, None, 0)
		m.limit = 2
		change(m)
		return m.reachable(0)
	}
	for _, c := range []struct {
		name   string
		change func(m *mender)
		want   bool
	}{
		{"two people may be touched", func(*mender) {}, true},
		{"one may", func(m *mender) { m.limit = 1 }, false},
		{"one of the two is", func(m *mender) { m.off[2], m.touched = 1, 1 }, true},
		{"locked", func(m *mender) { m.locked[1] = true }, false},
		{"decided", func(m *mender) { m.decided[1] = true }, false},
		{"nothing in the way", func(m *mender) { m.take(1); m.limit = 0 }, true},
		{"no slot", func(m *mender) { clear(m.domain(0)) }, false},
	} {
		if got := at(c.change); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestRepairCheapestFirst(t *testing.T) {
	m := mend(4, [][2]int{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}}, 0, 0, 0, 0, 0, 0)
	m.off[8], m.off[9], m.off[6], m.touched = 1, 1, 1, 3
	m.locked[5] = true
	m.limit = 5
	if got := m.cheapestFirst(m.in[0]); !slices.Equal(got, []int32{4, 3, 2, 0, 1}) || m.pruned {
		t.Errorf("got %v, pruned %v", got, m.pruned)
	}
	m.limit, m.decided[4] = 4, true
	if got := m.cheapestFirst(m.in[0]); !slices.Equal(got, []int32{3}) || !m.pruned {
		t.Errorf("got %v, pruned %v", got, m.pruned)
	}
}

// TestRepairByDisturbance: people 0 and 1 are with each other's partners in four slots.
func TestRepairByDisturbance(t *testing.T) {
	m := mend(5, [][2]int{{0, 1}, {0, 2}, {0, 3}, {1, 4}, {1, 5}, {0, 6}}, None, 0, 1, 1, 2, 3)
	all := m.newSet()
	for n := range 5 {
		all.add(n)
	}
	m.locked[5] = true // 3 is out; 1 has a needed and a wished meeting
	if got := m.byDisturbance(0, all); !slices.Equal(got, []int{4, 2, 0, 1}) {
		t.Errorf("got %v", got)
	}
	m.locked[5], m.decided[4] = false, true
	if got := m.byDisturbance(0, all); !slices.Equal(got, []int{4, 0, 3, 1}) {
		t.Errorf("got %v", got)
	}
}

// TestRepairTightest picks the meeting with fewest slots that waits for no other.
func TestRepairTightest(t *testing.T) {
	m := mend(3, [][2]int{{0, 1}, {0, 2}, {3, 4}, {3, 5}, {3, 0}}, None, None, None, 0, 2)
	m.domain(1).del(1)
	if n := m.tightest([]int32{0, 1, 2}, 0); n != 1 { // of 0: slots 0 and 1, of 1: 0, of 2: 1
		t.Errorf("got %d", n)
	}
	m.after[1] = []int32{0}
	if n := m.tightest([]int32{0, 1, 2}, 0); n != 2 {
		t.Errorf("one that waits: got %d", n)
	}
	m.after[1], m.limit, m.must[1] = nil, 0, true
	clear(m.domain(1))
	m.domain(1).add(2) // where 0 meets 3
	if n := m.tightest([]int32{0, 1, 2}, 0); n != None {
		t.Errorf("one that can be nowhere: got %d", n)
	}
	m.spare = 1
	if n := m.tightest([]int32{0, 1, 2}, 0); n != 1 {
		t.Errorf("one that may be given up: got %d", n)
	}
	if n := m.tightest([]int32{0, 1, 2}, 1); n != None {
		t.Errorf("one has been given up: got %d", n)
	}
}

// TestRepairDeficit: three meetings of person 0 must be held in one slot.
func TestRepairDeficit(t *testing.T) {
	p := &Problem{People: make([]Person, 5), Slots: make([]Slot, 4)}
	for n := range 4 {
		p.Meetings = append(p.Meetings, Meeting{People: []int{0, n + 1}, Online: true, Must: n < 3})
	}
	base := Plan{{0, None}, {1, None}, {2, None}, {3, None}}
	q, err := Change{Away: []Away{{0, []int{0, 1, 2}}}}.Apply(p)
	if err != nil {
		t.Fatal(err)
	}
	m := newMender(context.Background(), q, base, 4, RepairOptions{})
	if n := m.deficit(); n != 2 {
		t.Errorf("%d cannot be kept", n)
	}
	if m = newMender(context.Background(), p, base, 4, RepairOptions{}); m.deficit() != 0 {
		t.Error("nothing has happened")
	}
}

// TestRepairNothingFound: where fixed meetings alone break a rule nothing is proven.
func TestRepairNothingFound(t *testing.T) {
	p := &Problem{People: make([]Person, 2), Slots: make([]Slot, 5), IdleSpread: 1}
	var base Plan
	for n := range 3 {
		p.Meetings = append(p.Meetings, Meeting{People: []int{0, 1}, Online: true, Fixed: true, Slot: 2 * n})
		base = append(base, Assignment{2 * n, None})
	}
	res, err := Repair(context.Background(), p, base, Change{People: make([]Person, 1)}, RepairOptions{})
	if err != nil || res.Repair.Proven || !slices.Equal(res.Plan, base) {
		t.Errorf("%v, %+v, %v", res.Plan, res.Repair, err)
	}
}
