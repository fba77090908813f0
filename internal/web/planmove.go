package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

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
	advice, err := s.Exchange.Advice(r.Context(), r.Actor, b, t.ID)
	if err != nil {
		return err
	}
	if advice.Reason != nil {
		t.Reason = advice.Reason
	}
	line := r.meetingLine(b, t)
	p := view.PlanMeetingPage{
		Shell: r.page(r.T("plan.meeting")), Crumbs: r.crumbs(ui.Link{Label: r.T("plan.title"), URL: r.eventURL("/plan")}, ui.Link{Label: r.T("plan.meeting")}),
		URL: r.eventURL("/plan"), ID: t.ID, Revision: b.Plan.Revision, Title: r.meetingName(b, t), Subject: line.Subject, People: line.People,
		Time: line.Time, Place: line.Place, Must: t.Must, Locked: t.Locked, Reason: line.Reason,
		Editable: b.Plan.State == exchange.Provisional && r.Actor.May(access.PlanEdit, access.Object{Event: r.Event.ID, Sides: b.Sides(t)}),
		Slots:    r.slotOptions(b, t), Remedies: r.remedies(b, advice.Remedies),
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
		out = append(out, ui.Option{Value: x.ID, Label: r.slotLabel(x), Selected: x.ID == wanted})
	}
	return out
}

// slotLabel writes a slot in one line, on the clocks of all sides.
func (r *Request) slotLabel(x exchange.Slot) (label string) {
	for i, s := range r.Event.Sides {
		if i > 0 {
			label += " · "
		}
		local := exchange.In(x.Starts, s.Zone)
		label += r.Lang.ZoneCity(s.Zone) + " " + r.Lang.Clock(local)
		if i == 0 {
			label = r.Lang.Day(local) + " · " + label
		}
	}
	return label
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
	t := r.changesTable(b, changes)
	t.Found, t.Props.Caption = r.T("plan.changes", "n", len(changes)), r.T("plan.changes_title")
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

// changesTable lists what differs between two plans, of which the board has the
// new one; a meeting that it does not hold says why.
func (r *Request) changesTable(b *exchange.Board, changes []exchange.Change) view.PlanTable {
	t := view.PlanTable{Props: ui.TableProps{Columns: r.meetingColumns()}}
	why := map[string]*exchange.Reason{}
	for _, m := range b.Meetings {
		why[m.UID] = m.Reason
	}
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
			before.Dates = true
			line.Before = &before
		case exchange.Removed:
			line.URL, line.Before, line.Time = "", line.Time, nil
			if x := why[now.UID]; x != nil {
				line.Reason = r.T(x.Key, x.Args...)
			}
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}
