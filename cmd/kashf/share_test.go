package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// herd writes a table of invented animals of n entries, many of them about one
// animal, and a spec for it.
func herd(t *testing.T, dir string, n int) (spec, table string) {
	t.Helper()
	r := rand.New(rand.NewPCG(4, 4))
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte("bdfgklmnprst"[r.IntN(12)])
			b.WriteByte("aeiou"[r.IntN(5)])
		}
		return b.String()
	}
	var b strings.Builder
	b.WriteString("id,name,herd,born,sex\n")
	for i := 0; i < n; {
		name, herd, born := word(3), word(2), fmt.Sprintf("%d-%02d-%02d", 2000+r.IntN(20), 1+r.IntN(12), 2+r.IntN(26))
		sex := []string{"m", "f"}[r.IntN(2)]
		for range 1 + r.IntN(4) {
			i++
			cells := []string{fmt.Sprintf("a%07d", i), name, herd, born, sex}
			if k := r.IntN(7); k > 0 && k < 5 {
				cells[k] = ""
			} else if k == 5 {
				cells[1] = name[1:]
			}
			b.WriteString(strings.Join(cells, ",") + "\n")
		}
	}
	spec, table = filepath.Join(dir, "herd.yaml"), filepath.Join(dir, "herd.csv")
	for name, text := range map[string]string{spec: "columns:\n  name: text\n  herd: text\n  born: date\n  sex: category\nlimit: 20\n", table: b.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return spec, table
}

// linker runs `kashf link` of one table in processes of its own.
type linker struct {
	*testing.T
	bin, spec, table string
}

func (l linker) start(out string, more ...string) (*exec.Cmd, *bytes.Buffer) {
	l.Helper()
	cmd := exec.Command(l.bin, append([]string{"link", "--spec", l.spec, "--out", out, l.table}, more...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		l.Fatal(err)
	}
	return cmd, &said
}

func (l linker) run(out string, more ...string) {
	l.Helper()
	cmd, said := l.start(out, more...)
	if err := cmd.Wait(); err != nil {
		l.Fatalf("link %v: %v\n%s", more, err, said)
	}
}

func (l linker) read(name string) string {
	l.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		l.Fatal(err)
	}
	return string(b)
}

// nothingHidden fails where anything is left beside results.
func (l linker) nothingHidden(dir string) {
	l.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		l.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			l.Errorf("left: %s", e.Name())
		}
	}
}

// TestSharedRunSurvivesKills: processes that share a run are killed at random
// moments and others come in their place; the results are the bytes that one
// process alone writes, and nothing is left beside them.
func TestSharedRunSurvivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: starts some dozen processes")
	}
	dir := t.TempDir()
	l := linker{T: t, bin: filepath.Join(program(t), "kashf")}
	l.spec, l.table = herd(t, dir, 12_000)
	alone, alonePairs := filepath.Join(dir, "alone.csv"), filepath.Join(dir, "alone-pairs.csv")
	start := time.Now()
	l.run(alone, "--pairs", alonePairs)
	usual := time.Since(start)

	results := filepath.Join(dir, "results")
	if err := os.Mkdir(results, 0o700); err != nil {
		t.Fatal(err)
	}
	out, pairs, shared := filepath.Join(results, "c.csv"), filepath.Join(results, "p.csv"), filepath.Join(dir, "shared")
	args := []string{"--pairs", pairs, "--share", shared, "--lease", "400ms", "--workers", "1"}
	random := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for i := 0; i < 8; i++ {
		cmd, _ := l.start(out, args...)
		other, _ := l.start(out, args...)
		time.Sleep(time.Duration(random.Int64N(int64(usual))))
		cmd.Process.Kill()
		if i%3 == 0 { // sleeps while its lease runs out, then wakes
			other.Process.Signal(syscall.SIGSTOP)
			time.Sleep(500 * time.Millisecond)
			other.Process.Signal(syscall.SIGCONT)
		}
		other.Process.Kill()
		for _, c := range []*exec.Cmd{cmd, other} {
			if c.Wait() != nil {
				killed++
			}
		}
		if _, err := os.Stat(out); err == nil && l.read(out) != l.read(alone) {
			t.Fatal("a result under its final name is not whole")
		}
	}
	a, saidA := l.start(out, args...)
	b, saidB := l.start(out, args...)
	for cmd, said := range map[*exec.Cmd]*bytes.Buffer{a: saidA, b: saidB} {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, said)
		}
	}
	if l.read(out) != l.read(alone) || l.read(pairs) != l.read(alonePairs) {
		t.Error("results differ from those of one process")
	}
	t.Logf("%d processes killed", killed)
	l.nothingHidden(results)
	left, err := os.ReadDir(shared)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if e.Name() != "run" && e.Name() != "done" {
			t.Errorf("left in the shared folder: %s", e.Name())
		}
	}

	// The folder is of that run: another is refused, and so is one that would have
	// its results elsewhere; the same has nothing to do.
	l.run(out, args...)
	for _, elsewhere := range [][]string{{filepath.Join(dir, "c.csv"), "--pairs", pairs}, {out, "--pairs", filepath.Join(dir, "p.csv")}, {out}} {
		cmd, said := l.start(elsewhere[0], append(elsewhere[1:], "--share", shared)...)
		if err := cmd.Wait(); err == nil || !strings.Contains(said.String(), "other results") {
			t.Errorf("the same run with results at %v: %v, %s", elsewhere, err, said)
		}
	}
	l.spec, l.table = herd(t, t.TempDir(), 100)
	cmd, said := l.start(filepath.Join(dir, "other.csv"), "--share", shared)
	if err := cmd.Wait(); err == nil || !strings.Contains(said.String(), "other tables") {
		t.Errorf("another run in the same folder: %v, %s", err, said)
	}
}

