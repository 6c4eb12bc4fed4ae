package review

import "time"

// Micros is a moment: microseconds since 1970, UTC. Zero is "not yet". Clocks
// of a review count elapsed time and never a wall clock's hours.
type Micros int64

// MicrosOf is a time as a moment.
func MicrosOf(t time.Time) Micros { return Micros(t.UnixMicro()) }

// Time is m in UTC.
func (m Micros) Time() time.Time { return time.UnixMicro(int64(m)).UTC() }

// Add is m and a length of time.
func (m Micros) Add(d time.Duration) Micros { return m + Micros(d.Microseconds()) }
