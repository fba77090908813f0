package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) rolesPage(r *Request) error { return s.renderRoles(r, http.StatusOK, ui.Faults{}) }

func (s *Server) renderRoles(r *Request, code int, bad ui.Faults) error {
	holders, err := s.Exchange.Holders(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	p := view.RolesPage{Shell: r.private(r.T("roles.title")), URL: r.eventURL("/roles"), Email: r.PostFormValue("email"), Faults: bad}
	for _, h := range holders {
		line := view.RoleLine{
			PersonID: h.PersonID, Name: ui.NameProps{Native: h.Native, Lang: h.NativeLang, Latin: h.Latin}, Key: string(h.Role), Role: r.T("role." + string(h.Role)),
			SideCode: h.Side, Org: h.Org, Own: h.Role == access.Organiser && h.PersonID == r.Person.ID,
		}
		if h.Country != "" {
			line.Side, line.Country = sideOf(r.Event, h.Country), r.Country(h.Country)
		}
		if h.Org != "" {
			line.Organisation = ui.Best(h.Organisation.Name, r.Lang)
		}
		p.Rows = append(p.Rows, line)
	}
	if p.Organisations, err = s.roleOrganisations(r); err != nil {
		return err
	}
	p.Roles, p.Sides = r.roleChoices()
	return r.Render(code, view.Roles(p))
}

// roleChoices are the roles and sides that the reader may give. A joint role
// only the administrator gives.
func (r *Request) roleChoices() (roles, sides []ui.Option) {
	for _, role := range exchange.GivenRoles {
		if role == access.Secretariat && !r.Actor.May(access.RoleGrant, access.Object{Event: r.Event.ID}) {
			continue
		}
		roles = append(roles, ui.Option{Value: string(role), Label: r.T("role." + string(role)), Selected: r.PostFormValue("role") == string(role)})
	}
	for _, side := range r.Event.Sides {
		if r.Actor.May(access.RoleGrant, access.Object{Event: r.Event.ID, Sides: []string{side.Country}}) {
			sides = append(sides, ui.Option{Value: side.Country, Label: r.Country(side.Country), Selected: r.PostFormValue("side") == side.Country})
		}
	}
	return roles, sides
}

func (s *Server) roleOrganisations(r *Request) ([]ui.Option, error) {
	out := []ui.Option{{Value: "", Label: r.T("roles.organisation_none")}}
	list, err := s.Exchange.RoleOrganisations(r.Context(), r.Actor, r.Event)
	for _, o := range list {
		name := ui.Best(o.Name, r.Lang)
		out = append(out, ui.Option{Value: o.ID, Label: name.Text, Lang: name.Lang, Selected: r.PostFormValue("org") == o.ID})
	}
	return out, err
}

// roleGive gives a role to somebody known by the e-mail. Whether an e-mail is
// known shows, so it can be asked only so often.
func (s *Server) roleGive(r *Request) error {
	g := roleTyped(r)
	p, err := s.roleReceiver(r, g)
	if err == nil {
		var given bool
		if given, err = s.Exchange.GrantRole(r.Context(), r.Actor, r.Event, p.ID, g); err == nil {
			key := "roles.given"
			if !given {
				key = "roles.held"
			}
			r.Flash(ui.Success, r.T(key, "name", p.Name(r.Lang), "role", r.T("role."+string(g.Role))))
			return r.Redirect(r.eventURL("/roles"))
		}
	}
	if bad, code, ok := r.onForm(err); ok {
		return s.renderRoles(r, code, bad)
	}
	return err
}

func roleTyped(r *Request) access.Grant {
	return access.Grant{Role: access.Role(r.PostFormValue("role")), Side: r.PostFormValue("side"), Org: r.PostFormValue("org")}
}

func (s *Server) roleReceiver(r *Request, g access.Grant) (p identity.Person, err error) {
	if err := s.Exchange.MayGrant(r.Context(), r.Actor, r.Event, g); err != nil {
		return p, err
	}
	if !r.maySearch() {
		return p, fault.New(fault.TooMany, "error.too_many")
	}
	p, err = s.Identity.PersonByEmail(r.Context(), r.PostFormValue("email"))
	if fault.KindOf(err) == fault.NotFound {
		err = fault.InvalidFields(fault.Field{Name: "email", Key: "roles.person_unknown"})
	}
	return p, err
}

func (s *Server) roleTake(r *Request) error {
	err := s.Exchange.TakeRole(r.Context(), r.Actor, r.Event, r.PostFormValue("person"), roleTyped(r))
	if bad, code, ok := r.onForm(err); ok {
		return s.renderRoles(r, code, bad)
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("roles.taken"))
	return r.Redirect(r.eventURL("/roles"))
}
