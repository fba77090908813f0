package pdf

import (
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
)

// block is a heading with the lines under it, set for one width.
type block struct {
	lang   i18n.Lang // of the words: Chinese wants more air
	head   []line
	body   []line
	below  float64 // distance to the next block
	figure *scale  // drawn between the head and the body
	width  float64
}

// tall is how high the block is, without what comes below.
func (d *doc) tall(b block) float64 {
	return d.in(b.lang).heightOf(b.head) + b.figure.height() + d.in(b.lang).heightOf(b.body)
}

func (d *doc) stackHeight(blocks []block) (h float64) {
	for i, b := range blocks {
		h += d.tall(b)
		if i+1 < len(blocks) {
			h += b.below
		}
	}
	return h
}

// stack draws blocks under each other and returns the y below the last.
func (d *doc) stack(x, y float64, blocks []block) float64 {
	for i, b := range blocks {
		y = d.drawBlock(x, y, b)
		if i+1 < len(blocks) {
			y += b.below
		}
	}
	return y
}

func (d *doc) drawBlock(x, y float64, b block) float64 {
	was := d.lang
	d.lang = b.lang
	defer func() { d.lang = was }()
	y = d.paragraph(x, y, b.head)
	if b.figure != nil {
		d.scale(x, y, *b.figure)
		y += b.figure.height()
	}
	return d.paragraph(x, y, b.body)
}

// squeeze shortens the longest bodies until the blocks are no higher than h:
// all are cut to one height and those below it stay whole. It reports whether
// something was cut.
func (d *doc) squeeze(blocks []block, h float64) (cut bool) {
	if d.stackHeight(blocks) <= h {
		return false
	}
	low, high := 0.0, h
	whole := make([][]line, len(blocks))
	for i, b := range blocks {
		whole[i] = b.body
	}
	apply := func(limit float64) bool {
		for i := range blocks {
			blocks[i].body = d.in(blocks[i].lang).clip(whole[i], limit, blocks[i].width)
		}
		return d.stackHeight(blocks) <= h
	}
	for range 12 {
		if mid := (low + high) / 2; apply(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	apply(low)
	return true
}

// clip keeps the lines that fit into h points, at least one; where some are
// lost, the last ends with an ellipsis.
func (d *doc) clip(lines []line, h, width float64) []line {
	kept := d.split(lines, h)
	if len(kept) == len(lines) {
		return lines
	}
	kept = append([]line(nil), kept...)
	for len(kept) > 1 && blank(kept[len(kept)-1]) {
		kept = kept[:len(kept)-1]
	}
	kept[len(kept)-1] = ellipsis(kept[len(kept)-1], width)
	return kept
}

// clipLines keeps n lines at most, as clip does.
func clipLines(lines []line, n int, width float64) []line {
	if len(lines) <= n {
		return lines
	}
	kept := append([]line(nil), lines[:n]...)
	kept[n-1] = ellipsis(kept[n-1], width)
	return kept
}

// ellipsis ends a line with three points, in place of its last letters where
// there is no room for them.
func ellipsis(l line, width float64) line {
	st := plain
	if len(l) > 0 {
		st = l[len(l)-1].style
	}
	dots := shape(span{"…", st})
	l = append(line(nil), l...)
	for len(l) > 0 && (l.width()+dots.width() > width || strings.ContainsRune(" ,.;:，。；：、(（", l[len(l)-1].r)) {
		l = l[:len(l)-1]
	}
	return append(l, dots...)
}

// blank tells the space between two paragraphs.
func blank(l line) bool { return len(l) == 1 && l[0].r == ' ' }

// balanced breaks a heading into lines of about one length: as many as it must
// have, and no short last one.
func balanced(p line, width float64) []line {
	lines := wrap(p, width)
	low, high := width/2, width
	for range 8 {
		if mid := (low + high) / 2; len(wrap(p, mid)) > len(lines) {
			low = mid
		} else {
			high = mid
		}
	}
	for w := high; w <= width; w += 2 { // rather a little uneven than a broken word
		if even := wrap(p, w); endWell(even) {
			return even
		}
	}
	return wrap(p, high)
}

// endWell tells whether no line but the last ends inside of a clause of
// Chinese, where words are not told apart.
func endWell(lines []line) bool {
	for _, l := range lines[:max(0, len(lines)-1)] {
		if len(l) > 0 && isHan(l[len(l)-1].r) {
			return false
		}
	}
	return true
}

// in is the document with the measures of another language; it draws nothing.
func (d *doc) in(l i18n.Lang) *doc { return &doc{lang: l} }

// times returns the style in another size.
func (s style) times(k float64) style {
	s.size *= k
	return s
}

// prose sets a text of several paragraphs; a little space parts them.
func prose(text string, st style, width float64) (out []line) {
	for _, p := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if len(out) > 0 {
			out = append(out, shape(span{" ", st.times(0.4)}))
		}
		out = append(out, wrap(shape(span{p, st}), width)...)
	}
	return out
}
