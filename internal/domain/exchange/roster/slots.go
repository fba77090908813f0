package roster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxSlots bounds the rounds of an exchange.
const maxSlots = 5000

// breakAfter is the pause between two slots that parts two sessions.
const breakAfter = 30 * time.Minute

// readSlots reads the rounds of meetings.
func (r *reader) readSlots() {
	type row struct {
		Slot
		label string
		rec
	}
	var rows []row
	for _, p := range r.parts[SlotSheet] {
		p.each(func(x rec) {
			base := x.day()
			start, c, ok := x.moment(Start, base)
			if !ok {
				return
			}
			var end time.Time
			if minutes := x.whole(Length, 0, 1, 1440); x.get(End) == "" && minutes > 0 {
				end = start.Add(time.Duration(minutes) * time.Minute)
			} else if end, _, ok = x.moment(End, c); !ok {
				return
			}
			if !end.After(start) {
				x.fail(End, "import.end_before_start")
				return
			}
			rows = append(rows, row{Slot{ID: x.get(ID), Start: start, End: end}, x.get(Session), x})
		})
	}
	if len(rows) > 0 && len(r.roster.Slots) > 0 {
		r.report.warn(rows[0].at("").with("import.slots_both"))
	}
	if len(r.parts[SlotSheet]) > 0 {
		r.roster.Slots = nil
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.Start.Compare(b.Start) })
	labels := make([]string, 0, len(rows))
	for i, x := range rows {
		if i > 0 && x.Start.Before(rows[i-1].End) {
			x.fail(Start, "import.slot_overlap", "row", strconv.Itoa(rows[i-1].row.Number), "sheet", rows[i-1].t.Name)
		}
		if x.ID == "" {
			x.ID = strconv.Itoa(i + 1)
		}
		if _, twice := r.slotAt[fold(x.ID)]; twice {
			x.fail(ID, "import.id_twice", "value", x.ID)
		}
		r.slotAt[fold(x.ID)] = i
		r.roster.Slots = append(r.roster.Slots, x.Slot)
		r.roster.Slots[i].ID = x.ID
		labels = append(labels, x.label)
	}
	r.finishSlots(labels)
}

func (r *reader) finishSlots(labels []string) {
	if len(r.roster.Slots) == 0 && r.opt.Existing != nil {
		r.roster.Slots = r.opt.Existing.Slots
	} else {
		r.roster.Slots = Number(r.roster.Slots, r.zone, labels)
	}
	for i, s := range r.roster.Slots {
		r.slotAt[fold(s.ID)] = i
	}
	if len(r.roster.Slots) > maxSlots {
		r.report.fail(Issue{Sheet: string(SlotSheet)}.with("import.slots_many", "max", maxSlots))
	}
	if len(r.roster.Slots) == 0 && !r.opt.PeopleOnly && len(r.report.Errors) == 0 {
		r.report.fail(r.somewhere().with("import.slots_missing"))
	}
}

// somewhere is the place of an issue with the input as a whole.
func (r *reader) somewhere() Issue {
	if len(r.tables) == 0 {
		return Issue{}
	}
	return Issue{File: r.tables[0].File}
}

// Number gives slots in the order of time their days, counted in the zone, and
// sessions: a new one begins with a new day, after a pause of half an hour, or
// where the label changes. labels may be nil.
func Number(slots []Slot, zone *time.Location, labels []string) []Slot {
	if zone == nil {
		zone = time.UTC
	}
	for i := range slots {
		s := &slots[i]
		if i == 0 {
			s.Day, s.Session = 0, 0
			continue
		}
		p := slots[i-1]
		s.Day, s.Session = p.Day, p.Session
		newDay := s.Start.In(zone).Format(time.DateOnly) != p.Start.In(zone).Format(time.DateOnly)
		if newDay {
			s.Day++
		}
		if newDay || s.Start.Sub(p.End) >= breakAfter || len(labels) == len(slots) && labels[i] != labels[i-1] {
			s.Session++
		}
	}
	return slots
}

