package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrProof reports a proof that does not hold or cannot be read.
var ErrProof = errors.New("proof does not hold")

const proofHeader = "c2sp.org/tlog-proof@v1\n"

// Prove writes the proof that entry seq is in the log of a signed checkpoint:
// one text file (c2sp.org/tlog-proof) that needs nothing else to be checked
// but the entry's leaf data and the log's public key.
func Prove(seq int64, signed []byte, c Checkpoint, r HashReader) ([]byte, error) {
	if seq < 0 || seq >= c.Size {
		return nil, fmt.Errorf("%w: entry %d is not among the first %d", ErrProof, seq, c.Size)
	}
	p, err := tlog.ProveRecord(c.Size, seq, r)
	if err != nil {
		return nil, fmt.Errorf("prove entry %d: %w", seq, err)
	}
	var b bytes.Buffer
	b.WriteString(proofHeader)
	fmt.Fprintf(&b, "index %d\n", seq)
	for _, h := range p {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(signed)
	return b.Bytes(), nil
}

// CheckProof checks that leaf is in the log that verifier signs, and returns
// its place and the checkpoint it was checked against.
func CheckProof(proof []byte, leaf Hash, verifier note.Verifier) (int64, Checkpoint, error) {
	head, signed, ok := bytes.Cut(proof, []byte("\n\n"))
	text, isProof := strings.CutPrefix(string(head)+"\n", proofHeader)
	if !ok || !isProof {
		return 0, Checkpoint{}, fmt.Errorf("%w: not a tlog-proof", ErrProof)
	}
	c, err := OpenCheckpoint(signed, verifier)
	if err != nil {
		return 0, Checkpoint{}, err
	}
	seq, path, err := parsePath(strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
	if err != nil {
		return 0, Checkpoint{}, err
	}
	if seq >= c.Size {
		return 0, Checkpoint{}, fmt.Errorf("%w: entry %d is past the checkpoint", ErrProof, seq)
	}
	if err := tlog.CheckRecord(path, c.Size, c.Root, seq, leaf); err != nil {
		return 0, Checkpoint{}, fmt.Errorf("%w: entry %d: %w", ErrProof, seq, err)
	}
	return seq, c, nil
}

func parsePath(lines []string) (int64, tlog.RecordProof, error) {
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return 0, nil, fmt.Errorf("%w: no index", ErrProof)
	}
	digits, ok := strings.CutPrefix(lines[0], "index ")
	seq, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || seq < 0 {
		return 0, nil, fmt.Errorf("%w: index %q", ErrProof, lines[0])
	}
	var path tlog.RecordProof
	for _, l := range lines[1:] {
		b, err := base64.StdEncoding.DecodeString(l)
		if err != nil || len(b) != tlog.HashSize {
			return 0, nil, fmt.Errorf("%w: hash %q", ErrProof, l)
		}
		path = append(path, Hash(b))
	}
	return seq, path, nil
}

// CheckGrowth reports whether a log that stood at old has only grown into now:
// nothing that was in it was changed or taken out. r reads the larger tree.
func CheckGrowth(old, now Checkpoint, r HashReader) error {
	if old.Size == 0 {
		return nil
	}
	if old.Size > now.Size {
		return fmt.Errorf("%w: the log had %d entries and now has %d", ErrProof, old.Size, now.Size)
	}
	root, err := Root(old.Size, r)
	if err != nil {
		return err
	}
	if root != old.Root {
		return fmt.Errorf("%w: the first %d entries are not those that were signed", ErrProof, old.Size)
	}
	return nil
}
