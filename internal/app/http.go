package app

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"
)

// Bounds on what one connection may ask of us. Uploads over slow lines get
// their time: the body of a request may take as long as readTimeout.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 5 * time.Minute
	writeTimeout  = 6 * time.Minute
	idleTimeout   = 2 * time.Minute
	headerBytes   = 64 << 10
)

func newHTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), // clients that hang up
	}
}

// watched logs and measures each request and keeps a panic to its own request.
func watched(next http.Handler, log *slog.Logger, m *metrics) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			p := recover()
			if p != nil && p != any(http.ErrAbortHandler) {
				log.ErrorContext(r.Context(), "panic", "route", r.Pattern, "panic", p, "stack", string(debug.Stack()))
				if rec.status == 0 {
					http.Error(rec, "Internal error", http.StatusInternalServerError)
				}
			}
			took := time.Since(start)
			m.observe(r, rec.code(), took)
			log.LogAttrs(r.Context(), levelOf(r, rec.code()), "request", slog.String("method", r.Method), slog.String("path", loggable(r)), slog.Int("status", rec.code()),
				slog.Int64("bytes", rec.bytes), slog.Duration("took", took), slog.String("from", r.RemoteAddr))
			if p != nil && rec.started() && rec.status != http.StatusInternalServerError {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// loggable is the path of a request without what must stay secret: where a
// route has a secret in its path, the route stands for it.
func loggable(r *http.Request) string {
	for _, name := range []string{"{secret}", "{token}"} {
		if strings.Contains(r.Pattern, name) {
			return r.Pattern[strings.IndexByte(r.Pattern, ' ')+1:]
		}
	}
	return r.URL.Path
}

func levelOf(r *http.Request, status int) slog.Level {
	switch {
	case status >= 500:
		return slog.LevelWarn
	case r.Pattern == "GET /healthz", r.Pattern == "GET /readyz", r.Pattern == "GET /metrics", r.Pattern == "GET /assets/":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) started() bool { return r.status != 0 }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// Unwrap gives http.ResponseController the writer underneath.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// behindProxies takes the address of the client from X-Forwarded-For where the
// connection comes from a proxy that is trusted: the last address in it that is
// not a trusted proxy's own.
func behindProxies(next http.Handler, trusted []netip.Prefix) http.Handler {
	if len(trusted) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a, err := clientOf(r, trusted); err == nil {
			r.RemoteAddr = a
		}
		next.ServeHTTP(w, r)
	})
}

var errDirect = errors.New("not forwarded")

func clientOf(r *http.Request, trusted []netip.Prefix) (string, error) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !within(peer.Addr(), trusted) {
		return "", errDirect
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return "", errDirect
		}
		if !within(a, trusted) {
			return net.JoinHostPort(a.String(), "0"), nil
		}
	}
	return "", errDirect
}

func within(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