// generate makes slots and places from the settings: days, hours, length of a
// meeting, pause, number of tables.
func (r *reader) generate(values map[Field]string) {
	length := r.minutes(values, Length, 20, 1)
	pause := r.minutes(values, Pause, 0, 0)
	if n := r.minutes(values, Tables, 0, 0); n > 0 {
		for i := range n {
			r.roster.Places = append(r.roster.Places, Place{ID: strconv.Itoa(i + 1), Name: strconv.Itoa(i + 1)})
		}
	}
	if values[Days] == "" && values[Hours] == "" {
		return
	}
	if values[Days] == "" || values[Hours] == "" {
		missing := Days
		if values[Hours] == "" {
			missing = Hours
		}
		r.failSetting(missing, "import.setting_missing", "name", Said(missing.LabelKey()))
		return
	}
	if r.zone == nil {
		r.failSetting(Days, "import.zone_missing")
		return
	}
	for _, day := range r.dayList(values[Days]) {
		for _, hours := range split(values[Hours]) {
			from, to, key := parseRange(hours)
			if key != "" || from.day || to.seconds <= from.seconds {
				r.failSetting(Hours, "import.hours_form", "value", hours)
				return
			}
			for at := from.seconds; at+length*60 <= to.seconds && len(r.roster.Slots) <= maxSlots; at += (length + pause) * 60 {
				c := day
				c.clock, c.seconds = true, at
				start, key := c.instant(r.zone)
				if key != "" {
					r.failSetting(Days, key, "value", fmt.Sprintf("%04d-%02d-%02d %02d:%02d", c.year, c.month, c.dom, at/3600, at/60%60), "zone", r.zone.String())
					continue
				}
				r.roster.Slots = append(r.roster.Slots, Slot{Start: start, End: start.Add(time.Duration(length) * time.Minute)})
			}
		}
	}
	slices.SortFunc(r.roster.Slots, func(a, b Slot) int { return a.Start.Compare(b.Start) })
	for i := range r.roster.Slots {
		r.roster.Slots[i].ID = strconv.Itoa(i + 1)
		if i > 0 && r.roster.Slots[i].Start.Before(r.roster.Slots[i-1].End) {
			r.failSetting(Hours, "import.hours_overlap")
			return
		}
	}
}

func (r *reader) minutes(values map[Field]string, f Field, otherwise, least int) int {
	if values[f] == "" {
		return otherwise
	}
	n, err := strconv.Atoi(values[f])
	if err != nil || n < least || n > 1440 {
		r.failSetting(f, "import.number", "value", values[f], "min", least, "max", 1440)
		return otherwise
	}
	return n
}

// dayList reads days and ranges of days.
func (r *reader) dayList(s string) (out []civil) {
	for _, item := range split(s) {
		from, to, key := parseRange(item)
		if key != "" || !from.day {
			r.failSetting(Days, "import.days_form", "value", item)
			continue
		}
		last := time.Date(to.year, time.Month(to.month), to.dom, 0, 0, 0, 0, time.UTC)
		for t := time.Date(from.year, time.Month(from.month), from.dom, 0, 0, 0, 0, time.UTC); !t.After(last) && len(out) < 100; t = t.AddDate(0, 0, 1) {
			out = append(out, civil{day: true, year: t.Year(), month: int(t.Month()), dom: t.Day()})
		}
	}
	return out
}

func split(s string) (out []string) {
	for v := range strings.FieldsFuncSeq(s, func(c rune) bool { return strings.ContainsRune(";,，；、\n", c) }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// readPlaces reads tables and rooms.
func (r *reader) readPlaces() {
	if len(r.parts[PlaceSheet]) > 0 {
		r.roster.Places = nil
	} else if len(r.roster.Places) == 0 && r.opt.Existing != nil {
		r.roster.Places = r.opt.Existing.Places
	}
	for _, p := range r.parts[PlaceSheet] {
		p.each(func(x rec) {
			place := Place{ID: x.get(ID), Name: x.get(Name)}
			if place.ID == "" {
				place.ID = place.Name
			}
			if place.Name == "" {
				place.Name = place.ID
			}
			if _, twice := r.placeAt[fold(place.ID)]; twice {
				x.fail(ID, "import.id_twice", "value", place.ID)
			}
			place.Closed = x.spans(Closed, r.zone)
			r.placeAt[fold(place.ID)] = len(r.roster.Places)
			r.roster.Places = append(r.roster.Places, place)
		})
	}
	for i, p := range r.roster.Places {
		r.placeAt[fold(p.ID)] = i
		if _, taken := r.placeAt[fold(p.Name)]; !taken {
			r.placeAt[fold(p.Name)] = i
		}
	}
}
