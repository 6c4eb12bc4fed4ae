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

// certificateCommand is about status certificates and urgent orders on paper. It
// needs no deployment: whoever is handed one checks its signed text on a machine
// of their own.
type certificateCommand struct {
	Check certificateCheck `cmd:"" help:"Check the signed text of a certificate or an urgent order against the key of the office that issued it."`
}

type certificateCheck struct {
	Key  string `required:"" help:"The office's public key, as the page that checks codes shows it."`
	File string `arg:"" help:"The signed text."`
}

// errPaper: a text is signed, and is no paper of these.
var errPaper = errors.New("is no certificate and no urgent order")

// signedPapers are the papers whose text is signed, each with what the signature
// does not say.
var signedPapers = []struct{ format, beyond string }{
	{review.PaperFormat, "whether it was withdrawn since is told under its code"},
	{review.OrderFormat, "what became of it since is told by the office"},
}

// Run prints what the paper says, and exits 0 only where the office signed every
// word of it.
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
	for _, p := range signedPapers {
		if says, ok := strings.CutPrefix(n.Text, p.format+"\n"); ok {
			_, err = fmt.Fprintf(std.out, "%ssigned by %s; %s\n", says, key.Name(), p.beyond)
			return err
		}
	}
	return fmt.Errorf("%s: %w", c.File, errPaper)
}
