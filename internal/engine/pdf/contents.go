package pdf

import "fmt"

const (
	numberWidth = 30.0 // of the page numbers, at the left of the contents
	entryWidth  = (right - left - numberWidth - bookGutter) / 2
)

var entryX = [2]float64{left + numberWidth, left + numberWidth + entryWidth + bookGutter}

// contents lists the profiles with room for the numbers of their pages, which
// are known when the book is set.
func (b *book) contents() {
	b.chapter("paper.contents")
	for i, p := range b.Profiles {
		rows, h := b.entry(p)
		if b.y+h > bottom {
			b.turn(b.Languages[0].T("paper.contents"))
		}
		b.places = append(b.places, place{page: b.pages, profile: i, y: b.y})
		b.box(left-9, b.y+3, 3, h-9, hue(p[0].Side))
		for side, lines := range rows {
			b.saying(b.Languages[side], func() float64 { return b.paragraph(entryX[side], b.y, lines) })
		}
		b.pdf.AddInternalLink(anchorOf(i), left, b.y, right-left, h)
		b.y += h
	}
	b.y += 4
	for _, key := range []string{"paper.areas_index", "paper.organisations_index"} {
		if b.y+20 > bottom {
			b.turn(b.Languages[0].T("paper.contents"))
		}
		b.places = append(b.places, place{page: b.pages, y: b.y})
		names := b.both(key)
		for side, x := range entryX {
			b.draw(x, b.y, shape(span{names[side], style{size: 9, bold: true, colour: ink}}))
		}
		b.pdf.AddInternalLink(key, left, b.y, right-left, 16)
		b.y += 17
	}
}

// entry sets a line of the contents: title and organisation in both languages.
func (b *book) entry(p [2]Profile) (rows [2][]line, h float64) {
	for side, one := range p {
		lines := clipLines(balanced(shape(span{tied(cut(one.Title.Words, 400)), style{size: 9, bold: true, colour: ink}}), entryWidth), 3, entryWidth)
		about := listIn(b.Languages[side], one.Organisation, one.Country)
		rows[side] = append(lines, clipLines(wrap(shape(span{about, style{size: 8, colour: grey}}), entryWidth), 2, entryWidth)...)
		h = max(h, heightIn(b.Languages[side], rows[side]))
	}
	return rows, h + 7
}

// numberContents writes the numbers of the pages into the contents.
func (b *book) numberContents() {
	st := style{size: 9, bold: true, colour: accent}
	last := b.places[len(b.places)-2:]
	for _, at := range b.places[:len(b.places)-2] {
		b.note(b.pdf.SetPage(at.page))
		b.draw(left, at.y, shape(span{fmt.Sprint(b.first[at.profile]), st}))
	}
	for i, at := range last {
		b.note(b.pdf.SetPage(at.page))
		b.draw(left, at.y, shape(span{fmt.Sprint(b.indexes[i]), st}))
	}
}
