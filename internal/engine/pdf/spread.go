package pdf

// bookSizes are the sizes of type of a book, in parts of the usual: the first,
// or a smaller one if with it a profile stands on one page.
var bookSizes = []float64{0.95, 0.9, 0.86, 0.82, 0.78}

// profile sets one profile in two columns, from the top of a page.
func (b *book) profile(i int) {
	p := b.Profiles[i]
	b.turn(p[0].Reference)
	b.first = append(b.first, b.pages)
	b.bookmark(anchorOf(i), p[0].Title.Words)
	b.profileHead(p)
	contact := b.bookContact(p)
	room := bottom - b.y - contact.height
	texts, facts := b.columns(p, bookSizes[0])
	usual := pairsHeight(texts) + pairsHeight(facts)
	for _, k := range bookSizes[1:] {
		if usual <= room || usual > room*1.6 {
			break
		}
		if t, f := b.columns(p, k); pairsHeight(t)+pairsHeight(f) <= room {
			texts, facts = t, f
			break
		}
	}
	b.pairs(texts, p[0].Reference)
	if b.y+2+pairsHeight(facts)+contact.height > bottom {
		b.turn(p[0].Reference) // the facts stay together
	} else {
		b.ruleAt(b.y, rule, 0.5)
		b.y += 6
	}
	b.pairs(facts, p[0].Reference)
	b.drawContact(p, contact)
}

// columns sets the texts and the facts of both languages, paired.
func (b *book) columns(p [2]Profile, k float64) (texts, facts [][2]block) {
	var t, f [2][]block
	for side, one := range p {
		s := setter{lang: b.Languages[side], width: bookWidth, k: k, said: shared(b.Languages[side], one), runIn: true}
		t[side] = append(s.summary(one.Summary, 9.8), s.texts(one)...)
		s.k = max(k*0.92, 0.8) // the facts are for looking up
		f[side] = s.facts(one)
	}
	return paired(t[0], t[1]), paired(f[0], f[1])
}

// pairsHeight is how high pairs stand under each other, with what parts them.
func pairsHeight(pairs [][2]block) (h float64) {
	for _, p := range pairs {
		h += max(p[0].tall()+p[0].below, p[1].tall()+p[1].below)
	}
	return h + 4
}

// profileHead says in both languages what this is, and of whom.
func (b *book) profileHead(p [2]Profile) {
	b.box(left, b.y, right-left, 3, hue(p[0].Side))
	b.y += 9
	ref := shape(span{cut(p[0].Reference, 40), style{size: 8, colour: grey}})
	b.drawRight(right, b.y, ref)
	b.beside(style{size: 8.5, bold: true, colour: accent}, 1, [2]string{p[0].Type, p[1].Type})
	b.y += 2
	y := b.y
	titles := bookTitles(p)
	for side, one := range p {
		lang := one.Title.Lang
		if lang == "" {
			lang = b.Languages[side]
		}
		end := b.saying(lang, func() float64 { return b.paragraph(bookX[side], b.y, titles[side]) })
		if note := badge(b.Languages[side], one.Title); note != "" {
			end = b.paragraph(bookX[side], end+1, wrap(shape(span{note, caution}), bookWidth))
		}
		y = max(y, end)
	}
	b.y = y + 4
	b.owners(p)
	b.y += 5
	b.ruleAt(b.y, rule, 0.5)
	b.y += 7
}

// bookTitles sets both titles in one size, the longer the smaller.
func bookTitles(p [2]Profile) (out [2][]line) {
	for _, size := range []float64{14, 12.5, 11} {
		for side, one := range p {
			out[side] = balanced(shape(span{tied(cut(one.Title.Words, 400)), style{size: size, bold: true, colour: ink}}), bookWidth)
		}
		if len(out[0]) <= 4 && len(out[1]) <= 4 {
			return out
		}
	}
	for side := range out {
		out[side] = clipLines(out[side], 7, bookWidth)
	}
	return out
}

func (b *book) owners(p [2]Profile) {
	var names, where [2]string
	st := style{size: 9.5, bold: true, colour: ink}
	for side, one := range p {
		names[side], where[side] = one.Organisation, listIn(b.Languages[side], one.Country, one.Region)
		if one.Organisation == "" {
			names[side], st = b.Languages[side].T("paper.anonymous"), style{size: 9, colour: grey}
		}
	}
	b.beside(st, 3, names)
	b.beside(style{size: 8.5, colour: grey}, 1, where)
}

