package attach

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"kashf.org/kashf/internal/web"
)

// Bounds of a form that carries a file.
const (
	maxFields = 64
	maxField  = 16 << 10
	maxName   = 200 // runes of a file's name
)

// ErrTooLarge: the file is larger than the screen takes.
var ErrTooLarge = errors.New("file is too large")

// ReadForm reads a multipart form part by part as it comes in. keep is given
// each file with the fields before it; it reads the file to where it belongs,
// so that nothing of it is held in memory or written to a temporary file. A
// file field left empty is passed over.
func ReadForm(r *http.Request, keep func(fields url.Values, name string, body io.Reader) error) (url.Values, error) {
	fields := url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return fields, fmt.Errorf("read form: %w: %w", web.ErrInvalid, err)
	}
	for range maxFields {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, nil
		}
		if err != nil {
			return fields, readError(err)
		}
		if _, isFile := fileName(part.Header.Get("Content-Disposition")); isFile {
			name := CleanName(part.FileName())
			if part.FileName() == "" {
				continue
			}
			if err := keep(fields, name, part); err != nil {
				return fields, readError(err)
			}
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, maxField+1))
		if err != nil {
			return fields, readError(err)
		}
		if len(b) > maxField {
			return fields, fmt.Errorf("read form: a field is too long: %w", web.ErrInvalid)
		}
		fields.Add(part.FormName(), strings.ToValidUTF8(string(b), "\ufffd"))
	}
	return fields, fmt.Errorf("read form: too many fields: %w", web.ErrInvalid)
}

// fileName reports whether a part is a file field, also one left empty.
func fileName(disposition string) (string, bool) {
	_, rest, ok := strings.Cut(strings.ToLower(disposition), "filename")
	return rest, ok
}

// readError tells a body that grew too large from one that was cut off.
func readError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return fmt.Errorf("read form: %w", err)
}

// CleanName is a file's name as it is kept: one line of valid text without
// folders or marks that turn the direction of what follows, of bounded length.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
			return -1
		}
		return r
	}, name)
	if rs := []rune(strings.TrimSpace(name)); len(rs) > maxName {
		// The end carries the kind of file, which people look for.
		return string(rs[:maxName-16]) + "…" + string(rs[len(rs)-15:])
	}
	return strings.TrimSpace(name)
}

// Limit reads at most n bytes and then fails with [ErrTooLarge].
func Limit(r io.Reader, n int64) io.Reader { return &limited{r: r, left: n} }

type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}
