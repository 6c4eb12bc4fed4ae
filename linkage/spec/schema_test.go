package spec_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"kashf.org/kashf/linkage/spec"
)

var update = flag.Bool("update", false, "write the schema anew")

// The schema of the usual kinds lies beside the package for editors.
func TestSchemaIsCurrent(t *testing.T) {
	got, err := spec.Schema()
	if err != nil {
		t.Fatal(err)
	}
	checkFile(t, "schema.json", got)
}

func checkFile(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the code says (%v): run this test with -update", name, err)
	}
}
