// Package access decides who may do what: roles that people hold on a side of
// an event, and a matrix that says for each action how far each role reaches.
package access

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
)

// Role is what a person is to an event, an organisation or the installation.
type Role string

// The roles, in the order of the matrix's columns. Anonymous and SignedIn are
// held by everyone who is not, or is, signed in.
const (
	Anonymous    Role = "anonymous"
	SignedIn     Role = "signed_in"
	Participant  Role = "participant"
	OrgAdmin     Role = "org_admin"
	OrgEditor    Role = "org_editor" // writes an organisation's offers and requests
	ParkOperator Role = "park_operator"
	Intermediary Role = "intermediary" // adviser of a transfer centre, acts for its clients under mandates
	Validator    Role = "validator"    // of the network: publishes the profiles of one side
	Translator   Role = "translator"   // checks translations of profiles
	Organiser    Role = "organiser"    // of one side of an event
	Secretariat  Role = "secretariat"  // joint, of both sides
	Admin        Role = "admin"        // of the installation
)

// Roles lists the roles that can be granted.
var Roles = []Role{Participant, OrgAdmin, OrgEditor, ParkOperator, Intermediary, Validator, Translator, Organiser, Secretariat, Admin}

// Action is something that the matrix rules on.
type Action string

// The actions, as in matrix.csv, which says what each means.
const (
	PublicRead           Action = "public.read"
	AccountEnter         Action = "account.enter"
	AccountOwn           Action = "account.own"
	ParticipantsList     Action = "event.participants.list"
	ContactRead          Action = "person.contact.read"
	AgendaRead           Action = "agenda.read"
	AgendaFeed           Action = "agenda.feed"
	PlanRead             Action = "plan.read"
	PlanWorstOff         Action = "plan.worst_off"
	PlanEdit             Action = "plan.edit"
	PlanRun              Action = "plan.run"
	PlanSign             Action = "plan.sign"
	ParticipantsValidate Action = "participants.validate"
	ImportUse            Action = "import.use"
	ExportLists          Action = "export.lists"
	AuditRead            Action = "audit.read"
	RoleGrant            Action = "role.grant"

	MembersRead       Action = "members.read"
	SearchSave        Action = "search.save"
	ProfileDesk       Action = "profile.desk"
	ProfileEdit       Action = "profile.edit"
	ProfileConfirm    Action = "profile.confirm"
	ProfileReview     Action = "profile.review"
	ProfileValidate   Action = "profile.validate"
	ProfileFlag       Action = "profile.flag"
	ProfileTranslate  Action = "profile.translate"
	OrganisationAdd   Action = "organisation.add"
	OrganisationEdit  Action = "organisation.edit"
	OrganisationStaff Action = "organisation.staff"
	OrganisationMerge Action = "organisation.merge"
	ParkEdit          Action = "park.edit"
	MandateRegister   Action = "mandate.register"
	MandateEnd        Action = "mandate.end"
	InterestExpress   Action = "interest.express"
	InterestRead      Action = "interest.read"
	CatalogueImport   Action = "catalogue.import"
	CatalogueExport   Action = "catalogue.export"
)

// Scope is how far a role reaches with an action.
type Scope string

// The scopes, from nothing to everything.
const (
	ScopeNone  Scope = "-"
	ScopeOwn   Scope = "own"   // objects that belong to the person
	ScopeOrg   Scope = "org"   // objects of the organisations named in the grant
	ScopeSide  Scope = "side"  // objects of the grant's side of the grant's event
	ScopeEvent Scope = "event" // objects of the grant's event
	ScopeAll   Scope = "all"
)

//go:embed matrix.csv
var matrixCSV string

// Matrix gives the scope of each role for each action.
var Matrix = mustMatrix()

func mustMatrix() map[Action]map[Role]Scope {
	rows, err := csv.NewReader(strings.NewReader(matrixCSV)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("access: matrix.csv: %v", err))
	}
	known := []Scope{ScopeNone, ScopeOwn, ScopeOrg, ScopeSide, ScopeEvent, ScopeAll}
	m := map[Action]map[Role]Scope{}
	for _, r := range rows[1:] {
		line := map[Role]Scope{}
		for i := 1; i < len(r)-1; i++ {
			if !slices.Contains(known, Scope(r[i])) {
				panic(fmt.Sprintf("access: matrix.csv: %s: unknown scope %q", r[0], r[i]))
			}
			line[Role(rows[0][i])] = Scope(r[i])
		}
		m[Action(r[0])] = line
	}
	return m
}

