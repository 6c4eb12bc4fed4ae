package victims

import (
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review/victims"
)

// TestLikenessesSayTimesInWords: no time stands in a likeness as machines write it.
func TestLikenessesSayTimesInWords(t *testing.T) {
	hits := []victims.Hit{{Ground: victims.SameTime, Told: "2012/2014", Case: "2013-06"}}
	for lang, want := range map[string][]string{"ar": {"من 2012 إلى 2014", "حزيران 2013"}, "en": {"2012 to 2014", "June 2013"}} {
		got := hitWords(locale.For(lang), hits)
		for _, w := range want {
			if len(got) != 1 || !strings.Contains(got[0], w) {
				t.Errorf("in %s: %q does not say %q", lang, got, w)
			}
		}
	}
}

// TestLikenessesNameTheRegistration: two registrations like one case are told apart.
func TestLikenessesNameTheRegistration(t *testing.T) {
	likes := []victims.Match{{Registration: "a"}, {Registration: "b"}, {Registration: "gone"}}
	var all []victims.Open
	for id, name := range map[string]string{"a": "أم وسيم", "b": "أبو ليث"} {
		all = append(all, victims.Open{Registration: victims.Registration{ID: id}, Told: victims.Told{Name: name}})
	}
	rows := named(make([]LikeRow, len(likes)), likes, all)
	if rows[0].Name != "أم وسيم" || rows[1].Name != "أبو ليث" || rows[2].Name != "" {
		t.Errorf("named %+v", rows)
	}
}
