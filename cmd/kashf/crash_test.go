package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
)

// A victim is a real process that is killed at a random moment.
type victim struct {
	office
	bin    string
	random *rand.Rand
}

// killed runs a command and kills it within its usual time. It reports
// whether the command had ended well before, and what it then said.
func (v victim) killed(usual time.Duration, args ...string) (acked bool, out string) {
	v.Helper()
	cmd := exec.Command(v.bin, append(args, v.flags()...)...)
	var b strings.Builder
	cmd.Stdout = &b
	if err := cmd.Start(); err != nil {
		v.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(v.random.Int64N(int64(usual))), func() { cmd.Process.Kill() })
	err := cmd.Wait()
	timer.Stop()
	return err == nil, b.String()
}

// usual is how long a command takes that nobody kills.
func (v victim) usual(args ...string) time.Duration {
	v.Helper()
	start := time.Now()
	if out, err := exec.Command(v.bin, append(args, v.flags()...)...).CombinedOutput(); err != nil {
		v.Fatalf("%v: %v\n%s", args, err, out)
	}
	return time.Since(start) * 11 / 10
}

// longList is a list of n invented people.
func longList(n int, seed uint64) string {
	first := []string{"سامر", "ليلى", "جمال", "رامي", "نادين", "زياد", "هدى", "مازن"}
	family := []string{"الحلاق", "الديري", "الشامي", "العبدو", "الخوري", "المصري", "النجار"}
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	b.WriteString("الاسم الكامل,اسم الأم,تاريخ الميلاد,تاريخ الاعتقال,المحافظة\n")
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	for range n {
		fmt.Fprintf(&b, "%s %s %s,%s,%d-%02d-%02d,%d,حمص\n", pick(first), pick(first), pick(family), pick(first),
			1950+r.IntN(50), 1+r.IntN(12), 1+r.IntN(28), 2011+r.IntN(5))
	}
	return b.String()
}

// standing are the imports that stand, by file, with the records each has.
func (o office) standing() map[string]int {
	o.Helper()
	all := make(map[string]int)
	for name, im := range o.imports() {
		if im.Undone == 0 {
			all[name] = im.Taken
		}
	}
	return all
}

// records counts the rows of the table itself, whether or not they are seen.
func (o office) records() (n int) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		for _, err := range d.store.All(ctx, 0) {
			if err != nil {
				o.Fatal(err)
			}
			n++
		}
	})
	return n
}

// TestKilled kills imports, runs, undoing, destruction and backups at random
// moments. After each the next start works, everything verifies, what was
// acknowledged is there, and what was not is there whole or not at all.
func TestKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("skipped: kills processes for half a minute")
	}
	v := victim{newOffice(t), filepath.Join(program(t), "kashf"), rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))}
	const rows = 1500
	file := func(i int) string {
		f := filepath.Join(filepath.Dir(v.dir), fmt.Sprintf("list%d.csv", i))
		if err := os.WriteFile(f, []byte(longList(rows, uint64(i))), 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	usual := v.usual("import", "--source", "s", file(0))
	lists := 1
	for i := 1; i <= 8; i++ {
		f := file(i)
		acked, _ := v.killed(usual, "import", "--source", "s", "--json", f)
		v.holds()
		taken, there := v.standing()[filepath.Base(f)]
		if there && taken != rows || acked && !there {
			t.Fatalf("list %d: acknowledged %v, there %v with %d records", i, acked, there, taken)
		}
		if there {
			lists++
		}
		if n := v.records(); n != lists*rows {
			t.Fatalf("%d records, want %d lists of %d", n, lists, rows)
		}
	}
	v.killRuns(t)
	v.killUndoing(t)
	v.killDestruction(t)
	v.killBackups(t)
	v.must("rebuild", "--check")
}

func (v victim) killRuns(t *testing.T) {
	usual := v.usual("resolve")
	for range 4 {
		before := v.runs()
		acked, _ := v.killed(usual, "resolve")
		v.holds()
		if n := v.runs() - before; n != 1 && (acked || n != 0) {
			t.Fatalf("a run acknowledged %v, and %d entered", acked, n)
		}
	}
}

func (o office) runs() (n int) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		rs, err := d.store.Runs(ctx, allActs)
		if err != nil {
			o.Fatal(err)
		}
		n = len(rs)
	})
	return n
}

func (v victim) killUndoing(t *testing.T) {
	usual := time.Duration(0)
	for name, im := range v.imports() {
		if name == "list0.csv" {
			continue
		}
		args := []string{"undo", fmt.Sprint(im.Seq), "--why", "drill"}
		if usual == 0 {
			usual = v.usual(args...)
			continue
		}
		acked, _ := v.killed(usual, args...)
		v.holds()
		if _, stands := v.standing()[name]; acked && stands {
			t.Fatal("an acknowledged undoing is not there")
		}
	}
}

func (v victim) killDestruction(t *testing.T) {
	id := string(v.imports()["list0.csv"].ID)
	destroy := func(row int) []string {
		return []string{"destroy", "--import", id, "--row", fmt.Sprint(row), "--why", lawDemands, "--json"}
	}
	usual := v.usual(destroy(1)...)
	for row := 2; row <= 7; row++ {
		acked, out := v.killed(usual, destroy(row)...)
		v.holds()
		entered := v.destroyedBy(register.ImportID(id), row)
		var said struct{ Entry int64 }
		if acked {
			if err := json.Unmarshal([]byte(out), &said); err != nil {
				t.Fatal(err)
			}
		}
		if acked && entered != said.Entry {
			t.Fatalf("row %d: destroyed by entry %d, the record says %d", row, said.Entry, entered)
		}
	}
}

func (o office) destroyedBy(id register.ImportID, row int) (seq int64) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		num, err := d.recordAt(ctx, id, row)
		if err != nil {
			o.Fatal(err)
		}
		rec, err := d.store.RecordOf(ctx, register.Sight{Machine: true}, num)
		if err != nil {
			o.Fatal(err)
		}
		seq = rec.Destroyed
	})
	return seq
}

func (v victim) killBackups(t *testing.T) {
	s := newSafe(t)
	usual := v.usual("backup", "--recipient", s.recipient, filepath.Join(t.TempDir(), "whole.age"))
	for i := range 4 {
		out := filepath.Join(t.TempDir(), fmt.Sprintf("%d.age", i))
		v.killed(usual, "backup", "--recipient", s.recipient, out)
		if _, err := os.Stat(out); err == nil { // whole, or under another name
			v.restored(s, out).holds()
		}
		v.holds()
		if left, _ := filepath.Glob(filepath.Join(v.dir, ".scratch-*")); len(left) > 0 {
			t.Errorf("a killed backup left %v: the register in clear", left)
		}
	}
}
