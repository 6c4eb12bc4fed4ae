package review

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// read gives the settings of a text, nil and a fault where it holds none.
func (s *sheet) read(text []byte) *yaml.Node {
	if len(text) > MaxPolicy {
		s.fault("file", spot{}, ruleForm, "too_long", "longer than %d bytes", MaxPolicy)
		return nil
	}
	if s.letters(text); len(s.faults) > 0 {
		return nil
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	err := d.Decode(&doc)
	if errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 1 && doc.Content[0].ShortTag() == "!!null" {
		s.fault("file", spot{}, ruleForm, "empty", "holds nothing")
		return nil
	}
	if err != nil {
		s.fault("file", spot{line: broken(text, err)}, ruleForm, syntax(err), "%v", err)
		return nil
	}
	var second yaml.Node
	if err := d.Decode(&second); !errors.Is(err, io.EOF) {
		line := second.Line
		if err != nil {
			line = broken(text, err)
		}
		s.fault("file", spot{line: line}, ruleForm, "two_policies", "holds more than one policy")
		return nil
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		s.fault("file", spot{line: doc.Line}, ruleForm, "no_settings", "is not a list of settings")
		return nil
	}
	return doc.Content[0]
}

// letters refuses what a reader of the text does not see, and the parser does:
// bytes that are no UTF-8, the mark that some editors put first, tabs, and signs
// that end a line for the parser alone, after which no line number would be right.
func (s *sheet) letters(text []byte) {
	for i, line := range bytes.Split(text, []byte("\n")) {
		at := func(b int) spot { return spot{i + 1, utf8.RuneCount(line[:b]) + 1} }
		if !utf8.Valid(line) {
			n := 0
			for r, size := utf8.DecodeRune(line); r != utf8.RuneError || size > 1; r, size = utf8.DecodeRune(line[n:]) {
				n += size
			}
			s.fault("file", at(n), ruleForm, "syntax_letters", "is no UTF-8")
			continue
		}
		if n := bytes.IndexRune(line, '\ufeff'); n >= 0 {
			s.fault("file", at(n), ruleForm, "mark_of_order", "holds a byte order mark")
		}
		if n := bytes.IndexAny(line, "\u0085\u2028\u2029"); n >= 0 {
			s.fault("file", at(n), ruleForm, "unprintable", "holds a sign that ends a line and is not seen")
		}
		set, _, _ := bytes.Cut(line, []byte("#"))
		if n := bytes.IndexByte(set, '\t'); n >= 0 {
			s.fault("file", at(n), ruleForm, "syntax_tab", "holds a tab")
		}
		if len(s.faults) >= mostFaults {
			return
		}
	}
}

// manyLines is more than how many lines a policy of [MaxPolicy] has; in a longer
// text the parser's own line is told.
const manyLines = 400

// broken is the line at which a text can no longer be read: the one after the
// longest beginning that can. The parser itself names the line where the
// section began.
func broken(text []byte, err error) int {
	lines := bytes.SplitAfter(text, []byte("\n"))
	if len(lines) > manyLines {
		if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
			n, _ := strconv.Atoi(m[1])
			return min(n, len(lines))
		}
		return 0
	}
	size := len(text)
	for i := len(lines) - 1; i >= 0; i-- {
		size -= len(lines[i])
		if readable(text[:size]) {
			return i + 1
		}
	}
	return 1
}

var lineOf = regexp.MustCompile(`line (\d+):`)

func readable(text []byte) bool {
	err := yaml.NewDecoder(bytes.NewReader(text)).Decode(new(yaml.Node))
	return err == nil || errors.Is(err, io.EOF)
}

// syntaxes are what the parser says of a text that is no YAML, with the name of
// our words for it.
var syntaxes = []struct{ says, key string }{
	{"tab character", "syntax_tab"},
	{"cannot start any token", "syntax_sign"},
	{"mapping values are not allowed", "syntax_colon"},
	{"could not find expected ':'", "syntax_no_colon"},
	{"did not find expected ',' or", "syntax_bracket"},
	{"unexpected end of stream", "syntax_quote"},
	{"unknown anchor", "reference"},
	{"control characters", "syntax_letters"},
	{"UTF-8", "syntax_letters"},
	{"UTF-16", "syntax_letters"},
}

