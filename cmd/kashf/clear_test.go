package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"kashf.org/kashf/internal/intake/sheet"
)

// clearWord is in every row of the lists below and in nothing else. Every
// person in them is invented.
const clearWord = "زبرجدان"

// clearMarks are what shows that a list lies somewhere in clear: its words, in
// two encodings, and the names of a workbook's parts, which a ZIP does not pack.
var clearMarks = [][]byte{[]byte(clearWord), utf16Of(clearWord), []byte("xl/worksheets/sheet1.xml"), []byte("content.xml")}

func utf16Of(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// A watch looks through folders, and through the files that a process holds
// open, again and again, for what lies there in clear. The register's own
// database is none of it.
type watch struct {
	dirs  []string
	pid   string
	allow func(path string) bool

	mu      sync.Mutex
	found   map[string]bool
	looks   int
	stop    chan struct{}
	stopped chan struct{}
}

func startWatch(pid int, allow func(string) bool, dirs ...string) *watch {
	w := &watch{dirs: dirs, pid: fmt.Sprint(pid), allow: allow, found: map[string]bool{}, stop: make(chan struct{}), stopped: make(chan struct{})}
	go func() {
		defer close(w.stopped)
		for {
			w.look()
			select {
			case <-w.stop:
				w.look()
				return
			case <-time.After(3 * time.Millisecond):
			}
		}
	}()
	return w
}

// end stops looking and lists what was found.
func (w *watch) end() []string {
	close(w.stop)
	<-w.stopped
	var out []string
	for f := range w.found {
		out = append(out, f)
	}
	return out
}

func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks++
	for _, dir := range w.dirs {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				w.file(path, path)
			}
			return nil // files come and go
		})
	}
	if runtime.GOOS != "linux" {
		return
	}
	fds, _ := filepath.Glob("/proc/" + w.pid + "/fd/*")
	for _, fd := range fds {
		name, err := os.Readlink(fd)
		if info, bad := os.Stat(fd); err == nil && bad == nil && info.Mode().IsRegular() && !strings.HasSuffix(name, ".test") {
			w.file(fd, name) // deleted ones too
		}
	}
}

// file looks through one file, by a way to it and its name.
func (w *watch) file(path, name string) {
	if w.found[name] || w.allow(name) {
		return
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return
	}
	for _, m := range clearMarks {
		if bytes.Contains(b, m) {
			w.found[name] = true
		}
	}
}

// clearList is a list of n people as CSV.
func clearList(n int) string {
	var b strings.Builder
	b.WriteString("الاسم الكامل,اسم الأم,تاريخ الاعتقال,ملاحظات\n")
	for i := range n {
		fmt.Fprintf(&b, "نزار %s الحموي %d,هيام %s,2012-05-%02d,شوهد %s في رواق رقم %d من البناء\n", clearWord, i, clearWord, 1+i%28, clearWord, i)
	}
	return b.String()
}

// clearBooks are the same as workbooks, too large to be held in a small buffer.
func clearBooks(tb testing.TB, n int) map[string]string {
	tb.Helper()
	list := clearList(n)
	var xlsx, ods, rows bytes.Buffer
	w := sheet.NewWriter(&xlsx, true)
	w.Sheet("ورقة", nil)
	for _, line := range strings.Split(strings.TrimSpace(list), "\n") {
		w.Row(strings.Split(line, ",")...)
		rows.WriteString("<table:table-row>")
		for _, c := range strings.Split(line, ",") {
			rows.WriteString("<table:table-cell><text:p>" + c + "</text:p></table:table-cell>")
		}
		rows.WriteString("</table:table-row>")
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	z := zip.NewWriter(&ods)
	part, err := z.Create("content.xml")
	if err != nil {
		tb.Fatal(err)
	}
	fmt.Fprintf(part, `<office:document-content><office:body><office:spreadsheet><table:table table:name="s">%s</table:table></office:spreadsheet></office:body></office:document-content>`, rows.String())
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return map[string]string{"list.csv": list, "list.xlsx": xlsx.String(), "list.ods": ods.String()}
}

// ofDatabase allows the files of the database in a folder.
func ofDatabase(dir string) func(string) bool {
	return func(path string) bool { return strings.HasPrefix(path, filepath.Join(dir, databaseName)) }
}

// TestWatchFinds shows that the watch of the tests below finds a file that is
// there for a moment, and one that is deleted and held open.
func TestWatchFinds(t *testing.T) {
	dir := t.TempDir()
	w := startWatch(os.Getpid(), ofDatabase("/nowhere"), dir)
	f, err := os.CreateTemp(dir, "kept-")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if runtime.GOOS == "linux" {
		os.Remove(f.Name())
	}
	f.WriteString("a row: " + clearWord)
	time.Sleep(50 * time.Millisecond)
	if found := w.end(); len(found) != 1 {
		t.Errorf("found %q, want the one file", found)
	}
}

// TestImportLeavesNothingInClear takes lists in on the command line, and
// watches the folder of temporary files, the data folder, the keys and whatever
// the process holds open, for a word of the lists.
func TestImportLeavesNothingInClear(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: imports large lists")
	}
	t.Parallel()
	bin := filepath.Join(program(t), "kashf")
	for name, text := range clearBooks(t, 8_000) {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			file, tmp, home := filepath.Join(t.TempDir(), name), t.TempDir(), t.TempDir()
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(bin, append([]string{"import", "--source", "clear", "--yes", file}, o.flags()...)...)
			cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "HOME="+home, "XDG_CACHE_HOME="+home)
			cmd.Dir = home
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			database := ofDatabase(o.dir)
			w := startWatch(cmd.Process.Pid, func(path string) bool { return path == file || database(path) }, tmp, home, filepath.Dir(o.dir))
			err := cmd.Wait()
			found := w.end()
			if err != nil {
				t.Fatalf("import: %v\n%s", err, said.String())
			}
			if len(found) > 0 {
				t.Errorf("in clear: %q", found)
			}
			if w.looks < 5 {
				t.Errorf("the watch looked %d times", w.looks)
			}
			if strings.Contains(said.String(), clearWord) {
				t.Errorf("the command says names: %s", said.String())
			}
		})
	}
}

// TestUploadLeavesNothingInClear sends the same through a form, and takes it
// in: no part of the form is spooled to a file.
func TestUploadLeavesNothingInClear(t *testing.T) {
	s := serveWorld(t)
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	b := s.reader("data")
	for name, text := range clearBooks(t, 20_000) {
		dir := s.d.folder.Dir
		w := startWatch(os.Getpid(), ofDatabase(dir), tmp, dir, dir+".keys")
		at := "/lists/uploads/" + s.sends(b, s.open, name, text)
		page := b.get(at)
		if r := b.post(at, url.Values{"do": {"take"}}); r.status >= 400 {
			t.Errorf("%s: taking it in = %d", name, r.status)
		}
		found := w.end()
		if len(found) > 0 {
			t.Errorf("%s: in clear: %q", name, found)
		}
		if w.looks < 3 {
			t.Errorf("%s: the watch looked %d times", name, w.looks)
		}
		if !strings.Contains(page.body, clearWord) {
			t.Errorf("%s: its preview does not show it", name)
		}
		if strings.Contains(s.log.String(), clearWord) {
			t.Errorf("%s: the log tells names", name)
		}
	}
}
