package roster

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// civil is a day, a time of day or both as written, with the zone if one is
// written beside them.
type civil struct {
	day, clock       bool
	year, month, dom int
	seconds          int // of the day; 86,400 for 24:00
	loc              *time.Location
}

const (
	dateText  = `(?:\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[./]\d{1,2}[./]\d{4})`
	clockText = `\d{1,2}[:.：]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp][Mm])?`
	zoneText  = `Z|[+-]\d{2}:?\d{2}|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[A-Z][A-Za-z]+/[A-Za-z_/+-]+[0-9]*`
)

var (
	momentForm = regexp.MustCompile(`^(` + dateText + `)?[T,\s]*(` + clockText + `)?\s*(?:\(?(` + zoneText + `)\)?)?$`)
	rangeForm  = regexp.MustCompile(`^(` + dateText + `)?[T,\s]*(` + clockText + `)?\s*(?:-|–|—|~|～|\.\.\.?|至|到|to|till|до|по|да|па)\s*(` + dateText + `)?[T,\s]*(` + clockText + `)?\s*(?:\(?(` + zoneText + `)\)?)?$`)
	yearFirst  = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$`)
	dayFirst   = regexp.MustCompile(`^(\d{1,2})([./])(\d{1,2})[./](\d{4})$`)
	clockForm  = regexp.MustCompile(`^(\d{1,2})[:.：](\d{2})(?::(\d{2})(?:\.\d+)?)?\s?([AaPp][Mm])?$`)
	serialForm = regexp.MustCompile(`^\d+([.,]\d+)?$`)
	offsetForm = regexp.MustCompile(`^(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?$`)
)

// parseMoment reads a day, a time of day or both. The key of the broken rule is
// "" when it is understood. A bare number is a spreadsheet's count of days.
func parseMoment(s string) (c civil, key string) {
	s = strings.TrimSpace(s)
	if serialForm.MatchString(s) && (strings.HasPrefix(s, "0.") || strings.HasPrefix(s, "0,") || len(s) > 4) {
		return fromSerial(s)
	}
	m := momentForm.FindStringSubmatch(s)
	if m == nil || m[1] == "" && m[2] == "" {
		return c, "import.time_form"
	}
	if key = c.readDay(m[1]); key == "" {
		key = c.readClock(m[2])
	}
	if m[3] != "" && key == "" {
		key = c.readZone(m[3])
	}
	return c, key
}

func fromSerial(s string) (c civil, key string) {
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || f >= 1 && f < 20_000 || f > 80_000 {
		return c, "import.time_form"
	}
	if f >= 1 {
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(f))
		c.day, c.year, c.month, c.dom = true, t.Year(), int(t.Month()), t.Day()
	}
	if part := f - float64(int(f)); part > 0 {
		c.clock, c.seconds = true, int(part*86400+0.5)
	}
	return c, ""
}

func (c *civil) readDay(s string) (key string) {
	if s == "" {
		return ""
	}
	var y, m, d string
	if a := yearFirst.FindStringSubmatch(s); a != nil {
		y, m, d = a[1], a[2], a[3]
	} else if a := dayFirst.FindStringSubmatch(s); a != nil {
		d, m, y = a[1], a[3], a[4]
		if a[2] == "/" { // 03/04/2026 is March in America and April in Europe
			first, _ := strconv.Atoi(d)
			second, _ := strconv.Atoi(m)
			if first <= 12 && second <= 12 && first != second {
				return "import.date_ambiguous"
			}
			if second > 12 {
				d, m = m, d
			}
		}
	} else {
		return "import.time_form"
	}
	c.day = true
	c.year, _ = strconv.Atoi(y)
	c.month, _ = strconv.Atoi(m)
	c.dom, _ = strconv.Atoi(d)
	t := time.Date(c.year, time.Month(c.month), c.dom, 0, 0, 0, 0, time.UTC)
	if t.Year() != c.year || int(t.Month()) != c.month || t.Day() != c.dom || c.year < 1970 || c.year > 2200 {
		return "import.date_none"
	}
	return ""
}

func (c *civil) readClock(s string) (key string) {
	if s == "" {
		return ""
	}
	a := clockForm.FindStringSubmatch(s)
	if a == nil {
		return "import.time_form"
	}
	h, _ := strconv.Atoi(a[1])
	m, _ := strconv.Atoi(a[2])
	sec, _ := strconv.Atoi(a[3])
	if half := strings.ToLower(a[4]); half != "" {
		if h < 1 || h > 12 {
			return "import.time_none"
		}
		h %= 12
		if half == "pm" {
			h += 12
		}
	}
	c.clock, c.seconds = true, h*3600+m*60+sec
	if m > 59 || sec > 59 || c.seconds > 86400 {
		return "import.time_none"
	}
	return ""
}

func (c *civil) readZone(s string) (key string) {
	if loc := offsetOf(s); loc != nil {
		c.loc = loc
		return ""
	}
	zone := zoneOf(s)
	if zone == "" {
		return "import.zone_unknown"
	}
	c.loc, _ = time.LoadLocation(zone)
	return ""
}

// offsetOf reads "+03:00", "UTC+8", "Z".
func offsetOf(s string) *time.Location {
	switch s {
	case "Z", "UTC", "GMT":
		return time.UTC
	}
	a := offsetForm.FindStringSubmatch(s)
	if a == nil {
		return nil
	}
	h, _ := strconv.Atoi(a[2])
	m, _ := strconv.Atoi(a[3])
	if h > 14 || m > 59 {
		return nil
	}
	seconds := h*3600 + m*60
	if a[1] == "-" {
		seconds = -seconds
	}
	return time.FixedZone(s, seconds)
}

// instant is the moment that a wall clock in loc shows c. A time that the
// clocks skip, or show twice, when they are put forward or back is refused.
func (c civil) instant(loc *time.Location) (t time.Time, key string) {
	if c.loc != nil {
		loc = c.loc
	}
	wall := time.Date(c.year, time.Month(c.month), c.dom, 0, 0, c.seconds, 0, time.UTC)
	found := 0
	seen := map[int]bool{}
	for _, near := range []time.Duration{-26 * time.Hour, 0, 26 * time.Hour} {
		_, offset := wall.Add(near).In(loc).Zone()
		if seen[offset] {
			continue
		}
		seen[offset] = true
		try := wall.Add(-time.Duration(offset) * time.Second)
		if _, there := try.In(loc).Zone(); there == offset {
			found++
			if found == 1 || try.Before(t) {
				t = try
			}
		}
	}
	switch found {
	case 0:
		return t, "import.time_gap"
	case 1:
		return t.UTC(), ""
	}
	return t.UTC(), "import.time_twice"
}

// on puts a time of day on the day of another civil.
func (c civil) on(d civil) civil {
	if !c.day {
		c.day, c.year, c.month, c.dom = d.day, d.year, d.month, d.dom
	}
	if c.loc == nil {
		c.loc = d.loc
	}
	return c
}

// midnight is the start of the day, or of the one after.
func (c civil) midnight(next bool) civil {
	c.clock, c.seconds = true, 0
	if next {
		c.seconds = 86400
	}
	return c
}

// parseRange reads "2026-11-24 09:00–10:00", "09:00–10:00", "2026-11-24",
// "2026-11-24 – 2026-11-25". Without a day it is meant for every day: day is
// false in both.
func parseRange(s string) (from, to civil, key string) {
	if a := rangeForm.FindStringSubmatch(s); a != nil && (a[1] != "" || a[2] != "") && (a[3] != "" || a[4] != "") {
		if from, key = parseMoment(strings.TrimSpace(a[1] + " " + a[2])); key != "" {
			return from, to, key
		}
		if to, key = parseMoment(strings.TrimSpace(a[3] + " " + a[4])); key != "" {
			return from, to, key
		}
		if a[5] != "" {
			if key = from.readZone(a[5]); key != "" {
				return from, to, key
			}
		}
		to = to.on(from)
		if !to.clock {
			to = to.midnight(true)
		}
		if !from.clock {
			from = from.midnight(false)
		}
		if from.day != to.day {
			key = "import.range_form"
		}
		return from, to, key
	}
	one, key := parseMoment(s)
	if key != "" || one.clock || !one.day {
		if key == "" || key == "import.time_form" {
			key = "import.range_form"
		}
		return from, to, key
	}
	return one.midnight(false), one.midnight(true), ""
}
