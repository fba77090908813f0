package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// remarkRows are the rows in which remarks are written: those typed, and a few
// empty ones.
func (r *Request) remarkRows(p catalogue.Opportunity) (rows []view.RemarkRow) {
	typed, n := remarksTyped(r), 3
	if more, err := strconv.Atoi(r.URL.Query().Get("remarks")); err == nil {
		n = min(max(more, n), 20)
	}
	for i := range max(n, len(typed)) {
		row := view.RemarkRow{}
		var x catalogue.Remark
		if i < len(typed) {
			x = typed[i]
		}
		row.Rule, row.Evidence = x.Rule, x.Evidence
		for _, s := range catalogue.Severities {
			row.Severities = append(row.Severities, ui.Option{Value: string(s), Label: r.T("editor.severity_" + string(s)), Selected: x.Severity == s || x.Severity == "" && s == catalogue.Major})
		}
		row.Fields = []ui.Option{{Value: "", Label: r.T("desk.whole_profile")}}
		for _, name := range fieldNames(p.Type) {
			row.Fields = append(row.Fields, ui.Option{Value: name, Label: r.T("profile." + name), Selected: x.Field == name})
		}
		rows = append(rows, row)
	}
	return rows
}

// fillHistory adds the remarks, and the steps with the person and the centre
// that took them.
func (s *Server) fillHistory(r *Request, p *view.DeskProfilePage, history []catalogue.StepTaken, names map[string]ui.Phrase) error {
	centres := map[string]ui.Phrase{}
	for _, x := range history {
		who, err := r.person(names, x.PersonID)
		if err != nil {
			return err
		}
		if _, ok := centres[x.CentreID]; !ok {
			if centres[x.CentreID], err = s.centreName(r, x.CentreID); err != nil {
				return err
			}
		}
		at := exchange.In(x.At, r.zone())
		h := view.HistoryLine{
			At: r.Lang.DateTime(at), Step: r.T("profile_step." + string(x.Step) + "_done"), Who: who, Centre: centres[x.CentreID], Note: x.Note, Remarks: len(x.Remarks), Kind: stateKind(x.To),
			Revision: x.Revision,
		}
		if x.PersonID == "" {
			h.Who = ui.Say(r.T("desk.by_clock"))
		}
		p.History = append(p.History, h)
		for _, m := range x.Remarks {
			line := view.RemarkLine{ID: m.ID, Props: ui.RemarkProps{
				ID: "remark-" + m.ID, Severity: ui.Severity(m.Severity), Text: ui.Say(m.Rule), Evidence: ui.Say(m.Evidence), By: who, At: at, Resolved: !m.Resolved.IsZero(),
			}}
			if m.Field != "" {
				line.Props.Field.Label = r.fieldLabel(m.Field)
				if p.Writes {
					line.Props.Field.URL = p.URL + "/edit#" + ui.FieldID(m.Field)
				}
			}
			if m.Resolved.IsZero() {
				p.OpenRemarks++
			} else {
				line.Props.Note = r.T("desk.resolved_on", "day", r.dayOf(m.Resolved))
			}
			p.Remarks = append(p.Remarks, line)
		}
	}
	slices.SortStableFunc(p.Remarks, func(a, b view.RemarkLine) int { return btoi(a.Props.Resolved) - btoi(b.Props.Resolved) })
	return nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// remarksTyped reads the remarks of a form, without the rows left empty.
func remarksTyped(r *Request) (out []catalogue.Remark) {
	for i := range r.PostForm["rule"] {
		at := func(name string) string {
			if list := r.PostForm[name]; i < len(list) {
				return strings.TrimSpace(list[i])
			}
			return ""
		}
		x := catalogue.Remark{Severity: catalogue.Severity(at("severity")), Field: at("field"), Rule: at("rule"), Evidence: at("evidence")}
		if x.Rule != "" || x.Evidence != "" {
			out = append(out, x)
		}
	}
	return out
}
