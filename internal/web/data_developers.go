package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/web/view"
)

// openAPI is what the page for developers reads of the description.
type openAPI struct {
	Paths map[string]map[string]struct {
		ID         string   `json:"operationId"`
		Tags       []string `json:"tags"`
		Parameters []struct {
			Name, In, Description string
			Schema                schemaOf
		}
		RequestBody struct {
			Content map[string]struct{ Schema schemaOf }
		} `json:"requestBody"`
		Security []map[string][]string
	}
	Components struct {
		Schemas map[string]struct{ Properties map[string]schemaOf }
	}
}

type schemaOf struct {
	Ref         string `json:"$ref"`
	Type        any
	Description string
}

func (s *Server) developers(r *Request) error {
	p := view.DevelopersPage{Shell: r.page(r.T("api.title")), Document: "/api/v1/openapi.json"}
	var d openAPI
	if len(s.OpenAPI) > 0 {
		if err := json.Unmarshal(s.OpenAPI, &d); err != nil {
			return err
		}
	}
	for path, methods := range d.Paths {
		for method, o := range methods {
			x := view.APIOperation{ID: o.ID, Method: strings.ToUpper(method), Path: "/api/v1" + path, Says: r.T("api.op_" + o.ID), Needs: r.T("api.open_to_all")}
			if len(o.Security) == 1 {
				x.Needs = r.T("api.needs_scope", "scope", strings.Join(o.Security[0]["token"], ", "))
			}
			for _, q := range o.Parameters {
				x.Fields = append(x.Fields, view.APIField{Name: q.Name, In: r.T("api.in_" + q.In), Says: q.Description})
			}
			for _, c := range o.RequestBody.Content {
				_, name, _ := strings.Cut(c.Schema.Ref, "schemas/")
				for field, f := range d.Components.Schemas[name].Properties {
					if field != "$schema" {
						x.Fields = append(x.Fields, view.APIField{Name: field, In: r.T("api.in_body"), Says: f.Description})
					}
				}
			}
			slices.SortStableFunc(x.Fields, func(a, b view.APIField) int { return strings.Compare(a.In+a.Name, b.In+b.Name) })
			p.Operations = append(p.Operations, x)
		}
	}
	slices.SortFunc(p.Operations, func(a, b view.APIOperation) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	for k, status := range s.Problems {
		p.Problems = append(p.Problems, view.APIField{Name: k, In: strconv.Itoa(status), Says: r.T("api.problem_" + k)})
	}
	slices.SortFunc(p.Problems, func(a, b view.APIField) int {
		return cmp.Or(strings.Compare(a.In, b.In), strings.Compare(a.Name, b.Name))
	})
	return r.Render(http.StatusOK, view.Developers(p))
}
