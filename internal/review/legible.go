package review

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// Legible reports whether a text shows anything: marks of direction and spaces
// without width look like an answer to a program, and like nothing to a reader.
func Legible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return !unseen(r) && !unicode.In(r, unicode.Mn, unicode.Z, unicode.C) && r != '\u2800' // an empty cell of Braille
	})
}

// legible refuses the body of an act in which a text that was written shows nothing.
func legible(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	for {
		t, err := d.Token()
		if err != nil {
			return nil // its end: what was just encoded is read to it
		}
		if s, ok := t.(string); ok && s != "" && !Legible(s) {
			return ruleForm.refuse("words that can be read, wherever something is written")
		}
	}
}
