package web_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/birzha/birzha/assets"
	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/corpus"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/web"
)

const (
	benchProfiles = 100_000
	benchClients  = 16 // that ask at once, each over a connection of its own
)

// BenchmarkCatalogue answers /catalogue over the whole handler and a socket, out
// of a SQLite database with 100,000 profiles, as fast as it goes. Nothing keeps
// an answer; server and generator share the processors. The limit of the project
// is 1,500 requests a second of the page on two cores.
func BenchmarkCatalogue(b *testing.B) {
	d, err := db.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "t.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	if err := d.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	site, words := benchSite(b, d)
	at := serve(b, site)
	for _, c := range []struct {
		name string
		need float64 // requests a second
		path func(n int64) string
	}{
		{"page", 1500, func(n int64) string { return "/catalogue?page=" + itoa(int(n%200)) }},
		{"narrowed", 0, func(n int64) string {
			return "/catalogue?country=" + []string{"BY", "CN"}[n%2] + "&trl_from=" + itoa(int(1+n%6)) + "&ford=" + itoa(int(1+n%6))
		}},
		{"two words", 0, func(n int64) string { return "/catalogue?q=" + url.QueryEscape(words[n%int64(len(words))]) }},
	} {
		b.Run(c.name, func(b *testing.B) { benchPage(b, at, c.path, c.need) })
	}
}

func benchPage(b *testing.B, at string, path func(int64) string, need float64) {
	transport := &http.Transport{MaxIdleConnsPerHost: benchClients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	var n, bytes atomic.Int64
	took := make([][]time.Duration, benchClients)
	cpu, begun := processorTime(), time.Now()
	b.ResetTimer()
	var wg sync.WaitGroup
	for i := range benchClients {
		wg.Go(func() {
			for k := n.Add(1); k <= int64(b.N); k = n.Add(1) {
				asked := time.Now()
				r, err := client.Get(at + path(k))
				if err != nil {
					b.Error(err)
					return
				}
				size, err := io.Copy(io.Discard, r.Body)
				r.Body.Close()
				if err != nil || r.StatusCode != http.StatusOK {
					b.Errorf("%s: status %d, %v", path(k), r.StatusCode, err)
					return
				}
				bytes.Add(size)
				took[i] = append(took[i], time.Since(asked))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	wall := time.Since(begun)
	all := slices.Concat(took...)
	slices.Sort(all)
	rate := float64(len(all)) / wall.Seconds()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(rate, "req/s")
	b.ReportMetric(float64((processorTime()-cpu).Microseconds())/1000/float64(len(all)), "cpu-ms/req")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(bytes.Load())/1024/float64(len(all)), "kB/req")
	if len(all) > 2000 && rate < need {
		b.Errorf("%.0f requests a second on %d processors; the limit is %.0f", rate, runtime.GOMAXPROCS(0), need)
	}
}

func processorTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

type silent struct{}

func (silent) SignInLink(context.Context, db.Tx, string, i18n.Lang) error { return nil }
func (silent) Enqueue(context.Context, db.Tx, ...catalogue.Job) error     { return nil }

// benchSite makes a site with the profiles, and queries of two words.
func benchSite(b *testing.B, d *db.DB) (*web.Server, []string) {
	files, err := assets.New()
	if err != nil {
		b.Fatal(err)
	}
	deps := web.Deps{Log: slog.New(slog.DiscardHandler), Clock: clock.System{}, DB: d, Assets: files, BaseURL: "http://localhost", Ready: d.Ping}
	deps.Identity, err = identity.New(identity.Options{
		DB: d, Clock: deps.Clock, Mail: silent{}, BaseURL: deps.BaseURL, SiteName: "birzha", SessionIdle: time.Hour, SessionLifetime: time.Hour, Hash: identity.HashParams{MemoryKiB: 8, Passes: 1, Lanes: 1},
	})
	if err != nil {
		b.Fatal(err)
	}
	deps.Catalogue = catalogue.New(d, deps.Clock, deps.Identity, silent{})
	deps.Exchange = &exchange.Service{DB: d, Clock: deps.Clock, Catalogue: deps.Catalogue.Store, Identity: deps.Identity, Jobs: silent{}}
	var person identity.Person
	err = d.Tx(b.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		person, _, err = deps.Identity.Create(ctx, tx, identity.By{}, "adviser@example.org", identity.Profile{Native: "Person", NativeLang: i18n.EN, Language: i18n.EN, Zone: "UTC"})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	words := corpus.New(b, time.Now()).Fill(b, d, deps.Catalogue.Store, person.ID, benchProfiles, 1000)
	if err := deps.Catalogue.Index.Refresh(b.Context(), d); err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	site, err := web.New(deps)
	if err != nil {
		b.Fatal(err)
	}
	return site, words
}

func serve(b *testing.B, h http.Handler) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }()
	b.Cleanup(func() { server.Close() })
	return "http://" + l.Addr().String()
}
