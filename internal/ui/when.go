package ui

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// in returns t on the clock of an IANA zone; an unknown one is read as UTC.
func in(t time.Time, zone string) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return t.UTC()
	}
	return t.In(loc)
}

func span(ctx context.Context, p TimePairProps, z Zone) string {
	l := i18n.From(ctx)
	s := l.Clock(in(p.Start, z.Name))
	if !p.End.IsZero() {
		s += "–" + l.Clock(in(p.End, z.Name))
	}
	return s
}

// dayShift tells by how many days the zone's date differs from the first zone's.
func dayShift(p TimePairProps, z Zone) int {
	if len(p.Zones) == 0 {
		return 0
	}
	return day(in(p.Start, z.Name)) - day(in(p.Start, p.Zones[0].Name))
}

func day(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// clock writes minutes from midnight: 545 is "09:05".
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func num(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// lane is one partner's working hours in minutes of the band's day.
type lane struct {
	hours    Hours
	from, to float64
}

// bandLay is an OverlapBand laid out, in minutes from the first zone's midnight.
type bandLay struct {
	lanes            []lane
	from, to         float64 // of the drawn scale
	lo, hi           float64 // shared by all
	slotFrom, slotTo float64
	ticks            []tick
	midnight         time.Time
}

const lanePitch = 20

func laneY(i int) float64 { return float64(i*lanePitch + 4) }

func (b bandLay) height() float64 { return float64(len(b.lanes) * lanePitch) }
func (b bandLay) shared() bool    { return b.hi > b.lo }
func (b bandLay) viewBox() string {
	return fmt.Sprintf("%s 0 %s %s", num(b.from), num(max(b.to-b.from, 1)), num(b.height()))
}

func layBand(p BandProps) bandLay {
	b := bandLay{}
	if len(p.Hours) == 0 {
		return b
	}
	y, m, d := in(p.Day, p.Hours[0].Zone.Name).Date()
	b.midnight = time.Date(y, m, d, 0, 0, 0, 0, in(p.Day, p.Hours[0].Zone.Name).Location())
	for i, h := range p.Hours {
		loc := in(p.Day, h.Zone.Name).Location()
		from := time.Date(y, m, d, h.From/60, h.From%60, 0, 0, loc).Sub(b.midnight).Minutes()
		l := lane{hours: h, from: from, to: from + float64(h.To-h.From)}
		b.lanes = append(b.lanes, l)
		if i == 0 {
			b.from, b.to, b.lo, b.hi = l.from, l.to, l.from, l.to
			continue
		}
		b.from, b.to = min(b.from, l.from), max(b.to, l.to)
		b.lo, b.hi = max(b.lo, l.from), min(b.hi, l.to)
	}
	b.from, b.to = b.from-30, b.to+30
	if !p.Slot[0].IsZero() {
		b.slotFrom = p.Slot[0].Sub(b.midnight).Minutes()
		b.slotTo = p.Slot[1].Sub(b.midnight).Minutes()
	}
	for m := math.Ceil(b.from/120) * 120; m <= b.to; m += 120 {
		b.ticks = append(b.ticks, tick{min: m, at: b.midnight.Add(time.Duration(m) * time.Minute)})
	}
	return b
}

// tick is an even hour on the first zone's clock, min minutes from midnight.
type tick struct {
	min float64
	at  time.Time
}

func (t tick) line(b bandLay) string { return "M" + num(t.min) + " 0V" + num(b.height()) }

// class places the tick's label by one of the classes at-0 to at-100.
func (t tick) class(b bandLay) string {
	return "at-" + strconv.Itoa(int(math.Round(100*(t.min-b.from)/(b.to-b.from))))
}

// bandWords says a band in a sentence: the shared hours on every clock.
func bandWords(ctx context.Context, p BandProps, b bandLay) string {
	l := i18n.From(ctx)
	if !b.shared() {
		return l.T("ui.overlap_none")
	}
	from := b.midnight.Add(time.Duration(b.lo) * time.Minute)
	to := b.midnight.Add(time.Duration(b.hi) * time.Minute)
	s := ""
	for i, h := range p.Hours {
		if i > 0 {
			s += " · "
		}
		s += l.ZoneCity(h.Zone.Name) + " " + l.Clock(in(from, h.Zone.Name)) + "–" + l.Clock(in(to, h.Zone.Name))
	}
	return l.T("ui.overlap", "times", s, "length", left(ctx, to.Sub(from)))
}

// left writes a duration in its two largest units.
func left(ctx context.Context, d time.Duration) string {
	if d <= 0 {
		return i18n.T(ctx, "ui.over")
	}
	days, hours, mins := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	unit := func(n int, key string) string { return strconv.Itoa(n) + "\u00a0" + i18n.T(ctx, key) }
	switch {
	case days > 0:
		return unit(days, "ui.days_short") + " " + unit(hours, "ui.hours_short")
	case hours > 0 && mins > 0:
		return unit(hours, "ui.hours_short") + " " + unit(mins, "ui.minutes_short")
	case hours > 0:
		return unit(hours, "ui.hours_short")
	}
	return unit(mins, "ui.minutes_short")
}
