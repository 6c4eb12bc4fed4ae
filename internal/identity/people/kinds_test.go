package people_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage/spec"
)

var update = flag.Bool("update", false, "write the schema anew")

const shipped = "../../../specs"

// The schema that ships with the specs knows the kinds of people.
func TestSchemaIsCurrent(t *testing.T) {
	got, err := spec.Schema(people.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(shipped, "schema.json")
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the code says (%v): run this test with -update", name, err)
	}
}

func TestShippedSpecsBind(t *testing.T) {
	for name, columns := range map[string][]string{
		"detainees.yaml":    {"record_id", "list_id", "script", "full_name", "mother_name", "sex", "birth_year", "age_at_arrest", "governorate", "place", "arrest_date"},
		"people-latin.yaml": {"unique_id", "full_name", "first_name", "surname", "dob", "birth_place", "postcode_fake", "gender", "occupation"},
	} {
		src, err := os.ReadFile(filepath.Join(shipped, name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := spec.Parse(name, src, people.Kinds()...)
		if err != nil {
			t.Fatalf("Parse(%s): %v", name, err)
		}
		if _, err := f.Bind(columns); err != nil {
			t.Errorf("Bind(%s): %v", name, err)
		}
	}
}
