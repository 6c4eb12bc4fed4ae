package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/review"
)

// certificateCommand is about status certificates. It needs no deployment:
// whoever is handed one checks its signed text on a machine of their own.
type certificateCommand struct {
	Check certificateCheck `cmd:"" help:"Check a certificate's signed text against the key of the office that issued it."`
}

type certificateCheck struct {
	Key  string `required:"" help:"The office's public key, as the page that checks codes shows it."`
	File string `arg:"" help:"The certificate's signed text."`
}

// errPaper: a text is signed, and is no certificate.
var errPaper = errors.New("is no certificate")

// Run prints what the certificate says, and exits 0 only where the office signed
// every word of it.
func (c certificateCheck) Run(_ context.Context, std stdio) error {
	key, err := note.NewVerifier(c.Key)
	if err != nil {
		return usage("key: %w", err)
	}
	text, err := os.ReadFile(std.path(c.File))
	if err != nil {
		return err
	}
	n, err := note.Open([]byte(strings.ReplaceAll(string(text), "\r\n", "\n")), note.VerifierList(key))
	if err != nil {
		return fmt.Errorf("%s: not as it was signed, or not signed with this key: %w", c.File, err)
	}
	says, ok := strings.CutPrefix(n.Text, review.PaperFormat+"\n")
	if !ok {
		return fmt.Errorf("%s: %w", c.File, errPaper)
	}
	_, err = fmt.Fprintf(std.out, "%ssigned by %s; whether it was withdrawn since is told under its code\n", says, key.Name())
	return err
}
