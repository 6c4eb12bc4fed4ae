package local_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/local"
)

func join(t *testing.T, dir string) *local.Crew {
	t.Helper()
	c, err := local.Join(dir, "a run", 1<<20, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// words shares a stage of three parts, each a word.
func words(t *testing.T, c *local.Crew) ([]string, error) {
	got := make([]string, 3)
	err := c.Share(t.Context(), "words", len(got), 2, nil,
		func(part int, w io.Writer) error { _, err := fmt.Fprint(w, "word ", part); return err },
		func(part int, r io.Reader) error { b, err := io.ReadAll(r); got[part] = string(b); return err })
	return got, err
}

func write(t *testing.T, text string, name ...string) string {
	t.Helper()
	file := filepath.Join(name...)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestCrewKeepsWhatIsNotItsOwn: a folder in which anything else lies is no
// folder for a run, and what somebody puts there meanwhile, results among it,
// stays.
func TestCrewKeepsWhatIsNotItsOwn(t *testing.T) {
	dir := t.TempDir()
	diary := write(t, "mine", dir, "001-letters", "diary.txt")
	if _, err := local.Join(dir, "a run", 1<<20, time.Minute); !errors.Is(err, local.ErrCrew) || !strings.Contains(err.Error(), "001-letters") {
		t.Errorf("Join in a folder of somebody's: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("refused, and left: %v", entries)
	}
	dir = filepath.Join(t.TempDir(), "shared")
	c := join(t, dir)
	results := write(t, "results", dir, "clusters.csv")
	if got, err := words(t, c); err != nil || got[2] != "word 2" {
		t.Fatalf("Share = %q, %v", got, err)
	}
	if err := errors.Join(c.Finish(), c.Close()); err != nil {
		t.Fatal(err)
	}
	var left []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if diff := cmp.Diff([]string{"clusters.csv", "done", "run"}, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	for file, want := range map[string]string{diary: "mine", results: "results"} {
		if b, err := os.ReadFile(file); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", file, b, err)
		}
	}
}

// TestCrewRefusesDamage: what a part came to is taken as it was written or not
// at all, and what is no lease is no reason to wait for ever.
func TestCrewRefusesDamage(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"changed": func(dir string) error { return os.WriteFile(dir+"/1", []byte("work 1????"), 0o600) },
		"empty":   func(dir string) error { return os.Truncate(dir+"/1", 0) },
		"folder":  func(dir string) error { return errors.Join(os.Remove(dir+"/1"), os.Mkdir(dir+"/1", 0o700)) },
		"lease": func(dir string) error {
			return errors.Join(os.Remove(dir+"/1"), os.Symlink(filepath.Join(dir, "nowhere"), dir+"/1.lease"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if _, err := words(t, join(t, dir)); err != nil {
				t.Fatal(err)
			}
			if err := damage(filepath.Join(dir, "000-words")); err != nil {
				t.Fatal(err)
			}
			if got, err := words(t, join(t, dir)); !errors.Is(err, local.ErrCrew) {
				t.Errorf("Share = %q, %v", got, err)
			}
		})
	}
}

// TestCrewWritesThroughNoLink: a link that lies where a process is about to
// write leads nowhere.
func TestCrewWritesThroughNoLink(t *testing.T) {
	dir, elsewhere := t.TempDir(), write(t, "mine", t.TempDir(), "file")
	c := join(t, dir)
	if err := os.Mkdir(filepath.Join(dir, "000-words"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "000-words", "0.partial-"+c.Holder())); err != nil {
		t.Fatal(err)
	}
	if _, err := words(t, c); err == nil {
		t.Error("Share: no error")
	}
	if b, err := os.ReadFile(elsewhere); err != nil || string(b) != "mine" {
		t.Errorf("the file that the link led to holds %q, %v", b, err)
	}
}

// TestCrewTakesWhatAnotherDid: who was taken for dead, and fails because another
// has done the part and swept up, has not failed.
func TestCrewTakesWhatAnotherDid(t *testing.T) {
	dir := t.TempDir()
	c, other := join(t, dir), join(t, dir)
	quick := func(_ int, w io.Writer) error { _, err := io.WriteString(w, "done"); return err }
	took := ""
	take := func(_ int, r io.Reader) error { b, err := io.ReadAll(r); took = string(b); return err }
	err := c.Share(t.Context(), "write", 1, 1, nil, func(int, io.Writer) error {
		if err := os.Remove(filepath.Join(dir, "000-write", "0.lease")); err != nil { // as if it had run out
			return err
		}
		if err := other.Share(t.Context(), "write", 1, 1, nil, quick, take); err != nil {
			t.Error(err)
		}
		return errors.New("it is gone")
	}, take)
	if err != nil || took != "done" {
		t.Errorf("Share took %q, %v", took, err)
	}
}

// found is all that a run comes to, by ids.
type found struct {
	Clusters map[string]string
	Pairs    map[[2]string]linkage.Centibits
}

// link links records in an order of the seed's.
func link(t *testing.T, records []linkage.Record, seed uint64, opt linkage.Options) (f found) {
	rng := rand.New(rand.NewPCG(seed, 2))
	records = slices.Clone(records)
	rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	l, err := linkage.Link(context.Background(), boatSpec(), table(t, boatSpec(), records, nil), opt)
	if err != nil {
		t.Error(err)
		return f
	}
	f = found{clusters(l), map[[2]string]linkage.Centibits{}}
	for _, p := range l.Pairs {
		f.Pairs[[2]string{l.Data.ID(int(p.I)), l.Data.ID(int(p.J))}] = p.Bits
	}
	return f
}

// TestCrewFindsWhatOneFinds: processes with several workers each, given the rows
// in orders of their own, come to what one worker alone comes to.
func TestCrewFindsWhatOneFinds(t *testing.T) {
	records := boats(500, 3)
	want := link(t, records, 1, linkage.Options{Workers: 1})
	if len(want.Pairs) == 0 {
		t.Fatal("no pairs: the test shows nothing")
	}
	if diff := cmp.Diff(want, link(t, records, 2, linkage.Options{Workers: 8})); diff != "" {
		t.Errorf("eight workers (-want +got):\n%s", diff)
	}
	dir := t.TempDir()
	var got [3]found
	var wg sync.WaitGroup
	for i := range got {
		c := join(t, dir)
		wg.Go(func() { got[i] = link(t, records, uint64(3+i), linkage.Options{Workers: 1 << i, Shuffle: c}) })
	}
	wg.Wait()
	for i := range got {
		if diff := cmp.Diff(want, got[i]); diff != "" {
			t.Errorf("process %d of the crew (-want +got):\n%s", i, diff)
		}
	}
}
