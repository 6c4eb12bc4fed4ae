// Package bundle turns the interface's styles and scripts into the few files
// that a browser loads. It runs when assets are generated, never in the
// program that is shipped:
//
//	go generate ./internal/web/static
//
// Names carry a hash of the content, so that browsers may keep a file for
// ever; names.json says which name has which file. The same sources give the
// same bytes.
package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// floor is the oldest browser the interface is made for: phones in the field
// that have had no update since 2022.
var floor = []api.Engine{{Name: api.EngineChrome, Version: "100"}, {Name: api.EngineFirefox, Version: "100"}, {Name: api.EngineSafari, Version: "15.4"}}

// NamesFile is the file that maps plain names to hashed ones.
const NamesFile = "names.json"

// Build bundles the sources in dir, the folder of package static, and returns
// the files of its dist folder by name.
func Build(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	names := map[string]string{}
	add := func(name string, content []byte) string {
		sum := sha256.Sum256(content)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
		files[hashed], names[name] = content, hashed
		return hashed
	}
	fonts, err := filepath.Glob(filepath.Join(dir, "fonts", "*.woff2"))
	if err != nil {
		return nil, fmt.Errorf("list fonts: %w", err)
	}
	images, err := filepath.Glob(filepath.Join(dir, "images", "*.svg"))
	if err != nil {
		return nil, fmt.Errorf("list images: %w", err)
	}
	for _, f := range append(fonts, images...) {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		add(filepath.Base(f), b)
	}
	css, err := styles(dir)
	if err != nil {
		return nil, err
	}
	for plain, hashed := range names {
		css = []byte(strings.ReplaceAll(string(css), "../fonts/"+plain, hashed))
	}
	add("app.css", css)
	js, err := run(api.BuildOptions{EntryPoints: []string{filepath.Join(dir, "js", "app.js")}, Format: api.FormatESModule})
	if err != nil {
		return nil, fmt.Errorf("bundle scripts: %w", err)
	}
	add("app.js", js)
	list, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write names: %w", err)
	}
	files[NamesFile] = append(list, '\n')
	return files, nil
}

// styles bundles css/app.css and, after it, the parts that screens bring.
func styles(dir string) ([]byte, error) {
	parts, err := filepath.Glob(filepath.Join(dir, "..", "screen", "*", "*.css"))
	if err != nil {
		return nil, fmt.Errorf("list the screens' styles: %w", err)
	}
	var entry strings.Builder
	entry.WriteString("@import \"./css/app.css\";\n")
	for _, p := range parts {
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return nil, fmt.Errorf("place of %s: %w", p, err)
		}
		fmt.Fprintf(&entry, "@import %q;\n", "./"+filepath.ToSlash(rel))
	}
	css, err := run(api.BuildOptions{
		Stdin:    &api.StdinOptions{Contents: entry.String(), ResolveDir: dir, Loader: api.LoaderCSS},
		External: []string{"*.woff2"},
	})
	if err != nil {
		return nil, fmt.Errorf("bundle styles: %w", err)
	}
	return css, nil
}

func run(o api.BuildOptions) ([]byte, error) {
	o.Bundle, o.Write, o.Outdir = true, false, "dist"
	o.MinifySyntax, o.MinifyWhitespace, o.MinifyIdentifiers = true, true, true
	o.Charset, o.LegalComments, o.Engines, o.LogLevel = api.CharsetUTF8, api.LegalCommentsNone, floor, api.LogLevelSilent
	abs, err := filepath.Abs(".")
	if err != nil {
		return nil, fmt.Errorf("find the working folder: %w", err)
	}
	o.AbsWorkingDir = abs
	r := api.Build(o)
	if faults := append(r.Errors, r.Warnings...); len(faults) > 0 {
		return nil, fault(faults[0])
	}
	if len(r.OutputFiles) != 1 {
		return nil, fmt.Errorf("%d files came out, want 1", len(r.OutputFiles))
	}
	return r.OutputFiles[0].Contents, nil
}

// fault says where a source is wrong. A warning is a fault too: nobody would
// read it.
func fault(m api.Message) error {
	if m.Location == nil {
		return errors.New(m.Text)
	}
	return fmt.Errorf("%s:%d: %s", m.Location.File, m.Location.Line, m.Text)
}
