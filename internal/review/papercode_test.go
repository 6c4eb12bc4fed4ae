package review_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/review"
)

func code(t rapidOrT) review.PaperCode {
	c, err := review.NewPaperCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type rapidOrT interface{ Fatal(args ...any) }

// However a code is typed, it is the same code.
func TestPaperCodeAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := code(t)
		east := func(zero rune) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return zero + r - '0'
				}
				return r
			}, c.String())
		}
		for _, typed := range []string{
			c.String(), strings.ToLower(c.String()), strings.ReplaceAll(c.String(), " ", ""), strings.ReplaceAll(c.String(), " ", "-"),
			east('٠'), east('۰'), string(c) + c.Arabic(), "\u200f" + string(c) + "  " + c.Arabic() + "\n",
		} {
			if got, err := review.ParsePaperCode(typed); err != nil || got != c {
				t.Fatalf("ParsePaperCode(%q) = %q, %v, want %q", typed, got, err, c)
			}
		}
	})
}

// A code with one digit misread, two exchanged or a letter wrong is no code: it
// is never answered as one that nobody knows.
func TestPaperCodeMisread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := code(t)
		b, tail := []byte(c), strings.TrimPrefix(strings.ReplaceAll(c.String(), " ", ""), string(c))
		i := rapid.IntRange(0, len(b)-1).Draw(t, "digit")
		wrong := bytes.Clone(b)
		wrong[i] = '0' + (wrong[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		swapped := bytes.Clone(b)
		j := rapid.IntRange(0, len(b)-2).Draw(t, "swap")
		swapped[j], swapped[j+1] = swapped[j+1], swapped[j]
		letter := []byte(tail)
		k := rapid.IntRange(0, 2).Draw(t, "letter")
		letter[k] = "DJLMRSW"[(strings.IndexByte("DJLMRSW", letter[k])+rapid.IntRange(1, 6).Draw(t, "to"))%7]
		bad := []string{string(wrong) + tail, string(b) + string(letter), string(b), string(b[1:]) + tail, string(b) + "0" + tail, string(b) + tail + "D"}
		if !bytes.Equal(swapped, b) {
			bad = append(bad, string(swapped)+tail)
		}
		for _, typed := range bad {
			if _, err := review.ParsePaperCode(typed); !errors.Is(err, review.ErrPaperCode) {
				t.Fatalf("ParsePaperCode(%q) of %q: %v, want that it was misread", typed, c, err)
			}
		}
	})
}

func FuzzParsePaperCode(f *testing.F) {
	f.Add("41729 55083 17264 90317 22845 DMR")
	f.Add("٤١٧٢٩")
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := review.ParsePaperCode(typed)
		if err != nil {
			return
		}
		if again, err := review.ParsePaperCode(c.String()); err != nil || again != c {
			t.Errorf("%q reads as %q, which reads as %q, %v", typed, c, again, err)
		}
	})
}
