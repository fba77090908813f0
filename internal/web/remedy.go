package web

import (
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// remedies says what would give a meeting a time.
func (r *Request) remedies(b *exchange.Board, list []exchange.Remedy) (out []view.RemedyLine) {
	for _, x := range list {
		at := r.slotLabel(b.Slot(x.SlotID))
		line := view.RemedyLine{Kind: x.Kind, Within: x.Within}
		person := b.People[x.Person]
		line.Text = r.T("remedy."+x.Kind, "time", at, "person", person.Name(r.Lang), "limit", x.Limit)
		for _, c := range x.Moves {
			to := r.slotLabel(b.Slot(c.New.SlotID))
			if place := b.PlaceName(c.New.PlaceID); place != "" {
				to += ", " + place
			}
			line.Steps = append(line.Steps, r.T("remedy.step_move", "meeting", r.meetingName(b, c.Old), "time", to))
		}
		for _, t := range x.Drops {
			line.Steps = append(line.Steps, r.T("remedy.step_drop", "meeting", r.meetingName(b, t)))
		}
		if x.Touched > 0 {
			line.Touched = r.T("remedy.touched", "n", x.Touched)
		}
		out = append(out, line)
	}
	return out
}

// planRemedy gives a meeting a time by a remedy.
func (s *Server) planRemedy(r *Request) error {
	id := r.FormValue("piece")
	err := s.Exchange.Remedy(r.Context(), r.Actor, r.Event, id, r.FormValue("kind"), revision(r))
	if fault.KindOf(err) == fault.Conflict {
		return s.planMeetingPage(r, id, err)
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("remedy.done"))
	return r.Redirect(r.eventURL("/plan/meetings/" + id))
}
