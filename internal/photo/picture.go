package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // read by image.Decode
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // read by image.Decode
)

// Bounds of a picture that is taken in. The file is held in memory while it is
// read; a progressive JPEG takes sixteen bytes a pixel.
const (
	MaxBytes  = 20_000_000
	MaxPixels = 25_000_000
	maxSide   = 20_000
	maxScans  = 100 // of a progressive JPEG: each goes over the whole picture
)

// Side is the longest side of the copy that is shown, in pixels, and weight the
// most bytes it should have.
const (
	Side   = 960
	weight = 110_000
)

// What a person can mend about a picture.
var (
	ErrNone   = errors.New("no picture was chosen")
	ErrLarge  = errors.New("the file is too large")
	ErrKind   = errors.New("the file is no JPEG, PNG or WebP picture")
	ErrPixels = errors.New("the picture has too many points")
	ErrBroken = errors.New("the picture cannot be read to its end")
)

// A Picture is a file that came in and the copy of it that is shown.
type Picture struct {
	Original      []byte
	Media         string // image/jpeg, image/png, image/webp
	Shown         []byte // JPEG without any metadata
	Width, Height int    // of the copy
}

// decoding lets one picture be read at a time: each may take some hundred
// megabytes while it is.
var decoding = make(chan struct{}, 1)

// Read reads a picture whole and makes the copy that is shown. What can be
// mended is one of this package's errors.
func Read(r io.Reader) (Picture, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return Picture{}, err
	case len(b) == 0:
		return Picture{}, ErrNone
	case len(b) > MaxBytes:
		return Picture{}, ErrLarge
	}
	media, err := admit(b)
	if err != nil {
		return Picture{}, err
	}
	p := Picture{Original: b, Media: media}
	decoding <- struct{}{}
	defer func() { <-decoding }()
	full, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return Picture{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	small := upright(scaled(full), orientation(media, b))
	p.Width, p.Height = small.Bounds().Dx(), small.Bounds().Dy()
	p.Shown, err = pack(small)
	return p, err
}

// admit looks at a file's first bytes alone: what it is, and whether reading it
// is within bounds.
func admit(b []byte) (media string, err error) {
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	// Which formats image knows is the whole program's; which are taken is ours.
	if errors.Is(err, image.ErrFormat) || err == nil && format != "jpeg" && format != "png" && format != "webp" {
		return "", ErrKind
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrBroken, err)
	}
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return "", ErrBroken
	case c.Width > maxSide || c.Height > maxSide || c.Width*c.Height > MaxPixels:
		return "", ErrPixels
	case format == "jpeg" && bytes.Count(b, []byte{0xff, 0xda}) > maxScans:
		return "", ErrBroken
	}
	return "image/" + format, nil
}

// scaled is the picture at most [Side] points long, on white.
func scaled(full image.Image) *image.RGBA {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	if long := max(w, h); long > Side {
		w, h = max(1, w*Side/long), max(1, h*Side/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Bounds(), full, full.Bounds(), draw.Over, nil)
	return out
}

// upright turns a picture as its file says that it was held: the number is that
// of the tag Orientation in EXIF, 1 to 8; any other leaves it as it is.
func upright(in *image.RGBA, turn int) *image.RGBA {
	if turn < 2 || turn > 8 {
		return in
	}
	w, h := in.Bounds().Dx(), in.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if turn >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			at := [...]image.Point{
				2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x},
			}[turn]
			out.SetRGBA(at.X, at.Y, in.RGBAAt(x, y))
		}
	}
	return out
}

// pack writes the copy, more coarsely where it would be heavy on a weak link.
func pack(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	for _, quality := range []int{82, 70, 55, 40} {
		b.Reset()
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
			return nil, fmt.Errorf("write a picture's copy: %w", err)
		}
		if b.Len() <= weight {
			break
		}
	}
	return b.Bytes(), nil
}
