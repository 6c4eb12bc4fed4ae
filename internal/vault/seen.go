package vault

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kashf.org/kashf/ledger"
)

// Saw keeps the newest signed checkpoint with the keys. A data folder whose
// ledger is shorter than this was put back to an older state.
func (k *Keyring) Saw(signed []byte) error {
	if err := writeSynced(filepath.Join(k.dir, fileSeen), signed, 0o600); err != nil {
		return fmt.Errorf("keep checkpoint: %w", err)
	}
	return nil
}

// Seen returns the newest checkpoint kept with the keys, and whether there is
// one.
func (k *Keyring) Seen() (ledger.Checkpoint, bool, error) {
	b, err := os.ReadFile(filepath.Join(k.dir, fileSeen))
	if errors.Is(err, fs.ErrNotExist) {
		return ledger.Checkpoint{}, false, nil
	}
	if err != nil {
		return ledger.Checkpoint{}, false, fmt.Errorf("read kept checkpoint: %w", err)
	}
	c, err := ledger.OpenCheckpoint(b, k.verifier)
	if err != nil {
		return ledger.Checkpoint{}, false, fmt.Errorf("kept checkpoint: %w", err)
	}
	return c, true, nil
}

// A Destruction is one act of destruction by law, kept with the keys so that
// no older copy of the data brings back what was destroyed.
type Destruction struct {
	Entry int64           `json:"entry"` // of the ledger it was made in
	At    int64           `json:"at"`    // microseconds
	Kind  string          `json:"kind"`  // of that entry
	Body  json.RawMessage `json:"body"`  // its body: names what, by whom and why, never the content
}

// RecordDestruction adds d to the keys' list. It returns once d is on disk.
func (k *Keyring) RecordDestruction(d Destruction) error {
	b, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("record destruction: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(k.dir, fileGone), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("record destruction: %w", err)
	}
	// The feed before it parts this act from a line that a crash cut short.
	_, err = f.Write(append(append([]byte{'\n'}, b...), '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("record destruction: %w", err)
	}
	return syncDir(k.dir)
}

// Destructions lists what was destroyed by law, in order. A last line that a
// crash cut short is no act: its entry was never appended.
func (k *Keyring) Destructions() ([]Destruction, error) {
	b, err := os.ReadFile(filepath.Join(k.dir, fileGone))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read destructions: %w", err)
	}
	var out []Destruction
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var d Destruction
		if len(s.Bytes()) == 0 {
			continue
		}
		if err := json.Unmarshal(s.Bytes(), &d); err != nil {
			continue
		}
		out = append(out, d)
	}
	return out, s.Err()
}
