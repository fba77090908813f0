package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) accountRoutes() []Route {
	return []Route{
		{"GET /sign-in", access.AccountEnter, s.signInPage},
		{"POST /sign-in", access.AccountEnter, s.signIn},
		{"GET /sign-up", access.AccountEnter, s.signUpPage},
		{"POST /sign-up", access.AccountEnter, s.signUp},
		{"GET /sign-in/sent", access.AccountEnter, s.linkSent},
		{"GET /sign-in/link/{token}", access.AccountEnter, s.linkPage},
		{"POST /sign-in/link/{token}", access.AccountEnter, s.linkUse},
		{"POST /sign-in/passkey/begin", access.AccountEnter, s.answerJSON(s.passkeySignInBegin)},
		{"POST /sign-in/passkey/finish", access.AccountEnter, s.answerJSON(s.passkeySignInFinish)},
		{"GET /unsubscribe/{secret}", access.AccountEnter, s.unsubscribePage},
		{"POST /unsubscribe/{secret}", access.AccountEnter, s.unsubscribe},

		{"POST /sign-out", access.AccountOwn, s.signOut},
		{"GET /account/welcome", access.AccountOwn, s.welcomePage},
		{"POST /account/welcome", access.AccountOwn, s.welcome},
		{"GET /account", access.AccountOwn, s.accountPage},
		{"POST /account", access.AccountOwn, s.accountChange},
		{"POST /account/mail", access.AccountOwn, s.accountMail},
		{"GET /account/security", access.AccountOwn, s.securityPage},
		{"POST /account/password", access.AccountOwn, s.passwordChange},
		{"POST /account/passkeys/begin", access.AccountOwn, s.answerJSON(s.passkeyBegin)},
		{"POST /account/passkeys/finish", access.AccountOwn, s.answerJSON(s.passkeyFinish)},
		{"POST /account/passkeys/{passkey}/remove", access.AccountOwn, s.passkeyRemove},
		{"POST /account/sessions/{session}/end", access.AccountOwn, s.sessionEnd},
		{"POST /account/sign-out-everywhere", access.AccountOwn, s.signOutEverywhere},
		{"GET /account/privacy", access.AccountOwn, s.privacyPage},
		{"POST /account/consents", access.AccountOwn, s.consentChange},
		{"GET /account/data.json", access.AccountOwn, s.accountData},
		{"GET /account/activity", access.AccountOwn, s.activityPage},

		{"GET /events/{event}/roles", access.RoleGrant, s.rolesPage},
		{"POST /events/{event}/roles", access.RoleGrant, s.roleGive},
		{"POST /events/{event}/roles/take", access.RoleGrant, s.roleTake},
	}
}

// visitor is who asks, for the limits on signing in.
func (r *Request) visitor() identity.Visitor {
	return identity.Visitor{Address: r.RemoteAddr, Agent: r.UserAgent()}
}

// retryAfter is the wait, in seconds, asked of those who reach a limit.
const retryAfter = "60"

// onForm tells whether an error is to be shown on the form that caused it, with
// what was typed still there, and how.
func (r *Request) onForm(err error) (f ui.Faults, code int, ok bool) {
	kind := fault.KindOf(err)
	switch kind {
	case fault.TooMany:
		r.W.Header().Set("Retry-After", retryAfter)
	case fault.Invalid, fault.Conflict:
	default:
		return f, 0, false
	}
	return ui.FaultsOf(r.Context(), err), kind.Status(), true
}

// private prepares the shell of a page about the reader himself.
func (r *Request) private(title string) ui.PageProps {
	p := r.page(title)
	p.NoIndex = true
	return p
}

// accountTabs are the pages of one's own account.
func (r *Request) accountTabs() ui.TabsProps {
	t := ui.TabsProps{Label: r.T("signin.account")}
	for _, x := range []struct{ key, path string }{
		{"signin.tab_profile", "/account"},
		{"signin.tab_security", "/account/security"},
		{"token.title", "/account/tokens"},
		{"signin.tab_privacy", "/account/privacy"},
		{"signin.tab_activity", "/account/activity"},
	} {
		t.Items = append(t.Items, r.navItem(x.key, x.path))
	}
	return t
}

func (s *Server) accountPage(r *Request) error {
	return s.renderAccount(r, http.StatusOK, r.Person.Profile, ui.Faults{})
}

func (s *Server) renderAccount(r *Request, code int, f identity.Profile, bad ui.Faults) error {
	p := view.AccountPage{
		Shell: r.private(r.T("signin.account")), Tabs: r.accountTabs(), Email: r.Person.Email, EventMail: r.Person.EventMail,
		Profile: r.profileForm(f), Faults: bad,
	}
	return r.Render(code, view.Account(p))
}

