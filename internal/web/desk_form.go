package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/domain/catalogue"
)

// wordLists are the list fields that are typed, a value a line.
var wordLists = []string{"technology_keywords", "market_keywords"}

// formOf writes a profile as its form sends it.
func formOf(k catalogue.Opportunity) url.Values {
	v := url.Values{"whole": {"1"}, "revision": {strconv.Itoa(k.Revision)}, "person": {k.PersonID}}
	for _, f := range catalogue.Fields {
		switch {
		case f.Text != nil:
			v.Set(f.Name, (*f.Text(&k.Content))[k.Language].Text)
		case slices.Contains(wordLists, f.Name):
			v.Set(f.Name, strings.Join(f.List(&k.Content), "\n"))
		default:
			v[f.Name] = f.List(&k.Content)
		}
	}
	number := func(name string, n int) {
		if n > 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	number("trl", k.TRL)
	number("trl_target", k.TRLTarget)
	for name, value := range map[string]string{
		"ipr": k.IPR, "price_model": k.PriceModel, "price_amount": k.PriceAmount, "price_currency": k.PriceCurrency, "export_control": k.ExportControl,
		"confidentiality": string(k.Confidentiality), "video": k.Video,
	} {
		v.Set(name, value)
	}
	if k.Anonymous {
		v.Set("anonymous", "on")
	}
	if k.ViaCentre {
		v.Set("via_centre", "on")
	}
	if k.Call != nil {
		for _, x := range callFields(k.Call) {
			v.Set("call_"+x[0], x[1])
		}
	}
	return v
}

// typed is a value as it was typed, with line ends as we store them.
func typed(v url.Values, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n"))
}

// editTyped reads the form of a profile.
func editTyped(k catalogue.Opportunity, v url.Values) catalogue.Edit {
	e := catalogue.Edit{Texts: map[string]string{}, Lists: map[string][]string{}, PersonID: v.Get("person"), Open: k.Open, ViaCentre: k.ViaCentre}
	e.Revision, _ = strconv.Atoi(v.Get("revision"))
	for _, f := range catalogue.Fields {
		if f.Text != nil && v.Has(f.Name) && f.Need(k.Type) != catalogue.Unused {
			e.Texts[f.Name] = typed(v, f.Name)
		}
	}
	if !v.Has("whole") { // boxes that are not there say nothing
		return e
	}
	e.ViaCentre = v.Has("via_centre")
	for _, f := range catalogue.Fields {
		switch {
		case f.List == nil || f.Need(k.Type) == catalogue.Unused:
		case slices.Contains(wordLists, f.Name):
			e.Lists[f.Name] = strings.FieldsFunc(v.Get(f.Name), func(c rune) bool { return strings.ContainsRune("\r\n,;，；、", c) })
		default:
			e.Lists[f.Name] = v[f.Name]
		}
	}
	e.Set = func(c *catalogue.Content) {
		c.TRL, c.TRLTarget, c.IPR = numberTyped(v, "trl"), numberTyped(v, "trl_target"), v.Get("ipr")
		c.PriceModel, c.PriceAmount, c.PriceCurrency = v.Get("price_model"), typed(v, "price_amount"), v.Get("price_currency")
		c.ExportControl, c.Confidentiality, c.Anonymous, c.Video = v.Get("export_control"), catalogue.Confidentiality(v.Get("confidentiality")), v.Has("anonymous"), typed(v, "video")
		c.Call = callTyped(k.Type, v)
	}
	return e
}

// numberTyped reads a number; what is none is -1, which no rule allows.
func numberTyped(v url.Values, name string) int {
	s := typed(v, name)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func callTyped(t catalogue.OpportunityType, v url.Values) *catalogue.Call {
	if t != catalogue.ResearchRequest {
		return nil
	}
	at := func(name string) string { return typed(v, "call_"+name) }
	c := catalogue.Call{
		Programme: at("programme"), Title: at("title"), Scheme: at("scheme"), Budget: at("budget"), Acronym: at("acronym"), Coordinator: at("coordinator"),
		InterestDeadline: at("interest_deadline"), Deadline: at("deadline"), Weeks: numberTyped(v, "call_weeks"), Link: at("link"),
	}
	if c == (catalogue.Call{}) {
		return nil
	}
	return &c
}

// said is the value of a field as a person reads it.
func (r *Request) said(name string, v url.Values) string {
	switch f, _ := catalogue.FieldNamed(name); {
	case name == "anonymous":
		if v.Has(name) {
			return r.T("profile.yes")
		}
		return r.T("profile.no")
	case name == "trl" || name == "trl_target" || f.Text != nil || slices.Contains(wordLists, name) || strings.HasPrefix(name, "call_"):
		return typed(v, name)
	default:
		var words []string
		for _, x := range v[name] {
			words = append(words, r.term(name, x))
		}
		return strings.Join(words, "\n")
	}
}
