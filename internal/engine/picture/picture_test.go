package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/fault"
)

// sample is a picture whose top left quarter is red, the rest blue.
func sample(w, h int, alpha uint8) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{B: 255, A: alpha})
			if x < w/2 && y < h/2 {
				img.SetNRGBA(x, y, color.NRGBA{R: 255, A: 255})
			}
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	out := append([]byte{}, b.Bytes()[:2]...)
	for _, s := range segments {
		out = append(out, 0xFF, 0xE1)
		out = binary.BigEndian.AppendUint16(out, uint16(len(s)+2))
		out = append(out, s...)
	}
	return append(out, b.Bytes()[2:]...)
}

// exifOf is an Exif segment with an orientation and the name of an artist.
func exifOf(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("Exif\x00\x00MM\x00\x2a")
	if order.String() == binary.LittleEndian.String() {
		b = []byte("Exif\x00\x00II\x2a\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(b, 0x010F)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(b, 4)
	b = append(b, "Abc\x00"...)
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, orientation)
	return append(b, "\x00\x00\x00\x00\x00\x00SECRETARTIST"...)
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCleanDropsAllButThePicture(t *testing.T) {
	in := asJPEG(t, sample(40, 30, 255), exifOf(binary.BigEndian, 1), []byte("http://ns.adobe.com/xap/1.0/\x00<x>SECRETARTIST</x>"))
	if !bytes.Contains(in, []byte("SECRETARTIST")) {
		t.Fatal("the sample has no metadata")
	}
	out, contentType, err := Clean(in, "image/jpeg", 100)
	if err != nil || contentType != "image/jpeg" || bytes.Contains(out, []byte("SECRETARTIST")) || bytes.Contains(out, []byte("Exif")) {
		t.Errorf("%s, %v, %d bytes: metadata is still there", contentType, err, len(out))
	}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(out)); err != nil || c.Width != 40 || c.Height != 30 {
		t.Errorf("%dx%d, %v", c.Width, c.Height, err)
	}
}

func TestCleanScalesDown(t *testing.T) {
	for _, c := range []struct{ w, h, most, wantW, wantH int }{{400, 200, 100, 100, 50}, {200, 400, 100, 50, 100}, {50, 50, 100, 50, 50}, {1000, 1, 100, 100, 1}} {
		out, _, err := Clean(asPNG(t, sample(c.w, c.h, 255)), "image/png", c.most)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := png.DecodeConfig(bytes.NewReader(out)); err != nil || got.Width != c.wantW || got.Height != c.wantH {
			t.Errorf("%dx%d becomes %dx%d, want %dx%d", c.w, c.h, got.Width, got.Height, c.wantW, c.wantH)
		}
	}
}

// TestUpright turns a picture as its camera says, in both byte orders, and finds
// the red quarter where it belongs.
func TestUpright(t *testing.T) {
	corners := map[uint16][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		for o, want := range corners {
			out, _, err := Clean(asJPEG(t, sample(64, 32, 255), exifOf(order, o)), "image/jpeg", 100)
			if err != nil {
				t.Fatal(err)
			}
			img, err := jpeg.Decode(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			w, h := img.Bounds().Dx(), img.Bounds().Dy()
			if turned := o >= 5; turned != (h > w) {
				t.Errorf("orientation %d: %dx%d", o, w, h)
			}
			for cx := range 2 {
				for cy := range 2 {
					r, _, b, _ := img.At(w/4+cx*w/2, h/4+cy*h/2).RGBA()
					if red := r > b; red != (cx == want[0] && cy == want[1]) {
						t.Errorf("orientation %d: corner %d %d is red: %v", o, cx, cy, red)
					}
				}
			}
		}
	}
}

func TestTransparentStaysSo(t *testing.T) {
	out, contentType, err := Clean(asPNG(t, sample(10, 10, 0)), "image/png", 100)
	if err != nil || contentType != "image/png" {
		t.Fatal(contentType, err)
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := img.At(9, 9).RGBA(); a != 0 {
		t.Error("what was transparent is not")
	}
}

// webpSample is one pixel in lossy WebP.
const webpSample = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"

func TestWebP(t *testing.T) {
	in, err := base64.StdEncoding.DecodeString(webpSample)
	if err != nil {
		t.Fatal(err)
	}
	_, contentType, err := Clean(in, "image/webp", 100)
	if err != nil || contentType != "image/jpeg" {
		t.Errorf("%s, %v", contentType, err)
	}
}

func TestRefused(t *testing.T) {
	bomb := asPNG(t, sample(1, 1, 255))
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	sound := asPNG(t, sample(10, 10, 255))
	for _, c := range []struct {
		name, contentType string
		content           []byte
		key               string
	}{
		{"another type", "image/gif", sound, "media.type"},
		{"not what it says", "image/jpeg", sound, "media.broken"},
		{"cut", "image/png", sound[:len(sound)/2], "media.broken"},
		{"empty", "image/png", nil, "media.broken"},
		{"a bomb", "image/png", fixCRC(bomb), "media.pixels"},
	} {
		_, _, err := Clean(c.content, c.contentType, 100)
		if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), c.key) {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
	}
}

// fixCRC writes the checksum of the header of a PNG file anew.
func fixCRC(b []byte) []byte {
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func FuzzClean(f *testing.F) {
	var b bytes.Buffer
	if err := png.Encode(&b, sample(8, 8, 255)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, 60}, exifOf(binary.LittleEndian, 6)...))
	f.Fuzz(func(t *testing.T, content []byte) {
		orientation(content)
		for _, contentType := range []string{"image/png", "image/jpeg", "image/webp"} {
			if out, _, err := Clean(content, contentType, 50); err == nil && len(out) == 0 {
				t.Error("an empty picture without an error")
			}
		}
	})
}
