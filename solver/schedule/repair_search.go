package schedule

import (
	"cmp"
	"slices"
)

// hunt is the search of a mender.
type hunt struct {
	found  bool
	proven bool
	best   rank
	record []int32
	limit  int // people who may be touched
	spare  int // Must meetings that may be given up
	nodes  int // steps left
	leaves int // plans to be completed
	pruned bool
	seen   map[string]bool // sets of people touched for which the plan was completed
	wishes []int32         // meetings not held before the repair, the dearest first
}

// Steps of the search: for one number of Must meetings given up, and for the dive
// that follows where they do not do.
const repairSteps, largeSteps, diveSteps, fewSteps = 100_000, 4_000, 4_000, 500

// Plans that are completed for the same number of people touched.
const repairLeaves, largeLeaves = 48, 4

// large tells that the exchange has so many meetings times slots that an answer
// while one waits leaves no time for proofs that are not quick, nor for planning
// anew.
func (m *mender) large() bool { return m.size() > 20_000 }

// repair finds the best plan or, where the search grows too large, a good one
// that is not proven.
func (m *mender) repair() {
	m.proven = m.site == nil // else the sites are chosen before
	steps, dive := repairSteps, diveSteps
	m.leaves = repairLeaves
	if m.large() {
		steps, m.leaves = largeSteps, largeLeaves
	}
	for m.spare = m.deficit(); m.spare <= m.musts && !m.found; m.spare++ {
		m.nodes = steps
		for m.limit = m.touched; m.limit <= len(m.off); m.limit++ {
			m.pruned, m.seen = false, map[string]bool{}
			m.search(m.homeless, 0)
			if m.found || !m.pruned || m.nodes <= 0 {
				break
			}
		}
		if !m.found && m.nodes <= 0 { // else all that is better has been tried
			m.proven, m.limit, m.nodes = false, len(m.off), dive
			m.search(m.homeless, 0)
		}
		if m.large() {
			steps, dive = max(fewSteps, steps/2), max(fewSteps, dive/2)
		}
	}
	m.proven = m.proven && m.found
}

// deficit is how many Must meetings cannot be kept because one of their people
// has too few slots for his.
func (m *mender) deficit() (most int) {
	for q, n := range m.off {
		if n == 0 {
			continue
		}
		if r, short := m.overbooked(q, m.must); short {
			most = max(most, r.Need-r.Have)
		}
	}
	return most
}

// stop tells that the search has to end.
func (m *mender) stop() bool {
	if m.nodes--; m.ctx.Err() != nil {
		m.nodes = 0
	}
	return m.nodes <= 0 || m.found && len(m.seen) >= m.leaves
}

// search gives each homeless Must meeting a slot, with spare - dropped of them at
// most given up, in every way that touches no more than limit people.
func (m *mender) search(homeless []int32, dropped int) {
	if m.touched > m.limit {
		m.pruned = true
		return
	}
	if m.stop() {
		return
	}
	if len(homeless) == 0 {
		m.level()
		return
	}
	n := m.tightest(homeless, dropped)
	if n == None {
		m.pruned = true
		return
	}
	i := homeless[n]
	rest := slices.Delete(slices.Clone(homeless), n, n+1)
	m.decided[i] = true
	if !m.forsaken(i, rest) {
		m.seats(i, rest, dropped)
	}
	if m.must[i] {
		dropped++
	}
	if dropped <= m.spare {
		m.drop(i, rest, dropped)
	}
	m.decided[i] = false
}

// seats tries every slot for i, the free ones first.
func (m *mender) seats(i int32, rest []int32, dropped int) {
	free := slices.Clone(m.open(i))
	for _, t := range m.byCompactness(i, free) {
		m.settle(i, t, rest, dropped)
	}
	others := slices.Clone(m.domain(int(i)))
	others.minus(free)
	if b := m.banned[i]; b != None {
		others.del(int(b))
	}
	for _, t := range m.byDisturbance(i, others) {
		if m.nodes > 0 {
			m.seat(i, t, rest, dropped)
		}
	}
}

// byDisturbance lists the slots of others without those where somebody cannot be
// moved, those first where no meeting that is needed is in the way and then where
// fewest people are touched.
func (m *mender) byDisturbance(i int32, others set) []int {
	var out []int
	price := make([]int, m.slots)
	others.slots(func(t int) bool {
		for _, q := range m.people[i] {
			y := m.holds(q, t)
			if y == None {
				continue
			}
			if y < 0 || m.locked[y] || m.decided[y] {
				return true
			}
			if price[t] += m.cost(y); m.needed[y] {
				price[t] += len(m.off)
			}
		}
		out = append(out, t)
		return true
	})
	slices.SortStableFunc(out, func(t, u int) int { return price[t] - price[u] })
	return out
}

// tightest is the index of the homeless meeting with fewest free slots of those
// that wait for none of the others. It is None if one must be kept that can be
// held nowhere within the limit.
func (m *mender) tightest(homeless []int32, dropped int) int {
	best, least := 0, 1<<30
	for n, i := range homeless {
		if slices.ContainsFunc(m.after[i], func(b int32) bool { return slices.Contains(homeless, b) }) {
			continue
		}
		c := m.open(i).len()
		if c == 0 && dropped >= m.spare && m.must[i] && !m.reachable(i) {
			return None
		}
		if c < least {
			best, least = n, c
		}
	}
	return best
}

