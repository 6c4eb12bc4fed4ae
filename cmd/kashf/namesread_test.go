package main

import (
	"strings"
	"testing"
)

// TestEachLineNamesTheLongOne: a file that is no list of names is refused with
// the place and what is wanted.
func TestEachLineNamesTheLongOne(t *testing.T) {
	var got []string
	err := eachLine(strings.NewReader("\ufeffAli\r\nOmar\n"+strings.Repeat("a", 1<<20)+"\nHasan\n"), "list.txt", func(line string) error {
		got = append(got, line)
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "list.txt: line 3") || strings.Join(got, ",") != "Ali,Omar" {
		t.Errorf("read %q, error %v; want the first two lines and a word about the third", got, err)
	}
}
