// Package webtest builds a whole site for tests: a web.Server over a test
// database with two events and people in every role, own side, other side and
// foreign event.
package webtest

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/birzha/birzha/assets"
	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/web"
)

// Site is a server with all that a test asks of it.
type Site struct {
	*web.Server
	T        *testing.T
	Own      Fair // the event that tests ask for
	Other    Fair // a foreign event with the same organisations
	People   []Person
	Sent     *Outbox
	Queue    *Queue
	Orgs     map[string]catalogue.Organisation // by key: A and B of BY, C and D of CN; see addCatalogue for more
	Profiles map[string]catalogue.Opportunity  // by name, see addCatalogue

	SignIns    int // how often SignIn was called
	cookies    map[string]*http.Cookie
	tableNames []string
	sums       map[string]string
}

// Outbox notes who asked for a sign-in link.
type Outbox struct{ To []string }

// SignInLink implements identity.Mailer.
func (o *Outbox) SignInLink(_ context.Context, _ db.Tx, email string, _ i18n.Lang) error {
	o.To = append(o.To, email)
	return nil
}

// Queue keeps the jobs that are enqueued.
type Queue struct{ Jobs []exchange.Job }

// Enqueue implements exchange.Enqueuer.
func (q *Queue) Enqueue(_ context.Context, _ db.Tx, jobs ...exchange.Job) error {
	q.Jobs = append(q.Jobs, jobs...)
	return nil
}

var bundle = sync.OnceValues(assets.New)

// New builds a site over a migrated database. The options may be changed before
// its server is made.
func New(t *testing.T, d *db.DB, change ...func(*identity.Options, *web.Deps)) *Site {
	t.Helper()
	files, err := bundle()
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{T: t, Sent: &Outbox{}, Queue: &Queue{}, cookies: map[string]*http.Cookie{}}
	c := clock.System{}
	o := identity.Options{
		DB: d, Clock: c, Mail: s.Sent, BaseURL: "http://localhost", SiteName: "birzha", SessionIdle: 24 * time.Hour, SessionLifetime: 24 * time.Hour,
		Hash: identity.HashParams{MemoryKiB: 8, Passes: 1, Lanes: 1},
	}
	deps := web.Deps{
		Log: slog.New(slog.NewTextHandler(logged{t}, &slog.HandlerOptions{Level: slog.LevelError})), Clock: c, DB: d, Assets: files,
		Documents: documents{}, Files: spreadsheets{}, Contact: "desk@example.org", BaseURL: o.BaseURL, Ready: d.Ping, Limits: web.Limits{UploadBytes: 1 << 20},
	}
	for _, f := range change {
		f(&o, &deps)
	}
	if deps.Identity, err = identity.New(o); err != nil {
		t.Fatal(err)
	}
	deps.Catalogue = catalogue.New(d, c, deps.Identity, s.Queue)
	deps.Catalogue.Blobs, deps.Catalogue.Pictures = blobs{}, pictures{}
	deps.Exchange = &exchange.Service{DB: d, Clock: c, Catalogue: deps.Catalogue.Store, Identity: deps.Identity, Jobs: s.Queue}
	s.Server = &web.Server{Deps: deps}
	s.build()
	deps.Demo = &web.Demo{
		EventSlug: s.Own.Slug, Roles: []web.DemoRole{{Key: "organiser_by", PersonID: s.Person("organiser own BY").ID, Path: "/events/own/plan"}},
		Letters: func() []web.DemoLetter {
			return []web.DemoLetter{{ID: "letter", At: c.Now(), To: "a@example.org", Subject: "Subject", Text: "Text"}}
		},
	}
	if s.Server, err = web.New(deps); err != nil {
		t.Fatal(err)
	}
	return s
}

// logged writes the server's errors into the test's log.
type logged struct{ t *testing.T }

func (l logged) Write(b []byte) (int, error) {
	l.t.Helper()
	l.t.Logf("%s", bytes.TrimSpace(b))
	return len(b), nil
}

// Tx runs fn in a write transaction.
func (s *Site) Tx(fn func(ctx context.Context, tx db.Tx) error) {
	s.T.Helper()
	if err := s.DB.Tx(context.Background(), fn); err != nil {
		s.T.Fatal(err)
	}
}

