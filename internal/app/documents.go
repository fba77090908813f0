package app

import (
	"io"
	"strings"

	sysclock "github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/engine/pdf"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/internal/web"
)

// documents makes the files that people take away (web.Documents).
type documents struct {
	clock   sysclock.Clock
	baseURL string
}

var _ web.Documents = documents{}

// AgendaPDF writes a participant's agenda for printing. Days are those of the
// participant's zone, the partners' times stand beside.
func (d documents) AgendaPDF(w io.Writer, a exchange.Agenda, l i18n.Lang) error {
	m := a.Participant
	out := pdf.Agenda{Event: paperEvent(a.Event, l), Person: paperPerson(a.Event, m, l), Zone: m.Zone, PartnerZone: partnerZone(a), GeneratedAt: d.clock.Now()}
	if a.Plan.Version > 0 {
		out.Version = l.Number(a.Plan.Version)
	}
	if m.FeedSecret != "" {
		out.FeedURL = feedURL(d.baseURL, m.FeedSecret, l)
	}
	for _, en := range a.Entries {
		out.Items = append(out.Items, agendaItem(a, en, l))
	}
	return pdf.WriteAgenda(w, out, l)
}

// feedURL is the private calendar address of a participant.
func feedURL(baseURL, secret string, l i18n.Lang) string {
	return baseURL + "/calendar/" + secret + "?lang=" + string(l)
}

// partnerZone is the zone of the first side that has other clocks, or "".
func partnerZone(a exchange.Agenda) string {
	for _, s := range a.Partners {
		if s.Zone != a.Participant.Zone {
			return s.Zone
		}
	}
	return ""
}

func agendaItem(a exchange.Agenda, en exchange.Entry, l i18n.Lang) pdf.Item {
	if en.Item != nil {
		return sessionItem(a.Event, *en.Item, l)
	}
	it := pdf.Item{Start: en.Starts, End: en.Ends, Subject: en.Meeting.About().Plain(l), Place: en.Place, Online: en.Place == ""}
	for _, m := range en.With {
		it.With = append(it.With, paperPerson(a.Event, m, l))
	}
	if en.Language != "" {
		it.Languages = []string{languageName(l, en.Language)}
	} else {
		it.Note = l.T("agenda.need_interpreter")
	}
	return it
}

// sessionItem is a programme item: its kind is named where the title does not.
func sessionItem(e exchange.Event, it exchange.Item, l i18n.Lang) pdf.Item {
	title := it.Title.Plain(l)
	if title == "" {
		title = l.T("item." + string(it.Kind))
	}
	return pdf.Item{Kind: pdf.Session, Start: it.Starts, End: it.Ends, Subject: title, Online: e.Online}
}

// PlanPDF writes the whole plan for printing. Days are those of the event's
// zone, the times of the first side with other clocks stand beside.
func (d documents) PlanPDF(w io.Writer, b *exchange.Board, l i18n.Lang) error {
	e := b.Event
	out := pdf.Plan{Event: paperEvent(e, l), Zone: e.Zone, Provisional: b.Plan.State != exchange.Published, GeneratedAt: d.clock.Now()}
	if b.Plan.Version > 0 {
		out.Version = l.Number(b.Plan.Version)
	}
	for _, s := range e.Sides {
		if s.Zone != e.Zone && out.PartnerZone == "" {
			out.PartnerZone = s.Zone
		}
	}
	for _, t := range b.Meetings {
		if t.SlotID != "" {
			out.Items = append(out.Items, planItem(b, t, l))
		}
	}
	return pdf.WritePlan(w, out, l)
}

func planItem(b *exchange.Board, t exchange.Meeting, l i18n.Lang) pdf.Item {
	slot := b.Slot(t.SlotID)
	it := pdf.Item{Start: slot.Starts, End: slot.Ends, Subject: t.About().Plain(l), Place: b.PlaceName(t.PlaceID), Online: t.PlaceID == ""}
	for _, side := range append(b.Event.Sides, exchange.Side{}) { // the sides in their order, then those of none
		for _, id := range t.Members {
			m := b.People[id]
			if s, _ := b.Event.Side(m.Country); s.Country == side.Country {
				it.With = append(it.With, paperPerson(b.Event, m, l))
			}
		}
	}
	return it
}

func paperEvent(e exchange.Event, l i18n.Lang) pdf.Event {
	out := pdf.Event{Title: e.Title.Plain(l), Start: e.Starts, End: e.Ends}
	if e.Online {
		out.Place = l.T("event.online")
	}
	for _, s := range e.Sides {
		for _, o := range s.Organisers {
			out.CoOrganisers = append(out.CoOrganisers, pdf.Organiser{Name: o.Name.Plain(l), Side: s.Position - 1})
		}
	}
	return out
}

func paperPerson(e exchange.Event, m exchange.Participant, l i18n.Lang) pdf.Person {
	p := pdf.Person{Native: m.Native, Latin: m.Latin, Organisation: m.Organisation.Name.Plain(l), Country: web.CountryName(l, m.Country)}
	if s, ok := e.Side(m.Country); ok {
		p.Side = s.Position - 1
	}
	return p
}

// languageName names a spoken language by its BCP 47 tag.
func languageName(l i18n.Lang, tag string) string {
	if key := "language." + tag; l.Has(key) {
		return l.T(key)
	}
	return tag
}

// XLSX writes tables as a workbook, each with its heading kept in view.
func (documents) XLSX(w io.Writer, tables ...web.Sheet) error {
	out := make([]sheet.Table, len(tables))
	for i, t := range tables {
		out[i] = table(t)
	}
	return sheet.WriteXLSX(w, out)
}

// CSV writes a table as UTF-8 with the mark by which Excel knows it.
func (documents) CSV(w io.Writer, t web.Sheet) error { return sheet.WriteCSV(w, table(t), true) }

// join puts the parts that are not empty together.
func join(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
