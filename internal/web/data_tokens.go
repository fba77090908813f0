package web

import (
	"net/http"
	"strconv"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// tokenDays are the lengths of life that are offered.
var tokenDays = []int{30, 90, 366}

func (s *Server) tokensPage(r *Request) error {
	return s.renderTokens(r, http.StatusOK, "", ui.Faults{})
}

// renderTokens shows the tokens; secret is that of one just made.
func (s *Server) renderTokens(r *Request, code int, secret string, bad ui.Faults) error {
	p := view.TokensPage{Shell: r.private(r.T("token.title")), Tabs: r.accountTabs(), Secret: secret, Faults: bad, Name: r.PostFormValue("name")}
	for _, x := range access.TokenScopes {
		p.Scopes = append(p.Scopes, ui.Option{Value: string(x), Label: r.T("token.scope_" + string(x))})
	}
	for _, d := range tokenDays {
		p.Days = append(p.Days, ui.Option{Value: strconv.Itoa(d), Label: r.T("token.days_n", "n", d), Selected: d == 90})
	}
	list, err := s.Identity.Tokens(r.Context(), r.Person.ID)
	if err != nil {
		return err
	}
	for _, t := range list {
		line := view.TokenLine{ID: t.ID, Name: t.Name, Prefix: t.Prefix + "…", Created: r.Lang.Date(exchange.In(t.Created, r.Person.Zone)), Expires: r.Lang.Date(exchange.In(t.Expires, r.Person.Zone)), Used: r.T("token.never")}
		if !t.Used.IsZero() {
			line.Used = r.Lang.DateTime(exchange.In(t.Used, r.Person.Zone))
		}
		var scopes []string
		for _, x := range t.Scopes {
			scopes = append(scopes, r.T("token.scope_"+string(x)))
		}
		line.Scopes = r.Lang.List(scopes)
		p.Tokens = append(p.Tokens, line)
	}
	return r.Render(code, view.Tokens(p))
}

func (s *Server) tokenNew(r *Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	var scopes []access.TokenScope
	for _, x := range r.PostForm["scope"] {
		scopes = append(scopes, access.ParseTokenScopes(x)...)
	}
	days, _ := strconv.Atoi(r.PostFormValue("days"))
	_, secret, err := s.Identity.NewToken(r.Context(), r.Person.ID, r.PostFormValue("name"), scopes, days)
	if bad, code, ok := r.onForm(err); ok {
		return s.renderTokens(r, code, "", bad)
	}
	if err != nil {
		return err
	}
	return s.renderTokens(r, http.StatusOK, secret, ui.Faults{})
}

func (s *Server) tokenRevoke(r *Request) error {
	if err := s.Identity.RevokeToken(r.Context(), r.Person.ID, r.PathValue("apitoken")); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("token.revoked"))
	return r.Redirect("/account/tokens")
}
