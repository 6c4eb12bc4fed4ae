package main

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/ledger"
)

// restoreCommand puts a backup back into an empty folder, applies what was
// destroyed by law since, and checks everything before it says that it is done.
type restoreCommand struct {
	folder   `embed:""`
	Identity string `env:"KASHF_IDENTITY" placeholder:"FILE" help:"File with the age key the backup was made for."`
	In       string `arg:"" help:"The backup."`
}

// Run restores, or leaves nothing behind.
func (c restoreCommand) Run(ctx context.Context, std stdio) (err error) {
	ids, err := c.identities()
	if err != nil {
		return err
	}
	keys, err := vault.OpenKeyring(c.keysDir())
	if err != nil {
		return fmt.Errorf("a backup does not hold the keys; name their folder with --keys: %w", err)
	}
	clean, err := c.emptyDirs()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			clean()
		}
	}()
	if err := os.WriteFile(c.marker(), nil, 0o600); err != nil {
		return err
	}
	m, err := c.unpack(ctx, ids)
	if err != nil {
		return fmt.Errorf("restore %s: %w", c.In, err)
	}
	if m.Origin != keys.Verifier().Name() {
		return fmt.Errorf("restore %s: made by %s, the keys are of %s", c.In, m.Origin, keys.Verifier().Name())
	}
	return c.bringUp(ctx, std, m)
}

func (c restoreCommand) identities() ([]age.Identity, error) {
	if c.Identity == "" {
		return nil, usage("name the file of the key that opens the backup with --identity")
	}
	b, err := os.ReadFile(c.Identity)
	if err != nil {
		return nil, err
	}
	return age.ParseIdentities(strings.NewReader(string(b)))
}

// emptyDirs makes the folders, or takes them where they are there and empty.
// clean leaves them as they were.
func (c restoreCommand) emptyDirs() (clean func(), err error) {
	dirs := []string{c.Dir}
	if c.Blobs != "" {
		dirs = append(dirs, c.Blobs)
	}
	made := make(map[string]bool)
	for _, d := range dirs {
		if made[d], err = emptyDir(d); err != nil {
			return nil, err
		}
	}
	return func() {
		for _, d := range dirs {
			emptied(d, made[d])
		}
	}, nil
}

// emptied removes all that is in a folder, and the folder itself where asked.
func emptied(dir string, itself bool) {
	if itself {
		os.RemoveAll(dir)
		return
	}
	es, _ := os.ReadDir(dir)
	for _, e := range es {
		os.RemoveAll(filepath.Join(dir, e.Name()))
	}
}

// emptyDir makes the folder, or takes one that is there and empty.
func emptyDir(dir string) (made bool, err error) {
	es, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return true, os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return false, err
	}
	if len(es) > 0 {
		return false, usage("%s is not empty: restore into a new folder", dir)
	}
	return false, nil
}

func (c restoreCommand) unpack(ctx context.Context, ids []age.Identity) (m manifest, err error) {
	f, err := os.Open(c.In)
	if err != nil {
		return m, err
	}
	defer f.Close()
	plain, err := age.Decrypt(f, ids...)
	if err != nil {
		return m, err
	}
	z, err := zstd.NewReader(plain)
	if err != nil {
		return m, err
	}
	defer z.Close()
	t := tar.NewReader(z)
	for {
		h, err := t.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = c.unpackOne(ctx, t, h, &m)
		}
		if err != nil {
			return m, err
		}
	}
	if m.Format != backupFormat {
		return m, fmt.Errorf("format %d is not known", m.Format)
	}
	return m, nil
}

func (c restoreCommand) unpackOne(ctx context.Context, t *tar.Reader, h *tar.Header, m *manifest) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	switch {
	case h.Name == manifestName:
		return json.NewDecoder(t).Decode(m)
	case h.Name == databaseName:
		return writeUnder(c.Dir, databaseName, t)
	case strings.HasPrefix(h.Name, blobsPrefix):
		return writeUnder(c.blobsDir(), strings.TrimPrefix(h.Name, blobsPrefix), t)
	}
	return fmt.Errorf("%q has no place in a backup", h.Name)
}

// writeUnder writes a file below dir; a name that leads out of it is refused.
func writeUnder(dir, name string, r io.Reader) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(name)), 0o700); err != nil {
		return err
	}
	f, err := root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}

