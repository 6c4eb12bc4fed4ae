package photo

import (
	"bytes"
	"encoding/binary"
)

// orientation is what a file says of how the camera was held: 1 to 8, 0 where
// it says nothing. It is the one thing of the file's metadata that is used.
func orientation(media string, b []byte) int {
	switch media {
	case "image/jpeg":
		return tagIn(jpegEXIF(b))
	case "image/png":
		return tagIn(chunk(b, 8, "eXIf", binary.BigEndian, true))
	case "image/webp":
		return tagIn(chunk(b, 12, "EXIF", binary.LittleEndian, false))
	}
	return 0
}

var exifMark = []byte("Exif\x00\x00")

// jpegEXIF finds the EXIF block before the first scan of a JPEG.
func jpegEXIF(b []byte) []byte {
	for i := 2; i+4 <= len(b) && b[i] == 0xff && b[i+1] != 0xda; {
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 || i+2+n > len(b) {
			return nil
		}
		if body := b[i+4 : i+2+n]; b[i+1] == 0xe1 && bytes.HasPrefix(body, exifMark) {
			return body[len(exifMark):]
		}
		i += 2 + n
	}
	return nil
}

// chunk finds a chunk of a PNG (length before name, a sum after) or of a WebP
// (name before length, padded to an even number of bytes).
func chunk(b []byte, from int, name string, order binary.ByteOrder, png bool) []byte {
	for i := from; i+8 <= len(b); {
		size, called := b[i:i+4], string(b[i+4:i+8])
		if !png {
			size, called = b[i+4:i+8], string(b[i:i+4])
		}
		n := int(order.Uint32(size))
		if n < 0 || n > len(b)-i-8 {
			return nil
		}
		if called == name {
			return bytes.TrimPrefix(b[i+8:i+8+n], exifMark)
		}
		i += 8 + n
		if png {
			i += 4
		} else {
			i += n % 2
		}
	}
	return nil
}

const orientationTag = 0x0112

// tagIn reads the tag Orientation of the first directory of a TIFF block.
func tagIn(t []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(t) < 8:
		return 0
	case t[0] == 'M':
		order = binary.BigEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at < 8 || at+2 > int64(len(t)) {
		return 0
	}
	dir := t[at:]
	for i, n := 2, int(order.Uint16(dir)); n > 0 && i+12 <= len(dir); i, n = i+12, n-1 {
		if order.Uint16(dir[i:]) == orientationTag {
			return int(order.Uint16(dir[i+8:]))
		}
	}
	return 0
}
