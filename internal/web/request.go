package web

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/limit"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
)

// Request is one request with all that is known about who asks.
type Request struct {
	*http.Request
	W      http.ResponseWriter
	Lang   i18n.Lang
	Nonce  string
	Actor  access.Actor
	Person identity.Person // zero when nobody is signed in
	Event  exchange.Event  // under /events/{event}
	server *Server
}

// guard answers a route: who asks, in which language, may he; then the handler,
// whose error becomes the answer.
func (s *Server) guard(route Route) http.Handler {
	return s.Identity.Sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r := &Request{Request: hr, W: w, Lang: i18n.EN, Nonce: rand.Text(), server: s}
		secure(w.Header(), r.Nonce)
		err := r.identify()
		if err == nil && route.inEvent() {
			err = r.loadEvent()
		}
		if err == nil {
			err = r.may(route.Action)
		}
		if err == nil {
			err = route.answer(r)
		}
		if err != nil {
			s.fail(r, err)
		}
	}))
}

// answer runs the handler; a panic in it becomes an error, so that the reader
// gets a page.
func (route Route) answer(r *Request) (err error) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			panic(p)
		default:
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return route.Handle(r)
}

// secure sets the headers that keep a page to itself.
func secure(h http.Header, nonce string) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'nonce-"+nonce+"'; style-src 'self'; img-src 'self' data:; font-src 'self'; "+
		"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}

const languageCookie = "lang"

func (r *Request) identify() error {
	ctx := r.Context()
	p, err := r.server.Identity.Current(ctx)
	if err != nil {
		return err
	}
	r.Person = p
	r.Lang = r.language()
	r.Request = r.WithContext(i18n.With(ctx, r.Lang))
	r.Actor, err = access.Load(ctx, r.server.DB, p.ID, r.server.Clock.Now())
	return err
}

// language is the one asked for in the address, else chosen before, else the
// person's own, else what the browser prefers.
func (r *Request) language() i18n.Lang {
	if l, ok := i18n.Parse(r.URL.Query().Get("lang")); ok {
		return l
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := i18n.Parse(c.Value); ok {
			return l
		}
	}
	if r.Person.Language != "" {
		return r.Person.Language
	}
	return i18n.Match(r.Header.Get("Accept-Language"))
}

func (r *Request) loadEvent() (err error) {
	r.Event, err = r.server.Exchange.Event(r.Context(), r.Actor, r.PathValue("event"))
	return err
}

// may is the coarse check of a route: whether the actor could do this at all.
func (r *Request) may(action access.Action) error {
	if r.Actor.Could(action, r.Event.ID) {
		return nil
	}
	if r.Actor.PersonID == "" {
		return fault.New(fault.SignIn, "error.sign_in")
	}
	return fault.Missing()
}

// T says a message to the reader.
func (r *Request) T(key string, args ...any) string { return r.Lang.T(key, args...) }

// Render answers with a page or, to htmx, a fragment. A language asked for in
// the address is remembered.
func (r *Request) Render(status int, c templ.Component) error {
	if l, ok := i18n.Parse(r.URL.Query().Get("lang")); ok {
		http.SetCookie(r.W, &http.Cookie{Name: languageCookie, Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.secureSite()})
	}
	r.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	r.W.Header().Set("Vary", "Cookie, Accept-Language, HX-Request")
	r.W.Header().Set("Content-Language", string(r.Lang))
	b := pages.Get().(*bytes.Buffer)
	defer pages.Put(b)
	b.Reset()
	if err := c.Render(r.Context(), b); err != nil {
		return err
	}
	r.W.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	r.W.WriteHeader(status)
	_, err := r.W.Write(b.Bytes())
	return err
}

// pages are buffers in which pages are made before they are sent, in one piece.
var pages = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (r *Request) secureSite() bool { return strings.HasPrefix(r.server.BaseURL, "https://") }

// Redirect answers a finished act with the page to see next.
func (r *Request) Redirect(to string) error {
	if r.Header.Get("HX-Request") == "true" {
		r.W.Header().Set("HX-Redirect", to)
		r.W.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(r.W, r.Request, to, http.StatusSeeOther)
	return nil
}

// Download prepares the answer for a file that the browser keeps.
func (r *Request) Download(contentType, name string) {
	h := r.W.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
}

// Flash leaves a message for the next page.
func (r *Request) Flash(kind ui.Kind, text string) {
	r.server.Identity.Sessions.Put(r.Context(), "flash", string(kind)+"|"+text)
}

func (r *Request) popFlash() *ui.Flash {
	kind, text, ok := strings.Cut(r.server.Identity.Sessions.PopString(r.Context(), "flash"), "|")
	if !ok {
		return nil
	}
	return &ui.Flash{Kind: ui.Kind(kind), Text: text}
}

// IsFragment tells whether htmx asks for a part of a page.
func (r *Request) IsFragment() bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") != "true"
}

// maySearch tells whether the reader's network may make one more search or file
// within its limit.
func (r *Request) maySearch() bool {
	return r.server.search.Allow(limit.Network(r.RemoteAddr), r.server.Clock.Now())
}
