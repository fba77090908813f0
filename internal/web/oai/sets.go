package oai

import (
	"context"
	"net/url"
	"slices"
)

type sets struct {
	Sets []set `xml:"set"`
}

type set struct {
	Spec string `xml:"setSpec"`
	Name string `xml:"setName"`
}

// kindSets are the sets by kind: ours, and those that OpenAIRE harvests.
var kindSets = []struct {
	set   set
	kinds []Kind
}{
	{set{"organisations", "Organisations"}, []Kind{OrgUnit}},
	{set{"offers", "Technology and business offers"}, []Kind{Offer}},
	{set{"requests", "Technology, business and research requests"}, []Kind{Request}},
	{set{"openaire_cris_orgunits", "OpenAIRE_CRIS_orgunits"}, []Kind{OrgUnit}},
	{set{"openaire_cris_products", "OpenAIRE_CRIS_products"}, []Kind{Offer}},
	// The guidelines want these to be there; the catalogue has no such records.
	{set{"openaire_cris_publications", "OpenAIRE_CRIS_publications"}, nil},
	{set{"openaire_cris_patents", "OpenAIRE_CRIS_patents"}, nil},
	{set{"openaire_cris_persons", "OpenAIRE_CRIS_persons"}, nil},
	{set{"openaire_cris_projects", "OpenAIRE_CRIS_projects"}, nil},
	{set{"openaire_cris_funding", "OpenAIRE_CRIS_funding"}, nil},
	{set{"openaire_cris_events", "OpenAIRE_CRIS_events"}, nil},
	{set{"openaire_cris_equipments", "OpenAIRE_CRIS_equipments"}, nil},
}

// countrySet is the set of all countries; "country:BY" is one of them.
const countrySet = "country"

func (p *Provider) sets(ctx context.Context, args url.Values) (*sets, error) {
	if p.NoSets {
		return nil, &refusal{noSetHierarchy, "this repository has no sets"}
	}
	if args.Has("resumptionToken") {
		return nil, &refusal{badResumptionToken, "the list of sets is never divided"}
	}
	out := &sets{}
	for _, s := range kindSets {
		out.Sets = append(out.Sets, s.set)
	}
	countries, err := p.Source.Countries(ctx)
	if err != nil {
		return nil, err
	}
	out.Sets = append(out.Sets, set{countrySet, "By country (ISO 3166-1)"})
	for _, c := range countries {
		out.Sets = append(out.Sets, set{countrySet + ":" + c, c})
	}
	return out, nil
}

// setsOf lists the sets of a record.
func setsOf(r Record) (out []string) {
	for _, s := range kindSets {
		if slices.Contains(s.kinds, r.Kind) {
			out = append(out, s.set.Spec)
		}
	}
	if r.Country != "" {
		out = append(out, countrySet+":"+r.Country)
	}
	return out
}

// selection says which records are in a set.
func selection(spec string) (kinds []Kind, country string, err error) {
	for _, s := range kindSets {
		if s.set.Spec == spec {
			return s.kinds, "", nil
		}
	}
	all := []Kind{OrgUnit, Offer, Request}
	switch {
	case spec == countrySet:
		return all, "", nil
	case len(spec) == len(countrySet)+3 && spec[:len(countrySet)+1] == countrySet+":":
		return all, spec[len(countrySet)+1:], nil
	}
	return nil, "", &refusal{noRecordsMatch, "there is no such set"}
}
