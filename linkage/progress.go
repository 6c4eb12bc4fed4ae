package linkage

import "sync"

// Progress is told how far a stage has come. Calls come one at a time.
type Progress func(stage string, done, total int64)

// counter counts the steps of a stage from several goroutines.
type counter struct {
	mu   sync.Mutex
	n    int64
	of   int64
	tell func(n, of int64)
}

func (c *counter) step() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	if c.tell != nil {
		c.tell(c.n, c.of)
	}
}
