package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kashf.org/kashf/internal/store/pgtest"
)

// TestMain lets the test binary be the program itself where it is called by
// the program's name, so that scripts run it and a kill hits a real process.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "kashf" {
		main()
	}
	pgtest.Main(m)
}

// program is a folder that holds the program as "kashf".
func program(tb testing.TB) string {
	tb.Helper()
	self, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "kashf")); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// TestScripts runs testdata/script: the contracts of the command line.
func TestScripts(t *testing.T) {
	bin := program(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", bin+string(filepath.ListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"archive": archiveCommand, "bytes": bytesCommand, "forge": forgeCommand, "json": jsonCommand, "repeat": repeatCommand, "workbook": workbookCommand,
		},
	})
}
