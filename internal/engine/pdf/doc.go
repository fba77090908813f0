package pdf

import (
	"bytes"
	"io"
	"time"

	"github.com/signintech/gopdf"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Lengths in points on A4 paper (595 × 842).
const (
	left    = 45.0
	right   = 550.0
	top     = 42.0
	bottom  = 786.0 // of the text; the footer stands below
	footerY = 800.0
)

// Ink on paper and one accent; every other tone is quiet.
var (
	ink    = colour{0x1B, 0x1F, 0x24}
	grey   = colour{0x5B, 0x64, 0x6E}
	rule   = colour{0xD3, 0xD9, 0xDE}
	tint   = colour{0xF2, 0xF6, 0xF5}
	accent = colour{0x0F, 0x5C, 0x5C}
	pale   = colour{0x9C, 0xC4, 0xC1}
	alarm  = colour{0x9E, 0x36, 0x26}

	// hues tell the sides of an exchange apart, by the side's number.
	hues = []colour{{0x5B, 0x7B, 0x9E}, {0xB0, 0x8A, 0x4F}, {0x84, 0x6A, 0x92}, {0x74, 0x8A, 0x5C}}
)

func hue(side int) colour { return hues[(side%len(hues)+len(hues))%len(hues)] }

// doc is a document in the making. Its first error stays and is told by write.
type doc struct {
	pdf   gopdf.GoPdf
	lang  i18n.Lang
	y     float64 // top of what comes next on the page
	pages int
	fonts [len(faces)]docFont
	err   error
}

// docFont is a face inside one document: the number of its ToUnicode object
// and the letters used.
type docFont struct {
	toUnicode int
	letters   map[uint]rune // by glyph
}

func newDoc(l i18n.Lang) *doc {
	d := &doc{lang: l}
	d.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	d.pdf.SetNoCompression() // deflate does it
	d.page()
	return d
}

func (d *doc) page() {
	d.pdf.AddPage()
	d.pages++
	d.y = top
}

func (d *doc) note(err error) {
	if d.err == nil {
		d.err = err
	}
}

// leading is the distance of two lines of a size: Chinese wants more air.
func leading(l i18n.Lang, size float64) float64 {
	if l == i18n.ZH {
		return size * 1.5
	}
	return size * 1.36
}

func (d *doc) leading(size float64) float64 { return leading(d.lang, size) }

// size is that of the largest letter of a line.
func (l line) size() (size float64) {
	for _, m := range l {
		size = max(size, m.style.size)
	}
	return size
}

// height is that of a set line, by its largest letter.
func (d *doc) height(l line) float64 { return d.leading(l.size()) }

// draw sets a line with its upper left corner at x, y.
func (d *doc) draw(x, y float64, l line) {
	size := l.size()
	base := y + d.leading(size)/2 + size*0.36 // capitals stand in the middle
	for i := 0; i < len(l); {
		j, w := i, 0.0
		for j < len(l) && l[j].face == l[i].face && l[j].style == l[i].style {
			w += l[j].width
			j++
			if j < len(l) && isHan(l[j-1].r) != isHan(l[j].r) {
				break // the space between scripts is not in the font
			}
		}
		d.drawRun(x, base, l[i:j])
		x += w
		i = j
	}
}

func (d *doc) drawRun(x, base float64, l line) {
	id, st := l[0].face, l[0].style
	text := make([]rune, len(l))
	d.use(id)
	for i, m := range l {
		text[i] = m.r
		d.fonts[id].letters[m.glyph] = m.r
	}
	d.note(d.pdf.SetFont(faces[id].family, "", st.size))
	d.pdf.SetTextColor(st.colour.r, st.colour.g, st.colour.b)
	d.pdf.SetXY(x, base)
	d.note(d.pdf.Text(string(text)))
}

// use adds a face to the document at its first letter, so that a document
// without Chinese carries no Chinese font.
func (d *doc) use(id int) {
	f := &d.fonts[id]
	if f.letters != nil {
		return
	}
	f.letters = map[uint]rune{}
	f.toUnicode = d.pdf.GetNextObjectID()
	d.note(d.pdf.AddTTFFontFromFontContainer(faces[id].family, &faces[id].load().shared))
}

// paragraph draws lines under each other and returns the y below them.
func (d *doc) paragraph(x, y float64, lines []line) float64 {
	for _, l := range lines {
		d.draw(x, y, l)
		y += d.height(l)
	}
	return y
}

func (d *doc) heightOf(lines []line) float64 { return heightIn(d.lang, lines) }

// heightIn is the height of lines set in a language.
func heightIn(lang i18n.Lang, lines []line) (h float64) {
	for _, l := range lines {
		h += leading(lang, l.size())
	}
	return h
}

// drawRight sets a line that ends at x.
func (d *doc) drawRight(x, y float64, l line) { d.draw(x-l.width(), y, l) }

func (d *doc) box(x, y, w, h float64, c colour) {
	d.pdf.SetFillColor(c.r, c.g, c.b)
	d.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

func (d *doc) ruleAt(y float64, c colour, weight float64) { d.box(left, y, right-left, weight, c) }

// room starts a new page unless h points are left on this one.
func (d *doc) room(h float64) (turned bool) {
	if d.y+h <= bottom || d.y == top {
		return false
	}
	d.page()
	return true
}

// footers writes the same foot on every page, with its number.
func (d *doc) footers(text string) {
	st := style{size: 7.5, colour: grey}
	for n := 1; n <= d.pages; n++ {
		d.note(d.pdf.SetPage(n))
		d.ruleAt(footerY-6, rule, 0.5)
		page := shape(span{d.lang.T("agenda.page", "n", n, "m", d.pages), st})
		d.drawRight(right, footerY, page)
		d.paragraph(left, footerY, wrap(shape(span{text, st}), right-left-page.width()-20))
	}
}

// write finishes the document; title goes to its metadata.
func (d *doc) write(w io.Writer, title string, made time.Time) error {
	if d.err != nil {
		return d.err
	}
	var buf bytes.Buffer
	if _, err := d.pdf.WriteTo(&buf); err != nil {
		return err
	}
	out, err := deflate(buf.Bytes())
	if err != nil {
		return err
	}
	if out, err = d.finish(out, title, made); err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}
