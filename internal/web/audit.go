package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// auditActions are the groups of actions by which the log can be narrowed.
var auditActions = []string{"plan.", "meeting.", "import.", "participants.", "person.", "consent.", "role.", "agenda."}

// audit lists the changes of the event that the reader may see: organisers
// those of their own side and the joint ones, which bear no side.
func (s *Server) audit(r *Request) error {
	q := r.URL.Query()
	f := audit.Filter{EventID: r.Event.ID, Offset: (page(q) - 1) * perPage, Limit: perPage}
	if !r.Actor.May(access.AuditRead, access.Object{Event: r.Event.ID}) {
		side, ok := r.Actor.Side(r.Event.ID, access.Organiser)
		if !ok {
			return fault.Missing()
		}
		f.Side, f.Joint = side, true
	}
	if group := q.Get("action"); slices.Contains(auditActions, group) {
		f.Action = group
	}
	format, asFile, err := r.exportFormat()
	if err != nil {
		return err
	}
	if asFile {
		f.Offset, f.Limit = 0, 10_000
	}
	list, total, err := audit.List(r.Context(), s.DB, f)
	if err != nil {
		return err
	}
	lines, err := s.auditLines(r, list)
	if err != nil {
		return err
	}
	if asFile {
		return r.export(format, "audit", r.auditSheet(lines))
	}
	g := ui.FacetGroup{Name: "action", Label: r.T("audit.action"), Single: true}
	for _, a := range auditActions {
		of := f
		of.Action, of.Offset, of.Limit = a, 0, 1
		_, n, err := audit.List(r.Context(), s.DB, of)
		if err != nil {
			return err
		}
		if n > 0 {
			g.Options = append(g.Options, ui.FacetOption{Value: a, Label: ui.Say(r.T("audit.group_" + strings.TrimSuffix(a, "."))), Selected: f.Action == a, Count: n})
		}
	}
	p := view.AuditPage{
		Shell: r.page(r.T("audit.title")), Rows: lines, Facets: ui.FacetsProps{Action: r.URL.Path, Groups: []ui.FacetGroup{g}},
		Filters: ui.FilterBarProps{Found: r.T("audit.found", "n", total), ClearURL: r.URL.Path},
		Table: ui.TableProps{Caption: r.T("audit.title"), Columns: []ui.Column{
			{Label: r.T("audit.seq"), Num: true}, {Label: r.T("audit.at")}, {Label: r.T("audit.who")}, {Label: r.T("audit.what")}, {Label: r.T("audit.hash")},
		}},
		Pager:  ui.PagerProps{URL: r.URL, Page: page(q), Pages: (total + perPage - 1) / perPage},
		Export: ui.ExportProps{XLSX: ui.With(r.URL, "format", "xlsx"), CSV: ui.With(r.URL, "format", "csv")},
	}
	if f.Action != "" {
		p.Filters.Filters = []ui.ActiveFilter{{Group: g.Label, Label: ui.Say(r.T("audit.group_" + strings.TrimSuffix(f.Action, "."))), RemoveURL: ui.Without(r.URL, "action")}}
	}
	return r.Render(http.StatusOK, view.Audit(p))
}

