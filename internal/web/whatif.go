package web

import (
	"net/http"
	"strconv"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// gainedShown is how many of the meetings gained or lost are named.
const gainedShown = 25

// whatIf shows what more places, more slots or another limit would change.
func (s *Server) whatIf(r *Request) error {
	number := func(name string, most int) int {
		n, _ := strconv.Atoi(r.FormValue(name))
		return min(max(0, n), most)
	}
	v := exchange.Variant{Places: number("places", exchange.MostPlaces), Slots: number("slots", exchange.MostSlots), Day: number("day", 1000), MaxPerDay: number("limit", exchange.MostPerDay)}
	p := view.WhatIfPage{
		Shell: r.page(r.T("whatif.title")), Crumbs: r.crumbs(ui.Link{Label: r.T("plan.title"), URL: r.eventURL("/plan")}, ui.Link{Label: r.T("whatif.title")}),
		URL: r.eventURL("/plan/whatif"), PlanURL: r.eventURL("/plan"), Online: r.Event.Online, Places: v.Places, Slots: v.Slots, Limit: v.MaxPerDay,
		MostPlaces: exchange.MostPlaces, MostSlots: exchange.MostSlots, MostPerDay: exchange.MostPerDay,
	}
	x, err := s.Exchange.WhatIf(r.Context(), r.Actor, r.Event, v)
	switch {
	case fault.KindOf(err) == fault.Conflict:
		p.Empty = r.say(err)
	case err != nil:
		return err
	default:
		last := -1
		for _, slot := range x.Board.Slots {
			if slot.Day != last {
				last = slot.Day
				p.Days = append(p.Days, ui.Option{Value: strconv.Itoa(slot.Day), Label: r.Lang.Day(exchange.In(slot.Starts, r.Event.Zone)), Selected: slot.Day == v.Day})
			}
		}
		if p.Asked = v.Places+v.Slots+v.MaxPerDay > 0; p.Asked {
			p.Figures = r.comparedFigures(x.Old, x.New)
			p.Gained, p.Lost = r.namedMeetings(x.Board, x.Gained, "whatif.gained"), r.namedMeetings(x.Board, x.Lost, "whatif.lost")
		}
	}
	return r.Render(http.StatusOK, view.WhatIf(p))
}

// namedMeetings names the first of the meetings by their people.
func (r *Request) namedMeetings(b *exchange.Board, list []exchange.Meeting, key string) (v view.NamedMeetings) {
	v.Title = r.T(key, "n", len(list))
	for _, t := range list[:min(len(list), gainedShown)] {
		var names []ui.Phrase
		for _, id := range r.inOrder(b, t) {
			names = append(names, r.nameWord(b.People[id]))
		}
		v.Meetings = append(v.Meetings, names)
	}
	if more := len(list) - gainedShown; more > 0 {
		v.More = r.T("whatif.more", "n", more)
	}
	return v
}
