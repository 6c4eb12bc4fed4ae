package identity

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// Kinds of entries beside [RunDone]. Names are stored for ever.
const (
	// PairJudged records one person's answer about a pair.
	PairJudged = "pair.judged"
	// Settled records what undoing an import did to persons.
	Settled = "identity.settled"
)

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: RunDone, Version: 1, Apply: applyRun, Undo: undoRun},
		{Name: PairJudged, Version: 1, Apply: applyJudged, Undo: undoJudged},
		{Name: Settled, Version: 1, Apply: applySettled},
	}
}

// JudgedBody is the body of [PairJudged]: the answer and what it did.
type JudgedBody struct {
	ID      string            `json:"id"`
	Left    register.RecordID `json:"left"`
	Right   register.RecordID `json:"right"`
	Verdict register.Verdict  `json:"verdict"`
	Why     string            `json:"why,omitempty"`
	change
}

// SettledBody is the body of [Settled].
type SettledBody struct {
	change
}

func applyRun(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[RunBody](e)
	if err != nil {
		return err
	}
	o, err := readOutcome(ctx, env.Blobs, b.Blob)
	if err != nil {
		return err
	}
	t := register.TablesOf(env)
	if err := t.Apply(ctx, o.Moves, o.Redirects, e.Seq); err != nil {
		return err
	}
	if err := t.PutRun(ctx, register.Run{
		Seq: e.Seq, At: e.At, By: e.Author, Records: b.Records, Persons: b.Persons, Links: b.Links, Open: b.Open, Report: reportJSON(b.Report),
	}); err != nil {
		return err
	}
	links := make([]register.Link, len(o.Links))
	for i, l := range o.Links {
		links[i] = register.Link{Left: l.Left, Right: l.Right, Run: e.Seq, Weight: l.Weight, Probability: l.Probability}
	}
	if err := t.PutLinks(ctx, links); err != nil {
		return err
	}
	open := make([]register.OpenMatch, len(o.Open))
	for i, m := range o.Open {
		open[i] = register.OpenMatch{Left: m.Left, Right: m.Right, Run: e.Seq, Weight: m.Weight, Probability: m.Probability, Rank: i}
	}
	return t.PutOpen(ctx, open)
}

// readOutcome reads the blob of a run. It holds numbers alone, so that no law
// destroys a row of it.
func readOutcome(ctx context.Context, blobs journal.Blobs, blob string) (*outcome, error) {
	src, ok := blobs.(register.RowSource)
	if !ok {
		return nil, fmt.Errorf("rows of %s cannot be read here", blob)
	}
	o := &outcome{}
	for r, err := range src.RowsOf(ctx, blob) {
		if err == nil && r.Gone {
			err = ErrPacked
		}
		if err == nil {
			err = o.unpack(r.Bytes)
		}
		if err != nil {
			return nil, fmt.Errorf("result of a run: %w", err)
		}
	}
	return o, nil
}

func undoRun(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	if err := register.TablesOf(env).UndoRun(ctx, e.Seq, u.Seq); err != nil {
		return err
	}
	return applyExtra(ctx, env, u)
}

func applyJudged(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[JudgedBody](e)
	if err != nil {
		return err
	}
	t := register.TablesOf(env)
	if err := t.PutJudgement(ctx, register.Judgement{
		ID: b.ID, Left: b.Left, Right: b.Right, Verdict: b.Verdict, Why: b.Why, By: e.Author, Org: register.OrgID(e.Org),
		At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	}); err != nil {
		return err
	}
	return t.Apply(ctx, b.Moves, b.Redirects, e.Seq)
}

func undoJudged(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[JudgedBody](e)
	if err != nil {
		return err
	}
	if err := register.TablesOf(env).UndoJudgement(ctx, b.ID, u.Seq); err != nil {
		return err
	}
	return applyExtra(ctx, env, u)
}

func applySettled(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[SettledBody](e)
	if err != nil {
		return err
	}
	return register.TablesOf(env).Apply(ctx, b.Moves, b.Redirects, e.Seq)
}

// applyExtra does to persons what the undoing recorded.
func applyExtra(ctx context.Context, env journal.Env, u journal.Entry) error {
	b, err := journal.Decode[journal.Undone](u)
	if err != nil || b.Extra == nil {
		return err
	}
	var c change
	if err := json.Unmarshal(b.Extra, &c); err != nil {
		return fmt.Errorf("entry %d: extra: %w", u.Seq, err)
	}
	return register.TablesOf(env).Apply(ctx, c.Moves, c.Redirects, u.Seq)
}
