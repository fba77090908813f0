// Package app puts the program together: it is the one package that knows
// every other. The commands of cmd/birzha call it.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/birzha/birzha/assets"
	"github.com/birzha/birzha/internal/api"
	sysclock "github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/domain/notify"
	"github.com/birzha/birzha/internal/engine/blob"
	"github.com/birzha/birzha/internal/engine/jobs"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/internal/engine/translate"
	"github.com/birzha/birzha/internal/web"
)

// stopTime is how long requests and jobs may take to end when the program is
// told to stop.
const stopTime = 10 * time.Second

// core is the part of the program that commands and server share: the database
// with the services over it.
type core struct {
	cfg       Settings
	log       *slog.Logger
	clock     sysclock.Clock
	db        *db.DB
	queue     *jobs.Queue
	letters   *notify.Service
	identity  *identity.Service
	catalogue *catalogue.Service
	blobs     *blob.Dir
	exchange  *exchange.Service
	documents documents
	files     spreadsheets
}

// openCore opens and migrates the database and makes the services.
func openCore(ctx context.Context, cfg Settings, send notify.Sender) (c *core, err error) {
	c = &core{cfg: cfg, log: slog.Default(), clock: sysclock.System{}}
	if c.db, err = openDatabase(ctx, cfg); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.db.Close())
		}
	}()
	if err := c.db.Migrate(ctx); err != nil {
		return nil, err
	}
	c.queue = jobs.New(c.db)
	c.letters = &notify.Service{Queue: c.queue, Sender: send, Clock: c.clock, BaseURL: cfg.BaseURL, SiteName: cfg.SiteName}
	c.identity, err = identity.New(identity.Options{
		DB: c.db, Clock: c.clock, Mail: c.letters, BaseURL: cfg.BaseURL, SiteName: cfg.SiteName,
		SessionIdle: cfg.SessionIdle, SessionLifetime: cfg.SessionLifetime, SignInPerMinute: cfg.SignInPerMinute, LinksPerHour: cfg.LinksPerHour,
	})
	if err != nil {
		return nil, err
	}
	c.catalogue = catalogue.New(c.db, c.clock, c.identity, c.queue)
	if c.blobs, err = blob.Open(mediaDir(cfg)); err != nil {
		return nil, err
	}
	c.catalogue.Blobs, c.catalogue.Pictures = c.blobs, pictures{}
	if cfg.TranslateURL != "" {
		t, err := translate.New(translate.Options{URL: cfg.TranslateURL, Key: cfg.TranslateKey, Model: cfg.TranslateModel, Timeout: cfg.TranslateTimeout})
		if err != nil {
			return nil, err
		}
		c.catalogue.Translator = t
	}
	c.exchange = &exchange.Service{DB: c.db, Clock: c.clock, Catalogue: c.catalogue.Store, Identity: c.identity, Jobs: c.queue}
	c.documents = documents{c.clock, cfg.BaseURL}
	limits := sheet.Default
	limits.File = cfg.UploadBytes()
	c.files = spreadsheets{limits}
	c.letters.People, c.letters.Calendars = people{c.identity}, calendars{c}
	registerJobs(c)
	return c, nil
}

// openDatabase opens the database that is configured, and makes the directory
// of a file.
func openDatabase(ctx context.Context, cfg Settings) (*db.DB, error) {
	if path := sqliteFile(cfg); path != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("data directory: %w", err)
		}
	}
	return db.Open(ctx, cfg.DatabaseURL())
}

// App is the program as a server.
type App struct {
	*core
	listener net.Listener
	asked    string // address that was asked for, HOST:PORT
	http     *http.Server
	release  func() error // frees what only the server holds
}

// Open prepares the server: it binds the address, opens and migrates the
// database, and makes the pages. Close or Serve must follow.
func Open(ctx context.Context, cfg Settings) (*App, error) { return open(ctx, cfg, nil) }

// open is Open with the sample exchange of the demo, if there is one.
func open(ctx context.Context, cfg Settings, d *demonstration) (a *App, err error) {
	a = &App{asked: cfg.Addr, release: func() error { return nil }}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if a.listener, err = net.Listen("tcp", cfg.Addr); err != nil {
		return a, fmt.Errorf("listen: %w", err)
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = reachable(a.URL())
	}
	unlock, err := lockData(cfg)
	if err != nil {
		return a, err
	}
	a.release = unlock
	send, err := sender(cfg)
	if err != nil {
		return a, err
	}
	if a.core, err = openCore(ctx, cfg, send); err != nil {
		return a, err
	}
	var demo *web.Demo
	if d != nil {
		if demo, err = d.prepare(ctx, a.core); err != nil {
			return a, err
		}
	}
	return a, a.pages(demo)
}

