package schedule

import (
	"cmp"
	"slices"
)

// complete returns the present plan with what else can be held without touching
// anybody new: exactly the dearest for a few meetings, greedily for more. The
// fixer is left as it was.
func (f *fixer) complete() Plan {
	was := slices.Clone(f.cur)
	list := f.candidates()
	if len(list) <= exactMeetings {
		return f.exact(list, was)
	}
	var put []int
	for _, m := range list {
		if f.cur[m].Slot != None {
			continue
		}
		if a := f.vacancy(m); a.Slot != None {
			f.put(m, a)
			put = append(put, m)
		}
	}
	plan := slices.Clone(f.cur)
	for _, m := range put {
		f.lift(m)
	}
	return plan
}

// exactMeetings are so many that trying every combination is quick.
const exactMeetings, exactNodes = 7, 20_000

// candidates lists the meetings that complete may place: those new, struck or
// not held before, and those held that only people already touched attend.
func (f *fixer) candidates() []int {
	if f.wishes == nil {
		f.wishes = []int{}
		for m := range f.cur {
			if (f.base[m].Slot == None || f.struck[m]) && f.possible(m) {
				f.wishes = append(f.wishes, m)
			}
		}
		slices.SortStableFunc(f.wishes, func(a, b int) int { return cmp.Compare(f.worth(b), f.worth(a)) })
		f.doms = make([]uint64, len(f.wishes)*f.words)
		for n, m := range f.wishes {
			for t := range f.p.Slots {
				if f.allowed(m, t) {
					set(f.doms[n*f.words : (n+1)*f.words]).add(t)
				}
			}
		}
	}
	var out []int
	for n, m := range f.wishes {
		if f.cur[m].Slot != None || f.hasRoom(m, f.doms[n*f.words:(n+1)*f.words]) {
			out = append(out, m)
		}
	}

	for m, a := range f.base {
		if a.Slot == None || f.struck[m] || f.locked[m] {
			continue
		}
		if !slices.ContainsFunc(f.p.Meetings[m].People, func(q int) bool { return f.off[q] == 0 }) {
			out = append(out, m)
		}
	}
	return out
}

// hasRoom tells that some slot of dom is free for m or taken by people who are
// touched.
func (f *fixer) hasRoom(m int, dom set) bool {
	for w, d := range dom {
		if !f.p.Meetings[m].Online {
			// a place may be left by a meeting of the touched people
			if f.touched == 0 {
				d &= f.room[w]
			}
		}
		for _, q := range f.p.Meetings[m].People {
			if f.off[q] == 0 {
				d &^= f.busy(q)[w]
			}
		}
		if d != 0 {
			return true
		}
	}
	return false
}

// vacancy is where m can be put as things stand, Slot None if nowhere.
func (f *fixer) vacancy(m int) Assignment {
	for t := range f.p.Slots {
		a := Assignment{t, None}
		if !f.allowed(m, t) || slices.ContainsFunc(f.p.Meetings[m].People, func(q int) bool { return f.busy(q).has(t) }) || !f.inOrder(m, t) {
			continue
		}
		if !f.p.Meetings[m].Online {
			if !f.room.has(t) {
				continue
			}
			if a.Place = f.place(m, t); a.Place == None {
				continue
			}
		}
		if !f.fits(m, a) {
			continue
		}
		if f.p.IdleSpread > 0 {
			plan := slices.Clone(f.cur)
			before, _ := spread(f.p, plan)
			plan[m] = a
			if after, bad := spread(f.p, plan); bad && after.Count > before.Count {
				continue
			}
		}
		return a
	}
	return Assignment{None, None}
}

// inOrder tells that m in slot t keeps the order with the meetings held.
func (f *fixer) inOrder(m, t int) bool {
	for _, b := range f.p.Meetings[m].After {
		if s := f.cur[b].Slot; s == None || s >= t {
			return false
		}
	}
	for _, a := range f.before[m] {
		if s := f.cur[a].Slot; s != None && s <= t {
			return false
		}
	}
	return true
}

// exact tries all ways to place the meetings of list and returns the best plan
// that keeps the rules; was if there is none.
func (f *fixer) exact(list []int, was Plan) Plan {
	best, top := was, f.rankOf(was)
	ok := f.keeps(was)
	for _, m := range list {
		if f.cur[m].Slot != None {
			f.lift(m)
		}
	}
	nodes := exactNodes
	var try func(n int)
	try = func(n int) {
		if nodes--; nodes < 0 {
			return
		}
		if n == len(list) {
			if r := f.rankOf(f.cur); (!ok || r.better(top)) && f.keeps(f.cur) {
				best, top, ok = slices.Clone(f.cur), r, true
			}
			return
		}
		m := list[n]
		for t := range f.p.Slots {
			if !f.allowed(m, t) {
				continue
			}
			for l := range max(1, len(f.p.Places)) {
				a := Assignment{t, l}
				if f.p.Meetings[m].Online {
					a.Place = None
				}
				if (f.p.Meetings[m].Online || l < len(f.p.Places)) && f.fits(m, a) {
					f.put(m, a)
					try(n + 1)
					f.lift(m)
				}
				if f.p.Meetings[m].Online {
					break
				}
			}
		}
		try(n + 1)
	}
	try(0)
	for m, a := range was {
		if f.cur[m] != a && a.Slot != None {
			f.put(m, a)
		}
	}
	return best
}
