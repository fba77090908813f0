package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

type profilesIn struct {
	Page
	UpdatedSince time.Time `query:"updated_since" doc:"Changed then or later, RFC 3339"`
}

type profilesOut struct {
	Link string `header:"Link"`
	Body struct {
		Paged
		Profiles []Profile `json:"profiles"`
	}
}

type profileIn struct {
	Reference   string `path:"reference" doc:"Reference of the profile"`
	IfNoneMatch string `header:"If-None-Match"`
}

type profileOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Profile
}

// NewProfile begins a draft.
type NewProfile struct {
	Organisation string `json:"organisation" doc:"Whose it is, by its name in addresses"`
	Type         string `json:"type" enum:"TO,TR,BO,BR,RDR"`
	Language     string `json:"language" enum:"ru,en,zh-Hans,be" doc:"Of the original"`
}

// ProfileEdit changes a draft; what is not named stays.
type ProfileEdit struct {
	Language  string              `json:"language,omitempty" enum:"ru,en,zh-Hans,be" doc:"Of the original"`
	Texts     map[string]string   `json:"texts,omitempty" doc:"Originals, by field"`
	Lists     map[string][]string `json:"lists,omitempty" doc:"By field"`
	Values    Values              `json:"values,omitempty"`
	Open      *bool               `json:"open,omitempty" doc:"For expressions of interest"`
	ViaCentre *bool               `json:"via_centre,omitempty" doc:"Interest goes to the centre"`
}

type newProfileIn struct {
	IdempotencyKey string `header:"Idempotency-Key" doc:"The same key does the same request once"`
	Body           NewProfile
}

type editIn struct {
	Reference      string `path:"reference" doc:"Reference of the profile"`
	IfMatch        string `header:"If-Match" doc:"ETag of what is changed"`
	IdempotencyKey string `header:"Idempotency-Key" doc:"The same key does the same request once"`
	Body           ProfileEdit
}

// tag is the ETag of a profile as its keepers see it.
func tag(p catalogue.Opportunity) string {
	return `"` + strconv.Itoa(p.Revision) + "-" + strconv.FormatInt(p.Updated.UnixMicro(), 36) + `"`
}

// matches tells whether a list of ETags has this one (RFC 9110, 13.1).
func matches(header, etag string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(s string) bool {
		s = strings.TrimSpace(s)
		return s == "*" || strings.TrimPrefix(s, "W/") == strings.TrimPrefix(etag, "W/")
	})
}

func notModified(etag string) error {
	return huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"ETag": {etag}})
}

// kept is a profile for who keeps it.
func (a *API) kept(actor access.Actor, p catalogue.Opportunity, o catalogue.Organisation) *profileOut {
	out := &profileOut{ETag: tag(p), Body: a.profile(p, o, o.Country, o.Region)}
	out.Body.State, out.Body.Revision = string(p.State), p.Revision
	for _, t := range a.Catalogue.Steps(actor, p, o) {
		out.Body.Steps = append(out.Body.Steps, string(t.Step))
	}
	return out
}

func (a *API) profiles() {
	add(a, about{http.MethodGet, "/profiles", "profiles", access.PublicRead, 0, "profiles"}, a.profileList)
	add(a, about{http.MethodGet, "/profiles/{reference}", "profile", access.PublicRead, 0, "profiles"}, a.profileGet)
	add(a, about{http.MethodGet, "/desk/profiles", "desk_profiles", access.ProfileDesk, 0, "profiles"}, a.profileDesk)
	add(a, about{http.MethodPost, "/profiles", "profile_new", access.ProfileEdit, http.StatusCreated, "profiles"}, a.profileNew)
	add(a, about{http.MethodPatch, "/profiles/{reference}", "profile_edit", access.ProfileEdit, 0, "profiles"}, a.profileEdit)
}

