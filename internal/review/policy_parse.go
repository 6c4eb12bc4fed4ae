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

	"go.yaml.in/yaml/v3"
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

// walk notes the line of every setting, and refuses what may not even be named.
func (s *sheet) walk(path string, n *yaml.Node) {
	s.lines[path] = n.Line
	switch n.Kind {
	case yaml.AliasNode:
		s.fault(path, n.Line, ruleForm, "write the value out; references are not read")
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			s.forbidden(key, n.Content[i])
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

// forbiddenWords are settings that no policy may have under any name.
var forbiddenWords = []struct {
	word string
	rule rule
	why  string
}{
	{"guarantor", ruleGuarantor, guarantorWhy},
	{"sponsor", ruleGuarantor, guarantorWhy},
	{"kafil", ruleGuarantor, guarantorWhy},
	{"kafeel", ruleGuarantor, guarantorWhy},
	{"surety", ruleGuarantor, guarantorWhy},
	{"كفيل", ruleGuarantor, guarantorWhy},
	{"كفالة", ruleGuarantor, guarantorWhy},
	{"security", ruleBranch, branchWhy},
	{"mukhabarat", ruleBranch, branchWhy},
	{"intelligence", ruleBranch, branchWhy},
	{"branch", ruleBranch, branchWhy},
	{"مخابرات", ruleBranch, branchWhy},
	{"الأمن", ruleBranch, branchWhy},
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
	low := strings.ToLower(n.Value)
	for _, f := range forbiddenWords {
		if strings.Contains(low, f.word) {
			s.fault(path, n.Line, f.rule, "%s", f.why)
			return
		}
	}
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
