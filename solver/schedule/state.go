package schedule

// state is a partial plan in which all rules but the idle spread are always
// kept: a meeting is held only while everything that must come before it is held
// earlier. Everything is updated in constant time a person.
type state struct {
	*model
	slot    []int32  // of each meeting, or None
	at      []int32  // people × slots: the meeting held there, attending, or None
	busy    []uint64 // people × words
	full    set      // slots in which all places are in use
	load    []int32  // on-site meetings in each slot
	drawn   []int32  // pools × slots: meetings that draw on the pool
	empty   []set    // of each pool: slots in which nothing is left of it
	charged []int32  // meetings charged to each quota
	perDay  []int32  // people × days
	runs    []int32  // blocks of adjacent meetings of each person
	gaps    int      // idle gaps of all people
	over    int      // idle gaps beyond the spread, summed over people
	placed  int
	worth   int64 // value of the meetings held
	scratch set
}

func newState(m *model) *state {
	people := len(m.p.People)
	s := &state{
		model: m, slot: make([]int32, len(m.people)), at: make([]int32, people*m.slots),
		busy: make([]uint64, people*m.words), full: m.newSet(), load: make([]int32, m.slots),
		perDay: make([]int32, people*m.days), runs: make([]int32, people), scratch: m.newSet(),
		drawn: make([]int32, len(m.pools)*m.slots), empty: make([]set, len(m.pools)), charged: make([]int32, len(m.quotas)),
	}
	for i := range s.slot {
		s.slot[i] = None
	}
	for i := range s.at {
		s.at[i] = None
	}
	for t, n := range m.room {
		if n <= 0 {
			s.full.add(t)
		}
	}
	for k, x := range m.pools {
		s.empty[k] = m.newSet()
		for t, n := range x.room {
			if n <= 0 {
				s.empty[k].add(t)
			}
		}
	}
	s.attend()
	return s
}

// attending stands, in state.at, for a session of the programme.
const attending = -2

// attend makes people busy while they attend the programme.
func (s *state) attend() {
	for _, x := range s.p.Programme {
		for _, q := range x.People {
			for _, t := range x.Slots {
				if s.at[q*s.slots+t] == None {
					s.at[q*s.slots+t] = attending
					s.busySet(int32(q)).add(t)
					s.setRuns(int32(q), s.runs[q]+1-s.joins(int32(q), t))
				}
			}
		}
	}
}

// draw counts meeting i, n = 1 or -1 times, in the limits that it falls under.
func (s *state) draw(i int32, t int, n int32) {
	for _, k := range s.draws[i] {
		at := int(k)*s.slots + t
		s.drawn[at] += n
		if s.drawn[at] >= s.pools[k].room[t] {
			s.empty[k].add(t)
		} else {
			s.empty[k].del(t)
		}
	}
	for _, k := range s.charges[i] {
		s.charged[k] += n
	}
}

// exhausted is a quota that meeting i, not held, would exceed, or None.
func (s *state) exhausted(i int32) int32 {
	for _, k := range s.charges[i] {
		if s.charged[k] >= s.quotas[k].most {
			return k
		}
	}
	return None
}

func (s *state) busySet(q int32) set { return s.busy[int(q)*s.words : (int(q)+1)*s.words] }

// holds is the meeting of person q in slot t, attending, or None.
func (s *state) holds(q int32, t int) int32 { return s.at[int(q)*s.slots+t] }

// gapsOf is the number of idle gaps of a person with that many blocks.
func gapsOf(runs int32) int { return int(max(0, runs-1)) }

func (s *state) overOf(runs int32) int {
	if s.spread <= 0 {
		return 0
	}
	return max(0, gapsOf(runs)-s.spread)
}

func (s *state) setRuns(q, runs int32) {
	s.gaps += gapsOf(runs) - gapsOf(s.runs[q])
	s.over += s.overOf(runs) - s.overOf(s.runs[q])
	s.runs[q] = runs
}

