package roster

import (
	"slices"
	"strings"
	"time"
)

// Options steer Read. The zero value reads a file that stands for itself.
type Options struct {
	// Zone is the IANA zone of times that name none, where the file has none.
	Zone string
	// Existing is what is there already: wishes and absences may name its
	// people, slots and places, and a person in the file who is one of them
	// gets that person's ID.
	Existing *Roster
	// Mapping says what tables hold that are not to be recognised.
	Mapping Mapping
	// Settings go before those of an event sheet.
	Settings map[Field]string
	// PeopleOnly does not ask for slots: only who takes part and who wants
	// whom is read.
	PeopleOnly bool
}

type reader struct {
	tables []Table
	opt    Options
	report *Report
	roster *Roster
	parts  map[Kind][]*part

	zone     *time.Location // of times that name none; nil if unknown
	settings map[Field]rec  // where a setting stands, for its errors
	known    people
	slotAt   map[string]int     // by folded id
	placeAt  map[string]int     // by folded id and name
	origins  []origin           // of the wishes
	fresh    []*Person          // people that the file has or changes
	open     map[*Person][]Span // people with times at which they can meet
}

// Read reads a roster from tables. It finds all that is wrong, not the first
// only; with errors in the report the roster is not to be used.
func Read(tables []Table, opt Options) (*Roster, *Report) {
	r := &reader{
		tables: tables, opt: opt, report: &Report{}, roster: &Roster{}, parts: map[Kind][]*part{},
		settings: map[Field]rec{}, slotAt: map[string]int{}, placeAt: map[string]int{}, open: map[*Person][]Span{},
	}
	r.known.init()
	r.understand()
	r.readEvent()
	r.readSlots()
	r.readPlaces()
	r.readPeople()
	r.readAway()
	r.closeTheRest()
	r.readWishes()
	r.readFixed()
	r.crossCheck()
	for _, p := range r.fresh {
		r.roster.People = append(r.roster.People, *p)
	}
	return r.roster, r.report
}

// readEvent reads the settings.
func (r *reader) readEvent() {
	values := map[Field]string{}
	for _, p := range r.parts[EventSheet] {
		p.each(func(x rec) {
			name := x.get(Setting)
			f := settingOf(name)
			switch v := x.get(Value); {
			case f == "" && name != "":
				x.warn(Setting, "import.setting_unknown", "name", name)
			case v != "":
				values[f], r.settings[f] = v, x
			}
		})
	}
	for f, v := range r.opt.Settings {
		if v != "" {
			values[f] = v
			delete(r.settings, f)
		}
	}
	r.roster.Event.Title = values[Title]
	if r.roster.Event.Title == "" && r.opt.Existing != nil {
		r.roster.Event = r.opt.Existing.Event
	}
	list := values[Zone]
	if list == "" {
		list = r.opt.Zone
	}
	for z := range strings.FieldsFuncSeq(list, func(c rune) bool { return strings.ContainsRune(";,，；、\n", c) }) {
		zone := zoneOf(z)
		if zone == "" {
			r.failSetting(Zone, "import.zone_unknown", "value", strings.TrimSpace(z))
			continue
		}
		if !slices.Contains(r.roster.Event.Zones, zone) {
			r.roster.Event.Zones = append(r.roster.Event.Zones, zone)
		}
	}
	if zs := r.roster.Event.Zones; len(zs) > 0 {
		r.zone, _ = time.LoadLocation(zs[0])
	}
	r.generate(values)
}

// failSetting reports an error at the row of a setting, or at none if it came
// from elsewhere than the file.
func (r *reader) failSetting(f Field, key string, args ...any) {
	if x, ok := r.settings[f]; ok {
		x.fail(Value, key, args...)
	} else {
		r.report.fail(r.somewhere().with(key, args...))
	}
}

