package consent

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// Bodies of the entries.
type (
	// A GivenBody is the body of [Given].
	GivenBody struct {
		ID     string            `json:"id"`
		Record register.RecordID `json:"record"`
		Photo  string            `json:"photo,omitempty"`
		Uses   []string          `json:"uses"`
		Giver  string            `json:"giver"`
		Name   string            `json:"name,omitempty"`
		Way    string            `json:"way"`
		On     string            `json:"on"`
		Until  string            `json:"until,omitempty"`
		Note   string            `json:"note,omitempty"`
	}
	// A WithdrawnBody is the body of [Withdrawn].
	WithdrawnBody struct {
		ID string `json:"id"`
	}
	// A UsedBody is the body of [Used]: what was made under a consent, by its
	// hash.
	UsedBody struct {
		ID     string `json:"id"` // of the consent
		Use    string `json:"use"`
		SHA256 string `json:"sha256"`
	}
	// A DestroyedBody is the body of [Destroyed]. It holds nothing of the content.
	DestroyedBody struct {
		ID    string `json:"id"`
		Entry int64  `json:"entry"` // that gave it; its body goes too
		Why   string `json:"why"`
	}
)

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: Given, Version: 1, Apply: applyGiven, Undo: undoGiven},
		{Name: Withdrawn, Version: 1, Apply: applyWithdrawn},
		{Name: Used, Version: 1},
		{Name: Destroyed, Version: 1, Apply: applyDestroyed},
	}
}

func tablesOf(env journal.Env) Tables { return env.Tx.(Tables) }

func applyGiven(ctx context.Context, env journal.Env, e journal.Entry) error {
	if e.Body == nil {
		return nil // destroyed by law since
	}
	b, err := journal.Decode[GivenBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).PutConsent(ctx, Consent{
		ID: b.ID, Record: b.Record, Photo: b.Photo, Uses: b.Uses, Giver: b.Giver, Name: b.Name, Way: b.Way, On: b.On, Until: b.Until, Note: b.Note,
		By: e.Author, Org: register.OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoGiven(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	if e.Body == nil {
		return nil
	}
	b, err := journal.Decode[GivenBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).UndoConsent(ctx, b.ID, u.Seq)
}

func applyWithdrawn(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[WithdrawnBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).WithdrawConsent(ctx, b.ID, time.UnixMicro(e.At).UTC(), e.Seq)
}

func applyDestroyed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DestroyedBody](e)
	if err != nil {
		return err
	}
	if err := tablesOf(env).DropConsent(ctx, b.ID); err != nil {
		return err
	}
	if err := env.Tx.Tombstone(ctx, b.Entry, e.Seq); err != nil {
		return fmt.Errorf("destroy the words of entry %d: %w", b.Entry, err)
	}
	return register.TablesOf(env).PutDestroyed(ctx, e.Seq, b.ID, e.At, e.Author, b.Why)
}