// pairs draws the blocks of both columns, those about the same beside each
// other; what does not fit on a page goes on over several.
func (b *book) pairs(pairs [][2]block, foot string) {
	for _, pair := range pairs {
		b.pair(pair, foot)
	}
}

// pair draws two blocks beside each other.
func (b *book) pair(pair [2]block, foot string) {
	for {
		h := max(pair[0].tall(), pair[1].tall())
		room := bottom - b.y
		if h <= room {
			break
		}
		if b.y > bookTop && (h < 90 || room < 60) {
			b.turn(foot)
			continue
		}
		for side := range pair {
			part, rest := pair[side].split(room)
			b.drawBlock(bookX[side], b.y, part)
			pair[side] = rest
		}
		b.turn(foot)
	}
	y := b.y
	for side, one := range pair {
		y = max(y, b.drawBlock(bookX[side], b.y, one)+one.below)
	}
	b.y = y
}

// split parts a block into the lines that fit into h points and the rest; one
// line alone never begins a page.
func (b block) split(h float64) (part, rest block) {
	if b.tall() <= h {
		return b, block{lang: b.lang, below: b.below}
	}
	part, rest = b, b
	part.body = split(b.lang, b.body, h-heightIn(b.lang, b.head)-b.figure.height())
	if n := len(part.body); len(b.body)-n == 1 && n > 2 {
		part.body = part.body[:n-1]
	}
	rest.body = b.body[len(part.body):]
	for len(rest.body) > 0 && blank(rest.body[0]) {
		rest.body = rest.body[1:]
	}
	rest.head, rest.figure = nil, nil
	return part, rest
}

// paired puts blocks of the same key side by side; both lists are in the same
// order, and a block that only one has stands alone.
func paired(a, b []block) (out [][2]block) {
	has := func(list []block, key string) bool {
		for _, x := range list {
			if x.key == key {
				return true
			}
		}
		return false
	}
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].key != b[0].key && !has(b, a[0].key):
			out, a = append(out, [2]block{a[0], {}}), a[1:]
		case len(a) == 0 || a[0].key != b[0].key:
			out, b = append(out, [2]block{{}, b[0]}), b[1:]
		default:
			out, a, b = append(out, [2]block{a[0], b[0]}), a[1:], b[1:]
		}
	}
	return out
}

// contactBand is the set contact of a profile.
type contactBand struct {
	columns [2][]line
	height  float64 // with the space above
}

const codeSide = 50.0 // of the code in the band

// bookContact sets whom to ask.
func (b *book) bookContact(p [2]Profile) (band contactBand) {
	c := [2]Contact{p[0].Contact, p[1].Contact}
	widths := [2]float64{bookWidth - 12, bookWidth - codeSide - 20}
	add := func(side, most int, words string, st style) {
		lines := wrap(shape(span{cut(words, 300), st}), widths[side])
		band.columns[side] = append(band.columns[side], clipLines(lines, most, widths[side])...)
	}
	for i, l := range b.Languages {
		key := "paper.contact"
		if c[i].Via {
			key = "paper.contact_via"
		}
		add(i, 2, l.T(key), label)
		add(i, 3, c[i].Centre, style{size: 9, bold: true, colour: ink})
	}
	add(0, 2, c[0].Person, fine)
	add(0, 2, join(" · ", c[0].Email, c[0].Phone), fine)
	add(1, 3, p[1].URL, style{size: 7, colour: accent})
	for i, lines := range band.columns {
		band.height = max(band.height, codeSide, heightIn(b.Languages[i], lines))
	}
	band.height += 22
	return band
}

// drawContact draws the band with the page's address as a code: at the foot of
// the page, or under what little stands on a later one.
func (b *book) drawContact(p [2]Profile, band contactBand) {
	if b.y+band.height > bottom {
		b.turn(p[0].Reference)
	}
	h := band.height - 6
	b.y += 6
	if b.first[len(b.first)-1] == b.pages {
		b.y = bottom - h
	}
	b.box(left, b.y, right-left, h, tint)
	b.box(left, b.y, 3, h, hue(p[0].Side))
	for i, lines := range band.columns {
		b.saying(b.Languages[i], func() float64 {
			return b.paragraph([2]float64{left + 12, bookX[1]}[i], b.y+8, lines)
		})
	}
	if p[0].URL != "" {
		x := right - codeSide - 8
		b.qr(p[0].URL, x, b.y+8, codeSide)
		b.link(p[0].URL, x, b.y+8, codeSide, codeSide)
	}
	b.y += h
}
