package webtest

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
)

// Where says how a role stands to the event that tests ask for.
type Where string

// The relations.
const (
	Own      Where = "own"      // a role in the event
	Foreign  Where = "other"    // the same role in the other event
	Anywhere Where = "anywhere" // a role of the installation, or none
)

// Person is somebody who asks. Most have one role at most; Also are further ones.
type Person struct {
	Name string // "organiser own BY"; "" is nobody
	ID   string
	Role access.Role
	Where
	Side string // country
	Org  string // id, for roles held for an organisation
	Also []Person

	Mandate bool // the role comes from a mandate of a centre
}

// addPeople gives everybody his role. The participants are those of the fairs;
// the other roles are people of their own.
func (s *Site) addPeople(ctx context.Context, tx db.Tx) error {
	s.People = []Person{{Role: access.Anonymous, Where: Anywhere}}
	for _, f := range []struct {
		*Fair
		Where
	}{{&s.Own, Own}, {&s.Other, Foreign}} {
		for _, side := range []struct{ country, member, org string }{{"BY", "A1", "A"}, {"CN", "C1", "C"}} {
			m := f.People[side.member]
			s.People = append(s.People, Person{"participant " + string(f.Where) + " " + side.country, m.PersonID, access.Participant, f.Where, side.country, "", nil, false})
			org := s.Orgs[side.org].ID
			for _, x := range []struct {
				role access.Role
				g    access.Grant
			}{
				{access.OrgAdmin, access.Grant{Org: org}},
				{access.ParkOperator, access.Grant{Org: org}},
				{access.Intermediary, access.Grant{Org: org}},
				{access.Organiser, access.Grant{Side: side.country}},
			} {
				x.g.Event = f.ID
				if err := s.addHolder(ctx, tx, x.role, f.Where, side.country, x.g); err != nil {
					return err
				}
			}
		}
		if err := s.addHolder(ctx, tx, access.Secretariat, f.Where, "", access.Grant{Event: f.ID}); err != nil {
			return err
		}
	}
	for _, x := range []struct {
		role access.Role
		g    access.Grant
	}{{access.OrgAdmin, access.Grant{Org: s.Orgs["A"].ID}}, {access.Admin, access.Grant{}}, {access.SignedIn, access.Grant{}}} {
		if err := s.addHolder(ctx, tx, x.role, Anywhere, "", x.g); err != nil {
			return err
		}
	}
	if err := s.addCatalogue(ctx, tx); err != nil {
		return err
	}
	return s.addMixed(ctx, tx)
}

// addMixed adds people who have a role of CN in the event, by which they come
// through the door, and another in the foreign event, which must not help them.
func (s *Site) addMixed(ctx context.Context, tx db.Tx) error {
	for _, x := range []struct{ own, foreign access.Role }{
		{access.Participant, access.Organiser}, {access.Organiser, access.Organiser}, {access.Participant, access.OrgAdmin}, {access.Participant, access.Secretariat},
	} {
		name := string(x.own) + " own CN and " + string(x.foreign) + " other"
		p, err := s.NewPerson(ctx, tx, name)
		if err != nil {
			return err
		}
		also := access.Grant{Role: x.foreign, Event: s.Other.ID}
		switch x.foreign {
		case access.Organiser:
			also.Side = "BY"
		case access.OrgAdmin:
			also.Org = s.Orgs["A"].ID
		}
		grants := []access.Grant{also}
		if x.own == access.Participant {
			m := s.Own.People["C1"]
			m.PersonID = p.ID
			if err := s.Exchange.AddParticipant(ctx, tx, "", &m, ""); err != nil {
				return err
			}
		} else {
			grants = append(grants, access.Grant{Role: x.own, Event: s.Own.ID, Side: "CN"})
		}
		for _, g := range grants {
			if err := access.Give(ctx, tx, s.Clock, "", p.ID, g); err != nil {
				return err
			}
		}
		s.People = append(s.People, Person{name, p.ID, x.own, Own, "CN", "", []Person{{Role: x.foreign, Where: Foreign, Side: also.Side, Org: also.Org}}, false})
	}
	return nil
}

func (s *Site) addHolder(ctx context.Context, tx db.Tx, role access.Role, w Where, side string, g access.Grant) error {
	name := string(role) + " " + string(w)
	if side != "" {
		name += " " + side
	}
	p, err := s.NewPerson(ctx, tx, name)
	if err != nil {
		return err
	}
	s.People = append(s.People, Person{name, p.ID, role, w, side, g.Org, nil, false})
	if role == access.SignedIn {
		return nil
	}
	g.Role = role
	return access.Give(ctx, tx, s.Clock, "", p.ID, g)
}

// Person returns the person with the name.
func (s *Site) Person(name string) Person {
	s.T.Helper()
	i := slices.IndexFunc(s.People, func(p Person) bool { return p.Name == name })
	if i < 0 {
		s.T.Fatalf("there is no %q", name)
	}
	return s.People[i]
}

// Both makes somebody with the roles of an organiser of BY and of a participant
// in both events, and returns the person's id.
func (s *Site) Both() string {
	s.T.Helper()
	var id string
	s.Tx(func(ctx context.Context, tx db.Tx) error {
		p, err := s.NewPerson(ctx, tx, "both")
		if err != nil {
			return err
		}
		id = p.ID
		for _, f := range []*Fair{&s.Own, &s.Other} {
			m := f.People["A1"]
			m.PersonID = id
			if err := s.Exchange.AddParticipant(ctx, tx, "", &m, ""); err != nil {
				return err
			}
			if err := access.Give(ctx, tx, s.Clock, "", id, access.Grant{Role: access.Organiser, Event: f.ID, Side: "BY"}); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}
