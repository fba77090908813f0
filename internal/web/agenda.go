package web

import (
	"bytes"
	"net/http"
	"net/url"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) agenda(r *Request) error {
	a, err := s.Exchange.Agenda(r.Context(), r.Actor, r.Event, r.URL.Query().Get("participant"))
	if err != nil {
		return err
	}
	m := a.Participant
	p := view.AgendaPage{
		Shell: r.page(r.T("nav.agenda")), Mine: m.PersonID == r.Person.ID, Name: nameOf(m), Org: ui.Best(m.Organisation.Name, r.Lang), Lead: r.dates(r.Event),
		ICS: r.agendaFile("agenda.ics", r.Lang),
	}
	if !p.Mine {
		p.Shell.Title = r.T("agenda.title_of", "name", m.Native)
	} else {
		p.FeedURL, p.NewFeed = r.feedURL(m), r.eventURL("/agenda/feed")
	}
	if a.Plan.Version > 0 {
		p.Version = r.Lang.Number(a.Plan.Version)
		p.Lead += " · " + r.T("plan.state_published", "version", a.Plan.Version, "at", r.Lang.DateTime(exchange.In(a.Plan.Published, m.Zone)))
	}
	for _, l := range i18n.All {
		p.PDFs = append(p.PDFs, ui.Link{Label: ui.LangName(l), URL: r.agendaFile("agenda.pdf", l)})
	}
	r.agendaDays(a, &p)
	return r.Render(http.StatusOK, view.Agenda(p))
}

// agendaFile is the address of the agenda as a file in a language.
func (r *Request) agendaFile(name string, l i18n.Lang) string {
	q := url.Values{"lang": {string(l)}}
	if id := r.URL.Query().Get("participant"); id != "" {
		q.Set("participant", id)
	}
	return r.eventURL("/" + name + "?" + q.Encode())
}

func (r *Request) feedURL(m exchange.Participant) string {
	return r.server.BaseURL + "/calendar/" + m.FeedSecret + "?lang=" + string(r.Lang)
}

func (r *Request) agendaDays(a exchange.Agenda, p *view.AgendaPage) {
	now := r.server.Clock.Now()
	last := ""
	for _, en := range a.Entries {
		local := exchange.In(en.Starts, a.Participant.Zone)
		if day := r.Lang.Date(local); day != last {
			last = day
			p.Days = append(p.Days, view.AgendaDay{Title: r.Lang.Weekday(local) + ", " + day})
		}
		e := r.agendaEntry(a, en)
		if en.Meeting != nil {
			p.Meetings++
			if p.Next == nil && en.Ends.After(now) {
				p.Next = &e
				p.NextIn = ui.CountdownProps{At: en.Starts, Now: now}
			}
		}
		d := &p.Days[len(p.Days)-1]
		d.Entries = append(d.Entries, e)
	}
}

func (r *Request) agendaEntry(a exchange.Agenda, en exchange.Entry) view.AgendaEntry {
	out := view.AgendaEntry{Line: ui.TimelineItemProps{Time: r.times(a.Event, en.Starts, en.Ends)}}
	out.Line.Time.Mine = a.Participant.Zone
	if en.Item != nil {
		out.Line.Title, out.Line.Tag = ui.Best(en.Item.Title, r.Lang), r.T("item."+string(en.Item.Kind))
		return out
	}
	out.Meeting, out.Subject = true, ui.Best(en.Meeting.About(), r.Lang)
	out.Line.Tag = r.T("agenda.meeting")
	for _, m := range en.With {
		name := nameOf(m)
		name.URL = "/events/" + a.Event.Slug + "/participants/" + m.ID
		out.With = append(out.With, view.PlanPerson{Name: name, Org: ui.Best(m.Organisation.Name, r.Lang), Side: sideOf(a.Event, m.Country)})
	}
	if len(en.With) > 0 {
		out.Line.Title = ui.Best(en.With[0].Organisation.Name, r.Lang)
	}
	out.Line.Place = en.Place
	if en.Place == "" {
		out.Line.Place = r.T("plan.online")
	}
	if en.Language != "" {
		out.Language = r.languageName(en.Language)
	}
	return out
}

func (s *Server) agendaPDF(r *Request) error {
	return s.agendaDocument(r, "application/pdf", "agenda-"+string(r.Lang)+".pdf", func(a exchange.Agenda, b *bytes.Buffer) error {
		return s.Documents.AgendaPDF(b, a, r.Lang)
	})
}

func (s *Server) agendaCalendar(r *Request) error {
	return s.agendaDocument(r, "text/calendar; charset=utf-8", "agenda.ics", func(a exchange.Agenda, b *bytes.Buffer) error {
		return s.Documents.AgendaCalendar(b, a, r.Lang, s.BaseURL+r.eventURL("/agenda"))
	})
}

// agendaDocument answers with the agenda as a file, written whole before the
// first byte is sent.
func (s *Server) agendaDocument(r *Request, contentType, name string, write func(exchange.Agenda, *bytes.Buffer) error) error {
	a, err := s.Exchange.Agenda(r.Context(), r.Actor, r.Event, r.URL.Query().Get("participant"))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(a, &b); err != nil {
		return err
	}
	r.Download(contentType, name)
	_, err = b.WriteTo(r.W)
	return err
}

// agendaNewFeed gives the private calendar a new address; the old one ends.
func (s *Server) agendaNewFeed(r *Request) error {
	if err := s.Exchange.RenewFeed(r.Context(), r.Actor, r.Event); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("agenda.feed_renewed"))
	return r.Redirect(r.eventURL("/agenda"))
}

// calendarFeed answers calendar programs: the address is the permission.
func (s *Server) calendarFeed(r *Request) error {
	a, err := s.Exchange.AgendaByFeed(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.Documents.AgendaCalendar(&b, a, r.Lang, s.BaseURL+"/events/"+a.Event.Slug+"/agenda"); err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Cache-Control", "private, max-age=300")
	h.Set("Last-Modified", lastModified(a).Format(http.TimeFormat))
	_, err = b.WriteTo(r.W)
	return err
}

func lastModified(a exchange.Agenda) time.Time {
	if a.Plan.Published.IsZero() {
		return a.Event.Starts.AddDate(0, -1, 0).UTC()
	}
	return a.Plan.Published.UTC()
}

// planPDF prints the whole plan.
func (s *Server) planPDF(r *Request) error {
	b, err := s.Exchange.Board(r.Context(), r.Actor, r.Event, planState(r.URL.Query()))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := s.Documents.PlanPDF(&out, b, r.Lang); err != nil {
		return err
	}
	r.Download("application/pdf", "plan-"+string(r.Lang)+".pdf")
	_, err = out.WriteTo(r.W)
	return err
}
