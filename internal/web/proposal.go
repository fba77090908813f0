package web

import (
	"math"
	"net/http"
	"net/url"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// proposalName says how a proposal came about.
func (r *Request) proposalName(p exchange.Proposal) string {
	switch p.Kind {
	case exchange.Replaced:
		return r.T("proposal.replaced")
	case exchange.Repair:
		return r.T("proposal.repair_" + string(p.Made.Repair.Disruption.Kind))
	}
	words := []string{r.T("proposal.present")}
	if p.Made.Fresh {
		words[0] = r.T("proposal.scratch", "seed", int(p.Made.Seed))
	}
	if p.Made.Aim != exchange.AimFair {
		words = append(words, r.T("proposal.aim_"+string(p.Made.Aim)))
	}
	if p.Made.Thorough {
		words = append(words, r.T("proposal.thorough"))
	}
	return r.Lang.List(words)
}

func (r *Request) proposalBy(p exchange.Proposal) string {
	by := r.T("proposal.made_by", "name", p.Name, "at", r.Lang.DateTime(exchange.In(p.Created, r.zone())))
	if p.Figures.Cut {
		by += " " + r.T("proposal.cut")
	}
	return by
}

func (r *Request) proposalLines(list []exchange.Proposal) (out []view.ProposalLine) {
	for _, p := range list {
		f := p.Figures
		out = append(out, view.ProposalLine{
			URL: r.eventURL("/plan/proposals/" + p.ID), What: r.proposalName(p), By: r.proposalBy(p),
			Placed: f.Placed, Bound: f.Bound, IdleGaps: f.IdleGaps, Must: f.Must, MustPlaced: f.MustPlaced,
		})
	}
	return out
}

func (s *Server) proposal(r *Request) error { return s.proposalPage(r, nil) }

// proposalPage compares a proposal with the present plan, or with the proposal
// that the address names, with the refusal to accept it if there was one.
func (s *Server) proposalPage(r *Request, refusal error) error {
	q := r.URL.Query()
	c, err := s.Exchange.Comparison(r.Context(), r.Actor, r.Event, r.PathValue("proposal"), q.Get("with"))
	if err != nil {
		return err
	}
	list, err := s.Exchange.Proposals(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	title := r.proposalName(c.Proposal)
	p := view.ProposalPage{
		Shell: r.page(r.T("proposal.title")), Crumbs: r.crumbs(ui.Link{Label: r.T("plan.title"), URL: r.eventURL("/plan")}, ui.Link{Label: r.T("proposal.title")}),
		URL: r.eventURL("/plan/proposals/" + c.Proposal.ID), Title: title, Lead: r.proposalBy(c.Proposal), Revision: c.Revision,
		CanDecide: r.Actor.Could(access.PlanRun, r.Event.ID), With: r.comparedWith(c, list),
		Old: r.T("proposal.now"), New: r.T("proposal.title"), Figures: r.comparedFigures(c.Old, c.New),
	}
	p.Repair = r.repairSummary(c.New.Board, c.Proposal.Made.Repair)
	if c.With != nil {
		p.Old = r.proposalName(*c.With)
	}
	for _, x := range c.Sides {
		p.Sides = append(p.Sides, view.SideEffectLine{Country: r.Country(x.Country), Side: sideOf(r.Event, x.Country), People: x.People, Moved: x.Moved, Gained: x.Gained, Lost: x.Lost})
	}
	pages := (len(c.Changes) + perPage - 1) / perPage
	n := min(page(q), max(1, pages))
	p.Table = r.changesTable(c.New.Board, c.Changes[min(len(c.Changes), (n-1)*perPage):min(len(c.Changes), n*perPage)])
	p.Table.Found, p.Table.Props.Caption = r.T("proposal.differences", "n", len(c.Changes)), r.T("proposal.changes")
	for i := range p.Table.Rows {
		p.Table.Rows[i].URL = "" // meetings of a proposal have no page
	}
	p.Pager = ui.PagerProps{URL: r.URL, Page: n, Pages: pages}
	status := http.StatusOK
	if refusal != nil {
		p.Refused, status = ui.FaultsOf(r.Context(), refusal), http.StatusConflict
	}
	return r.Render(status, view.Proposal(p))
}

// comparedWith leads to the comparison with the present plan and with each other
// proposal.
func (r *Request) comparedWith(c exchange.Comparison, list []exchange.Proposal) ui.TabsProps {
	here := r.eventURL("/plan/proposals/" + c.Proposal.ID)
	t := ui.TabsProps{Label: r.T("proposal.with"), Items: []ui.NavItem{{Label: r.T("proposal.now"), URL: here, Current: c.With == nil}}}
	for _, x := range list {
		if x.ID != c.Proposal.ID {
			t.Items = append(t.Items, ui.NavItem{Label: r.proposalName(x), URL: here + "?with=" + url.QueryEscape(x.ID), Current: c.With != nil && c.With.ID == x.ID})
		}
	}
	return t
}

// comparedFigures sets the figures of two plans side by side.
func (r *Request) comparedFigures(old, now exchange.Candidate) (out []view.ComparedFigure) {
	count := func(key string, a, b int, more ui.Kind) {
		f := view.ComparedFigure{Label: r.T(key), Old: r.Lang.Number(a), New: r.Lang.Number(b)}
		f.Difference, f.Kind = r.difference(a, b, more)
		out = append(out, f)
	}
	a, b := old.Figures, now.Figures
	count("plan.must", a.MustPlaced, b.MustPlaced, ui.Success)
	count("plan.placed", a.Placed, b.Placed, ui.Success)
	count("figures.bound", a.Bound, b.Bound, ui.Info)
	count("proposal.weight", a.PlacedWeight, b.PlacedWeight, ui.Success)
	count("plan.idle", a.IdleGaps, b.IdleGaps, ui.Warning)
	count("proposal.unsocial", a.Unsocial, b.Unsocial, ui.Warning)
	if !r.Event.Online {
		count("proposal.place_changes", a.PlaceChanges, b.PlaceChanges, ui.Warning)
	}
	count("proposal.without", a.PeopleNone, b.PeopleNone, ui.Warning)
	return append(out, r.comparedFairness(old, now)...)
}

func (r *Request) comparedFairness(old, now exchange.Candidate) (out []view.ComparedFigure) {
	words := func(label, a, b string) {
		f := view.ComparedFigure{Label: label, Old: a, New: b}
		if a != b {
			f.Difference = r.T("proposal.differs")
		}
		out = append(out, f)
	}
	for i, side := range now.Fairness.Sides {
		if i < len(old.Fairness.Sides) && old.Fairness.Sides[i].Side == side.Side {
			words(r.T("fairness.load_of", "side", r.Country(side.Side)), r.load(old.Fairness.Sides[i].Load), r.load(side.Load))
		}
	}
	words(r.T("fairness.least"), r.leastServed(old.Fairness), r.leastServed(now.Fairness))
	hundredths := func(x float64) int { return int(math.Round(100 * x)) } // as they are shown
	a, b := hundredths(old.Fairness.People.Gini), hundredths(now.Fairness.People.Gini)
	shown := func(n int) string { return r.Lang.Decimal(float64(n)/100, 2) }
	f := view.ComparedFigure{Label: r.T("fairness.gini"), Old: shown(a), New: shown(b)}
	if f.Difference, f.Kind = r.difference(a, b, ui.Warning); f.Difference != "" {
		f.Difference = r.signed(shown(max(a-b, b-a)), b > a)
	}
	return append(out, f)
}

// difference writes how much b is above or below a; more says what it means that
// b is more.
func (r *Request) difference(a, b int, more ui.Kind) (string, ui.Kind) {
	if a == b {
		return "", ui.Neutral
	}
	kind := more
	if b < a && more == ui.Success {
		kind = ui.Warning
	} else if b < a && more == ui.Warning {
		kind = ui.Success
	}
	return r.signed(r.Lang.Number(max(a-b, b-a)), b > a), kind
}

func (r *Request) signed(n string, plus bool) string {
	if plus {
		return "+" + n
	}
	return "−" + n
}

func (s *Server) proposalAccept(r *Request) error {
	err := s.Exchange.Accept(r.Context(), r.Actor, r.Event, r.PathValue("proposal"), revision(r))
	if fault.KindOf(err) == fault.Conflict {
		return s.proposalPage(r, err)
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("proposal.accepted"))
	return r.Redirect(r.eventURL("/plan?version=provisional"))
}

func (s *Server) proposalDiscard(r *Request) error {
	if err := s.Exchange.Discard(r.Context(), r.Actor, r.Event, r.PathValue("proposal")); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("proposal.discarded"))
	return r.Redirect(r.eventURL("/plan"))
}
