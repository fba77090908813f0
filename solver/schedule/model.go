package schedule

import "slices"

// model is a Problem compiled for the search. Places are interchangeable but
// for their closing times, so within a slot only the number of open places
// matters; which place holds which meeting is decided at the end.
type model struct {
	p       *Problem
	slots   int
	words   int
	days    int
	people  [][]int32 // of each meeting
	meets   [][]int32 // of each person
	allow   []uint64  // meetings × words: slots that a meeting may have
	room    []int32   // places open in each slot
	day     []int32   // of each slot
	dayMax  []int32   // of each person; 0 sets no limit
	value   []int64   // a Must meeting outweighs all wishes together
	online  []bool
	fixed   []bool
	bad     []bool // fixed meetings that break a rule by themselves
	after   [][]int32
	before  [][]int32 // inverse of after
	ordered bool      // some meeting has an After
	limited bool      // some person has a MaxPerDay
	spread  int
	start   Plan
	prefer  []int32 // place to stay at, of each meeting, or None
}

func newModel(p *Problem, o Options) *model {
	n := len(p.Meetings)
	m := &model{
		p: p, slots: len(p.Slots), words: max(1, (len(p.Slots)+63)/64),
		people: make([][]int32, n), meets: make([][]int32, len(p.People)),
		room: make([]int32, len(p.Slots)), day: make([]int32, len(p.Slots)),
		dayMax: make([]int32, len(p.People)), value: make([]int64, n),
		online: make([]bool, n), fixed: make([]bool, n), bad: make([]bool, n),
		after: make([][]int32, n), before: make([][]int32, n),
		spread: p.IdleSpread, prefer: make([]int32, n),
	}
	m.allow = make([]uint64, n*m.words)
	for t := range p.Slots {
		if t == 0 || p.Slots[t].Day != p.Slots[t-1].Day {
			m.days++
		}
		m.day[t] = int32(m.days - 1)
	}
	for q := range p.People {
		m.dayMax[q] = int32(p.People[q].MaxPerDay)
		m.limited = m.limited || m.dayMax[q] > 0
	}
	var sum int64
	for _, g := range p.Meetings {
		sum += int64(max(1, g.Weight))
	}
	for i, g := range p.Meetings {
		m.compile(i, g, sum)
	}
	m.domains()
	m.keepStart(o)
	m.checkFixed()
	m.tighten()
	return m
}

func (m *model) compile(i int, g Meeting, sum int64) {
	m.value[i] = int64(max(1, g.Weight))
	if g.Must {
		m.value[i] += sum + 1
	}
	m.online[i], m.fixed[i], m.prefer[i] = g.Online, g.Fixed, None
	if g.Fixed && !g.Online {
		m.prefer[i] = int32(g.Place)
	}
	for _, q := range g.People {
		m.people[i] = append(m.people[i], int32(q))
		m.meets[q] = append(m.meets[q], int32(i))
	}
	for _, b := range g.After {
		m.ordered = true
		m.after[i] = append(m.after[i], int32(b))
		m.before[b] = append(m.before[b], int32(i))
	}
}

func (m *model) domain(i int) set { return m.allow[i*m.words : (i+1)*m.words] }

func (m *model) newSet() set { return make(set, m.words) }

// domains sets the slots allowed to each meeting by the people's
// availability, its own list and the places' opening times.
func (m *model) domains() {
	avail := make([]set, len(m.p.People))
	for q, person := range m.p.People {
		avail[q] = m.newSet()
		for t := range m.p.Slots {
			avail[q].add(t)
		}
		for _, t := range person.Unavailable {
			avail[q].del(t)
		}
	}
	for t := range m.room {
		m.room[t] = int32(len(m.p.Places))
	}
	for _, l := range m.p.Places {
		closed := m.newSet()
		for _, t := range l.Closed {
			closed.add(t)
		}
		closed.slots(func(t int) bool { m.room[t]--; return true })
	}
	open := m.newSet()
	for t, n := range m.room {
		if n > 0 {
			open.add(t)
		}
	}
	for i, g := range m.p.Meetings {
		d := m.domain(i)
		for t := range m.p.Slots {
			if len(g.Slots) == 0 {
				d.add(t)
			}
		}
		for _, t := range g.Slots {
			d.add(t)
		}
		for _, q := range g.People {
			d.and(avail[q])
		}
		if !g.Online {
			d.and(open)
		}
	}
}

