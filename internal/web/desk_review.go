package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// deskReview is the queue of those who review and validate.
func (s *Server) deskReview(r *Request) error {
	if !r.reviews() {
		return fault.Missing()
	}
	p := view.ReviewPage{Shell: r.private(r.T("desk.review_title")), Tabs: r.deskTabs()}
	names := map[string]ui.Phrase{}
	for _, w := range []catalogue.Waiting{catalogue.WantsReview, catalogue.WantsCheck} {
		list, n, err := s.Catalogue.Desk(r.Context(), r.Actor, catalogue.DeskFilter{Waiting: w, Sort: "since"})
		if err != nil {
			return err
		}
		g := view.DeskGroup{Key: string(w), Title: r.T("desk.waits_" + string(w)), Text: r.T("desk.waits_" + string(w) + "_text"), Count: n}
		for _, k := range list {
			l := r.deskLine(k, w)
			if l.Author, err = r.person(names, k.AuthorID); err != nil {
				return err
			}
			l.With = l.URL + "?with=" + string(r.Lang) + "#texts"
			g.Lines = append(g.Lines, l)
		}
		p.Groups = append(p.Groups, g)
	}
	return r.Render(http.StatusOK, view.Review(p))
}
