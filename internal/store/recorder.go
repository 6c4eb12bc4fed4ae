package store

import (
	"context"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
)

// A Recorder enters changes of rights in the ledger, each in one unit of work
// with the change itself.
type Recorder struct {
	j *journal.Journal
}

var _ access.Recorder = (*Recorder)(nil)

// NewRecorder records in j, whose store must be a [Store] and whose kinds must
// hold [access.Kinds].
func NewRecorder(j *journal.Journal) *Recorder { return &Recorder{j: j} }

// Record implements [access.Recorder]. The entry bears the journal's time, not
// the fact's, so that times in the ledger follow one clock.
func (r *Recorder) Record(ctx context.Context, f access.Fact, change func(ctx context.Context, s access.Store) error) error {
	a := journal.Actor{Account: string(f.Author), Org: string(f.Org)}
	return r.j.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if err := change(ctx, AccessIn(u.Tx)); err != nil {
			return err
		}
		_, err := u.Append(ctx, journal.Draft{Kind: string(f.Kind), Body: f.Body, Subjects: f.Subjects})
		return err
	})
}
