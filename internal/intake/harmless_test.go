package intake_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/intake"
)

func TestHarmless(t *testing.T) {
	for _, cell := range []string{
		"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠a", " =1", "\u00a0=1", "\u200f=1", "\u202e-٥", "\ufeff=cmd|' /C calc'!A0",
		"-٥", "=١+١", "\u2212١", "﹢1",
	} {
		if got := intake.Harmless(cell); got != "'"+cell {
			t.Errorf("Harmless(%q) = %q, want an apostrophe before it", cell, got)
		}
	}
	for _, cell := range []string{"", "سامر الحلاق", "٢٠١٣", "۱۳۹۲", "2013-05-01", "١-٢", "a=b", "'=1", "\u200fسامر", "(+963)"} {
		if got := intake.Harmless(cell); got != cell {
			t.Errorf("Harmless(%q) = %q, want it unchanged", cell, got)
		}
	}
}

// Whatever a cell holds, a reader of CSV gets it back with at most an apostrophe
// before it, and never as one that begins a formula.
func TestHarmlessKeepsTheCell(t *testing.T) {
	cell := rapid.StringOf(rapid.SampledFrom([]rune("=+-@\t ＝＋－＠\u200f\u202b٠٥aسا'\",;")))
	rapid.Check(t, func(t *rapid.T) {
		in := cell.Draw(t, "cell")
		var b strings.Builder
		w := csv.NewWriter(&b)
		if err := w.Write([]string{"x", intake.Harmless(in)}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil || len(rows) != 1 {
			t.Fatalf("%q: %v, %v", in, rows, err)
		}
		got := rows[0][1]
		if strings.TrimPrefix(got, "'") != strings.TrimPrefix(in, "'") {
			t.Fatalf("%q came back as %q", in, got)
		}
		if bare := strings.TrimLeft(got, " \u200f\u202b"); bare != "" && strings.ContainsAny(bare[:1], "=+-@\t") {
			t.Fatalf("%q came back as a formula: %q", in, got)
		}
	})
}
