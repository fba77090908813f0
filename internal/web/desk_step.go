package web

import (
	"strconv"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
)

// deskStep takes a step of the workflow. A refused one comes back with what was
// typed.
func (s *Server) deskStep(r *Request) error {
	k, o, err := s.Catalogue.Profile(r.Context(), r.Actor, r.PathValue("reference"))
	if err != nil {
		return err
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0: it does not matter
	m := catalogue.Move{Step: catalogue.Step(r.PostFormValue("step")), Revision: revision, Note: r.PostFormValue("note"), Remarks: remarksTyped(r)}
	after, err := s.Catalogue.Take(r.Context(), r.Actor, k.ID, m)
	if bad, code, ok := r.onForm(err); ok {
		return s.renderProfile(r, code, bad)
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("desk.step_taken", "step", r.T("profile_step."+string(m.Step)+"_done"), "title", r.profileTitle(after).Text))
	to := deskURL(k.Reference)
	switch {
	case r.PostFormValue("back") == "desk":
		to = "/desk"
	case r.PostFormValue("back") == "review" || !r.Actor.May(access.ProfileDesk, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}}):
		to = "/desk/review"
	}
	return r.Redirect(to)
}

// deskResolve marks a remark as mended, or as open again.
func (s *Server) deskResolve(r *Request) error {
	reference := r.PathValue("reference")
	if err := s.Catalogue.Resolve(r.Context(), r.Actor, reference, r.PathValue("remark"), r.PostFormValue("resolved") == "yes"); err != nil {
		return err
	}
	return r.Redirect(deskURL(reference) + "#remarks")
}

// deskOpen opens or closes a profile for interest.
func (s *Server) deskOpen(r *Request) error {
	reference := r.PathValue("reference")
	open := r.PostFormValue("open") == "yes"
	if err := s.Catalogue.SetOpen(r.Context(), r.Actor, reference, open); err != nil {
		return err
	}
	if open {
		r.Flash(ui.Success, r.T("desk.opened"))
	} else {
		r.Flash(ui.Success, r.T("desk.closed"))
	}
	return r.Redirect(deskURL(reference))
}
