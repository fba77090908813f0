package oai

import (
	"context"
	"encoding/xml"
	"net/url"
	"slices"
)

type identify struct {
	Name        string        `xml:"repositoryName"`
	Base        string        `xml:"baseURL"`
	Version     string        `xml:"protocolVersion"`
	Emails      []string      `xml:"adminEmail"`
	Earliest    string        `xml:"earliestDatestamp"`
	Deleted     string        `xml:"deletedRecord"`
	Granularity string        `xml:"granularity"`
	About       []description `xml:"description"`
}

type description struct {
	Identifier *oaiIdentifier
	Service    *service
}

type oaiIdentifier struct {
	XMLName    xml.Name `xml:"http://www.openarchives.org/OAI/2.0/oai-identifier oai-identifier"`
	Scheme     string   `xml:"scheme"`
	Repository string   `xml:"repositoryIdentifier"`
	Delimiter  string   `xml:"delimiter"`
	Sample     string   `xml:"sampleIdentifier"`
}

// service describes the repository itself in CERIF.
type service struct {
	XMLName       xml.Name `xml:"https://www.openaire.eu/cerif-profile/1.1/ Service"`
	ID            string   `xml:"id,attr"`
	Compatibility typed
	Acronym       string     `xml:"Acronym"`
	Name          mlang      `xml:"Name"`
	Description   *mlang     `xml:"Description"`
	Website       string     `xml:"WebsiteURL"`
	Base          string     `xml:"OAIPMHBaseURL"`
	Owner         *ownerNode `xml:"Owner"`
}

type ownerNode struct {
	OrgUnit orgRef `xml:"OrgUnit"`
}

// identify describes the repository, as OAI-PMH and OpenAIRE want it.
func (p *Provider) identify(ctx context.Context) (*identify, error) {
	earliest, err := p.Source.Earliest(ctx)
	if err != nil {
		return nil, err
	}
	s := &service{
		ID: p.Host, Acronym: p.Host, Name: mlang{Lang: "en", Words: p.Name}, Website: p.Site, Base: p.Base,
		Compatibility: typed{
			XMLName: xml.Name{Space: "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Service_Compatibility", Local: "Compatibility"},
			Value:   "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Service_Compatibility#1.1",
		},
	}
	if p.About != "" {
		s.Description = &mlang{Lang: "en", Words: p.About}
	}
	if p.Owner.ID != "" {
		s.Owner = &ownerNode{p.ref(p.Owner)}
	}
	return &identify{
		Name: p.Name, Base: p.Base, Version: "2.0", Emails: p.Emails, Earliest: stamp(earliest), Deleted: p.Deleted, Granularity: granularity,
		About: []description{
			{Identifier: &oaiIdentifier{Scheme: "oai", Repository: p.Host, Delimiter: ":", Sample: p.identifier(OrgUnit, "0192f0c1-7a3e-7c55-9b1e-6f1d2c3b4a59")}},
			{Service: s},
		},
	}, nil
}

type formats struct {
	Formats []formatNode `xml:"metadataFormat"`
}

type formatNode struct {
	Prefix string `xml:"metadataPrefix"`
	Schema string `xml:"schema"`
	NS     string `xml:"metadataNamespace"`
}

// format is a metadata format: its name, and which records it can say.
type format struct {
	node  formatNode
	kinds []Kind
	say   func(*Provider, Record) *metadata
}

var allFormats = []format{
	{formatNode{"oai_dc", dcSchema, dcNS}, []Kind{OrgUnit, Offer, Request}, (*Provider).sayDC},
	{formatNode{"oai_cerif_openaire", cerifSchema, cerifNS}, []Kind{OrgUnit, Offer}, (*Provider).sayCERIF},
}

func formatOf(prefix string) (format, error) {
	i := slices.IndexFunc(allFormats, func(f format) bool { return f.node.Prefix == prefix })
	if i < 0 {
		return format{}, &refusal{cannotDisseminateFormat, "the formats are oai_dc and oai_cerif_openaire"}
	}
	return allFormats[i], nil
}

// formats lists the formats, of all records or of one.
func (p *Provider) formats(ctx context.Context, args url.Values) (*formats, error) {
	out := &formats{}
	var only Kind
	if args.Has("identifier") {
		r, err := p.lookup(ctx, args.Get("identifier"))
		if err != nil {
			return nil, err
		}
		only = r.Kind
	}
	for _, f := range allFormats {
		if only == "" || slices.Contains(f.kinds, only) {
			out.Formats = append(out.Formats, f.node)
		}
	}
	return out, nil
}
