package person

import (
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// What never happened, or on a day that is not told, is said of each thing in
// its own words, in both languages.
func TestWhatNeverHappenedIsSaidOfEach(t *testing.T) {
	said := map[string]string{}
	for _, lang := range []string{"ar", "en"} {
		for _, f := range register.Fields() {
			for _, norm := range []string{register.NoneCode, register.DoneCode} {
				if !asked(f.Field) {
					continue
				}
				text := say(locale.For(lang), f.Field, norm, "raw")
				if text == "" || text == "raw" || text == "person.done."+norm+"."+f.Key {
					t.Errorf("%s: %s of %s = %q", lang, norm, f.Key, text)
				}
				if other, ok := said[text]; ok {
					t.Errorf("%s: %q is said of %s and of %s", lang, text, other, f.Key)
				}
				said[text] = f.Key + " " + norm
			}
		}
	}
	if len(said) != 2*2*4 {
		t.Errorf("%d texts", len(said))
	}
}
