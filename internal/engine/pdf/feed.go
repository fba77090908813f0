package pdf

import "github.com/skip2/go-qrcode"

// feed shows the private calendar address as a code for a phone, with a link
// and a word of care.
func (d *doc) feed(url string) {
	const side = 68.0
	width := right - left - side - 36
	lines := wrap(shape(span{d.lang.T("agenda.feed_title"), strong}), width)
	lines = append(lines, wrap(shape(span{d.lang.T("agenda.feed_hint"), plain}), width)...)
	address := wrap(shape(span{url, style{size: 7, colour: accent}}), width)
	h := max(side+16, d.heightOf(lines)+d.heightOf(address)+24)
	d.room(h)
	d.box(left, d.y, right-left, h, tint)
	d.qr(url, left+8, d.y+(h-side)/2, side)
	y := d.paragraph(left+side+24, d.y+10, lines) + 3
	end := d.paragraph(left+side+24, y, address)
	d.pdf.AddExternalLink(url, left+side+24, y, width, end-y)
	d.y += h
}

// qr draws a QR code (ISO/IEC 18004) with its upper left corner at x, y. An
// address too long for a code is left to the link beside it.
func (d *doc) qr(url string, x, y, side float64) {
	code, err := qrcode.New(url, qrcode.Medium)
	if err != nil {
		return
	}
	code.DisableBorder = true
	dots := code.Bitmap()
	unit := side / float64(len(dots))
	for i, line := range dots {
		for j := 0; j < len(line); j++ {
			n := j
			for n < len(line) && line[n] {
				n++
			}
			if n > j {
				d.box(x+float64(j)*unit, y+float64(i)*unit, float64(n-j)*unit, unit+0.02, ink)
				j = n
			}
		}
	}
}
