package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
)

// settings are those of a server of the test's own.
func settings(t *testing.T) Settings {
	cfg := DefaultSettings()
	cfg.Addr, cfg.Data, cfg.LogLevel = "127.0.0.1:0", t.TempDir(), "error"
	UseLog(io.Discard, cfg)
	return cfg
}

// running is a server that a test has started.
type running struct {
	*App
	line string // printed when it was ready
	stop func() error
}

// serve serves a until stop, which waits for the end, or the end of the test.
func serve(t *testing.T, a *App) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := a.Serve(ctx, w)
		_ = w.CloseWithError(fmt.Errorf("ended: %w", err))
		ended <- err
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	x := &running{App: a, line: line, stop: func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(30 * time.Second):
			return fmt.Errorf("the server does not stop")
		}
	}}
	t.Cleanup(func() {
		if err := x.stop(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// get returns the status and the body of a page.
func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// listens tells whether a connection to the server is taken.
func listens(url string) bool {
	c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		return false
	}
	return c.Close() == nil
}

func TestServe(t *testing.T) {
	for engine, url := range map[string]func() string{
		"sqlite":   func() string { return "" },
		"postgres": func() string { return dbtest.PostgresURL(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			cfg := settings(t)
			cfg.Database = url()
			a, err := Open(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			s := serve(t, a)
			if s.line != "listening on "+a.URL()+"\n" || strings.HasSuffix(a.URL(), ":0") {
				t.Errorf("printed %q", s.line)
			}
			for _, l := range i18n.All {
				code, body := get(t, a.URL()+"/?lang="+string(l))
				if code != http.StatusOK || !strings.Contains(body, `lang="`+string(l)+`"`) || !strings.Contains(body, l.T("home.title")) {
					t.Errorf("home page in %s: %d, %.200s", l, code, body)
				}
			}
			for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/nothing": 404, "/demo": 404, "/events/none": 404} {
				if code, _ := get(t, a.URL()+path); code != want {
					t.Errorf("%s: %d, want %d", path, code, want)
				}
			}
			if _, body := get(t, a.URL()+"/metrics"); !strings.Contains(body, `birzha_http_requests_total{method="GET",route="GET /{$}",status="200"} 4`) {
				t.Errorf("the requests are not counted:\n%s", body)
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
			if listens(a.URL()) {
				t.Error("the server still listens")
			}
		})
	}
}

// A request that is being answered when the server is told to stop gets its
// answer, and the server waits for it.
func TestStopFinishesRequests(t *testing.T) {
	a, err := Open(t.Context(), settings(t))
	if err != nil {
		t.Fatal(err)
	}
	inside, goOn := make(chan struct{}), make(chan struct{})
	a.http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(inside)
		<-goOn
		fmt.Fprint(w, "whole")
	})
	s := serve(t, a)
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get(a.URL())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		answer <- string(b)
	}()
	<-inside
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	for listens(a.URL()) {
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped while a request was being answered: %v", err)
	default:
	}
	close(goOn)
	if got := <-answer; got != "whole" {
		t.Errorf("the request got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestReadyTellsOfTheDatabase(t *testing.T) {
	a, err := Open(t.Context(), settings(t))
	if err != nil {
		t.Fatal(err)
	}
	ask := func() int {
		w := httptest.NewRecorder()
		a.http.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		return w.Code
	}
	if code := ask(); code != http.StatusOK {
		t.Errorf("ready: %d", code)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if code := ask(); code != http.StatusServiceUnavailable {
		t.Errorf("without a database: %d", code)
	}
}

func TestOneServerForADatabase(t *testing.T) {
	cfg := settings(t)
	a, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second server: %v", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatalf("after the first was closed: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenFailsWhole(t *testing.T) {
	cfg := settings(t)
	cfg.Data = filepath.Join(cfg.Data, "file")
	if err := os.WriteFile(cfg.Data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), cfg); err == nil {
		t.Error("a file passes for a directory")
	}
	cfg = settings(t)
	cfg.Addr = "127.0.0.1:99999"
	if _, err := Open(t.Context(), cfg); err == nil {
		t.Error("a port that is none passes")
	}
}
