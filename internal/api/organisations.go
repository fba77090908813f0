package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

type organisationsIn struct {
	Page
	Kind         string    `query:"kind" doc:"Kind of organisation"`
	Country      string    `query:"country" doc:"ISO 3166-1"`
	Region       string    `query:"region" doc:"ISO 3166-2"`
	UpdatedSince time.Time `query:"updated_since" doc:"Changed then or later, RFC 3339"`
}

type organisationsOut struct {
	Link string `header:"Link"`
	Body struct {
		Paged
		Organisations []Organisation `json:"organisations"`
	}
}

type organisationIn struct {
	Organisation string `path:"organisation" doc:"Name of the organisation in addresses"`
	IfNoneMatch  string `header:"If-None-Match"`
}

type organisationOut struct {
	ETag string `header:"ETag"`
	Body Organisation
}

// Resident is an organisation in a park.
type Resident struct {
	Ref
	Kind   string `json:"kind" enum:"resident,part,member,partner" doc:"How it belongs to the park"`
	Status string `json:"status" enum:"current,graduated"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

type residentsOut struct {
	Body struct {
		Residents []Resident `json:"residents"`
	}
}

func (a *API) organisations() {
	add(a, about{http.MethodGet, "/organisations", "organisations", access.PublicRead, 0, "organisations"}, func(ctx context.Context, _ access.Actor, in *organisationsIn) (*organisationsOut, error) {
		return a.listOrganisations(ctx, "/organisations", *in)
	})
	add(a, about{http.MethodGet, "/organisations/{organisation}", "organisation", access.PublicRead, 0, "organisations"}, a.organisationGet)
	add(a, about{http.MethodGet, "/parks", "parks", access.PublicRead, 0, "organisations"}, func(ctx context.Context, _ access.Actor, in *struct{ Page }) (*organisationsOut, error) {
		return a.listOrganisations(ctx, "/parks", organisationsIn{Page: in.Page, Kind: string(catalogue.Park)})
	})
	add(a, about{http.MethodGet, "/parks/{organisation}/residents", "residents", access.PublicRead, 0, "organisations"}, a.residents)
}

func (a *API) listOrganisations(ctx context.Context, path string, in organisationsIn) (*organisationsOut, error) {
	after, err := readAfter(in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &organisationsOut{}
	out.Body.Organisations = []Organisation{}
	err = a.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		list, next, err := a.Catalogue.ListOrganisations(ctx, q, catalogue.OrganisationFilter{Kind: catalogue.Kind(in.Kind), Country: in.Country, Region: in.Region, Since: in.UpdatedSince}, after, in.Limit)
		for _, o := range list {
			out.Body.Organisations = append(out.Body.Organisations, a.organisation(o))
		}
		out.Body.Next = writeAfter(next)
		return err
	})
	v := values("country", in.Country, "region", in.Region, "limit", strconv.Itoa(in.Limit))
	if path == "/organisations" && in.Kind != "" {
		v.Set("kind", in.Kind)
	}
	out.Link = link(path, v, out.Body.Next)
	return out, err
}

func (a *API) organisationGet(ctx context.Context, actor access.Actor, in *organisationIn) (*organisationOut, error) {
	o, err := a.Catalogue.Organisation(ctx, a.DB, in.Organisation)
	if err == nil {
		err = o.Shown(actor)
	}
	if err != nil {
		return nil, err
	}
	out := &organisationOut{ETag: `"` + strconv.Itoa(o.Revision) + "-" + strconv.FormatInt(o.Updated.UnixMicro(), 36) + `"`, Body: a.organisation(o)}
	if in.IfNoneMatch != "" && matches(in.IfNoneMatch, out.ETag) {
		return nil, notModified(out.ETag)
	}
	return out, nil
}

func (a *API) residents(ctx context.Context, actor access.Actor, in *organisationIn) (*residentsOut, error) {
	o, err := a.Catalogue.Organisation(ctx, a.DB, in.Organisation)
	if err == nil {
		err = o.Shown(actor)
	}
	if err != nil {
		return nil, err
	}
	if o.Kind != catalogue.Park {
		return nil, fault.Missing()
	}
	list, err := a.Catalogue.Members(ctx, a.DB, o.ID)
	out := &residentsOut{}
	out.Body.Residents = []Resident{}
	for _, r := range list {
		if r.MergedInto == "" && (r.Status == catalogue.Current || r.Status == catalogue.Graduated) {
			out.Body.Residents = append(out.Body.Residents, Resident{*refOf(r.Organisation), string(r.Kind), string(r.Status), r.From, r.To})
		}
	}
	return out, err
}
