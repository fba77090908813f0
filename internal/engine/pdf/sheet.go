package pdf

import (
	"io"
	"net/url"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// The parts of a profile's sheet.
const (
	sideWidth  = 152.0 // of the column of facts
	gutter     = 24.0
	mainWidth  = right - left - sideWidth - gutter
	bandHeight = 92.0 // of the contact at the foot
	bandTop    = footerY - 12 - bandHeight
)

// sizes of type that a sheet is tried in, from generous to the smallest that is
// still read without effort (7 points).
var sizes = []float64{1.14, 1.07, 1, 0.94, 0.88, 0.83, 0.78}

// WriteSheet writes a profile as one page in the language l. A profile that is
// too long is set smaller, then its longest texts are shortened and a line says
// where to read on. It fails only on an error of w.
func WriteSheet(w io.Writer, p Profile, l i18n.Lang, made time.Time) error {
	d := newDoc(l)
	d.sheetHead(p)
	d.sheetBody(p, shared(l, p))
	d.contact(p)
	d.sheetFoot(p, made)
	return d.write(w, join(" — ", p.Title.Words, p.Reference), made)
}

// sheetHead says what this is, of whom and where.
func (d *doc) sheetHead(p Profile) {
	d.box(left, d.y, right-left, 4, hue(p.Side))
	d.y += 14
	kind := style{size: 9.5, bold: true, colour: accent}
	ref := shape(span{cut(p.Reference, 60), quiet})
	d.drawRight(right, d.y, ref)
	d.y = d.paragraph(left, d.y, clipLines(wrap(shape(span{cut(p.Type, 200), kind}), right-left-ref.width()-16), 2, right-left)) + 4
	d.y = d.saying(p.Title.Lang, func() float64 { return d.paragraph(left, d.y, title(cut(p.Title.Words, 400), right-left)) })
	if note := badge(d.lang, p.Title); note != "" {
		d.y = d.paragraph(left, d.y+1, wrap(shape(span{note, caution}), right-left))
	}
	d.y += 5
	name := span{cut(p.Organisation, 300), strong}
	if name.text == "" {
		name = span{d.lang.T("paper.anonymous"), style{size: 10, colour: grey}}
	}
	d.y = d.paragraph(left, d.y, clipLines(wrap(shape(name), right-left), 2, right-left))
	d.y = d.paragraph(left, d.y, clipLines(wrap(shape(span{d.list(cut(p.Country, 100), cut(p.Region, 100)), quiet}), right-left), 1, right-left)) + 9
	d.ruleAt(d.y, rule, 0.6)
	d.y += 10
}

// title sets a title as large as its length allows, in four lines at most.
func title(words string, width float64) []line {
	var lines []line
	for _, size := range []float64{21, 18, 15.5, 13.5} {
		lines = wrap(shape(span{tied(words), style{size: size, bold: true, colour: ink}}), width)
		if len(lines) <= 3 {
			return balanced(shape(span{tied(words), style{size: size, bold: true, colour: ink}}), width)
		}
	}
	return clipLines(lines, 4, width)
}

// sheetBody sets texts and facts beside each other in the largest size of type
// in which they fit between the head and the contact; said is the badge that stands under the title for all texts.
func (d *doc) sheetBody(p Profile, said string) {
	room := bandTop - 12 - d.y
	limitTexts(&p)
	texts, k := largest(room, 2, func(k float64) []block {
		return sheetTexts(setter{lang: d.lang, width: mainWidth, k: k, said: said}, p)
	})
	facts, _ := largest(room, min(1, k+0.12), func(k float64) []block {
		return setter{lang: d.lang, width: sideWidth, k: k, said: said}.facts(p)
	})
	d.box(left+mainWidth+gutter/2, d.y, 0.5, room, rule)
	squeeze(facts, room)
	d.stack(left+mainWidth+gutter, d.y, facts)
	if stackHeight(texts) > room {
		more := clipLines(wrap(shape(span{d.lang.T("paper.continued", "url", p.URL), warning}), mainWidth), 2, mainWidth)
		room -= d.heightOf(more) + 4
		squeeze(texts, room)
		d.link(p.URL, left, d.y+room+4, mainWidth, d.heightOf(more))
		d.paragraph(left, d.y+room+4, more)
	}
	d.stack(left, d.y, texts)
}

// largest sets blocks in the largest size of type, most at most, that leaves
// them within h points, or in the smallest there is.
func largest(h, most float64, set func(k float64) []block) (blocks []block, k float64) {
	for _, size := range sizes {
		k = min(size, most)
		if blocks = set(k); stackHeight(blocks) <= h {
			break
		}
	}
	return blocks, k
}

// sheetTexts sets the summary, larger and without a heading, and the others.
func sheetTexts(s setter, p Profile) []block {
	return append(s.summary(p.Summary, 10.8), s.texts(p)...)
}

// limitTexts drops what no page can hold before it is set.
func limitTexts(p *Profile) {
	for _, t := range []*Text{&p.Summary, &p.Description, &p.Advantages, &p.Specification, &p.PartnerRole, &p.StageNote, &p.IPRNote, &p.PriceNote} {
		t.Words = cut(t.Words, 16000)
	}
	for _, list := range []*[]string{&p.Partnerships, &p.Partners, &p.Areas, &p.Keywords, &p.Targets, &p.Market, &p.SDGs, &p.Codes, &p.Call} {
		if len(*list) > 200 {
			*list = (*list)[:200]
		}
	}
}

// cut keeps the first n letters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// contact sets at the foot whom to ask, and the page's address as a code.
func (d *doc) contact(p Profile) {
	const side = 68.0
	d.box(left, bandTop, right-left, bandHeight, tint)
	d.box(left, bandTop, 3, bandHeight, hue(p.Side))
	width := right - left - 30
	if p.URL != "" {
		width = d.code(p, side)
	}
	c := p.Contact
	what := d.lang.T("paper.contact")
	if c.Via {
		what = d.lang.T("paper.contact_via")
	}
	lines := wrap(shape(span{what, label}), width)
	for _, s := range []span{{c.Centre, strong}, {c.Person, plain}, {join(" · ", c.Email, c.Phone), plain}} {
		if s.text != "" {
			lines = append(lines, clipLines(wrap(shape(span{cut(s.text, 400), s.style}), width), 2, width)...)
		}
	}
	d.paragraph(left+16, bandTop+8, d.split(lines, bandHeight-12))
}

// code draws the address at the right of the band and returns the width that is
// left for the contact.
func (d *doc) code(p Profile, side float64) float64 {
	d.qr(p.URL, right-side-12, bandTop+12, side)
	d.link(p.URL, right-side-12, bandTop+12, side, side)
	const beside = 118.0
	x := right - side - 24 - beside
	lines := wrap(shape(span{d.lang.T("paper.scan"), label}), beside)
	lines = append(lines, clipLines(wrap(shape(span{cut(p.URL, 400), style{size: 7, colour: accent}}), beside), 5, beside)...)
	d.paragraph(x, bandTop+12, lines)
	return x - left - 34
}

// link makes a part of the page lead to an address of the web.
func (d *doc) link(address string, x, y, w, h float64) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return
	}
	d.pdf.AddExternalLink(u.String(), x, y, w, h)
}

func (d *doc) sheetFoot(p Profile, made time.Time) {
	st := style{size: 7.5, colour: grey}
	d.draw(left, footerY, shape(span{d.lang.T("paper.made", "date", d.lang.Date(made)), st}))
	d.drawRight(right, footerY, shape(span{cut(p.Reference, 60), st}))
}
