package oai

import (
	"encoding/xml"

	"github.com/birzha/birzha/internal/base/i18n"
)

// mlang is a text in one language with its origin: "o" original, "h" translated
// by a person, "m" by a machine.
type mlang struct {
	Lang  string `xml:"xml:lang,attr"`
	Trans string `xml:"trans,attr,omitempty"`
	Words string `xml:",chardata"`
}

// typed is a value with a namespace of its own: that of its vocabulary.
type typed struct {
	XMLName xml.Name
	Value   string `xml:",chardata"`
}

type classified struct {
	Scheme string `xml:"scheme,attr"`
	Class  string `xml:",chardata"`
}

type federated struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

// orgUnit is an organisation; the order of the fields is that of the schema.
type orgUnit struct {
	XMLName xml.Name     `xml:"https://www.openaire.eu/cerif-profile/1.1/ OrgUnit"`
	ID      string       `xml:"id,attr"`
	Type    []classified `xml:"Type"`
	Acronym string       `xml:"Acronym,omitempty"`
	Name    []mlang      `xml:"Name"`
	IDs     []federated  `xml:"Identifier"`
	Address []string     `xml:"ElectronicAddress"`
	PartOf  []partOf     `xml:"PartOf"`
}

type partOf struct {
	OrgUnit orgRef `xml:"OrgUnit"`
}

// orgRef names an organisation inside of another record.
type orgRef struct {
	ID   string  `xml:"id,attr"`
	Name []mlang `xml:"Name"`
}

// product is an offer: a result of research other than a publication or patent.
type product struct {
	XMLName     xml.Name `xml:"https://www.openaire.eu/cerif-profile/1.1/ Product"`
	ID          string   `xml:"id,attr"`
	Type        typed
	Name        []mlang      `xml:"Name"`
	URL         string       `xml:"URL,omitempty"`
	Creators    *creators    `xml:"Creators"`
	Publishers  *publishers  `xml:"Publishers"`
	Description []mlang      `xml:"Description"`
	Subject     []classified `xml:"Subject"`
	Keyword     []mlang      `xml:"Keyword"`
}

type creators struct {
	Creator partOf `xml:"Creator"`
}

type publishers struct {
	Publisher partOf `xml:"Publisher"`
}

// orgTypes are the classes of CERIF by the kind of an organisation.
var orgTypes = map[string]string{
	"institute": "ResearchInstitute", "university": "HigherEducation",
	"company_small": "Commercial", "company_medium": "Commercial", "company_large": "Commercial",
}

const orgVocabulary = "https://w3id.org/cerif/vocab/OrganisationTypes"

// sayCERIF says an organisation as OrgUnit, an offer as Product.
func (p *Provider) sayCERIF(r Record) *metadata {
	if o := r.Organisation; o != nil {
		u := &orgUnit{ID: r.ID, Acronym: o.Acronym, Name: multilingual(o.Name)}
		if t := orgTypes[o.Kind]; t != "" {
			u.Type = []classified{{orgVocabulary, orgVocabulary + "#" + t}}
		}
		if o.ROR != "" {
			u.IDs = []federated{{"https://w3id.org/cerif/vocab/IdentifierTypes#RORID", o.ROR}}
		}
		if o.Website != "" {
			u.Address = []string{o.Website}
		}
		for _, up := range o.PartOf {
			u.PartOf = append(u.PartOf, partOf{p.ref(up)})
		}
		return &metadata{OrgUnit: u}
	}
	o := r.Opportunity
	if o == nil {
		return nil
	}
	out := &product{
		ID: r.ID, Name: multilingual(o.Title), URL: o.URL, Description: multilingual(o.Summary),
		// of the resource types of COAR, "other": none of them is a technology
		Type: typed{xml.Name{Space: "https://www.openaire.eu/cerif-profile/vocab/COAR_Product_Types", Local: "Type"}, "http://purl.org/coar/resource_type/c_1843"},
	}
	if o.Owner != nil {
		out.Creators = &creators{partOf{p.ref(*o.Owner)}}
	}
	if o.Centre != nil {
		out.Publishers = &publishers{partOf{p.ref(*o.Centre)}}
	}
	for _, s := range o.Subjects {
		if s.Scheme != "" && s.Class != "" {
			out.Subject = append(out.Subject, classified{s.Scheme, s.Class})
		}
	}
	for _, k := range o.Keywords {
		out.Keyword = append(out.Keyword, mlang{Lang: string(o.Language), Words: k})
	}
	return &metadata{Product: out}
}

func (p *Provider) ref(r Ref) orgRef { return orgRef{ID: r.ID, Name: multilingual(r.Name)} }

func multilingual(t i18n.Text) (out []mlang) {
	for _, l := range i18n.All {
		v := t[l]
		if v.Text == "" {
			continue
		}
		trans := "h"
		switch v.State {
		case i18n.Original, "":
			trans = "o"
		case i18n.Machine:
			trans = "m"
		}
		out = append(out, mlang{string(l), trans, v.Text})
	}
	return out
}
