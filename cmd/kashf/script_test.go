package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/charmap"
)

// bytesCommand writes files that a script cannot hold as text:
//
//	bytes windows-1256 FROM TO    FROM in another encoding
//	bytes bom FROM TO             FROM with the mark of UTF-8
//	bytes quoted TO 'a\x00b\n'    a Go string's bytes
func bytesCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: bytes windows-1256|bom|quoted FROM TO")
	}
	var out []byte
	var err error
	to := args[2]
	switch args[0] {
	case "windows-1256":
		out, err = charmap.Windows1256.NewEncoder().Bytes([]byte(ts.ReadFile(args[1])))
	case "bom":
		out = append([]byte("\ufeff"), ts.ReadFile(args[1])...)
	case "quoted":
		var s string
		s, err = strconv.Unquote(`"` + args[2] + `"`)
		out, to = []byte(s), args[1]
	default:
		ts.Fatalf("bytes: %q is not known", args[0])
	}
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(to), out, 0o600))
}

// repeatCommand writes a file of repeated text: repeat FILE BEFORE TEXT N AFTER.
func repeatCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: repeat FILE BEFORE TEXT N AFTER")
	}
	n, err := strconv.Atoi(args[3])
	ts.Check(err)
	unquote := func(s string) string {
		u, err := strconv.Unquote(`"` + s + `"`)
		ts.Check(err)
		return u
	}
	var b bytes.Buffer
	b.WriteString(unquote(args[1]))
	b.WriteString(strings.Repeat(unquote(args[2]), n))
	b.WriteString(unquote(args[4]))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// jsonCommand reads the last command's result: json KEY WANT compares the
// value, and json KEY keeps it in the environment as $KEY. A KEY may lead
// inside, as in accounts.0.role. ! json KEY says that it is absent.
func jsonCommand(ts *testscript.TestScript, neg bool, args []string) {
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &v))
	for key := range strings.SplitSeq(args[0], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			i, err := strconv.Atoi(key)
			ts.Check(err)
			if i >= len(x) {
				ts.Fatalf("%s: %d elements", args[0], len(x))
			}
			v = x[i]
		}
	}
	if neg {
		if v != nil {
			ts.Fatalf("%s is %v, want none", args[0], v)
		}
		return
	}
	if v == nil {
		ts.Fatalf("%s is absent", args[0])
	}
	got := fmt.Sprint(v)
	if len(args) == 1 {
		ts.Setenv(args[0], got)
	} else if got != args[1] {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}
