package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Problem is an error as RFC 9457 writes it. Title, detail and the details of
// fields are in the language that the program asks for (Accept-Language); kind
// and code are for programs.
type Problem struct {
	Type   string         `json:"type" doc:"Address that explains this kind of problem"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Kind   string         `json:"kind" doc:"Kind of problem, for programs"`
	Code   string         `json:"code,omitempty" doc:"Rule that is broken, for programs"`
	Errors []ProblemField `json:"errors,omitempty" doc:"Each broken rule with its place"`

	header http.Header
}

// ProblemField is one broken rule at one place of the request.
type ProblemField struct {
	Pointer   string `json:"pointer,omitempty" doc:"JSON Pointer into the body, as a URI fragment (RFC 6901)"`
	Parameter string `json:"parameter,omitempty" doc:"Parameter of the path, the query or the header"`
	Detail    string `json:"detail"`
	Code      string `json:"code,omitempty"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func init() { // huma makes its own errors, of requests that do not fit the description, by these
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return misfit(context.Background(), status, msg, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, msg string, errs ...error) huma.StatusError {
		ctx := context.Background()
		if c != nil {
			ctx = c.Context()
		}
		return misfit(ctx, status, msg, errs)
	}
}

// Kinds gives the status of each kind of problem: those of faults, and those
// that only requests by programs have.
var Kinds = func() map[string]int {
	out := map[string]int{
		"forbidden": http.StatusForbidden, "changed": http.StatusPreconditionFailed, "condition_missing": http.StatusPreconditionRequired, "malformed": http.StatusBadRequest,
		"method": http.StatusMethodNotAllowed, "not_acceptable": http.StatusNotAcceptable, "media_type": http.StatusUnsupportedMediaType, "timeout": http.StatusRequestTimeout,
	}
	for k := fault.Internal; k <= fault.Unavailable; k++ {
		out[k.String()] = k.Status()
	}
	return out
}()

func newProblem(ctx context.Context, kind, key string, args ...any) *Problem {
	l := i18n.From(ctx)
	p := &Problem{Type: "/developers#problem-" + kind, Title: l.T("api.problem_" + kind), Status: Kinds[kind], Kind: kind, Code: key, header: http.Header{}}
	if key != "" {
		p.Detail = l.T(key, args...)
	}
	p.header.Set("Content-Language", string(l))
	switch kind {
	case "sign_in":
		p.header.Set("WWW-Authenticate", `Bearer realm="birzha"`)
	case "too_many", "unavailable":
		p.header.Set("Retry-After", "30")
	}
	return p
}

// misfit is the problem of a request that does not fit the description.
func misfit(ctx context.Context, status int, msg string, errs []error) *Problem {
	kind := "malformed"
	for k, s := range Kinds {
		if s == status {
			kind = k
		}
	}
	p := newProblem(ctx, kind, "")
	p.Status, p.Detail = status, i18n.From(ctx).T("api.misfit")
	if len(errs) == 0 && status != http.StatusUnprocessableEntity {
		p.Detail = msg
	}
	for _, e := range errs {
		var d huma.ErrorDetailer
		if !errors.As(e, &d) {
			continue
		}
		x := d.ErrorDetail()
		f := ProblemField{Detail: i18n.From(ctx).T("api.misfit_field", "rule", x.Message), Code: "api.misfit_field"}
		place, rest, _ := strings.Cut(x.Location, ".")
		if place == "body" {
			f.Pointer = pointer(rest)
		} else {
			f.Parameter = rest
		}
		p.Errors = append(p.Errors, f)
	}
	return p
}

// pointer writes "texts.title" as "#/texts/title".
func pointer(path string) string {
	if path == "" {
		return "#"
	}
	return "#/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(path)
}

// problem turns an error of a service into one that is answered. What is no
// fault is logged whole and shown as internal.
func (a *API) problem(ctx context.Context, err error) error {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if s, ok := errors.AsType[huma.StatusError](err); ok {
		return s
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind == fault.Internal {
		a.Log.ErrorContext(ctx, "api request failed", "error", err)
		f = fault.New(fault.Internal, "error.internal")
	}
	p := newProblem(ctx, f.Kind.String(), f.Key, f.Args...)
	for _, x := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{Pointer: "#/" + place(x.Name), Detail: i18n.From(ctx).T(x.Key, x.Args...), Code: x.Key})
	}
	return p
}

// place says where in a request's body a field of a profile is.
func place(name string) string {
	if f, ok := catalogue.FieldNamed(name); ok {
		if f.Text != nil {
			return "texts/" + name
		}
		return "lists/" + name
	}
	if slices.Contains(valueNames, name) {
		return "values/" + name
	}
	return name
}

func notFound(ctx context.Context) *Problem { return newProblem(ctx, "not_found", "error.not_found") }

func forbidden(ctx context.Context, scope access.TokenScope) *Problem {
	p := newProblem(ctx, "forbidden", "api.scope_missing", "scope", string(scope))
	p.header.Set("WWW-Authenticate", `Bearer realm="birzha", error="insufficient_scope", scope="`+string(scope)+`"`)
	return p
}

// refuse answers with a problem outside of any operation.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p, ok := errors.AsType[*Problem](a.problem(r.Context(), err))
	if !ok {
		p = newProblem(r.Context(), "internal", "error.internal")
	}
	for k, v := range p.header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		a.Log.WarnContext(r.Context(), "problem not sent", "error", err)
	}
}
