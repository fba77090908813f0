package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// edited loads the profile that the reader edits.
func (s *Server) edited(r *Request) (catalogue.Opportunity, catalogue.Organisation, error) {
	k, o, err := s.Catalogue.Profile(r.Context(), r.Actor, r.PathValue("reference"))
	if err != nil {
		return k, o, err
	}
	return k, o, r.Actor.Check(access.ProfileEdit, access.Object{Orgs: []string{o.ID}})
}

// deskEditor opens a draft for writing. What is no draft any more is shown.
func (s *Server) deskEditor(r *Request) error {
	k, o, err := s.edited(r)
	if err != nil {
		return err
	}
	if k.State != catalogue.Draft {
		r.Flash(ui.Warning, r.T("profile.locked", "state", r.T("profile_state."+string(k.State))))
		return r.Redirect(deskURL(k.Reference))
	}
	return s.renderEditor(r, http.StatusOK, editor{Opportunity: k, owner: o, values: formOf(k)})
}

// editor is a profile in the form, with what is typed and what is wrong.
type editor struct {
	catalogue.Opportunity
	owner    catalogue.Organisation
	values   url.Values
	bad      ui.Faults
	conflict bool
}

// deskSave stores what is typed, by itself or with the button; then it takes the
// step, or looks up the classification, that a button asked for. Whatever is
// refused comes back with all that was typed.
func (s *Server) deskSave(r *Request) error {
	k, o, err := s.edited(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	if r.PostForm.Get("conflict") == "theirs" {
		return r.Redirect(deskURL(k.Reference) + "/edit")
	}
	e := editTyped(k, r.PostForm)
	e.Autosave = r.Header.Get("X-Autosave") == "1"
	if r.PostForm.Get("conflict") == "mine" {
		e.Revision, _ = strconv.Atoi(r.PostForm.Get("conflict-revision"))
	}
	saved, err := s.Catalogue.Save(r.Context(), r.Actor, k.Reference, e)
	x := editor{Opportunity: k, owner: o, values: r.PostForm, conflict: says(err, "profile.changed")}
	if bad, code, ok := r.onForm(err); ok {
		x.bad = bad
		if e.Autosave {
			return s.refuseAutosave(r, code, x)
		}
		return s.renderEditor(r, code, x)
	}
	if err != nil {
		return err
	}
	if e.Autosave {
		r.W.Header().Set("X-Revision", strconv.Itoa(saved.Revision))
		return r.Render(http.StatusOK, view.EditorParts(r.hints(saved, o), r.stageWords(saved.TRL)))
	}
	return s.afterSave(r, saved, o)
}

// says tells whether the error is the fault with the key.
func says(err error, key string) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Key == key
}

// afterSave does what the pressed button asks for beside saving.
func (s *Server) afterSave(r *Request, k catalogue.Opportunity, o catalogue.Organisation) error {
	here := deskURL(k.Reference)
	if field := r.PostForm.Get("find"); pickable(field) {
		return r.Redirect(here + "/edit?find=" + field + "&q=" + url.QueryEscape(r.PostForm.Get("q_"+field)) + "#" + ui.FieldID(field))
	}
	step := catalogue.Step(r.PostForm.Get("act"))
	if step != catalogue.AskClient && step != catalogue.Submit {
		r.Flash(ui.Success, r.T("desk.saved"))
		return r.Redirect(here + "/edit")
	}
	_, err := s.Catalogue.Take(r.Context(), r.Actor, k.ID, catalogue.Move{Step: step, Revision: k.Revision})
	if bad, code, ok := r.onForm(err); ok {
		return s.renderEditor(r, code, editor{Opportunity: k, owner: o, values: formOf(k), bad: bad})
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("desk.step_taken", "step", r.T("profile_step."+string(step)+"_done"), "title", r.profileTitle(k).Text))
	return r.Redirect(here)
}

func (s *Server) refuseAutosave(r *Request, code int, x editor) error {
	if !x.conflict {
		return r.Render(code, ui.ErrorSummary(r.labelled(x.bad)))
	}
	c, err := s.editConflict(r, x)
	if err != nil {
		return err
	}
	return r.Render(code, view.EditConflict(c))
}

// stored is the profile as somebody else has stored it meanwhile, with who and
// when.
func (s *Server) stored(r *Request, reference string) (k catalogue.Opportunity, c view.Conflict, err error) {
	if k, _, err = s.Catalogue.Profile(r.Context(), r.Actor, reference); err != nil {
		return k, c, err
	}
	list, err := s.Catalogue.Revisions(r.Context(), r.Actor, reference)
	if err != nil {
		return k, c, err
	}
	c.Props = ui.ConflictProps{Revision: int64(k.Revision), At: exchange.In(k.Updated, r.zone())}
	if len(list) > 0 {
		c.Props.By, err = r.person(map[string]ui.Phrase{}, list[0].PersonID)
	}
	return k, c, err
}

