package linkage_test

import (
	"errors"
	"testing"

	"kashf.org/kashf/linkage"
)

func TestAutoSpec(t *testing.T) {
	columns := []string{"id", "title", "isbn", "shelf"}
	spec, err := linkage.AutoSpec(columns, map[string]string{"title": "words", "isbn": "code", "shelf": "ignore"})
	if err != nil {
		t.Fatal(err)
	}
	if len(spec.Fields) != 2 || spec.Fields[0].Name != "title" || spec.Fields[1].Name != "isbn" {
		t.Errorf("fields = %v, want title and isbn", spec.Fields)
	}
	for name, kinds := range map[string]map[string]string{
		"unknown kind": {"title": "poem"},
		"no kinds":     {},
	} {
		if _, err := linkage.AutoSpec(columns, kinds); !errors.Is(err, linkage.ErrSpec) {
			t.Errorf("%s: %v, want %v", name, err, linkage.ErrSpec)
		}
	}
}
