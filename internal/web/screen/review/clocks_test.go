package review

import (
	"testing"

	"kashf.org/kashf/internal/review"
)

// A deadline that ran out and still waits to be met stands once, as one that ran
// out.
func TestClockThatRanOutStandsOnce(t *testing.T) {
	late := review.Clock{Name: review.NoticeClock, Due: 1_700_000_000_000_000}
	c := wayPage("en", review.Registrar, review.Seen{
		Clocks: []review.Clock{late, {Name: review.NoticeClock, Due: late.Due + 1}},
		Case:   &review.Case{ID: "c1", Lapses: []review.Lapse{{Clock: late}}},
	})
	rows := c.clocks().Rows
	if len(rows) != 2 || rows[1].Tags[0].Text != c.p.T("review.lapsed") {
		t.Errorf("rows = %+v, want the one that runs and the one that ran out", rows)
	}
}
