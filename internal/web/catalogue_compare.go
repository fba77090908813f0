package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// compared is how many profiles stand side by side at most.
const compared = 4

// catalogueCompare sets the profiles of the parameters ref side by side.
func (s *Server) catalogueCompare(r *Request) error {
	refs := distinct(r.URL.Query()["ref"])
	p := view.ComparePage{
		Shell: r.page(r.T("catalogue.compare_title")), PDFURL: catalogueURL + "/print?" + url.Values{"ref": refs}.Encode(),
		Crumbs: []ui.Link{{Label: r.T("catalogue.title"), URL: catalogueURL}, {Label: r.T("catalogue.compare_title")}},
	}
	if len(refs) > compared {
		p.Notices = append(p.Notices, r.T("catalogue.compare_most", "n", compared))
		refs = refs[:compared]
	}
	var list []catalogue.View
	gone := 0
	for _, ref := range refs {
		x, err := s.Catalogue.Look(r.Context(), r.Actor, ref)
		if f, ok := errors.AsType[*fault.Error](err); ok && (f.Kind == fault.NotFound || f.Kind == fault.Gone || f.Kind == fault.SignIn) {
			gone++
			continue
		}
		if err != nil {
			return err
		}
		list = append(list, x)
		p.Profiles = append(p.Profiles, view.ComparedProfile{
			Title: ui.Best(x.Title, r.Lang), URL: "/profiles/" + x.Reference, Meta: r.T("type."+string(x.Type)) + " · " + x.Reference, RemoveURL: ui.Without(r.URL, "ref", x.Reference),
		})
	}
	if gone > 0 {
		p.Notices = append(p.Notices, r.T("catalogue.compare_gone", "n", gone))
	}
	for _, row := range r.comparedRows() {
		line := view.ComparedRow{Label: row.label}
		said := false
		for _, x := range list {
			c := row.cell(x)
			said = said || len(c.Text) > 0 || len(c.Lines) > 0
			line.Cells = append(line.Cells, c)
		}
		if said {
			p.Rows = append(p.Rows, line)
		}
	}
	return r.Render(http.StatusOK, view.CatalogueCompare(p))
}

func distinct(list []string) (out []string) {
	seen := map[string]bool{"": true}
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}

// comparedRow is a property that profiles are compared by.
type comparedRow struct {
	label string
	cell  func(catalogue.View) view.ComparedCell
}

func (r *Request) comparedRows() []comparedRow {
	text := func(key string, of func(catalogue.View) i18n.Text) comparedRow {
		return comparedRow{r.T(key), func(x catalogue.View) view.ComparedCell { return view.ComparedCell{Text: of(x)} }}
	}
	lines := func(key string, of func(catalogue.View) []string) comparedRow {
		return comparedRow{r.T(key), func(x catalogue.View) view.ComparedCell { return view.ComparedCell{Lines: of(x)} }}
	}
	terms := func(key string, scheme *vocabulary.Scheme, of func(catalogue.View) []string) comparedRow {
		return lines(key, func(x catalogue.View) (out []string) {
			for _, code := range of(x) {
				out = append(out, scheme.Term(code).In(r.Lang))
			}
			return out
		})
	}
	return []comparedRow{
		lines("profile.organisation", r.comparedOwner),
		text("profile.summary", func(x catalogue.View) i18n.Text { return x.Summary }),
		lines("profile.trl", func(x catalogue.View) (out []string) {
			if x.TRL > 0 {
				out = []string{r.T("organisation.trl", "n", x.TRL), vocabulary.Stages.Term(vocabulary.StageOf(x.TRL)).In(r.Lang)}
			}
			return out
		}),
		terms("profile.ipr", vocabulary.IPRStatuses, func(x catalogue.View) []string { return some(x.IPR) }),
		text("profile.advantages", func(x catalogue.View) i18n.Text { return x.Advantages }),
		text("profile.specification", func(x catalogue.View) i18n.Text { return x.Specification }),
		terms("profile.partnerships", vocabulary.Partnerships, func(x catalogue.View) []string { return x.Partnerships }),
		terms("profile.partners", vocabulary.PartnerKinds, func(x catalogue.View) []string { return x.Partners }),
		text("profile.partner_role", func(x catalogue.View) i18n.Text { return x.PartnerRole }),
		lines("profile.areas", func(x catalogue.View) []string { return areaNames(r, x.Areas) }),
		terms("profile.ford", vocabulary.FORD, func(x catalogue.View) []string { return x.FORD }),
		terms("profile.price_model", vocabulary.PriceModels, func(x catalogue.View) []string { return some(x.PriceModel) }),
		lines("profile.targets", r.comparedTargets),
		lines("catalogue.languages", func(x catalogue.View) (out []string) {
			for _, l := range x.Title.Languages() {
				out = append(out, r.textLanguage(string(l)))
			}
			return out
		}),
		lines("catalogue.interest", func(x catalogue.View) []string {
			if x.Open {
				return []string{r.T("profile.open")}
			}
			return []string{r.T("profile.closed")}
		}),
		lines("profile.valid_until", func(x catalogue.View) (out []string) {
			if !x.ValidUntil.IsZero() {
				out = []string{r.Lang.Date(x.ValidUntil)}
			}
			return out
		}),
	}
}

func some(x string) []string {
	if x == "" {
		return nil
	}
	return []string{x}
}

func (r *Request) comparedOwner(x catalogue.View) []string {
	if x.Owner.ID == "" {
		return []string{r.T("catalogue.anonymous"), r.Country(x.Country)}
	}
	return []string{x.Owner.Name.Plain(r.Lang), r.cardPlace(catalogue.Card{Country: x.Country, Region: x.Region})}
}

func (r *Request) comparedTargets(x catalogue.View) (out []string) {
	for _, t := range x.Targets {
		if vocabulary.CountryOf(t) != "" {
			out = append(out, vocabulary.Region(t).In(r.Lang))
		} else {
			out = append(out, r.Country(t))
		}
	}
	return out
}
