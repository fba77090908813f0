package web

import (
	"net/http"
	"slices"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// deskProfile shows a profile to its keepers, with all that can be done about it.
func (s *Server) deskProfile(r *Request) error {
	return s.renderProfile(r, http.StatusOK, ui.Faults{})
}

// renderProfile shows the page; after a refused step with what is wrong, and
// what was typed.
func (s *Server) renderProfile(r *Request, code int, bad ui.Faults) error {
	ctx := r.Context()
	k, o, err := s.Catalogue.Profile(ctx, r.Actor, r.PathValue("reference"))
	if err != nil {
		return err
	}
	history, err := s.Catalogue.History(ctx, r.Actor, k.Reference)
	if err != nil {
		return err
	}
	names := map[string]ui.Phrase{}
	p := view.DeskProfilePage{
		Shell: r.private(r.profileTitle(k).Text), Crumbs: r.deskCrumbs(ui.Link{Label: k.Reference}), URL: deskURL(k.Reference), Title: r.profileTitle(k), Reference: k.Reference,
		Type: r.T("type." + string(k.Type)), Owner: ui.Best(o.Name, r.Lang), OwnerURL: "/organisations/" + o.Slug, Revision: k.Revision, Faults: bad, Summary: r.labelled(bad),
		State: r.T("profile_state." + string(k.State)), Kind: stateKind(k.State), Trail: r.trail(k, history), Revised: k.Shown != nil, Open: k.Open,
		Published: r.dayOf(k.Published), Valid: r.dayOf(k.ValidUntil), Language: ui.Phrase{Text: ui.LangName(k.Language), Lang: k.Language},
		Confidentiality: r.term("confidentiality", string(k.Confidentiality)), Anonymous: k.Anonymous, Centre: ui.Phrase{},
	}
	if k.Visible() {
		p.PublicURL = "/profiles/" + k.Reference
	}
	edits := r.Actor.May(access.ProfileEdit, access.Object{Orgs: []string{o.ID}})
	p.Edits, p.Writes = edits, edits && k.State == catalogue.Draft
	if p.Centre, err = s.centreName(r, k.CentreID); err != nil {
		return err
	}
	if p.Contact, err = r.person(names, k.PersonID); err != nil {
		return err
	}
	if p.Author, err = r.person(names, k.AuthorID); err != nil {
		return err
	}
	p.Steps = s.stepForms(r, k, o)
	if err := s.fillHistory(r, &p, history, names); err != nil {
		return err
	}
	r.fillTranslations(&p, k)
	p.Texts, p.With = r.sideBySide(k)
	p.Facts = r.choices(k.Content)
	return r.Render(code, view.DeskProfile(p))
}

func (s *Server) centreName(r *Request, id string) (ui.Phrase, error) {
	if id == "" {
		return ui.Phrase{}, nil
	}
	o, err := s.Catalogue.OrganisationByID(r.Context(), s.DB, id)
	return ui.Best(o.Name, r.Lang), err
}

// trail is the way to publication, as far as the profile has gone it.
func (r *Request) trail(p catalogue.Opportunity, history []catalogue.StepTaken) ui.TrailProps {
	way := []catalogue.State{catalogue.Draft, catalogue.Confirming, catalogue.Reviewing, catalogue.Validating, catalogue.Published}
	if p.CentreID == "" {
		way = []catalogue.State{catalogue.Draft, catalogue.Validating, catalogue.Published}
	}
	t := ui.TrailProps{Label: r.T("desk.trail"), Current: slices.Index(way, p.State)}
	since := p.Created
	for _, st := range way {
		step := ui.TrailStep{Label: r.T("profile_state." + string(st))}
		if i := slices.IndexFunc(history, func(x catalogue.StepTaken) bool { return x.To == st }); i >= 0 && st != catalogue.Draft {
			step.Note = r.dayOf(history[i].At)
		} else if st == catalogue.Draft {
			step.Note = r.dayOf(since)
		}
		t.Steps = append(t.Steps, step)
	}
	switch {
	case p.State == catalogue.Published:
		t.Current = len(way)
	case t.Current < 0:
		t.Aside, t.Kind = ui.TrailStep{Label: r.T("profile_state." + string(p.State))}, stateKind(p.State)
		if len(history) > 0 {
			t.Aside.Note = r.dayOf(history[0].At)
		}
		if !p.Published.IsZero() && p.State != catalogue.Rejected {
			t.Current = len(way)
		}
	default: // what lies ahead has no date of an earlier round
		for i := t.Current + 1; i < len(t.Steps); i++ {
			t.Steps[i].Note = ""
		}
	}
	return t
}

// stepForms are the steps that the reader may take; reporting has its place on
// the public page.
func (s *Server) stepForms(r *Request, p catalogue.Opportunity, o catalogue.Organisation) (out []view.StepForm) {
	typed := r.PostForm
	for _, t := range s.Catalogue.Steps(r.Actor, p, o) {
		if t.Step == catalogue.Flag {
			continue
		}
		f := view.StepForm{Step: string(t.Step), Label: r.T("profile_step." + string(t.Step)), Note: t.Note, Remarks: t.Remark, Kind: ui.Secondary}
		switch t.Step {
		case catalogue.AskClient, catalogue.Confirm, catalogue.Submit, catalogue.Pass, catalogue.Validate, catalogue.Resume, catalogue.Clear:
			f.Kind = ui.Primary
		case catalogue.Reject, catalogue.Archive:
			f.Kind = ui.Destructive
		}
		if key := "desk.step_" + string(t.Step); r.Lang.Has(key) {
			f.Text = r.T(key)
		}
		if typed.Get("step") == f.Step {
			f.Open, f.Typed = true, typed.Get("note")
		}
		if f.Remarks {
			f.Open = f.Open || r.URL.Query().Has("remarks")
			f.Rows = r.remarkRows(p)
		}
		out = append(out, f)
	}
	return out
}

// fieldLabel names a field; one that is not known is named as it is.
func (r *Request) fieldLabel(name string) string {
	if key := "profile." + name; r.Lang.Has(key) {
		return r.T(key)
	}
	return name
}

func (r *Request) fillTranslations(p *view.DeskProfilePage, k catalogue.Opportunity) {
	for _, x := range k.Translated() {
		p.Translations = append(p.Translations, view.TranslationLine{
			Language: ui.Phrase{Text: ui.LangName(x.Language), Lang: x.Language}, URL: p.URL + "/translate/" + string(x.Language), With: ui.With(r.URL, "with", string(x.Language)) + "#texts",
			Fields: x.Fields, Good: x.Good, Machine: x.Machine, Stale: x.Stale, Missing: x.Missing,
		})
	}
}

// sideBySide are the texts of a profile, each with its translation into the
// language asked for, else the reader's.
func (r *Request) sideBySide(k catalogue.Opportunity) (out []view.TextPair, with i18n.Lang) {
	with, ok := i18n.Parse(r.URL.Query().Get("with"))
	if !ok && k.Title[r.Lang].Text != "" {
		with = r.Lang
	}
	if with == k.Language {
		with = ""
	}
	for _, f := range catalogue.TextFields() {
		t := *f.Text(&k.Content)
		source := t.Source()
		if source == "" {
			source = k.Language
		}
		pair := view.TextPair{Name: f.Name, Label: r.T("profile." + f.Name), Source: ui.Phrase{Text: t[source].Text, Lang: source}}
		if v := t[with]; with != "" && with != source {
			pair.Target, pair.State = ui.Phrase{Text: v.Text, Lang: with}, ui.TextState{State: v.State, Stale: v.Stale, At: v.At}
		}
		if f.Need(k.Type) != catalogue.Unused || pair.Source.Text != "" {
			out = append(out, pair)
		}
	}
	return out, with
}

// labelled names the field of each error, for the summary above a form.
func (r *Request) labelled(f ui.Faults) ui.Faults {
	out := ui.Faults{Message: f.Message}
	for _, x := range f.Fields {
		label := r.fieldLabel(x.Name)
		if key := "desk.field_" + x.Name; r.Lang.Has(key) {
			label = r.T(key)
		}
		out.Fields = append(out.Fields, ui.FieldError{Name: x.Name, Text: r.T("desk.field_error", "field", label, "error", x.Text)})
	}
	return out
}

// fieldNames lists the fields of a type of profile, in the order of the form.
func fieldNames(t catalogue.OpportunityType) (out []string) {
	for _, f := range catalogue.Fields {
		if f.Need(t) != catalogue.Unused {
			out = append(out, f.Name)
		}
	}
	out = append(out, "trl", "trl_target", "ipr", "price_model", "export_control", "confidentiality", "anonymous", "video")
	if t == catalogue.ResearchRequest {
		out = append(out, "call_programme", "call_title", "call_deadline", "call_interest_deadline")
	}
	return out
}
