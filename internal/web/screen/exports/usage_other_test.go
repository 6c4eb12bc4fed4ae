//go:build !unix

package exports

import "time"

func processorTime() time.Duration { return 0 }
