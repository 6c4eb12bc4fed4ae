package main

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"kashf.org/kashf/internal/access"
)

// backupCommand writes one file that holds the database and the vault,
// encrypted to a recipient. The keys are not in it: they are kept apart, also
// from copies of the data (see keysCommand).
type backupCommand struct {
	folder    `embed:""`
	Recipient string `required:"" placeholder:"R" help:"age1… key whose owner can open the copy."`
	Out       string `arg:"" help:"File to write."`
}

// manifest is the first file of a backup.
type manifest struct {
	Format     int       `json:"format"`
	Origin     string    `json:"origin"`
	At         time.Time `json:"at"`
	Entries    int64     `json:"entries"`
	Checkpoint string    `json:"checkpoint"`
}

const (
	backupFormat = 1
	manifestName = "manifest.json"
	databaseName = "kashf.db"
	blobsPrefix  = "blobs/"
)

// Run writes the backup, whole or not at all.
func (c backupCommand) Run(ctx context.Context, std stdio) error {
	to, err := parseRecipient(c.Recipient)
	if err != nil {
		return usage("recipient: %v", err)
	}
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.BackupMake, access.House); err != nil {
			return err
		}
		m, err := d.backup(ctx, std.path(c.Out), to)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(std.out, m)
		}
		_, err = fmt.Fprintf(std.out, "%s: %d entries. The keys are not in it: keep a copy of them too (kashf keys).\n", c.Out, m.Entries)
		return err
	})
}

func parseRecipient(s string) (age.Recipient, error) {
	rs, err := age.ParseRecipients(strings.NewReader(s))
	if err != nil {
		return nil, err
	}
	if len(rs) != 1 {
		return nil, errors.New("one key, please")
	}
	return rs[0], nil
}

// backup takes the database first and the blobs after: every blob the
// database names is then in the copy.
func (d *deployment) backup(ctx context.Context, out string, to age.Recipient) (m manifest, err error) {
	signed, err := d.checkpoint(ctx)
	if err != nil {
		return m, err
	}
	head, err := d.store.Head(ctx)
	if err != nil {
		return m, err
	}
	m = manifest{Format: backupFormat, Origin: d.keys.Verifier().Name(), At: time.Now().UTC(), Entries: head.Size, Checkpoint: string(signed)}
	snap, done, err := d.scratch()
	if err != nil {
		return m, err
	}
	defer done()
	if err := d.store.Snapshot(ctx, snap); err != nil {
		return m, err
	}
	part := out + ".part"
	defer os.Remove(part)
	if err := writeArchive(part, to, func(t *tar.Writer) error { return d.archive(ctx, t, m, snap) }); err != nil {
		return m, fmt.Errorf("write backup: %w", err)
	}
	return m, os.Rename(part, out)
}

func (d *deployment) archive(ctx context.Context, t *tar.Writer, m manifest, snap string) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := addBytes(t, manifestName, b); err != nil {
		return err
	}
	if err := addFile(t, databaseName, snap); err != nil {
		return err
	}
	return filepath.WalkDir(d.vault.Dir(), func(p string, e fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		rel, err := filepath.Rel(d.vault.Dir(), p)
		if err != nil || e.IsDir() || strings.HasPrefix(rel, "tmp") {
			return err
		}
		return addFile(t, blobsPrefix+filepath.ToSlash(rel), p)
	})
}

// writeArchive writes tar in zstd in age, and syncs it.
func writeArchive(file string, to age.Recipient, fill func(*tar.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	seal, err := age.Encrypt(f, to)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	z, err := zstd.NewWriter(seal)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	t := tar.NewWriter(z)
	return errors.Join(fill(t), t.Close(), z.Close(), seal.Close(), f.Sync(), f.Close())
}

func addBytes(t *tar.Writer, name string, b []byte) error {
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(b))}); err != nil {
		return err
	}
	_, err := t.Write(b)
	return err
}

func addFile(t *tar.Writer, name, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: st.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(t, f)
	return err
}
