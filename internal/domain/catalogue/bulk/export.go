package bulk

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/een"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Export is what leaves the catalogue: profiles as one reader sees them, and
// organisations. It is read again by an import as it was written.
type Export struct {
	Views         []catalogue.View
	Organisations []catalogue.Organisation
}

// ExportOf divides what a search has found.
func ExportOf(things []catalogue.Thing) (x Export) {
	for _, t := range things {
		switch {
		case t.Profile != nil:
			x.Views = append(x.Views, *t.Profile)
		case t.Organisation != nil:
			x.Organisations = append(x.Organisations, *t.Organisation)
		}
	}
	return x
}

// cells are the values of one thing, by column; lists are not joined.
type cells map[string]any

func put(c cells, column string, v any) {
	switch x := v.(type) {
	case string:
		if x == "" {
			return
		}
	case int:
		if x == 0 {
			return
		}
	case []string:
		if len(x) == 0 {
			return
		}
	}
	c[column] = v
}

func putText(c cells, field string, t i18n.Text) {
	for _, l := range t.Languages() {
		put(c, Column{field, l}.String(), t[l].Text)
	}
}

func organisationCells(o catalogue.Organisation) cells {
	c := cells{}
	putText(c, "organisation", o.Name)
	put(c, "ror", o.RORID)
	put(c, "national_id", o.NationalID)
	put(c, "kind", string(o.Kind))
	put(c, "country", o.Country)
	put(c, "region", o.Region)
	putText(c, "city", o.City)
	put(c, "website", o.Website)
	return c
}

// record is an organisation whole, as its own row.
func record(o catalogue.Organisation) cells {
	c := organisationCells(o)
	put(c, "external_id", o.Slug)
	put(c, "aliases", o.Aliases)
	put(c, "areas", catalogue.Codes(o.Areas))
	putText(c, "about", o.Description)
	return c
}

func profileCells(v catalogue.View) cells {
	p := v.Opportunity
	c := cells{}
	if v.Owner.ID != "" {
		c = organisationCells(v.Owner)
	}
	put(c, "country", v.Country)
	put(c, "reference", p.Reference)
	put(c, "type", string(p.Type))
	put(c, "language", string(p.Language))
	for _, f := range catalogue.Fields {
		if f.Text != nil {
			putText(c, f.Name, *f.Text(&p.Content))
		} else {
			put(c, f.Name, f.List(&p.Content))
		}
	}
	put(c, "trl", p.TRL)
	put(c, "trl_target", p.TRLTarget)
	for field, s := range map[string]string{
		"ipr": p.IPR, "price_model": p.PriceModel, "price_amount": p.PriceAmount, "price_currency": p.PriceCurrency, "export_control": p.ExportControl,
		"confidentiality": string(p.Confidentiality), "video": p.Video,
	} {
		put(c, field, s)
	}
	if p.Anonymous {
		put(c, "anonymous", "yes")
	}
	if k := p.Call; k != nil {
		for field, s := range map[string]string{
			"call_programme": k.Programme, "call_title": k.Title, "call_scheme": k.Scheme, "call_budget": k.Budget, "call_acronym": k.Acronym, "call_coordinator": k.Coordinator,
			"call_interest_deadline": k.InterestDeadline, "call_deadline": k.Deadline, "call_link": k.Link,
		} {
			put(c, field, s)
		}
		put(c, "call_weeks", k.Weeks)
	}
	return c
}

// Sheets are the tables of an export for a spreadsheet, with headings in l. A
// table without rows is left out, but one is always there.
func (x Export) Sheets(l i18n.Lang) (out []Written) {
	var profiles, orgs []cells
	for _, v := range x.Views {
		profiles = append(profiles, profileCells(v))
	}
	for _, o := range x.Organisations {
		orgs = append(orgs, record(o))
	}
	if len(profiles) > 0 || len(orgs) == 0 {
		out = append(out, table(Profiles, profiles, l))
	}
	if len(orgs) > 0 {
		out = append(out, table(Organisations, orgs, l))
	}
	return out
}

// Written is one table to be written.
type Written struct {
	Kind Kind
	Head []string
	Rows [][]any
}

