package app

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// BenchmarkCataloguePDF prints the demo's profiles, 120 of them, as one
// catalogue in two languages, asked for as a visitor asks: through the router,
// the policy, the database, the printer. The time is limited by setting type
// and compressing pages, on one processor.
func BenchmarkCataloguePDF(b *testing.B) {
	const profiles = 120
	cfg := DefaultSettings()
	cfg.Addr, cfg.Data, cfg.LogLevel, cfg.SearchPerMinute = "127.0.0.1:0", b.TempDir(), "error", 0
	UseLog(io.Discard, cfg)
	a, err := openDemo(b.Context(), cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	refs := url.Values{"a": {"ru"}, "b": {"zh-Hans"}}
	for len(refs["ref"]) < profiles { // the demo's, and again until there are enough
		list, err := a.catalogue.Newest(b.Context(), a.db, profiles)
		if err != nil {
			b.Fatal(err)
		}
		for _, p := range list {
			if len(refs["ref"]) == profiles {
				break
			}
			if len(refs["ref"]) >= len(list) {
				again := p
				again.Reference = ""
				again.State = catalogue.Published
				if err := a.db.Tx(b.Context(), func(ctx context.Context, tx db.Tx) error { return a.catalogue.AddOpportunity(ctx, tx, &again) }); err != nil {
					b.Fatal(err)
				}
				p = again
			}
			refs.Add("ref", p.Reference)
		}
	}
	var size int
	for b.Loop() {
		w := httptest.NewRecorder()
		a.http.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/catalogue.pdf?"+refs.Encode(), nil))
		if w.Code != http.StatusOK {
			b.Fatalf("status %d", w.Code)
		}
		size = w.Body.Len()
	}
	b.ReportMetric(float64(size), "bytes")
	b.ReportMetric(profiles, "profiles")
}
