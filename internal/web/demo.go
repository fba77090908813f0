package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// Demo is what the demonstration adds: roles to sign in as with one click, and
// the letters that would have been sent.
type Demo struct {
	EventSlug string
	Roles     []DemoRole
	Letters   func() []DemoLetter // the newest first
}

// DemoRole is one role to try.
type DemoRole struct {
	Key      string // "organiser_by"; names the messages demo.role_KEY and demo.try_KEY
	PersonID string
	Path     string // where to go first: "/events/synergy-2027/plan"
}

// DemoLetter is a letter kept by the mail catcher.
type DemoLetter struct {
	ID      string
	At      time.Time
	To      string
	Subject string
	Text    string
}

func (s *Server) demoRoutes() []Route {
	return []Route{
		{"GET /demo", access.PublicRead, s.demoPage},
		{"POST /demo/sign-in", access.AccountEnter, s.demoSignIn},
		{"GET /demo/mail", access.PublicRead, s.demoMail},
		{"GET /demo/mail/{letter}", access.PublicRead, s.demoLetter},
	}
}

// demoPage says who is who and what to try.
func (s *Server) demoPage(r *Request) error {
	p := view.DemoPage{Shell: r.page(r.T("demo.title")), EventURL: "/events/" + s.Demo.EventSlug, Now: r.Person.ID}
	for _, role := range s.Demo.Roles {
		person, err := s.Identity.PersonByID(r.Context(), role.PersonID)
		if err != nil {
			return err
		}
		p.Roles = append(p.Roles, view.DemoRole{
			Key: role.Key, Name: ui.NameProps{Native: person.Native, Lang: person.NativeLang, Latin: person.Latin}, Side: demoSide(role.Key),
			Role: r.T("demo.role_" + role.Key), Try: r.T("demo.try_" + role.Key), Now: person.ID == r.Person.ID,
		})
	}
	return r.Render(http.StatusOK, view.Demo(p))
}

// demoSide is the hue of a demo role, by the side in its name.
func demoSide(key string) ui.Side {
	switch {
	case len(key) > 3 && key[len(key)-3:] == "_by":
		return 1
	case len(key) > 3 && key[len(key)-3:] == "_cn":
		return 2
	}
	return 0
}

func (s *Server) demoSignIn(r *Request) error {
	i := slices.IndexFunc(s.Demo.Roles, func(x DemoRole) bool { return x.Key == r.FormValue("role") })
	if i < 0 {
		return fault.Missing()
	}
	role := s.Demo.Roles[i]
	if err := s.Identity.SignIn(r.Context(), role.PersonID, identity.ByDemo, r.UserAgent()); err != nil {
		return err
	}
	return r.Redirect(role.Path)
}

// demoMail lists the letters that the demonstration has caught.
func (s *Server) demoMail(r *Request) error {
	p := view.DemoMailPage{Shell: r.page(r.T("demo.mail"))}
	for _, l := range s.Demo.Letters() {
		p.Letters = append(p.Letters, demoLetterLine(r.Lang, l))
	}
	return r.Render(http.StatusOK, view.DemoMail(p))
}

func demoLetterLine(l i18n.Lang, x DemoLetter) view.DemoLetter {
	return view.DemoLetter{URL: "/demo/mail/" + x.ID, At: l.Clock(x.At), To: x.To, Subject: x.Subject, Text: x.Text}
}

func (s *Server) demoLetter(r *Request) error {
	all := s.Demo.Letters()
	i := slices.IndexFunc(all, func(x DemoLetter) bool { return x.ID == r.PathValue("letter") })
	if i < 0 {
		return fault.Missing()
	}
	return r.Render(http.StatusOK, view.DemoLetterText(r.page(all[i].Subject), demoLetterLine(r.Lang, all[i])))
}
