package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/ledger"
)

// verifyCommand recomputes everything that can be recomputed.
type verifyCommand struct {
	folder  `embed:""`
	Case    string `placeholder:"FILE" help:"Also compare a case's file that left with the entries of its lines."`
	Reviews bool   `help:"Also ask every act of the file reviews whether the procedure, by this program's rules, leads to it."`
}

// A finding is one thing that does not hold.
type finding struct {
	Where string `json:"where"` // entry 12, blob r-…, table record, checkpoint …
	What  string `json:"what"`
}

// verdict is what verify says.
type verdict struct {
	OK        bool      `json:"ok"`
	Entries   int64     `json:"entries"`
	Blobs     int       `json:"blobs"`
	Destroyed int       `json:"destroyed"`
	Root      string    `json:"root"`
	Findings  []finding `json:"findings"`
}

// Run exits 0 only when all holds.
func (c verifyCommand) Run(ctx context.Context, std stdio) error {
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.LedgerVerify, access.House); err != nil {
			return err
		}
		check := d.checker()
		if c.Reviews {
			check.way = &review.Procedure{}
		}
		if c.Case != "" {
			text, err := os.ReadFile(std.path(c.Case))
			if err != nil {
				return err
			}
			check.sent = text
		}
		v := check.run(ctx)
		if c.JSON {
			if err := printJSON(std.out, v); err != nil {
				return err
			}
		} else {
			v.print(std)
		}
		if !v.OK {
			return failure{code: exitFailed}
		}
		return nil
	})
}

func (v verdict) print(std stdio) {
	for _, f := range v.Findings {
		fmt.Fprintf(std.out, "%s: %s\n", f.Where, f.What)
	}
	if v.Destroyed > 0 {
		fmt.Fprintf(std.out, "destroyed by law: %d\n", v.Destroyed)
	}
	word := "everything holds"
	if !v.OK {
		word = fmt.Sprintf("%d things do not hold", len(v.Findings))
	}
	fmt.Fprintf(std.out, "%d entries, %d blobs, root %s: %s\n", v.Entries, v.Blobs, v.Root, word)
}

// A checker goes through a deployment and collects what does not hold.
type checker struct {
	d     *deployment
	v     verdict
	tree  ledger.Memory
	blobs map[string]int64 // blob → entry that names it
	gone  map[string]int64 // blob → entry that destroyed it
	tombs map[int64]int64  // entry without a body → entry that is to have destroyed it
	razed map[int64]int64  // entry → entry that destroyed its body
	left  leavings
	epoch int64
	facts *accountFacts
	way   *review.Procedure // nil where the procedure of reviews is not asked
	sent  []byte            // a case's file to compare, nil for none
}

// verify recomputes what stands in a deployment. It does not ask the procedure of
// reviews: rules grow stricter, and an archive must be restored with what was
// entered under the rules of its day.
func (d *deployment) verify(ctx context.Context) verdict { return d.checker().run(ctx) }

func (d *deployment) checker() *checker {
	return &checker{d: d, blobs: make(map[string]int64), gone: make(map[string]int64), tombs: make(map[int64]int64), razed: make(map[int64]int64), left: newLeavings(), facts: newAccountFacts()}
}

// run never stops at the first fault: one damaged entry hides no other.
func (c *checker) run(ctx context.Context) verdict {
	c.v.Findings = []finding{}
	for _, step := range []func(context.Context) error{
		c.database, c.entries, c.hashes, c.checkpoints, c.vault, c.tables, c.accounts, c.reads, c.marks, c.copies, c.exchange,
	} {
		if err := step(ctx); err != nil {
			c.find("verify", err.Error())
		}
	}
	c.v.OK = len(c.v.Findings) == 0
	return c.v
}

func (c *checker) find(where, what string) {
	c.v.Findings = append(c.v.Findings, finding{where, what})
}

func (c *checker) database(ctx context.Context) error {
	faults, err := c.d.store.Check(ctx)
	for _, f := range faults {
		c.find("database", f)
	}
	return err
}

