package review

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// CopyFormat is the form of a [CopyFile].
const CopyFormat = "kashf copy 1"

// A CopyFile is a copy as its reader keeps it: all that was in it, and the proof
// that its hash was entered when it was given. Whoever holds it shows with it
// what the reader saw, and what the reader did not see, to somebody who has the
// ledger's key and nothing else.
type CopyFile struct {
	Format string   `json:"format"`
	N      int      `json:"n"`
	Saw    int64    `json:"saw"` // the case's last entry when it was made
	Copy   CopyText `json:"copy"`
	Proof  Proven   `json:"proof"`
}

// CopyFile is the file of a copy, for the reader it was made for; its errors are
// those of [Service.CopyOf].
func (s *Service) CopyFile(ctx context.Context, account string, id CaseID, n int) ([]byte, error) {
	if s.Prove == nil {
		return nil, errors.New("review: nothing signs the ledger")
	}
	made, text, err := s.CopyOf(ctx, account, id, n)
	if err != nil {
		return nil, err
	}
	entries, err := s.Store.EventsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Body == nil {
			continue // destroyed
		}
		_, ev, err := eventOf(e)
		if err != nil {
			return nil, err
		}
		if b, ok := ev.Body.(*CopiedBody); !ok || b.N != n {
			continue
		}
		proofs, err := s.Prove(ctx, []int64{e.Seq})
		if err != nil {
			return nil, err
		}
		f := CopyFile{CopyFormat, n, made.Seq, text, Proven{Seq: e.Seq, Header: string(e.Raw), Salt: e.Salt, Body: e.Body, Proof: string(proofs[0])}}
		return json.MarshalIndent(f, "", "  ")
	}
	return nil, fmt.Errorf("copy %d: %w", n, ErrCopy)
}

// ReadCopyFile reads a copy's file.
func ReadCopyFile(text []byte) (f CopyFile, err error) {
	if err = json.NewDecoder(bytes.NewReader(text)).Decode(&f); err == nil && f.Format != CopyFormat {
		err = fmt.Errorf("a file of another form: %q", f.Format)
	}
	return f, err
}

// Check checks the proof against the key of the ledger that it comes from, and
// that what the file holds is what was entered, to the letter. It returns which
// entry that is.
func (f CopyFile) Check(key note.Verifier) (Copy, error) {
	said, err := f.Proof.check(key, f.Copy.Case)
	if err != nil {
		return Copy{}, err
	}
	if hash := f.Copy.Hash(); said == essence("copied", &CopiedBody{N: f.N, Saw: f.Saw, Hash: hash}) {
		return Copy{N: f.N, Seq: f.Proof.Seq, Hash: hash}, nil
	}
	return Copy{}, fmt.Errorf("copy %d %w", f.N, ErrUnproven)
}
