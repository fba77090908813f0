package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/web/view"
)

// schemes are the vocabularies that name the values of a field.
var schemes = map[string]*vocabulary.Scheme{
	"ipr": vocabulary.IPRStatuses, "partners": vocabulary.PartnerKinds, "partnerships": vocabulary.Partnerships, "sdgs": vocabulary.SDG, "price_model": vocabulary.PriceModels,
	"export_control": vocabulary.ExportControl, "confidentiality": vocabulary.Confidential, "ford": vocabulary.FORD, "grnti": vocabulary.GRNTI, "ipc": vocabulary.IPC, "stage": vocabulary.Stages,
}

// term names a value of a field in the reader's language; what no vocabulary
// names is shown as it is.
func (r *Request) term(field, value string) string { return TermName(r.Lang, field, value) }

// TermName names a value of a profile's field. Codes of classifications stand
// before their names.
func TermName(l i18n.Lang, field, value string) string {
	switch {
	case value == "":
		return ""
	case field == "areas":
		return l.T("area." + value)
	case field == "targets":
		return placeName(l, value)
	case field == "sdgs" && value == "none":
		return l.T("profile.sdg_none")
	case field == "ford" || field == "grnti" || field == "ipc" || field == "sdgs":
		t, ok := schemes[field].Nearest(value)
		if !ok {
			return value
		}
		return value + " " + t.In(l)
	}
	if s := schemes[field]; s != nil {
		return s.Term(value).In(l)
	}
	return value
}

// placeName names a country, or a region with its country.
func placeName(l i18n.Lang, code string) string {
	country := vocabulary.CountryOf(code)
	if country == "" {
		return vocabulary.Country(code).In(l)
	}
	return vocabulary.Country(country).In(l) + " · " + vocabulary.Region(code).In(l)
}

// choices are the values of a profile beside its texts, named for the reader.
func (r *Request) choices(c catalogue.Content) (out []view.FactLine) {
	add := func(name string, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			out = append(out, view.FactLine{Label: r.T("profile." + name), Values: values})
		}
	}
	if c.TRL > 0 {
		add("trl", r.T("profile.trl_"+strconv.Itoa(min(c.TRL, 9))))
		add("stage", r.term("stage", vocabulary.StageOf(c.TRL)))
	}
	if c.TRLTarget > 0 {
		add("trl_target", r.T("profile.trl_"+strconv.Itoa(min(c.TRLTarget, 9))))
	}
	add("ipr", r.term("ipr", c.IPR))
	for _, f := range catalogue.Fields {
		if f.List == nil {
			continue
		}
		var values []string
		for _, v := range f.List(&c) {
			values = append(values, r.term(f.Name, v))
		}
		add(f.Name, values...)
	}
	add("price_model", r.term("price_model", c.PriceModel), strings.TrimSpace(c.PriceAmount+" "+c.PriceCurrency))
	add("export_control", r.term("export_control", c.ExportControl))
	add("video", c.Video)
	if c.Call != nil {
		for _, x := range callFields(c.Call) {
			add("call_"+x[0], x[1])
		}
	}
	return out
}

// callFields are the values of a call, by the names of their fields.
func callFields(c *catalogue.Call) [][2]string {
	weeks := ""
	if c.Weeks > 0 {
		weeks = strconv.Itoa(c.Weeks)
	}
	return [][2]string{
		{"programme", c.Programme},
		{"title", c.Title},
		{"scheme", c.Scheme},
		{"budget", c.Budget},
		{"acronym", c.Acronym},
		{"coordinator", c.Coordinator},
		{"interest_deadline", c.InterestDeadline},
		{"deadline", c.Deadline},
		{"weeks", weeks},
		{"link", c.Link},
	}
}
