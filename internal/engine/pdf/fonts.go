package pdf

import (
	_ "embed" // the fonts
	"fmt"
	"sync"
	"sync/atomic"
	"unicode"

	"github.com/signintech/gopdf"
)

//go:embed fonts/NotoSans-Regular.ttf
var sansRegular []byte

//go:embed fonts/NotoSans-SemiBold.ttf
var sansBold []byte

//go:embed fonts/NotoSansSC-Regular.ttf
var hanRegular []byte

//go:embed fonts/NotoSansSC-SemiBold.ttf
var hanBold []byte

// face is one font file. It is parsed at its first use, once a process, and
// only read after that, so that documents may share it.
type face struct {
	family string
	load   func() *parsed
}

// parsed is a font in memory: glyphs answers questions about letters, shared
// is copied into each document that uses the font.
type parsed struct {
	glyphs gopdf.SubsetFontObj
	shared gopdf.FontContainer
	known  [0x10000]atomic.Uint32 // glyphs asked for before, by letter; each + 1
}

// The faces; a bold face is its regular one's number + 1.
const (
	sans = 0
	han  = 2
)

var faces = [4]face{
	newFace("NotoSans", sansRegular),
	newFace("NotoSans-SemiBold", sansBold),
	newFace("NotoSansSC", hanRegular),
	newFace("NotoSansSC-SemiBold", hanBold),
}

// newFace panics at first use if the embedded file is not a font: that is a
// broken build, which no caller can mend.
func newFace(family string, ttf []byte) face {
	return face{family: family, load: sync.OnceValue(func() *parsed {
		p := &parsed{}
		err := p.glyphs.SetTTFData(ttf)
		if err == nil {
			err = p.shared.AddTTFFontData(family, ttf)
		}
		if err != nil {
			panic(fmt.Sprintf("pdf: font %s: %v", family, err))
		}
		return p
	})}
}

// glyph returns the index of the letter's glyph, 0 where the face has none.
func (f face) glyph(r rune) uint {
	p := f.load()
	if r < 0 || int(r) >= len(p.known) {
		return p.find(r)
	}
	if i := p.known[r].Load(); i > 0 {
		return uint(i - 1)
	}
	i := p.find(r)
	p.known[r].Store(uint32(i) + 1)
	return i
}

// find looks the glyph up in the font, which takes its time.
func (p *parsed) find(r rune) uint {
	i, err := p.glyphs.CharCodeToGlyphIndex(r)
	if err != nil {
		return 0
	}
	return i
}

// width returns the advance of a glyph in thousandths of the type size.
func (f face) width(glyph uint) float64 {
	return float64(f.load().glyphs.GlyphIndexToPdfWidth(glyph))
}

// pick chooses the face that has the letter, in the order of the house: Noto
// Sans, then Noto Sans SC. Beside Chinese, the punctuation that both scripts
// share is taken at its Chinese width. A letter that no face has becomes the
// replacement character, which is seen; it never vanishes.
func pick(r rune, bold, besideHan bool) (faceID int, letter rune, glyph uint) {
	order := [2]int{sans, han}
	if besideHan && sharedPunctuation(r) {
		order = [2]int{han, sans}
	}
	for _, id := range order {
		if bold {
			id++
		}
		if g := faces[id].glyph(r); g != 0 {
			return id, r, g
		}
	}
	id := sans
	if bold {
		id++
	}
	return id, unicode.ReplacementChar, faces[id].glyph(unicode.ReplacementChar)
}

func sharedPunctuation(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '…', '—', '·':
		return true
	}
	return false
}
