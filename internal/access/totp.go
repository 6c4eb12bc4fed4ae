package access

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"image/png"
	"io"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
	"rsc.io/qr"
)

// RFC 6238 as every sign-in app has it: SHA-1, six digits, 30 seconds.
const (
	stepSeconds = 30
	codeDigits  = 6
	secretBytes = 20
)

// An Enrolment is a second factor about to be set up. It is shown once.
type Enrolment struct {
	Secret string // base32, to be typed where no camera is at hand
	URL    string // otpauth://, what the square code says
}

func newEnrolment(issuer, login string, rand io.Reader) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: login, SecretSize: secretBytes, Rand: rand,
	})
	if err != nil {
		return Enrolment{}, fmt.Errorf("draw a second factor: %w", err)
	}
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, nil
}

// quiet is the white margin of a square code, in modules: ISO 18004 asks for four.
const quiet = 4

// SVG is the square code as a picture that a page can hold. It names no login
// outside the code itself.
func (e Enrolment) SVG() (string, error) {
	code, err := qr.Encode(e.URL, qr.M)
	if err != nil {
		return "", fmt.Errorf("draw the square code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	side := code.Size + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`, side, side, side, side, path.String()), nil
}

// PNG is the square code as a PNG.
func (e Enrolment) PNG() ([]byte, error) {
	code, err := qr.Encode(e.URL, qr.M)
	if err != nil {
		return nil, fmt.Errorf("draw the square code: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, code.Image()); err != nil {
		return nil, fmt.Errorf("draw the square code: %w", err)
	}
	return b.Bytes(), nil
}

// matchCode returns the time step for which code is right: the present one, or
// the one before or after, for clocks that are off. It takes the same time
// whatever the answer.
func matchCode(secret, code string, now time.Time) (step int64, ok bool) {
	typed := []byte(cleanCode(code))
	current := now.Unix() / stepSeconds
	for d := int64(-1); d <= 1; d++ {
		want, err := totp.GenerateCode(secret, time.Unix((current+d)*stepSeconds, 0))
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare(typed, []byte(want)) == 1 {
			step, ok = current+d, true
		}
	}
	return step, ok
}

// cleanCode drops spaces and reads Arabic-Indic digits, which a phone with an
// Arabic keyboard may type.
func cleanCode(code string) string {
	var b strings.Builder
	for _, r := range code {
		switch {
		case r >= '٠' && r <= '٩':
			r = '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			r = '0' + r - '۰'
		case r == ' ' || r == '\u00a0' || r == '-':
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