// moment reads a field with a day and a time of day; base gives the day where
// the field has only a time.
func (r rec) moment(f Field, base *civil) (time.Time, *civil, bool) {
	s := r.get(f)
	if s == "" {
		r.fail(f, "import.time_missing", "column", Said(f.LabelKey()))
		return time.Time{}, nil, false
	}
	c, key := parseMoment(s)
	if key == "" && base != nil {
		c = c.on(*base)
	}
	switch {
	case key != "":
		r.fail(f, key, "value", s)
		return time.Time{}, nil, false
	case !c.day:
		r.fail(f, "import.day_missing", "value", s)
		return time.Time{}, nil, false
	case !c.clock:
		r.fail(f, "import.clock_missing", "value", s)
		return time.Time{}, nil, false
	}
	return r.resolve(f, c, r.zoneOr())
}

// zoneOr is the zone of the row, else the event's; nil if neither is known.
func (r rec) zoneOr() *time.Location {
	if s := r.get(Zone); s != "" {
		if zone := zoneOf(s); zone != "" {
			loc, err := time.LoadLocation(zone)
			if err == nil {
				return loc
			}
		}
		r.fail(Zone, "import.zone_unknown", "value", s)
	}
	return r.r.zone
}

// resolve finds the instant of a day and time in a zone.
func (r rec) resolve(f Field, c civil, loc *time.Location) (time.Time, *civil, bool) {
	if loc == nil && c.loc == nil {
		r.failOnce(f, "import.zone_missing")
		return time.Time{}, nil, false
	}
	t, key := c.instant(loc)
	if key != "" {
		name := loc
		if c.loc != nil {
			name = c.loc
		}
		r.fail(f, key, "value", r.get(f), "zone", name.String())
		return t, nil, false
	}
	return t, &c, true
}

// day reads the field with the day of a row, nil without one.
func (r rec) day() *civil {
	s := r.get(Date)
	if s == "" {
		return nil
	}
	c, key := parseMoment(s)
	if key == "" && !c.day {
		key = "import.time_form"
	}
	if key != "" {
		r.fail(Date, key, "value", s)
		return nil
	}
	c.clock = false
	return &c
}

// spans reads a list of times: slots, days, or ranges of time. Ranges without a
// day are meant for every day of the exchange.
func (r rec) spans(f Field, loc *time.Location) (out []Span) {
	for _, item := range r.list(f, nil) {
		if i, ok := r.r.slotAt[fold(item)]; ok && r.r.isSlot(item) {
			s := r.r.roster.Slots[i]
			out = append(out, Span{s.Start, s.End})
			continue
		}
		from, to, key := parseRange(item)
		if key != "" {
			r.fail(f, key, "value", item)
			continue
		}
		if from.day {
			out = r.span(out, f, from, to, loc)
			continue
		}
		for _, d := range r.r.days(loc) {
			end := to.on(d)
			if to.seconds <= from.seconds {
				end.seconds += 86400 // past midnight
			}
			out = r.span(out, f, from.on(d), end, loc)
		}
	}
	return out
}

func (r rec) span(out []Span, f Field, from, to civil, loc *time.Location) []Span {
	a, _, ok := r.resolve(f, from, loc)
	if !ok {
		return out
	}
	b, _, ok := r.resolve(f, to, loc)
	if ok && !b.After(a) {
		r.fail(f, "import.end_before_start")
		ok = false
	}
	if ok {
		out = append(out, Span{a, b})
	}
	return out
}

// isSlot tells whether a text names a slot by its very id, so that a day or
// time is not taken for one by chance of folding.
func (r *reader) isSlot(s string) bool {
	i, ok := r.slotAt[fold(s)]
	return ok && strings.EqualFold(r.roster.Slots[i].ID, strings.TrimSpace(s))
}

// days are the days of the exchange as a zone counts them.
func (r *reader) days(loc *time.Location) (out []civil) {
	if loc == nil {
		loc = time.UTC
	}
	last := ""
	for _, s := range r.roster.Slots {
		for _, t := range []time.Time{s.Start, s.End.Add(-time.Second)} {
			t = t.In(loc)
			if d := t.Format(time.DateOnly); d != last && len(out) < 100 {
				last = d
				out = append(out, civil{day: true, year: t.Year(), month: int(t.Month()), dom: t.Day()})
			}
		}
	}
	return out
}
