package access

import (
	"bytes"
	"encoding/base32"
	"encoding/xml"
	"image/png"
	"io"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"
)

// rfcSecret is the SHA-1 secret of RFC 6238, appendix B.
var rfcSecret = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("12345678901234567890"))

// TestMatchCode takes its codes from RFC 6238, appendix B (the last six of
// eight digits).
func TestMatchCode(t *testing.T) {
	for _, c := range []struct {
		name string
		unix int64
		code string
		step int64
		ok   bool
	}{
		{"RFC, 59", 59, "287082", 1, true},
		{"RFC, 1111111109", 1111111109, "081804", 37037036, true},
		{"RFC, 1234567890", 1234567890, "005924", 41152263, true},
		{"RFC, 20000000000", 20000000000, "353130", 666666666, true},
		{"clock a step late", 59 + 30, "287082", 1, true},
		{"clock a step early", 29, "287082", 1, true},
		{"two steps late", 59 + 60, "287082", 0, false},
		{"with a space", 59, "287 082", 1, true},
		{"Arabic digits", 59, "٢٨٧٠٨٢", 1, true},
		{"Persian digits", 59, "۲۸۷۰۸۲", 1, true},
		{"too short", 59, "28708", 0, false},
		{"none", 59, "", 0, false},
	} {
		step, ok := matchCode(rfcSecret, c.code, time.Unix(c.unix, 0))
		if step != c.step || ok != c.ok {
			t.Errorf("%s: matchCode(%q at %d) = %d, %v, want %d, %v", c.name, c.code, c.unix, step, ok, c.step, c.ok)
		}
	}
}

func TestEnrolment(t *testing.T) {
	e, err := newEnrolment("Kashf", "salma", rand.NewChaCha8([32]byte{3}))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(e.URL)
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Kashf:salma" || u.Query().Get("secret") != e.Secret {
		t.Errorf("enrolment URL %q", e.URL)
	}
	b, err := e.PNG()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(b)); err != nil {
		t.Errorf("PNG: %v", err)
	}
	svg, err := e.SVG()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(svg, e.Secret) || strings.Contains(svg, "style") {
		t.Error("the SVG holds the secret in clear or a style that the page's policy refuses")
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("SVG: %v", err)
		}
	}
}
