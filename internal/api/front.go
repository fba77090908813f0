package api

import (
	"context"
	"fmt"
	"math"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
)

// asker is who asks: a token with its person cut to its scopes, or nobody.
type asker struct {
	actor access.Actor
	token identity.Token
}

type askerKey struct{}

func askerOf(ctx context.Context) asker {
	x, _ := ctx.Value(askerKey{}).(asker)
	return x
}

// front stands before all operations: language, headers, who asks, how often,
// and whether the same was asked before.
func (a *API) front(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(i18n.With(r.Context(), i18n.Match(r.Header.Get("Accept-Language"))))
		h := w.Header()
		h.Set("Vary", "Accept-Language, Authorization")
		h.Set("Cache-Control", "no-cache, private")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		x, err := a.identify(r)
		limit, who := a.addresses, "address "+address(r)
		if err == nil && x.token.ID != "" {
			limit, who = a.tokens, x.token.ID
		}
		if !limit.allow(who, a.Clock.Now(), h) {
			a.refuse(w, r, newProblem(r.Context(), "too_many", "error.too_many"))
			return
		}
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), askerKey{}, x))
		a.once(w, r, next)
	})
}

// identify finds the token of a request. Without one it is nobody's: a cookie is
// never looked at, so no page of another site can act through a browser.
func (a *API) identify(r *http.Request) (x asker, err error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return x, nil
	}
	scheme, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return x, newProblem(r.Context(), "sign_in", "api.bearer_wanted")
	}
	if x.token, err = a.Identity.TokenOf(r.Context(), strings.TrimSpace(secret)); err != nil {
		return x, err
	}
	actor, err := access.Load(r.Context(), a.DB, x.token.PersonID, a.Clock.Now())
	x.actor = actor.Within(x.token.Scopes)
	return x, err
}

func address(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}

// limiter bounds the requests a minute of each token or address, and says so in
// the headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers).
// It remembers a bounded number of them.
type limiter struct {
	perMinute float64
	mu        sync.Mutex
	of        map[string]*use
}

type use struct {
	*rate.Limiter
	last time.Time
}

const maxRemembered = 10_000

func newLimiter(perMinute float64) *limiter {
	return &limiter{perMinute: perMinute, of: map[string]*use{}}
}

func (l *limiter) allow(who string, now time.Time, h http.Header) bool {
	if l.perMinute <= 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.of[who]
	if u == nil {
		l.forget(now)
		u = &use{Limiter: rate.NewLimiter(rate.Limit(l.perMinute/60), int(max(l.perMinute, 1)))}
		l.of[who] = u
	}
	u.last = now
	ok := u.AllowN(now, 1)
	left := max(u.TokensAt(now), 0)
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=60`, int(l.perMinute)))
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, int(left), int(math.Ceil((l.perMinute-left)/l.perMinute*60))))
	return ok
}

// forget makes room: whoever has been idle for a minute has his allowance back.
func (l *limiter) forget(now time.Time) {
	if len(l.of) < maxRemembered {
		return
	}
	for k, u := range l.of {
		if now.Sub(u.last) > time.Minute {
			delete(l.of, k)
		}
	}
	for k := range l.of {
		if len(l.of) < maxRemembered {
			return
		}
		delete(l.of, k)
	}
}
