package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// Query is a search as the address of the catalogue has it.
type Query struct {
	Words       string   `query:"q" doc:"Words, in any of the languages; between quotes together" maxLength:"512"`
	Kind        string   `query:"kind" enum:"offer,request,organisation,park," doc:"Part of the catalogue; none is all offers and requests"`
	Type        []string `query:"type,explode" doc:"Types of profiles"`
	Area        []string `query:"area,explode"`
	FORD        []string `query:"ford,explode" doc:"OECD fields of research and development"`
	TRLFrom     int      `query:"trl_from" minimum:"0" maximum:"9"`
	TRLTo       int      `query:"trl_to" minimum:"0" maximum:"9"`
	IPR         []string `query:"ipr,explode"`
	Partnership []string `query:"partnership,explode"`
	Country     []string `query:"country,explode" doc:"ISO 3166-1"`
	Region      []string `query:"region,explode" doc:"ISO 3166-2"`
	Language    []string `query:"language,explode" doc:"That there is a text in, BCP 47"`
	Target      []string `query:"target,explode" doc:"Countries looked for, ISO 3166-1"`
	Open        []string `query:"open,explode" doc:"yes: for expressions of interest"`
	Since       string   `query:"since" doc:"Published since: a number of days, or a day"`
	Sort        string   `query:"sort" enum:"relevance,newest,expiring,"`
}

// address is the query as the catalogue reads it.
func (q Query) address() url.Values {
	v := values("q", q.Words, "kind", q.Kind, "since", q.Since, "sort", q.Sort)
	for name, n := range map[string]int{"trl_from": q.TRLFrom, "trl_to": q.TRLTo} {
		if n > 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	for name, list := range map[string][]string{
		"type": q.Type, "area": q.Area, "ford": q.FORD, "ipr": q.IPR, "partnership": q.Partnership, "country": q.Country, "region": q.Region, "language": q.Language, "target": q.Target, "open": q.Open,
	} {
		if len(list) > 0 {
			v[name] = list
		}
	}
	return v
}

// Count is how many things a value of a facet would give.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Found is one thing found.
type Found struct {
	Profile      *Profile      `json:"profile,omitempty"`
	Organisation *Organisation `json:"organisation,omitempty"`
}

type searchIn struct {
	Query
	Page
}

type searchOut struct {
	Link string `header:"Link"`
	Body struct {
		Paged
		Total  int                `json:"total"`
		Found  []Found            `json:"found"`
		Facets map[string][]Count `json:"facets"`
	}
}

func (a *API) search() {
	add(a, about{http.MethodGet, "/search", "search", access.PublicRead, 0, "catalogue"}, func(ctx context.Context, actor access.Actor, in *searchIn) (*searchOut, error) {
		offset, err := readOffset(in.Cursor)
		if err != nil {
			return nil, err
		}
		q := catalogue.QueryOf(in.address(), a.Clock.Now())
		q.Offset, q.Size = offset, in.Limit
		f, err := a.Catalogue.Find(ctx, actor, q)
		if err != nil {
			return nil, err
		}
		out := &searchOut{}
		out.Body.Total, out.Body.Found, out.Body.Facets = f.Total, []Found{}, map[string][]Count{}
		for _, t := range f.Things {
			out.Body.Found = append(out.Body.Found, a.found(t))
		}
		for facet, counts := range f.Facets {
			name := facetName(facet)
			for _, c := range counts {
				out.Body.Facets[name] = append(out.Body.Facets[name], Count{c.Value, c.N})
			}
		}
		if offset+len(f.Hits) < f.Total && len(f.Hits) > 0 {
			out.Body.Next = cursor(strconv.Itoa(offset + in.Limit))
			v := in.address()
			v.Set("limit", strconv.Itoa(in.Limit))
			out.Link = link("/search", v, out.Body.Next)
		}
		return out, nil
	})
}

func facetName(f search.Facet) string {
	if name, ok := catalogue.AddressFacets[f]; ok {
		return name
	}
	if f == search.Kind {
		return "type"
	}
	return string(f)
}

func (a *API) found(t catalogue.Thing) (f Found) {
	if t.Profile != nil {
		p := a.view(*t.Profile)
		f.Profile = &p
	}
	if t.Organisation != nil {
		o := a.organisation(*t.Organisation)
		f.Organisation = &o
	}
	return f
}
