package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (r *Request) meetingColumns() []ui.Column {
	return []ui.Column{{Key: "time", Label: r.T("plan.time"), Sortable: true}, {Key: "people", Label: r.T("plan.people"), Sortable: true}, {Label: r.T("plan.subject")}, {Label: r.T("plan.place")}}
}

// planList lists the meetings that have a time, or those that have none.
func (r *Request) planList(b *exchange.Board, unplaced bool) (view.PlanTable, ui.PagerProps) {
	q := r.URL.Query()
	words := strings.Fields(catalogue.Fold(q.Get("q")))
	var list []exchange.Meeting
	for _, t := range b.Meetings {
		if (t.SlotID == "") == unplaced && r.matches(b, t, words) {
			list = append(list, t)
		}
	}
	sortBy := q.Get("sort")
	if sortBy == "" {
		sortBy = "time"
	}
	r.sortMeetings(b, list, sortBy)
	v := view.PlanTable{Found: r.T("plan.found", "n", len(list)), Props: ui.TableProps{Caption: r.T("plan.title"), URL: r.URL, Sort: sortBy, Columns: r.meetingColumns()}}
	if unplaced {
		v.Props.Columns[3].Label = r.T("plan.reason")
	}
	pages := (len(list) + perPage - 1) / perPage
	n := min(page(q), max(1, pages))
	for _, t := range list[min(len(list), (n-1)*perPage):min(len(list), n*perPage)] {
		v.Rows = append(v.Rows, r.meetingLine(b, t))
	}
	return v, ui.PagerProps{URL: r.URL, Page: n, Pages: pages}
}

func (r *Request) matches(b *exchange.Board, t exchange.Meeting, words []string) bool {
	text := t.About().Plain(r.Lang) + " " + t.Subject
	for _, id := range t.Members {
		m := b.People[id]
		text += " " + m.Native + " " + m.Latin + " " + m.Organisation.Name.Plain(r.Lang)
	}
	text = catalogue.Fold(text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

func (r *Request) sortMeetings(b *exchange.Board, list []exchange.Meeting, by string) {
	key, desc := strings.CutPrefix(by, "-")
	slices.SortStableFunc(list, func(x, y exchange.Meeting) int {
		c := b.Slot(x.SlotID).Starts.Compare(b.Slot(y.SlotID).Starts)
		if key == "people" || c == 0 {
			c = cmp.Compare(r.meetingName(b, x), r.meetingName(b, y))
		}
		if desc {
			c = -c
		}
		return c
	})
}

func (r *Request) meetingLine(b *exchange.Board, t exchange.Meeting) view.PlanMeetingLine {
	line := view.PlanMeetingLine{URL: r.eventURL("/plan/meetings/" + t.ID), Subject: ui.Best(t.About(), r.Lang), Must: t.Must, Locked: t.Locked, Place: b.PlaceName(t.PlaceID)}
	if line.Place == "" && t.SlotID != "" {
		line.Place = r.T("plan.online")
	}
	if t.SlotID != "" {
		x := b.Slot(t.SlotID)
		at := r.times(r.Event, x.Starts, x.Ends)
		at.Dates = true
		line.Time = &at
	}
	if t.Reason != nil {
		line.Reason = r.T(t.Reason.Key, t.Reason.Args...)
	}
	for _, id := range r.inOrder(b, t) {
		m := b.People[id]
		line.People = append(line.People, view.PlanPerson{Name: nameOf(m), Org: ui.Best(m.Organisation.Name, r.Lang), Side: sideOf(r.Event, m.Country)})
	}
	return line
}

// planSheets writes the plan as tables: the meetings, and those without a time.
func (r *Request) planSheets(b *exchange.Board) []Sheet {
	placed := Sheet{Name: r.T("plan.view_list")}
	open := Sheet{Name: r.T("plan.view_unplaced"), Head: []string{r.T("plan.people"), r.T("plan.subject"), r.T("plan.reason")}}
	for _, s := range r.Event.Sides {
		city := r.Lang.ZoneCity(s.Zone)
		placed.Head = append(placed.Head, r.T("export.starts", "zone", city), r.T("export.ends", "zone", city))
	}
	placed.Head = append(placed.Head, r.T("plan.place"), r.T("plan.people"), r.T("plan.organisations"), r.T("plan.subject"))
	list := slices.Clone(b.Meetings)
	r.sortMeetings(b, list, "time")
	for _, t := range list {
		line := r.meetingLine(b, t)
		if t.SlotID == "" {
			open.Rows = append(open.Rows, []any{r.meetingName(b, t), line.Subject.Text, line.Reason})
			continue
		}
		x := b.Slot(t.SlotID)
		var row []any
		for _, s := range r.Event.Sides {
			row = append(row, exchange.In(x.Starts, s.Zone), exchange.In(x.Ends, s.Zone))
		}
		var orgs []string
		for _, m := range line.People {
			orgs = append(orgs, m.Org.Text)
		}
		placed.Rows = append(placed.Rows, append(row, line.Place, r.meetingName(b, t), strings.Join(orgs, " – "), line.Subject.Text))
	}
	return []Sheet{placed, open}
}

func (r *Request) changesSheet(t view.PlanTable) Sheet {
	sh := Sheet{Name: r.T("plan.changes_title"), Head: []string{r.T("plan.change"), r.T("plan.before"), r.T("plan.time"), r.T("plan.people"), r.T("plan.subject"), r.T("plan.place")}}
	at := func(p *ui.TimePairProps) any {
		if p == nil {
			return ""
		}
		return exchange.In(p.Start, r.Event.Zone)
	}
	for _, m := range t.Rows {
		var names []string
		for _, p := range m.People {
			names = append(names, p.Name.Native)
		}
		sh.Rows = append(sh.Rows, []any{r.T("ui.diff_" + string(m.Change)), at(m.Before), at(m.Time), strings.Join(names, " – "), m.Subject.Text, m.Place})
	}
	return sh
}
