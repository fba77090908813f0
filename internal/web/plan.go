package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// planState is the version asked for in the address: the provisional one unless
// said otherwise.
func planState(q url.Values) exchange.PlanState {
	if q.Get("version") == string(exchange.Published) {
		return exchange.Published
	}
	return exchange.Provisional
}

func (s *Server) plan(r *Request) error {
	ctx, q := r.Context(), r.URL.Query()
	b, err := s.Exchange.Board(ctx, r.Actor, r.Event, planState(q))
	if err != nil {
		return err
	}
	if b.Plan.Version == 0 && b.Published != nil && q.Get("version") == "" {
		if b, err = s.Exchange.Board(ctx, r.Actor, r.Event, exchange.Published); err != nil {
			return err
		}
	}
	if format, asked, err := r.exportFormat(); asked || err != nil {
		if err != nil {
			return err
		}
		return r.export(format, "plan", r.planSheets(b)...)
	}
	run, err := s.Exchange.LastRun(ctx, r.Actor, r.Event)
	if err != nil {
		return err
	}
	proposals, err := s.Exchange.Proposals(ctx, r.Actor, r.Event)
	if err != nil {
		return err
	}
	p := view.PlanPage{
		Shell: r.page(r.T("plan.title")), URL: r.eventURL("/plan"), Revision: b.Plan.Revision, Exists: b.Plan.Version > 0,
		Published: b.Plan.State == exchange.Published, State: r.planTitle(b), Run: r.runStatus(run), Proposals: r.proposalLines(proposals),
		CanRun: r.Actor.Could(access.PlanRun, r.Event.ID), Export: ui.ExportProps{XLSX: ui.With(r.URL, "format", "xlsx"), CSV: ui.With(r.URL, "format", "csv"), PDF: r.eventURL("/plan.pdf?version=" + string(b.Plan.State))},
	}
	p.Shell.Wide = true
	p.CanStart = p.CanRun && p.Published && !s.hasProvisional(r)
	p.Versions = r.versionTabs(b)
	if p.Exists {
		if err := r.fillPlan(b, &p); err != nil {
			return err
		}
	}
	return r.Render(http.StatusOK, view.Plan(p))
}

func (s *Server) hasProvisional(r *Request) bool {
	b, err := s.Exchange.Board(r.Context(), r.Actor, r.Event, exchange.Provisional)
	return err == nil && b.Plan.Version > 0
}

// planTitle says which version this is and how old.
func (r *Request) planTitle(b *exchange.Board) string {
	if b.Plan.Version == 0 {
		return ""
	}
	at := b.Plan.Created
	if b.Plan.State == exchange.Published {
		at = b.Plan.Published
	}
	return r.T("plan.state_"+string(b.Plan.State), "version", b.Plan.Version, "at", r.Lang.DateTime(exchange.In(at, r.zone())))
}

// zone is the reader's zone, else the event's.
func (r *Request) zone() string {
	if r.Person.Zone != "" {
		return r.Person.Zone
	}
	return r.Event.Zone
}

func (r *Request) versionTabs(b *exchange.Board) ui.TabsProps {
	t := ui.TabsProps{Label: r.T("plan.versions")}
	provisional := b.Plan.State == exchange.Provisional
	t.Items = append(t.Items, ui.NavItem{Label: r.T("plan.provisional"), URL: ui.With(r.URL, "version", string(exchange.Provisional)), Current: provisional})
	if b.Published != nil {
		t.Items = append(t.Items, ui.NavItem{Label: r.T("plan.published"), URL: ui.With(r.URL, "version", string(exchange.Published)), Current: !provisional})
	}
	return t
}

