package review

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// slug is a text as part of the name of its words: letters and digits, the rest
// as one low line.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}

// MissingKey and RuleKey name the words of what a refusal says is missing, and
// of its rule.
func MissingKey(missing string) string { return "review.missing." + slug(missing) }

// RuleKey is [MissingKey] for the rule.
func RuleKey(rule string) string { return "review.rule." + slug(rule) }

// A Refused is a refusal in plain words.
type Refused struct{ Rule, Article, Missing string }

// refusalOf says a refusal in the reader's language, false where err is none.
func refusalOf(p locale.Printer, err error) (Refused, bool) {
	f, ok := errors.AsType[*review.Refusal](err)
	if !ok {
		return Refused{}, false
	}
	return refused(p, f), true
}

// own is a reference to a rule of Kashf's own, as the procedure writes it.
var own = regexp.MustCompile(`^(?:domain|invariant|house rule) ([0-9I][0-9I.(), ]*[0-9)]|[0-9])`)

// articleWords say which article a rule comes from: laws as they are cited
// everywhere, rules of Kashf's own as what they are.
func articleWords(p locale.Printer, article string) string {
	said := strings.Split(article, "; ")
	for i, a := range said {
		if m := own.FindStringSubmatch(a); m != nil {
			said[i] = p.T("review.article.own", locale.Isolate(m[1]))
			continue
		}
		said[i] = locale.Isolate(a)
	}
	return strings.Join(said, " · ")
}

func refused(p locale.Printer, f *review.Refusal) Refused {
	out := Refused{Rule: f.Rule, Article: articleWords(p, f.Article)}
	if k := RuleKey(f.Rule); p.Has(k) {
		out.Rule = p.T(k)
	}
	switch k := MissingKey(f.Missing); {
	case p.Has(k) && f.Nth != 0:
		out.Missing = p.T(k, f.Nth)
	case p.Has(k):
		out.Missing = p.T(k)
	}
	return out
}
