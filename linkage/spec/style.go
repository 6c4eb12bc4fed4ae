package spec

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Styles are how the names of a list may be written in Latin letters: by the
// habits of a language, or as the list itself shows.
var Styles = []string{"english", "french", "german", "turkish", Inferred}

// Inferred is the style of a list that is to be found from its names.
const Inferred = "inferred"

// readStyles reads "styles:", a mapping from the name of a list to its style.
func (f *File) readStyles(n *yaml.Node) error {
	entries, err := f.mapping(n, "styles")
	if err != nil {
		return err
	}
	f.styles = make(map[string]string, len(entries))
	f.styleLines = make(map[string]*yaml.Node, len(entries))
	for _, e := range entries {
		style, err := f.text(e.value, "styles")
		if err != nil {
			return err
		}
		if !slices.Contains(Styles, style) {
			return f.at(e.value, "styles: no style %q; allowed: %s", style, allowed(Styles))
		}
		f.styles[e.key.Value], f.styleLines[e.key.Value] = style, e.key
	}
	return nil
}

// Style is how the names of a list are written in Latin letters, one of
// [Styles]; "" for a list that the spec does not name, which is read as all
// styles together write.
func (f *File) Style(list string) string { return f.styles[list] }

// Styles gives the lists whose style the spec names, for kinds that read names.
func (o *Options) Styles() map[string]string { return maps.Clone(o.f.styles) }
