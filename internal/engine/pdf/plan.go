package pdf

import (
	"io"

	"github.com/birzha/birzha/internal/base/i18n"
)

// WritePlan writes the organiser's plan as PDF in the language l: under each
// day its slots, under each slot what happens then. It fails on an unknown
// zone and on an error of w.
func WritePlan(w io.Writer, p Plan, l i18n.Lang) error {
	z, err := loadZones(p.Zone, p.PartnerZone)
	if err != nil {
		return err
	}
	d := newDoc(l)
	d.eventHead(p.Event, z, l.T("agenda.plan_title"))
	if p.Provisional {
		d.provisional()
	}
	items := sorted(p.Items)
	if len(items) == 0 {
		d.y = d.paragraph(left, d.y, wrap(shape(span{l.T("agenda.empty"), plain}), right-left))
	}
	for i, it := range items {
		again := func() { d.dayHead(z, it.Start, true) }
		newDay := i == 0 || !sameDay(z, items[i-1], it)
		newSlot := newDay || !items[i-1].Start.Equal(it.Start) || !items[i-1].End.Equal(it.End)
		row := d.itemRow(z, it, newSlot, true)
		if newDay {
			if i > 0 {
				d.y += 14
			}
			d.room(60 + d.rowHeight(row))
			d.dayHead(z, it.Start, false)
		}
		if newSlot {
			if n := together(items[i:]); n > 1 {
				count := wrap(shape(span{l.T("agenda.count", "n", n), small}), colBody-colOwn)
				row.times = append(row.times, count...)
			}
		} else if d.y+d.rowHeight(row) > bottom {
			row = d.itemRow(z, it, true, true) // the times again at the head of a page
		}
		d.drawRow(row, again)
	}
	d.footers(d.foot(p.Event, z, p.GeneratedAt, p.Version))
	return d.write(w, join(" — ", l.T("agenda.plan_title"), p.Event.Title), p.GeneratedAt)
}

// together counts the meetings held in the slot of the first item.
func together(items []Item) (n int) {
	for _, it := range items {
		if !it.Start.Equal(items[0].Start) || !it.End.Equal(items[0].End) {
			break
		}
		if it.Kind == Meeting && !it.Cancelled {
			n++
		}
	}
	return n
}
