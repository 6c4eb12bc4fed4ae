package victims

import "testing"

// TestSpanSaysOneTimeOnce: a time with one end, or whose ends are the same, is
// one date.
func TestSpanSaysOneTimeOnce(t *testing.T) {
	for _, c := range [][3]string{{"2013", "2013", "2013"}, {"2013", "", "2013"}, {"", "2013-06", "2013-06"}, {"2012", "2014", "2012/2014"}, {"", "", ""}} {
		if got := span(c[0], c[1]); got != c[2] {
			t.Errorf("from %q to %q is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