func (s *Server) auditLines(r *Request, list []audit.Sealed) ([]view.AuditLine, error) {
	names := map[string]identity.Person{}
	person := func(id string) (ui.Phrase, error) {
		p, ok := names[id]
		if !ok {
			var err error
			if p, err = s.Identity.PersonByID(r.Context(), id); err != nil && fault.KindOf(err) != fault.NotFound {
				return ui.Phrase{}, err
			}
			names[id] = p
		}
		return ui.Phrase{Text: p.Native, Lang: p.NativeLang}, nil
	}
	boards, err := s.auditBoards(r, list)
	if err != nil {
		return nil, err
	}
	var out []view.AuditLine
	for _, e := range list {
		line := view.AuditLine{
			Seq: r.Lang.Number(int(e.Seq)), At: r.Lang.DateTime(exchange.In(e.At, r.zone())), Who: ui.Say(r.T("audit.system")),
			Action: auditAction(r.Lang, e.Action), Object: e.ObjectKind, Detail: auditDetail(r.Lang, e.Detail), Hash: e.Hash[:12], SideHue: sideOf(r.Event, e.Side),
		}
		side := e.Side
		if side == "" { // joint; the detail says whose act it was
			side, _ = e.Detail["side"].(string)
		}
		if side != "" {
			line.Side, line.SideHue = r.Country(side), sideOf(r.Event, side)
		}
		if e.ActorID != "" {
			if line.Who, err = person(e.ActorID); err != nil {
				return nil, err
			}
		}
		switch {
		case e.ObjectKind == "person" && e.ObjectID != e.ActorID:
			name, err := person(e.ObjectID)
			if err != nil {
				return nil, err
			}
			if name.Text != "" {
				line.About = []ui.Phrase{name}
			}
		case e.ObjectKind == "meeting":
			line.About, line.Moved = r.auditMeeting(boards, e)
		}
		out = append(out, line)
	}
	return out, nil
}

// auditBoards are the plans in which the meetings of the records are found; none
// for those who may not read the plan.
func (s *Server) auditBoards(r *Request, list []audit.Sealed) (out []*exchange.Board, err error) {
	if !r.Actor.May(access.PlanRead, access.Object{Event: r.Event.ID}) ||
		!slices.ContainsFunc(list, func(e audit.Sealed) bool { return e.ObjectKind == "meeting" }) {
		return nil, nil
	}
	for _, state := range []exchange.PlanState{exchange.Provisional, exchange.Published} {
		b, err := s.Exchange.Board(r.Context(), r.Actor, r.Event, state)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// auditMeeting says who meets, and from which time to which the meeting was moved.
func (r *Request) auditMeeting(boards []*exchange.Board, e audit.Sealed) (who []ui.Phrase, moved string) {
	for _, b := range boards {
		i := slices.IndexFunc(b.Meetings, func(t exchange.Meeting) bool { return t.UID == e.ObjectID })
		if i < 0 {
			continue
		}
		for _, id := range r.inOrder(b, b.Meetings[i]) {
			who = append(who, r.nameWord(b.People[id]))
		}
		at := func(key string) string {
			id, _ := e.Detail[key].(string)
			if slot := b.Slot(id); slot.ID != "" {
				return r.Lang.DateTime(exchange.In(slot.Starts, r.zone()))
			}
			return "—"
		}
		if e.Detail["from_slot"] != e.Detail["to_slot"] {
			moved = at("from_slot") + " → " + at("to_slot")
		}
		return who, moved
	}
	return nil, ""
}

// auditAction names an action; one that has no name yet is shown as it is stored.
func auditAction(l i18n.Lang, action string) string {
	if key := "audit.did_" + strings.ReplaceAll(action, ".", "_"); l.Has(key) {
		return l.T(key)
	}
	return action
}

// auditDetail says what changed, as far as it has a name: ids tell a reader
// nothing.
func auditDetail(l i18n.Lang, d map[string]any) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(d)) {
		key := "audit.detail_" + k
		if v := d[k]; l.Has(key) && v != nil && v != "" {
			out = append(out, l.T(key, "value", auditValue(l, v)))
		}
	}
	return strings.Join(out, " · ")
}

func auditValue(l i18n.Lang, v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return l.T("audit.yes")
		}
		return l.T("audit.no")
	case float64:
		return l.Number(int(v))
	case string:
		if key := "role." + v; l.Has(key) {
			return l.T(key)
		}
		return v
	}
	return fmt.Sprint(v)
}

func (r *Request) auditSheet(lines []view.AuditLine) Sheet {
	sh := Sheet{Name: r.T("audit.title"), Head: []string{r.T("audit.seq"), r.T("audit.at"), r.T("audit.who"), r.T("participants.country"), r.T("audit.what"), r.T("audit.detail"), r.T("audit.hash")}}
	for _, a := range lines {
		sh.Rows = append(sh.Rows, []any{a.Seq, a.At, a.Who.Text, a.Side, a.Action, a.Words(), a.Hash})
	}
	return sh
}
