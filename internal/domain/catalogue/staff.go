package catalogue

import (
	"context"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Representative is somebody who holds a role for an organisation.
type Representative struct {
	PersonID   string
	Native     string
	NativeLang i18n.Lang
	Latin      string
	Email      string
	Role       access.Role
	Since      time.Time
}

// StaffRoles lists the roles that can be given in an organisation of the kind.
func StaffRoles(k Kind) []access.Role {
	out := []access.Role{access.OrgAdmin, access.OrgEditor}
	switch k {
	case TransferCentre:
		out = append(out, access.Intermediary)
	case Park:
		out = append(out, access.ParkOperator)
	}
	return out
}

// Staff lists who represents the organisation, and as what.
func (s *Service) Staff(ctx context.Context, actor access.Actor, organisationID string) (out []Representative, err error) {
	if err := actor.Check(access.OrganisationStaff, access.Object{Orgs: []string{organisationID}}); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT p.id, p.name_native, p.name_lang, p.name_latin, COALESCE(p.email, ''), g.role, g.granted_at FROM role_grant g JOIN person p ON p.id = g.person_id
		WHERE g.org_id = $1 AND g.event_id = '' ORDER BY g.granted_at, g.id`, organisationID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Representative
		var since int64
		if err := rows.Scan(&r.PersonID, &r.Native, &r.NativeLang, &r.Latin, &r.Email, &r.Role, &since); err != nil {
			return nil, err
		}
		r.Since = instant(since)
		out = append(out, r)
	}
	return out, rows.Err()
}

// AddStaff gives the person with the e-mail a role for the organisation. Whether
// an e-mail is known shows; the caller limits how often it can be asked.
func (s *Service) AddStaff(ctx context.Context, actor access.Actor, organisationID, email string, role access.Role) (p identity.Person, err error) {
	if err := actor.Check(access.OrganisationStaff, access.Object{Orgs: []string{organisationID}}); err != nil {
		return p, err
	}
	p, err = s.Identity.PersonByEmail(ctx, email)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return p, fault.InvalidFields(fault.Field{Name: "email", Key: "organisation_form.person_unknown"})
	}
	if err != nil {
		return p, err
	}
	return p, s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err := s.OrganisationByID(ctx, tx, organisationID)
		if err != nil {
			return err
		}
		if !slices.Contains(StaffRoles(o.Kind), role) {
			return fault.InvalidFields(fault.Field{Name: "role", Key: "organisation_form.role_unknown"})
		}
		if err := access.Give(ctx, tx, s.Clock, actor.PersonID, p.ID, access.Grant{Role: role, Org: o.ID}); err != nil {
			return err
		}
		return s.recordStaff(ctx, tx, actor, o, "organisation.staff_add", p.ID, role)
	})
}

// RemoveStaff takes a role for the organisation from a person. The last
// administrator stays, so that there is somebody to let others in.
func (s *Service) RemoveStaff(ctx context.Context, actor access.Actor, organisationID, personID string, role access.Role) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err := s.OrganisationByID(ctx, tx, organisationID)
		if err != nil {
			return err
		}
		if err := actor.Check(access.OrganisationStaff, access.Object{Orgs: []string{o.ID}}); err != nil {
			return err
		}
		held, err := s.holders(ctx, tx, o.ID, role)
		if err != nil {
			return err
		}
		if !slices.Contains(held, personID) {
			return fault.Missing()
		}
		if role == access.OrgAdmin && len(held) == 1 {
			return fault.New(fault.Conflict, "organisation_form.last_admin")
		}
		if err := access.Take(ctx, tx, personID, access.Grant{Role: role, Org: o.ID}); err != nil {
			return err
		}
		return s.recordStaff(ctx, tx, actor, o, "organisation.staff_remove", personID, role)
	})
}

func (s *Service) recordStaff(ctx context.Context, tx db.Tx, actor access.Actor, o Organisation, action, personID string, role access.Role) error {
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.OrganisationStaff, Org: o.ID, Side: o.Country, Action: action, Kind: "organisation", ID: o.ID, Detail: map[string]any{"person": personID, "role": string(role)},
	})
}
