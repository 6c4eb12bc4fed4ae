package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk is a file system of its own of the given size.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Skipf("skipped: a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFullDisk: with no room left an import and a backup are refused with a
// message, nothing is half-taken, and all goes on once there is room.
func TestFullDisk(t *testing.T) {
	disk := smallDisk(t, 16)
	o := office{TB: t, dir: filepath.Join(disk, "d"), keys: filepath.Join(t.TempDir(), "keys")}
	o.must("init")
	bin := filepath.Join(program(t), "kashf")
	file := filepath.Join(t.TempDir(), "long.csv")
	if err := os.WriteFile(file, []byte(longList(20000, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	// The room each is given: too little.
	for room, args := range map[int64][]string{
		2 << 20:   {"import", "--source", "s", file},
		200 << 10: {"backup", "--recipient", newSafe(t).recipient, filepath.Join(disk, "copy.age")},
	} {
		t.Run(args[0], func(t *testing.T) {
			filler := filepath.Join(disk, "filler")
			fillDisk(t, filler, room)
			out, err := exec.Command(bin, append(args, o.flags()...)...).CombinedOutput()
			if err == nil {
				t.Fatalf("done on a full disk: %s", out)
			}
			for _, bad := range []string{"goroutine", "panic"} {
				if strings.Contains(string(out), bad) {
					t.Errorf("message: %s", out)
				}
			}
			if !strings.Contains(string(out), "full") && !strings.Contains(string(out), "no space left") {
				t.Errorf("message says nothing of the disk: %s", out)
			}
			os.Remove(filler)
			o.holds()
			if left, _ := filepath.Glob(filepath.Join(disk, "copy*")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
			if n := len(o.standing()); n != 0 {
				t.Errorf("%d imports", n)
			}
			if left, _ := filepath.Glob(filepath.Join(o.dir, "blobs", "tmp", "*")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
	small := filepath.Join(t.TempDir(), "small.csv")
	if err := os.WriteFile(small, []byte(familyList), 0o600); err != nil {
		t.Fatal(err)
	}
	o.must("import", "--source", "s", small)
	o.holds()
}

// fillDisk takes the room that is left, but for some.
func fillDisk(t *testing.T, name string, room int64) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var n int64
	for b := make([]byte, 4096); ; n += int64(len(b)) {
		if _, err := f.Write(b); err != nil {
			break
		}
	}
	if err := f.Truncate(max(0, n-room)); err != nil {
		t.Fatal(err)
	}
}
