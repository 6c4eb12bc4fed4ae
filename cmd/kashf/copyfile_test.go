package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatAReaderSawIsProved: a reader takes a copy as a file, and with the
// ledger's key alone anybody sees what was in it when it was given; one letter
// more or less, another number or another key, and it does not hold. It is
// nobody else's to take.
func TestWhatAReaderSawIsProved(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	s.enters("analyst", path, "alleged", url.Values{"conduct": {"B1"}, "text": {"taking a hammer"}})
	s.enters("observer", path, "copied", nil)
	page, file := s.reader("observer").get(path+"/copies/1"), s.reader("observer").get(path+"/copies/1/copy.json")
	if file.status != http.StatusOK || !strings.Contains(page.body, path+"/copies/1/copy.json") {
		t.Fatalf("the file of a copy = %d", file.status)
	}
	for _, login := range []string{"lawyer", "roster", "families"} {
		if a := s.reader(login).get(path + "/copies/1/copy.json"); a.status != http.StatusNotFound {
			t.Errorf("another's copy as %s = %d", login, a.status)
		}
	}
	check := func(key, text string) (int, string) {
		name := filepath.Join(t.TempDir(), "copy.json")
		s.must(os.WriteFile(name, []byte(text), 0o600))
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"copy", "check", "--key", key, name}, stdio{out: &out, err: &errs})
		return code, out.String() + errs.String()
	}
	key, hash := s.d.keys.PublicKey(), s.caseAt(path).Copies[0].Hash
	if code, said := check(key, file.body); code != exitDone || !strings.Contains(said, "holds: copy 1") || !strings.Contains(said, hash) {
		t.Errorf("copy check = %d %s", code, said)
	}
	for name, text := range map[string]string{
		"a word changed":   strings.Replace(file.body, "taking a hammer", "taking a hammer twice", 1),
		"another number":   strings.Replace(file.body, `"n": 1`, `"n": 2`, 1),
		"another moment":   strings.Replace(file.body, `"saw": `, `"saw": 1`, 1),
		"another reader":   strings.Replace(file.body, `"role": "observer"`, `"role": "registrar"`, 1),
		"another entry":    strings.Replace(file.body, `"salt": "`, `"salt": "AAAA`, 1),
		"another file":     `{"format":"kashf case 1"}`,
		"a field left out": strings.Replace(file.body, `"conduct": "B1"`, `"conduct": ""`, 1),
	} {
		if text == file.body {
			t.Errorf("%s: nothing was changed", name)
		}
		if code, said := check(key, text); code != exitFailed {
			t.Errorf("%s: copy check = %d %s", name, code, said)
		}
	}
}
