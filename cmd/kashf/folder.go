package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// folder names a deployment. Every command with --dir takes it.
type folder struct {
	Dir   string `required:"" placeholder:"D" help:"The deployment's folder."`
	DB    string `name:"db" placeholder:"URL" help:"postgres://… instead of SQLite in the folder."`
	Blobs string `placeholder:"F" help:"Folder of the vault (default: D/blobs)."`
	Keys  string `placeholder:"K" help:"Folder of the keys (default: D.keys)."`
	As    string `default:"local" help:"Account to act as (default: the local operator)."`
	JSON  bool   `name:"json" help:"Print the result as JSON."`

	restoring bool // opened by the restore that is filling it
}

func (f folder) keysDir() string {
	if f.Keys != "" {
		return f.Keys
	}
	return strings.TrimSuffix(filepath.Clean(f.Dir), string(filepath.Separator)) + ".keys"
}

func (f folder) blobsDir() string {
	if f.Blobs != "" {
		return f.Blobs
	}
	return filepath.Join(f.Dir, "blobs")
}

func (f folder) database() string {
	if f.DB != "" {
		return f.DB
	}
	return filepath.Join(f.Dir, "kashf.db")
}

// shelf is where the search index is kept, encrypted. It can be removed.
func (f folder) shelf() string { return filepath.Join(f.Dir, "index.age") }

// scored is where the pairs that the latest linkage scored are kept, encrypted.
// It can be removed.
func (f folder) scored() string { return filepath.Join(f.Dir, "pairs.age") }

func (f folder) socket() string { return filepath.Join(f.Dir, "kashf.sock") }

// errLocked: another program has the deployment open.
var errLocked = errors.New("the deployment is in use by another program")

// lock takes the folder for this program alone, until the file is closed.
func (f folder) lock() (*os.File, error) {
	if _, err := os.Stat(f.Dir); err != nil {
		return nil, fmt.Errorf("%s is no deployment (make one with kashf init): %w", f.Dir, err)
	}
	l, err := os.OpenFile(filepath.Join(f.Dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", f.Dir, err)
	}
	if err := syscall.Flock(int(l.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		l.Close()
		return nil, fmt.Errorf("%s: %w", f.Dir, errLocked)
	}
	if err := f.sweepScratch(); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// scratchFolders are where copies of the database stand for one comparison or
// one backup, see [deployment.scratch].
const scratchFolders = ".scratch-*"

// sweepScratch removes the copies that a program that was killed left behind:
// they hold what is later destroyed by law.
func (f folder) sweepScratch() error {
	left, err := filepath.Glob(filepath.Join(f.Dir, scratchFolders))
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}

// errCutOff: a restore did not reach its end. What is in the folder may lack
// what was destroyed by law since the backup, so nothing is read from it.
var errCutOff = errors.New("a restore into this folder was cut off: remove it and restore again")

// marker stands in a folder while it is being restored into.
func (f folder) marker() string { return filepath.Join(f.Dir, "restoring") }

// whole refuses a folder that is only half restored.
func (f folder) whole() error {
	if _, err := os.Stat(f.marker()); err == nil && !f.restoring {
		return fmt.Errorf("%s: %w", f.Dir, errCutOff)
	}
	return nil
}
