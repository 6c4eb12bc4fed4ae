package review

import (
	"cmp"
	"embed"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// MaxPolicy is the longest policy file that is read: a page or two of text.
const MaxPolicy = 64 << 10

// A Fault is what is wrong with a policy at one place.
type Fault struct {
	Line    int    `json:"line"`   // 1-based, 0 where it is the file as a whole
	Column  int    `json:"column"` // 1-based, in letters; 0 where it is the whole line
	Field   string `json:"field"`  // such as "panel.quorum"
	Rule    string `json:"rule"`
	Article string `json:"article"`
	// Key names the words for readers, which name Args in their order: numbers
	// and texts of the policy.
	Key    string `json:"key"`
	Args   []any  `json:"args,omitempty"`
	Reason string `json:"reason"` // in English, for logs
}

// PolicyError is every fault of a policy that was refused, by line. It is an
// [ErrRefused].
type PolicyError struct{ Faults []Fault }

func (e *PolicyError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = fmt.Sprintf("line %d: %s: %s: %s (%s)", f.Line, f.Field, f.Rule, f.Reason, f.Article)
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes it an [ErrRefused].
func (e *PolicyError) Unwrap() error { return ErrRefused }

// mostFaults bounds how many faults of one text are told: whoever has a hundred
// has the wrong file.
const mostFaults = 100

// ParsePolicy reads a policy and refuses it, with every line at fault and the
// reason, where it would allow what no policy may. The error is a
// [*PolicyError].
func ParsePolicy(text []byte) (Policy, error) {
	sheet := sheet{places: map[string]spot{}}
	var p Policy
	if root := sheet.read(text); root != nil {
		sheet.walk("", root)
		sheet.shape("", root, reflect.TypeFor[Policy]())
		if len(sheet.faults) == 0 {
			sheet.decode(root, &p)
		}
		if len(sheet.faults) == 0 {
			sheet.complete()
			sheet.check(p)
		}
	}
	if len(sheet.faults) > 0 {
		slices.SortStableFunc(sheet.faults, func(a, b Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
		return Policy{}, &PolicyError{sheet.faults[:min(len(sheet.faults), mostFaults)]}
	}
	return p, nil
}

// A spot is where a setting stands in the text: its line and its column, both
// 1-based.
type spot struct{ line, column int }

func at(n *yaml.Node) spot { return spot{n.Line, n.Column} }

// A sheet is a policy being read: where each setting stands, what is wrong.
type sheet struct {
	places map[string]spot
	faults []Fault
}

func (s *sheet) fault(field string, p spot, r rule, key, reason string, args ...any) {
	s.faults = append(s.faults, Fault{p.line, p.column, field, r.name, r.article, key, args, fmt.Sprintf(reason, args...)})
}

// deepest is more than how deep the settings of a policy stand in one another.
const deepest = 6

// walk notes the place of every setting, and refuses what may not even be named.
func (s *sheet) walk(path string, n *yaml.Node) {
	s.places[path] = at(n)
	if strings.Count(path, ".")+strings.Count(path, "[") > deepest {
		s.fault("file", at(n), ruleForm, "deep", "settings stand deeper than any policy has them")
		return
	}
	switch n.Kind {
	case yaml.AliasNode:
		s.fault(nameOf(path), at(n), ruleForm, "reference", "write the value out; references are not read")
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			s.forbidden(key, n.Content[i])
			if n.Content[i].Value == "<<" {
				s.fault(key, at(n.Content[i]), ruleForm, "merged", "write the settings out; others are not merged in")
			}
			s.walk(key, n.Content[i+1])
			s.places[key] = at(n.Content[i])
		}
	case yaml.SequenceNode:
		if strings.HasPrefix(path, "panel.seats") && strings.HasSuffix(path, "]") || strings.HasSuffix(path, ".from") || strings.HasSuffix(path, ".seat") {
			s.fault(path, at(n), ruleSeat, "seat_of_two", "a seat is one thing: name one part of the roster, not %d", len(n.Content))
			return
		}
		for i, c := range n.Content {
			s.walk(fmt.Sprintf("%s[%d]", path, i), c)
		}
	case yaml.ScalarNode:
		s.forbidden(path, n)
	}
}

// forbiddenWords are settings that no policy may have under any name, by the
// stems of their words as [folded] writes them.
var forbiddenWords = []struct {
	rule  rule
	key   string
	why   string
	stems string
}{
	{ruleGuarantor, "guarantor", guarantorWhy, "guarantor guarant sponsor kafil kafeel surety bondsman hostage warrantor bail vouch bond collateral pledge kefil kefalet kafala kafal damin dameen"},
	{ruleGuarantor, "guarantor", guarantorWhy, "كفيل كفال كفلاء ضامن ضمان ضمانه متعهد رهين رهائن يتكفل كافل مكفول تكفل تعهد"},
	{ruleBranch, "branch", branchWhy, "security mukhabarat muhabarat intelligence branch shabiba informant istikhbar istihbar estikhbar amniya alamn asayish mabahith mabahes"},
	{ruleBranch, "branch", branchWhy, "مخابرات استخبارات الامن امنيه امني فرع شعبه مخبر مباحث اسايش الجويه"},
}

const (
	guarantorWhy = "nobody stands surety for another's liberty: it makes hostages of families"
	branchWhy    = "a person released reports to no security branch, and none of them sits or decides"
)

func (s *sheet) forbidden(path string, n *yaml.Node) {
	if path == "policy_version" {
		return // a name
	}
	if strings.HasPrefix(path, "mandate.") && strings.Count(path, ".") == 1 && n.Value != strings.TrimPrefix(path, "mandate.") {
		return // the title of a law may speak of anything
	}
	low := folded(n.Value)
	for _, f := range forbiddenWords {
		for stem := range strings.FieldsSeq(f.stems) {
			if strings.Contains(low, stem) {
				s.fault(path, at(n), f.rule, f.key, "%s", f.why)
				return
			}
		}
	}
}

// folded is a text without what hides a word in it from a reader who looks for
// it: case, width, vowel signs, joiners, marks of direction and the letters that
// stand for one another in Arabic.
func folded(text string) string {
	text = strings.ToLower(norm.NFKD.String(text))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || r == 'ـ' || r == '_' || r == '-':
			return -1
		case strings.ContainsRune("أإآٱ", r):
			return 'ا'
		case r == 'ى':
			return 'ي'
		case r == 'ة':
			return 'ه'
		}
		return r
	}, text)
}

//go:embed policies/*.yaml
var shipped embed.FS

// ShippedPolicy is the text of a policy that comes with the program:
// "commission", which names no mandate until one is written into it, or
// "archive".
func ShippedPolicy(name string) ([]byte, error) {
	return shipped.ReadFile("policies/" + name + ".yaml")
}
