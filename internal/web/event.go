package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) event(r *Request) error {
	e := r.Event
	sum, err := s.Exchange.Summary(r.Context(), e)
	if err != nil {
		return err
	}
	slots, err := s.Exchange.Slots(r.Context(), e)
	if err != nil {
		return err
	}
	shell := r.page(e.Title.Plain(r.Lang))
	shell.Description = e.Aim.Plain(r.Lang)
	shell.JSONLD = r.eventJSONLD(e)
	left, right := r.halves(e)
	p := view.EventPage{
		Shell: shell, Title: ui.Best(e.Title, r.Lang), Aim: e.Aim, Audience: e.Audience, Practical: e.Practical, Online: e.Online,
		Dates: r.dates(e), Opens: r.instant(e, e.Starts), Closes: r.instant(e, e.Closes),
		Until: ui.CountdownProps{At: e.Starts, Now: s.Clock.Now(), Label: r.T("home.until")},
		Left:  left, Right: right, Sides: r.sides(e), People: sum.People, Orgs: sum.Organisations, Band: band(e, slots), URL: "/events/" + e.Slug,
	}
	for _, c := range sum.ByCountry {
		p.ByCountry = append(p.ByCountry, view.Share{Label: r.Country(c.Value), N: c.N, Of: sum.People, Side: sideOf(e, c.Value)})
	}
	for _, c := range sum.ByArea {
		p.ByArea = append(p.ByArea, view.Share{Label: r.T("area." + c.Value), N: c.N, Of: sum.People})
	}
	switch {
	case r.Actor.Has(e.ID, access.Participant):
		p.AgendaURL = p.URL + "/agenda"
	case r.Person.ID == "":
		p.SignInURL = shell.SignInURL
	}
	return r.Render(http.StatusOK, view.Event(p))
}

// dates writes the event's days by its own zone.
func (r *Request) dates(e exchange.Event) string {
	return r.Lang.Dates(exchange.In(e.Starts, e.Zone), exchange.In(e.Ends, e.Zone))
}

// times prepares a stretch of time on the clocks of all sides.
func (r *Request) times(e exchange.Event, start, end time.Time) ui.TimePairProps {
	return ui.TimePairProps{Start: start, End: end, Zones: zones(e), Mine: r.Person.Zone}
}

// instant prepares an instant on the clocks of all sides, with the days.
func (r *Request) instant(e exchange.Event, at time.Time) ui.TimePairProps {
	t := r.times(e, at, time.Time{})
	t.Dates = true
	return t
}

func zones(e exchange.Event) (out []ui.Zone) {
	for _, s := range e.Sides {
		out = append(out, ui.Zone{Name: s.Zone, Side: ui.Side(s.Position)})
	}
	return out
}

// halves shows the first two sides of a joint event.
func (r *Request) halves(e exchange.Event) (left, right ui.Half) {
	var h [2]ui.Half
	for i := range min(2, len(e.Sides)) {
		s := e.Sides[i]
		h[i] = ui.Half{Side: ui.Side(s.Position), Label: r.Country(s.Country), Name: ui.Best(s.Organiser.Name, r.Lang), Note: ui.Say(r.T("event.lead_organiser"))}
	}
	return h[0], h[1]
}

func (r *Request) sides(e exchange.Event) (out []view.EventSide) {
	for _, s := range e.Sides {
		es := view.EventSide{Side: ui.Side(s.Position), Country: r.Country(s.Country)}
		for _, o := range s.Organisers {
			line := view.RelationLine{Name: ui.Best(o.Name, r.Lang), URL: "/organisations/" + o.Slug}
			if o.ID == s.Organiser.ID {
				line.Note = r.T("event.lead_organiser")
			}
			es.Organisers = append(es.Organisers, line)
		}
		out = append(out, es)
	}
	return out
}

// workingDay is the usual working day, minutes from local midnight.
const workingFrom, workingTo = 8*60 + 30, 18 * 60

// band draws the sides' working hours over the longest day of meetings.
func band(e exchange.Event, slots []exchange.Slot) ui.BandProps {
	b := ui.BandProps{Day: e.Starts}
	for _, s := range e.Sides {
		b.Hours = append(b.Hours, ui.Hours{Zone: ui.Zone{Name: s.Zone, Side: ui.Side(s.Position)}, From: workingFrom, To: workingTo})
	}
	if len(slots) > 0 {
		last := slots[len(slots)-1]
		first := slots[slices.IndexFunc(slots, func(x exchange.Slot) bool { return x.Day == last.Day })]
		b.Day, b.Slot = first.Starts, [2]time.Time{first.Starts, last.Ends}
	}
	return b
}

