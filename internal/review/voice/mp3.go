package voice

import "time"

// Tables of ISO 11172-3 and 13818-3 for layer III: kilobits a second by index,
// and samples a second.
var (
	rates1  = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	rates2  = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	samples = [4]int{44100, 48000, 32000, 0}
)

// frame is the length in bytes of a frame of layer III and of its sound.
func frame(b []byte) (n int, d time.Duration, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 || b[1]>>1&3 != 1 {
		return 0, 0, false
	}
	version, rate, hz := b[1]>>3&3, rates1[b[2]>>4], samples[b[2]>>2&3]
	per := 1152
	switch version {
	case 3: // MPEG-1
	case 2: // MPEG-2
		rate, hz, per = rates2[b[2]>>4], hz/2, 576
	case 0: // MPEG-2.5
		rate, hz, per = rates2[b[2]>>4], hz/4, 576
	default:
		return 0, 0, false
	}
	if rate == 0 || hz == 0 {
		return 0, 0, false
	}
	n = per/8*rate*1000/hz + int(b[2]>>1&1)
	return n, time.Duration(per) * time.Second / time.Duration(hz), n > 4
}

// mp3 walks the frames behind a tag. What stands behind the last is a tag too,
// or the rest of a recording that was cut off.
func mp3(b []byte) (time.Duration, bool) {
	if hasAt(b, 0, "ID3") {
		if len(b) < 10 {
			return 0, false
		}
		n := 10 + int(b[6]&127)<<21 + int(b[7]&127)<<14 + int(b[8]&127)<<7 + int(b[9]&127)
		if n > len(b) {
			return 0, false
		}
		b = b[n:]
	}
	var all time.Duration
	frames := 0
	for {
		n, d, ok := frame(b)
		if !ok || n > len(b) {
			break
		}
		all, frames, b = all+d, frames+1, b[n:]
	}
	return all, frames > 1 // two frames beside each other are no accident
}
