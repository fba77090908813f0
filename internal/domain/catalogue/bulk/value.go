package bulk

import (
	"strings"
	"sync"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// values finds a controlled value by its code or by its name in any language.
type values map[string]string

func valuesOf(codes []string, name func(code string, l i18n.Lang) string) values {
	v := values{}
	for _, code := range codes {
		for _, l := range i18n.All {
			if f := fold(name(code, l)); f != "" {
				if _, taken := v[f]; !taken {
					v[f] = code
				}
			}
		}
	}
	for _, code := range codes { // a code is itself whatever else bears its letters
		v[fold(code)] = code
	}
	return v
}

func scheme(s *vocabulary.Scheme) values {
	var codes []string
	for _, t := range s.Terms() {
		codes = append(codes, t.Code)
	}
	return valuesOf(codes, func(code string, l i18n.Lang) string { return s.Term(code).In(l) })
}

func listed(codes []string, s *vocabulary.Scheme) values {
	return valuesOf(codes, func(code string, l i18n.Lang) string { return s.Term(code).In(l) })
}

// controlled are the values of each field that has some.
var controlled = sync.OnceValue(func() map[string]values {
	regions := scheme(vocabulary.Regions)
	places := scheme(vocabulary.Countries)
	for k, v := range regions {
		if _, taken := places[k]; !taken {
			places[k] = v
		}
	}
	return map[string]values{
		"type": listed(catalogue.Codes(catalogue.OpportunityTypes), vocabulary.ProfileTypes),
		"ipr":  listed(catalogue.IPRs, vocabulary.IPRStatuses), "partnerships": scheme(vocabulary.Partnerships), "partners": listed(catalogue.PartnerTypes, vocabulary.PartnerKinds),
		"sdgs": listed(catalogue.SDGs, vocabulary.SDG), "ford": scheme(vocabulary.FORD), "grnti": scheme(vocabulary.GRNTI), "ipc": scheme(vocabulary.IPC),
		"price_model": listed(catalogue.PriceModels, vocabulary.PriceModels), "export_control": listed(catalogue.ExportControls, vocabulary.ExportControl),
		"confidentiality": listed(catalogue.Codes(catalogue.Confidentialities), vocabulary.Confidential), "price_currency": valuesOf(catalogue.Currencies, func(string, i18n.Lang) string { return "" }),
		"country": scheme(vocabulary.Countries), "region": regions, "targets": places,
		"areas":    valuesOf(catalogue.Codes(catalogue.Areas), func(code string, l i18n.Lang) string { return l.T("area." + code) }),
		"kind":     valuesOf(catalogue.Codes(catalogue.Kinds), func(code string, l i18n.Lang) string { return l.T("kind." + code) }),
		"language": langValues(), "call_coordinator": yesNo("yes", "no"), "anonymous": yesNo("true", "false"),
	}
})

func langValues() values {
	v := values{}
	for w, l := range langWords {
		v[w] = string(l)
	}
	return v
}

func yesNo(yes, no string) values {
	v := values{}
	for _, w := range []string{"yes", "true", "1", "да", "так", "是", "y"} {
		v[w] = yes
	}
	for _, w := range []string{"no", "false", "0", "нет", "не", "否", "n"} {
		v[w] = no
	}
	return v
}

// patterned are classifications whose deeper codes are valid without a name.
var patterned = map[string]*vocabulary.Scheme{"grnti": vocabulary.GRNTI, "ford": vocabulary.FORD, "ipc": vocabulary.IPC, "region": vocabulary.Regions, "targets": vocabulary.Regions}

// code reads a controlled value; ok is false where it is not known.
func code(field, s string) (string, bool) {
	v, has := controlled()[field]
	if !has {
		return s, true
	}
	if c, ok := v[fold(s)]; ok {
		return c, true
	}
	if sch := patterned[field]; sch != nil && sch.Valid(s) {
		return s, true
	}
	if field == "sdgs" { // "SDG 9", "Goal 9: …"
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
			if c, ok := v[w]; ok {
				return c, true
			}
		}
	}
	return "", false
}

// choice reads a field of one controlled value; "" where nothing is said.
func (r *rec) choice(field string) string {
	s := r.get(field)
	if s == "" {
		return ""
	}
	c, ok := code(field, s)
	if !ok {
		r.fail(field, "bulk.unknown_value", "value", short(s))
	}
	return c
}

// choices reads a field of several.
func (r *rec) choices(field string) (out []string) {
	for _, s := range r.list(field) {
		if c, ok := code(field, s); ok {
			out = append(out, c)
		} else {
			r.fail(field, "bulk.unknown_value", "value", short(s))
		}
	}
	return out
}

// short cuts a value that is shown in a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