func (c *checker) entries(ctx context.Context) error {
	head, err := c.d.store.Head(ctx)
	if err != nil {
		return err
	}
	for seq := int64(0); seq < head.Size; seq++ {
		e, _, err := c.d.store.Entry(ctx, seq)
		if errors.Is(err, journal.ErrNoEntry) && !c.any(ctx, seq) {
			c.find("head of the ledger", fmt.Sprintf("names %d entries, there are %d", head.Size, seq))
			head.Size = seq
			break // a damaged head can name more than could ever be counted
		}
		if err != nil {
			c.find(fmt.Sprintf("entry %d", seq), err.Error())
			c.tree.Add(ledger.Hash{}) // keep the numbers of those that follow
			continue
		}
		c.entry(e)
	}
	if c.any(ctx, head.Size) {
		c.find(fmt.Sprintf("entry %d", head.Size), "stands past the head of the ledger")
	}
	c.v.Entries = head.Size
	for seq, by := range c.tombs {
		if c.razed[seq] != by {
			c.find(fmt.Sprintf("entry %d", seq), fmt.Sprintf("has no body, and entry %d did not destroy it", by))
		}
	}
	c.leavings()
	if head.Epoch != c.epoch {
		c.find("head of the ledger", fmt.Sprintf("says that it was put back %d times, the entries say %d", head.Epoch, c.epoch))
	}
	return nil
}

// any reports whether the ledger has an entry from number seq on.
func (c *checker) any(ctx context.Context, seq int64) bool {
	for range c.d.store.Entries(ctx, seq) {
		return true
	}
	return false
}

