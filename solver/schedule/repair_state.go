package schedule

import (
	"context"
	"slices"
)

// fixer is a plan under repair. The plan always keeps people, places, locks and
// limits; the order of meetings and the idle spread are kept where noted.
type fixer struct {
	p       *Problem
	ctx     context.Context
	base    Plan // the plan to repair
	cur     Plan
	old     int // meetings before the change
	slots   int
	words   int
	avail   []uint64 // people × words: slots in which a person can come
	taken   []uint64 // people × words: slots in which he has a meeting
	room    set      // slots with a vacant place
	at      []int32  // people × slots: the meeting there, or None
	in      []int32  // places × slots: the meeting there, shut, or None
	vacant  []int32  // open places without a meeting in each slot
	perDay  map[[2]int]int
	ordered bool
	before  map[int][]int // inverse of After
	locked  []bool        // may not be pushed aside
	struck  []bool
	needed  []bool // Must meetings that are to be kept, and what must come before them
	decided []bool // meetings placed or dropped by the branch of the search
	off     []int32
	touched int             // people with off > 0
	sum     int64           // of all weights
	left    map[[2]int]bool // place and slot of base that its meeting has left
	loaded  bool
	hunt
}

const shut = -2 // of a place that is closed

func newFixer(ctx context.Context, p *Problem, base Plan, old int, o RepairOptions) *fixer {
	n := len(p.Meetings)
	f := &fixer{
		p: p, ctx: ctx, base: base, cur: fit(p, nil), old: old, slots: len(p.Slots), words: max(1, (len(p.Slots)+63)/64),
		at: make([]int32, len(p.People)*len(p.Slots)), in: make([]int32, len(p.Places)*len(p.Slots)),
		vacant: make([]int32, len(p.Slots)), perDay: map[[2]int]int{}, before: map[int][]int{},
		locked: make([]bool, n), struck: make([]bool, n), needed: make([]bool, n), decided: make([]bool, n), off: make([]int32, len(p.People)),
	}
	f.avail, f.taken, f.room = make([]uint64, len(p.People)*f.words), make([]uint64, len(p.People)*f.words), make(set, f.words)
	f.left = map[[2]int]bool{}
	for q, person := range p.People {
		for t := range p.Slots {
			f.free(q).add(t)
		}
		for _, t := range person.Unavailable {
			f.free(q).del(t)
		}
	}
	for i := range f.at {
		f.at[i] = None
	}
	for i := range f.in {
		f.in[i] = None
	}
	for l, place := range p.Places {
		for _, t := range place.Closed {
			f.in[l*f.slots+t] = shut
		}
		for t := range p.Slots {
			if f.in[l*f.slots+t] == None {
				f.vacant[t]++
			}
		}
	}
	for t, n := range f.vacant {
		if n > 0 {
			f.room.add(t)
		}
	}
	for m, g := range p.Meetings {
		f.sum += int64(max(1, g.Weight))
		f.locked[m] = g.Fixed
		for _, b := range g.After {
			f.ordered = true
			f.before[b] = append(f.before[b], m)
		}
	}
	for _, m := range o.Published {
		if m >= 0 && m < n && !o.MovePublished {
			f.locked[m] = true
		}
	}
	f.load()
	return f
}

// load puts every meeting of base where it was unless the change, or another
// meeting, forbids it.
func (f *fixer) load() {
	for _, must := range []bool{true, false} {
		for m, a := range f.base {
			if f.p.Meetings[m].Must != must {
				continue
			}
			if !held(f.p, a) {
				f.base[m] = Assignment{None, None}
			} else if f.allowed(m, a.Slot) && f.fits(m, a) {
				f.put(m, a)
			} else {
				f.struck[m] = true
				f.shift(m, 1)
			}
		}
	}
	f.loaded = true
	var need func(m int)
	need = func(m int) {
		if !f.needed[m] {
			f.needed[m] = true
			for _, b := range f.p.Meetings[m].After {
				need(b)
			}
		}
	}
	for m, g := range f.p.Meetings {
		if g.Must && (f.base[m].Slot != None || m >= f.old) {
			need(m)
		}
	}
}

