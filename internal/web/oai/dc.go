package oai

import (
	"encoding/xml"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// dublinCore is a record in simple Dublin Core (ISO 15836), every element as
// often as there are values or languages.
type dublinCore struct {
	XMLName     xml.Name `xml:"oai_dc:dc"`
	OAI         string   `xml:"xmlns:oai_dc,attr"`
	DC          string   `xml:"xmlns:dc,attr"`
	XSI         string   `xml:"xmlns:xsi,attr"`
	Schema      string   `xml:"xsi:schemaLocation,attr"`
	Title       []words  `xml:"dc:title"`
	Creator     []words  `xml:"dc:creator"`
	Subject     []words  `xml:"dc:subject"`
	Description []words  `xml:"dc:description"`
	Publisher   []words  `xml:"dc:publisher"`
	Date        []words  `xml:"dc:date"`
	Type        []words  `xml:"dc:type"`
	Identifier  []words  `xml:"dc:identifier"`
	Language    []words  `xml:"dc:language"`
	Relation    []words  `xml:"dc:relation"`
	Coverage    []words  `xml:"dc:coverage"`
}

type words struct {
	Lang  string `xml:"xml:lang,attr,omitempty"`
	Words string `xml:",chardata"`
}

// said lists what is not empty.
func said(values ...string) (out []words) {
	for _, v := range values {
		if v != "" {
			out = append(out, words{Words: v})
		}
	}
	return out
}

// spoken lists a text in its languages.
func spoken(t i18n.Text) (out []words) {
	for _, l := range i18n.All {
		if v := t[l]; v.Text != "" {
			out = append(out, words{string(l), v.Text})
		}
	}
	return out
}

// sayDC says a record in Dublin Core.
func (p *Provider) sayDC(r Record) *metadata {
	d := &dublinCore{OAI: dcNS, DC: "http://purl.org/dc/elements/1.1/", XSI: xsiNS, Schema: dcNS + " " + dcSchema, Coverage: said(r.Country)}
	if o := r.Organisation; o != nil {
		d.Title, d.Description = spoken(o.Name), spoken(o.Description)
		d.Type, d.Identifier = said("Organization", o.Kind), said(o.URL, o.ROR)
		d.Relation = said(o.Website)
		for _, up := range o.PartOf {
			d.Relation = append(d.Relation, said(p.identifier(OrgUnit, up.ID))...)
		}
	}
	if o := r.Opportunity; o != nil {
		kind := "Offer"
		if r.Kind == Request {
			kind = "Request"
		}
		d.Title, d.Description = spoken(o.Title), spoken(o.Summary)
		d.Type, d.Identifier = said(kind), said(o.URL, o.Reference)
		for _, k := range o.Keywords {
			d.Subject = append(d.Subject, words{string(o.Language), k})
		}
		for _, s := range o.Subjects {
			d.Subject = append(d.Subject, said(s.Label)...)
		}
		if o.Owner != nil {
			d.Creator = spoken(o.Owner.Name)
		}
		if o.Centre != nil {
			d.Publisher = spoken(o.Centre.Name)
		}
		if !o.Published.IsZero() {
			d.Date = said(o.Published.UTC().Format(time.DateOnly))
		}
	}
	for _, t := range d.Title {
		d.Language = append(d.Language, words{Words: t.Lang})
	}
	return &metadata{DC: d}
}
