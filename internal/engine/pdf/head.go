package pdf

import "time"

// eventHead writes which event this is, and at the right what the document is.
func (d *doc) eventHead(e Event, z zones, what string) {
	d.box(left, d.y, 28, 2.5, accent)
	d.y += 9
	kind := shape(span{what, style{size: 9, bold: true, colour: accent}})
	d.drawRight(right, d.y, kind)
	title := wrap(shape(span{e.Title, style{size: 13, bold: true, colour: ink}}), right-left-kind.width()-24)
	d.y = d.paragraph(left, d.y, title)
	when := join(" · ", d.lang.Dates(e.Start.In(z.own), e.End.In(z.own)), e.Place)
	d.y = d.paragraph(left, d.y, wrap(shape(span{when, plain}), right-left)) + 2
	if len(e.CoOrganisers) > 0 {
		d.y = d.paragraph(left, d.y, wrap(shape(span{d.lang.T("agenda.coorganisers"), small}), right-left))
	}
	for _, o := range e.CoOrganisers {
		lines := wrap(shape(span{o.Name, plain}), right-left-10)
		d.box(left, d.y+3, 4, d.heightOf(lines)-6, hue(o.Side))
		d.y = d.paragraph(left+10, d.y, lines)
	}
	d.y += 8
}

// provisional warns on a band that the plan may change.
func (d *doc) provisional() {
	lines := wrap(shape(span{d.lang.T("agenda.provisional"), style{size: 9, bold: true, colour: alarm}}), right-left-20)
	h := d.heightOf(lines) + 10
	d.box(left, d.y, right-left, h, colour{0xFA, 0xF1, 0xEE})
	d.paragraph(left+10, d.y+5, lines)
	d.y += h + 6
}

// dayHead writes the day and, over the columns of times, whose times they are.
func (d *doc) dayHead(z zones, t time.Time, continued bool) {
	local := t.In(z.own)
	title := []span{{d.lang.Day(local), style{size: 12, bold: true, colour: accent}}}
	if continued {
		title = append(title, span{"  " + d.lang.T("agenda.continued"), quiet})
	}
	l := shape(title...)
	d.draw(left, d.y, l)
	d.y += d.height(l) + 1
	d.draw(colOwn, d.y, shape(span{d.zone(z.ownName, local), small}))
	if z.other != nil {
		d.draw(colOther, d.y, shape(span{d.zone(z.otherName, t.In(z.other)), small}))
	}
	d.y += d.leading(small.size) + 1
	d.ruleAt(d.y, accent, 0.9)
	d.y += 1
}

// foot is the text of every page's foot: when this was made, and of what.
func (d *doc) foot(e Event, z zones, made time.Time, version string) string {
	args := []any{"first", d.lang.DateTime(made.In(z.own)), "city", d.lang.ZoneCity(z.ownName)}
	text := d.lang.T("agenda.generated", args...)
	if z.other != nil {
		args = append(args, "second", d.lang.DateTime(made.In(z.other)), "partner_city", d.lang.ZoneCity(z.otherName))
		text = d.lang.T("agenda.generated_both", args...)
	}
	if version != "" {
		version = d.lang.T("agenda.version", "version", version)
	}
	return join(" · ", text, version)
}
