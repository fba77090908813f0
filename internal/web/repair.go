package web

import (
	"net/http"
	"slices"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) repairForm(r *Request) error { return s.repairPage(r, nil) }

// repairPage asks what has happened, with the refusal of the last answer if there
// was one.
func (s *Server) repairPage(r *Request, refusal error) error {
	b, err := s.Exchange.Board(r.Context(), r.Actor, r.Event, exchange.Provisional)
	if err != nil {
		return err
	}
	p := view.RepairPage{
		Shell: r.page(r.T("repair.title")), Crumbs: r.crumbs(ui.Link{Label: r.T("plan.title"), URL: r.eventURL("/plan")}, ui.Link{Label: r.T("repair.title")}),
		URL: r.eventURL("/plan/repair"), PlanURL: r.eventURL("/plan"), Exists: b.Plan.Version > 0 || b.Published != nil, CanRun: r.Actor.Could(access.PlanRun, r.Event.ID), Published: b.Published != nil,
		Subject: r.FormValue("subject"), Kind: r.FormValue("kind"), MovePublished: r.FormValue("move_published") != "",
	}
	for _, m := range r.people(b, "") {
		own := r.Actor.May(access.ParticipantsValidate, access.Object{Event: r.Event.ID, Sides: []string{m.Country}})
		option := func(field string) ui.Option {
			label := m.Name(r.Lang) + ", " + m.Organisation.Name.Plain(r.Lang)
			return ui.Option{Value: m.ID, Label: label, Selected: r.FormValue(field) == m.ID}
		}
		if own {
			p.Own = append(p.Own, option("participant"))
			p.One = append(p.One, option("one"))
		}
		p.Two = append(p.Two, option("two"))
	}
	for _, x := range b.Places {
		p.Places = append(p.Places, ui.Option{Value: x.ID, Label: x.Name, Selected: r.FormValue("place") == x.ID})
	}
	for i, x := range b.Slots {
		option := func(field string, first bool) ui.Option {
			v := r.FormValue(field)
			return ui.Option{Value: x.ID, Label: r.slotLabel(x), Selected: v == x.ID || v == "" && first}
		}
		last := i == len(b.Slots)-1
		p.From, p.Until = append(p.From, option("from", i == 0)), append(p.Until, option("until", last))
		p.ClosedFrom, p.ClosedUntil = append(p.ClosedFrom, option("closed_from", i == 0)), append(p.ClosedUntil, option("closed_until", last))
	}
	status := http.StatusOK
	if refusal != nil {
		p.Refused, status = r.say(refusal), http.StatusConflict
	}
	return r.Render(status, view.Repair(p))
}

// repairPropose proposes a repair and leads to its comparison with the plan.
func (s *Server) repairPropose(r *Request) error {
	slots, err := s.Exchange.Slots(r.Context(), r.Event)
	if err != nil {
		return err
	}
	d := exchange.Disruption{Kind: exchange.DisruptionKind(r.FormValue("kind")), MovePublished: r.FormValue("move_published") != ""}
	switch d.Kind {
	case exchange.Cancels:
		d.Participant = r.FormValue("participant")
	case exchange.Away:
		d.Participant, d.Slots = r.FormValue("participant"), between(slots, r.FormValue("from"), r.FormValue("until"))
	case exchange.Closes:
		d.Place, d.Slots = r.FormValue("place"), between(slots, r.FormValue("closed_from"), r.FormValue("closed_until"))
	case exchange.Late:
		d.Members, d.Subject = []string{r.FormValue("one"), r.FormValue("two")}, r.FormValue("subject")
	}
	id, err := s.Exchange.ProposeRepair(r.Context(), r.Actor, r.Event, d)
	if fault.KindOf(err) == fault.Conflict {
		return s.repairPage(r, err)
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/plan/proposals/" + id))
}

// between lists the slots from one to another; an id that is none of them is kept,
// for the service to refuse.
func between(slots []exchange.Slot, from, until string) (out []string) {
	at := func(id string) int { return slices.IndexFunc(slots, func(x exchange.Slot) bool { return x.ID == id }) }
	i, k := at(from), at(until)
	if i < 0 || k < 0 {
		return []string{from, until}
	}
	for ; i <= k; i++ {
		out = append(out, slots[i].ID)
	}
	return out
}

// repairSummary says what a proposed repair gives way to and what it costs.
func (r *Request) repairSummary(b *exchange.Board, x *exchange.Repaired) *view.RepairSummary {
	if x == nil {
		return nil
	}
	v := &view.RepairSummary{What: r.disruption(b, x.Disruption), Enters: r.T("repair.enters_" + string(x.Disruption.Kind)), Proven: x.Proven}
	v.Lines = []string{r.T("repair.struck", "n", x.Struck), r.T("repair.moved", "n", x.Moved), r.T("repair.touched", "n", x.Touched)}
	return v
}

// disruption says what has happened.
func (r *Request) disruption(b *exchange.Board, d exchange.Disruption) string {
	person := b.People[d.Participant]
	args := []any{"person", person.Name(r.Lang), "place", b.PlaceName(d.Place)}
	if n := len(d.Slots); n > 0 {
		args = append(args, "from", r.slotLabel(b.Slot(d.Slots[0])), "until", r.slotLabel(b.Slot(d.Slots[n-1])))
	}
	if d.Kind == exchange.Late {
		args = append(args, "meeting", r.meetingName(b, exchange.Meeting{Members: d.Members}))
	}
	return r.T("repair.what_"+string(d.Kind), args...)
}
