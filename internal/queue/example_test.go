package queue_test

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/queue/queuetest"
)

func Example() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	counted := make(chan struct{})
	q := &queue.Queue{
		Store: &queuetest.Memory{}, // a store.Store's Jobs in the program
		Now:   time.Now, NewID: func() string { return "01JOB" },
		Handlers: map[string]queue.Handler{
			"count": func(_ context.Context, j queue.Job, progress queue.Progress) (any, error) {
				defer close(counted)
				progress("rows", 2, 2)
				fmt.Printf("%s for %s, attempt %d\n", j.Args, j.Author, j.Attempt)
				return map[string]int{"rows": 2}, nil
			},
		},
	}
	if _, err := q.Enqueue(ctx, queue.Job{Kind: "count", Args: []byte(`{"import":"01IMP"}`), Author: "01ACC"}); err != nil {
		fmt.Println(err)
	}
	go q.Run(ctx)
	<-counted
	// Output: {"import":"01IMP"} for 01ACC, attempt 1
}
