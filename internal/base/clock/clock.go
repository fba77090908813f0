// Package clock is the one source of the present, so that tests can set it.
package clock

import "time"

// Clock tells the present instant.
type Clock interface{ Now() time.Time }

// System is the machine's clock, in UTC and to the microsecond that is stored.
type System struct{}

// Now returns the present instant.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fixed always tells the same instant.
type Fixed time.Time

// Now returns the fixed instant.
func (f Fixed) Now() time.Time { return time.Time(f) }
