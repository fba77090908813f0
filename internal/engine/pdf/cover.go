package pdf

import "strings"

// cover is two fields in the hues of the sides, each with the title in its
// language; who publishes it stands at the foot.
func (b *book) cover() {
	const height, middle = 372.0, 297.5
	sides := [2]colour{hue(0), hue(1)}
	if n := len(b.Organisers); n > 0 {
		sides[0] = hue(b.Organisers[0].Side)
		for _, o := range b.Organisers {
			if hue(o.Side) != sides[0] {
				sides[1] = hue(o.Side)
				break
			}
		}
	}
	b.box(0, 0, middle, height, sides[0])
	b.box(middle, 0, 595.5-middle, height, sides[1])
	for i, words := range b.Title {
		lines := coverTitle(words, bookWidth-bookGutter/2)
		b.saying(b.Languages[i], func() float64 {
			return b.paragraph(bookX[i], height-26-b.heightOf(lines), lines)
		})
	}
	b.y = height + 24
	b.beside(style{size: 13, colour: ink}, 4, b.Subtitle)
	b.y += 10
	var dates, counts [2]string
	for i, l := range b.Languages {
		if !b.Date.IsZero() {
			dates[i] = l.Date(b.Date)
		}
		counts[i] = l.T("paper.profiles", "n", len(b.Profiles))
	}
	b.beside(style{size: 10.5, colour: grey}, 1, dates)
	b.beside(style{size: 10.5, colour: grey}, 1, counts)
	b.publishers()
	if b.URL != "" {
		const side, y = 58.0, 842 - 45 - 58.0
		b.qr(b.URL, left, y, side)
		b.link(b.URL, left, y, side, side)
		address := clipLines(wrap(shape(span{b.URL, style{size: 8, colour: accent}}), bookWidth), 3, bookWidth)
		b.paragraph(bookX[1], y+side-b.heightOf(address)+3, address)
	}
}

// publishers lists the organisers of all sides, each with the hue of its side.
func (b *book) publishers() {
	if len(b.Organisers) == 0 {
		return
	}
	b.y += 30
	b.ruleAt(b.y, rule, 0.6)
	b.y += 10
	b.beside(small, 1, b.both("agenda.coorganisers"))
	b.y += 2
	for _, o := range b.Organisers {
		if b.y > bottom-110 {
			return // more than a cover can name
		}
		top := b.y
		b.beside(style{size: 11, bold: true, colour: ink}, 3, o.Name)
		for _, x := range bookX {
			b.box(x-9, top+3, 3.5, b.y-top-6, hue(o.Side))
		}
		b.y += 5
	}
}

// coverTitle sets a title in the largest size in which no word is broken and
// nine lines are enough.
func coverTitle(words string, width float64) (lines []line) {
	for _, size := range []float64{30, 28, 26, 24, 22, 20, 18, 16, 14} {
		st := style{size: size, bold: true, colour: colour{0xFF, 0xFF, 0xFF}}
		if lines = balanced(shape(span{tied(words), st}), width); len(lines) <= 7 && whole(words, st, width) && ended(lines) {
			return lines
		}
	}
	return clipLines(lines, 9, width)
}

// ended tells whether no line but the last ends inside of a Chinese clause.
func ended(lines []line) bool {
	for _, l := range lines[:max(0, len(lines)-1)] {
		if len(l) > 0 && isHan(l[len(l)-1].r) && l[0].style.size > 20 {
			return false
		}
	}
	return true
}

// whole tells whether every word fits into the width.
func whole(words string, st style, width float64) bool {
	for _, w := range strings.Fields(words) {
		for _, part := range strings.SplitAfter(w, "-") {
			if l := shape(span{part, st}); len(l) > 0 && !isHan(l[0].r) && l.width() > width {
				return false
			}
		}
	}
	return true
}