// accountChange stores the profile. The language chosen here is from now on the
// person's own: one chosen before in the header gives way.
func (s *Server) accountChange(r *Request) error {
	f := r.profileTyped()
	err := s.Identity.ChangeProfile(r.Context(), r.Person.ID, f)
	if bad, code, ok := r.onForm(err); ok {
		return s.renderAccount(r, code, f, bad)
	}
	if err != nil {
		return err
	}
	r.forgetLanguage()
	r.Flash(ui.Success, f.Language.T("signin.saved"))
	return r.Redirect("/account")
}

func (r *Request) forgetLanguage() {
	http.SetCookie(r.W, &http.Cookie{Name: languageCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.secureSite()})
}

func (r *Request) profileTyped() identity.Profile {
	return identity.Profile{
		Native: r.FormValue("native"), NativeLang: i18n.Lang(r.FormValue("native_lang")), Latin: r.FormValue("latin"),
		Language: i18n.Lang(r.FormValue("language")), Zone: r.FormValue("zone"),
	}
}

func (r *Request) profileForm(f identity.Profile) view.ProfileForm {
	p := view.ProfileForm{Native: f.Native, NativeLang: f.NativeLang, Latin: f.Latin}
	for _, l := range i18n.All {
		label := ui.LangName(l)
		p.NativeLangs = append(p.NativeLangs, ui.Option{Value: string(l), Label: label, Lang: l, Selected: l == f.NativeLang})
		p.Languages = append(p.Languages, ui.Option{Value: string(l), Label: label, Lang: l, Selected: l == f.Language})
	}
	p.Zones = r.zoneOptions(f.Zone)
	return p
}

// commonZones are the time zones offered first, west to east.
var commonZones = []string{
	"UTC", "Europe/London", "Europe/Berlin", "Europe/Warsaw", "Europe/Vilnius", "Europe/Kaliningrad", "Europe/Minsk", "Europe/Moscow", "Asia/Tbilisi", "Asia/Baku", "Asia/Dubai",
	"Asia/Yekaterinburg", "Asia/Tashkent", "Asia/Almaty", "Asia/Urumqi", "Asia/Novosibirsk", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Seoul", "Asia/Tokyo", "Asia/Vladivostok",
}

// zoneOptions offers the common zones, each by its city, its distance from UTC
// today and its IANA name; the one chosen is always among them.
func (r *Request) zoneOptions(chosen string) []ui.Option {
	now := r.server.Clock.Now()
	out := []ui.Option{}
	found := false
	for _, z := range commonZones {
		found = found || z == chosen
		out = append(out, ui.Option{Value: z, Label: r.zoneLabel(z, now), Selected: z == chosen})
	}
	if _, err := time.LoadLocation(chosen); !found && err == nil && chosen != "" {
		out = append(out, ui.Option{Value: chosen, Label: r.zoneLabel(chosen, now), Selected: true})
	}
	return out
}

func (r *Request) zoneLabel(zone string, now time.Time) string {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "UTC" {
		return zone
	}
	_, seconds := now.In(loc).Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	offset := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if m := seconds % 3600 / 60; m != 0 {
		offset += fmt.Sprintf(":%02d", m)
	}
	return r.Lang.ZoneCity(zone) + ", " + offset + " (" + zone + ")"
}

func (s *Server) accountMail(r *Request) error {
	if err := s.Identity.SetEventMail(r.Context(), r.Person.ID, r.FormValue("want") == "1"); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("signin.saved"))
	return r.Redirect("/account")
}

// welcomePage asks somebody who is new for his name.
func (s *Server) welcomePage(r *Request) error {
	return s.renderWelcome(r, http.StatusOK, r.Person.Profile, ui.Faults{})
}

func (s *Server) renderWelcome(r *Request, code int, f identity.Profile, bad ui.Faults) error {
	p := view.WelcomePage{Shell: r.private(r.T("signin.welcome")), Next: localPath(r.FormValue("next")), Profile: r.profileForm(f), Faults: bad}
	return r.Render(code, view.Welcome(p))
}

func (s *Server) welcome(r *Request) error {
	f := r.profileTyped()
	err := s.Identity.ChangeProfile(r.Context(), r.Person.ID, f)
	if bad, code, ok := r.onForm(err); ok {
		return s.renderWelcome(r, code, f, bad)
	}
	if err != nil {
		return err
	}
	r.forgetLanguage()
	r.Flash(ui.Success, f.Language.T("signin.saved"))
	return r.Redirect(orHome(r.FormValue("next"), "/account"))
}

// localPath returns the path if it leads to a page of ours, else "". A browser
// reads "//" and "/\" as another host.
func localPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return ""
	}
	return to
}

// orHome is the page to go on to, else the one given.
func orHome(next, otherwise string) string {
	if p := localPath(next); p != "" {
		return p
	}
	return otherwise
}