// pages makes the handler of all requests.
func (a *App) pages(demo *web.Demo) error {
	files, err := assets.New()
	if err != nil {
		return err
	}
	m := newMetrics(a.db)
	a.catalogue.Searched = m.searched
	programs, err := a.programs()
	if err != nil {
		return err
	}
	described, err := programs.OpenAPI()
	if err != nil {
		return err
	}
	site, err := web.New(web.Deps{
		OpenAPI: described, Problems: api.Kinds,
		Log: a.log, Clock: a.clock, DB: a.db, Assets: files, Identity: a.identity, Catalogue: a.catalogue, Exchange: a.exchange,
		Documents: a.documents, Files: a.files, Contact: bareAddress(a.cfg.MailFrom), BaseURL: a.cfg.BaseURL, Demo: demo, Metrics: m.handler(a.cfg.Metrics), Ready: a.db.Ping,
		Limits: web.Limits{UploadBytes: a.cfg.UploadBytes(), SearchPerMinute: a.cfg.SearchPerMinute},
	})
	if err != nil {
		return err
	}
	trusted, err := a.cfg.Proxies()
	if err != nil {
		return err
	}
	a.http = newHTTPServer(behindProxies(watched(withAPI(site, programs), a.log, m), trusted), a.log)
	return nil
}

// URL is the address on which the server listens. A host that was given by name
// keeps it: browsers bind passkeys to names.
func (a *App) URL() string {
	at := a.listener.Addr().String()
	host, _, _ := net.SplitHostPort(a.asked)
	if _, port, err := net.SplitHostPort(at); err == nil && host == "localhost" {
		at = net.JoinHostPort(host, port)
	}
	return "http://" + at
}

// reachable turns the address of all interfaces into one that a browser on this
// machine can open.
func reachable(url string) string {
	return strings.NewReplacer("//[::]:", "//localhost:", "//0.0.0.0:", "//localhost:").Replace(url)
}

// Serve answers requests and does jobs until ctx ends; then it takes nothing
// new, lets what runs finish, and closes everything. It writes one line to out
// when it is ready.
func (a *App) Serve(ctx context.Context, out io.Writer) (err error) {
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.queue.Start(ctx); err != nil {
		return err
	}
	if a.cfg.MailURL == "" {
		a.log.Warn("no mail server is set (mail-url): letters, those with sign-in links too, are not sent")
	}
	go func() { // so that the first search does not wait for the index
		if err := a.catalogue.Index.Refresh(ctx, a.db); err != nil && ctx.Err() == nil {
			a.log.Error("search index", "error", err)
		}
	}()
	sweeping, stopSweeping := context.WithCancel(ctx)
	defer stopSweeping()
	swept := make(chan struct{})
	go func() { defer close(swept); a.sweep(sweeping) }()
	served := make(chan error, 1)
	go func() { served <- a.http.Serve(a.listener) }()
	if _, err := fmt.Fprintf(out, "listening on %s\n", a.URL()); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
	case err = <-served:
	}
	a.log.Info("stopping")
	stopSweeping()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	err = errors.Join(notClosed(err), late(a.http.Shutdown(ending)), a.queue.Stop(ending))
	<-swept
	return err
}

func notClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// late cuts the requests that did not end in time.
func late(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		slog.Warn("requests were cut: they took too long to end")
		return nil
	}
	return err
}

// sweepEvery is how often what has expired is removed or ended, and saved
// searches looked at whose day is over.
const sweepEvery = 15 * time.Minute

func (a *App) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		for _, sweep := range []func(context.Context) error{a.identity.Sweep, a.catalogue.EndRunOut, a.catalogue.SweepProfiles, a.catalogue.SweepMedia} {
			if err := sweep(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("sweep failed", "error", err)
			}
		}
		if _, err := a.catalogue.AlertSearches(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("alerts of saved searches failed", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Close ends an App that is not served, or no longer.
func (a *App) Close() error {
	var errs []error
	if a.http != nil {
		errs = append(errs, a.http.Close())
	}
	if a.listener != nil {
		if err := a.listener.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	if a.core != nil {
		errs = append(errs, a.blobs.Close(), a.db.Close())
	}
	return errors.Join(append(errs, a.release())...)
}
