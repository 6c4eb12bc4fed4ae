package review

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// MaxPolicy is the longest policy file that is read: a page or two of text.
const MaxPolicy = 64 << 10

// A Fault is what is wrong with a policy at one place.
type Fault struct {
	Line    int    `json:"line"`  // 1-based, 0 where it is the file as a whole
	Field   string `json:"field"` // such as "panel.quorum"
	Rule    string `json:"rule"`
	Article string `json:"article"`
	Reason  string `json:"reason"`
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

// ParsePolicy reads a policy and refuses it, with every line at fault and the
// reason, where it would allow what no policy may. The error is a
// [*PolicyError].
func ParsePolicy(text []byte) (Policy, error) {
	root, fault := readTree(text)
	if fault != nil {
		return Policy{}, &PolicyError{[]Fault{*fault}}
	}
	sheet := sheet{lines: map[string]int{}}
	sheet.walk("", root)
	var p Policy
	if len(sheet.faults) == 0 {
		sheet.decode(text, &p)
	}
	if len(sheet.faults) == 0 {
		sheet.complete()
		sheet.check(p)
	}
	if len(sheet.faults) > 0 {
		slices.SortStableFunc(sheet.faults, func(a, b Fault) int { return a.Line - b.Line })
		return Policy{}, &PolicyError{sheet.faults}
	}
	return p, nil
}

func readTree(text []byte) (*yaml.Node, *Fault) {
	if len(text) > MaxPolicy {
		return nil, &Fault{Field: "file", Rule: "form", Article: house, Reason: fmt.Sprintf("longer than %d bytes", MaxPolicy)}
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&doc); err != nil {
		f := formFault(err)
		if m := unknownAnchor.FindStringSubmatch(f.Reason); m != nil && f.Line == 0 { // the parser gives it no line
			before, _, _ := bytes.Cut(text, []byte("*"+m[1]))
			f.Line = 1 + bytes.Count(before, []byte("\n"))
		}
		return nil, f
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &Fault{Field: "file", Rule: "form", Article: house, Reason: "holds more than one policy"}
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, &Fault{Line: doc.Line, Field: "file", Rule: "form", Article: house, Reason: "is not a list of settings"}
	}
	return doc.Content[0], nil
}

var unknownAnchor = regexp.MustCompile(`unknown anchor '(.*)'`)

var lineOf = regexp.MustCompile(`line (\d+): (.*)`)

// formFault turns the parser's words into a fault at their line.
func formFault(err error) *Fault {
	f := Fault{Field: "file", Rule: "form", Article: house, Reason: err.Error()}
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
		f.Reason = m[2]
	}
	return &f
}

// A sheet is a policy being read: where each setting stands, what is wrong.
type sheet struct {
	lines  map[string]int
	faults []Fault
}

func (s *sheet) fault(field string, line int, r rule, reason string, args ...any) {
	s.faults = append(s.faults, Fault{line, field, r.name, r.article, fmt.Sprintf(reason, args...)})
}

// deepest is more than how deep the settings of a policy stand in one another.
const deepest = 6

// walk notes the line of every setting, and refuses what may not even be named.
func (s *sheet) walk(path string, n *yaml.Node) {
	s.lines[path] = n.Line
	if strings.Count(path, ".")+strings.Count(path, "[") > deepest {
		s.fault("file", n.Line, ruleForm, "settings stand deeper than any policy has them")
		return
	}
	switch n.Kind {
	case yaml.AliasNode:
		s.fault(path, n.Line, ruleForm, "write the value out; references are not read")
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			s.forbidden(key, n.Content[i])
			if n.Content[i].Value == "<<" {
				s.fault(key, n.Content[i].Line, ruleForm, "write the settings out; others are not merged in")
			}
			s.walk(key, n.Content[i+1])
			s.lines[key] = n.Content[i].Line
		}
	case yaml.SequenceNode:
		if strings.HasPrefix(path, "panel.seats") && strings.HasSuffix(path, "]") || strings.HasSuffix(path, ".from") || strings.HasSuffix(path, ".seat") {
			s.fault(path, n.Line, ruleSeat, "a seat is one thing: name one part of the roster, not %d", len(n.Content))
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
	why   string
	stems string
}{
	{ruleGuarantor, guarantorWhy, "guarantor guarant sponsor kafil kafeel surety bondsman hostage warrantor bail vouch"},
	{ruleGuarantor, guarantorWhy, "كفيل كفال كفلاء ضامن ضمان ضمانه متعهد رهين رهائن يتكفل"},
	{ruleBranch, branchWhy, "security mukhabarat muhabarat intelligence branch shabiba informant"},
	{ruleBranch, branchWhy, "مخابرات استخبارات الامن امنيه امني فرع شعبه مخبر"},
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
				s.fault(path, n.Line, f.rule, "%s", f.why)
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

// decode reads the settings and refuses unknown ones and those of another kind.
func (s *sheet) decode(text []byte, p *Policy) {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(p)
	if err == nil {
		return
	}
	if t, ok := errors.AsType[*yaml.TypeError](err); ok {
		for _, e := range t.Errors {
			s.faults = append(s.faults, *formFault(errors.New(e)))
		}
		return
	}
	s.faults = append(s.faults, *formFault(err))
}

//go:embed policies/*.yaml
var shipped embed.FS

// ShippedPolicy is the text of a policy that comes with the program:
// "commission", which names no mandate until one is written into it, or
// "archive".
func ShippedPolicy(name string) ([]byte, error) {
	return shipped.ReadFile("policies/" + name + ".yaml")
}
