package app

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/dbtest"
)

func TestPanicIsKeptToItsRequest(t *testing.T) {
	var log bytes.Buffer
	m := newMetrics(dbtest.SQLite(t))
	h := watched(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/late" {
			fmt.Fprint(w, "half")
			_ = http.NewResponseController(w).Flush()
		}
		panic("a mistake")
	}), slog.New(slog.NewTextHandler(&log, nil)), m)
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.Start()
	defer s.Close()
	if code, body := get(t, s.URL+"/early"); code != http.StatusInternalServerError || strings.Contains(body, "a mistake") {
		t.Errorf("early: %d %q", code, body)
	}
	res, err := http.Get(s.URL + "/late")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("half an answer looks like a whole one: %q", b)
	}
	for _, want := range []string{"a mistake", "http_test.go", "status=500"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
}

func TestLogKeepsSecretsOut(t *testing.T) {
	var log bytes.Buffer
	mux := http.NewServeMux()
	for _, p := range []string{"GET /calendar/{secret}", "GET /sign-in/link/{token}", "GET /events/{event}"} {
		mux.HandleFunc(p, func(http.ResponseWriter, *http.Request) {})
	}
	h := watched(mux, slog.New(slog.NewTextHandler(&log, nil)), newMetrics(dbtest.SQLite(t)))
	for _, p := range []string{"/calendar/TOPSECRET?x=TOPSECRET", "/sign-in/link/TOPSECRET", "/events/synergy?q=TOPSECRET"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, p, nil))
	}
	if s := log.String(); strings.Contains(s, "TOPSECRET") || strings.Count(s, "msg=request") != 3 || !strings.Contains(s, "path=/events/synergy ") || !strings.Contains(s, "path=/calendar/{secret}") {
		t.Error(s)
	}
}

func TestClientBehindProxies(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, tt := range []struct {
		peer, forwarded, want string
	}{
		{"10.1.2.3:44", "203.0.113.7", "203.0.113.7:0"},
		{"10.1.2.3:44", "198.51.100.1, 203.0.113.7", "203.0.113.7:0"}, // the client wrote the first itself
		{"10.1.2.3:44", "203.0.113.7, 10.9.9.9", "203.0.113.7:0"},     // two proxies
		{"[::1]:44", "2001:db8::5", "[2001:db8::5]:0"},                // IPv6
		{"203.0.113.9:44", "198.51.100.1", "203.0.113.9:44"},          // not a proxy of ours
		{"10.1.2.3:44", "", "10.1.2.3:44"},                            // the proxy itself
		{"10.1.2.3:44", "rubbish", "10.1.2.3:44"},                     //
		{"10.1.2.3:44", "203.0.113.7, rubbish", "10.1.2.3:44"},        //
		{"10.1.2.3:44", "10.5.5.5", "10.1.2.3:44"},                    // nobody outside
		{"[::ffff:10.1.2.3]:44", "203.0.113.7", "203.0.113.7:0"},      // IPv4 as IPv6 writes it
	} {
		var got string
		h := behindProxies(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }), trusted)
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != tt.want {
			t.Errorf("from %s for %q: %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestWhoMayReadMetrics(t *testing.T) {
	m := newMetrics(dbtest.SQLite(t))
	if m.handler("off") != nil {
		t.Error("off answers")
	}
	for _, tt := range []struct {
		who, peer, forwarded string
		want                 int
	}{
		{"local", "127.0.0.1:5", "", 200},
		{"local", "[::1]:5", "", 200},
		{"local", "127.0.0.1:5", "203.0.113.7", 404},
		{"local", "203.0.113.7:5", "", 404},
		{"all", "203.0.113.7:5", "", 200},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		w := httptest.NewRecorder()
		m.handler(tt.who).ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%v: %d", tt, w.Code)
		}
	}
}
