package photo_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"kashf.org/kashf/internal/photo"
)

// striped is a picture whose top is red, of some size.
func striped(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// where is what a telephone writes beside a picture: how it was held, and in
// clear where it was taken.
const where = "GPS 33.5138 N 36.2765 E Samsung SM-A515"

// exif is a TIFF block with a turn, in either order of bytes.
func exif(turn int, order binary.ByteOrder) []byte {
	head := []byte("II*\x00")
	if order == binary.ByteOrder(binary.BigEndian) {
		head = []byte("MM\x00*")
	}
	b := append([]byte(nil), head...)
	b = appendUint(order, b, 8, 4)
	b = appendUint(order, b, 1, 2)      // one tag
	b = appendUint(order, b, 0x0112, 2) // Orientation
	b = appendUint(order, b, 3, 2)      // a short
	b = appendUint(order, b, 1, 4)
	b = appendUint(order, b, uint32(turn), 2)
	b = appendUint(order, b, 0, 2)
	return append(b, where...)
}

func appendUint(order binary.ByteOrder, b []byte, v uint32, n int) []byte {
	var w [4]byte
	if n == 2 {
		order.PutUint16(w[:], uint16(v))
	} else {
		order.PutUint32(w[:], v)
	}
	return append(b, w[:n]...)
}

// withEXIF puts such a block into a JPEG.
func withEXIF(j []byte, block []byte) []byte {
	body := append([]byte("Exif\x00\x00"), block...)
	out := append([]byte(nil), j[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(append(out, body...), j[2:]...)
}

// withChunk puts a chunk behind the head of a PNG.
func withChunk(p []byte, name string, body []byte) []byte {
	const head = 8 + 25
	out := append([]byte(nil), p[:head]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	sum := crc32.ChecksumIEEE(append([]byte(name), body...))
	out = append(append(out, name...), body...)
	return append(binary.BigEndian.AppendUint32(out, sum), p[head:]...)
}

// tinyWebP is a picture of one point.
const tinyWebP = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA="

// What is shown has nothing of what a picture tells beside itself, is upright,
// and no longer than the longest side.
func TestReadLeavesOutWhereItWasTaken(t *testing.T) {
	webp, err := base64.StdEncoding.DecodeString(tinyWebP)
	if err != nil {
		t.Fatal(err)
	}
	red := func(m image.Image, x, y int) bool {
		r, _, b, _ := m.At(x, y).RGBA()
		return r > 3*b
	}
	for name, c := range map[string]struct {
		file  []byte
		media string
		w, h  int
		at    image.Point // somewhere red
	}{
		"jpeg":            {jpegOf(t, striped(40, 20)), "image/jpeg", 40, 20, image.Pt(20, 4)},
		"jpeg, turned 6":  {withEXIF(jpegOf(t, striped(40, 20)), exif(6, binary.LittleEndian)), "image/jpeg", 20, 40, image.Pt(16, 20)},
		"jpeg, turned 8":  {withEXIF(jpegOf(t, striped(40, 20)), exif(8, binary.BigEndian)), "image/jpeg", 20, 40, image.Pt(4, 20)},
		"jpeg, turned 3":  {withEXIF(jpegOf(t, striped(40, 20)), exif(3, binary.BigEndian)), "image/jpeg", 40, 20, image.Pt(20, 16)},
		"jpeg, turned 99": {withEXIF(jpegOf(t, striped(40, 20)), exif(99, binary.BigEndian)), "image/jpeg", 40, 20, image.Pt(20, 4)},
		"png, turned 6":   {withChunk(pngOf(t, striped(40, 20)), "eXIf", exif(6, binary.BigEndian)), "image/png", 20, 40, image.Pt(16, 20)},
		"png with words":  {withChunk(pngOf(t, striped(40, 20)), "tEXt", []byte("Comment\x00"+where)), "image/png", 40, 20, image.Pt(20, 4)},
		"large":           {pngOf(t, striped(3000, 1200)), "image/png", 960, 384, image.Pt(480, 100)},
		"a thread":        {pngOf(t, striped(4000, 1)), "image/png", 960, 1, image.Pt(0, -1)},
		"webp":            {webp, "image/webp", 1, 1, image.Pt(0, -1)},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := photo.Read(bytes.NewReader(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(p.Original, c.file) || p.Media != c.media {
				t.Errorf("the file as it came is not kept: %d bytes of %d, %s", len(p.Original), len(c.file), p.Media)
			}
			if bytes.Contains(p.Shown, []byte("GPS")) || bytes.Contains(p.Shown, []byte("Exif")) || bytes.Contains(p.Shown, []byte("Samsung")) {
				t.Error("the copy tells where it was taken")
			}
			m, err := jpeg.Decode(bytes.NewReader(p.Shown))
			if err != nil {
				t.Fatal(err)
			}
			if b := m.Bounds(); b.Dx() != c.w || b.Dy() != c.h || p.Width != c.w || p.Height != c.h {
				t.Errorf("%v, said to be %dx%d; want %dx%d", b, p.Width, p.Height, c.w, c.h)
			}
			if c.at.Y >= 0 && !red(m, c.at.X, c.at.Y) {
				t.Errorf("at %v is not the picture's top", c.at)
			}
		})
	}
}

// Hostile files are refused by their first bytes, before anything is unfolded.
func TestReadRefuses(t *testing.T) {
	huge := pngOf(t, striped(8, 8))
	binary.BigEndian.PutUint32(huge[16:], 19_000) // 19,000 x 19,000: 1.4 GB unfolded
	binary.BigEndian.PutUint32(huge[20:], 19_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	long := pngOf(t, striped(20_001, 1))
	scans := jpegOf(t, striped(16, 16))
	scans = append(scans[:len(scans)-2:len(scans)-2], bytes.Repeat([]byte{0xff, 0xda, 0, 2}, 1000)...)
	var still bytes.Buffer
	if err := gif.Encode(&still, striped(4, 4), nil); err != nil {
		t.Fatal(err)
	}
	whole := jpegOf(t, striped(400, 400))
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":             {nil, photo.ErrNone},
		"a page":              {[]byte("<html><script>alert(1)</script>"), photo.ErrKind},
		"a vector picture":    {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), photo.ErrKind},
		"another kind":        {still.Bytes(), photo.ErrKind},
		"a bomb":              {huge, photo.ErrPixels},
		"longer than a side":  {long, photo.ErrPixels},
		"a thousand scans":    {scans, photo.ErrBroken},
		"cut off":             {whole[:len(whole)/3], photo.ErrBroken},
		"more than the bound": {make([]byte, photo.MaxBytes+1), photo.ErrLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := photo.Read(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
				t.Errorf("Read = %v, want %v", err, c.want)
			}
		})
	}
}

// Whatever comes is refused with an error that can be said, or read.
func FuzzRead(f *testing.F) {
	f.Add(jpegOf(f, striped(9, 5)))
	f.Add(withEXIF(jpegOf(f, striped(9, 5)), exif(6, binary.LittleEndian)))
	f.Add(withChunk(pngOf(f, striped(9, 5)), "eXIf", exif(5, binary.BigEndian)))
	if b, err := base64.StdEncoding.DecodeString(tinyWebP); err == nil {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		p, err := photo.Read(bytes.NewReader(b))
		if err != nil {
			for _, want := range []error{photo.ErrNone, photo.ErrKind, photo.ErrPixels, photo.ErrBroken} {
				if errors.Is(err, want) {
					return
				}
			}
			t.Fatalf("an error without words: %v", err)
		}
		if p.Width > photo.Side || p.Height > photo.Side || p.Width < 1 || p.Height < 1 {
			t.Errorf("the copy is %dx%d", p.Width, p.Height)
		}
	})
}
