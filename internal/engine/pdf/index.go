package pdf

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
)

// subject is what an index lists: an area or an organisation.
type subject struct {
	names    [2]string
	profiles []int
}

// subjects collects what the profiles name, in the order in which the first
// language sorts (CLDR; for Chinese by pinyin).
func (b *book) subjects(name func(Profile) []string) []subject {
	var out []subject
	place := map[string]int{}
	for i, p := range b.Profiles {
		second := name(p[1])
		for k, n := range name(p[0]) {
			if n == "" {
				continue
			}
			at, ok := place[n]
			if !ok {
				at = len(out)
				place[n] = at
				out = append(out, subject{names: [2]string{n, ""}})
			}
			if k < len(second) && out[at].names[1] == "" && second[k] != n {
				out[at].names[1] = second[k]
			}
			if !slices.Contains(out[at].profiles, i) {
				out[at].profiles = append(out[at].profiles, i)
			}
		}
	}
	c := collate.New(b.Languages[0].Tag(), collate.IgnoreCase, collate.Numeric)
	slices.SortStableFunc(out, func(x, y subject) int {
		return c.CompareString(spoken.Replace(x.names[0]), spoken.Replace(y.names[0]))
	})
	return out
}

// spoken gives letters that are read in two ways, where names of places begin
// with them, the way in which they are read there: the collation knows but one.
var spoken = strings.NewReplacer("长", "常", "沈", "申", "重庆", "虫庆", "厦门", "下门")

func (b *book) areasIndex() {
	b.index("paper.areas_index")
	for _, s := range b.subjects(func(p Profile) []string { return p.Areas }) {
		head := b.names(s)
		b.column(heightIn(b.Languages[0], head)+30, func(x float64) float64 { return b.paragraph(x, b.y, head) + 1 })
		for _, i := range s.profiles {
			title := wrap(shape(span{cut(b.Profiles[i][0].Title.Words, 400), style{size: 8, colour: ink}}), indexWidth)
			b.reference(clipLines(title, 2, indexWidth), []int{i})
		}
		b.y += 9
	}
}

func (b *book) organisationsIndex() {
	b.index("paper.organisations_index")
	for _, s := range b.subjects(func(p Profile) []string { return []string{p.Organisation} }) {
		first, second := style{size: 8.5, bold: true, colour: ink}, style{size: 8.5, colour: grey}
		lines := wrap(shape(span{s.names[0], first}, span{"  " + s.names[1], second}), indexWidth)
		if len(lines) > 1 { // each name on lines of its own
			lines = append(wrap(shape(span{s.names[0], first}), indexWidth), wrap(shape(span{s.names[1], second}), indexWidth)...)
		}
		b.reference(clipLines(lines, 5, indexWidth), s.profiles)
		b.y += 3
	}
}

// index begins an index: a chapter in two columns of type.
func (b *book) index(key string) {
	b.chapter(key)
	b.indexes = append(b.indexes, b.pages)
	b.shelf, b.shelfTop, b.shelfName = 0, b.y, b.Languages[0].T(key)
}

// names sets both names of a subject under each other.
func (b *book) names(s subject) []line {
	lines := wrap(shape(span{s.names[0], style{size: 10, bold: true, colour: accent}}), bookWidth)
	return append(lines, wrap(shape(span{s.names[1], style{size: 8.5, colour: grey}}), bookWidth)...)
}

// column draws h points of an index where there is room: in this column, the
// next one, or on the next page.
func (b *book) column(h float64, draw func(x float64) float64) {
	if b.y+h > bottom && b.y > b.shelfTop {
		b.shelf++
		if b.shelf == 2 {
			b.turn(b.shelfName)
			b.shelf, b.shelfTop = 0, bookTop
		}
		b.y = b.shelfTop
	}
	b.y = draw(bookX[b.shelf])
}

const indexWidth = bookWidth - 34 // the numbers stand beside

// reference sets a line of an index with the pages of its profiles.
func (b *book) reference(lines []line, profiles []int) {
	var pages []string
	for _, i := range profiles {
		if n := fmt.Sprint(b.first[i]); !slices.Contains(pages, n) {
			pages = append(pages, n)
		}
	}
	st := style{size: 8.5, bold: true, colour: accent}
	number := shape(span{strings.Join(pages, ", "), st})
	var below []line
	if number.width() > 32 {
		below = wrap(number, indexWidth)
	}
	h := heightIn(b.Languages[0], lines) + heightIn(b.Languages[0], below)
	b.column(h, func(x float64) float64 {
		b.pdf.AddInternalLink(anchorOf(profiles[0]), x, b.y, bookWidth, h)
		if below == nil {
			b.drawRight(x+bookWidth, b.y, number)
		}
		return b.paragraph(x, b.paragraph(x, b.y, lines), below) + 2
	})
}
