// Package limit bounds how often each of many may do something.
package limit

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKeys bounds the memory of a Limiter.
const maxKeys = 20_000

// Limiter bounds how often each key may do something. It remembers a bounded
// number of keys.
type Limiter struct {
	every time.Duration // one more allowed after each; 0 allows all
	burst int
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

// New returns a limiter that lets each key do so much an hour, and up to burst
// at once; 0 an hour allows all.
func New(perHour float64, burst int) *Limiter {
	l := &Limiter{burst: burst, of: map[string]*rate.Limiter{}}
	if perHour > 0 {
		l.every = time.Duration(float64(time.Hour) / perHour)
	}
	return l
}

// Allow tells whether the key may do it once more, and counts that.
func (l *Limiter) Allow(key string, now time.Time) bool {
	if l.every == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.of[key]
	if r == nil {
		if len(l.of) >= maxKeys {
			l.forget(now)
		}
		r = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.of[key] = r
	}
	return r.AllowN(now, 1)
}

// Left is how often the key may do it at once now.
func (l *Limiter) Left(key string, now time.Time) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.of[key]; r != nil {
		return max(r.TokensAt(now), 0)
	}
	return float64(l.burst)
}

// forget drops the keys whose allowance is full again, which is as if they had
// never come; if that is not enough, it drops others.
func (l *Limiter) forget(now time.Time) {
	for k, r := range l.of {
		if r.TokensAt(now) >= float64(l.burst) {
			delete(l.of, k)
		}
	}
	for k := range l.of {
		if len(l.of) < maxKeys*3/4 {
			return
		}
		delete(l.of, k)
	}
}

// Network is the part of an address, with or without a port, that one customer of a network holds: an
// IPv4 address, or the first 64 bits of an IPv6 address.
func Network(address string) string {
	if ap, err := netip.ParseAddrPort(address); err == nil {
		address = ap.Addr().String()
	}
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap()
	if a.Is6() {
		p, err := a.WithZone("").Prefix(64)
		if err == nil {
			return p.String()
		}
	}
	return a.String()
}
