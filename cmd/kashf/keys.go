package main

import (
	"archive/tar"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"kashf.org/kashf/internal/vault"
)

// keysCommand writes the keys, encrypted, to a file to be kept apart from
// every copy of the data. Without the keys no backup can be read.
type keysCommand struct {
	folder    `embed:""`
	Recipient string `required:"" placeholder:"R" help:"age1… key whose owner can open the copy."`
	Out       string `arg:"" help:"File to write: a tar in zstd in age."`
}

// Run writes the copy.
func (c keysCommand) Run(_ context.Context, std stdio) error {
	to, err := parseRecipient(c.Recipient)
	if err != nil {
		return usage("recipient: %v", err)
	}
	if _, err := vault.OpenKeyring(c.keysDir()); err != nil {
		return err
	}
	es, err := os.ReadDir(c.keysDir())
	if err != nil {
		return err
	}
	err = writeArchive(std.path(c.Out), to, func(t *tar.Writer) error {
		for _, e := range es {
			if e.IsDir() {
				continue
			}
			if err := addFile(t, e.Name(), filepath.Join(c.keysDir(), e.Name())); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	if c.JSON {
		return printJSON(std.out, map[string]any{"file": c.Out})
	}
	_, err = fmt.Fprintf(std.out, "%s: keep it apart from the data, and renew it after every destruction by law\n", c.Out)
	return err
}
