package api

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/limit"
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
		of, perMinute, who := a.addresses, a.AddressPerMinute, limit.Network(r.RemoteAddr)
		if err == nil && x.token.ID != "" {
			of, perMinute, who = a.tokens, a.TokenPerMinute, x.token.ID
		}
		if !limited(of, perMinute, who, a.Clock.Now(), h) {
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

// limited counts the request of a token or an address, and says so in the
// headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers).
func limited(l *limit.Limiter, perMinute float64, who string, now time.Time, h http.Header) bool {
	if perMinute <= 0 {
		return true
	}
	ok, left := l.Allow(who, now), l.Left(who, now)
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=60`, int(perMinute)))
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, int(left), int(math.Ceil((perMinute-left)/perMinute*60))))
	return ok
}
