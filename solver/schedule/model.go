package schedule

// model is a Problem compiled for the search. Within a slot places differ only
// by kind and site, so that it counts what they can hold together; which place
// holds which meeting is decided at the end. See limits for what goes beyond.
type model struct {
	p        *Problem
	slots    int
	words    int
	days     int
	people   [][]int32 // of each meeting
	meets    [][]int32 // of each person
	allow    []uint64  // meetings × words: slots that a meeting may have
	room     []int32   // on-site meetings that the places open in each slot can hold
	day      []int32   // of each slot
	dayMax   []int32   // of each person; 0 sets no limit
	value    []int64   // a Must meeting outweighs all wishes together
	online   []bool
	fixed    []bool
	bad      []bool // fixed meetings that break a rule by themselves
	after    [][]int32
	before   [][]int32 // inverse of after
	ordered  bool      // some meeting has an After
	limited  bool      // some person has a MaxPerDay
	unsocial bool      // some person has hours that cost
	spread   int
	start    Plan
	prefer   []int32 // place to stay at, of each meeting, or None
	limits
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
		m.unsocial = m.unsocial || len(p.People[q].Unsocial) > 0
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
	m.limit()
	m.pinFixed()
	m.tighten()
	m.clashFixed()
	m.tighten()
	return m
}

func (m *model) compile(i int, g Meeting, sum int64) {
	m.value[i] = int64(max(1, g.Weight))
	if g.Must {
		m.value[i] += sum + 1
	}
	m.online[i], m.fixed[i], m.prefer[i] = g.Online, g.Fixed, None
	if (g.Fixed || g.Locked) && !g.Online {
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

// domains sets the slots allowed to each meeting by the people's availability
// and the programme they attend, its own list, who may meet whom, and the
// places' opening times.
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
	for _, s := range m.p.Programme {
		for _, q := range s.People {
			for _, t := range s.Slots {
				avail[q].del(t)
			}
		}
	}
	m.room = m.p.capacity(func(int) bool { return true })
	open := m.newSet()
	for t, n := range m.room {
		if n > 0 {
			open.add(t)
		}
	}
	meet := newMayMeet(m.p)
	for i, g := range m.p.Meetings {
		d := m.domain(i)
		if _, ok := meet.barred(g); ok {
			continue
		}
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

// capacity is how many meetings at once the places that are open, of those
// wanted, can hold in each slot.
func (p *Problem) capacity(want func(place int) bool) []int32 {
	room := make([]int32, len(p.Slots))
	closed := make([]bool, len(p.Slots))
	for n, l := range p.Places {
		if !want(n) {
			continue
		}
		clear(closed)
		for _, t := range l.Closed {
			closed[t] = true
		}
		for t := range room {
			if !closed[t] {
				room[t] += int32(max(1, l.Capacity))
			}
		}
	}
	return room
}