// TestPartialOf: of a shared run's files beside a result, none of another run's.
func TestPartialOf(t *testing.T) {
	for name, want := range map[string]bool{
		".c.csv.0123456789abcdef.partial":    true,
		".c.csv.partial":                     false, // of a process alone
		".c.csv.gz.partial":                  false, // of another result
		".c.csv.gz.0123456789abcdef.partial": false,
		"c.csv.0123456789abcdef.partial":     false,
		".c.csv":                             false,
	} {
		if got := partialOf(name, "c.csv"); got != want {
			t.Errorf("partialOf(%s) = %v, want %v", name, got, want)
		}
	}
}

// TestLinkOnAFullDisk: a disk that fills up midway leaves nothing under the
// final names nor beside them, the message says where and what helps, and once
// there is room the same command goes through.
func TestLinkOnAFullDisk(t *testing.T) {
	work := t.TempDir()
	l := linker{T: t, bin: filepath.Join(program(t), "kashf")}
	l.spec, l.table = herd(t, work, 30_000)
	want := filepath.Join(work, "want.csv")
	l.run(want, "--memory", "1")
	for name, more := range map[string][]string{
		"shuffle": {"--memory", "1"},
		"shared":  {"--memory", "1", "--share", "FOLDER"},
		"keep":    {"--keep", "FOLDER"},
	} {
		t.Run(name, func(t *testing.T) {
			l := l
			l.T = t
			disk := smallDisk(t, 32)
			filler := filepath.Join(disk, "filler")
			for i, m := range more {
				if m == "FOLDER" {
					more[i] = filepath.Join(disk, "folder")
				}
			}
			fillDisk(t, filler, 128<<10)
			out := filepath.Join(disk, "c.csv")
			cmd, said := l.start(out, more...)
			if err := cmd.Wait(); err == nil {
				t.Fatalf("done on a full disk: %s", said)
			}
			for _, want := range []string{"full", disk, "free some room"} {
				if !strings.Contains(said.String(), want) {
					t.Errorf("message does not say %q: %s", want, said)
				}
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a result stands under its final name")
			}
			l.nothingHidden(disk)
			os.Remove(filler)
			l.run(out, more...)
			if l.read(out) != l.read(want) {
				t.Error("the result differs from that of a run with room")
			}
			l.nothingHidden(disk)
		})
	}
}

// TestLinkKilled: a run that is killed at any moment leaves a whole result or
// none, and the next with the same arguments cleans up behind it.
func TestLinkKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: starts some dozen processes")
	}
	work, results := t.TempDir(), t.TempDir()
	l := linker{T: t, bin: filepath.Join(program(t), "kashf")}
	l.spec, l.table = herd(t, work, 12_000)
	want, out := filepath.Join(work, "want.csv"), filepath.Join(results, "c.csv")
	start := time.Now()
	l.run(want)
	usual := time.Since(start)
	for i := range 10 {
		os.Remove(out)
		cmd, _ := l.start(out, "--memory", "1")
		time.Sleep(usual * time.Duration(i+1) / 11)
		cmd.Process.Kill()
		cmd.Wait()
		if _, err := os.Stat(out); err == nil && l.read(out) != l.read(want) {
			t.Fatal("a result under its final name is not whole")
		}
	}
	l.run(out, "--memory", "1")
	if l.read(out) != l.read(want) {
		t.Error("the result differs")
	}
	l.nothingHidden(results)
}