// table lays things out in the order of Fields; columns without a value in any
// row are left out, but title and organisation stay.
func table(k Kind, list []cells, l i18n.Lang) Written {
	used := map[string]bool{}
	for _, c := range list {
		for name := range c {
			used[name] = true
		}
	}
	t := Written{Kind: k}
	var columns []Column
	for _, f := range Fields {
		for _, lang := range append([]i18n.Lang{""}, i18n.All...) {
			if c := (Column{f, lang}); used[c.String()] {
				columns = append(columns, c)
				t.Head = append(t.Head, c.Heading(l))
			}
		}
	}
	if len(columns) == 0 {
		c := Column{Field: map[Kind]string{Profiles: "title", Organisations: "organisation"}[k]}
		t.Head = []string{c.Heading(l)}
	}
	for _, c := range list {
		row := make([]any, len(columns))
		for i, col := range columns {
			row[i] = ""
			switch v := c[col.String()].(type) {
			case nil:
			case []string:
				row[i] = strings.Join(v, "; ")
			default:
				row[i] = v
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// JSON writes the export as a document that ReadDocument reads: texts are
// objects by language.
func (x Export) JSON(w io.Writer) error {
	d := struct {
		Profiles      []map[string]any `json:"profiles"`
		Organisations []map[string]any `json:"organisations"`
	}{[]map[string]any{}, []map[string]any{}}
	for _, v := range x.Views {
		d.Profiles = append(d.Profiles, nested(profileCells(v)))
	}
	for _, o := range x.Organisations {
		d.Organisations = append(d.Organisations, nested(record(o)))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(d)
}

func nested(c cells) map[string]any {
	out := map[string]any{}
	for name, v := range c {
		field, lang, cut := strings.Cut(name, ".")
		if !cut {
			out[name] = v
			continue
		}
		m, _ := out[field].(map[string]any)
		if m == nil {
			m = map[string]any{}
			out[field] = m
		}
		m[lang] = v
	}
	return out
}

// EEN writes the profiles as the network exchanges them, in English; those
// without an English title are left out, and counted.
func (x Export) EEN(w io.Writer, address func(reference string) string) (left int, err error) {
	list := []een.Profile{}
	for _, v := range x.Views {
		if v.Title[i18n.EN].Text == "" {
			left++
			continue
		}
		list = append(list, toEEN(v, address(v.Reference)))
	}
	return left, een.WriteJSON(w, list)
}

func toEEN(v catalogue.View, address string) een.Profile {
	p := v.Opportunity
	en := func(t i18n.Text) string { return t[i18n.EN].Text }
	words := func(list []string) (out []een.Keyword) {
		for _, k := range list {
			out = append(out, een.Keyword{Label: k})
		}
		return out
	}
	out := een.Profile{
		ID: p.Reference, Reference: p.Reference, Type: string(p.Type), Status: "PUBLISHED", Country: v.Country, Title: en(p.Title), Summary: en(p.Summary), Description: en(p.Description),
		Advantages: en(p.Advantages), Specification: en(p.Specification), PartnerRole: en(p.PartnerRole), Stage: vocabulary.StageOf(p.TRL), StageNote: en(p.StageNote), IPR: p.IPR, IPRNote: en(p.IPRNote),
		Partnerships: p.Partnerships, Partners: p.Partners, SDGs: p.SDGs, Technology: words(p.TechnologyKeywords), Market: words(p.MarketKeywords), Sectors: nil, Modified: p.Updated, Published: p.Published,
		Expires: p.ValidUntil, Open: p.Open, URL: address, Video: p.Video,
	}
	for _, a := range p.Areas {
		out.Sectors = append(out.Sectors, i18n.EN.T("area."+string(a)))
	}
	for _, t := range p.Targets {
		if len(t) == 2 {
			out.Targets = append(out.Targets, t)
		}
	}
	if c := p.Call; c != nil {
		out.Call = &een.Call{
			Programme: c.Programme, Title: c.Title, Scheme: c.Scheme, Budget: c.Budget, Acronym: c.Acronym, Link: c.Link, Coordinator: c.Coordinator, Weeks: c.Weeks,
			InterestDeadline: parse(c.InterestDeadline), Deadline: parse(c.Deadline),
		}
	}
	return out
}

// parse reads a day; none is zero.
func parse(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t
}
