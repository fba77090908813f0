// Package fault is the one vocabulary of errors: a kind that decides how the
// outside is answered, and a message key that says it in the reader's language.
package fault

import (
	"errors"
	"fmt"
	"net/http"
)

// Kind sorts errors by what the caller can do about them.
type Kind int

const (
	Internal    Kind = iota // our fault; logged whole, shown as "internal"
	Invalid                 // the input breaks a rule; Fields name the places
	NotFound                // not there, or not there for this actor
	Gone                    // was there for everybody, and is no more
	SignIn                  // nobody is signed in
	Conflict                // the state has changed or forbids the act
	TooLarge                // the input is larger than allowed
	TooMany                 // the rate limit is reached; try again later
	Unavailable             // a thing outside us does not answer; try again later
)

// kinds name each kind, and say how HTTP answers it (RFC 9110, RFC 6585).
var kinds = [...]struct {
	name   string
	status int
}{
	Internal: {"internal", http.StatusInternalServerError}, Invalid: {"invalid", http.StatusUnprocessableEntity}, NotFound: {"not_found", http.StatusNotFound}, Gone: {"gone", http.StatusGone},
	SignIn: {"sign_in", http.StatusUnauthorized}, Conflict: {"conflict", http.StatusConflict}, TooLarge: {"too_large", http.StatusRequestEntityTooLarge},
	TooMany: {"too_many", http.StatusTooManyRequests}, Unavailable: {"unavailable", http.StatusServiceUnavailable},
}

// String is the kind's name, as in message keys: "not_found".
func (k Kind) String() string { return kinds[k].name }

// Status is the kind's status code of HTTP.
func (k Kind) Status() int { return kinds[k].status }

// Error is an error that can be shown. Key is a message key of base/i18n and
// Args its arguments as name, value pairs. Err is the cause, for the log only.
type Error struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields []Field
	Err    error
}

// Field is one broken rule at one place of the input.
type Field struct {
	Name string // name of the form field, or the cell ("Participants!C12")
	Key  string // message key of the rule and the way out
	Args []any
}

func (e *Error) Error() string {
	s := e.Key
	for _, f := range e.Fields {
		s += fmt.Sprintf(" [%s: %s %v]", f.Name, f.Key, f.Args)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// New returns an error of the kind with a message key and its arguments as
// name, value pairs.
func New(k Kind, key string, args ...any) *Error { return &Error{Kind: k, Key: key, Args: args} }

// Missing is the answer for what is not there, or not there for this actor.
func Missing() *Error { return New(NotFound, "error.not_found") }

// InvalidFields is the answer for a form with broken fields.
func InvalidFields(fs ...Field) *Error {
	return &Error{Kind: Invalid, Key: "error.fields", Args: []any{"n", len(fs)}, Fields: fs}
}

// KindOf returns the kind of the first Error in err's chain, else Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Wrap adds the place of failure to *err, to be deferred at a function's head.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
