package spec

import (
	"go.yaml.in/yaml/v3"
	"kashf.org/kashf/linkage"
)

// makeTree reads "parents:", a mapping from each code to the code above it. A
// code that has none above is a root. A tree in which a code lies above itself
// is refused.
func makeTree(o *Options) (Made, error) {
	n := o.by["parents"]
	if n == nil {
		return Made{}, o.Refuse("parents", "a tree needs parents: the code above each code")
	}
	entries, err := o.f.mapping(n, "parents")
	if err != nil {
		return Made{}, err
	}
	parent := make(map[string]string, len(entries))
	for _, e := range entries {
		if e.value.Kind == yaml.ScalarNode && (e.value.Tag == "!!null" || e.value.Value == "") {
			continue // a root, said plainly
		}
		if parent[e.key.Value], err = o.f.text(e.value, "parents"); err != nil {
			return Made{}, err
		}
	}
	for _, e := range entries {
		if err := o.climb(parent, e.key); err != nil {
			return Made{}, err
		}
	}
	return Made{Compare: linkage.Place(func(c string) string { return parent[c] }), Frequency: true, KinShared: true}, nil
}

// climb walks from a code to its root.
func (o *Options) climb(parent map[string]string, from *yaml.Node) error {
	code := from.Value
	for depth := 0; code != ""; depth++ {
		code = parent[code]
		if code == from.Value {
			return o.f.at(from, "column %q: the tree is cyclic: %q lies above itself", o.Column, from.Value)
		}
		if depth > linkage.MaxDepth {
			return o.f.at(from, "column %q: %q lies more than %d steps below a root, or below a code that lies above itself", o.Column, from.Value, linkage.MaxDepth)
		}
	}
	return nil
}
