package web

import (
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// medium answers with a file. What everybody may see is kept by browsers and
// proxies, as its bytes never change; the rest is asked for each time.
func (s *Server) medium(r *Request) error {
	m, content, everybody, err := s.Catalogue.OpenMedium(r.Context(), r.Actor, r.PathValue("medium"))
	if err != nil {
		return err
	}
	defer content.Close()
	h := r.W.Header()
	h.Set("Content-Type", m.Type)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("ETag", `"`+m.SHA256+`"`)
	disposition := "attachment" // a sandbox shows no PDF
	if m.Picture() {
		disposition = "inline"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": m.Name}))
	if everybody {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "private, no-cache")
	}
	http.ServeContent(r.W, r.Request, "", m.At, content)
	return nil
}

// upload reads the file of a form; without one it is empty.
func (s *Server) upload(r *Request) (u catalogue.Upload, err error) {
	if !r.maySearch() {
		return u, fault.New(fault.TooMany, "error.too_many")
	}
	r.Body = http.MaxBytesReader(r.W, r.Body, catalogue.MediaBytes+1<<20)
	f, h, err := r.FormFile("file")
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return u, fault.InvalidFields(fault.Field{Name: "file", Key: "media.too_large", Args: []any{"mb", catalogue.MediaBytes >> 20}})
	}
	if err != nil { // no file, or no such form
		return u, nil
	}
	defer f.Close()
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	u.Name = h.Filename
	u.Content, err = io.ReadAll(f)
	return u, err
}

func (s *Server) mediaPage(r *Request) error { return s.mediaForm(r, nil) }

func (s *Server) mediaForm(r *Request, refusal error) error {
	reference := r.PathValue("reference")
	x, _, err := s.Catalogue.Profile(r.Context(), r.Actor, reference)
	if err != nil {
		return err
	}
	if err := r.Actor.Check(access.ProfileEdit, access.Object{Orgs: []string{x.OrganisationID}}); err != nil {
		return err
	}
	own := "/desk/profiles/" + reference
	p := view.MediaPage{
		Shell: r.page(r.T("media.title")), URL: own + "/media", BackURL: own, Reference: reference, Anonymous: x.Anonymous, MB: catalogue.MediaBytes >> 20,
		Crumbs: []ui.Link{{Label: r.T("interest.desk"), URL: "/desk"}, {Label: x.Title.Plain(r.Lang), URL: own}, {Label: r.T("media.title")}},
	}
	if x.Title.Plain(r.Lang) == "" {
		p.Crumbs[1].Label = reference
	}
	code := http.StatusOK
	if refusal != nil {
		var ok bool
		if p.Faults, code, ok = r.onForm(refusal); !ok {
			return refusal
		}
	}
	list, err := s.Catalogue.Media(r.Context(), r.Actor, x)
	if err != nil {
		return err
	}
	for _, m := range list {
		line := r.mediumLine(m)
		line.RemoveURL = p.URL + "/" + m.ID + "/remove"
		p.Files = append(p.Files, line)
	}
	return r.Render(code, view.Media(p))
}

func (r *Request) mediumLine(m catalogue.Medium) view.MediumLine {
	return view.MediumLine{Name: m.Name, URL: "/media/" + m.ID, Picture: m.Picture(), Size: r.T("media.size", "kb", r.Lang.Number(int(max(1, m.Size>>10))))}
}

func (s *Server) mediaAdd(r *Request) error {
	u, err := s.upload(r)
	if err == nil {
		_, err = s.Catalogue.AddMedium(r.Context(), r.Actor, r.PathValue("reference"), u)
	}
	if err != nil {
		return s.mediaForm(r, err)
	}
	r.Flash(ui.Success, r.T("media.added"))
	return r.Redirect("/desk/profiles/" + r.PathValue("reference") + "/media")
}

func (s *Server) mediaRemove(r *Request) error {
	if err := s.Catalogue.RemoveMedium(r.Context(), r.Actor, r.PathValue("reference"), r.PathValue("medium")); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("media.removed"))
	return r.Redirect("/desk/profiles/" + r.PathValue("reference") + "/media")
}

func (s *Server) logoPage(r *Request) error { return s.logoForm(r, nil) }

func (s *Server) logoForm(r *Request, refusal error) error {
	o, err := s.Catalogue.Organisation(r.Context(), s.DB, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	if err := r.Actor.Check(access.OrganisationEdit, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}}); err != nil {
		return err
	}
	own := "/desk/organisations/" + o.Slug
	p := view.LogoPage{
		Shell: r.page(r.T("media.logo_title")), URL: own + "/logo", RemoveURL: own + "/logo/remove", Name: ui.Best(o.Name, r.Lang), MB: catalogue.MediaBytes >> 20,
		Crumbs: []ui.Link{{Label: r.T("interest.desk"), URL: "/desk"}, {Label: o.Name.Plain(r.Lang), URL: own}, {Label: r.T("media.logo_title")}},
	}
	if o.LogoID != "" {
		p.LogoURL = "/media/" + o.LogoID
	}
	code := http.StatusOK
	if refusal != nil {
		var ok bool
		if p.Faults, code, ok = r.onForm(refusal); !ok {
			return refusal
		}
	}
	return r.Render(code, view.Logo(p))
}

func (s *Server) logoSet(r *Request) error {
	u, err := s.upload(r)
	if err == nil {
		err = s.Catalogue.SetLogo(r.Context(), r.Actor, r.PathValue("organisation"), &u)
	}
	if err != nil {
		return s.logoForm(r, err)
	}
	r.Flash(ui.Success, r.T("media.logo_done"))
	return r.Redirect("/desk/organisations/" + r.PathValue("organisation") + "/logo")
}

func (s *Server) logoRemove(r *Request) error {
	if err := s.Catalogue.SetLogo(r.Context(), r.Actor, r.PathValue("organisation"), nil); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("media.logo_removed"))
	return r.Redirect("/desk/organisations/" + r.PathValue("organisation") + "/logo")
}
