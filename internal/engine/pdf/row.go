package pdf

import (
	"fmt"
	"slices"
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

// body says what, with whom, about what.
func (d *doc) body(it Item, width float64, dense bool) []line {
	kind := "agenda.meeting"
	if it.Kind == Session {
		kind = "agenda.session"
	}
	var out []line
	add := func(spans ...span) { out = append(out, wrap(shape(spans...), width)...) }
	switch {
	case it.Cancelled:
		add(span{d.lang.T(kind), label}, span{"   " + d.lang.T("agenda.cancelled"), warning})
	case !dense || it.Kind == Session:
		add(span{d.lang.T(kind), label})
	}
	name, subject := strong, plain
	if it.Cancelled {
		name.colour, subject.colour = grey, grey
	}
	if it.Kind == Session {
		add(span{it.Subject, name})
	}
	for _, p := range it.With {
		about := span{d.list(p.Organisation, p.Country), quiet}
		if names := nameSpans(p, name, beside); dense {
			add(append(names, span{"  ", quiet}, about)...)
		} else {
			add(names...)
			add(about)
		}
	}
	if it.Kind == Meeting {
		add(span{it.Subject, subject})
	}
	add(span{it.Note, quiet})
	return out
}

// list joins the parts that are not empty as the language lists them.
func (d *doc) list(parts ...string) string {
	if d.lang == i18n.ZH {
		return join("，", parts...)
	}
	return join(", ", parts...)
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
	where := style{size: 9, bold: true, colour: ink}
	add(it.Place, where)
	if it.Online {
		add(d.lang.T("agenda.online"), where)
	}
	comma := ", "
	if d.lang == i18n.ZH {
		comma = "、"
	}
	add(strings.Join(it.Languages, comma), small)
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
