package pdf

import (
	"slices"
	"strings"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
)

// block is a heading with the lines under it, set for one width.
type block struct {
	key    string    // of the message that heads it; "" for a summary
	lang   i18n.Lang // of the words: Chinese wants more air
	head   []line
	body   []line
	below  float64 // distance to the next block
	figure *scale  // drawn under the head, or under a body that has none
	width  float64
}

// tall is how high the block is, without what comes below.
func (b block) tall() float64 {
	return heightIn(b.lang, b.head) + b.figure.height() + heightIn(b.lang, b.body)
}

func stackHeight(blocks []block) (h float64) {
	for i, b := range blocks {
		h += b.tall()
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
	return d.saying(b.lang, func() float64 {
		y := d.paragraph(x, y, b.head)
		if b.head == nil {
			y = d.paragraph(x, y, b.body)
		}
		if b.figure != nil {
			d.scale(x, y, *b.figure)
			y += b.figure.height()
		}
		if b.head == nil {
			return y
		}
		return d.paragraph(x, y, b.body)
	})
}

// saying draws with the measures of a language; "" is the document's.
func (d *doc) saying(l i18n.Lang, draw func() float64) float64 {
	was := d.lang
	if l != "" {
		d.lang = l
	}
	defer func() { d.lang = was }()
	return draw()
}

// squeeze shortens the longest bodies until the blocks are no higher than h:
// all are cut to one height and those below it stay whole. It reports whether
// something was cut.
func squeeze(blocks []block, h float64) (cut bool) {
	if stackHeight(blocks) <= h {
		return false
	}
	low, high := 0.0, h
	whole := make([][]line, len(blocks))
	for i, b := range blocks {
		whole[i] = b.body
	}
	apply := func(limit float64) bool {
		for i := range blocks {
			blocks[i].body = clip(blocks[i].lang, whole[i], limit, blocks[i].width)
		}
		return stackHeight(blocks) <= h
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
func clip(lang i18n.Lang, lines []line, h, width float64) []line {
	kept := split(lang, lines, h)
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
// have, and no short last one. Chinese does not tell its words apart, so there
// a line rather ends with a clause.
func balanced(p line, width float64) []line {
	if lines, ok := clauses(p, width); ok {
		return lines
	}
	lines := wrap(p, width)
	low, high := width/2, width
	for range 8 {
		if mid := (low + high) / 2; len(wrap(p, mid)) > len(lines) {
			low = mid
		} else {
			high = mid
		}
	}
	return wrap(p, high)
}

// clauses breaks a Chinese heading only after punctuation, spaces and dashes;
// it fails on other text and where a clause is wider than the line.
func clauses(p line, width float64) (out []line, ok bool) {
	if !slices.ContainsFunc(p, func(m mark) bool { return isHan(m.r) }) {
		return nil, false
	}
	start, good := 0, 0
	for i := range p {
		if p[start:i+1].width() > width && p[i].r != ' ' {
			if good <= start {
				return nil, false
			}
			out = append(out, trim(p[start:good]))
			start = good
		}
		if i+1 < len(p) && mayBreak(p[i].r, p[i+1].r) && (!isHan(p[i].r) || !isHan(p[i+1].r) && !isWestern(p[i+1].r)) {
			good = i + 1
		}
	}
	return append(out, trim(p[start:])), true
}

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
		out = append(out, wrap(shape(span{tied(p), st}), width)...)
	}
	return out
}

// tied keeps on one line what belongs together: Cyrillic words of one letter,
// prepositions and conjunctions, with the word that follows, as Russian and
// Belarusian books do; the groups of a number, and a number with its degrees.
func tied(s string) string {
	r := []rune(s)
	for i := 1; i+1 < len(r); i++ {
		if r[i] != ' ' {
			continue
		}
		word := unicode.Is(unicode.Cyrillic, r[i-1]) && (i == 1 || !unicode.IsLetter(r[i-2]) && !unicode.IsDigit(r[i-2]))
		figure := unicode.IsDigit(r[i-1]) && (unicode.IsDigit(r[i+1]) || r[i+1] == '°' || r[i+1] == '%')
		if word || figure {
			r[i] = '\u00A0'
		}
	}
	return string(r)
}
