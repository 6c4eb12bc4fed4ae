package review

import (
	"fmt"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// A FaultView is what is wrong with a policy at one place, in plain words.
type FaultView struct {
	Place, Field          string
	Rule, Article         string
	Problem, Remedy, Full string
	Line                  string // as it was typed, where a page shows it
}

// FaultWords says a fault of a policy in the reader's language: where, what is
// wrong, what to write instead, by which rule and the law that it comes from.
func FaultWords(p locale.Printer, f review.Fault) FaultView {
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = a
		if k := "review.lane." + fmt.Sprint(a); f.Key == "lane_missing" && p.Has(k) {
			args[i] = p.T(k) + " (" + fmt.Sprint(a) + ")"
		}
	}
	v := FaultView{
		Place: p.T("review.fault.file"), Field: f.Field, Rule: p.T(RuleKey(f.Rule)), Article: p.T("review.article." + slug(f.Rule)),
		Problem: p.T("review.fault."+f.Key, args...), Remedy: p.T("review.fault."+f.Key+".remedy", args...),
	}
	switch {
	case f.Column > 0:
		v.Place = p.T("review.fault.at", f.Line, f.Column)
	case f.Line > 0:
		v.Place = p.T("review.fault.line", f.Line)
	}
	v.Full = fmt.Sprintf("%s: %s: %s %s (%s: %s)", v.Place, v.Field, v.Problem, v.Remedy, v.Rule, v.Article)
	return v
}
