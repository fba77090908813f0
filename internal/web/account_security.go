package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) securityPage(r *Request) error {
	return s.renderSecurity(r, http.StatusOK, ui.Faults{})
}

func (s *Server) renderSecurity(r *Request, code int, bad ui.Faults) error {
	ctx := r.Context()
	p := view.SecurityPage{Shell: r.private(r.T("signin.tab_security")), Tabs: r.accountTabs(), Email: r.Person.Email, Faults: bad, CanPasskey: s.Identity.PasskeysWork()}
	var err error
	if p.HasPassword, err = s.Identity.HasPassword(ctx, r.Person.ID); err != nil {
		return err
	}
	if p.NeedsCurrent, err = s.Identity.NeedsPassword(ctx, r.Person.ID); err != nil {
		return err
	}
	keys, err := s.Identity.Passkeys(ctx, r.Person.ID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		line := view.PasskeyLine{ID: k.ID, Label: k.Label, Created: r.Lang.Date(exchange.In(k.Created, r.Person.Zone)), Synced: k.Synced}
		if !k.Used.IsZero() {
			line.Used = r.Lang.DateTime(exchange.In(k.Used, r.Person.Zone))
		}
		p.Passkeys = append(p.Passkeys, line)
	}
	if p.Sessions, err = s.sessionLines(r); err != nil {
		return err
	}
	return r.Render(code, view.Security(p))
}

func (s *Server) sessionLines(r *Request) (out []view.SessionLine, err error) {
	list, err := s.Identity.MySessions(r.Context(), r.Person.ID)
	for _, x := range list {
		line := view.SessionLine{
			ID: x.ID, Device: deviceName(x.Agent), Method: r.T("signin.method_" + string(x.Method)), Current: x.Current,
			Started: r.Lang.DateTime(exchange.In(x.Started, r.Person.Zone)), Seen: r.Lang.DateTime(exchange.In(x.Seen, r.Person.Zone)),
		}
		if line.Device == "" {
			line.Device = r.T("signin.device_unknown")
		}
		out = append(out, line)
	}
	return out, err
}

func (s *Server) passwordChange(r *Request) error {
	err := s.Identity.ChangePassword(r.Context(), r.Person.ID, r.PostFormValue("current"), r.PostFormValue("password"))
	if bad, code, ok := r.onForm(err); ok {
		return s.renderSecurity(r, code, bad)
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("signin.password_changed"))
	return r.Redirect("/account/security")
}

func (s *Server) sessionEnd(r *Request) error {
	if err := s.Identity.SignOutSession(r.Context(), r.Person.ID, r.PathValue("session")); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("signin.session_ended"))
	return r.Redirect("/account/security")
}

func (s *Server) signOutEverywhere(r *Request) error {
	if err := s.Identity.SignOutEverywhere(r.Context(), r.Person.ID); err != nil {
		return err
	}
	return r.Redirect("/")
}
