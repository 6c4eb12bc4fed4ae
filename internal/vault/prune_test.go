package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kashf.org/kashf/internal/vault"
)

// after is when everything that a test has put is old.
func after() time.Time { return time.Now().Add(time.Hour) }

// The folder may hold what is not the vault's: a database beside it, what a
// file system keeps for itself. None of that is pruned.
func TestPruneLeavesOtherFiles(t *testing.T) {
	v := open(t)
	id := put(t, v, "nobody names it")
	blob := blobFiles(t, v)[0]
	others := []string{
		filepath.Join(v.Dir(), "kashf.db"),
		filepath.Join(filepath.Dir(blob), ".nfs0001"),
		filepath.Join(filepath.Dir(blob), filepath.Base(blob)+".bak"),
		filepath.Join(filepath.Dir(blob), "00"+filepath.Base(blob)[2:]), // has a blob's name and no blob's content
	}
	for _, f := range others {
		if err := os.WriteFile(f, []byte("not a blob"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := v.Prune(t.Context(), nil, after()); n != 1 || err != nil || v.Has(id) {
		t.Errorf("Prune = %d, %v, want the one blob", n, err)
	}
	for _, f := range others {
		if _, err := os.Stat(f); err != nil {
			t.Errorf("pruned with the blobs: %v", err)
		}
	}
}

// Two keyrings may share a folder: neither prunes what the other sealed.
func TestPruneLeavesBlobsOfOtherKeys(t *testing.T) {
	v := open(t)
	k, err := vault.NewKeyring(filepath.Join(t.TempDir(), "keys"), "other.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	other, err := vault.Open(v.Dir(), k)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	theirs := put(t, other, "evidence of another organisation")
	if n, err := v.Prune(t.Context(), nil, after()); n != 0 || err != nil || !other.Has(theirs) {
		t.Errorf("Prune = %d, %v; theirs is there: %t", n, err, other.Has(theirs))
	}
}

func TestRenew(t *testing.T) {
	v := open(t)
	id := put(t, v, "about to be named")
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(blobFiles(t, v)[0], long, long); err != nil {
		t.Fatal(err)
	}
	if err := v.Renew(id); err != nil {
		t.Fatal(err)
	}
	if n, err := v.Prune(t.Context(), nil, time.Now().Add(-time.Minute)); n != 0 || err != nil || !v.Has(id) {
		t.Errorf("Prune = %d, %v after the blob was renewed", n, err)
	}
	if err := v.Renew("f-00"); !errors.Is(err, vault.ErrNoBlob) {
		t.Errorf("Renew of what is not there: %v", err)
	}
}
