package web

import (
	"slices"
	"strconv"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// editorLayout is the order of the fields in the form, by section.
var editorLayout = []struct {
	key    string
	fields []string
}{
	{"what", []string{"title", "summary", "description", "advantages", "specification"}},
	{"stage", []string{"trl", "stage", "stage_note", "trl_target", "ipr", "ipr_note"}},
	{"partner", []string{"partner_role", "partners", "partnerships", "targets"}},
	{"classes", []string{"areas", "technology_keywords", "market_keywords", "ford", "grnti", "ipc", "sdgs"}},
	{"terms", []string{"price_model", "price_amount", "price_currency", "price_note", "export_control"}},
	{"readers", []string{"confidentiality", "anonymous", "video", "person", "via_centre"}},
	{"call", []string{"call_programme", "call_title", "call_scheme", "call_budget", "call_acronym", "call_coordinator", "call_interest_deadline", "call_deadline", "call_weeks", "call_link"}},
}

// editorSections are the fields that the type uses, filled with what is typed.
func (s *Server) editorSections(r *Request, x editor) (out []view.EditorSection, err error) {
	for _, l := range editorLayout {
		if l.key == "call" && x.Type != catalogue.ResearchRequest {
			continue
		}
		sec := view.EditorSection{ID: "part-" + l.key, Title: r.T("desk.part_" + l.key)}
		for _, name := range l.fields {
			f, known := catalogue.FieldNamed(name)
			if known && f.Need(x.Type) == catalogue.Unused || name == "via_centre" && x.CentreID == "" {
				continue
			}
			item := r.editorItem(x, name)
			if name == "person" {
				if item.Options, err = s.contactOptions(r, x); err != nil {
					return nil, err
				}
			}
			sec.Items = append(sec.Items, item)
		}
		out = append(out, sec)
	}
	return out, nil
}

// editorItem prepares one field.
func (r *Request) editorItem(x editor, name string) view.EditorItem {
	it := view.EditorItem{Name: name, Label: r.fieldLabel(name), Error: x.bad.At(name), Value: x.values.Get(name), Lang: x.Language, Optional: true}
	if key := "desk.about_" + name; r.Lang.Has(key) {
		it.Hint = r.T(key)
	}
	if f, ok := catalogue.FieldNamed(name); ok {
		it.Optional = f.Need(x.Type) != catalogue.Mandatory
		r.fieldItem(&it, f, x)
		return it
	}
	r.choiceItem(&it, x)
	return it
}

// fieldItem prepares a text or a list of the field table.
func (r *Request) fieldItem(it *view.EditorItem, f catalogue.Field, x editor) {
	it.Max = f.Max
	switch {
	case f.Text != nil && f.Name == "title":
		it.Kind = "line"
	case f.Text != nil:
		it.Kind, it.Rows = "text", min(max(f.Max/300, 3), 12)
	case slices.Contains(wordLists, f.Name):
		it.Kind, it.Rows, it.Max = "text", 5, 0
	case f.Values != nil:
		it.Kind = "boxes"
		for _, v := range f.Values(x.Type) {
			it.Options = append(it.Options, ui.Option{Value: v, Label: r.term(f.Name, v), Selected: slices.Contains(x.values[f.Name], v)})
		}
	default:
		it.Kind = "pick"
		r.fillPick(it, f, x.values[f.Name])
	}
}

// choiceItem prepares a field that is one value.
func (r *Request) choiceItem(it *view.EditorItem, x editor) {
	one := func(values []string, field string) {
		it.Kind, it.Options = "select", []ui.Option{{Value: "", Label: r.T("desk.unsaid")}}
		for _, v := range values {
			it.Options = append(it.Options, ui.Option{Value: v, Label: r.term(field, v), Selected: v == it.Value})
		}
	}
	switch it.Name {
	case "trl", "trl_target":
		it.Kind, it.Options = "select", []ui.Option{{Value: "", Label: r.T("profile.trl_unsaid")}}
		for n := 1; n <= 9; n++ {
			v := strconv.Itoa(n)
			it.Options = append(it.Options, ui.Option{Value: v, Label: r.T("profile.trl_" + v), Selected: v == it.Value})
		}
		it.Optional = it.Name == "trl_target" || x.Type != catalogue.TechnologyOffer
	case "stage":
		it.Kind = "stage"
		it.Value = r.stageWords(numberTyped(x.values, "trl"))
	case "ipr":
		one(catalogue.IPRs, "ipr")
		it.Optional = x.Type != catalogue.TechnologyOffer
	case "price_model":
		one(catalogue.PriceModels, "price_model")
	case "price_currency":
		one(catalogue.Currencies, "")
	case "export_control":
		one(catalogue.ExportControls, "export_control")
		it.Optional = false
	case "confidentiality":
		it.Kind, it.Optional = "radios", false
		for _, c := range catalogue.Confidentialities {
			it.Options = append(it.Options, ui.Option{Value: string(c), Label: r.term("confidentiality", string(c)), Hint: r.T("desk.level_" + string(c)), Selected: string(c) == it.Value})
		}
	case "anonymous", "via_centre":
		it.Kind = "box"
	case "person":
		it.Kind, it.Label = "select", r.T("profile.contact")
	case "call_coordinator":
		it.Kind, it.Optional = "select", false
		it.Options = []ui.Option{{Value: "", Label: r.T("desk.unsaid")}, {Value: "yes", Label: r.T("profile.yes"), Selected: it.Value == "yes"}, {Value: "no", Label: r.T("profile.no"), Selected: it.Value == "no"}}
	case "call_interest_deadline", "call_deadline":
		it.Kind, it.Type, it.Optional = "line", "date", false
	case "call_weeks", "price_amount":
		it.Kind, it.Type, it.Short = "line", "text", true
	default:
		it.Kind = "line"
		it.Optional = it.Name != "call_programme" && it.Name != "call_title"
	}
}

// stageWords names the stage of development that a readiness level means.
func (r *Request) stageWords(trl int) string {
	if stage := vocabulary.StageOf(trl); stage != "" {
		return r.term("stage", stage)
	}
	return r.T("desk.no_stage")
}

func (s *Server) contactOptions(r *Request, x editor) (out []ui.Option, err error) {
	ids, err := s.Catalogue.WhomToMeet(r.Context(), s.DB, x.Opportunity)
	if err != nil {
		return nil, err
	}
	names := map[string]ui.Phrase{}
	for _, id := range ids {
		name, err := r.person(names, id)
		if err != nil {
			return nil, err
		}
		if name.Text != "" {
			out = append(out, ui.Option{Value: id, Label: name.Text, Lang: name.Lang, Selected: x.values.Get("person") == id})
		}
	}
	return out, nil
}
