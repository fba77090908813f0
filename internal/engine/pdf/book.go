package pdf

import (
	"fmt"
	"io"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Catalogue is a printed book of profiles, two languages side by side.
type Catalogue struct {
	Languages   [2]i18n.Lang // the first also decides the order of the indexes
	Title       [2]string    // each in its language, as everything that comes in two
	Subtitle    [2]string
	Organisers  []BookOrganiser // of all sides, in the order of the cover
	Date        time.Time       // of the exhibition or the issue, as the cover says it
	URL         string          // of the catalogue, a code on the cover; may be empty
	Profiles    [][2]Profile    // each said in both languages, in the order of the book
	GeneratedAt time.Time
}

// BookOrganiser is who publishes the catalogue.
type BookOrganiser struct {
	Name [2]string
	Side int // number of the side, from 0; chooses its quiet hue
}

// Columns of a book: one for each language.
const (
	bookGutter = 22.0
	bookWidth  = (right - left - bookGutter) / 2
	bookTop    = 54.0 // of the text; the running head stands above
	headY      = 26.0
)

var bookX = [2]float64{left, left + bookWidth + bookGutter}

// book is a catalogue in the making.
type book struct {
	*doc
	Catalogue
	first  []int          // page on which each profile begins
	places []place        // where the contents want a page number
	feet   map[int]string // what the foot says beside the number, by page

	indexes   []int   // page on which each index begins
	shelf     int     // column of the index that is being set
	shelfTop  float64 // where the columns of this page begin
	shelfName string
}

// place is a line of the contents that waits for the number of its page.
type place struct {
	page, profile int
	y             float64
}

// WriteCatalogue writes a book: cover, contents, a profile after the other in
// two languages side by side, an index by area and one by organisation. What
// is missing in a language stands there in its original, marked. It fails only
// on an error of w.
func WriteCatalogue(w io.Writer, c Catalogue) error {
	b := &book{doc: newDoc(c.Languages[0]), Catalogue: c, feet: map[int]string{}}
	b.cover()
	b.contents()
	for i := range c.Profiles {
		b.profile(i)
	}
	b.areasIndex()
	b.organisationsIndex()
	b.numberContents()
	b.runningHeads()
	return b.write(w, join(" — ", c.Title[0], c.Title[1]), c.GeneratedAt)
}

// both says a message in both languages.
func (b *book) both(key string, args ...any) [2]string {
	return [2]string{b.Languages[0].T(key, args...), b.Languages[1].T(key, args...)}
}

// beside draws a text in each column and goes on below the longer one.
func (b *book) beside(st style, most int, texts [2]string) {
	y := b.y
	for i, text := range texts {
		lines := clipLines(wrap(shape(span{text, st}), bookWidth), most, bookWidth)
		end := b.saying(b.Languages[i], func() float64 { return b.paragraph(bookX[i], b.y, lines) })
		y = max(y, end)
	}
	b.y = y
}

// turn begins a page of the book.
func (b *book) turn(foot string) {
	b.page()
	b.y = bookTop
	b.feet[b.pages] = foot
}

// chapter begins a part of the book on a new page.
func (b *book) chapter(key string) {
	names := b.both(key)
	b.turn(names[0])
	b.bookmark(key, names[0])
	b.beside(style{size: 17, bold: true, colour: ink}, 2, names)
	b.y += 6
	b.ruleAt(b.y, accent, 0.9)
	b.y += 8
}

// bookmark makes the place reachable by links and by the reader's outline.
func (b *book) bookmark(anchor, title string) {
	b.pdf.SetXY(left, b.y)
	b.pdf.SetAnchor(anchor)
	b.pdf.AddOutlineWithPosition(cut(title, 120))
}

func anchorOf(profile int) string { return fmt.Sprintf("profile%d", profile) }

// runningHeads writes on every page but the cover whose book this is, and its
// number at the outer edge.
func (b *book) runningHeads() {
	st := style{size: 7.5, colour: grey}
	number := style{size: 9, bold: true, colour: accent}
	var heads [2][]line
	for i := range heads {
		heads[i] = clipLines(wrap(shape(span{b.Title[i], st}), bookWidth), 1, bookWidth)
	}
	for n := 2; n <= b.pages; n++ {
		b.note(b.pdf.SetPage(n))
		for i, h := range heads {
			b.paragraph(bookX[i], headY, h)
		}
		b.ruleAt(headY+13, rule, 0.5)
		foot := clipLines(wrap(shape(span{b.feet[n], st}), right-left-60), 1, right-left-60)
		page := shape(span{fmt.Sprint(n), number})
		if n%2 == 0 { // a left page
			b.draw(left, footerY, page)
			for _, l := range foot {
				b.drawRight(right, footerY+1, l)
			}
			continue
		}
		b.drawRight(right, footerY, page)
		b.paragraph(left, footerY+1, foot)
	}
}
