// Package web serves the HTML pages: routes with their policies in routes.go,
// one file of handlers per area, the pages themselves in web/view.
package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"github.com/birzha/birzha/assets"
	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/limit"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Documents makes the files that people take away.
type Documents interface {
	// AgendaPDF writes an agenda for printing.
	AgendaPDF(w io.Writer, a exchange.Agenda, l i18n.Lang) error
	// PlanPDF writes the plan for printing.
	PlanPDF(w io.Writer, b *exchange.Board, l i18n.Lang) error
	// AgendaCalendar writes an agenda as an iCalendar file (RFC 5545); pageURL is
	// the address of the agenda's page.
	AgendaCalendar(w io.Writer, a exchange.Agenda, l i18n.Lang, pageURL string) error
	// EventCalendar writes the event itself as an iCalendar file.
	EventCalendar(w io.Writer, e exchange.Event, l i18n.Lang, pageURL string) error
	// ProfilePDF writes a profile as one page.
	ProfilePDF(w io.Writer, p PaperProfile, l i18n.Lang) error
	// CataloguePDF writes an exhibition catalogue in two languages.
	CataloguePDF(w io.Writer, b Book) error
	// XLSX and CSV write a table safe to open in a spreadsheet program.
	XLSX(w io.Writer, tables ...Sheet) error
	CSV(w io.Writer, table Sheet) error
}

// Sheet is a table to be written as a file; cells are strings, ints, floats or
// times, which are written in their own zone.
type Sheet struct {
	Name string
	Head []string
	Rows [][]any
}

// Spreadsheets reads uploaded files.
type Spreadsheets interface {
	// Read reads a spreadsheet within the limits of uploads. A file that cannot
	// be read gives a fault that says why and what to do.
	Read(r io.ReaderAt, size int64, name string) ([]roster.Table, error)
}

// Deps is what the pages need from the rest.
type Deps struct {
	Log       *slog.Logger
	Clock     clock.Clock
	DB        *db.DB
	Assets    *assets.Assets
	Identity  *identity.Service
	Catalogue *catalogue.Service
	Exchange  *exchange.Service
	Documents Documents
	Files     Spreadsheets
	OpenAPI   []byte         // description of the API
	Problems  map[string]int // kinds of problems that the API answers with, and their status
	Contact   string         // e-mail address of those who run the site, for harvesters
	BaseURL   string         // scheme and host by which people reach us, no slash at the end
	Demo      *Demo          // nil outside the demo
	Metrics   http.Handler   // answers /metrics
	Ready     func(context.Context) error
	Limits    Limits
}

// Limits bound what one address or one file may ask of us.
type Limits struct {
	UploadBytes     int64   // largest file taken, bytes
	SearchPerMinute float64 // searches and exports that one address may make
}

// Server answers the requests for pages.
type Server struct {
	Deps
	search  *limit.Limiter // of each network
	handler http.Handler
}

// New builds the server. It fails if a route has no policy.
func New(d Deps) (*Server, error) {
	s := &Server{Deps: d, search: limit.New(d.Limits.SearchPerMinute*60, int(max(d.Limits.SearchPerMinute, 1)))}
	h, err := s.build()
	s.handler = h
	return s, err
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