// bringUp opens the restored deployment, continues its ledger, repeats what
// was destroyed since, and verifies.
func (c restoreCommand) bringUp(ctx context.Context, std stdio, m manifest) (err error) {
	if c.DB != "" {
		if err := c.loadDatabase(ctx); err != nil {
			return err
		}
	}
	c.restoring = true
	d, err := openDeployment(ctx, c.folder, quiet(std))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.matches(ctx, m); err != nil {
		return err
	}
	if err := d.store.ForgetSessions(ctx); err != nil {
		return err
	}
	again, err := d.catchUp(ctx)
	if err != nil {
		return err
	}
	v := d.verify(ctx)
	if !v.OK {
		v.print(std)
		return errors.New("the restored copy does not hold")
	}
	if err := os.Remove(c.marker()); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, map[string]any{"entries": v.Entries, "destroyed_again": again, "made_at": m.At})
	}
	_, err = fmt.Fprintf(std.out, "restored %d entries of %s; destroyed again: %d; everything holds\n", v.Entries, m.At.Format("2006-01-02 15:04"), again)
	return err
}

// matches refuses a database that is not the one the manifest's checkpoint was
// signed for: whoever knows the recipient can write an archive, but not sign.
func (d *deployment) matches(ctx context.Context, m manifest) error {
	head, err := d.store.Head(ctx)
	if err != nil {
		return err
	}
	c, err := ledger.OpenCheckpoint([]byte(m.Checkpoint), d.keys.Verifier())
	if err != nil {
		return fmt.Errorf("the backup's checkpoint: %w", err)
	}
	root, err := ledger.Root(head.Size, d.store.Hashes(ctx))
	if err != nil {
		return err
	}
	now := ledger.Checkpoint{Origin: c.Origin, Size: head.Size, Root: root}
	if err := ledger.CheckGrowth(c, now, d.store.Hashes(ctx)); err != nil {
		return fmt.Errorf("the backup's ledger: %w", err)
	}
	return nil
}

func (c restoreCommand) loadDatabase(ctx context.Context) (err error) {
	s, err := store.Open(ctx, c.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if empty, err := s.Empty(ctx); err != nil || !empty {
		return errors.Join(err, errors.New("the database is not empty"))
	}
	file := filepath.Join(c.Dir, databaseName)
	if err := s.Load(ctx, file); err != nil {
		return err
	}
	return os.Remove(file)
}

// catchUp says in the ledger that it goes on from an older state, where that
// is so, and destroys again what the keys remember as destroyed.
func (d *deployment) catchUp(ctx context.Context) (again int, err error) {
	acts, err := d.keys.Destructions()
	if err != nil {
		return 0, err
	}
	head, err := d.store.Head(ctx)
	if err != nil {
		return 0, err
	}
	seen, ok, err := d.keys.Seen()
	if err != nil {
		return 0, err
	}
	if ok && seen.Size > head.Size {
		if err := d.continueFrom(ctx, head, seen); err != nil {
			return 0, err
		}
	}
	for _, a := range acts {
		done, err := d.entered(ctx, a)
		if err != nil {
			return again, err
		}
		if done {
			continue
		}
		if err := d.destroyAgain(ctx, a); err != nil {
			return again, err
		}
		again++
	}
	left, err := d.victims.DestroyLeft(ctx)
	if err != nil {
		return again, err
	}
	again += left
	if err := d.finishDestruction(ctx); err != nil {
		return again, err
	}
	return again, d.scrubAfterCrash(ctx)
}

func (d *deployment) continueFrom(ctx context.Context, head journal.Head, seen ledger.Checkpoint) error {
	return d.journal.Do(ctx, journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		if err := store.NewEpoch(ctx, u.Tx, head.Epoch+1); err != nil {
			return err
		}
		_, err := u.Append(ctx, journal.Draft{Kind: logContinued, Body: continuedBody{
			Epoch: head.Epoch + 1, Size: head.Size, Signed: seen.Size, SignedRoot: seen.Root.String(),
		}})
		return err
	})
}

// entered reports whether the ledger has the act already, at its own place or,
// after an earlier restore, at another.
func (d *deployment) entered(ctx context.Context, a vault.Destruction) (bool, error) {
	ls, err := d.store.Lines(ctx, destructions(a.Kind))
	if err != nil {
		return false, err
	}
	for _, l := range ls {
		e, _, err := d.store.Entry(ctx, l.Seq)
		if err != nil {
			return false, err
		}
		if string(e.Body) == string(a.Body) {
			return true, nil
		}
	}
	return false, nil
}

// destroyAgain enters an act in a ledger that does not have it. Where the copy
// is so old that it never held what was destroyed, there is nothing to do.
func (d *deployment) destroyAgain(ctx context.Context, a vault.Destruction) error {
	held, draft, err := d.holds(ctx, a)
	if err != nil || !held {
		return err
	}
	return d.journal.Do(ctx, journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, draft)
		return err
	})
}
