package roster

import (
	"slices"
	"sort"
	"strings"
	"time"
)

// origin is where a wish stands.
type origin struct {
	rec
	field Field
}

// readAway reads when people cannot meet, or can, and when places are closed.
func (r *reader) readAway() {
	for _, p := range r.parts[AwaySheet] {
		p.each(func(x rec) {
			free := choice(x, Presence, presences, false)
			spans := x.awaySpans()
			if s := x.get(PlaceRef); s != "" {
				i, ok := r.placeAt[fold(s)]
				switch {
				case !ok:
					x.fail(PlaceRef, "import.place_unknown", "value", s)
				case free:
					x.fail(Presence, "import.place_free")
				default:
					r.roster.Places[i].Closed = append(r.roster.Places[i].Closed, spans...)
				}
				return
			}
			i, ok := x.find(PersonRef, x.get(PersonRef))
			if !ok {
				return
			}
			if person := r.touch(i); free {
				r.open[person] = append(r.open[person], spans...)
			} else {
				person.Away = append(person.Away, spans...)
			}
		})
	}
}

// awaySpans reads the time of a row: a slot, a day, or from start to end.
func (r rec) awaySpans() []Span {
	if s := r.get(SlotRef); s != "" {
		i, ok := r.r.slotAt[fold(s)]
		if !ok {
			r.fail(SlotRef, "import.slot_unknown", "value", s)
			return nil
		}
		return []Span{{r.r.roster.Slots[i].Start, r.r.roster.Slots[i].End}}
	}
	base := r.day()
	if base != nil && r.get(Start) == "" && r.get(End) == "" {
		return r.span(nil, Date, base.midnight(false), base.midnight(true), r.zoneOr())
	}
	from, c, ok := r.moment(Start, base)
	if !ok {
		return nil
	}
	to, _, ok := r.moment(End, c)
	if ok && !to.After(from) {
		r.fail(End, "import.end_before_start")
		ok = false
	}
	if !ok {
		return nil
	}
	return []Span{{from, to}}
}

