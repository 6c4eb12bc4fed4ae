package voice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"
)

// Bounds of a recording. Twenty minutes at what telephones record in stay well
// below the bytes.
const (
	MaxBytes = 24 << 20
	Longest  = 20 * time.Minute
)

// What a person can mend about a recording.
var (
	ErrForm  = errors.New("no recording of a known form")
	ErrEmpty = errors.New("nothing is heard in the recording")
	ErrLong  = errors.New("the recording is too long")
)

// A Sound is what a recording is.
type Sound struct {
	Media  string // audio/wav, audio/ogg, audio/mp4, audio/mpeg, audio/amr
	Length time.Duration
}

// forms are the forms of sound that are known, by how a file of each begins.
var forms = []struct {
	media string
	is    func([]byte) bool
	read  func([]byte) (time.Duration, bool)
}{
	{"audio/wav", func(b []byte) bool { return hasAt(b, 0, "RIFF") && hasAt(b, 8, "WAVE") }, wav},
	{"audio/ogg", func(b []byte) bool { return hasAt(b, 0, "OggS") }, ogg},
	{"audio/mp4", func(b []byte) bool { return hasAt(b, 4, "ftyp") }, mp4},
	{"audio/amr", func(b []byte) bool { return hasAt(b, 0, amrMark) }, amr},
	{"audio/mpeg", func(b []byte) bool { return hasAt(b, 0, "ID3") || len(b) > 1 && b[0] == 0xff && b[1]&0xe0 == 0xe0 }, mp3},
}

func hasAt(b []byte, at int, mark string) bool {
	return len(b) >= at+len(mark) && string(b[at:at+len(mark)]) == mark
}

// Read says what a recording is. It returns [ErrForm], [ErrEmpty] or [ErrLong]
// for what cannot be submitted.
func Read(b []byte) (Sound, error) {
	for _, f := range forms {
		if !f.is(b) {
			continue
		}
		d, ok := f.read(b)
		switch {
		case !ok:
			return Sound{}, ErrForm
		case d <= 0:
			return Sound{}, ErrEmpty
		case d > Longest || len(b) > MaxBytes:
			return Sound{}, ErrLong
		}
		return Sound{f.media, d}, nil
	}
	return Sound{}, ErrForm
}

// lasting is a number of units as a length of time; false where it is no length
// that anybody records.
func lasting(units, perSecond uint64) (time.Duration, bool) {
	const month = 31 * 24 * 3600
	if perSecond == 0 || units/perSecond > month {
		return 0, false
	}
	whole, rest := units/perSecond, units%perSecond
	return time.Duration(whole)*time.Second + time.Duration(float64(rest)/float64(perSecond)*float64(time.Second)), true
}

// wav reads the chunks of a RIFF file: the bytes of sound, and how many there
// are to a second.
func wav(b []byte) (time.Duration, bool) {
	le := binary.LittleEndian
	var rate, size uint64
	var data bool
	for i := 12; i+8 <= len(b); {
		n := int64(le.Uint32(b[i+4:]))
		switch string(b[i : i+4]) {
		case "fmt ":
			if n < 16 || i+8+16 > len(b) {
				return 0, false
			}
			rate = uint64(le.Uint32(b[i+16:]))
		case "data":
			size, data = uint64(min(n, int64(len(b)-i-8))), true // a recorder that was cut off wrote no length
		}
		i += 8 + int(min(n+n%2, int64(len(b))))
	}
	if !data {
		return 0, false
	}
	return lasting(size, rate)
}

// ogg counts the samples of a stream of Opus (RFC 7845) or Vorbis: the last
// page's position, less what is skipped at the start.
func ogg(b []byte) (time.Duration, bool) {
	le := binary.LittleEndian
	var rate, skip, last uint64
	for i := 0; i+27 <= len(b) && hasAt(b, i, "OggS"); {
		segments := int(b[i+26])
		body := i + 27 + segments
		if body > len(b) {
			break
		}
		size := 0
		for _, s := range b[i+27 : body] {
			size += int(s)
		}
		page := b[body:min(body+size, len(b))]
		switch {
		case rate == 0 && hasAt(page, 0, "OpusHead") && len(page) >= 19:
			rate, skip = 48000, uint64(le.Uint16(page[10:]))
		case rate == 0 && hasAt(page, 0, "\x01vorbis") && len(page) >= 30:
			rate = uint64(le.Uint32(page[12:]))
		}
		if at := le.Uint64(b[i+6:]); at != ^uint64(0) {
			last = max(last, at)
		}
		i = body + size
	}
	if rate == 0 {
		return 0, false
	}
	return lasting(last-min(skip, last), rate)
}

// mp4 reads the length out of the movie's header, where there is a track of
// sound and none of pictures.
func mp4(b []byte) (time.Duration, bool) {
	moov, ok := box(b, "moov")
	if !ok || bytes.Contains(moov, []byte("vide")) || !bytes.Contains(moov, []byte("soun")) {
		return 0, false
	}
	h, ok := box(moov, "mvhd")
	be := binary.BigEndian
	switch {
	case !ok:
	case len(h) >= 20 && h[0] == 0:
		return lasting(uint64(be.Uint32(h[16:])), uint64(be.Uint32(h[12:])))
	case len(h) >= 32 && h[0] == 1:
		return lasting(be.Uint64(h[24:]), uint64(be.Uint32(h[20:])))
	}
	return 0, false
}

// box finds a box of ISO 14496-12 among those that stand beside each other.
func box(b []byte, name string) ([]byte, bool) {
	be := binary.BigEndian
	for len(b) >= 8 {
		n, head := uint64(be.Uint32(b)), uint64(8)
		switch {
		case n == 1 && len(b) >= 16:
			n, head = be.Uint64(b[8:]), 16
		case n == 0:
			n = uint64(len(b))
		}
		if n < head || n > uint64(len(b)) {
			return nil, false
		}
		if string(b[4:8]) == name {
			return b[head:n], true
		}
		b = b[n:]
	}
	return nil, false
}

const amrMark = "#!AMR\n"

// amrSize are the bytes of a frame of 20 ms by its type (RFC 4867); 0 is no frame.
var amrSize = [16]int{13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1}

func amr(b []byte) (time.Duration, bool) {
	var frames uint64
	for i := len(amrMark); i < len(b); frames++ {
		n := amrSize[b[i]>>3&15]
		if n == 0 {
			return 0, false
		}
		i += n
	}
	return lasting(frames, 50)
}
