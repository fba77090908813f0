package web

import (
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) renderTranslator(r *Request, code int, x translator) (err error) {
	here := deskURL(x.Reference)
	revision := int64(x.Revision)
	if x.conflict {
		revision, _ = strconv.ParseInt(x.typed.Get("revision"), 10, 64)
	}
	p := view.TranslatorPage{
		Shell: r.private(r.T("desk.translate_title", "title", r.profileTitle(x.Opportunity).Text, "lang", ui.LangName(x.to))), Title: r.profileTitle(x.Opportunity), Reference: x.Reference, URL: here,
		Crumbs:  r.deskCrumbs(ui.Link{Label: x.Reference, URL: here}, ui.Link{Label: r.T("desk.translate")}),
		To:      ui.Phrase{Text: ui.LangName(x.to), Lang: x.to},
		Service: s.Catalogue.Translator != nil, Secret: x.Confidentiality == catalogue.AfterAgreement, Draftable: len(x.Draftable(x.to)),
		Desk: ui.DeskProps{From: x.Language, To: x.to, Form: ui.AutosaveProps{
			ID: "translator", Action: here + "/translate/" + string(x.to), Key: r.Person.ID + "/" + x.Reference + "/" + string(x.to), Revision: revision, Attrs: map[string]any{"novalidate": true},
		}},
	}
	if p.Service {
		p.ServiceName = s.Catalogue.Translator.Name()
	}
	for _, l := range i18n.All {
		if l != x.Language {
			p.Languages.Items = append(p.Languages.Items, ui.NavItem{Label: ui.LangName(l), URL: here + "/translate/" + string(l), Current: l == x.to})
		}
	}
	p.Languages.Label = r.T("desk.translations")
	p.Approves = r.Actor.May(access.ProfileConfirm, access.Object{Orgs: []string{x.owner.ID}})
	p.Desk.Form.Acts = view.TranslatorActs(p)
	if p.Desk.Fields, err = s.translatorFields(r, x); err != nil {
		return err
	}
	switch {
	case x.conflict:
		c, err := s.translationConflict(r, x)
		if err != nil {
			return err
		}
		p.Desk.Form.Answer = view.EditConflict(c)
	case x.bad.Message != "":
		p.Desk.Form.Answer = ui.ErrorSummary(r.labelled(x.bad))
	}
	return r.Render(code, view.Translator(p))
}

func (s *Server) translatorFields(r *Request, x translator) (out []ui.DeskField, err error) {
	was := originals{s: s, r: r, reference: x.Reference}
	names := map[string]ui.Phrase{}
	for _, f := range catalogue.TextFields() {
		t := *f.Text(&x.Content)
		from := t.Source()
		if from == "" || from == x.to {
			continue
		}
		v := t[x.to]
		d := ui.DeskField{Name: f.Name, Label: r.T("profile." + f.Name), Source: t[from].Text, Value: v.Text, Max: f.Max, Rows: min(max(f.Max/200, 2), 14), Error: x.bad.At(f.Name)}
		d.State = ui.TextState{State: v.State, Stale: v.Stale, Full: true}
		if !v.At.IsZero() {
			d.State.At = exchange.In(v.At, r.zone())
		}
		if d.State.By, err = r.person(names, v.By); err != nil {
			return nil, err
		}
		if v.Stale {
			if d.Was, err = was.at(f, from, v.At); err != nil {
				return nil, err
			}
		}
		if x.typed.Has(f.Name) {
			d.Value = x.typed.Get(f.Name)
		}
		out = append(out, d)
	}
	return out, nil
}

// originals finds texts as they were, in the revisions of a profile.
type originals struct {
	s         *Server
	r         *Request
	reference string
	list      []catalogue.Revision
	content   map[int]catalogue.Content
}

// at returns the text of the field as it was at the instant, "" where no
// revision is as old.
func (o *originals) at(f catalogue.Field, l i18n.Lang, at time.Time) (string, error) {
	if o.content == nil {
		list, err := o.s.Catalogue.Revisions(o.r.Context(), o.r.Actor, o.reference)
		if err != nil {
			return "", err
		}
		o.list, o.content = list, map[int]catalogue.Content{}
	}
	for _, x := range o.list { // the newest first
		if x.At.After(at) {
			continue
		}
		c, ok := o.content[x.N]
		if !ok {
			full, err := o.s.Catalogue.RevisionOf(o.r.Context(), o.r.Actor, o.reference, x.N)
			if err != nil {
				return "", err
			}
			c, o.content[x.N] = full.Content, full.Content
		}
		return (*f.Text(&c))[l].Text, nil
	}
	return "", nil
}
