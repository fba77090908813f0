package web

import (
	"net/http"
	"net/url"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// Keys of what the session remembers while somebody signs in by a link.
const (
	keyNext   = "next"    // the page to go on to
	keySentTo = "sent_to" // where the letter went
)

// entrance prepares the shell of a page for those who come in.
func (r *Request) entrance(title string) ui.PageProps {
	p := r.private(title)
	p.SignInURL = ""
	return p
}

func (s *Server) signInPage(r *Request) error {
	if r.Person.ID != "" {
		return r.Redirect(orHome(r.FormValue("next"), "/account"))
	}
	return s.renderSignIn(r, http.StatusOK, ui.Faults{})
}

func (s *Server) renderSignIn(r *Request, code int, bad ui.Faults) error {
	next := localPath(r.FormValue("next"))
	q := withNext(next)
	p := view.SignInPage{
		Shell: r.entrance(r.T("signin.title")), Email: r.PostFormValue("email"), Next: next, Faults: bad,
		SignUpURL: "/sign-up" + q,
	}
	if s.Identity.PasskeysWork() {
		p.PasskeyBegin, p.PasskeyFinish = "/sign-in/passkey/begin", "/sign-in/passkey/finish"+q
	}
	return r.Render(code, view.SignIn(p))
}

func withNext(next string) string {
	if next == "" {
		return ""
	}
	return "?next=" + url.QueryEscape(next)
}

// signIn takes a password, or sends a link where that button is pressed.
func (s *Server) signIn(r *Request) error {
	if r.FormValue("way") == "link" {
		err := s.sendLink(r)
		if bad, code, ok := r.onForm(err); ok {
			return s.renderSignIn(r, code, bad)
		}
		return err
	}
	p, err := s.signInByPassword(r)
	if bad, code, ok := r.onForm(err); ok {
		return s.renderSignIn(r, code, bad)
	}
	if err != nil {
		return err
	}
	return r.Redirect(entered(p, r.FormValue("next")))
}

func (s *Server) signInByPassword(r *Request) (identity.Person, error) {
	password := r.PostFormValue("password")
	if _, _, err := identity.ParseEmail(r.PostFormValue("email")); err == nil && password == "" {
		return identity.Person{}, fault.InvalidFields(fault.Field{Name: "password", Key: "signin.password_missing"})
	}
	return s.Identity.SignInPassword(r.Context(), r.PostFormValue("email"), password, r.visitor())
}

// entered is where somebody who has just signed in goes: on, or first to say
// his name.
func entered(p identity.Person, next string) string {
	if p.Native == "" {
		return "/account/welcome" + withNext(localPath(next))
	}
	return orHome(next, "/")
}

// sendLink sends a sign-in link and leads to the page that says so. The page to
// go on to waits in the session, for the same browser.
func (s *Server) sendLink(r *Request) error {
	email := r.PostFormValue("email")
	if err := s.Identity.RequestLink(r.Context(), email, r.Lang, r.visitor()); err != nil {
		return err
	}
	s.Identity.Sessions.Put(r.Context(), keyNext, localPath(r.FormValue("next")))
	s.Identity.Sessions.Put(r.Context(), keySentTo, email)
	return r.Redirect("/sign-in/sent")
}

func (s *Server) signUpPage(r *Request) error {
	if r.Person.ID != "" {
		return r.Redirect(orHome(r.FormValue("next"), "/account"))
	}
	return s.renderSignUp(r, http.StatusOK, ui.Faults{})
}

func (s *Server) renderSignUp(r *Request, code int, bad ui.Faults) error {
	next := localPath(r.FormValue("next"))
	p := view.SignUpPage{
		Shell: r.entrance(r.T("signin.sign_up")), Email: r.PostFormValue("email"), Next: next, Faults: bad, SignInURL: "/sign-in" + withNext(next),
	}
	return r.Render(code, view.SignUp(p))
}

func (s *Server) signUp(r *Request) error {
	err := s.sendLink(r)
	if bad, code, ok := r.onForm(err); ok {
		return s.renderSignUp(r, code, bad)
	}
	return err
}

// linkSent says the same to those we know and those we do not.
func (s *Server) linkSent(r *Request) error {
	p := view.SentPage{Shell: r.entrance(r.T("signin.sent")), Email: s.Identity.Sessions.GetString(r.Context(), keySentTo)}
	if s.Demo != nil {
		p.MailURL = "/demo/mail"
	}
	return r.Render(http.StatusOK, view.Sent(p))
}

// linkPage asks for a click: programs that open links in mail must not use them
// up.
func (s *Server) linkPage(r *Request) error {
	email, err := s.Identity.LinkEmail(r.Context(), r.PathValue("token"))
	return s.renderLink(r, email, err)
}

func (s *Server) renderLink(r *Request, email string, err error) error {
	p := view.LinkPage{Shell: r.entrance(r.T("signin.link")), URL: r.URL.Path, Email: email}
	code := http.StatusOK
	if err != nil {
		bad, c, ok := r.onForm(err)
		if !ok {
			return err
		}
		p.Dead, code = bad.Message, c
	}
	return r.Render(code, view.Link(p))
}

func (s *Server) linkUse(r *Request) error {
	next := s.Identity.Sessions.GetString(r.Context(), keyNext)
	p, err := s.Identity.UseLink(r.Context(), r.PathValue("token"), r.visitor())
	if err != nil {
		return s.renderLink(r, "", err)
	}
	return r.Redirect(entered(p, next))
}

func (s *Server) signOut(r *Request) error {
	if err := s.Identity.SignOut(r.Context()); err != nil {
		return err
	}
	return r.Redirect("/")
}

func (s *Server) unsubscribePage(r *Request) error {
	return r.Render(http.StatusOK, view.Unsubscribe(view.UnsubscribePage{Shell: r.private(r.T("signin.stop")), URL: r.URL.Path}))
}

// unsubscribe ends letters about events for whoever holds the secret: a person
// who pressed the button, or his mail program with one click (RFC 8058).
func (s *Server) unsubscribe(r *Request) error {
	if err := s.Identity.StopEventMail(r.Context(), r.PathValue("secret")); err != nil {
		return err
	}
	return r.Render(http.StatusOK, view.Unsubscribe(view.UnsubscribePage{Shell: r.private(r.T("signin.stop")), URL: r.URL.Path, Done: true}))
}
