// Package queue runs long work beside the pages: imports, linkage runs,
// backups, and what has to be done every so often.
//
// A [Job] is a row in a table. A worker takes it with a lease, which is a name
// and a time: as long as the worker lives it moves the time on, and when it has
// died the job is taken up by another once the time is over. So a handler may be
// run more than once and must bear it: whatever it enters in the ledger it
// enters in one unit of work, or can tell that it did so before.
//
//	q := &queue.Queue{Store: s.Jobs(), Now: time.Now, NewID: ids.New, Handlers: map[string]queue.Handler{
//		"resolve": func(ctx context.Context, j queue.Job, progress queue.Progress) (any, error) {
//			progress("pairs", 0, 0)
//			…
//		},
//	}}
//	go q.Run(ctx)
//	job, err := q.Enqueue(ctx, queue.Job{Kind: "resolve", Author: account, Org: org})
//
// Arguments, stages, results and error texts are stored in clear and shown to
// those who look after the machine: they hold ids and counts, never a name.
//
// Several processes may work on one database. Periodic work ([Queue.Every]) is
// a job that goes back to waiting when it is done, so that one process does it
// at a time, whichever takes it first.
package queue
