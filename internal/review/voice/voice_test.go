package voice_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"kashf.org/kashf/internal/review/voice"
)

// wav is so many seconds of silence at 8000 bytes a second.
func wav(seconds int) []byte {
	le := binary.LittleEndian
	b := []byte("RIFF\x00\x00\x00\x00WAVEfmt ")
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, 1) // PCM
	b = le.AppendUint16(b, 1)
	b = le.AppendUint32(b, 8000)
	b = le.AppendUint32(b, 8000)
	b = le.AppendUint16(b, 1)
	b = le.AppendUint16(b, 8)
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(8000*seconds))
	return append(b, make([]byte, 8000*seconds)...)
}

func page(at uint64, body string) []byte {
	b := append([]byte("OggS\x00\x00"), binary.LittleEndian.AppendUint64(nil, at)...)
	b = append(b, make([]byte, 12)...)
	b = append(b, 1, byte(len(body)))
	return append(b, body...)
}

// opus is a stream of 48000 samples a second, of which 312 are skipped.
func opus(seconds uint64) []byte {
	head := "OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
	return bytes.Join([][]byte{page(0, head), page(0, "OpusTags"), page(48000*seconds+312, "sound")}, nil)
}

func box(name string, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(all))), name...), all...)
}

func m4a(seconds uint32, handler string) []byte {
	h := make([]byte, 100)
	binary.BigEndian.PutUint32(h[12:], 1000)
	binary.BigEndian.PutUint32(h[16:], 1000*seconds)
	return bytes.Join([][]byte{box("ftyp", []byte("M4A ")), box("mdat", make([]byte, 50)), box("moov", box("mvhd", h), box("hdlr", []byte(handler)))}, nil)
}

// mp3 is so many frames of MPEG-1 layer III, 128 kbit/s at 44100 Hz: 417 bytes each.
func mp3(frames int) []byte {
	f := make([]byte, 417)
	copy(f, []byte{0xff, 0xfb, 0x90, 0x00})
	return append([]byte("ID3\x04\x00\x00\x00\x00\x00\x02xx"), bytes.Repeat(f, frames)...)
}

func amr(frames int) []byte {
	f := make([]byte, 32)
	f[0] = 7 << 3
	return append([]byte("#!AMR\n"), bytes.Repeat(f, frames)...)
}

func TestRead(t *testing.T) {
	for name, x := range map[string]struct {
		b     []byte
		media string
		want  time.Duration
	}{
		"wav": {wav(12), "audio/wav", 12 * time.Second}, "opus": {opus(61), "audio/ogg", 61 * time.Second}, "m4a": {m4a(300, "soun"), "audio/mp4", 300 * time.Second},
		"mp3": {mp3(100), "audio/mpeg", 100 * 1152 * time.Second / 44100}, "amr": {amr(150), "audio/amr", 3 * time.Second},
	} {
		got, err := voice.Read(x.b)
		if err != nil || got.Media != x.media || (got.Length-x.want).Abs() > 10*time.Millisecond {
			t.Errorf("%s: Read = %+v, %v, want %s of %s", name, got, err, x.media, x.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	cut := m4a(3, "soun")
	for name, x := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing": {nil, voice.ErrForm}, "a page": {[]byte("<html><script>alert(1)</script>"), voice.ErrForm}, "a picture": {[]byte("\x89PNG\r\n\x1a\n..."), voice.ErrForm},
		"a film": {m4a(3, "soun vide"), voice.ErrForm}, "no sound": {m4a(3, "text"), voice.ErrForm}, "of no length": {wav(0), voice.ErrEmpty}, "opus of no length": {opus(0), voice.ErrEmpty},
		"too long": {opus(1201), voice.ErrLong}, "far too long": {opus(1 << 40), voice.ErrForm}, "cut off": {cut[:len(cut)-4], voice.ErrForm}, "half a head": {[]byte("OggS"), voice.ErrForm},
		"one frame": {mp3(1), voice.ErrForm}, "wav without sound": {wav(1)[:30], voice.ErrForm},
	} {
		if got, err := voice.Read(x.b); !errors.Is(err, x.want) {
			t.Errorf("%s: Read = %+v, %v, want %v", name, got, err, x.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, b := range [][]byte{wav(1), opus(3), m4a(3, "soun"), mp3(3), amr(3)} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := voice.Read(b)
		if err == nil && (s.Length <= 0 || s.Length > voice.Longest || s.Media == "") {
			t.Errorf("taken: %+v", s)
		}
	})
}
