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
	p := view.PlanPage{
		Shell: r.page(r.T("plan.title")), URL: r.eventURL("/plan"), Revision: b.Plan.Revision, Exists: b.Plan.Version > 0,
		Published: b.Plan.State == exchange.Published, State: r.planTitle(b), Run: r.runStatus(run),
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
		p.Seals.Title = ui.Say(r.T("plan.signatures"))
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

func (r *Request) runStatus(run exchange.Run) view.RunStatus {
	v := view.RunStatus{URL: r.eventURL("/plan/run"), Running: run.State == exchange.Running, Percent: run.Percent, Placed: run.Placed}
	if run.State == exchange.Failed {
		v.Failed = r.T(run.Message)
	}
	return v
}

// planRun is asked by the page while planning is at work.
func (s *Server) planRun(r *Request) error {
	run, err := s.Exchange.LastRun(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	if run.State != exchange.Running || !r.IsFragment() {
		return r.Redirect(r.eventURL("/plan"))
	}
	return r.Render(http.StatusOK, view.Run(r.runStatus(run)))
}

func (s *Server) planStart(r *Request) error {
	seed, err := strconv.ParseUint(r.FormValue("seed"), 10, 63)
	if err != nil {
		seed = 1
	}
	if err := s.Exchange.StartPlan(r.Context(), r.Actor, r.Event, seed); err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/plan"))
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

func revision(r *Request) int {
	n, _ := strconv.Atoi(r.FormValue("revision"))
	return n
}

// say puts an error that can be shown into the reader's words.
func (r *Request) say(err error) string { return ui.FaultsOf(r.Context(), err).Message }

// planMove moves a meeting: by drag or keyboard on the board, which is answered
// with the board, or by form. A refused move says why and changes nothing.
func (s *Server) planMove(r *Request) error {
	m := exchange.Move{MeetingID: r.FormValue("piece"), SlotID: r.FormValue("col"), PlaceID: r.FormValue("row"), Revision: revision(r)}
	byForm := r.FormValue("form") != ""
	if r.Event.Online || r.URL.Query().Get("view") == "people" {
		m.PlaceID = ""
		if !byForm && !r.Event.Online {
			m.PlaceID = s.placeNow(r, m.MeetingID)
		}
	}
	err := s.Exchange.Move(r.Context(), r.Actor, r.Event, m)
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	if byForm {
		if err != nil {
			return s.planMeetingPage(r, m.MeetingID, err)
		}
		r.Flash(ui.Success, r.T("plan.moved"))
		return r.Redirect(r.eventURL("/plan/meetings/" + m.MeetingID))
	}
	b, loadErr := s.Exchange.Board(r.Context(), r.Actor, r.Event, exchange.Provisional)
	if loadErr != nil {
		return loadErr
	}
	board, _ := r.planBoard(b)
	status := http.StatusOK
	if err != nil {
		board.Refused, status = r.say(err), http.StatusConflict
	}
	return r.Render(status, view.Board(board))
}

func (s *Server) placeNow(r *Request, meetingID string) string {
	b, err := s.Exchange.Board(r.Context(), r.Actor, r.Event, exchange.Provisional)
	if err != nil {
		return ""
	}
	t, _ := b.Meeting(meetingID)
	return t.PlaceID
}

func (s *Server) planLock(r *Request) error {
	id := r.FormValue("piece")
	err := s.Exchange.Lock(r.Context(), r.Actor, r.Event, id, r.FormValue("locked") == "1", revision(r))
	if fault.KindOf(err) == fault.Conflict {
		return s.planMeetingPage(r, id, err)
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/plan/meetings/" + id))
}

func (s *Server) planMeeting(r *Request) error {
	return s.planMeetingPage(r, r.PathValue("meeting"), nil)
}

// planMeetingPage shows one meeting of the provisional plan, or of the published
// one, with the refusal of a move if there was one.
func (s *Server) planMeetingPage(r *Request, id string, refusal error) error {
	b, err := s.Exchange.Board(r.Context(), r.Actor, r.Event, exchange.Provisional)
	if err != nil {
		return err
	}
	t, ok := b.Meeting(id)
	if !ok {
		if b, err = s.Exchange.Board(r.Context(), r.Actor, r.Event, exchange.Published); err != nil {
			return err
		}
		if t, ok = b.Meeting(id); !ok {
			return fault.Missing()
		}
	}
	line := r.meetingLine(b, t)
	p := view.PlanMeetingPage{
		Shell: r.page(r.T("plan.meeting")), Crumbs: r.crumbs(ui.Link{Label: r.T("plan.title"), URL: r.eventURL("/plan")}, ui.Link{Label: r.T("plan.meeting")}),
		URL: r.eventURL("/plan"), ID: t.ID, Revision: b.Plan.Revision, Title: r.meetingName(b, t), Subject: line.Subject, People: line.People,
		Time: line.Time, Place: line.Place, Must: t.Must, Locked: t.Locked, Reason: line.Reason,
		Editable: b.Plan.State == exchange.Provisional && r.Actor.May(access.PlanEdit, access.Object{Event: r.Event.ID, Sides: b.Sides(t)}),
		Slots:    r.slotOptions(b, t),
	}
	if !r.Event.Online {
		p.Places = placeOptions(b, t)
	}
	status := http.StatusOK
	if refusal != nil {
		p.Faults = ui.Faults{Message: r.say(refusal), Fields: []ui.FieldError{{Name: "col", Text: r.say(refusal)}}}
		status = http.StatusConflict
	}
	return r.Render(status, view.PlanMeeting(p))
}

func (r *Request) slotOptions(b *exchange.Board, t exchange.Meeting) []ui.Option {
	wanted := t.SlotID
	if v := r.FormValue("col"); v != "" {
		wanted = v
	}
	out := []ui.Option{{Value: "", Label: r.T("plan.no_time_option"), Selected: wanted == ""}}
	for _, x := range b.Slots {
		label := ""
		for i, s := range r.Event.Sides {
			if i > 0 {
				label += " · "
			}
			local := exchange.In(x.Starts, s.Zone)
			label += r.Lang.ZoneCity(s.Zone) + " " + r.Lang.Clock(local)
			if i == 0 {
				label = r.Lang.Day(local) + ", " + label
			}
		}
		out = append(out, ui.Option{Value: x.ID, Label: label, Selected: x.ID == wanted})
	}
	return out
}

func placeOptions(b *exchange.Board, t exchange.Meeting) (out []ui.Option) {
	for _, x := range b.Places {
		out = append(out, ui.Option{Value: x.ID, Label: x.Name, Selected: x.ID == t.PlaceID})
	}
	return out
}

func (s *Server) planChanges(r *Request) error {
	b, changes, err := s.Exchange.Difference(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	t := view.PlanTable{Found: r.T("plan.changes", "n", len(changes)), Props: ui.TableProps{Caption: r.T("plan.changes_title"), Columns: r.meetingColumns()}}
	for _, c := range changes {
		now := c.New
		if c.Kind == exchange.Removed {
			now = c.Old
		}
		line := r.meetingLine(b, now)
		line.Change = ui.Change(c.Kind)
		switch c.Kind {
		case exchange.Moved:
			old := b.Slot(c.Old.SlotID)
			before := r.times(r.Event, old.Starts, old.Ends)
			line.Before = &before
		case exchange.Removed:
			line.URL, line.Before, line.Time = "", line.Time, nil
		}
		t.Rows = append(t.Rows, line)
	}
	if format, asked, err := r.exportFormat(); asked || err != nil {
		if err != nil {
			return err
		}
		return r.export(format, "changes", r.changesSheet(t))
	}
	p := view.PlanChangesPage{
		Shell: r.page(r.T("plan.changes_title")), Crumbs: r.crumbs(ui.Link{Label: r.T("plan.title"), URL: r.eventURL("/plan")}, ui.Link{Label: r.T("plan.changes_title")}),
		Lead: r.planTitle(b), Table: t, Export: ui.ExportProps{XLSX: ui.With(r.URL, "format", "xlsx"), CSV: ui.With(r.URL, "format", "csv")},
	}
	return r.Render(http.StatusOK, view.PlanChanges(p))
}
