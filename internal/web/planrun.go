package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// newsLasts is how long the desk says that a planning found nothing new.
const newsLasts = 10 * time.Minute

func (r *Request) runStatus(run exchange.Run) view.RunStatus {
	v := view.RunStatus{
		URL: r.eventURL("/plan/run"), StopURL: r.eventURL("/plan/stop"), CanStop: r.Actor.Could(access.PlanRun, r.Event.ID),
		Running: run.State == exchange.Running, Stopping: run.Stopping, Percent: run.Percent, Placed: run.Placed, Bound: run.Bound, IdleGaps: run.IdleGaps,
	}
	if run.Stage != "" {
		v.Stage = r.T("plan.stage_" + string(run.Stage))
	}
	if run.State != exchange.Running && run.Message != "" && time.Since(run.Finished) < newsLasts {
		v.Kind, v.News = ui.Info, r.T(run.Message)
		if run.State == exchange.Failed {
			v.Kind = ui.Danger
		}
	}
	return v
}

// planRun is asked by the page while planning is at work; then it leads to what
// was found.
func (s *Server) planRun(r *Request) error {
	run, err := s.Exchange.LastRun(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	if run.State == exchange.Running && r.IsFragment() {
		return r.Render(http.StatusOK, view.RunNow(r.runStatus(run)))
	}
	list, err := s.Exchange.Proposals(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(p exchange.Proposal) bool { return p.Kind == exchange.Planned && !p.Created.Before(run.Started) })
	if run.State == exchange.Running || i < 0 {
		return r.Redirect(r.eventURL("/plan"))
	}
	return r.Redirect(r.eventURL("/plan/proposals/" + list[i].ID))
}

func (s *Server) planStart(r *Request) error {
	o := exchange.PlanOptions{Fresh: r.FormValue("from") == "scratch", Thorough: r.FormValue("search") == "thorough"}
	if a := exchange.Aim(r.FormValue("aim")); slices.Contains(exchange.Aims, a) {
		o.Aim = a
	}
	o.Seed, _ = strconv.ParseUint(r.FormValue("seed"), 10, 63)
	if err := s.Exchange.StartPlan(r.Context(), r.Actor, r.Event, o); err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/plan"))
}

func (s *Server) planStop(r *Request) error {
	if err := s.Exchange.StopPlan(r.Context(), r.Actor, r.Event); err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/plan"))
}