func (a *API) profileList(ctx context.Context, actor access.Actor, in *profilesIn) (*profilesOut, error) {
	after, err := readAfter(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := a.Catalogue.Changed(ctx, actor, in.UpdatedSince, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &profilesOut{}
	out.Body.Profiles, out.Body.Next = []Profile{}, writeAfter(next)
	for _, v := range list {
		out.Body.Profiles = append(out.Body.Profiles, a.view(v))
	}
	out.Link = link("/profiles", values("limit", strconv.Itoa(in.Limit)), out.Body.Next)
	return out, nil
}

type deskIn struct {
	State string `query:"state" doc:"State of the workflow"`
}

type deskOut struct {
	Body struct {
		Profiles []DeskProfile `json:"profiles"`
	}
}

// DeskProfile is a profile in a list of those who keep it.
type DeskProfile struct {
	Reference string    `json:"reference"`
	Type      string    `json:"type"`
	State     string    `json:"state"`
	Title     Texts     `json:"title"`
	Revision  int       `json:"revision"`
	Updated   time.Time `json:"updated"`
}

func (a *API) profileDesk(ctx context.Context, actor access.Actor, in *deskIn) (*deskOut, error) {
	list, err := a.Catalogue.Kept(ctx, actor)
	if err != nil {
		return nil, err
	}
	out := &deskOut{}
	out.Body.Profiles = []DeskProfile{}
	for _, p := range list {
		if in.State == "" || in.State == string(p.State) {
			out.Body.Profiles = append(out.Body.Profiles, DeskProfile{p.Reference, string(p.Type), string(p.State), textsOf(p.Title), p.Revision, p.Updated.UTC()})
		}
	}
	return out, nil
}

// profileGet answers who keeps the profile with all of it, others with what is
// published of it.
func (a *API) profileGet(ctx context.Context, actor access.Actor, in *profileIn) (*profileOut, error) {
	p, o, err := a.Catalogue.Profile(ctx, actor, in.Reference)
	out := a.kept(actor, p, o)
	if kind := fault.KindOf(err); err != nil && (kind == fault.NotFound || kind == fault.SignIn) {
		v, err := a.Catalogue.Look(ctx, actor, in.Reference)
		if err != nil {
			return nil, err
		}
		shape := "p"
		if v.Cut {
			shape = "c"
		}
		if v.Owner.ID != "" {
			shape += "o"
		}
		out = &profileOut{ETag: `"` + shape + strings.Trim(tag(v.Opportunity), `"`) + `"`, Body: a.view(v)}
	} else if err != nil {
		return nil, err
	}
	if in.IfNoneMatch != "" && matches(in.IfNoneMatch, out.ETag) {
		return nil, notModified(out.ETag)
	}
	return out, nil
}

func (a *API) profileNew(ctx context.Context, actor access.Actor, in *newProfileIn) (*profileOut, error) {
	o, err := a.Catalogue.Organisation(ctx, a.DB, in.Body.Organisation)
	if err != nil {
		return nil, err
	}
	p, err := a.Catalogue.Start(ctx, actor, o.ID, catalogue.OpportunityType(in.Body.Type), i18n.Lang(in.Body.Language))
	if err != nil {
		return nil, err
	}
	if p, o, err = a.Catalogue.Profile(ctx, actor, p.Reference); err != nil {
		return nil, err
	}
	out := a.kept(actor, p, o)
	out.Location = Prefix + "/profiles/" + p.Reference
	return out, nil
}

func (a *API) profileEdit(ctx context.Context, actor access.Actor, in *editIn) (*profileOut, error) {
	p, o, err := a.Catalogue.Profile(ctx, actor, in.Reference)
	if err != nil {
		return nil, err
	}
	if !actor.May(access.ProfileEdit, access.Object{Orgs: []string{o.ID}}) {
		return nil, fault.Missing()
	}
	if in.IfMatch == "" {
		return nil, newProblem(ctx, "condition_missing", "api.if_match_wanted")
	}
	if !matches(in.IfMatch, tag(p)) {
		return nil, newProblem(ctx, "changed", "profile.changed")
	}
	e := catalogue.Edit{Revision: p.Revision, Language: i18n.Lang(in.Body.Language), Texts: in.Body.Texts, Lists: in.Body.Lists, Set: in.Body.Values.set, ViaCentre: p.ViaCentre, Open: p.Open}
	if in.Body.Open != nil {
		e.Open = *in.Body.Open
	}
	if in.Body.ViaCentre != nil {
		e.ViaCentre = *in.Body.ViaCentre
	}
	if bad := unknownFields(in.Body); len(bad) > 0 {
		return nil, fault.InvalidFields(bad...)
	}
	if _, err = a.Catalogue.Save(ctx, actor, in.Reference, e); err != nil {
		return nil, err
	}
	if p, o, err = a.Catalogue.Profile(ctx, actor, in.Reference); err != nil {
		return nil, err
	}
	return a.kept(actor, p, o), nil
}

// unknownFields lists the names that are no fields of a profile.
func unknownFields(e ProfileEdit) (bad []fault.Field) {
	for name := range e.Texts {
		if f, ok := catalogue.FieldNamed(name); !ok || f.Text == nil {
			bad = append(bad, fault.Field{Name: "texts/" + name, Key: "api.field_unknown", Args: []any{"value", name}})
		}
	}
	for name := range e.Lists {
		if f, ok := catalogue.FieldNamed(name); !ok || f.Text != nil {
			bad = append(bad, fault.Field{Name: "lists/" + name, Key: "api.field_unknown", Args: []any{"value", name}})
		}
	}
	return bad
}