func (r *Request) fillPlan(b *exchange.Board, p *view.PlanPage) error {
	f := b.Plan.Figures
	p.Figures = view.PlanFigures{
		Wished: f.Wished, Placed: f.Placed, Bound: f.Bound, Must: f.Must, MustPlaced: f.MustPlaced, IdleGaps: f.IdleGaps, AtOnce: f.AtOnce,
		People: f.People, PeopleNone: f.PeopleNone, MedianLoad: f.MedianLoad, MaxLoad: f.MaxLoad, UnplacedURL: ui.With(r.URL, "view", "unplaced"),
	}
	for _, x := range f.Proofs {
		p.Proofs = append(p.Proofs, r.T(x.Key, x.Args...))
	}
	if f.Bound > 0 {
		p.Figures.Share = float64(f.Placed) / float64(f.Bound)
	}
	if !p.Published {
		_, changes, err := r.server.Exchange.Difference(r.Context(), r.Actor, r.Event)
		if err != nil {
			return err
		}
		p.Changes = len(changes)
		p.Seals.Left, p.Seals.Right = r.seals(b)
		side, ok := r.Actor.Side(r.Event.ID, access.Organiser)
		_, signed := b.Plan.Signed(side)
		p.CanSign = ok && !signed
	}
	v := r.URL.Query().Get("view")
	p.Views = ui.TabsProps{Label: r.T("plan.views")}
	for _, x := range []string{"places", "people", "list", "unplaced"} {
		p.Views.Items = append(p.Views.Items, ui.NavItem{Label: r.T("plan.view_" + x), URL: ui.With(r.URL, "view", x), Current: v == x || v == "" && x == "places"})
	}
	switch v {
	case "list", "unplaced":
		p.Search = r.planSearch("plan.search_people")
		p.Table, p.Pager = r.planList(b, v == "unplaced")
	default:
		if v == "people" {
			p.Search = r.planSearch("plan.search_people")
		}
		p.Days = r.dayTabs(b)
		p.Board, p.Pager = r.planBoard(b)
	}
	return nil
}

func (r *Request) planSearch(label string) ui.SearchBoxProps {
	return ui.SearchBoxProps{Action: r.URL.Path, Value: r.URL.Query().Get("q"), Label: r.T(label), Keep: keep(r.URL, "q", "page")}
}

// seals shows which sides have signed the plan as it stands.
func (r *Request) seals(b *exchange.Board) (left, right ui.Half) {
	var h [2]ui.Half
	for i := range min(2, len(r.Event.Sides)) {
		s := r.Event.Sides[i]
		h[i] = ui.Half{Seal: true, Side: ui.Side(s.Position), Label: r.Country(s.Country), Name: ui.Best(s.Organiser.Name, r.Lang), State: r.T("plan.seal_waiting")}
		if sig, ok := b.Plan.Signed(s.Country); ok {
			h[i].Signed = true
			h[i].State = r.T("plan.seal_signed", "name", sig.Name, "at", r.Lang.DateTime(exchange.In(sig.At, r.zone())))
		}
	}
	return h[0], h[1]
}

func (s *Server) planNewVersion(r *Request) error {
	if err := s.Exchange.NewVersion(r.Context(), r.Actor, r.Event); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("plan.version_started"))
	return r.Redirect(r.eventURL("/plan"))
}

func (s *Server) planSign(r *Request) error {
	published, err := s.Exchange.Sign(r.Context(), r.Actor, r.Event, revision(r))
	if fault.KindOf(err) == fault.Conflict {
		r.Flash(ui.Danger, r.say(err))
		return r.Redirect(r.eventURL("/plan"))
	}
	if err != nil {
		return err
	}
	if published {
		r.Flash(ui.Success, r.T("plan.is_published"))
		return r.Redirect(r.eventURL("/plan?version=published"))
	}
	r.Flash(ui.Success, r.T("plan.is_signed"))
	return r.Redirect(r.eventURL("/plan"))
}

// revision is that of the plan which the sender of a form saw.
func revision(r *Request) int {
	n, _ := strconv.Atoi(r.FormValue("revision"))
	return n
}

// say puts an error that can be shown into the reader's words.
func (r *Request) say(err error) string { return ui.FaultsOf(r.Context(), err).Message }
