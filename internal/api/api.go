// Package api serves the JSON API under /api/v1: the same services as the pages,
// for programs. Its description is an OpenAPI 3.1 document at
// /api/v1/openapi.json.
//
// A program shows a personal token (RFC 6750); cookies are not looked at.
// Answers with an error are problems (RFC 9457). Lists are divided by cursors
// with Link headers (RFC 8288); what can be changed has an ETag (RFC 9110); a
// request with an Idempotency-Key is done once.
package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/limit"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Prefix is the path under which the operations are.
const Prefix = "/api/v1"

// Spreadsheets writes tables.
type Spreadsheets interface {
	// Workbook and Separated write tables as XLSX, and one as CSV.
	Workbook(tables []bulk.Written) ([]byte, error)
	Separated(table bulk.Written) ([]byte, error)
}

// Deps is what the operations need from the rest.
type Deps struct {
	Log       *slog.Logger
	Clock     clock.Clock
	DB        *db.DB
	Identity  *identity.Service
	Catalogue *catalogue.Service
	Sheets    Spreadsheets
	BaseURL   string // scheme and host by which programs reach us, no slash at the end

	TokenPerMinute   float64 // requests of one token; 0 is no limit
	AddressPerMinute float64 // requests of one address without a token; 0 is no limit
}

// Operation is one operation with the policy that guards it.
type Operation struct {
	ID, Method, Path string // path below Prefix
	Action           access.Action
}

// API answers the requests of programs. Its ServeHTTP takes whole paths.
type API struct {
	Deps
	Operations []Operation
	huma       huma.API
	handler    http.Handler
	tokens     *limit.Limiter
	addresses  *limit.Limiter
}

// New builds the API. It fails if an operation has no policy.
func New(d Deps) (*API, error) {
	a := &API{Deps: d, tokens: perMinute(d.TokenPerMinute), addresses: perMinute(d.AddressPerMinute)}
	mux := http.NewServeMux()
	config := huma.DefaultConfig("birzha", "1")
	config.Info.Description = i18n.EN.T("api.about")
	config.Servers = []*huma.Server{{URL: d.BaseURL + Prefix}}
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: i18n.EN.T("api.tokens_text")}}
	a.huma = humago.New(mux, config)
	a.search()
	a.profiles()
	a.steps()
	a.organisations()
	a.vocabularies()
	a.interests()
	a.exports()
	for _, o := range a.Operations {
		if _, ok := access.Matrix[o.Action]; !ok {
			return nil, fmt.Errorf("api: operation %s has no policy: action %q is not in the matrix", o.ID, o.Action)
		}
		if _, ok := access.ScopeFor(o.Action); !ok {
			return nil, fmt.Errorf("api: operation %s: no scope of a token covers the action %q", o.ID, o.Action)
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, notFound(r.Context())) })
	a.handler = http.StripPrefix(Prefix, a.front(mux))
	return a, nil
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// OpenAPI is the description of the operations.
func (a *API) OpenAPI() ([]byte, error) { return a.huma.OpenAPI().MarshalJSON() }

// about describes an operation of add; the texts are the messages "api.op_ID".
type about struct {
	method, path, id string
	action           access.Action
	status           int // of success, 0 is 200
	tag              string
}

// add registers an operation. Its handler is called for who may do the action
// with something; the services check the rest. A fault becomes a problem.
func add[I, O any](a *API, o about, handler func(ctx context.Context, actor access.Actor, in *I) (*O, error)) {
	a.Operations = append(a.Operations, Operation{o.id, o.method, o.path, o.action})
	op := huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Summary: i18n.EN.T("api.op_" + o.id), Tags: []string{o.tag}, DefaultStatus: o.status,
		Errors: []int{http.StatusTooManyRequests}, MaxBodyBytes: maxBody, Metadata: map[string]any{"action": string(o.action)},
	}
	if access.Matrix[o.action][access.Anonymous] != access.ScopeAll {
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	scope, _ := access.ScopeFor(o.action)
	op.Security = []map[string][]string{{"token": {string(scope)}}}
	if access.Matrix[o.action][access.Anonymous] == access.ScopeAll {
		op.Security = append(op.Security, map[string][]string{})
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		actor := askerOf(ctx).actor
		if actor.Cut(o.action) {
			return nil, forbidden(ctx, scope)
		}
		if !actor.Could(o.action, "") {
			if err := actor.Check(o.action, access.Object{}); err != nil {
				return nil, a.problem(ctx, err)
			}
		}
		out, err := handler(ctx, actor, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

func perMinute(n float64) *limit.Limiter { return limit.New(n*60, int(max(n, 1))) }
