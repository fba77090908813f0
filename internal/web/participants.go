package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// perPage is how many rows a page of a list shows.
const perPage = 25

// participantFilter reads the filter from the address.
func participantFilter(q url.Values) exchange.Filter {
	f := exchange.Filter{
		Search: q.Get("q"), Country: q["country"], Area: q["area"], Kind: q["kind"], Language: q["language"],
		Sort: q.Get("sort"), Page: page(q), PerPage: perPage,
	}
	for _, s := range q["state"] {
		f.State = append(f.State, exchange.State(s))
	}
	if f.Sort == "" {
		f.Sort = "name"
	}
	return f
}

func page(q url.Values) int {
	n, err := strconv.Atoi(q.Get("page"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

func (s *Server) participants(r *Request) error {
	q := r.URL.Query()
	f := participantFilter(q)
	if f.Search != "" && !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	format, asFile, err := r.exportFormat()
	if err != nil {
		return err
	}
	if asFile {
		f.PerPage = 0
	}
	if q.Get("view") == "organisations" {
		return s.organisationsAt(r, f, format)
	}
	list, err := s.Exchange.Participants(r.Context(), r.Actor, r.Event, f)
	if err != nil {
		return err
	}
	if asFile {
		return r.export(format, "participants", r.participantSheet(list.List))
	}
	p := r.participantsPage(f, list.Facets, list.Total)
	p.Filters.Found = r.T("participants.found", "n", list.Total)
	p.Table = ui.TableProps{Caption: r.T("participants.title"), URL: r.URL, Sort: f.Sort, Columns: []ui.Column{
		{Key: "name", Label: r.T("participants.name"), Sortable: true},
		{Key: "organisation", Label: r.T("participants.organisation"), Sortable: true},
		{Key: "country", Label: r.T("participants.country"), Sortable: true},
		{Label: r.T("participants.languages")},
		{Label: r.T("participants.areas")},
		{Label: r.T("participants.free"), Num: true},
	}}
	for _, m := range list.List {
		p.People = append(p.People, r.participantLine(m))
	}
	return r.Render(http.StatusOK, view.Participants(p))
}

func (r *Request) participantLine(m exchange.Participant) view.ParticipantLine {
	line := view.ParticipantLine{
		Name: nameOf(m), Position: ui.Best(m.Position, r.Lang), Org: ui.Best(m.Organisation.Name, r.Lang), OrgURL: "/organisations/" + m.Organisation.Slug,
		Country: r.Country(m.Country), Side: sideOf(r.Event, m.Country), Languages: r.spoken(m.Languages), Free: m.Free,
	}
	line.Name.URL = r.eventURL("/participants/" + m.ID)
	for _, a := range m.Areas {
		line.Areas = append(line.Areas, r.T("area."+string(a)))
	}
	if m.State != exchange.Validated {
		line.State = r.T("state." + string(m.State))
	}
	return line
}

// spoken lists languages by name, those of work first as they are stored.
func (r *Request) spoken(list []exchange.LanguageSkill) string {
	var out []string
	for _, k := range list {
		out = append(out, r.languageName(k.Lang))
	}
	return r.Lang.List(out)
}

func (r *Request) languageName(tag string) string {
	if key := "language." + tag; r.Lang.Has(key) {
		return r.T(key)
	}
	return tag
}

func (r *Request) eventURL(path string) string { return "/events/" + r.Event.Slug + path }

// participantsPage prepares what the tabs of people and organisations share.
func (r *Request) participantsPage(f exchange.Filter, fc exchange.Facets, total int) view.ParticipantsPage {
	here := r.eventURL("/participants")
	orgs := r.URL.Query().Get("view") == "organisations"
	p := view.ParticipantsPage{
		Shell: r.page(r.T("participants.title")),
		Tabs: ui.TabsProps{Label: r.T("participants.title"), Items: []ui.NavItem{
			{Label: r.T("participants.people"), URL: ui.Without(r.URL, "view"), Current: !orgs},
			{Label: r.T("participants.organisations"), URL: ui.With(r.URL, "view", "organisations"), Current: orgs},
		}},
		Search:  ui.SearchBoxProps{Action: here, Value: f.Search, Label: r.T("participants.search"), Hint: r.T("participants.search_hint"), Keep: keep(r.URL, "q", "page")},
		Facets:  ui.FacetsProps{Action: here, Keep: view.Values(r.URL, "q", "sort", "view"), Groups: r.facetGroups(f, fc)},
		Filters: ui.FilterBarProps{ClearURL: here},
		Pager:   ui.PagerProps{URL: r.URL, Page: f.Page, Pages: (total + perPage - 1) / perPage},
		Export:  ui.ExportProps{XLSX: ui.With(r.URL, "format", "xlsx"), CSV: ui.With(r.URL, "format", "csv")},
	}
	for _, g := range p.Facets.Groups {
		for _, o := range g.Options {
			if o.Selected {
				p.Filters.Filters = append(p.Filters.Filters, ui.ActiveFilter{Group: g.Label, Label: o.Label, RemoveURL: ui.Without(r.URL, g.Name, o.Value)})
			}
		}
	}
	if f.Search != "" {
		p.Filters.Filters = append(p.Filters.Filters, ui.ActiveFilter{Group: r.T("participants.search"), Label: ui.Say(f.Search), RemoveURL: ui.Without(r.URL, "q")})
	}
	if side, ok := r.Actor.Side(r.Event.ID, access.Organiser); ok {
		p.Validate = here + "/validate"
		p.Pending = r.server.Exchange.PendingOf(r.Context(), r.Event, side)
	}
	return p
}

// keep returns the parameters of the address without those named.
func keep(u *url.URL, without ...string) url.Values {
	q := u.Query()
	for _, n := range without {
		q.Del(n)
	}
	return q
}

func (r *Request) facetGroups(f exchange.Filter, fc exchange.Facets) []ui.FacetGroup {
	group := func(name, label string, counts []exchange.Count, selected []string, word func(string) string) ui.FacetGroup {
		g := ui.FacetGroup{Name: name, Label: label}
		for _, c := range counts {
			o := ui.FacetOption{Value: c.Value, Label: ui.Say(word(c.Value)), Count: c.N}
			for _, v := range selected {
				o.Selected = o.Selected || v == c.Value
			}
			g.Options = append(g.Options, o)
		}
		return g
	}
	out := []ui.FacetGroup{
		group("country", r.T("participants.country"), fc.Country, f.Country, r.Country),
		group("area", r.T("participants.areas"), fc.Area, f.Area, func(v string) string { return r.T("area." + v) }),
		group("kind", r.T("organisation.kind"), fc.Kind, f.Kind, func(v string) string { return r.T("kind." + v) }),
		group("language", r.T("participants.languages"), fc.Language, f.Language, r.languageName),
	}
	if r.Actor.Could(access.ParticipantsValidate, r.Event.ID) {
		var chosen []string
		for _, s := range f.State {
			chosen = append(chosen, string(s))
		}
		out = append(out, group("state", r.T("participants.state"), fc.State, chosen, func(v string) string { return r.T("state." + v) }))
	}
	return out
}

func (r *Request) participantSheet(list []exchange.Participant) Sheet {
	sh := Sheet{Name: r.T("participants.title"), Head: []string{
		r.T("participants.name"), r.T("participants.latin"), r.T("participants.position"), r.T("participants.organisation"), r.T("participants.country"),
		r.T("participants.languages"), r.T("participants.areas"), r.T("participants.free"), r.T("participant.email"),
	}}
	for _, m := range list {
		line := r.participantLine(m)
		sh.Rows = append(sh.Rows, []any{m.Native, m.Latin, line.Position.Text, line.Org.Text, line.Country, line.Languages, strings.Join(line.Areas, "; "), m.Free, m.Email})
	}
	return sh
}

func (s *Server) organisationsAt(r *Request, f exchange.Filter, format string) error {
	list, fc, err := s.Exchange.Organisations(r.Context(), r.Actor, r.Event, f)
	if err != nil {
		return err
	}
	var lines []view.OrgLine
	for _, o := range list {
		lines = append(lines, view.OrgLine{Name: ui.Best(o.Name, r.Lang), URL: "/organisations/" + o.Slug, Kind: r.T("kind." + string(o.Kind)), Country: r.Country(o.Country), Side: sideOf(r.Event, o.Country), People: o.People})
	}
	columns := []ui.Column{{Label: r.T("participants.organisation")}, {Label: r.T("organisation.kind")}, {Label: r.T("participants.country")}, {Label: r.T("participants.people"), Num: true}}
	if format != "" {
		sh := Sheet{Name: r.T("participants.organisations")}
		for _, c := range columns {
			sh.Head = append(sh.Head, c.Label)
		}
		for _, l := range lines {
			sh.Rows = append(sh.Rows, []any{l.Name.Text, l.Kind, l.Country, l.People})
		}
		return r.export(format, "organisations", sh)
	}
	p := r.participantsPage(f, fc, len(lines))
	p.Filters.Found = r.T("participants.found_organisations", "n", len(lines))
	p.Table = ui.TableProps{Caption: r.T("participants.organisations"), URL: r.URL, Columns: columns}
	from := min(len(lines), (f.Page-1)*perPage)
	p.Orgs = lines[from:min(len(lines), from+perPage)]
	return r.Render(http.StatusOK, view.Participants(p))
}

func (s *Server) participantsValidate(r *Request) error {
	n, err := s.Exchange.ValidatePending(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("participants.validated", "n", n))
	return r.Redirect(r.eventURL("/participants"))
}

func (s *Server) participant(r *Request) error {
	ctx := r.Context()
	m, err := s.Exchange.Participant(ctx, r.Actor, r.Event, r.PathValue("participant"))
	if err != nil {
		return err
	}
	free, common, err := s.Exchange.FreeSlots(ctx, r.Actor, r.Event, m)
	if err != nil {
		return err
	}
	now := exchange.In(s.Clock.Now(), m.Zone)
	p := view.ParticipantPage{
		Shell: r.page(m.Native), Crumbs: r.crumbs(ui.Link{Label: r.T("participants.title"), URL: r.eventURL("/participants")}, ui.Link{Label: m.Native}),
		Name: nameOf(m), Position: m.Position, Org: ui.Best(m.Organisation.Name, r.Lang), OrgURL: "/organisations/" + m.Organisation.Slug,
		OrgKind: r.T("kind." + string(m.Organisation.Kind)), Country: r.Country(m.Country), Side: sideOf(r.Event, m.Country), Place: r.place(m.Organisation),
		Clock: r.Lang.Clock(now), City: r.Lang.ZoneCity(m.Zone), Email: m.Email, Interpreter: m.Interpreter, Free: len(free), Common: common,
	}
	p.Name.Large = true
	for _, k := range m.Languages {
		p.Languages = append(p.Languages, r.languageName(k.Lang)+", "+levelName(r.Lang, k.Level))
	}
	for _, a := range m.Areas {
		p.Areas = append(p.Areas, r.T("area."+string(a)))
	}
	if m.State != exchange.Validated {
		p.State, p.StateText = r.T("state."+string(m.State)), r.T("participant.text_"+string(m.State))
	}
	for i, x := range free {
		if i == 0 || x.Day != free[i-1].Day {
			p.Days = append(p.Days, view.SlotDay{Title: r.Lang.Day(exchange.In(x.Starts, r.Event.Zone))})
		}
		d := &p.Days[len(p.Days)-1]
		d.Slots = append(d.Slots, r.times(r.Event, x.Starts, x.Ends))
	}
	list, err := s.Catalogue.OpportunitiesOfPerson(ctx, s.DB, m.PersonID)
	if err != nil {
		return err
	}
	for _, o := range list {
		p.Offers = append(p.Offers, r.opportunity(o))
	}
	o := access.Object{Event: r.Event.ID, Sides: []string{m.Country}, People: []string{m.PersonID}, Orgs: []string{m.Organisation.ID}}
	if r.Actor.May(access.AgendaRead, o) {
		p.AgendaURL = r.eventURL("/agenda?participant=" + m.ID)
	}
	if r.Actor.May(access.ParticipantsValidate, access.Object{Event: r.Event.ID, Sides: []string{m.Country}}) {
		switch m.State {
		case exchange.Validated:
			p.RepairURL = r.eventURL("/plan/repair?participant=" + m.ID)
		case exchange.Withdrawn:
			p.ReadmitURL = r.eventURL("/participants/" + m.ID + "/readmit")
		}
	}
	return r.Render(http.StatusOK, view.Participant(p))
}

func levelName(l i18n.Lang, level string) string {
	if key := "level." + level; l.Has(key) {
		return l.T(key)
	}
	return level
}

func (s *Server) participantReadmit(r *Request) error {
	id := r.PathValue("participant")
	if err := s.Exchange.Readmit(r.Context(), r.Actor, r.Event, id); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("participant.readmitted"))
	return r.Redirect(r.eventURL("/participants/" + id))
}
