package locale_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// An ISO date among Arabic words is isolated: bare, its parts are shown in the
// other order, and a reader would type the day first.
func TestDatesAmongArabicKeepTheirOrder(t *testing.T) {
	files, err := filepath.Glob("words/ar/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no words: %v", err)
	}
	date := regexp.MustCompile(`.?\b\d{4}-\d{2}(-\d{2})?\b`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range date.FindAllString(string(text), -1) {
			if []rune(d)[0] != '\u2066' {
				t.Errorf("%s: the date %q is not isolated", f, d)
			}
		}
	}
}
