// Package picture makes uploaded pictures fit to be shown: they are decoded and
// written anew, no larger than asked, so that nothing of the camera, the place
// or the author stays in them.
package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/birzha/birzha/internal/base/fault"
)

// mostPixels is how many pixels a picture may have to be decoded: a picture of
// a few kilobytes can unfold into gigabytes.
const mostPixels = 40_000_000

// quality of JPEG, in percent.
const quality = 85

// Clean decodes a picture of the MIME type image/png, image/jpeg or image/webp
// and writes it anew, with no side longer than most pixels: as JPEG, or as PNG
// where parts are transparent or the picture was PNG. It gives the MIME type of
// what it wrote, and a fault that says why where a picture cannot be read.
func Clean(content []byte, contentType string, most int) (out []byte, outType string, err error) {
	config, decode := decoder(contentType)
	if decode == nil {
		return nil, "", fault.New(fault.Invalid, "media.type")
	}
	c, err := config(content)
	if err != nil {
		return nil, "", broken(err)
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return nil, "", fault.New(fault.Invalid, "media.pixels", "n", mostPixels/1_000_000)
	}
	img, err := decode(content)
	if err != nil {
		return nil, "", broken(err)
	}
	img = fit(img, most)
	if contentType == "image/jpeg" {
		img = upright(img, orientation(content))
	}
	var b bytes.Buffer
	if contentType == "image/png" || !opaque(img) {
		err, outType = png.Encode(&b, img), "image/png"
	} else {
		err, outType = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}), "image/jpeg"
	}
	return b.Bytes(), outType, err
}

func broken(err error) error {
	return &fault.Error{Kind: fault.Invalid, Key: "media.broken", Err: fmt.Errorf("picture: %w", err)}
}

func decoder(contentType string) (config func([]byte) (image.Config, error), decode func([]byte) (image.Image, error)) {
	switch contentType {
	case "image/png":
		return func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) }
	case "image/jpeg":
		return func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }
	case "image/webp":
		return func(b []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) }
	}
	return nil, nil
}

// fit scales a picture down so that no side is longer than most. The result
// begins at the origin, whatever the picture's own coordinates were.
func fit(img image.Image, most int) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if long := max(w, h); long > most {
		w, h = max(1, w*most/long), max(1, h*most/long)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == img.Bounds().Dx() && h == img.Bounds().Dy() {
		draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	} else {
		xdraw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), xdraw.Src, nil)
	}
	return out
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}
