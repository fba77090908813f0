package identity

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/birzha/birzha/internal/base/fault"
)

// maxKeys bounds the memory of a keyed limiter.
const maxKeys = 20_000

// limiter bounds how often each key may do something.
type limiter struct {
	every time.Duration // one more allowed after each; 0 allows all
	burst int
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

func newLimiter(perHour float64, burst int) *limiter {
	l := &limiter{burst: burst, of: map[string]*rate.Limiter{}}
	if perHour > 0 {
		l.every = time.Duration(float64(time.Hour) / perHour)
	}
	return l
}

func (l *limiter) allow(key string, now time.Time) bool {
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

// forget drops the keys whose allowance is full again, which is as if they had
// never come; if that is not enough, it drops others.
func (l *limiter) forget(now time.Time) {
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

// tryLimits are the limits on proving who one is. The tight ones are for one
// account from one address, so that nobody can lock another out; the wide ones
// leave room for a whole conference behind one address.
type tryLimits struct {
	password, passwordAddress, passwordAccount *limiter
	link, linkAddress                          *limiter
	passkey                                    *limiter
}

func newTryLimits(signInPerMinute, linksPerHour float64) tryLimits {
	perHour := signInPerMinute * 60
	burst := max(1, int(signInPerMinute))
	links := max(1, int(linksPerHour))
	return tryLimits{
		password:        newLimiter(perHour, burst),
		passwordAddress: newLimiter(perHour*20, burst*20),
		passwordAccount: newLimiter(perHour*5, burst*20),
		link:            newLimiter(linksPerHour, links),
		linkAddress:     newLimiter(linksPerHour*20, links*20),
		passkey:         newLimiter(perHour*20, burst*20),
	}
}

var errTooMany = fault.New(fault.TooMany, "account.too_many")

// network is the part of an address that one customer of a network holds: an
// IPv4 address, or the first 64 bits of an IPv6 address.
func network(address string) string {
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
