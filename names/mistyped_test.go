package names_test

import (
	"testing"

	"kashf.org/kashf/names"
)

// TestMistypedArabic: a slip in an Arabic query finds the name in a Latin list,
// and a name that is only like it stays behind the name itself.
func TestMistypedArabic(t *testing.T) {
	x := names.NewIndex(names.NewComparer(names.Options{}))
	x.Add(
		names.Entry{ID: 1, Name: "Fahmi Haitam Wafik"}, names.Entry{ID: 2, Name: "Khaled Said Haddad"},
		names.Entry{ID: 3, Name: "Ibrahim Salem Khalil"}, names.Entry{ID: 4, Name: "Adnan Salem Khayat"},
		names.Entry{ID: 5, Name: "غنوان سالم"}, names.Entry{ID: 6, Name: "عدنان سالم"},
	)
	for query, want := range map[string]int64{
		"فهمي هيثم وغيق":    1, // a letter for another
		"خاد سعيد حداد":     2, // one left out of four
		"ابرهيم سالم خليل":  3,
		"ابارهيم سالم خليل": 3, // two exchanged
		"عدناان سالم خياط":  4, // one twice
		"غنوان سالم":        5, // nobody's slip where somebody bears it
	} {
		hits := x.Search(names.Query{Name: query})
		if len(hits) == 0 || hits[0].ID != want {
			t.Errorf("Search(%q) = %v, want person %d first", query, hits, want)
		}
	}
}
