package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// GivenRoles are the roles that are given and taken within an event. The role
// of a participant comes with the participation, that of an administrator from
// the command line.
var GivenRoles = []access.Role{access.Organiser, access.OrgAdmin, access.ParkOperator, access.Intermediary, access.Secretariat}

// ForOrganisation tells whether the role is held for an organisation.
func ForOrganisation(r access.Role) bool {
	return r == access.OrgAdmin || r == access.ParkOperator || r == access.Intermediary
}

// Holder is somebody with a role in an event.
type Holder struct {
	access.Grant
	PersonID     string
	Native       string
	NativeLang   i18n.Lang
	Latin        string
	Organisation catalogue.Organisation // of the grant, if it names one
	Country      string                 // side to which the role belongs, "" for a joint one
}

// Holders lists who holds which role in the event, as far as the actor may give
// and take them.
func (s *Service) Holders(ctx context.Context, actor access.Actor, e Event) (out []Holder, err error) {
	rows, err := s.DB.Query(ctx, `SELECT g.role, g.side, g.org_id, p.id, p.name_native, p.name_lang, p.name_latin, COALESCE(o.country, ''), COALESCE(o.slug, ''), COALESCE(o.name, '{}')
		FROM role_grant g JOIN person p ON p.id = g.person_id LEFT JOIN organisation o ON o.id = g.org_id
		WHERE g.event_id = $1 AND g.role <> $2 ORDER BY g.role, g.side, p.name_latin, g.id`, e.ID, string(access.Participant))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var h Holder
		o := &h.Organisation
		if err := rows.Scan(&h.Role, &h.Side, &h.Org, &h.PersonID, &h.Native, &h.NativeLang, &h.Latin, &o.Country, &o.Slug, db.JSON(&o.Name)); err != nil {
			return nil, err
		}
		h.Event, o.ID, h.Country = e.ID, h.Org, h.Side
		if h.Org != "" {
			h.Country = o.Country
		}
		if actor.May(access.RoleGrant, roleObject(e, h.Country)) {
			out = append(out, h)
		}
	}
	return out, rows.Err()
}

// RoleOrganisations lists the organisations of the event for which the actor
// may give roles, by name.
func (s *Service) RoleOrganisations(ctx context.Context, actor access.Actor, e Event) (out []catalogue.Organisation, err error) {
	rows, err := s.DB.Query(ctx, `SELECT o.id, o.country, o.name FROM organisation o
		WHERE o.id IN (SELECT organisation_id FROM participant WHERE event_id = $1 UNION SELECT organisation_id FROM event_organiser WHERE event_id = $1)
		ORDER BY o.name_folded, o.id`, e.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o catalogue.Organisation
		if err := rows.Scan(&o.ID, &o.Country, db.JSON(&o.Name)); err != nil {
			return nil, err
		}
		if actor.May(access.RoleGrant, roleObject(e, o.Country)) {
			out = append(out, o)
		}
	}
	return out, rows.Err()
}

func roleObject(e Event, country string) access.Object {
	o := access.Object{Event: e.ID}
	if country != "" {
		o.Sides = []string{country}
	}
	return o
}

// GrantRole gives a person a role in the event, and tells whether it is new.
func (s *Service) GrantRole(ctx context.Context, actor access.Actor, e Event, personID string, g access.Grant) (given bool, err error) {
	if g.Role != access.Organiser {
		g.Side = ""
	}
	if !ForOrganisation(g.Role) {
		g.Org = ""
	}
	return s.changeRole(ctx, actor, e, personID, g, true)
}

// TakeRole takes a role from a person. Nobody takes the organiser's role from
// himself, so that a side is not left without one by mistake.
func (s *Service) TakeRole(ctx context.Context, actor access.Actor, e Event, personID string, g access.Grant) error {
	if g.Role == access.Organiser && personID == actor.PersonID {
		if err := s.MayGrant(ctx, actor, e, g); err != nil {
			return err
		}
		return fault.New(fault.Conflict, "roles.own_kept")
	}
	taken, err := s.changeRole(ctx, actor, e, personID, g, false)
	if err == nil && !taken {
		return fault.Missing()
	}
	return err
}

// changeRole gives or takes a role in one transaction with its audit record,
// and tells whether that changed anything.
func (s *Service) changeRole(ctx context.Context, actor access.Actor, e Event, personID string, g access.Grant, give bool) (done bool, err error) {
	g.Event = e.ID
	country, err := s.roleSide(ctx, actor, e, g)
	if err != nil {
		return false, err
	}
	action := "role.take"
	if give {
		action = "role.grant"
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		holder, err := access.Load(ctx, tx, personID, s.Clock.Now())
		if err != nil {
			return err
		}
		if done = slices.Contains(holder.Grants, g) != give; !done {
			return nil
		}
		if give {
			err = access.Give(ctx, tx, s.Clock, actor.PersonID, personID, g)
		} else {
			err = access.Take(ctx, tx, personID, g)
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: action, ObjectKind: "person", ObjectID: personID, EventID: e.ID, Side: country,
			Detail: map[string]any{"role": string(g.Role), "organisation": g.Org},
		})
	})
	return done && err == nil, err
}

// MayGrant answers nil if the actor may give and take the role in the event.
func (s *Service) MayGrant(ctx context.Context, actor access.Actor, e Event, g access.Grant) error {
	_, err := s.roleSide(ctx, actor, e, g)
	return err
}

// roleSide returns the country to whose side a role belongs, "" for a joint
// one, if the actor may give and take it.
func (s *Service) roleSide(ctx context.Context, actor access.Actor, e Event, g access.Grant) (country string, err error) {
	switch {
	case !slices.Contains(GivenRoles, g.Role):
		return "", fault.Missing()
	case ForOrganisation(g.Role) && g.Org == "":
		return "", fault.InvalidFields(fault.Field{Name: "org", Key: "roles.organisation_missing"})
	case ForOrganisation(g.Role):
		o, err := s.Catalogue.OrganisationByID(ctx, s.DB, g.Org)
		if err != nil {
			return "", err
		}
		country = o.Country
	case g.Role == access.Organiser:
		country = g.Side
	}
	if _, ok := e.Side(country); !ok && g.Role != access.Secretariat {
		return "", fault.Missing()
	}
	return country, actor.Check(access.RoleGrant, roleObject(e, country))
}
