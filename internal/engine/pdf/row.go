package pdf

import (
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Columns of a row: own time, partners' time, body, place.
const (
	colOwn   = left + 10
	colOther = left + 74
	colBody  = left + 142
	colPlace = right - 92
	padding  = 6.0
)

var (
	small   = style{size: 7.5, colour: grey}
	plain   = style{size: 9, colour: ink}
	quiet   = style{size: 9, colour: grey}
	fine    = style{size: 8.5, colour: ink}
	strong  = style{size: 10, bold: true, colour: ink}
	beside  = style{size: 9.5, colour: grey}
	time1   = style{size: 10, bold: true, colour: ink}
	time2   = style{size: 10, colour: grey}
	label   = style{size: 7.5, bold: true, colour: accent}
	warning = style{size: 7.5, bold: true, colour: alarm}
	caution = style{size: 7.5, colour: alarm}
)

// row is one line of the table, set and measured.
type row struct {
	times, partner []line
	body, place    []line
	bar            []colour // at the left edge: the hues of the sides
	tinted         bool
	text           float64 // x of the body
}

// itemRow sets an item. A dense row, of a plan, gives each person one
// paragraph and leaves out what only the participants need.
func (d *doc) itemRow(z zones, it Item, withTimes, dense bool) row {
	r := row{text: z.body(), tinted: it.Kind == Session, bar: []colour{accent}}
	if it.Kind == Meeting && len(it.With) > 0 {
		r.bar = sides(it.With)
	}
	if withTimes {
		r.setTimes(d.lang, z, it.Start, it.End, time1, time2)
	}
	if dense {
		it.Note, it.URL = "", ""
	}
	r.body = d.body(it, colPlace-12-r.text, dense)
	r.place = d.place(it)
	return r
}

// sides lists the hues of the sides that people stand for, each once.
func sides(people []Person) (out []colour) {
	for _, p := range people {
		if c := hue(p.Side); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func (r *row) setTimes(l i18n.Lang, z zones, start, end time.Time, own, other style) {
	clock := func(loc *time.Location) string {
		return l.Clock(start.In(loc)) + "–" + l.Clock(end.In(loc))
	}
	r.times = []line{shape(span{clock(z.own), own})}
	if z.other == nil {
		return
	}
	r.partner = []line{shape(span{clock(z.other), other})}
	if there := start.In(z.other); there.YearDay() != start.In(z.own).YearDay() {
		r.partner = append(r.partner, shape(span{l.DayMonth(there), small}))
	}
}

func (d *doc) rowHeight(r row) float64 {
	return max(d.heightOf(r.times), d.heightOf(r.partner), d.heightOf(r.body), d.heightOf(r.place)) + 2*padding
}

// drawRow draws a row, on the next page if it does not fit on this one; a row
// taller than a page goes on over several. turned heads each new page.
func (d *doc) drawRow(r row, turned func()) {
	h := d.rowHeight(r)
	if d.y+h > bottom && (h < bottom-top-60 || d.y > (top+bottom)/2) {
		d.page()
		turned()
	}
	for d.y+d.rowHeight(r) > bottom {
		part := r
		part.body = d.split(r.body, bottom-d.y-2*padding)
		part.place = d.split(r.place, bottom-d.y-2*padding)
		d.drawPart(part, bottom-d.y)
		d.page()
		turned()
		r.times, r.partner = nil, nil
		r.body, r.place = r.body[len(part.body):], r.place[len(part.place):]
	}
	d.drawPart(r, d.rowHeight(r))
}

// split returns the first lines that fit into h points, at least one.
func (d *doc) split(lines []line, h float64) []line { return split(d.lang, lines, h) }

func split(lang i18n.Lang, lines []line, h float64) []line {
	for i := range lines {
		if h -= leading(lang, lines[i].size()); h < 0 && i > 0 {
			return lines[:i]
		}
	}
	return lines
}

func (d *doc) drawPart(r row, h float64) {
	if r.tinted {
		d.box(left, d.y, right-left, h, tint)
	}
	for i, c := range r.bar {
		part := h / float64(len(r.bar))
		d.box(left, d.y+float64(i)*part, 2.5, part, c)
	}
	y := d.y + padding
	d.paragraph(colOwn, y, r.times)
	d.paragraph(colOther, y, r.partner)
	d.paragraph(r.text, y, r.body)
	d.paragraph(colPlace, y, r.place)
	d.y += h
	d.ruleAt(d.y, rule, 0.4)
	d.y++
}
