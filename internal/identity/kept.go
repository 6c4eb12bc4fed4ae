package identity

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

// A Shelf keeps what the latest run scored, so that the next, where it adds to
// it, compares only what is new. It can be made again and nothing rests on it; it
// says who may be whom, so it must be encrypted with the deployment's keys, lie
// beside the data and never in a backup, and be removed where something is
// destroyed.
type Shelf interface {
	// Open gives what was put last; the error is [fs.ErrNotExist] where nothing
	// was.
	Open() (io.ReadCloser, error)
	// Put replaces it, whole or not at all.
	Put(write func(io.Writer) error) error
	// Remove leaves nothing.
	Remove() error
}

// keptPairs are all the pairs that a run scored. They hold for whoever links
// under the same learnt file, for records that are as they were.
type keptPairs struct {
	Version     int
	Frozen      string              // the file of what was learnt
	Records     []register.RecordID // sorted
	Marks       []uint64            // what each record said, see markOf
	Left, Right []int32             // indexes into Records
	Bits        []linkage.Centibits
}

// keptVersion changes with the way in which pairs are compared, as with any
// other part of a run's file.
const keptVersion = 1

// maxKept bounds the pairs that are kept: they are read into memory.
const maxKept = 20_000_000

// markOf tells a record that says something else by now: its source was
// described anew, say.
func markOf(r linkage.Record) uint64 {
	return linkage.Hash(r.List + "\x1e" + strings.Join(r.Cells, "\x1f"))
}

// marks gives each record's mark, by record.
func (in *input) marks() map[register.RecordID]uint64 {
	m := make(map[register.RecordID]uint64, len(in.records))
	for _, r := range in.records {
		m[recordOf(r.ID)] = markOf(r)
	}
	return m
}

// keepPairs puts what a run scored on the shelf. A shelf that cannot be
// written makes the next run slower and nothing else.
func (s *Service) keepPairs(in *input, frozen string, pairs []linkage.ScoredPair) {
	if s.Shelf == nil {
		return
	}
	if frozen == "" || len(pairs) > maxKept {
		s.refuse(s.Shelf.Remove())
		return
	}
	marks := in.marks()
	k := keptPairs{Version: keptVersion, Frozen: frozen}
	for id := range marks {
		k.Records = append(k.Records, id)
	}
	slices.Sort(k.Records)
	at := make(map[register.RecordID]int32, len(k.Records))
	for i, id := range k.Records {
		at[id] = int32(i)
		k.Marks = append(k.Marks, marks[id])
	}
	for _, p := range pairs {
		k.Left, k.Right, k.Bits = append(k.Left, at[recordOf(p.Left)]), append(k.Right, at[recordOf(p.Right)]), append(k.Bits, p.Bits)
	}
	s.refuse(s.Shelf.Put(func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<16)
		return errors.Join(gob.NewEncoder(b).Encode(k), b.Flush())
	}))
}

func (s *Service) refuse(err error) {
	if err != nil && s.Refused != nil {
		s.Refused(err)
	}
}

// before gives what an earlier run under the same learnt file scored, nil where
// that is not kept.
func (s *Service) before(ctx context.Context, in *input, frozen string) (*linkage.Before, error) {
	if s.Shelf == nil {
		return nil, nil
	}
	k, err := s.readKept()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil: // damaged, or of other keys: compare all, and make it anew
		s.refuse(err)
		return nil, nil
	case k.Frozen != frozen:
		return nil, nil
	}
	marks := in.marks()
	knew := make(map[string]bool, len(k.Records))
	for i, id := range k.Records {
		if m, there := marks[id]; there && m == k.Marks[i] {
			knew[idOf(id)] = true
		}
	}
	b := &linkage.Before{Knew: func(id string) bool { return knew[id] }}
	for n := range k.Left {
		b.Pairs = append(b.Pairs, linkage.ScoredPair{Left: idOf(k.Records[k.Left[n]]), Right: idOf(k.Records[k.Right[n]]), Bits: k.Bits[n]})
	}
	return b, nil
}

func (s *Service) readKept() (k keptPairs, err error) {
	f, err := s.Shelf.Open()
	if err != nil {
		return k, err
	}
	defer f.Close()
	if err := gob.NewDecoder(bufio.NewReaderSize(f, 1<<16)).Decode(&k); err != nil {
		return k, fmt.Errorf("read what a run scored: %w", err)
	}
	sound := k.Version == keptVersion && len(k.Marks) == len(k.Records) && len(k.Left) == len(k.Right) && len(k.Left) == len(k.Bits)
	for n := range k.Left {
		l, r := int(k.Left[n]), int(k.Right[n])
		sound = sound && l >= 0 && r >= 0 && l < len(k.Records) && r < len(k.Records)
		if !sound {
			break
		}
	}
	if !sound {
		return k, fmt.Errorf("read what a run scored: %w", ErrPacked)
	}
	return k, nil
}
