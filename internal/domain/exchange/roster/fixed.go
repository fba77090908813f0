package roster

import "slices"

// readFixed reads the meetings whose time is settled, and refuses those that
// cannot be held together.
func (r *reader) readFixed() {
	busy := map[string]rec{} // person and slot, place and slot
	for _, p := range r.parts[FixedSheet] {
		p.each(func(x rec) {
			f, ok := r.fixed(x)
			if !ok {
				return
			}
			keys := []string{}
			for _, id := range f.People {
				keys = append(keys, "person "+id+" "+f.Slot)
			}
			if f.Place != "" {
				keys = append(keys, "place "+f.Place+" "+f.Slot)
			}
			for _, k := range keys {
				if other, taken := busy[k]; taken {
					x.fail(SlotRef, "import.fixed_clash", "row", itoa(other.row.Number), "sheet", other.t.Name)
					return
				}
				busy[k] = x
			}
			r.roster.Fixed = append(r.roster.Fixed, f)
		})
	}
}

func (r *reader) fixed(x rec) (f Fixed, ok bool) {
	field := People
	names := x.list(People, r.isPerson)
	if len(names) == 0 {
		field = From
		names = append(x.list(From, r.isPerson), x.list(To, r.isPerson)...)
	}
	ids, ok := x.findAll(field, names)
	slices.Sort(ids)
	if ids = slices.Compact(ids); ok && len(ids) < 2 {
		x.fail(field, "import.fixed_people")
		return f, false
	}
	slot, found := r.slotOf(x)
	if !ok || !found {
		return f, false
	}
	s := r.roster.Slots[slot]
	f = Fixed{People: ids, Slot: s.ID, Subject: x.get(Subject)}
	for _, id := range ids {
		p := r.known.list[r.known.exact[id]]
		for _, a := range p.Away {
			if a.Overlaps(s.Start, s.End) {
				x.fail(SlotRef, "import.fixed_away", "name", p.Name())
				return f, false
			}
		}
	}
	if name := x.get(PlaceRef); name != "" {
		i, known := r.placeAt[fold(name)]
		if !known {
			x.fail(PlaceRef, "import.place_unknown", "value", name)
			return f, false
		}
		f.Place = r.roster.Places[i].ID
		for _, a := range r.roster.Places[i].Closed {
			if a.Overlaps(s.Start, s.End) {
				x.fail(PlaceRef, "import.fixed_closed", "name", name)
				return f, false
			}
		}
	}
	return f, true
}

// slotOf reads the slot of a row by its id, or by the time at which it starts.
func (r *reader) slotOf(x rec) (int, bool) {
	if s := x.get(SlotRef); s != "" {
		i, ok := r.slotAt[fold(s)]
		if !ok {
			x.fail(SlotRef, "import.slot_unknown", "value", s)
		}
		return i, ok
	}
	start, _, ok := x.moment(Start, x.day())
	if !ok {
		return 0, false
	}
	i := slices.IndexFunc(r.roster.Slots, func(s Slot) bool { return s.Start.Equal(start) })
	if i < 0 {
		x.fail(Start, "import.slot_unknown", "value", x.get(Start))
	}
	return i, i >= 0
}
