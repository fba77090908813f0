package web

import (
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// addressLimiter bounds the rate of requests of each network address. It
// remembers a bounded number of addresses and forgets the idle ones.
type addressLimiter struct {
	perMinute float64
	mu        sync.Mutex
	of        map[string]*addressRate
}

type addressRate struct {
	*rate.Limiter
	used time.Time
}

// maxAddresses bounds the memory of an addressLimiter.
const maxAddresses = 10_000

func newAddressLimiter(perMinute float64) *addressLimiter {
	return &addressLimiter{perMinute: perMinute, of: map[string]*addressRate{}}
}

// allow tells whether the address may ask once more. A rate of 0 allows all.
func (l *addressLimiter) allow(r *http.Request, now time.Time) bool {
	if l.perMinute <= 0 {
		return true
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.of[host]
	if a == nil {
		if len(l.of) >= maxAddresses {
			l.forget(now)
		}
		a = &addressRate{Limiter: rate.NewLimiter(rate.Limit(l.perMinute/60), int(l.perMinute))}
		l.of[host] = a
	}
	a.used = now
	return a.AllowN(now, 1)
}

// forget drops the addresses that have been idle for a minute, by which time
// their allowance is full again; if all are busy it drops any one.
func (l *addressLimiter) forget(now time.Time) {
	for k, a := range l.of {
		if now.Sub(a.used) > time.Minute {
			delete(l.of, k)
		}
	}
	for k := range l.of {
		if len(l.of) < maxAddresses {
			break
		}
		delete(l.of, k)
	}
}