func (f *fixer) busy(q int) set { return f.taken[q*f.words : (q+1)*f.words] }

func (f *fixer) free(q int) set { return f.avail[q*f.words : (q+1)*f.words] }

func (f *fixer) worth(m int) int64 {
	w := int64(max(1, f.p.Meetings[m].Weight))
	if f.p.Meetings[m].Must {
		w += f.sum + 1
	}
	return w
}

// allowed tells that meeting m may have slot t whatever else is planned.
func (f *fixer) allowed(m, t int) bool {
	g := &f.p.Meetings[m]
	if g.Fixed && g.Slot != t || len(g.Slots) > 0 && !slices.Contains(g.Slots, t) {
		return false
	}
	for _, q := range g.People {
		if !f.free(q).has(t) {
			return false
		}
	}
	return true
}

// fits tells that m can be put at a as things stand; m is not held.
func (f *fixer) fits(m int, a Assignment) bool {
	g := &f.p.Meetings[m]
	for _, q := range g.People {
		if f.at[q*f.slots+a.Slot] != None || f.dayFull(q, a.Slot) {
			return false
		}
	}
	if g.Fixed && !g.Online && g.Place != None && g.Place != a.Place {
		return false
	}
	return g.Online && a.Place == None || !g.Online && a.Place != None && f.in[a.Place*f.slots+a.Slot] == None
}

func (f *fixer) dayFull(q, t int) bool {
	most := f.p.People[q].MaxPerDay
	return most > 0 && f.perDay[[2]int{q, f.p.Slots[t].Day}] >= most
}

// shift counts a meeting of base that is not where it was for its people.
func (f *fixer) shift(m int, by int32) {
	for _, q := range f.p.Meetings[m].People {
		if f.off[q] == 0 {
			f.touched++
		}
		if f.off[q] += by; f.off[q] == 0 {
			f.touched--
		}
	}
}

// occupy books what m needs at a, or frees it for None.
func (f *fixer) occupy(m int, a Assignment, by int) {
	who, where := int32(m), int32(m)
	if by < 0 {
		who, where = None, None
	}
	for _, q := range f.p.Meetings[m].People {
		f.at[q*f.slots+a.Slot] = who
		if by > 0 {
			f.busy(q).add(a.Slot)
		} else {
			f.busy(q).del(a.Slot)
		}
		if f.p.People[q].MaxPerDay > 0 {
			f.perDay[[2]int{q, f.p.Slots[a.Slot].Day}] += by
		}
	}
	if a.Place != None {
		f.in[a.Place*f.slots+a.Slot] = where
		f.vacant[a.Slot] -= int32(by)
		if f.vacant[a.Slot] > 0 {
			f.room.add(a.Slot)
		} else {
			f.room.del(a.Slot)
		}
	}
}

func (f *fixer) put(m int, a Assignment) {
	f.occupy(m, a, 1)
	f.cur[m] = a
	if f.loaded && f.base[m].Slot != None && a == f.base[m] {
		f.shift(m, -1)
		delete(f.left, [2]int{a.Place, a.Slot})
	}
}

func (f *fixer) lift(m int) {
	f.occupy(m, f.cur[m], -1)
	if a := f.base[m]; f.cur[m] == a {
		f.shift(m, 1)
		f.left[[2]int{a.Place, a.Slot}] = true
	}
	f.cur[m] = Assignment{None, None}
}

// place is an open place in slot t for m, its own of base if that is vacant,
// else one that no meeting left, else any; None if all are in use.
func (f *fixer) place(m, t int) int {
	g := &f.p.Meetings[m]
	vacant := func(l int) bool { return l != None && f.in[l*f.slots+t] == None }
	if g.Fixed && g.Place != None {
		if vacant(g.Place) {
			return g.Place
		}
		return None
	}
	if b := f.base[m]; b.Place != None && vacant(b.Place) && (b.Slot == t || !f.left[[2]int{b.Place, t}]) {
		return b.Place
	}
	if f.vacant[t] <= 0 {
		return None
	}
	left := None
	for l := range f.p.Places {
		if vacant(l) {
			if !f.left[[2]int{l, t}] {
				return l
			}
			left = l
		}
	}
	return left
}
