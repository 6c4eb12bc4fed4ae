package spec

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// pair is a key of a mapping and its value.
type pair struct{ key, value *yaml.Node }

// mapping gives the pairs of a mapping in the order of the file. It refuses
// what is no mapping, a key that comes twice and a key that is no plain text.
func (f *File) mapping(n *yaml.Node, what string) ([]pair, error) {
	if n = plain(n); n.Kind != yaml.MappingNode {
		return nil, f.at(n, "%s: want \"name: value\" lines", what)
	}
	seen := map[string]int{}
	var out []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := plain(n.Content[i])
		if k.Kind != yaml.ScalarNode || k.Value == "" || k.Value == "<<" {
			return nil, f.at(k, "%s: a name must be plain text", what)
		}
		if first, ok := seen[k.Value]; ok {
			return nil, f.at(k, "%s: %q is there already, in line %d", what, k.Value, first)
		}
		seen[k.Value] = k.Line
		out = append(out, pair{k, plain(n.Content[i+1])})
	}
	return out, nil
}

// plain follows an alias. The parser refuses aliases that contain themselves.
func plain(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	return n
}

func (f *File) text(n *yaml.Node, what string) (string, error) {
	if n = plain(n); n.Kind != yaml.ScalarNode || n.Value == "" {
		return "", f.at(n, "%s: want a text", what)
	}
	return n.Value, nil
}

func (f *File) number(n *yaml.Node, what string) (float64, error) {
	n = plain(n)
	x, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil || x != x || x > 1e9 || x < -1e9 {
		return 0, f.at(n, "%s: want a number", what)
	}
	return x, nil
}

func (f *File) whole(n *yaml.Node, what string, least, most int) (int, error) {
	n = plain(n)
	x, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || x < least || x > most {
		return 0, f.at(n, "%s: want a whole number from %d to %d", what, least, most)
	}
	return x, nil
}

func (f *File) truth(n *yaml.Node, what string) (bool, error) {
	switch n = plain(n); {
	case n.Kind == yaml.ScalarNode && n.Value == "true":
		return true, nil
	case n.Kind == yaml.ScalarNode && n.Value == "false":
		return false, nil
	}
	return false, f.at(n, "%s: want true or false", what)
}

// list gives the items of a sequence; a lone value is a sequence of one.
func (f *File) list(n *yaml.Node, what string) ([]*yaml.Node, error) {
	switch n = plain(n); n.Kind {
	case yaml.ScalarNode:
		return []*yaml.Node{n}, nil
	case yaml.SequenceNode:
		out := make([]*yaml.Node, len(n.Content))
		for i, c := range n.Content {
			out[i] = plain(c)
		}
		return out, nil
	}
	return nil, f.at(n, "%s: want a list", what)
}

func (f *File) texts(n *yaml.Node, what string) ([]string, error) {
	items, err := f.list(n, what)
	out := make([]string, len(items))
	for i, item := range items {
		if err == nil {
			out[i], err = f.text(item, what)
		}
	}
	return out, err
}

func (f *File) numbers(n *yaml.Node, what string) ([]float64, error) {
	items, err := f.list(n, what)
	out := make([]float64, len(items))
	for i, item := range items {
		if err == nil {
			out[i], err = f.number(item, what)
		}
	}
	return out, err
}
