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
// those of their own side and those made by the system.
func (s *Server) audit(r *Request) error {
	q := r.URL.Query()
	f := audit.Filter{EventID: r.Event.ID, Offset: (page(q) - 1) * perPage, Limit: perPage}
	if !r.Actor.May(access.AuditRead, access.Object{Event: r.Event.ID}) {
		side, ok := r.Actor.Side(r.Event.ID, access.Organiser)
		if !ok {
			return fault.Missing()
		}
		f.Side = side
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
	var out []view.AuditLine
	for _, e := range list {
		line := view.AuditLine{
			Seq: r.Lang.Number(int(e.Seq)), At: r.Lang.DateTime(exchange.In(e.At, r.zone())), Who: ui.Say(r.T("audit.system")),
			Action: auditAction(r.Lang, e.Action), Object: e.ObjectKind, Detail: auditDetail(r.Lang, e.Detail), Hash: e.Hash[:12], SideHue: sideOf(r.Event, e.Side),
		}
		if e.Side != "" {
			line.Side = r.Country(e.Side)
		}
		if e.ActorID != "" {
			p, ok := names[e.ActorID]
			if !ok {
				var err error
				if p, err = s.Identity.PersonByID(r.Context(), e.ActorID); err != nil && fault.KindOf(err) != fault.NotFound {
					return nil, err
				}
				names[e.ActorID] = p
			}
			line.Who = ui.Phrase{Text: p.Native, Lang: p.NativeLang}
		}
		out = append(out, line)
	}
	return out, nil
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
		sh.Rows = append(sh.Rows, []any{a.Seq, a.At, a.Who.Text, a.Side, a.Action, a.Detail, a.Hash})
	}
	return sh
}
