package static_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/web/static"
	"kashf.org/kashf/internal/web/static/bundle"
)

func TestDistIsUpToDate(t *testing.T) {
	want, err := bundle.Build(".")
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadDir("dist")
	if err != nil {
		t.Fatal(err)
	}
	if len(have) != len(want) {
		t.Errorf("dist has %d files, want %d: run go generate ./internal/web/static", len(have), len(want))
	}
	for name, content := range want {
		got, err := os.ReadFile(filepath.Join("dist", name))
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("dist/%s is not what its sources give: run go generate ./internal/web/static", name)
		}
	}
}

func get(t *testing.T, path, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestHandler(t *testing.T) {
	for _, tt := range []struct {
		path, encoding, kind, coded string
		status                      int
	}{
		{static.URL("app.css"), "gzip", "text/css; charset=utf-8", "gzip", 200},
		{static.URL("app.css"), "", "text/css; charset=utf-8", "", 200},
		{static.URL("app.js"), "br, gzip", "text/javascript; charset=utf-8", "gzip", 200},
		{static.URL("ar-400.woff2"), "gzip", "font/woff2", "", 200},
		{"/static/app.css", "gzip", "text/plain; charset=utf-8", "", 404},
		{"/static/../static.go", "gzip", "text/plain; charset=utf-8", "", 404},
		{"/static/names.json", "", "text/plain; charset=utf-8", "", 404},
	} {
		r := get(t, tt.path, tt.encoding)
		if r.StatusCode != tt.status || r.Header.Get("Content-Type") != tt.kind || r.Header.Get("Content-Encoding") != tt.coded {
			t.Errorf("GET %s: %d %q %q, want %d %q %q", tt.path, r.StatusCode, r.Header.Get("Content-Type"), r.Header.Get("Content-Encoding"), tt.status, tt.kind, tt.coded)
		}
		if keep := strings.Contains(r.Header.Get("Cache-Control"), "immutable"); keep != (tt.status == 200) {
			t.Errorf("GET %s: kept for ever is %v", tt.path, keep)
		}
	}
}

// The first Arabic page on a cold cache is to stay under 150 kB with the fonts
// that it uses; the page itself is held to 20 kB.
func TestWeight(t *testing.T) {
	sum := 20_000
	for _, name := range []string{"app.css", "app.js", "ar-400.woff2", "ar-600.woff2", "latin-400.woff2", "latin-600.woff2", "icon.svg"} {
		n := int(get(t, static.URL(name), "gzip").ContentLength)
		if n <= 0 {
			t.Fatalf("GET %s: no content", name)
		}
		t.Logf("%6d %s", n, name)
		sum += n
	}
	if sum > 150_000 {
		t.Errorf("the first page weighs %d bytes, want at most 150,000", sum)
	}
}