// closeTheRest makes those who said when they can meet unavailable for the rest
// of the exchange.
func (r *reader) closeTheRest() {
	if len(r.roster.Slots) == 0 {
		return
	}
	first, last := r.roster.Slots[0].Start, r.roster.Slots[len(r.roster.Slots)-1].End
	for p, free := range r.open {
		sort.Slice(free, func(i, j int) bool { return free[i].From.Before(free[j].From) })
		at := first
		for _, s := range free {
			if s.From.After(at) {
				p.Away = append(p.Away, Span{at, minTime(s.From, last)})
			}
			if s.To.After(at) {
				at = s.To
			}
		}
		if at.Before(last) {
			p.Away = append(p.Away, Span{at, last})
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// find looks a person up and says what is wrong otherwise.
func (r rec) find(f Field, s string) (int, bool) {
	if s == "" {
		r.fail(f, "import.person_missing")
		return 0, false
	}
	i, key := r.r.known.find(s)
	switch {
	case key == "":
		return i, true
	case key == "import.person_unknown" && len(r.r.report.Errors) < 50: // looking for the name that is meant takes time
		if near := r.r.known.near(s); near != "" {
			r.fail(f, "import.person_near", "value", s, "near", near)
			return 0, false
		}
	}
	r.fail(f, key, "value", s)
	return 0, false
}

// findAll looks several people up.
func (r rec) findAll(f Field, names []string) (ids []string, ok bool) {
	ok = true
	for _, s := range names {
		i, found := r.find(f, s)
		if ok = ok && found; found {
			ids = append(ids, r.r.known.list[i].ID)
		}
	}
	return ids, ok
}

func (r *reader) isPerson(s string) bool {
	_, key := r.known.find(s)
	return key == ""
}

// readWishes reads the sheets of wishes and the columns of wishes beside people.
func (r *reader) readWishes() {
	for _, p := range r.parts[PeopleSheet] {
		p.each(func(x rec) {
			i, ok := r.known.at[x.row]
			if !ok {
				return // the person was refused already
			}
			for _, c := range []struct {
				f Field
				s Strength
			}{{Wants, Would}, {Needs, Must}, {Avoids, No}} {
				for _, item := range x.list(c.f, r.isPerson) {
					var group []string // "A + B" wishes one meeting with both
					for name := range strings.SplitSeq(item, " + ") {
						group = append(group, name)
					}
					if to, ok := x.findAll(c.f, group); ok {
						r.wish(origin{x, c.f}, Wish{From: r.known.list[i].ID, To: to, Strength: c.s, Weight: 1})
					}
				}
			}
		})
	}
	for _, p := range r.parts[WishSheet] {
		p.each(func(x rec) {
			w := Wish{
				Strength: choice(x, StrengthOf, strengths, Would), Weight: x.whole(Weight, 1, 1, 100), Subject: x.get(Subject),
				Part: choice(x, PartOfDay, partsOfDay, AnyTime), Online: choice(x, Format, formats, false),
			}
			from, ok := x.find(From, x.get(From))
			names := x.list(To, r.isPerson)
			if len(names) == 0 {
				x.fail(To, "import.person_missing")
			}
			to, all := x.findAll(To, names)
			if ok && all && len(to) > 0 {
				w.From, w.To = r.known.list[from].ID, to
				r.wish(origin{x, To}, w)
			}
		})
	}
}

// wish takes a wish whose people are known.
func (r *reader) wish(o origin, w Wish) {
	slices.Sort(w.To)
	w.To = slices.Compact(w.To)
	if slices.Contains(w.To, w.From) {
		o.fail(o.field, "import.wish_self")
		return
	}
	if w.Part != AnyTime && len(r.roster.Slots) > 0 && !slices.ContainsFunc(r.roster.Slots, func(s Slot) bool { return w.Part.has(s, r.zone) }) {
		o.fail(PartOfDay, "import.part_empty")
	}
	r.roster.Wishes = append(r.roster.Wishes, w)
	r.origins = append(r.origins, o)
}

// has tells whether a slot begins in this part of the day in a zone.
func (p Part) has(s Slot, zone *time.Location) bool {
	if zone == nil {
		zone = time.UTC
	}
	return p == AnyTime || (s.Start.In(zone).Hour() < 12) == (p == Morning)
}

// crossCheck compares wishes with each other.
func (r *reader) crossCheck() {
	first := map[string]int{} // by direction
	for i, w := range r.roster.Wishes {
		k := w.From + "\x00" + strings.Join(w.To, "\x00")
		j, again := first[k]
		if !again {
			first[k] = i
			continue
		}
		a, b := r.roster.Wishes[j].Strength, w.Strength
		if o := r.origins[i]; (a == No) == (b == No) {
			o.warn(o.field, "import.wish_twice", "row", itoa(r.origins[j].row.Number), "sheet", r.origins[j].t.Name)
		}
	}
	refused := map[[2]string]int{}
	for i, w := range r.roster.Wishes {
		if w.Strength == No {
			for _, to := range w.To {
				refused[pair(w.From, to)] = i
			}
		}
	}
	for i, w := range r.roster.Wishes {
		if w.Strength == No {
			continue
		}
		j, ok := anyRefused(append([]string{w.From}, w.To...), refused)
		if !ok {
			continue
		}
		o, no := r.origins[i], r.origins[j]
		args := []any{"row", itoa(no.row.Number), "sheet", no.t.Name}
		if w.Strength == Must {
			o.fail(o.field, "import.must_refused", args...)
		} else {
			o.warn(o.field, "import.wish_refused", args...)
		}
	}
}

func pair(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

func anyRefused(members []string, refused map[[2]string]int) (int, bool) {
	if len(refused) == 0 {
		return 0, false
	}
	for i, a := range members {
		for _, b := range members[:i] {
			if j, ok := refused[pair(a, b)]; ok {
				return j, true
			}
		}
	}
	return 0, false
}
