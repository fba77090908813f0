package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// translated loads the profile that the reader translates, and the language.
func (s *Server) translated(r *Request) (k catalogue.Opportunity, o catalogue.Organisation, l i18n.Lang, err error) {
	if k, o, err = s.Catalogue.Profile(r.Context(), r.Actor, r.PathValue("reference")); err != nil {
		return k, o, l, err
	}
	l, ok := i18n.Parse(r.PathValue("lang"))
	if !ok || l == k.Language {
		return k, o, l, fault.Missing()
	}
	return k, o, l, r.Actor.Check(access.ProfileTranslate, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}})
}

// deskTranslator opens the translator's desk.
func (s *Server) deskTranslator(r *Request) error {
	k, o, l, err := s.translated(r)
	if err != nil {
		return err
	}
	return s.renderTranslator(r, http.StatusOK, translator{Opportunity: k, owner: o, to: l})
}

// translator is a profile at the desk, with what is typed and what is wrong.
type translator struct {
	catalogue.Opportunity
	owner    catalogue.Organisation
	to       i18n.Lang
	typed    url.Values // nil where nothing is typed yet
	bad      ui.Faults
	conflict bool
}

// deskTranslate stores translations, marks them as checked or approved, or asks
// the translation service for drafts.
func (s *Server) deskTranslate(r *Request) error {
	k, o, l, err := s.translated(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	v := r.PostForm
	here := deskURL(k.Reference) + "/translate/" + string(l)
	if v.Get("conflict") == "theirs" {
		return r.Redirect(here)
	}
	e := translationTyped(k, l, v)
	auto := r.Header.Get("X-Autosave") == "1"
	saved, err := s.Catalogue.Translate(r.Context(), r.Actor, k.Reference, e)
	if err == nil && v.Get("machine") != "" {
		saved, err = s.Catalogue.MachineDraft(r.Context(), r.Actor, k.Reference, saved.Revision, l)
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict || kind == fault.Unavailable || kind == fault.TooMany) {
		x := translator{Opportunity: k, owner: o, to: l, typed: v, bad: ui.FaultsOf(r.Context(), err), conflict: says(err, "profile.changed")}
		if auto {
			return s.refuseTranslation(r, kind.Status(), x)
		}
		return s.renderTranslator(r, kind.Status(), x)
	}
	if err != nil {
		return err
	}
	if auto {
		r.W.Header().Set("X-Revision", strconv.Itoa(saved.Revision))
		r.W.WriteHeader(http.StatusNoContent)
		return nil
	}
	r.Flash(ui.Success, r.T("desk.saved"))
	return r.Redirect(here)
}

// translationTyped reads the form of the translator's desk: what has changed, and
// what a button says of it. What a person has only edited of a machine's draft
// stays one until he says that he has checked it.
func translationTyped(k catalogue.Opportunity, l i18n.Lang, v url.Values) catalogue.TranslationEdit {
	e := catalogue.TranslationEdit{Language: l, Texts: map[string]string{}, States: map[string]i18n.State{}}
	e.Revision, _ = strconv.Atoi(v.Get("revision"))
	if v.Get("conflict") == "mine" {
		e.Revision, _ = strconv.Atoi(v.Get("conflict-revision"))
	}
	checked, approved := v.Get("checked"), v.Get("approved")
	for _, f := range catalogue.TextFields() {
		if !v.Has(f.Name) {
			continue
		}
		words, old := typed(v, f.Name), (*f.Text(&k.Content))[l]
		state := i18n.Checked
		switch {
		case words == "" && old.Text == "" || old.State == i18n.Original:
			continue
		case approved != "" && words != "":
			state = i18n.Approved
			if words == old.Text && old.State == i18n.Approved && !old.Stale {
				continue
			}
		case (checked == "*" || checked == f.Name) && words != "":
			if words == old.Text && (old.State == i18n.Checked || old.State == i18n.Approved) && !old.Stale {
				continue
			}
		case words == old.Text:
			continue
		case old.State == i18n.Machine:
			state = i18n.Machine
		}
		e.Texts[f.Name], e.States[f.Name] = words, state
	}
	return e
}

func (s *Server) refuseTranslation(r *Request, code int, x translator) error {
	if !x.conflict {
		return r.Render(code, ui.ErrorSummary(r.labelled(x.bad)))
	}
	c, err := s.translationConflict(r, x)
	if err != nil {
		return err
	}
	return r.Render(code, view.EditConflict(c))
}

// translationConflict compares what is typed with what somebody else has stored.
func (s *Server) translationConflict(r *Request, x translator) (view.Conflict, error) {
	k, c, err := s.stored(r, x.Reference)
	if err != nil {
		return c, err
	}
	for _, f := range catalogue.TextFields() {
		if was, is := (*f.Text(&k.Content))[x.to].Text, typed(x.typed, f.Name); x.typed.Has(f.Name) && was != is {
			c.Fields = append(c.Fields, ui.CompareProps{Label: r.T("profile." + f.Name), Lang: x.to, Old: was, New: is, OldLabel: r.T("desk.theirs"), NewLabel: r.T("desk.mine")})
		}
	}
	return c, nil
}
