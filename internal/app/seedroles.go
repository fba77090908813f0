package app

import (
	"context"
	"strings"

	"github.com/birzha/birzha/internal/app/demo"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web"
)

// firstPages are what each role is shown first: "/desk", else under the event.
var firstPages = map[access.Role]string{
	access.Organiser: "/plan", access.Participant: "/agenda", access.OrgAdmin: "/participants", access.ParkOperator: "/participants",
	access.Intermediary: "/desk", access.OrgEditor: "/desk", access.Validator: "/desk", access.Translator: "/desk", access.Secretariat: "/figures", access.Admin: "/audit",
}

// demoOrder is the order in which the demo page shows the roles.
var demoOrder = []string{
	"organiser_by", "organiser_cn", "participant_by", "participant_cn", "adviser_by", "colleague_by", "adviser_cn", "colleague_cn",
	"editor_by", "editor_cn", "validator_by", "validator_cn", "translator_by", "park_operator", "org_admin", "secretariat", "admin",
}

// keyOf names a role on the demo page: those that each side has by their side.
func keyOf(r demo.Role) string {
	switch {
	case r.Key != "":
		return r.Key
	case r.Role == access.Organiser || r.Role == access.Participant:
		return string(r.Role) + "_" + strings.ToLower(r.Side)
	}
	return string(r.Role)
}

// roles lists the roles that visitors of the demo can take.
func (s *seed) roles(ctx context.Context) (out []web.DemoRole, err error) {
	for _, key := range demoOrder {
		for _, r := range s.data.Roles {
			if keyOf(r) != key {
				continue
			}
			p, err := s.person(ctx, r.Person)
			if err != nil {
				return nil, err
			}
			path := firstPages[r.Role]
			if path != "/desk" {
				path = "/events/" + s.EventSlug() + path
			}
			out = append(out, web.DemoRole{Key: key, PersonID: p.ID, Path: path})
		}
	}
	return out, nil
}

// grantRoles gives the people of the demo page their roles.
func (s *seed) grantRoles(ctx context.Context, tx db.Tx) error {
	for _, r := range s.data.Roles {
		if r.Role == access.Participant {
			continue // comes with the participation
		}
		person := s.people[r.Person]
		for _, g := range s.grants(r) {
			if err := access.Give(ctx, tx, s.clock, "", person.ID, g); err != nil {
				return err
			}
		}
		if err := audit.Record(ctx, tx, audit.Entry{
			At: s.clock.Now(), Action: "role.grant", ObjectKind: "person", ObjectID: person.ID, EventID: s.event.ID, Side: r.Side, Detail: map[string]any{"role": string(r.Role)},
		}); err != nil {
			return err
		}
	}
	return nil
}

// clients is for how many small companies the sample intermediary acts.
const clients = 4

func (s *seed) grants(r demo.Role) (out []access.Grant) {
	home := ""
	for _, p := range s.data.People {
		if p.Key == r.Person {
			home = p.Organisation
		}
	}
	for _, o := range s.data.Organisations {
		own := o.Key == home
		switch r.Role {
		case access.ParkOperator:
			own = own || o.ResidentOf == home || o.PartOf == home
		case access.Intermediary:
			if r.Key != "adviser_by" {
				return nil // advisers are of their centre, whatever the event
			}
			own = own || o.Country == r.Side && o.Kind == catalogue.CompanySmall && o.ResidentOf == "" && len(out) < clients
		}
		if own && r.Role != access.OrgEditor {
			out = append(out, access.Grant{Role: r.Role, Event: s.event.ID, Org: o.ID})
		}
	}
	switch r.Role {
	case access.Organiser:
		return []access.Grant{{Role: r.Role, Event: s.event.ID, Side: r.Side}}
	case access.Secretariat:
		return []access.Grant{{Role: r.Role, Event: s.event.ID}}
	case access.Validator, access.Translator:
		return []access.Grant{{Role: r.Role, Side: r.Side}}
	case access.Admin:
		return []access.Grant{{Role: r.Role}}
	}
	return out
}