// eventJSONLD describes the event in the words of schema.org.
func (r *Request) eventJSONLD(e exchange.Event) any {
	organisers := []map[string]any{}
	for _, s := range e.Sides {
		for _, o := range s.Organisers {
			organisers = append(organisers, map[string]any{"@type": "Organization", "name": o.Name.Plain(r.Lang)})
		}
	}
	mode := "https://schema.org/OfflineEventAttendanceMode"
	if e.Online {
		mode = "https://schema.org/OnlineEventAttendanceMode"
	}
	return map[string]any{
		"@context": "https://schema.org", "@type": "BusinessEvent", "name": e.Title.Plain(r.Lang), "description": e.Aim.Plain(r.Lang),
		"startDate": e.Starts.Format(time.RFC3339), "endDate": e.Ends.Format(time.RFC3339), "eventAttendanceMode": mode,
		"eventStatus": "https://schema.org/EventScheduled", "url": r.server.BaseURL + "/events/" + e.Slug, "organizer": organisers, "inLanguage": string(r.Lang),
	}
}

func (s *Server) eventCalendar(r *Request) error {
	r.Download("text/calendar; charset=utf-8", r.Event.Slug+".ics")
	return s.Documents.EventCalendar(r.W, r.Event, r.Lang, s.BaseURL+"/events/"+r.Event.Slug)
}

func (s *Server) programme(r *Request) error {
	items, err := s.Exchange.Programme(r.Context(), r.Event)
	if err != nil {
		return err
	}
	if format, ok, err := r.exportFormat(); ok || err != nil {
		if err != nil {
			return err
		}
		return r.export(format, "programme", r.programmeSheet(items))
	}
	slots, err := s.Exchange.Slots(r.Context(), r.Event)
	if err != nil {
		return err
	}
	p := view.ProgrammePage{Shell: r.page(r.T("programme.title")), URL: "/events/" + r.Event.Slug}
	last := ""
	for _, it := range items {
		local := exchange.In(it.Starts, r.Event.Zone)
		if day := r.Lang.Date(local); day != last {
			last = day
			p.Days = append(p.Days, view.ProgrammeDay{Title: r.T("programme.day", "n", len(p.Days)+1) + " · " + r.Lang.Weekday(local) + ", " + day})
		}
		d := &p.Days[len(p.Days)-1]
		d.Items = append(d.Items, r.programmeItem(it, slots))
	}
	return r.Render(http.StatusOK, view.Programme(p))
}

func (r *Request) programmeItem(it exchange.Item, slots []exchange.Slot) view.ProgrammeItem {
	out := view.ProgrammeItem{
		Line:        ui.TimelineItemProps{Time: r.times(r.Event, it.Starts, it.Ends), Title: ui.Best(it.Title, r.Lang), Tag: r.T("item." + string(it.Kind))},
		Description: it.Description,
	}
	if it.Kind == exchange.Meetings {
		for _, x := range slots {
			if !x.Starts.Before(it.Starts) && !x.Ends.After(it.Ends) {
				out.Slots++
			}
		}
	}
	for _, m := range it.People {
		name := ui.NameProps{Native: m.Native, Lang: m.NativeLang, Latin: m.Latin}
		if m.ParticipantID != "" && r.Actor.May(access.ParticipantsList, access.Object{Event: r.Event.ID}) {
			name.URL = "/events/" + r.Event.Slug + "/participants/" + m.ParticipantID
		}
		out.People = append(out.People, view.ItemPerson{
			Name: name, Role: r.T("item.role_" + m.Role), Organisation: ui.Best(m.Organisation, r.Lang), Topic: ui.Best(m.Topic, r.Lang),
			Side: sideOf(r.Event, m.Country), Country: r.Country(m.Country),
		})
	}
	return out
}

func (r *Request) programmeSheet(items []exchange.Item) Sheet {
	sh := Sheet{Name: r.T("programme.title"), Head: []string{r.T("export.kind"), r.T("export.title")}}
	for _, s := range r.Event.Sides {
		city := r.Lang.ZoneCity(s.Zone)
		sh.Head = append(sh.Head, r.T("export.starts", "zone", city), r.T("export.ends", "zone", city))
	}
	sh.Head = append(sh.Head, r.T("export.people"))
	for _, it := range items {
		row := []any{r.T("item." + string(it.Kind)), it.Title.Plain(r.Lang)}
		for _, s := range r.Event.Sides {
			row = append(row, exchange.In(it.Starts, s.Zone), exchange.In(it.Ends, s.Zone))
		}
		sh.Rows = append(sh.Rows, append(row, itemNames(it, r.Lang)))
	}
	return sh
}

func itemNames(it exchange.Item, l i18n.Lang) (out string) {
	for i, m := range it.People {
		if i > 0 {
			out += "; "
		}
		out += m.Native + " (" + l.T("item.role_"+m.Role) + ")"
	}
	return out
}