// Grant is one role that a person holds, on an event, a side, an organisation.
type Grant struct {
	Role  Role
	Event string // id, or "" for the whole installation
	Side  string // ISO 3166-1 alpha-2 code of the country, or ""
	Org   string // id, or ""

	// Of a grant that comes from a mandate: Org is the client.
	Centre  string // id of the organisation that acts for it
	Mandate string // id
	Scope   string // of the mandate, see JoinScope
}

// Actor is who asks: a person with his grants, or nobody.
type Actor struct {
	PersonID string // "" when nobody is signed in
	Grants   []Grant
	token    []TokenScope // what a token lets him do; nil: he acts himself
}

// Object is what an action touches. Empty fields say "of no one in particular";
// an action on a whole event names the event only.
type Object struct {
	Event  string
	Sides  []string // countries that take part in it
	People []string // persons it belongs to
	Orgs   []string // organisations it belongs to
}

// May tells whether the actor may do the action to the object.
func (a Actor) May(action Action, o Object) bool {
	line := Matrix[action]
	if a.Cut(action) {
		return false
	}
	if a.PersonID == "" {
		return line[Anonymous] == ScopeAll
	}
	if a.reaches(line[SignedIn], Grant{}, o) {
		return true
	}
	for _, g := range a.Grants {
		if g.covers(action) && a.reaches(line[g.Role], g, o) {
			return true
		}
	}
	return false
}

// Via returns the mandate by which the actor does the action for the
// organisation, if he may not do it without one.
func (a Actor) Via(action Action, org string) (Grant, bool) {
	if a.Cut(action) {
		return Grant{}, false
	}
	var by Grant
	for _, g := range a.Grants {
		if g.Org != org || !a.reaches(Matrix[action][g.Role], g, Object{Orgs: []string{org}}) || !g.covers(action) {
			continue
		}
		if g.Mandate == "" {
			return Grant{}, false
		}
		by = g
	}
	return by, by.Mandate != ""
}

// OrgsOf lists the organisations for which the actor may do the action, those
// of his own grants first, then his clients.
func (a Actor) OrgsOf(action Action) (out []string) {
	if a.Cut(action) {
		return nil
	}
	for _, mandated := range []bool{false, true} {
		for _, g := range a.Grants {
			if (g.Mandate != "") == mandated && g.Event == "" && g.Org != "" && Matrix[action][g.Role] == ScopeOrg && g.covers(action) && !slices.Contains(out, g.Org) {
				out = append(out, g.Org)
			}
		}
	}
	return out
}

// SidesOf lists the sides for which the actor may do the action outside events.
func (a Actor) SidesOf(action Action) (out []string) {
	if a.Cut(action) {
		return nil
	}
	for _, g := range a.Grants {
		if g.Event == "" && g.Side != "" && Matrix[action][g.Role] == ScopeSide && !slices.Contains(out, g.Side) {
			out = append(out, g.Side)
		}
	}
	return out
}

func (a Actor) reaches(s Scope, g Grant, o Object) bool {
	sameEvent := g.Event == o.Event
	switch s {
	case ScopeAll:
		return true
	case ScopeOwn:
		return slices.Contains(o.People, a.PersonID)
	case ScopeOrg:
		return g.Org != "" && slices.Contains(o.Orgs, g.Org) && (g.Event == "" || sameEvent)
	case ScopeSide:
		return sameEvent && g.Side != "" && slices.Contains(o.Sides, g.Side)
	case ScopeEvent:
		return sameEvent && o.Event != ""
	}
	return false
}

// Check answers nil if the actor may do the action to the object; a SignIn
// fault if nobody is signed in; else NotFound, so that what one may not see
// cannot be told from what is not there.
func (a Actor) Check(action Action, o Object) error {
	if a.May(action, o) {
		return nil
	}
	if a.PersonID == "" {
		return fault.New(fault.SignIn, "error.sign_in")
	}
	return fault.Missing()
}

// Could tells whether some object of the event exists that the actor may do the
// action to: whether to show him the way there.
func (a Actor) Could(action Action, event string) bool {
	line := Matrix[action]
	if a.Cut(action) {
		return false
	}
	if a.PersonID == "" {
		return line[Anonymous] == ScopeAll
	}
	if s := line[SignedIn]; s != ScopeNone {
		return true
	}
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		s := line[g.Role]
		return g.covers(action) && (s == ScopeAll || s != ScopeNone && (g.Event == event || g.Event == "" && s == ScopeOrg))
	})
}

// Side returns the country for which the actor holds the role in the event.
func (a Actor) Side(event string, role Role) (string, bool) {
	for _, g := range a.Grants {
		if g.Role == role && g.Event == event && g.Side != "" {
			return g.Side, true
		}
	}
	return "", false
}

// Has tells whether the actor holds the role in the event.
func (a Actor) Has(event string, role Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == role && g.Event == event })
}