func (c *checker) entry(e journal.Entry) {
	where := fmt.Sprintf("entry %d", e.Seq)
	if err := e.Check(); err != nil {
		c.find(where, err.Error())
	}
	if _, err := c.tree.Add(e.Leaf()); err != nil {
		c.find(where, err.Error())
	}
	for _, b := range e.Blobs {
		c.blobs[b] = e.Seq
	}
	c.left.note(e)
	if e.Destroyed != 0 {
		c.tombs[e.Seq] = e.Destroyed
		c.v.Destroyed++
		if c.way != nil && e.Kind == register.ItemAttached {
			_ = c.way.Next(e) // tells it that one is gone, and is refused nothing
		}
		return
	}
	c.facts.note(e)
	if c.way != nil {
		if err := c.way.Next(e); err != nil {
			c.find(where, "the procedure of reviews refuses it: "+strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	switch e.Kind {
	case register.RecordDestroyed:
		c.v.Destroyed++
		if b, err := journal.Decode[register.DestroyedBody](e); err == nil {
			c.gone[b.Original] = e.Seq
		}
	case register.ItemDestroyed: // counted at the entry that lost its body
		if b, err := journal.Decode[register.ItemDestroyedBody](e); err == nil {
			c.gone[b.Blob], c.razed[b.Entry] = e.Seq, e.Seq
		}
	case photo.Destroyed:
		if b, err := journal.Decode[photo.DestroyedBody](e); err == nil {
			c.razed[b.Entry] = e.Seq
			for _, seq := range b.Words {
				c.razed[seq] = e.Seq
			}
			for _, blob := range b.Gone {
				c.gone[blob] = e.Seq
			}
		}
	case consent.Destroyed:
		if b, err := journal.Decode[consent.DestroyedBody](e); err == nil {
			c.razed[b.Entry] = e.Seq
		}
	case desk.Destroyed:
		if b, err := journal.Decode[desk.DestroyedBody](e); err == nil {
			c.razed[b.Entry] = e.Seq
		}
	case victims.Destroyed:
		if b, err := journal.Decode[victims.DestroyedBody](e); err == nil {
			if b.List != "" {
				c.gone[b.List] = e.Seq
			}
			for _, seq := range b.Entries {
				c.razed[seq] = e.Seq
			}
		}
	case logContinued:
		if b, err := journal.Decode[continuedBody](e); err == nil {
			c.epoch = b.Epoch
		}
	}
}

func (c *checker) hashes(ctx context.Context) error {
	want := c.tree.Hashes()
	next := int64(0)
	err := c.d.store.EachHash(ctx, func(ix int64, h []byte) error {
		for ; next < ix && next < int64(len(want)); next++ {
			c.find(fmt.Sprintf("hash %d", next), "is missing")
		}
		switch {
		case ix >= int64(len(want)):
			c.find(fmt.Sprintf("hash %d", ix), "belongs to no entry")
		case string(h) != string(want[ix][:]):
			c.find(fmt.Sprintf("hash %d", ix), "is not the one computed from the entries")
		}
		next = ix + 1
		return nil
	})
	for ; next < int64(len(want)); next++ {
		c.find(fmt.Sprintf("hash %d", next), "is missing")
	}
	return err
}

func (c *checker) checkpoints(ctx context.Context) error {
	root, err := ledger.Root(c.v.Entries, &c.tree)
	if err != nil {
		return err
	}
	c.v.Root = root.String()
	now := ledger.Checkpoint{Size: c.v.Entries, Root: root}
	signed, err := c.d.store.Checkpoints(ctx)
	if err != nil {
		return err
	}
	for _, s := range signed {
		c.checkpoint(fmt.Sprintf("checkpoint %d", s.Size), s, now)
	}
	if err := c.d.goesOn(ctx, now, &c.tree); err != nil {
		c.find("checkpoint kept with the keys", err.Error())
	}
	return nil
}

func (c *checker) checkpoint(where string, kept store.KeptCheckpoint, now ledger.Checkpoint) {
	cp, err := ledger.OpenCheckpoint(kept.Note, c.d.keys.Verifier())
	if err == nil && cp.Size != kept.Size {
		err = fmt.Errorf("is one of %d entries", cp.Size)
	}
	if err == nil {
		err = ledger.CheckGrowth(cp, now, &c.tree)
	}
	if err != nil {
		c.find(where, err.Error())
	}
}

func (c *checker) vault(ctx context.Context) error {
	ids := make([]string, 0, len(c.blobs))
	for id := range c.blobs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		where := fmt.Sprintf("blob %s (entry %d)", id, c.blobs[id])
		err := c.d.vault.Verify(ctx, id)
		by, destroyed := c.gone[id]
		switch {
		case destroyed && err == nil:
			c.find(where, fmt.Sprintf("was destroyed by entry %d and is still there", by))
		case destroyed && errors.Is(err, vault.ErrNoBlob):
		case err != nil:
			c.find(where, err.Error())
		}
		c.v.Blobs++
	}
	return nil
}

// tables computes the tables anew and compares them line by line.
func (c *checker) tables(ctx context.Context) error {
	diffs, err := c.d.compareRebuilt(ctx)
	if err != nil {
		c.find("tables", "cannot be computed from the ledger: "+err.Error())
		return nil
	}
	for _, x := range diffs {
		c.find(x.Where, x.What)
	}
	return nil
}

func (c *checker) accounts(ctx context.Context) error {
	faults, err := c.facts.compare(ctx, c.d.store)
	for _, f := range faults {
		c.find(f.Where, f.What)
	}
	return err
}

func (c *checker) reads(ctx context.Context) error {
	if _, err := c.d.store.VerifyReads(ctx); err != nil {
		c.find("log of reads", err.Error())
	}
	return nil
}

// copies makes every copy that a reader of a review was given anew from the
// ledger, and compares it with the hash entered when it was given.
func (c *checker) copies(ctx context.Context) error {
	ids, err := c.d.store.CasesWithCopies(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, err := c.d.review.CheckCopies(ctx, id)
		if errors.Is(err, review.ErrCopy) {
			c.find("copies of a review", err.Error())
		} else if err != nil {
			return err
		}
	}
	return nil
}

// exchange compares a case's file that left with the ledger.
func (c *checker) exchange(ctx context.Context) error {
	if c.sent == nil {
		return nil
	}
	_, err := c.d.review.Compare(ctx, c.sent)
	if err != nil {
		c.find("the case's file", err.Error())
	}
	return nil
}

// marks compares the rows that no entry proves with their marks.
func (c *checker) marks(ctx context.Context) error {
	faults, err := c.d.store.CheckMarks(ctx)
	for _, f := range faults {
		c.find("table "+f.Table+", row "+f.Row, f.What)
	}
	return err
}

// scratch is a database of its own beside the live one, for one comparison.
func (d *deployment) scratch() (file string, done func(), err error) {
	dir, err := os.MkdirTemp(d.folder.Dir, scratchFolders)
	if err != nil {
		return "", nil, err
	}
	return dir + "/kashf.db", func() { os.RemoveAll(dir) }, nil
}
