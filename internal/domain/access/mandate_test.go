package access

import (
	"slices"
	"testing"
)

// adviser belongs to centre T and acts for client A by a mandate of two scopes,
// for B by one of one scope, and is himself an editor of C.
var adviser = Actor{PersonID: "p", Grants: []Grant{
	{Role: Intermediary, Org: "T"},
	{Role: Intermediary, Org: "A", Centre: "T", Mandate: "m1", Scope: "profiles,interest"},
	{Role: Intermediary, Org: "B", Centre: "T", Mandate: "m2", Scope: "interest"},
	{Role: OrgEditor, Org: "C"},
}}

func TestMandateCovers(t *testing.T) {
	for _, c := range []struct {
		action Action
		org    string
		want   bool
	}{
		{ProfileEdit, "A", true},
		{ProfileEdit, "B", false}, // not in the mandate
		{ProfileEdit, "C", true},
		{ProfileEdit, "D", false},
		{ProfileEdit, "T", true}, // the centre's own
		{InterestExpress, "B", true},
		{OrganisationEdit, "A", false},
		{OrganisationEdit, "T", true},
		{ProfileConfirm, "A", false}, // the client's own word, never the centre's
		{ProfileConfirm, "C", true},
		{ProfileReview, "A", false}, // reviews are by the centre
		{ProfileReview, "T", true},
		{MandateRegister, "A", false}, // no centre gives itself more
		{MandateEnd, "A", false},
		{ContactRead, "A", false},
		{AgendaRead, "A", false},
	} {
		if got := adviser.May(c.action, Object{Orgs: []string{c.org}}); got != c.want {
			t.Errorf("%s for %s: %v, want %v", c.action, c.org, got, c.want)
		}
	}
}

func TestVia(t *testing.T) {
	for org, want := range map[string]string{"A": "m1", "B": "", "C": "", "T": "", "D": ""} {
		g, ok := adviser.Via(ProfileEdit, org)
		if g.Mandate != want || ok != (want != "") {
			t.Errorf("%s: by mandate %q, %v; want %q", org, g.Mandate, ok, want)
		}
	}
	both := Actor{PersonID: "p", Grants: append(slices.Clone(adviser.Grants), Grant{Role: OrgAdmin, Org: "A"})}
	if g, ok := both.Via(ProfileEdit, "A"); ok {
		t.Errorf("who is of the organisation himself acts by mandate %q", g.Mandate)
	}
}

func TestOrgsOf(t *testing.T) {
	for action, want := range map[Action][]string{
		ProfileEdit:     {"T", "C", "A"},
		InterestExpress: {"T", "C", "A", "B"},
		ProfileReview:   {"T"},
		ProfileValidate: nil,
	} {
		if got := adviser.OrgsOf(action); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", action, got, want)
		}
	}
	v := Actor{PersonID: "p", Grants: []Grant{{Role: Validator, Side: "BY"}, {Role: Organiser, Side: "CN", Event: "e"}}}
	if got := v.SidesOf(ProfileValidate); !slices.Equal(got, []string{"BY"}) {
		t.Errorf("sides %v", got)
	}
	if !v.May(ProfileValidate, Object{Sides: []string{"BY"}}) || v.May(ProfileValidate, Object{Sides: []string{"CN"}}) {
		t.Error("a validator validates for another side than his own")
	}
}

func TestScopes(t *testing.T) {
	for in, want := range map[string]string{"": "", "interest,profiles": "profiles,interest", "profiles,unknown": "profiles", "record": "record"} {
		if got := JoinScope(ParseScope(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