// editConflict compares what is typed with what somebody else has stored.
func (s *Server) editConflict(r *Request, x editor) (view.Conflict, error) {
	k, c, err := s.stored(r, x.Reference)
	if err != nil {
		return c, err
	}
	theirs := formOf(k)
	for _, name := range fieldNames(k.Type) {
		if was, is := r.said(name, theirs), r.said(name, x.values); was != is {
			c.Fields = append(c.Fields, ui.CompareProps{Label: r.fieldLabel(name), Lang: k.Language, Old: was, New: is, OldLabel: r.T("desk.theirs"), NewLabel: r.T("desk.mine")})
		}
	}
	return c, nil
}

// renderEditor shows the form.
func (s *Server) renderEditor(r *Request, code int, x editor) (err error) {
	here := deskURL(x.Reference)
	revision := int64(x.Revision)
	if x.conflict {
		revision, _ = strconv.ParseInt(x.values.Get("revision"), 10, 64) // a second save without a choice is refused again
	}
	p := view.EditorPage{
		Shell: r.private(r.T("desk.edit_title", "title", r.profileTitle(x.Opportunity).Text)), Title: r.profileTitle(x.Opportunity), Type: r.T("type." + string(x.Type)), Reference: x.Reference,
		Crumbs: r.deskCrumbs(ui.Link{Label: x.Reference, URL: here}, ui.Link{Label: r.T("desk.edit")}), URL: here, Owner: ui.Best(x.owner.Name, r.Lang),
		Language: ui.Phrase{Text: ui.LangName(x.Language), Lang: x.Language}, Hints: r.hints(x.Opportunity, x.owner), Bad: x.bad,
		Form: ui.AutosaveProps{ID: "editor", Action: here + "/edit", Key: r.Person.ID + "/" + x.Reference, Revision: revision, Saved: exchange.In(x.Updated, r.zone()), Attrs: map[string]any{"novalidate": true}},
	}
	if p.Centre, err = s.centreName(r, x.CentreID); err != nil {
		return err
	}
	for _, step := range []catalogue.Step{catalogue.AskClient, catalogue.Submit} {
		if s.Catalogue.May(r.Actor, x.Opportunity, x.owner, step) {
			p.Acts = append(p.Acts, ui.Option{Value: string(step), Label: r.T("profile_step." + string(step))})
		}
	}
	p.Form.Acts = view.EditorActs(p.Acts)
	switch {
	case x.conflict:
		c, err := s.editConflict(r, x)
		if err != nil {
			return err
		}
		p.Form.Answer = view.EditConflict(c)
	case x.bad.Message != "":
		p.Form.Answer = ui.ErrorSummary(r.labelled(x.bad))
	}
	if p.Sections, err = s.editorSections(r, x); err != nil {
		return err
	}
	if p.Remarks, err = s.openRemarks(r, x.Reference); err != nil {
		return err
	}
	return r.Render(code, view.Editor(p))
}

// openRemarks are the remarks to be mended, each leading to its field.
func (s *Server) openRemarks(r *Request, reference string) (out []ui.RemarkProps, err error) {
	list, err := s.Catalogue.Remarks(r.Context(), r.Actor, reference)
	for _, m := range list {
		if !m.Resolved.IsZero() {
			continue
		}
		x := ui.RemarkProps{Severity: ui.Severity(m.Severity), Text: ui.Say(m.Rule), Evidence: ui.Say(m.Evidence)}
		if m.Field != "" {
			x.Field = ui.Link{Label: r.fieldLabel(m.Field), URL: "#" + ui.FieldID(m.Field)}
		}
		out = append(out, x)
	}
	return out, err
}

// hints are what would make the profile better, the gravest first.
func (r *Request) hints(k catalogue.Opportunity, o catalogue.Organisation) ui.HintsProps {
	p := ui.HintsProps{ID: "hints", Title: r.T("desk.hints")}
	all := k.Hints()
	for _, f := range k.LeaksName(&o) {
		p.Hints = append(p.Hints, ui.Hint{Severity: ui.Blocker, Text: r.T(f.Key, f.Args...), Field: f.Name})
	}
	for _, severity := range catalogue.Severities {
		for _, h := range all {
			if h.Severity == severity {
				p.Hints = append(p.Hints, ui.Hint{Severity: ui.Severity(severity), Text: r.T("hint."+h.Rule, h.Args...), Why: r.T("hint." + h.Rule + "_why"), Field: h.Field})
			}
		}
	}
	return p
}
