package catalogue

import (
	"context"
	"errors"
	"fmt"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
)

// TranslationEdit is what a translator's desk says of one profile in one
// language. Texts that are not named stay.
type TranslationEdit struct {
	Revision int
	Language i18n.Lang
	Texts    map[string]string     // by field
	States   map[string]i18n.State // by field: Machine, Checked or Approved; Checked where none is given
}

// translate is the frame of every act of the translator's desk.
func (s *Service) translate(ctx context.Context, actor access.Actor, reference string, revision int, action string, detail map[string]any, change func(p *Opportunity) error) (p Opportunity, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var o Organisation
		if p, o, err = s.byReference(ctx, tx, reference); err != nil {
			return err
		}
		if err := actor.Check(access.ProfileTranslate, access.Object{Orgs: []string{p.OrganisationID}, Sides: []string{o.Country}}); err != nil {
			return err
		}
		if revision != p.Revision {
			return fault.New(fault.Conflict, "profile.changed")
		}
		before, err := clone(p)
		if err != nil {
			return err
		}
		if err := change(&p); err != nil {
			return err
		}
		if bad := p.CheckDraft(); len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if same(before, p) {
			return nil
		}
		if err := s.putBase(ctx, tx, before); err != nil {
			return err
		}
		if err := s.putContent(ctx, tx, &p); err != nil {
			return err
		}
		if err := s.putRevision(ctx, tx, p, actor.PersonID, false); err != nil {
			return err
		}
		if err := s.indexProfile(ctx, tx, p, o); err != nil {
			return err
		}
		detail["reference"], detail["revision"] = p.Reference, p.Revision
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileTranslate, Org: p.OrganisationID, Side: o.Country, Action: action, Kind: "opportunity", ID: p.ID, Detail: detail,
		})
	})
	return p, err
}

// Translate stores translations written or checked by a person.
func (s *Service) Translate(ctx context.Context, actor access.Actor, reference string, e TranslationEdit) (Opportunity, error) {
	if _, ok := i18n.Parse(string(e.Language)); !ok {
		return Opportunity{}, fault.InvalidFields(fault.Field{Name: "lang", Key: "profile.missing"})
	}
	return s.translate(ctx, actor, reference, e.Revision, "profile.translate", map[string]any{"language": string(e.Language), "fields": len(e.Texts)}, func(p *Opportunity) error {
		for name, words := range e.Texts {
			f, ok := FieldNamed(name)
			if !ok || f.Text == nil {
				return fault.InvalidFields(fault.Field{Name: name, Key: "profile.unknown_value", Args: []any{"value", name}})
			}
			state := e.States[name]
			if state != i18n.Machine && state != i18n.Approved {
				state = i18n.Checked
			}
			if state == i18n.Approved && !actor.May(access.ProfileConfirm, access.Object{Orgs: []string{p.OrganisationID}}) {
				return fault.InvalidFields(fault.Field{Name: name, Key: "profile.approve_owner"})
			}
			t := f.Text(&p.Content)
			*t = t.Translate(e.Language, words, state, actor.PersonID, s.Clock.Now())
		}
		return nil
	})
}

// Draftable lists the fields whose translation into l is missing, stale or a
// machine draft: what a translation service would be asked for.
func (p *Opportunity) Draftable(l i18n.Lang) (out []Field) {
	for _, f := range TextFields() {
		t := *f.Text(&p.Content)
		v := t[l]
		if t.Source() != "" && t.Source() != l && (v.Text == "" || v.State == i18n.Machine && v.Stale) {
			out = append(out, f)
		}
	}
	return out
}

// MachineDraft asks the translation service for what is missing in l. Its words
// stay a machine draft until a person checks them; what a person has checked is
// never replaced. The service is asked outside of any transaction.
func (s *Service) MachineDraft(ctx context.Context, actor access.Actor, reference string, revision int, l i18n.Lang) (p Opportunity, err error) {
	if s.Translator == nil {
		return p, fault.New(fault.Conflict, "profile.no_translator")
	}
	p, o, err := s.byReference(ctx, s.DB, reference)
	if err != nil {
		return p, err
	}
	if err := actor.Check(access.ProfileTranslate, access.Object{Orgs: []string{p.OrganisationID}, Sides: []string{o.Country}}); err != nil {
		return p, err
	}
	if p.Confidentiality == AfterAgreement {
		return p, fault.New(fault.Conflict, "profile.no_machine_confidential")
	}
	fields := p.Draftable(l)
	drafts := map[string]string{}
	for _, from := range i18n.All {
		var texts, names []string
		for _, f := range fields {
			if t := *f.Text(&p.Content); t.Source() == from {
				texts, names = append(texts, t[from].Text), append(names, f.Name)
			}
		}
		if len(texts) == 0 {
			continue
		}
		got, err := s.Translator.Translate(ctx, from, l, texts)
		if err != nil {
			return p, translatorFault(err)
		}
		if len(got) != len(texts) {
			return p, fmt.Errorf("catalogue: %s gave %d texts for %d", s.Translator.Name(), len(got), len(texts))
		}
		for i, n := range names {
			drafts[n] = got[i]
		}
	}
	return s.translate(ctx, actor, reference, revision, "profile.machine_draft", map[string]any{"language": string(l), "fields": len(drafts), "service": s.Translator.Name()}, func(p *Opportunity) error {
		for n, words := range drafts {
			f, _ := FieldNamed(n)
			t := f.Text(&p.Content)
			if r := []rune(words); len(r) > f.Max {
				words = string(r[:f.Max]) // a draft may be longer than the field: a person will shorten it
			}
			*t = t.Translate(l, words, i18n.Machine, "", s.Clock.Now())
		}
		return nil
	})
}

// translatorFault keeps what the service says of itself, else tells that it does
// not answer.
func translatorFault(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	return &fault.Error{Kind: fault.Unavailable, Key: "profile.translator_down", Err: err}
}

// Progress is how far a profile is translated into a language.
type Progress struct {
	Language                              i18n.Lang
	Fields, Missing, Stale, Machine, Good int
}

// Translated tells how far the profile is translated into each language but
// its own.
func (p *Opportunity) Translated() (out []Progress) {
	for _, l := range i18n.All {
		if l == p.Language {
			continue
		}
		x := Progress{Language: l}
		for _, f := range TextFields() {
			t := *f.Text(&p.Content)
			if t.Source() == "" {
				continue
			}
			x.Fields++
			switch v := t[l]; {
			case v.Text == "":
				x.Missing++
			case v.Stale:
				x.Stale++
			case v.State == i18n.Machine:
				x.Machine++
			default:
				x.Good++
			}
		}
		out = append(out, x)
	}
	return out
}
