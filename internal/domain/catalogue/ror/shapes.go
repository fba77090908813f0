package ror

import (
	"cmp"
	"encoding/json"
	"strings"
)

// wire is a record in any of the three shapes: those of schema 1 and 2 are
// https://ror.readme.io/docs/data-structure, the flat one has a field a fact.
type wire struct {
	ID           string          `json:"id"`
	RORID        string          `json:"ror_id"` // flat
	Status       string          `json:"status"`
	Name         string          `json:"name"`  // 1, flat
	Names        []wireName      `json:"names"` // 2
	Labels       json.RawMessage `json:"labels"`
	Aliases      []string        `json:"aliases"`
	Acronyms     []string        `json:"acronyms"`
	Types        []string        `json:"types"`
	Established  *int            `json:"established"`
	Links        json.RawMessage `json:"links"`
	Website      string          `json:"website"` // flat
	Domains      []string        `json:"domains"`
	ExternalIDs  json.RawMessage `json:"external_ids"`
	Relations    []wireRelation  `json:"relationships"`
	Country      json.RawMessage `json:"country"`
	Addresses    []wireAddress   `json:"addresses"` // 1
	Locations    []wireLocation  `json:"locations"` // 2
	Subdivision  string          `json:"subdivision"`
	City         string          `json:"city"`
	Lat          float64         `json:"lat"`
	Lng          float64         `json:"lng"`
	GeoNamesID   int             `json:"geonames_id"`
	Schema       string          `json:"schema"` // flat: the schema it was made from
	schemaOne    bool
	countryValue string
}

type wireName struct {
	Value string   `json:"value"`
	Lang  string   `json:"lang"`
	Types []string `json:"types"`
}

type wireRelation struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	Label string `json:"label"`
}

type wireAddress struct {
	Lat       float64 `json:"lat"`
	Lng       float64 `json:"lng"`
	City      string  `json:"city"`
	StateCode string  `json:"state_code"`
	GeoNames  struct {
		ID     int    `json:"id"`
		City   string `json:"city"`
		Admin1 struct {
			Code string `json:"code"` // "BY.04"
		} `json:"geonames_admin1"`
	} `json:"geonames_city"`
}

type wireLocation struct {
	ID      int `json:"geonames_id"`
	Details struct {
		Name        string  `json:"name"`
		Lat         float64 `json:"lat"`
		Lng         float64 `json:"lng"`
		Country     string  `json:"country_code"`
		Subdivision string  `json:"country_subdivision_code"`
	} `json:"geonames_details"`
}

// flatten brings the place, the link and the schema of any shape to the fields
// of the flat one.
func (w *wire) flatten() {
	w.ID = cmp.Or(w.ID, w.RORID)
	w.schemaOne = w.Schema == "v1" || len(w.Addresses) > 0
	var country struct {
		Code string `json:"country_code"`
	}
	if json.Unmarshal(w.Country, &w.countryValue) != nil {
		_ = json.Unmarshal(w.Country, &country) // anything else leaves the country unknown, which is reported
		w.countryValue = country.Code
	}
	if len(w.Locations) > 0 {
		d := w.Locations[0].Details
		w.countryValue, w.City, w.Lat, w.Lng, w.GeoNamesID = d.Country, d.Name, d.Lat, d.Lng, w.Locations[0].ID
		w.Subdivision = d.Subdivision
	}
	if len(w.Addresses) > 0 {
		a := w.Addresses[0]
		w.City, w.Lat, w.Lng, w.GeoNamesID = cmp.Or(a.City, a.GeoNames.City), a.Lat, a.Lng, a.GeoNames.ID
		w.Subdivision = cmp.Or(strings.ReplaceAll(a.GeoNames.Admin1.Code, ".", "-"), a.StateCode)
	}
	if w.Subdivision != "" && !strings.Contains(w.Subdivision, "-") {
		w.Subdivision = w.countryValue + "-" + w.Subdivision
	}
	w.Website = cmp.Or(w.Website, website(w.Links))
}

// website returns the first link of schema 1, the website of schema 2.
func website(links json.RawMessage) string {
	var plain []string
	if json.Unmarshal(links, &plain) == nil && len(plain) > 0 {
		return plain[0]
	}
	var typed []struct{ Type, Value string }
	_ = json.Unmarshal(links, &typed)
	for _, l := range typed {
		if l.Type == "website" {
			return l.Value
		}
	}
	return ""
}

// names gathers the names of any shape.
func (w *wire) names() (out []Name) {
	for _, n := range w.Names {
		name := Name{Text: n.Value, Lang: n.Lang}
		for _, t := range n.Types {
			switch t {
			case "ror_display":
				name.Display = true
			case string(Label), string(Alias), string(Acronym):
				if name.Type == "" || t == string(Label) {
					name.Type = NameType(t)
				}
			}
		}
		name.Type = cmp.Or(name.Type, Label)
		out = append(out, name)
	}
	if w.Name != "" {
		out = append(out, Name{Text: w.Name, Type: Label, Display: true})
	}
	var byLang map[string]string
	if json.Unmarshal(w.Labels, &byLang) == nil {
		for _, lang := range sortedKeys(byLang) {
			out = append(out, Name{Text: byLang[lang], Lang: lang, Type: Label})
		}
	} else {
		var list []struct{ Label, ISO639 string }
		_ = json.Unmarshal(w.Labels, &list)
		for _, l := range list {
			out = append(out, Name{Text: l.Label, Lang: l.ISO639, Type: Label})
		}
	}
	for _, a := range w.Aliases {
		out = append(out, Name{Text: a, Type: Alias})
	}
	for _, a := range w.Acronyms {
		out = append(out, Name{Text: a, Type: Acronym})
	}
	return out
}

// externalIDs reads the preferred id of each type.
func externalIDs(b json.RawMessage) map[string]string {
	out := map[string]string{}
	var two []struct {
		Type, Preferred string
		All             []string
	}
	if json.Unmarshal(b, &two) == nil {
		for _, x := range two {
			if x.Preferred == "" && len(x.All) > 0 {
				x.Preferred = x.All[0]
			}
			out[strings.ToLower(x.Type)] = x.Preferred
		}
		return out
	}
	var other map[string]json.RawMessage
	_ = json.Unmarshal(b, &other)
	for k, v := range other {
		var one struct {
			Preferred string
			All       json.RawMessage
		}
		var text string
		var texts []string
		switch {
		case json.Unmarshal(v, &text) == nil:
		case json.Unmarshal(v, &one) == nil && one.Preferred != "":
			text = one.Preferred
		case json.Unmarshal(one.All, &text) == nil:
		case json.Unmarshal(one.All, &texts) == nil && len(texts) > 0:
			text = texts[0]
		}
		if text != "" {
			out[strings.ToLower(k)] = text
		}
	}
	return out
}
