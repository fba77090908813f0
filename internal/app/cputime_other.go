//go:build !unix

package app

import "time"

var started = time.Now()

// cpuTime stands for the processor time of this process where the system does
// not tell it: the time since the start.
func cpuTime() time.Duration { return time.Since(started) }
