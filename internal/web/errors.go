package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// status is the one map from kinds of faults to HTTP.
var status = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound, fault.Gone: http.StatusGone,
	fault.SignIn: http.StatusUnauthorized, fault.Conflict: http.StatusConflict, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.TooMany: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
}

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
		err = r.Render(status[f.Kind], ui.Notice(ui.NoticeProps{Kind: ui.Danger, Text: message}))
	} else {
		err = r.Render(status[f.Kind], view.Error(r.page(r.T("error.title_"+kindName[f.Kind])), message))
	}
	if err != nil {
		s.Log.WarnContext(r.Context(), "error page not sent", "error", err)
	}
}

var kindName = map[fault.Kind]string{
	fault.Internal: "internal", fault.Invalid: "invalid", fault.NotFound: "not_found", fault.Gone: "gone", fault.Conflict: "conflict",
	fault.TooLarge: "too_large", fault.TooMany: "too_many", fault.Unavailable: "unavailable",
}

func (s *Server) nothingHere(*Request) error { return fault.Missing() }

func (s *Server) crossOrigin(*Request) error { return fault.New(fault.Conflict, "error.cross_origin") }

// asFault finds what an error says to readers.
func asFault(err error) (*fault.Error, bool) { return errors.AsType[*fault.Error](err) }