// keepStart turns the kept meetings of a plan to start from into fixed ones
// and remembers the places of the others.
func (m *model) keepStart(o Options) {
	if o.Start == nil {
		return
	}
	m.start = fit(m.p, o.Start)
	for i, a := range m.start {
		if !held(m.p, a) {
			m.start[i] = Assignment{None, None}
		} else if !m.fixed[i] && !m.online[i] {
			m.prefer[i] = int32(a.Place)
		}
	}
	for _, i := range o.Keep {
		if i < 0 || i >= len(m.fixed) || m.fixed[i] || m.start[i].Slot == None {
			continue
		}
		m.fixed[i] = true
		m.pin(i, m.start[i].Slot)
	}
}

// pin leaves meeting i only slot t, if it may have it.
func (m *model) pin(i, t int) {
	d := m.domain(i)
	ok := d.has(t)
	clear(d)
	if ok {
		d.add(t)
	} else {
		m.bad[i] = true
	}
}

// checkFixed pins fixed meetings and marks those that cannot be where they
// are fixed, by themselves or beside fixed meetings of lower index.
func (m *model) checkFixed() {
	people := map[[2]int]bool{}
	places := map[[2]int]bool{}
	for i, g := range m.p.Meetings {
		if g.Fixed {
			m.pin(i, g.Slot)
		}
		if !m.fixed[i] || m.bad[i] {
			continue
		}
		t := m.domain(i).first()
		for _, q := range g.People {
			m.bad[i] = m.bad[i] || people[[2]int{q, t}]
		}
		l := int(m.prefer[i])
		if !m.online[i] && l != None {
			m.bad[i] = m.bad[i] || places[[2]int{l, t}] || slices.Contains(m.p.Places[l].Closed, t)
		}
		if m.bad[i] {
			clear(m.domain(i))
			continue
		}
		for _, q := range g.People {
			people[[2]int{q, t}] = true
		}
		if !m.online[i] && l != None {
			places[[2]int{l, t}] = true
		}
	}
}

// tighten removes the slots before the earliest end of what must come first.
// A meeting on a cycle loses all its slots.
func (m *model) tighten() {
	for changed := m.ordered; changed; {
		changed = false
		for i := range m.after {
			d := m.domain(i)
			n := d.len()
			for _, b := range m.after[i] {
				if lo := m.domain(int(b)).first(); lo == None {
					clear(d)
				} else {
					d.keep(lo+1, m.slots)
				}
			}
			changed = changed || d.len() != n
		}
	}
}

// tightenBack removes, for what a Must meeting needs, the slots that are not
// early enough. It is valid only where all Must meetings are held.
func (m *model) tightenBack() {
	needed := m.needed()
	for changed := m.ordered; changed; {
		changed = false
		for i := range m.after {
			hi := m.domain(i).last()
			if !needed[i] || hi == None {
				continue
			}
			for _, b := range m.after[i] {
				d := m.domain(int(b))
				n := d.len()
				d.keep(0, hi)
				changed = changed || d.len() != n
			}
		}
	}
}

// needed marks the Must meetings and everything that must come before one.
func (m *model) needed() []bool {
	need := make([]bool, len(m.after))
	var mark func(i int32)
	mark = func(i int32) {
		if need[i] {
			return
		}
		need[i] = true
		for _, b := range m.after[i] {
			mark(b)
		}
	}
	for i, g := range m.p.Meetings {
		if g.Must {
			mark(int32(i))
		}
	}
	return need
}
