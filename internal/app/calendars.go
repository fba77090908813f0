package app

import (
	"io"
	"net/url"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/engine/calendar"
	"github.com/birzha/birzha/internal/web"
)

// refresh is how often programs should ask a calendar feed anew.
const refresh = 15 * time.Minute

// AgendaCalendar writes a participant's agenda as a calendar that programs
// subscribe to; times are written in the participant's zone.
func (d documents) AgendaCalendar(w io.Writer, a exchange.Agenda, l i18n.Lang, pageURL string) error {
	m := a.Participant
	f := calendar.Feed{Name: a.Event.Title.Plain(l), Description: a.Event.Aim.Plain(l), Lang: string(l), Zone: m.Zone, Refresh: refresh, UpdatedAt: a.Plan.Published}
	if m.FeedSecret != "" {
		f.URL = feedURL(d.baseURL, m.FeedSecret, l)
	}
	changed := changedAt(a)
	for _, en := range a.Entries {
		var ev calendar.Event
		if en.Item != nil {
			ev = itemEvent(*en.Item, l)
		} else {
			ev = meetingEvent(en, l)
		}
		ev.UID += "@" + d.host()
		ev.Zone, ev.URL, ev.LastModified = m.Zone, pageURL, changed
		if ev.Location == "" && a.Event.Online {
			ev.Location = l.T("agenda.online")
		}
		f.Events = append(f.Events, ev)
	}
	return calendar.WriteFeed(w, f)
}

// changedAt is when the agenda last changed: when its plan was published or,
// before that, a month ahead of the event, so that the same agenda always gives
// the same calendar.
func changedAt(a exchange.Agenda) time.Time {
	if a.Plan.Published.IsZero() {
		return a.Event.Starts.AddDate(0, -1, 0).UTC()
	}
	return a.Plan.Published.UTC()
}

func itemEvent(it exchange.Item, l i18n.Lang) calendar.Event {
	kind := l.T("item." + string(it.Kind))
	title := it.Title.Plain(l)
	if title == "" {
		title = kind
	}
	return calendar.Event{UID: it.ID, Start: it.Starts, End: it.Ends, Summary: title, Description: it.Description.Plain(l), Categories: []string{kind}}
}

// meetingEvent names a meeting by the partners, and tells about each of them.
func meetingEvent(en exchange.Entry, l i18n.Lang) calendar.Event {
	t := en.Meeting
	ev := calendar.Event{UID: t.UID, Sequence: t.Sequence, Start: en.Starts, End: en.Ends, Location: en.Place, Categories: []string{l.T("agenda.meeting")}}
	var names, about []string
	for _, m := range en.With {
		names = append(names, join(", ", m.Native, m.Organisation.Name.Plain(l)))
		latin := ""
		if m.Latin != m.Native {
			latin = m.Latin
		}
		about = append(about, join(", ", join(" · ", m.Native, latin), m.Position.Plain(l), m.Organisation.Name.Plain(l), web.CountryName(l, m.Country)))
	}
	speak := l.T("agenda.need_interpreter")
	if en.Language != "" {
		speak = l.T("agenda.common_language", "language", languageName(l, en.Language))
	}
	ev.Summary = l.T("agenda.meeting") + ": " + join("; ", names...)
	ev.Description = join("\n", t.About().Plain(l), join("\n", about...), speak)
	return ev
}

// EventCalendar writes the event itself, in the zone in which its days count.
func (d documents) EventCalendar(w io.Writer, e exchange.Event, l i18n.Lang, pageURL string) error {
	ev := calendar.Event{
		UID: e.ID + "@" + d.host(), Start: e.Starts, End: e.Ends, Zone: e.Zone, Summary: e.Title.Plain(l), Description: join("\n\n", e.Aim.Plain(l), e.Practical.Plain(l)), URL: pageURL,
		LastModified: e.Starts.AddDate(0, -1, 0).UTC(),
	}
	if e.Online {
		ev.Location = l.T("event.online")
	}
	return calendar.WriteFeed(w, calendar.Feed{Name: ev.Summary, Lang: string(l), Zone: e.Zone, Events: []calendar.Event{ev}})
}

// host makes the names of calendar entries the installation's own.
func (d documents) host() string {
	u, err := url.Parse(d.baseURL)
	if err != nil || u.Hostname() == "" {
		return "localhost"
	}
	return u.Hostname()
}