func syntax(err error) string {
	for _, x := range syntaxes {
		if strings.Contains(err.Error(), x.says) {
			return x.key
		}
	}
	return "syntax"
}

// nameOf is a setting's path for readers: the whole text has none.
func nameOf(path string) string {
	if path == "" {
		return "file"
	}
	return path
}

// shape refuses settings that there are none of, that are named twice, and
// values of another kind. The parser's own decoder is kinder: it reads 3.5 as 3,
// 024 as 20 and "no" as false, and a policy is not to mean what it does not say.
func (s *sheet) shape(path string, n *yaml.Node, t reflect.Type) {
	if n.Style&yaml.TaggedStyle != 0 {
		s.fault(nameOf(path), at(n), ruleForm, "tagged", "write the value without a mark of its kind")
		return
	}
	null := n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
	switch t.Kind() {
	case reflect.Struct:
		if n.Kind == yaml.MappingNode {
			s.settings(path, n, t)
		} else if !null {
			s.fault(nameOf(path), at(n), ruleForm, "want_settings", "holds settings of its own")
		}
	case reflect.Slice:
		if n.Kind == yaml.SequenceNode {
			for i, c := range n.Content {
				s.shape(path+"["+strconv.Itoa(i)+"]", c, t.Elem())
			}
		} else if !null {
			s.fault(nameOf(path), at(n), ruleForm, "want_list", "is a list")
		}
	default:
		s.scalar(path, n, t, null)
	}
}

func (s *sheet) settings(path string, n *yaml.Node, t reflect.Type) {
	known, names := map[string]reflect.Type{}, []string{}
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("yaml")
		known[name] = t.Field(i).Type
		names = append(names, name)
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		field := strings.TrimPrefix(path+"."+k.Value, ".")
		typ, ok := known[k.Value]
		switch {
		case !ok || k.Kind != yaml.ScalarNode:
			s.fault(nameOf(field), at(k), ruleForm, "unknown", "there is no setting %q here; there are %s", k.Value, strings.Join(names, ", "))
		case first[k.Value] != 0:
			s.fault(field, at(k), ruleForm, "twice", "%s stands in line %d already", k.Value, first[k.Value])
		default:
			first[k.Value] = k.Line
			s.shape(field, n.Content[i+1], typ)
		}
	}
}

// whole is a number as everybody reads it.
var whole = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

func (s *sheet) scalar(path string, n *yaml.Node, t reflect.Type, null bool) {
	switch {
	case n.Kind == yaml.AliasNode: // told of by walk
	case n.Kind == yaml.SequenceNode && strings.HasPrefix(path, "panel.seats["): // told of by walk
	case n.Kind != yaml.ScalarNode:
		s.fault(path, at(n), ruleForm, "want_value", "is one value")
	case t == reflect.TypeFor[Standard]():
		if _, err := ParseStandard(n.Value); err != nil {
			s.fault(path, at(n), ruleForm, "want_standard", "want P0 to P4, not %q", n.Value)
		}
	case t.Kind() == reflect.Bool:
		if n.Value != "true" && n.Value != "false" || n.ShortTag() != "!!bool" {
			s.fault(path, at(n), ruleForm, "want_truth", "want true or false, not %q", n.Value)
		}
	case t.Kind() == reflect.Int:
		if n.ShortTag() != "!!int" || !whole.MatchString(n.Value) {
			s.fault(path, at(n), ruleForm, "want_number", "want a whole number, not %q", n.Value)
		} else if _, err := strconv.Atoi(n.Value); err != nil {
			s.fault(path, at(n), ruleForm, "large", "%q is too large", n.Value)
		}
	case t.Kind() == reflect.String && !null && strings.ContainsFunc(n.Value, unprintable):
		s.fault(path, at(n), ruleForm, "unprintable", "holds signs that are not seen")
	}
}

// unprintable are signs that stand in a text unseen. The marks that Arabic and
// Persian are written with are none of them.
func unprintable(r rune) bool {
	return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func (s *sheet) decode(root *yaml.Node, p *Policy) {
	if err := root.Decode(p); err != nil {
		s.fault("file", at(root), ruleForm, "syntax", "%v", err)
	}
}