// reachable tells that in some slot each meeting in the way of i alone can be
// moved within the limit.
func (m *mender) reachable(i int32) (found bool) {
	within := func(y int32) bool {
		return y >= 0 && !m.locked[y] && !m.decided[y] && m.touched+m.cost(y) <= m.limit
	}
	m.domain(int(i)).slots(func(t int) bool {
		busy := slices.IndexFunc(m.people[i], func(q int32) bool { return m.holds(q, t) != None })
		switch {
		case busy >= 0:
			found = within(m.holds(m.people[i][busy], t))
		case !m.online[i] && m.full.has(t): // quicker than to list them
			found = slices.ContainsFunc(m.in[t], func(y int32) bool { return !m.online[y] && within(y) })
		default:
			list, ok := m.obstacle(i, t)
			found = ok && (len(list) == 0 || slices.ContainsFunc(list, within))
		}
		return !found
	})
	return found
}

// byCompactness lists the slots of free, those first that leave agendas most
// compact.
func (m *mender) byCompactness(i int32, free set) []int {
	var out []int
	free.slots(func(t int) bool { out = append(out, t); return true })
	slices.SortStableFunc(out, func(t, u int) int { return m.compact(i, t) - m.compact(i, u) })
	return out
}

func (m *mender) settle(i int32, t int, rest []int32, dropped int) {
	m.put(i, t)
	m.search(rest, dropped)
	m.take(i)
}

// seat puts i into slot t after pushing aside, in every way, what is there.
func (m *mender) seat(i int32, t int, rest []int32, dropped int) {
	if m.stop() {
		return
	}
	list, ok := m.obstacle(i, t)
	if !ok {
		return
	}
	if list == nil {
		m.settle(i, t, rest, dropped)
		return
	}
	if len(list) > 1 {
		m.nodes -= len(list) / 16
		list = m.cheapestFirst(list)
	}
	for _, y := range list {
		m.push(y, rest, func(rest []int32) { m.seat(i, t, rest, dropped) })
	}
}

// cheapestFirst keeps of list what may be pushed within the limit, in the order
// of the people touched and then of value.
func (m *mender) cheapestFirst(list []int32) []int32 {
	type priced struct {
		meeting int32
		cost    int
	}
	may := make([]priced, 0, len(list))
	for _, y := range list {
		if m.locked[y] || m.decided[y] {
			continue
		}
		if c := m.cost(y); m.touched+c <= m.limit {
			may = append(may, priced{y, c})
		} else {
			m.pruned = true
		}
	}
	slices.SortStableFunc(may, func(x, y priced) int {
		return cmp.Or(x.cost-y.cost, cmp.Compare(m.value[x.meeting], m.value[y.meeting]))
	})
	out := make([]int32, len(may))
	for n, x := range may {
		out[n] = x.meeting
	}
	return out
}

// push takes y out of the plan for the time of then, if it may be pushed.
func (m *mender) push(y int32, rest []int32, then func(rest []int32)) {
	if m.locked[y] || m.decided[y] {
		return
	}
	t := int(m.slot[y])
	m.take(y)
	if m.touched > m.limit {
		m.pruned = true
	} else {
		if m.needed[y] {
			rest = append(slices.Clone(rest), y)
		}
		then(rest)
	}
	m.put(y, t)
}

// drop gives i up and pushes aside what must come after it.
func (m *mender) drop(i int32, rest []int32, dropped int) {
	for _, a := range m.before[i] {
		if m.slot[a] != None {
			m.push(a, rest, func(rest []int32) { m.drop(i, rest, dropped) })
			return
		}
	}
	m.search(rest, dropped)
}

// forsaken tells that something that must come before i is given up.
func (m *mender) forsaken(i int32, homeless []int32) bool {
	return slices.ContainsFunc(m.after[i], func(b int32) bool { return m.slot[b] == None && !slices.Contains(homeless, b) })
}

// level completes a plan that holds the Must meetings, and where idle gaps
// differ too much pushes aside, in turn, the meetings of one of those who have
// most and of one who has fewest.
func (m *mender) level() {
	if a, b := m.orphan(); a != None {
		if !m.decided[b] && !m.domain(int(b)).empty() {
			m.search([]int32{b}, m.spare)
		}
		m.push(a, nil, func(rest []int32) { m.search(rest, m.spare) })
		return
	}
	if m.even() {
		m.leaf()
		return
	}
	most, least := slices.Index(m.runs, slices.Max(m.runs)), slices.Index(m.runs, slices.Min(m.runs))
	m.stirUp(most)
	m.stirUp(least)
}

// stirUp changes the agenda of q: in turn each of his meetings is pushed aside,
// or held if it is not.
func (m *mender) stirUp(q int) {
	for _, i := range m.meets[q] {
		if m.decided[i] || m.stop() {
			continue
		}
		if m.slot[i] == None {
			m.decided[i] = true
			slices.Clone(m.open(i)).slots(func(t int) bool {
				m.settle(i, t, nil, m.spare)
				return true
			})
			m.decided[i] = false
			continue
		}
		m.banned[i] = m.slot[i]
		m.push(i, nil, func(rest []int32) { m.search(rest, m.spare) })
		m.banned[i] = None
	}
}

// leaf completes the plan unless that was done for the same people touched.
func (m *mender) leaf() {
	key := make([]byte, (len(m.off)+7)/8)
	for q, n := range m.off {
		if n > 0 {
			key[q/8] |= 1 << (q % 8)
		}
	}
	if m.seen[string(key)] {
		return
	}
	m.seen[string(key)] = true
	m.complete()
}

// note keeps the present plan if it is the best.
func (m *mender) note() {
	r := rank{must: m.kept, touched: m.touched, worth: m.worth}
	if !m.found || r.better(m.best) {
		m.found, m.best, m.record = true, r, append(m.record[:0], m.slot...)
	}
}
