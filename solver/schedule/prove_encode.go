package schedule

import (
	"slices"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// encoding is the question "is there a plan that holds every meeting" as a
// formula, with the literals that mean something.
type encoding struct {
	p     *Problem
	f     *sat.Formula
	at    []map[int]sat.Lit // of each meeting: it is held in the slot
	busy  []map[int]sat.Lit // of each person with meetings: he meets in the slot
	gaps  [][]sat.Lit       // of each person: he has at least 1, 2, ... idle gaps
	begun []map[int]sat.Lit // of each person with several meetings: the first is in the slot or before
	first []int             // of these people: no meeting is in an earlier slot
	meets [][]int
	room  []int

	m       *model  // what limits meetings beside people, order and days
	attends [][]int // of each person: slots of the programme
	domains [][]int // of each meeting, see domain
	yes     sat.Lit
	hasTrue bool
}

// frame is what is counted before any rule is written.
func frame(p *Problem) *encoding {
	e := &encoding{
		p: p, f: &sat.Formula{}, at: make([]map[int]sat.Lit, len(p.Meetings)), busy: make([]map[int]sat.Lit, len(p.People)),
		gaps: make([][]sat.Lit, len(p.People)), begun: make([]map[int]sat.Lit, len(p.People)), first: make([]int, len(p.People)),
		meets: make([][]int, len(p.People)), room: make([]int, len(p.Slots)),
		m: newModel(p, Options{}),
	}
	e.attended()
	for m, g := range p.Meetings {
		for _, q := range g.People {
			e.meets[q] = append(e.meets[q], m)
		}
	}
	for t, n := range e.m.room {
		e.room[t] = int(n)
	}
	meet := newMayMeet(p)
	for m := range p.Meetings {
		e.domains = append(e.domains, e.findDomain(m, meet))
	}
	return e
}

// encode writes down the rules.
func encode(p *Problem) *encoding {
	e := frame(p)
	for m := range p.Meetings {
		e.meeting(m)
	}
	e.pinnedPlaces()
	e.order()
	e.twins()
	for t := range p.Slots {
		e.capacity(t)
	}
	for q := range p.People {
		e.person(q)
	}
	e.overlaps()
	e.spread()
	e.limits()
	if e.pairs() {
		for t := range p.Slots {
			e.absence(t)
		}
	}
	return e
}

// wishes are the literals of idle gaps that had better be false.
func (e *encoding) wishes() (out []sat.Lit) {
	for _, g := range e.gaps {
		out = append(out, g...)
	}
	return out
}

func distinct(list []int) []int {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

// domain lists the slots, rising, in which meeting m can be held as far as its own
// rules and its people's go.
func (e *encoding) domain(m int) []int { return e.domains[m] }

func (e *encoding) findDomain(m int, meet *mayMeet) (out []int) {
	g := e.p.Meetings[m]
	if _, barred := meet.barred(g); barred || !e.p.mayBeAt(m) {
		return nil
	}
	for t := range e.p.Slots {
		ok := len(g.Slots) == 0 || slices.Contains(g.Slots, t)
		ok = ok && (!g.Fixed || g.Slot == t) && (g.Online || e.room[t] > 0)
		for _, q := range g.People {
			ok = ok && !slices.Contains(e.p.People[q].Unavailable, t) && !slices.Contains(e.attends[q], t)
		}
		if ok {
			out = append(out, t)
		}
	}
	return out
}

// meeting says that m is held in exactly one slot.
func (e *encoding) meeting(m int) {
	e.at[m] = map[int]sat.Lit{}
	var all []sat.Lit
	for _, t := range e.domain(m) {
		e.at[m][t] = e.f.NewVar()
		all = append(all, e.at[m][t])
	}
	e.f.Clause(all...)
	e.f.AtMost(all, 1)
}

// pinnedPlaces keeps meetings apart that are fixed at one place in one slot, or
// at a closed place; other places are interchangeable within a slot.
func (e *encoding) pinnedPlaces() {
	used := map[[2]int]int{}
	for _, g := range e.p.Meetings {
		if !g.Fixed || g.Online || g.Place == None {
			continue
		}
		k := [2]int{g.Place, g.Slot}
		if used[k] >= max(1, e.p.Places[g.Place].Capacity) || slices.Contains(e.p.Places[g.Place].Closed, g.Slot) {
			e.f.Clause()
		}
		used[k]++
	}
}

// order says that a meeting is later than those it comes after.
func (e *encoding) order() {
	for m, g := range e.p.Meetings {
		for _, b := range g.After {
			e.before(b, m)
		}
	}
}

// before says that meeting a is in an earlier slot than b.
func (e *encoding) before(a, b int) {
	for t := range e.p.Slots {
		for u := range e.p.Slots {
			la, oka := e.at[a][t]
			lb, okb := e.at[b][u]
			if oka && okb && t >= u {
				e.f.Clause(la.Not(), lb.Not())
			}
		}
	}
}

// capacity says that slot t has no more on-site meetings than places, and not
// fewer than must be there because the other slots are full.
func (e *encoding) capacity(t int) {
	var all []sat.Lit
	total, others := 0, 0
	for m, g := range e.p.Meetings {
		if g.Online {
			continue
		}
		total++
		if l, ok := e.at[m][t]; ok {
			all = append(all, l)
		}
	}
	for u := range e.p.Slots {
		if u != t {
			others += e.room[u]
		}
	}
	if !e.pairs() {
		e.f.AtMost(all, e.room[t])
	}
	if total > others {
		e.f.AtLeast(all, total-others)
	}
}

// engaged counts the meetings of q and the slots in which he attends the
// programme.
func (e *encoding) engaged(q int) int { return len(e.meets[q]) + len(e.attends[q]) }

// person says that q meets once a slot and counts his idle gaps.
func (e *encoding) person(q int) {
	n := e.engaged(q)
	if n == 0 {
		return
	}
	busy, slots := map[int]sat.Lit{}, []int(nil)
	e.busy[q] = busy
	for t := range e.p.Slots {
		var here []sat.Lit
		for _, m := range e.meets[q] {
			if l, ok := e.at[m][t]; ok {
				here = append(here, l)
			}
		}
		if slices.Contains(e.attends[q], t) {
			here = []sat.Lit{e.always()}
		}
		switch len(here) {
		case 0:
			continue
		case 1:
			busy[t] = here[0]
		default:
			b := e.f.NewVar()
			busy[t] = b
			e.f.AtMost(append(slices.Clone(here), b.Not()), 1)
			e.f.Clause(append(slices.Clone(here), b.Not())...)
		}
		slots = append(slots, t)
	}
	e.days(q, busy)
	if len(slots) < n {
		e.f.Clause()
		return
	}
	if n == 1 {
		return
	}
	all := make([]sat.Lit, len(slots))
	for i, t := range slots {
		all[i] = busy[t]
	}
	e.f.AtMost(all, n)
	e.f.AtLeast(all, n)
	e.countGaps(q, slots)
	e.sessions(q)
}

// days keeps the limit of meetings a day.
func (e *encoding) days(q int, busy map[int]sat.Lit) {
	most := e.p.People[q].MaxPerDay
	if most <= 0 {
		return
	}
	perDay := map[int][]sat.Lit{}
	for t, s := range e.p.Slots {
		if b, ok := busy[t]; ok && !slices.Contains(e.attends[q], t) {
			perDay[s.Day] = append(perDay[s.Day], b)
		}
		if t+1 == len(e.p.Slots) || e.p.Slots[t+1].Day != s.Day {
			e.f.AtMost(perDay[s.Day], most)
		}
	}
}

// mostGaps is how many idle gaps q can have: a gap is between two meetings and
// takes a slot.
func (e *encoding) mostGaps(q int, slots []int) int {
	n := e.engaged(q)
	return min(n-1, slots[len(slots)-1]-slots[0]+1-n)
}

// countGaps ties q's idle gaps to his busy slots. Blocks of adjacent meetings
// are one more than the gaps, and each has a first and a last slot. Without a
// gap his meetings fill n slots from the first on: begun[t] says that his first
// meeting is in t or before.
func (e *encoding) countGaps(q int, slots []int) {
	n, busy := e.engaged(q), e.busy[q]
	first, last := slots[0], slots[len(slots)-1]
	most := e.mostGaps(q, slots)
	if most <= 0 {
		most = 0
	}
	for range most {
		e.gaps[q] = append(e.gaps[q], e.f.NewVar())
	}
	for j := 1; j < most; j++ {
		e.f.Clause(e.gaps[q][j].Not(), e.gaps[q][j-1])
	}
	var starts, ends []sat.Lit
	for _, t := range slots {
		starts = append(starts, e.edge(busy, t, t-1))
		ends = append(ends, e.edge(busy, t, t+1))
	}
	for _, g := range e.gaps[q] {
		starts, ends = append(starts, g.Not()), append(ends, g.Not())
	}
	e.f.AtMost(starts, 1+most)
	e.f.AtMost(ends, 1+most)
	e.compact(q, n, first, last)
}

// edge is true if the person is busy in slot t but not in slot u beside it.
func (e *encoding) edge(busy map[int]sat.Lit, t, u int) sat.Lit {
	beside, ok := busy[u]
	if !ok {
		return busy[t]
	}
	l := e.f.NewVar()
	e.f.Clause(l, busy[t].Not(), beside)
	return l
}

// compact describes the agenda of q without idle gaps.
func (e *encoding) compact(q, n, first, last int) {
	begun := map[int]sat.Lit{}
	e.begun[q], e.first[q] = begun, first
	for t := first; t <= last-n; t++ {
		begun[t] = e.f.NewVar()
		if b, ok := begun[t-1]; ok {
			e.f.Clause(b.Not(), begun[t])
		}
	}
	// holds writes a clause that need be true only without gaps
	holds := func(lits ...sat.Lit) {
		if len(e.gaps[q]) > 0 {
			lits = append(lits, e.gaps[q][0])
		}
		e.f.Clause(lits...)
	}
	for t := first; t <= last; t++ {
		b, meets := e.busy[q][t]
		in, maybe := begun[t]
		if meets && maybe {
			e.f.Clause(b.Not(), in)
		}
		gone, can := begun[t-n]
		if meets && can {
			holds(b.Not(), gone.Not())
		}
		var c []sat.Lit // begun[t] and not begun[t-n] imply busy
		if maybe {
			c = append(c, in.Not())
		}
		if can {
			c = append(c, gone)
		}
		if meets {
			c = append(c, b)
		}
		holds(c...)
	}
}

// spread says that nobody has more idle gaps than IdleSpread allows beside the
// person who has fewest: somebody has j more than that only if all have j.
func (e *encoding) spread() {
	d := e.p.IdleSpread
	if d <= 0 || len(e.gaps) == 0 {
		return
	}
	least, most := len(e.gaps[0]), 0
	for _, g := range e.gaps {
		least, most = min(least, len(g)), max(most, len(g))
	}
	for j := 0; j+d < most; j++ {
		all := e.f.NewVar() // everybody has more than j gaps
		if j >= least {
			e.f.Clause(all.Not())
		}
		for q, g := range e.gaps {
			if j < least {
				blocks := countUp(e.f, e.blocks(q), j+2)
				e.f.Clause(all.Not(), blocks[j+1])
			}
			if j+d < len(g) {
				e.f.Clause(g[j+d].Not(), all)
			}
		}
	}
}

// blocks are literals that imply each that a block of q's meetings begins.
func (e *encoding) blocks(q int) (out []sat.Lit) {
	for t := range e.p.Slots {
		b, ok := e.busy[q][t]
		if !ok {
			continue
		}
		if before, beside := e.busy[q][t-1]; beside {
			l := e.f.NewVar()
			e.f.Clause(l.Not(), b)
			e.f.Clause(l.Not(), before.Not())
			b = l
		}
		out = append(out, b)
	}
	return out
}