// joins is how many neighbours of slot t a person is busy in.
func (s *state) joins(q int32, t int) (n int32) {
	row := s.at[int(q)*s.slots : (int(q)+1)*s.slots]
	if t > 0 && row[t-1] != None {
		n++
	}
	if t+1 < len(row) && row[t+1] != None {
		n++
	}
	return n
}

func (s *state) put(i int32, t int) {
	s.slot[i] = int32(t)
	for _, q := range s.people[i] {
		s.at[int(q)*s.slots+t] = i
		s.busySet(q).add(t)
		s.setRuns(q, s.runs[q]+1-s.joins(q, t))
		s.perDay[int(q)*s.days+int(s.day[t])]++
	}
	if !s.online[i] {
		s.load[t]++
		if s.load[t] >= s.room[t] {
			s.full.add(t)
		}
	}
	s.draw(i, t, 1)
	s.placed++
	s.worth += s.value[i]
}

func (s *state) take(i int32) {
	t := int(s.slot[i])
	s.slot[i] = None
	for _, q := range s.people[i] {
		s.at[int(q)*s.slots+t] = None
		s.busySet(q).del(t)
		s.setRuns(q, s.runs[q]-1+s.joins(q, t))
		s.perDay[int(q)*s.days+int(s.day[t])]--
	}
	if !s.online[i] {
		s.load[t]--
		if s.load[t] < s.room[t] {
			s.full.del(t)
		}
	}
	s.draw(i, t, -1)
	s.placed--
	s.worth -= s.value[i]
}

// free returns the slots in which meeting i can be put as things stand. The
// set is valid until the next call.
func (s *state) free(i int32) set {
	out := s.scratch
	copy(out, s.domain(int(i)))
	for _, q := range s.people[i] {
		out.minus(s.busySet(q))
	}
	if !s.online[i] {
		out.minus(s.full)
	}
	for _, k := range s.draws[i] {
		out.minus(s.empty[k])
	}
	if s.ordered {
		out.keep(s.window(i))
	}
	if s.limited {
		s.dropFullDays(i, out)
	}
	if s.spaced {
		s.tooNear(i, out)
	}
	if s.slot[i] == None && s.exhausted(i) != None {
		clear(out)
	}
	return out
}

// window returns the slots lo..hi-1 in which i keeps the order with the
// meetings held; it is empty while something that must come first is not held.
func (s *state) window(i int32) (lo, hi int) {
	hi = s.slots
	for _, b := range s.after[i] {
		if s.slot[b] == None {
			return 0, 0
		}
		lo = max(lo, int(s.slot[b])+1)
	}
	for _, a := range s.before[i] {
		if s.slot[a] != None {
			hi = min(hi, int(s.slot[a]))
		}
	}
	return lo, hi
}

func (s *state) dropFullDays(i int32, out set) {
	for _, q := range s.people[i] {
		if s.dayMax[q] <= 0 {
			continue
		}
		out.slots(func(t int) bool {
			if s.perDay[int(q)*s.days+int(s.day[t])] >= s.dayMax[q] {
				out.del(t)
			}
			return true
		})
	}
}

// compact is the change of idle gaps, with those beyond the spread counted
// heavily, if i were put into the free slot t.
func (s *state) compact(i int32, t int) (d int) {
	for _, q := range s.people[i] {
		d += s.cost(s.runs[q]+1-s.joins(q, t)) - s.cost(s.runs[q])
	}
	return d
}

// overCost is what an idle gap beyond the spread costs against one within.
const overCost = 6

func (s *state) cost(runs int32) int { return gapsOf(runs) + overCost*s.overOf(runs) }

// restore puts back a snapshot of slots.
func (s *state) restore(slots []int32) {
	for i := range s.slot {
		if s.slot[i] != None && s.slot[i] != slots[i] {
			s.take(int32(i))
		}
	}
	for i := range slots {
		if slots[i] != None && s.slot[i] == None {
			s.put(int32(i), int(slots[i]))
		}
	}
}
