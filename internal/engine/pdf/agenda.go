package pdf

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// freeFrom is the shortest gap between two items that is worth a line.
const freeFrom = 15 * time.Minute

// WriteAgenda writes one participant's agenda as PDF in the language l. It
// fails on an unknown zone and on an error of w.
func WriteAgenda(w io.Writer, a Agenda, l i18n.Lang) error {
	z, err := loadZones(a.Zone, a.PartnerZone)
	if err != nil {
		return err
	}
	d := newDoc(l)
	d.eventHead(a.Event, z, l.T("agenda.title"))
	d.owner(a.Person)
	if a.Provisional {
		d.provisional()
	}
	d.agendaDays(z, sorted(a.Items))
	if a.FeedURL != "" {
		d.feed(a.FeedURL)
	}
	d.footers(d.foot(a.Event, z, a.GeneratedAt, a.Version))
	return d.write(w, join(" — ", l.T("agenda.title"), nameSpans(a.Person, plain, plain)[0].text, a.Event.Title), a.GeneratedAt)
}

// owner sets the person's name, the largest thing on the page.
func (d *doc) owner(p Person) {
	names := nameSpans(p, style{size: 22, bold: true, colour: ink}, style{size: 13, colour: grey})
	d.y = d.paragraph(left, d.y, wrap(shape(names...), right-left))
	about := d.list(p.Organisation, p.Country)
	d.y = d.paragraph(left, d.y, wrap(shape(span{about, style{size: 10.5, colour: ink}}), right-left)) + 12
}

func (d *doc) agendaDays(z zones, items []Item) {
	if len(items) == 0 {
		d.y = d.paragraph(left, d.y, wrap(shape(span{d.lang.T("agenda.empty"), plain}), right-left)) + 12
		return
	}
	var free time.Time // until when the person is taken
	for i, it := range items {
		again := func() { d.dayHead(z, it.Start, true) }
		row := d.itemRow(z, it, true, false)
		switch {
		case i == 0 || !sameDay(z, items[i-1], it):
			if i > 0 {
				d.y += 14
			}
			d.room(60 + d.rowHeight(row))
			d.dayHead(z, it.Start, false)
		case it.Start.Sub(free) >= freeFrom:
			gap := d.freeRow(z, free, it.Start)
			if d.y+d.rowHeight(gap)+d.rowHeight(row) > bottom {
				d.page()
				again()
			}
			d.drawRow(gap, again)
		}
		d.drawRow(row, again)
		if i == 0 || !sameDay(z, items[i-1], it) || it.End.After(free) {
			free = it.End
		}
	}
	d.y += 14
}

func (d *doc) freeRow(z zones, from, to time.Time) row {
	r := row{text: z.body()}
	thin := style{size: 9, colour: grey}
	r.setTimes(d.lang, z, from, to, thin, thin)
	r.body = []line{shape(span{d.lang.T("agenda.free", "duration", d.duration(to.Sub(from))), thin})}
	return r
}

// duration says a length of time in hours and minutes.
func (d *doc) duration(t time.Duration) string {
	h, m := int(t.Hours()), int(t.Minutes())%60
	var parts []string
	if h > 0 {
		parts = append(parts, d.lang.T("agenda.hours", "h", h))
	}
	if m > 0 || h == 0 {
		parts = append(parts, d.lang.T("agenda.minutes", "n", m))
	}
	if d.lang == i18n.ZH {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

func sameDay(z zones, a, b Item) bool {
	ay, am, ad := a.Start.In(z.own).Date()
	by, bm, bd := b.Start.In(z.own).Date()
	return ay == by && am == bm && ad == bd
}

// sorted orders items by time; items of the same time keep their order.
func sorted(items []Item) []Item {
	out := slices.Clone(items)
	slices.SortStableFunc(out, func(a, b Item) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.End.Compare(b.End)
	})
	return out
}
