package kashf_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "kashf.org/kashf/"

// pkg is what `go list -json` says of a package.
type pkg struct {
	ImportPath string
	Imports    []string
}

// room is a package's place in the house, such as "internal/register".
func (p pkg) room() string { return strings.TrimPrefix(p.ImportPath, module) }

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var ps []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return ps
		} else if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
}

// under reports whether a room is one of, or lies in one of, the given rooms.
func under(room string, rooms ...string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return room == r || strings.HasPrefix(room, r+"/") })
}

var (
	public   = []string{"names", "when", "place", "linkage", "estimation", "ledger"}
	services = []string{"internal/intake", "internal/identity", "internal/find", "internal/family", "internal/occupancy", "internal/layout", "internal/desk", "internal/export", "internal/photo", "internal/consent", "internal/access", "internal/review"}
	// below is what services stand on.
	below = append([]string{"internal/cells", "internal/register", "internal/journal", "internal/vault", "internal/vocab"}, public...)
)

// own are the rooms a room may import, besides what lies inside itself.
func own(room string) []string {
	switch {
	case under(room, public...):
		return nil
	case under(room, "internal/vocab"):
		return nil
	case under(room, "internal/journal", "internal/vault"):
		return []string{"ledger"}
	case under(room, "internal/register"):
		return []string{"internal/journal", "internal/vocab", "names", "when", "place", "ledger"}
	case under(room, services...):
		return below
	case under(room, "internal/queue", "internal/locale"):
		return []string{"when"}
	case under(room, "internal/demo"):
		return []string{"place", "when", "internal/register", "internal/vocab"}
	case under(room, "internal/dossier"):
		return append(append([]string(nil), below...), services...)
	case under(room, "internal/store"):
		return append(append([]string{"internal/queue"}, below...), services...)
	case under(room, "internal/web", "internal/api"):
		return append(append([]string{"internal/dossier", "internal/locale", "internal/queue", "internal/web"}, below...), services...)
	}
	return []string{"cmd", "internal", "specs", "names", "when", "place", "linkage", "estimation", "ledger"}
}

// floor is the room that a room lies in: "names" for "names/train",
// "internal/web" for "internal/web/part".
func floor(room string) string {
	parts := strings.SplitN(room, "/", 3)
	if parts[0] == "internal" && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// TestArrows holds the picture in docs/architecture.md: who may import whom.
func TestArrows(t *testing.T) {
	for _, p := range packages(t) {
		room := p.room()
		for _, im := range p.Imports {
			if to, ours := strings.CutPrefix(im, module); ours {
				if !under(to, floor(room)) && !under(to, own(room)...) {
					t.Errorf("%s imports %s: no arrow leads there", room, to)
				}
			}
		}
	}
}

// TestSQLIsInTheStore: only the store speaks to a database.
func TestSQLIsInTheStore(t *testing.T) {
	forbidOutside(t, []string{"internal/store"}, "database/sql", "github.com/jackc/pgx", "modernc.org/sqlite", "github.com/pressly/goose")
}

// TestHTTPIsAtTheEdge: only the rooms that serve or call others know HTTP.
func TestHTTPIsAtTheEdge(t *testing.T) {
	// cmd/kashf hands the finished handler to the listener and does nothing else with it.
	forbidOutside(t, []string{"internal/web", "internal/api", "cmd/kashf"}, "net/http")
}

func forbidOutside(t *testing.T, rooms []string, imports ...string) {
	t.Helper()
	for _, p := range packages(t) {
		for _, im := range p.Imports {
			if under(im, imports...) && !under(p.room(), rooms...) {
				t.Errorf("%s imports %s, which only %v may", p.room(), im, rooms)
			}
		}
	}
}

// TestPublicPackagesNeedLittle: others import these rooms for themselves.
func TestPublicPackagesNeedLittle(t *testing.T) {
	for _, p := range packages(t) {
		if !under(p.room(), public...) {
			continue
		}
		for _, im := range p.Imports {
			outside := strings.Contains(strings.SplitN(im, "/", 2)[0], ".") && !strings.HasPrefix(im, module)
			if outside && !under(im, "golang.org/x/text", "golang.org/x/mod", "golang.org/x/sync", "go.yaml.in/yaml/v3") {
				t.Errorf("%s imports %s", p.room(), im)
			}
		}
	}
}
