package main

import (
	"context"
	"time"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
)

// How often the server tidies up.
const (
	checkpointEvery = time.Minute
	readsHeadEvery  = time.Hour
	sweepEvery      = time.Hour
	clocksEvery     = time.Minute
	draftsKept      = 14 * 24 * time.Hour
	jobsKept        = 30 * 24 * time.Hour

	// The survey walks the whole register; pages tell its age by themselves.
	surveyEvery = time.Minute
	lookEvery   = 10 * time.Second

	// Keeping the search index writes all of it.
	keepEvery = 10 * time.Minute
)

// follow keeps the search index up with the ledger until ctx ends. Pages are
// served meanwhile; a search waits until the first load is done.
func (d *deployment) follow(ctx context.Context) error {
	grown := make(chan struct{}, 1)
	d.journal.Appended = func([]int64) {
		select {
		case grown <- struct{}{}:
		default: // a look is due anyway
		}
	}
	if err := d.index.Load(ctx); err != nil {
		return d.unlessStopped(ctx, err)
	}
	d.keepIndex(ctx)
	var (
		kept     = time.Now()
		surveyed time.Time
		of       int64 // entries the survey was of
		reviewed int64 // entries that the reviews were told of
	)
	if head, err := d.store.Head(ctx); err == nil && head.Size > 0 { // what was undone while no server ran
		reviewed = head.Size
		if err := d.review.Follow(ctx, head.Size-1); err != nil && ctx.Err() == nil {
			d.log.Error("what was undone did not reach the reviews", "err", err)
		}
	}
	for {
		if head, err := d.store.Head(ctx); err == nil && head.Size != of && time.Since(surveyed) >= surveyEvery {
			if err := d.dossier.Survey(ctx); err != nil && ctx.Err() == nil {
				d.log.Error("what waits for a second person was not counted", "err", err)
			}
			surveyed, of = time.Now(), head.Size
		}
		if time.Since(kept) >= keepEvery {
			d.keepIndex(ctx)
			kept = time.Now()
		}
		select {
		case <-ctx.Done():
			d.keepIndex(context.WithoutCancel(ctx)) // the next start is quick
			return nil
		case <-grown:
		case <-time.After(lookEvery): // entries of other machines on the same database
		}
		if err := d.index.Refresh(ctx); err != nil && ctx.Err() == nil {
			d.log.Error("the search index fell behind", "err", err)
		}
		if err := d.scrubDestroyed(ctx); err != nil && ctx.Err() == nil {
			d.log.Error("what was destroyed is not gone from the disk yet", "err", err)
		}
		if err := d.followReviews(ctx, &reviewed); err != nil && ctx.Err() == nil {
			d.log.Error("what was undone did not reach the reviews", "err", err)
		}
	}
}

// keepIndex puts the search index on its shelf. Where it cannot, the next start
// only takes longer.
func (d *deployment) keepIndex(ctx context.Context) {
	if err := d.index.Keep(ctx); err != nil && ctx.Err() == nil {
		d.log.Warn("the search index was not kept", "err", err)
	}
}

// parting are the kinds of entries that can take apart what the facts of a
// review rest on.
var parting = map[string]bool{
	journal.UndoneKind: true, identity.PairJudged: true, identity.RunDone: true, identity.Settled: true,
	register.RecordDestroyed: true, register.ItemDestroyed: true,
}

// followReviews looks at the entries from number from on for such ones.
func (d *deployment) followReviews(ctx context.Context, from *int64) error {
	for e, err := range d.store.Entries(ctx, *from) {
		if err != nil {
			return err
		}
		if parting[e.Kind] {
			if err := d.review.Follow(ctx, e.Seq); err != nil {
				return err
			}
		}
		*from = e.Seq + 1
	}
	return nil
}

func (d *deployment) unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// newQueue makes the queue of long work and of what is done again and again.
func (d *deployment) newQueue(handlers map[string]queue.Handler) *queue.Queue {
	q := &queue.Queue{
		Store: d.store.Jobs(), Handlers: handlers, Now: time.Now, NewID: newID, Workers: 1,
		Alarm: func(err error) { d.log.Error("queue", "err", err) },
	}
	q.Every(checkpointEvery, "ledger.checkpoint", func(ctx context.Context) error {
		_, err := d.checkpoint(ctx)
		return err
	})
	q.Every(readsHeadEvery, "access.head", d.enterReadsHead)
	q.Every(sweepEvery, "office.sweep", d.sweep)
	q.Every(clocksEvery, "review.clocks", d.review.Tick)
	return q
}

// enterReadsHead fixes in the ledger who has read what so far.
func (d *deployment) enterReadsHead(ctx context.Context) error {
	if err := d.reads.Flush(ctx); err != nil {
		return err
	}
	_, err := d.store.EnterReadsHead(ctx, d.journal, journal.Actor{Account: journal.Local})
	return err
}

// sweep removes ended sessions, forgotten drafts, old jobs and files that
// nothing names.
func (d *deployment) sweep(ctx context.Context) error {
	if _, err := d.access.Sweep(ctx); err != nil {
		return err
	}
	if _, err := d.store.SweepDrafts(ctx, time.Now().Add(-draftsKept)); err != nil {
		return err
	}
	if _, err := d.store.Jobs().SweepJobs(ctx, time.Now().Add(-jobsKept)); err != nil {
		return err
	}
	n, err := d.prune(ctx, time.Now())
	if n > 0 {
		d.log.Info("files that nothing names were removed", "files", n)
	}
	return err
}
