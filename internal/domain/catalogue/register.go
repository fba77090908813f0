package catalogue

import (
	"context"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
	"github.com/birzha/birzha/internal/domain/identity"
)

// mostUnconfirmed is how many organisations of one person may wait for a check.
const mostUnconfirmed = 3

// RegisterOrganisation enters an organisation. What an adviser enters for his
// centre's work, or a validator for his side, stands at once, and nobody gets a
// role by it. What somebody enters as his own waits unfindable until it is known
// that he speaks for it: a validator confirms it, or his e-mail is of a domain
// that the registry of research organisations gives for the ROR id. Probable
// duplicates that the person has not looked at are returned in place of it.
func (s *Service) RegisterOrganisation(ctx context.Context, actor access.Actor, f Record) (o Organisation, alike []Likeness, err error) {
	if err := actor.Check(access.OrganisationAdd, access.Object{}); err != nil {
		return o, nil, err
	}
	own := len(actor.OrgsOf(access.MandateRegister)) == 0 && !actor.May(access.OrganisationMerge, access.Object{Sides: []string{f.Country}})
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		o = Organisation{Name: i18n.Text{}, City: i18n.Text{}, Description: i18n.Text{}}
		bad := o.apply(f, actor.PersonID, s.Clock.Now())
		if empowered(o.Kind) && !actor.May(access.OrganisationMerge, access.Object{Sides: []string{o.Country}}) && !own {
			bad = append(bad, fault.Field{Name: "kind", Key: "organisation_form.kind_fixed"})
		}
		more, err := s.taken(ctx, tx, o)
		if err != nil {
			return err
		}
		if bad = append(bad, more...); len(bad) > 0 {
			return fault.InvalidFields(bad...)
		}
		if alike, err = s.alike(ctx, tx, o); err != nil || len(alike) > 0 && !f.Unlike {
			return err
		}
		if own {
			if err := s.mayWait(ctx, tx, actor.PersonID); err != nil {
				return err
			}
			o.Unconfirmed, o.RegisteredBy = true, actor.PersonID
		}
		if err := s.AddOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		if err := s.distinguish(ctx, tx, actor, o.ID, alike); err != nil {
			return err
		}
		alike = nil
		if err := s.record(ctx, tx, act{Actor: actor, Needed: access.OrganisationAdd, Side: o.Country, Action: "organisation.add", Kind: "organisation", ID: o.ID, Detail: map[string]any{"slug": o.Slug, "own": own}}); err != nil {
			return err
		}
		if known, err := s.vouched(ctx, tx, o); err != nil || !known {
			return err
		}
		return s.confirm(ctx, tx, actor, &o, "registry")
	})
	return o, alike, err
}

func (s *Store) mayWait(ctx context.Context, tx db.Tx, personID string) error {
	var n int
	if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM organisation WHERE registered_by = $1 AND unconfirmed = $2`, personID, true).Scan(&n); err != nil {
		return err
	}
	if n >= mostUnconfirmed {
		return fault.New(fault.Conflict, "organisation_form.many_waiting", "n", n)
	}
	return nil
}

// vouched tells whether the registry knows the organisation by its ROR id with a
// domain to which the proved e-mail of who entered it belongs. Organisations
// whose people act for others are always confirmed by a person.
func (s *Service) vouched(ctx context.Context, tx db.Tx, o Organisation) (bool, error) {
	if !o.Unconfirmed || o.RORID == "" || empowered(o.Kind) {
		return false, nil
	}
	rec, found, err := s.registryRecord(ctx, tx, o.RORID)
	if err != nil || !found || rec.Country != o.Country {
		return false, err
	}
	p, err := identity.PersonByID(ctx, tx, o.RegisteredBy)
	if err != nil {
		return false, err
	}
	_, domain, _ := strings.Cut(identity.FoldEmail(p.Email), "@")
	return p.Proved && ofDomain(rec, domain), nil
}

// ofDomain tells whether a mail domain is one of the record's, or below one.
func ofDomain(rec ror.Record, domain string) bool {
	for _, d := range rec.Domains {
		d = strings.ToLower(d)
		if d != "" && (domain == d || strings.HasSuffix(domain, "."+d)) {
			return true
		}
	}
	return false
}

// confirm lets the organisation be found and gives who entered it the role.
func (s *Service) confirm(ctx context.Context, tx db.Tx, actor access.Actor, o *Organisation, by string) error {
	o.Unconfirmed = false
	if err := s.putOrganisation(ctx, tx, o); err != nil {
		return err
	}
	if o.RegisteredBy != "" {
		if err := access.Give(ctx, tx, s.Clock, actor.PersonID, o.RegisteredBy, access.Grant{Role: access.OrgAdmin, Org: o.ID}); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, act{
		Actor: actor, Needed: access.OrganisationMerge, Side: o.Country, Action: "organisation.confirm", Kind: "organisation", ID: o.ID, Detail: map[string]any{"person": o.RegisteredBy, "by": by},
	})
}

// Unconfirmed lists the organisations of the side that wait for a check.
func (s *Service) Unconfirmed(ctx context.Context, actor access.Actor, side string) (out []Organisation, err error) {
	if err := actor.Check(access.OrganisationMerge, access.Object{Sides: []string{side}}); err != nil {
		return nil, err
	}
	return s.organisations(ctx, s.DB, `WHERE o.country = $1 AND o.unconfirmed = $2 AND o.merged_into = '' ORDER BY o.created_at, o.id`, side, true)
}

// Confirm answers an organisation that waits for a check: it is what it says, or
// it is refused and forgotten.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, organisationID string, yes bool) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err := s.OrganisationByID(ctx, tx, organisationID)
		if err != nil {
			return err
		}
		if err := actor.Check(access.OrganisationMerge, access.Object{Sides: []string{o.Country}}); err != nil {
			return err
		}
		if !o.Unconfirmed || o.MergedInto != "" {
			return fault.New(fault.Conflict, "organisation_form.confirmed_already")
		}
		if yes {
			return s.confirm(ctx, tx, actor, &o, "validator")
		}
		var used int
		if err := tx.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM mandate WHERE client_id = $1) + (SELECT COUNT(*) FROM participant WHERE organisation_id = $1) +
			(SELECT COUNT(*) FROM organisation_membership WHERE organisation_id = $1 OR of_id = $1)`, o.ID).Scan(&used); err != nil {
			return err
		}
		if used > 0 {
			return fault.New(fault.Conflict, "organisation_form.in_use")
		}
		for _, q := range []string{
			`DELETE FROM organisation_key WHERE organisation_id = $1`, `DELETE FROM organisation_distinct WHERE a_id = $1 OR b_id = $1`, `DELETE FROM organisation_address WHERE organisation_id = $1`,
			`DELETE FROM organisation WHERE id = $1`,
		} {
			if _, err := tx.Exec(ctx, q, o.ID); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.OrganisationMerge, Side: o.Country, Action: "organisation.refuse", Kind: "organisation", ID: o.ID,
			Detail: map[string]any{"name": o.Name.Plain(i18n.EN), "person": o.RegisteredBy},
		})
	})
}

// Shown answers nil if the record is there for the actor: one that waits for a
// check only for who entered it, who may edit it, and who checks it.
func (o *Organisation) Shown(actor access.Actor) error {
	if !o.Unconfirmed || actor.PersonID != "" && actor.PersonID == o.RegisteredBy || actor.May(access.OrganisationEdit, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}}) {
		return nil
	}
	return fault.Missing()
}
