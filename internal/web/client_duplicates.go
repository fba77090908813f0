package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// pairsShown is how many probable duplicates a page shows.
const pairsShown = 30

// duplicates lists the probable duplicates of the reader's sides, or shows what
// merging one pair would do.
func (s *Server) duplicates(r *Request) error {
	if r.FormValue("keep") != "" {
		return s.mergePreview(r)
	}
	p := view.DuplicatesPage{Shell: r.private(r.T("duplicate.title")), Tabs: r.deskTabs()}
	for _, side := range r.Actor.SidesOf(access.OrganisationMerge) {
		list, err := s.Catalogue.Duplicates(r.Context(), r.Actor, side)
		if err != nil {
			return err
		}
		for i, x := range list {
			if i == pairsShown {
				p.Hidden += len(list) - pairsShown
				break
			}
			p.Pairs = append(p.Pairs, r.pair(x))
		}
	}
	return r.Render(http.StatusOK, view.Duplicates(p))
}

func (r *Request) pair(x catalogue.Pair) view.DuplicatePair {
	out := view.DuplicatePair{A: r.record(x.A), B: r.record(x.B), Likeness: strconv.Itoa(int(x.Score*100 + 0.5))}
	for _, part := range x.Parts {
		reason := r.T("duplicate.reason_" + string(part.Reason))
		if words := strings.TrimSuffix(strings.Join([]string{part.A, part.B}, " — "), " — "); words != "" && part.Reason != duplicate.SameRegion && part.Reason != duplicate.OtherRegion {
			reason = r.T("duplicate.reason_with", "reason", reason, "words", words)
		}
		out.Reasons = append(out.Reasons, reason)
	}
	return out
}

// record is what tells two organisations apart.
func (r *Request) record(o catalogue.Organisation) view.DuplicateRecord {
	out := view.DuplicateRecord{ID: o.ID, Name: ui.Best(o.Name, r.Lang), URL: "/organisations/" + o.Slug}
	add := func(key, value string, l i18n.Lang) {
		if value != "" {
			out.Facts = append(out.Facts, view.DuplicateFact{Label: r.T(key), Value: ui.Phrase{Text: value, Lang: l}})
		}
	}
	for _, l := range o.Name.Languages() {
		out.Facts = append(out.Facts, view.DuplicateFact{Label: ui.LangName(l), Value: ui.Phrase{Text: o.Name[l].Text, Lang: l}})
	}
	add("organisation_form.aliases_short", strings.Join(o.Aliases, "; "), "")
	add("organisation_form.kind", r.T("kind."+string(o.Kind)), "")
	add("organisation_form.place", r.place(o), "")
	if o.Region != "" {
		add("organisation_form.region", vocabulary.Region(o.Region).In(r.Lang), "")
	}
	add("organisation_form.website", o.Website, "")
	add("organisation_form.ror", o.RORID, "")
	add("organisation_form.national", o.NationalID, "")
	add("duplicate.entered", r.dayOf(o.Created), "")
	return out
}

func (s *Server) mergePreview(r *Request) error {
	m, err := s.Catalogue.PreviewMerge(r.Context(), r.Actor, r.FormValue("keep"), r.FormValue("gone"))
	if err != nil {
		return err
	}
	p := view.MergePage{Shell: r.private(r.T("duplicate.preview")), Tabs: r.deskTabs(), Keep: r.record(m.Keep), Gone: r.record(m.Gone), Result: r.record(m.Result)}
	for _, x := range m.Moves {
		p.Moves = append(p.Moves, r.T("duplicate.moves_"+x.What, "n", x.N))
	}
	return r.Render(http.StatusOK, view.Merge(p))
}

// duplicateAnswer merges two records, or remembers that they are two bodies.
func (s *Server) duplicateAnswer(r *Request) error {
	keep, gone := r.FormValue("keep"), r.FormValue("gone")
	if r.FormValue("answer") == "apart" {
		if err := s.Catalogue.TellApart(r.Context(), r.Actor, keep, gone); err != nil {
			return err
		}
		r.Flash(ui.Success, r.T("duplicate.told_apart"))
		return r.Redirect("/desk/duplicates")
	}
	o, err := s.Catalogue.MergeOrganisations(r.Context(), r.Actor, keep, gone)
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("duplicate.merged", "name", o.Name.Plain(r.Lang)))
	return r.Redirect("/desk/duplicates")
}
