package web

import (
	"net/http"
	"net/url"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) expressPage(r *Request) error {
	return s.expressForm(r, catalogue.NewInterest{Language: r.Lang, Sender: r.URL.Query().Get("sender")}, nil)
}

// express sends an expression of interest. What is refused comes back with all
// that was typed.
func (s *Server) express(r *Request) error {
	n := catalogue.NewInterest{
		Reference: r.PathValue("reference"), Sender: r.FormValue("sender"), Profile: r.FormValue("profile"), Message: r.FormValue("message"),
		Anonymous: r.FormValue("anonymous") != "", Consent: r.FormValue("consent") != "",
	}
	n.Language, _ = i18n.Parse(r.FormValue("language"))
	interestID, err := s.Catalogue.Express(r.Context(), r.Actor, n)
	if err != nil {
		return s.expressForm(r, n, err)
	}
	r.Flash(ui.Success, r.T("interest.done_send"))
	return r.Redirect("/desk/interest/" + interestID)
}

// expressForm shows the form with what was typed and, if it was refused, why.
func (s *Server) expressForm(r *Request, n catalogue.NewInterest, refusal error) error {
	ctx := r.Context()
	reference := r.PathValue("reference")
	v, err := s.Catalogue.Look(ctx, r.Actor, reference)
	if err != nil {
		return err
	}
	p := view.ExpressPage{
		Shell: r.page(r.T("interest.express_title")), URL: "/profiles/" + reference + "/interest", Profile: ui.Best(v.Title, r.Lang), Reference: reference, Summary: v.Summary,
		AddOrg: "/desk/organisations/new?next=" + url.QueryEscape(r.URL.Path), Message: n.Message, Language: n.Language, MaxLength: catalogue.MessageMax, Anonymous: n.Anonymous, Consent: n.Consent,
		Crumbs: []ui.Link{{Label: v.Title.Plain(r.Lang), URL: "/profiles/" + reference}, {Label: r.T("interest.express_title")}},
	}
	code := http.StatusOK
	if refusal != nil {
		var ok bool
		if p.Faults, code, ok = r.onForm(refusal); !ok {
			return refusal
		}
	}
	if !v.Open {
		p.Closed = r.T("interest.closed")
	}
	if p.Goes, err = s.goes(r, v); err != nil {
		return err
	}
	for _, l := range i18n.All {
		p.Languages = append(p.Languages, ui.Option{Value: string(l), Label: ui.LangName(l), Lang: l, Selected: l == n.Language})
	}
	if err := s.senders(r, v, n, &p); err != nil {
		return err
	}
	return r.Render(code, view.Express(p))
}

// goes says who receives the message: the centre of the profile, if interest
// goes through it, else the owner.
func (s *Server) goes(r *Request, v catalogue.View) (string, error) {
	centre, err := s.Catalogue.Receiver(r.Context(), v.ID)
	if err != nil || centre == nil {
		return r.T("interest.goes_owner"), err
	}
	return r.T("interest.goes_centre", "centre", centre.Name.Plain(r.Lang)), nil
}

// senders offers the organisations for which the reader may write, with their
// published profiles, and leads to what one of them has already sent.
func (s *Server) senders(r *Request, v catalogue.View, n catalogue.NewInterest, p *view.ExpressPage) error {
	ctx := r.Context()
	ids := r.Actor.OrgsOf(access.InterestExpress)
	orgs, err := s.Catalogue.OrganisationsByID(ctx, s.DB, ids)
	if err != nil || len(orgs) == 0 {
		return err
	}
	if len(orgs) > 1 {
		p.Senders = append(p.Senders, ui.Option{Label: r.T("interest.choose"), Selected: n.Sender == ""})
	}
	for _, id := range ids {
		if o, ok := orgs[id]; ok {
			name := ui.Best(o.Name, r.Lang)
			p.Senders = append(p.Senders, ui.Option{Value: id, Label: name.Text, Lang: name.Lang, Selected: id == n.Sender})
		}
	}
	own, err := s.Catalogue.Attachable(ctx, r.Actor)
	if err != nil {
		return err
	}
	p.Own = append(p.Own, ui.Option{Label: r.T("interest.attach_none"), Selected: n.Profile == ""})
	for _, x := range own {
		if x.Reference == v.Reference {
			continue
		}
		o := orgs[x.OrganisationID]
		p.Own = append(p.Own, ui.Option{Value: x.Reference, Label: o.Name.Plain(r.Lang) + ": " + x.Title.Plain(r.Lang), Selected: x.Reference == n.Profile})
	}
	list, err := s.Catalogue.Pipeline(ctx, r.Actor)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Profile.Reference == v.Reference && !x.Ended() && x.Sends() {
			p.Already = "/desk/interest/" + x.ID
		}
	}
	return nil
}
