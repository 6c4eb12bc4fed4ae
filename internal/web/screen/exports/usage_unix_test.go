//go:build unix

package exports

import (
	"syscall"
	"time"
)

// processorTime is what the program has used of processors so far, which a busy
// machine does not lengthen.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
