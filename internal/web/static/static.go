// Package static serves the interface's styles, scripts and fonts out of the
// program itself. Nothing is loaded from anywhere else.
//
// The files in dist are generated and committed; go generate makes them anew
// from css, js, fonts and the screens' own .css files. Their names carry a
// hash of their content, so a browser keeps them for ever and never sees an
// old one.
//
// Start with [URL].
package static

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:generate go run ./gen

//go:embed dist
var dist embed.FS

// Prefix is the path that the files are served under.
const Prefix = "/static/"

var names = sync.OnceValue(func() map[string]string {
	b, err := dist.ReadFile("dist/names.json")
	if err != nil {
		panic(fmt.Errorf("the program was built without its styles: %w", err))
	}
	var m map[string]string
	if err := json.Unmarshal(b, &m); err != nil {
		panic(fmt.Errorf("read the names of styles and scripts: %w", err))
	}
	return m
})

// URL is the address of a file by its plain name, such as "app.css". A name
// that is not there gives an address that is not served.
func URL(name string) string {
	if hashed, ok := names()[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Styles gives the interface's styles for a page that stands alone in a file:
// without its fonts, which lie beside the styles where they are served.
func Styles() string {
	b, err := dist.ReadFile("dist/" + names()["app.css"])
	if err != nil {
		panic(fmt.Errorf("the program was built without its styles: %w", err))
	}
	return face.ReplaceAllString(string(b), "")
}

var face = regexp.MustCompile(`@font-face\{[^}]*\}`)

// An asset is one file in memory, with its gzipped form where that is smaller.
type asset struct {
	kind   string
	plain  []byte
	zipped []byte
}

// Handler serves the files to be kept for ever; any other path under Prefix is
// not found.
func Handler() http.Handler {
	assets := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := a.plain
		if a.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.zipped
		}
		h.Set("Content-Length", fmt.Sprint(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // the reader has gone: nobody to tell
		}
	})
}

func load() map[string]asset {
	assets := make(map[string]asset, len(names()))
	for _, name := range names() {
		b, err := dist.ReadFile("dist/" + name)
		if err != nil {
			panic(fmt.Errorf("the program was built without %s: %w", name, err))
		}
		a := asset{kind: mime.TypeByExtension(path.Ext(name)), plain: b}
		if path.Ext(name) == ".woff2" { // packed already
			a.kind = "font/woff2"
		} else {
			a.zipped = pack(b)
		}
		assets[name] = a
	}
	return assets
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	if _, err := z.Write(b); err != nil {
		return nil
	}
	if err := z.Close(); err != nil || out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}
