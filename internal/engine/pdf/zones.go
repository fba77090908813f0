package pdf

import (
	"fmt"
	"time"
	_ "time/tzdata" // zones must be there on a machine without zoneinfo too
)

// zones are the two clocks of a document; other is nil where there is one.
type zones struct {
	own, other         *time.Location
	ownName, otherName string
}

func loadZones(own, other string) (z zones, err error) {
	if z.own, err = loadZone(own); err != nil {
		return z, err
	}
	z.ownName = own
	if other != "" && other != own {
		z.otherName = other
		z.other, err = loadZone(other)
	}
	return z, err
}

// loadZone refuses the zone of the machine, under which the same agenda would
// read differently elsewhere.
func loadZone(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("pdf: unknown zone %q", name)
	}
	return loc, nil
}

// body is where the text of a row begins: without a second clock it moves left.
func (z zones) body() float64 {
	if z.other == nil {
		return colOther
	}
	return colBody
}

// zone names a zone by its city and the distance from UTC at that day.
func (d *doc) zone(name string, t time.Time) string {
	_, s := t.Zone()
	sign := '+'
	if s < 0 {
		sign, s = '−', -s
	}
	offset := fmt.Sprintf("%c%d", sign, s/3600)
	if m := s / 60 % 60; m != 0 {
		offset += fmt.Sprintf(":%02d", m)
	}
	return d.lang.ZoneCity(name) + " " + offset
}
