package names_test

import (
	"os/exec"
	"strings"
	"testing"
)

// Whoever imports the package takes nothing along but the standard library and
// x/text.
func TestStandsAlone(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	deps := strings.Fields(string(out))
	if len(deps) == 0 {
		t.Fatal("not even the package itself is listed")
	}
	for _, d := range deps {
		if d != "kashf.org/kashf/names" && !strings.HasPrefix(d, "golang.org/x/text/") {
			t.Errorf("names needs %s", d)
		}
	}
}
