package signin

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"kashf.org/kashf/internal/web"
)

// A Kept is a form whose session ended before it was sent. It waits in the
// page, nowhere else.
type Kept struct {
	To     string // where it was sent to, or just where the reader was
	Fields []Field
	// Files: it held a file, which has to be chosen again.
	Files bool
}

// A Field is one value of a form.
type Field struct{ Name, Value string }

// Any reports whether there is a form at all.
func (k Kept) Any() bool { return len(k.Fields) > 0 || k.Files }

// Words are the values that somebody may have typed, to be seen and copied:
// those that are not just a number or a code.
func (k Kept) Words() []string {
	var out []string
	for _, f := range k.Fields {
		if strings.ContainsFunc(f.Value, unicode.IsSpace) || strings.ContainsFunc(f.Value, func(r rune) bool { return r > unicode.MaxASCII }) {
			out = append(out, f.Value)
		}
	}
	return out
}

// carry is the prefix of a kept field's name while it waits in the sign-in
// form, beside the login and the password.
const (
	carry      = "kept:"
	carryFiles = "kept-files"
	maxFields  = 1000
	maxWords   = 1 << 20 // of a form with files; the server bounds all others
)

// secret reports whether a field never waits in a page.
func secret(name string) bool {
	return strings.Contains(name, "password") || name == "code" || strings.HasPrefix(name, freshPrefix)
}

// readKept reads the form that was sent on to [gate.KeptForm].
func readKept(r *http.Request) (Kept, error) {
	k := Kept{To: web.LocalPath(r.URL.Query().Get("then"))}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // an unknown type has no fields
	if kind == "multipart/form-data" {
		return readParts(k, multipart.NewReader(r.Body, params["boundary"]))
	}
	if err := r.ParseForm(); err != nil {
		return k, fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	k.Fields = fieldsOf(r.PostForm)
	return k, nil
}

// readParts keeps the words of a form with files. The file itself is read past
// and never stored. A form that breaks off is kept as far as it came.
func readParts(k Kept, form *multipart.Reader) (Kept, error) {
	room := int64(maxWords)
	for len(k.Fields) < maxFields {
		p, err := form.NextPart()
		if err != nil {
			return k, nil
		}
		switch name := p.FormName(); {
		case p.FileName() != "":
			k.Files = true
		case name != "" && !secret(name):
			b, err := io.ReadAll(io.LimitReader(p, room))
			if err != nil {
				return k, nil
			}
			room -= int64(len(b))
			k.Fields = append(k.Fields, Field{name, string(b)})
		}
	}
	return k, nil
}

// fieldsOf lists the values of a form that may wait, in order of name.
func fieldsOf(form url.Values) []Field {
	var out []Field
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, v := range form[name] {
			if !secret(name) && len(out) < maxFields {
				out = append(out, Field{name, v})
			}
		}
	}
	return out
}

// carriedIn finds in the sign-in form what waits there.
func carriedIn(form url.Values) Kept {
	k := Kept{To: web.LocalPath(form.Get("then")), Files: form.Has(carryFiles)}
	for _, f := range fieldsOf(form) {
		if name, ok := strings.CutPrefix(f.Name, carry); ok {
			k.Fields = append(k.Fields, Field{name, f.Value})
		}
	}
	return k
}

func thenQuery(to string) string { return url.Values{"then": {to}}.Encode() }
