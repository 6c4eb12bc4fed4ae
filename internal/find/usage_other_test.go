//go:build !unix

package find_test

import "time"

func processorTime() time.Duration { return 0 }
