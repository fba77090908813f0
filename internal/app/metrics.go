package app

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/audit"
)

// metrics are what the program tells Prometheus about itself, in a registry of
// its own, so that libraries cannot add to it unasked.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	searches prometheus.Histogram
	inFlight prometheus.Gauge
}

func newMetrics(d *db.DB) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "birzha_http_requests_total", Help: "Requests answered, by route, method and status."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "birzha_http_request_duration_seconds", Help: "Time to answer a request, by route.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
		searches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "birzha_search_duration_seconds", Help: "Time to search the catalogue's index and count the facets.", Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1},
		}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "birzha_http_requests_in_flight", Help: "Requests being answered."}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.requests, m.seconds, m.searches, m.inFlight,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "birzha_build_info", Help: "Always 1; the label tells the version.", ConstLabels: prometheus.Labels{"version": Version()}}, func() float64 { return 1 }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "birzha_changes_total", Help: "Changes recorded in the audit log since it began."}, func() float64 { return changes(d) }),
	)
	if d.SQL() != nil {
		m.registry.MustRegister(collectors.NewDBStatsCollector(d.SQL(), "writer"))
	}
	return m
}

// changes is the number of records in the audit log; 0 if the database does not
// answer within a second.
func changes(d *db.DB) float64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	h, err := audit.CurrentHead(ctx, d)
	if err != nil {
		return 0
	}
	return float64(h.Seq)
}

// observe notes an answered request. The route is its pattern, so that the
// number of series is bounded.
func (m *metrics) observe(r *http.Request, status int, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	method := r.Method
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// searched notes how long a search took.
func (m *metrics) searched(took time.Duration) { m.searches.Observe(took.Seconds()) }

// handler answers scrapers: with "local" those on the same machine, and nobody
// for whom a proxy asks; with "all" everybody; with "off" it is nil.
func (m *metrics) handler(who string) http.Handler {
	h := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	switch who {
	case "off":
		return nil
	case "all":
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		ip := net.ParseIP(host)
		if ip == nil || !ip.IsLoopback() || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}
