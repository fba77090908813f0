package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// fail answers with the error: the sign-in page to whom it can help, else a page
// that says what happened, what is kept and what to do. What is not a fault is
// logged whole and shown as internal.
func (s *Server) fail(r *Request, err error) {
	f, ok := asFault(err)
	if !ok || f.Kind == fault.Internal {
		s.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		f = fault.New(fault.Internal, "error.internal")
	}
	if f.Kind == fault.SignIn {
		to := "/sign-in"
		if r.Method == http.MethodGet {
			to += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		_ = r.Redirect(to)
		return
	}
	if f.Kind == fault.TooMany || f.Kind == fault.Unavailable {
		r.W.Header().Set("Retry-After", "30")
	}
	r.W.Header().Del("Content-Disposition")
	message := r.T(f.Key, f.Args...)
	if r.IsFragment() {
		err = r.Render(f.Kind.Status(), ui.Notice(ui.NoticeProps{Kind: ui.Danger, Text: message}))
	} else {
		err = r.Render(f.Kind.Status(), view.Error(r.page(r.T("error.title_"+f.Kind.String())), message))
	}
	if err != nil {
		s.Log.WarnContext(r.Context(), "error page not sent", "error", err)
	}
}

func (s *Server) nothingHere(*Request) error { return fault.Missing() }

func (s *Server) crossOrigin(*Request) error { return fault.New(fault.Conflict, "error.cross_origin") }

// asFault finds what an error says to readers.
func asFault(err error) (*fault.Error, bool) { return errors.AsType[*fault.Error](err) }
