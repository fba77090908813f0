package web

import (
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// summaryShown is how much of a summary a card shows, in characters.
const summaryShown = 220

func (r *Request) catalogueCard(found search.Result, c catalogue.Card) view.CatalogueCard {
	title, in := c.Title.In(r.Lang)
	summary, summaryIn := c.Summary.In(r.Lang)
	shown, spans := found.Excerpt(summary.Text, summaryShown)
	titleSpans := found.Highlight(title.Text)
	card := view.CatalogueCard{
		Title: cut(title.Text, titleSpans), TitleLang: in, State: ui.TextState{State: title.State, Stale: title.Stale}, Summary: cut(shown, spans), SummaryLang: summaryIn,
		TRL: c.TRL, Place: r.cardPlace(c), Areas: areaNames(r, c.Areas),
	}
	if len(spans) == 0 && len(titleSpans) == 0 {
		card.FoundIn = r.foundIn(found, c, in)
	}
	if c.Reference == "" {
		card.Meta, card.URL = r.T("kind."+c.Type), "/organisations/"+c.Slug
		return card
	}
	card.Reference, card.Meta, card.URL = c.Reference, r.T("type."+c.Type)+" · "+c.Reference, "/profiles/"+c.Reference
	card.Anonymous, card.Cut, card.Closed = c.Anonymous, c.Cut, !c.Open
	if !c.Anonymous {
		card.Owner, card.OwnerURL = ui.Best(c.Owner, r.Lang), "/organisations/"+c.Slug
	}
	if c.IPR != "" {
		card.IPR = vocabulary.IPRStatuses.Term(c.IPR).In(r.Lang)
	}
	for _, p := range c.Partnerships {
		card.Partnerships = append(card.Partnerships, vocabulary.Partnerships.Term(p).In(r.Lang))
	}
	if langs := c.Title.Languages(); len(langs) > 0 {
		var names []string
		for _, l := range langs {
			names = append(names, r.textLanguage(string(l)))
		}
		card.Languages = r.Lang.List(names)
	}
	if !c.Until.IsZero() {
		card.Dates = r.T("catalogue.valid_until", "day", r.Lang.Date(c.Until))
	}
	return card
}

func (r *Request) cardPlace(c catalogue.Card) string {
	place := r.Country(c.Country)
	if c.Region != "" {
		place = r.Lang.List([]string{place, vocabulary.Region(c.Region).In(r.Lang)})
	}
	return place
}

// foundIn names the language of a text with the words of the search, where the
// text that is shown has none of them.
func (r *Request) foundIn(found search.Result, c catalogue.Card, shown i18n.Lang) string {
	for _, t := range []i18n.Text{c.Title, c.Summary} {
		for _, l := range t.Languages() {
			if l != shown && len(found.Highlight(t[l].Text)) > 0 {
				return r.textLanguage(string(l))
			}
		}
	}
	return ""
}

// cut divides a text at its marked stretches.
func cut(text string, spans []search.Span) (out []view.Piece) {
	from := 0
	for _, s := range spans {
		if s.Start > from {
			out = append(out, view.Piece{Text: text[from:s.Start]})
		}
		out = append(out, view.Piece{Text: text[s.Start:s.End], Marked: true})
		from = s.End
	}
	if from < len(text) {
		out = append(out, view.Piece{Text: text[from:]})
	}
	return out
}
