package pdf

import (
	"fmt"
	"strings"
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
	strong  = style{size: 10, bold: true, colour: ink}
	beside  = style{size: 9.5, colour: grey}
	time1   = style{size: 10, bold: true, colour: ink}
	time2   = style{size: 10, colour: grey}
	label   = style{size: 7.5, bold: true, colour: accent}
	warning = style{size: 7.5, bold: true, colour: alarm}
)

// zones are the two clocks of a document; other is nil where there is one.
type zones struct {
	own, other         *time.Location
	ownName, otherName string
}

func loadZones(own, other string) (z zones, err error) {
	if z.own, err = time.LoadLocation(own); err != nil {
		return z, fmt.Errorf("pdf: zone %q: %w", own, err)
	}
	z.ownName = own
	if other != "" && other != own {
		if z.other, err = time.LoadLocation(other); err != nil {
			return z, fmt.Errorf("pdf: zone %q: %w", other, err)
		}
		z.otherName = other
	}
	return z, nil
}

// body is where the text of a row begins: without a second clock it moves left.
func (z zones) body() float64 {
	if z.other == nil {
		return colOther
	}
	return colBody
}

// row is one line of the table, set and measured.
type row struct {
	times, partner []line
	body, place    []line
	bar            *colour // hue of the side at the left edge
	tinted         bool
	text           float64 // x of the body
}

func (d *doc) itemRow(z zones, it Item, withTimes bool) row {
	r := row{text: z.body(), tinted: it.Kind == Session}
	bar := accent
	if it.Kind == Meeting && len(it.With) > 0 {
		bar = hue(it.With[0].Side)
	}
	r.bar = &bar
	if withTimes {
		r.setTimes(d.lang, z, it.Start, it.End, time1, time2)
	}
	r.body = d.body(it, colPlace-12-r.text)
	r.place = d.place(it)
	return r
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

// body says what, with whom, about what.
func (d *doc) body(it Item, width float64) []line {
	kind := "agenda.meeting"
	if it.Kind == Session {
		kind = "agenda.session"
	}
	head := []span{{d.lang.T(kind), label}}
	if it.Cancelled {
		head = append(head, span{"   " + d.lang.T("agenda.cancelled"), warning})
	}
	out := wrap(shape(head...), width)
	subject := plain
	if it.Kind == Session || len(it.With) == 0 {
		subject = strong
		out = append(out, wrap(shape(span{it.Subject, subject}), width)...)
	}
	for _, p := range it.With {
		out = append(out, d.person(p, width, it.Cancelled)...)
	}
	if subject == plain && it.Subject != "" {
		out = append(out, wrap(shape(span{it.Subject, plain}), width)...)
	}
	if it.Note != "" {
		out = append(out, wrap(shape(span{it.Note, quiet}), width)...)
	}
	return out
}

// person sets a name large in its own script with the Latin form beside it,
// and the organisation under it.
func (d *doc) person(p Person, width float64, faded bool) []line {
	name := strong
	if faded {
		name.colour = grey
	}
	out := wrap(shape(nameSpans(p, name, beside)...), width)
	return append(out, wrap(shape(span{join(" · ", p.Organisation, p.Country), quiet}), width)...)
}

func nameSpans(p Person, native, latin style) []span {
	s := []span{{p.Native, native}}
	switch {
	case p.Native == "":
		s[0].text = p.Latin
	case p.Latin != "" && p.Latin != p.Native:
		s = append(s, span{"  " + p.Latin, latin})
	}
	return s
}

// place says where, in which languages, with which help.
func (d *doc) place(it Item) []line {
	var out []line
	add := func(s string, st style) {
		if s != "" {
			out = append(out, wrap(shape(span{s, st}), right-colPlace-6)...)
		}
	}
	online := ""
	if it.Online {
		online = d.lang.T("agenda.online")
	}
	add(join(" · ", it.Place, online), style{size: 9, bold: true, colour: ink})
	add(strings.Join(it.Languages, ", "), small)
	switch {
	case it.Interpreter != "":
		add(d.lang.T("agenda.interpreter_named", "name", it.Interpreter), small)
	case it.Interpreted:
		add(d.lang.T("agenda.interpreter"), small)
	}
	add(it.URL, style{size: 6.5, colour: grey})
	return out
}

func (d *doc) rowHeight(r row) float64 {
	return max(d.heightOf(r.times), d.heightOf(r.partner), d.heightOf(r.body), d.heightOf(r.place)) + 2*padding
}

// drawRow draws a row at y; a row taller than what a page holds goes on with
// its body on the next page.
func (d *doc) drawRow(r row, turned func()) {
	for {
		h := d.rowHeight(r)
		if d.y+h <= bottom {
			d.drawPart(r, h)
			return
		}
		if h <= bottom-top-80 || d.y > (top+bottom)/2 {
			d.page()
			turned()
			if d.y+d.rowHeight(r) <= bottom {
				continue
			}
		}
		part := r
		part.body, part.place = d.split(r.body, bottom-d.y-2*padding), nil
		rest := row{body: r.body[len(part.body):], place: r.place, bar: r.bar, tinted: r.tinted, text: r.text}
		if part.place = d.split(r.place, bottom-d.y-2*padding); len(part.place) <= len(r.place) {
			rest.place = r.place[len(part.place):]
		}
		d.drawPart(part, bottom-d.y)
		d.page()
		turned()
		r = rest
	}
}

// split returns the first lines that fit into h points, at least one.
func (d *doc) split(lines []line, h float64) []line {
	for i := range lines {
		if h -= d.height(lines[i]); h < 0 && i > 0 {
			return lines[:i]
		}
	}
	return lines
}

func (d *doc) drawPart(r row, h float64) {
	if r.tinted {
		d.box(left, d.y, right-left, h, tint)
	}
	if r.bar != nil {
		d.box(left, d.y, 2.5, h, *r.bar)
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

// join puts the separator between the parts that are not empty.
func join(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
