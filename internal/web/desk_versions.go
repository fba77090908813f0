package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// deskVersions compares two revisions of a profile field by field: those of the
// address, else the last with the one before.
func (s *Server) deskVersions(r *Request) error {
	ctx, reference := r.Context(), r.PathValue("reference")
	k, _, err := s.Catalogue.Profile(ctx, r.Actor, reference)
	if err != nil {
		return err
	}
	list, err := s.Catalogue.Revisions(ctx, r.Actor, reference)
	if err != nil {
		return err
	}
	p := view.VersionsPage{
		Shell: r.private(r.T("desk.versions_title", "title", r.profileTitle(k).Text)), Title: r.profileTitle(k), URL: deskURL(reference) + "/versions", All: r.URL.Query().Has("all"),
		Crumbs: r.deskCrumbs(ui.Link{Label: reference, URL: deskURL(reference)}, ui.Link{Label: r.T("desk.versions")}),
	}
	if len(list) < 2 {
		return r.Render(http.StatusOK, view.Versions(p))
	}
	newer := chosenRevision(r.URL.Query().Get("to"), list, 0)
	older := chosenRevision(r.URL.Query().Get("from"), list, min(newer+1, len(list)-1))
	names, labels := map[string]ui.Phrase{}, map[int]string{}
	for i, x := range list {
		who, err := r.person(names, x.PersonID)
		if err != nil {
			return err
		}
		label := r.T("desk.version_of", "n", x.N, "time", r.Lang.DateTime(exchange.In(x.At, r.zone())), "who", who.Text)
		labels[x.N] = label
		p.From = append(p.From, ui.Option{Value: strconv.Itoa(x.N), Label: label, Selected: i == older})
		p.To = append(p.To, ui.Option{Value: strconv.Itoa(x.N), Label: label, Selected: i == newer})
	}
	a, err := s.Catalogue.RevisionOf(ctx, r.Actor, reference, list[older].N)
	if err != nil {
		return err
	}
	b, err := s.Catalogue.RevisionOf(ctx, r.Actor, reference, list[newer].N)
	if err != nil {
		return err
	}
	p.Fields = r.comparedContent(k, a.Content, b.Content, labels[a.N], labels[b.N], p.All)
	return r.Render(http.StatusOK, view.Versions(p))
}

// chosenRevision is the place of the revision in the list, else the given one.
func chosenRevision(n string, list []catalogue.Revision, otherwise int) int {
	want, _ := strconv.Atoi(n)
	if i := slices.IndexFunc(list, func(x catalogue.Revision) bool { return x.N == want }); i >= 0 {
		return i
	}
	return otherwise
}

// comparedContent compares two contents: texts in each language, then the other
// values; all of them, or those that differ.
func (r *Request) comparedContent(k catalogue.Opportunity, a, b catalogue.Content, was, is string, all bool) (out []ui.CompareProps) {
	add := func(label string, l i18n.Lang, one, two string) {
		if one != two || all && one != "" {
			out = append(out, ui.CompareProps{Label: label, Lang: l, Old: one, New: two, OldLabel: was, NewLabel: is})
		}
	}
	for _, f := range catalogue.TextFields() {
		one, two := *f.Text(&a), *f.Text(&b)
		for _, l := range i18n.All {
			label := r.T("profile." + f.Name)
			if l != k.Language {
				label = r.T("desk.field_in", "field", label, "lang", ui.LangName(l))
			}
			add(label, l, one[l].Text, two[l].Text)
		}
	}
	before, after := k, k
	before.Content, after.Content = a, b
	one, two := formOf(before), formOf(after)
	for _, l := range editorLayout {
		for _, name := range l.fields {
			if f, ok := catalogue.FieldNamed(name); ok && f.Text != nil || name == "stage" || name == "person" || name == "via_centre" {
				continue
			}
			add(r.fieldLabel(name), r.Lang, r.said(name, one), r.said(name, two))
		}
	}
	return out
}
