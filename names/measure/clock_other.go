//go:build !linux

package main

import "time"

var began = time.Now()

// cpu gives the time on the wall.
func cpu() time.Duration { return time.Since(began) }
