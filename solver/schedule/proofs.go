package schedule

// proofs looks for simple reasons why not all Must meetings can be held. Each
// one returned is a proof; finding none proves nothing.
func (m *model) proofs() (out []Reason) {
	t := *m
	t.allow = append([]uint64(nil), m.allow...)
	t.tightenBack()
	need := t.needed()
	want := func(i int) bool { return need[i] }
	total := 0
	for i, n := range need {
		if !n {
			continue
		}
		total++
		if m.bad[i] {
			out = append(out, reason(FixedClash, i))
		} else if t.domain(i).empty() {
			out = append(out, t.hopeless(i))
		}
	}
	for q := range t.meets {
		if r, short := t.overbooked(q, need); short {
			out = append(out, r)
		}
	}
	for _, x := range m.quotas {
		if r, short := x.short(need); short {
			out = append(out, r)
		}
	}
	if len(out) > 0 {
		return out
	}
	n, method := t.upperBound(want)
	if n < total {
		r := reason(BoundShort, None)
		if method == BoundPlaces {
			r.Code = PlacesShort
		}
		r.Need, r.Have = total, n
		out = append(out, r)
	}
	return out
}

// hopeless says why meeting i has no slot whatever the others do.
func (m *model) hopeless(i int) Reason {
	c := commonSlots(m.p, i)
	r := reason(NoCommonFreeSlot, i)
	r.Common = len(c)
	if pair, barred := newMayMeet(m.p).barred(m.p.Meetings[i]); barred {
		r.Code, r.Person, r.Partner = MeetingBarred, pair[0], pair[1]
		return r
	}
	if len(c) == 0 {
		return r
	}
	if r.Code = m.closed(i, c); r.Code == "" {
		r.Code = PrecedenceShort
	}
	return r
}

// overbooked tests by Hall's theorem, as a maximum flow from meetings over
// slots to days, whether person q can attend all his needed meetings. The
// meetings on the source side of the minimum cut are the ones that cannot.
func (m *model) overbooked(q int, need []bool) (Reason, bool) {
	var mine []int
	for _, i := range m.meets[q] {
		if need[i] && !m.domain(int(i)).empty() {
			mine = append(mine, int(i))
		}
	}
	if len(mine) == 0 {
		return Reason{}, false
	}
	slot, day := 2+len(mine), 2+len(mine)+m.slots
	f := newFlow(day + m.days)
	for n, i := range mine {
		f.arc(0, 2+n, 1)
		m.domain(i).slots(func(t int) bool { f.arc(2+n, slot+t, 1); return true })
	}
	for t := range m.slots {
		f.arc(slot+t, day+int(m.day[t]), 1)
	}
	for d := range m.days {
		most := m.slots
		if m.dayMax[q] > 0 {
			most = int(m.dayMax[q])
		}
		f.arc(day+d, 1, most)
	}
	got := f.max(0, 1)
	if got == len(mine) {
		return Reason{}, false
	}
	r := reason(PersonOverbooked, None)
	r.Person = q
	for n, i := range mine {
		if f.level[2+n] != None {
			r.Meetings = append(r.Meetings, i)
		}
	}
	r.Need = len(r.Meetings)
	r.Have = r.Need - (len(mine) - got)
	return r, true
}

// short tells that more needed meetings fall under the quota than it allows.
func (x quota) short(need []bool) (Reason, bool) {
	r := reason(MaxMeetingsHeld, None)
	if r.Person, r.Group, r.Have = x.person, x.group, int(x.most); x.group != None {
		r.Code = GroupQuotaFull
	}
	for _, i := range x.members {
		if need[i] {
			r.Meetings = append(r.Meetings, int(i))
		}
	}
	r.Need = len(r.Meetings)
	return r, r.Need > r.Have
}