// SignIn begins a new session of the person, by password, and returns its cookie.
func (s *Site) SignIn(personID string) *http.Cookie {
	s.T.Helper()
	s.SignIns++
	m := s.Identity.Sessions
	ctx, err := m.Load(context.Background(), "")
	if err != nil {
		s.T.Fatal(err)
	}
	if err := s.Identity.SignIn(ctx, personID, identity.ByPassword, "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0"); err != nil {
		s.T.Fatal(err)
	}
	token, _, err := m.Commit(ctx)
	if err != nil {
		s.T.Fatal(err)
	}
	return &http.Cookie{Name: m.Cookie.Name, Value: token}
}

// Cookie returns the cookie of a session of the person that is kept for the
// whole test; nil for nobody.
func (s *Site) Cookie(personID string) *http.Cookie {
	if personID == "" {
		return nil
	}
	if s.cookies[personID] == nil {
		s.cookies[personID] = s.SignIn(personID)
	}
	return s.cookies[personID]
}

// Ask is one request to the site.
type Ask struct {
	Method, Path string
	Cookie       *http.Cookie
	Form         url.Values
	Body, Type   string // in place of Form
	Header       map[string]string
}

// Do answers a request.
func (s *Site) Do(a Ask) *httptest.ResponseRecorder {
	var body io.Reader
	if a.Form != nil {
		a.Body, a.Type = a.Form.Encode(), "application/x-www-form-urlencoded"
	}
	if a.Body != "" {
		body = strings.NewReader(a.Body)
	}
	r := httptest.NewRequest(a.Method, a.Path, body)
	if a.Type != "" {
		r.Header.Set("Content-Type", a.Type)
	}
	for k, v := range a.Header {
		r.Header.Set(k, v)
	}
	if a.Cookie != nil {
		r.AddCookie(a.Cookie)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// documents writes files as plain words.
type documents struct{}

func (documents) AgendaPDF(w io.Writer, a exchange.Agenda, _ i18n.Lang) error {
	return say(w, "agenda", a.Participant.ID, len(a.Entries))
}

func (documents) PlanPDF(w io.Writer, b *exchange.Board, _ i18n.Lang) error {
	return say(w, "plan", b.Plan.ID, len(b.Meetings))
}

func (documents) AgendaCalendar(w io.Writer, a exchange.Agenda, _ i18n.Lang, page string) error {
	return say(w, "calendar", a.Participant.ID, page)
}

func (documents) EventCalendar(w io.Writer, e exchange.Event, _ i18n.Lang, page string) error {
	return say(w, "event", e.ID, page)
}

func (documents) ProfilePDF(w io.Writer, p web.PaperProfile, l i18n.Lang) error {
	return say(w, "profile", p.Reference, l, p.Title.Plain(l), p.Owner.Slug)
}

func (documents) CataloguePDF(w io.Writer, b web.Book) error {
	words := []any{"catalogue", b.Languages, b.Title, b.Subtitle, len(b.Profiles)}
	for _, p := range b.Profiles {
		words = append(words, p.Reference)
	}
	return say(w, words...)
}

func (documents) XLSX(w io.Writer, tables ...web.Sheet) error { return say(w, tables) }

func (documents) CSV(w io.Writer, table web.Sheet) error { return say(w, table) }

func say(w io.Writer, words ...any) error {
	_, err := fmt.Fprintln(w, words...)
	return err
}

// spreadsheets reads comma-separated values.
type spreadsheets struct{}

func (spreadsheets) Read(r io.ReaderAt, size int64, name string) ([]roster.Table, error) {
	rows, err := csv.NewReader(io.NewSectionReader(r, 0, size)).ReadAll()
	if err != nil {
		return nil, err
	}
	return []roster.Table{Table(name, rows...)}, nil
}

// Table makes a table of texts.
func Table(file string, rows ...[]string) roster.Table {
	t := roster.Table{File: file, Name: file}
	for i, cells := range rows {
		row := roster.Row{Number: i + 1}
		for _, text := range cells {
			row.Cells = append(row.Cells, roster.Cell{Text: text})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Forget makes Cookie begin a new session of the person next time.
func (s *Site) Forget(personID string) { delete(s.cookies, personID) }
