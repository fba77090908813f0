package access

import (
	"slices"
	"strings"
)

// MandateScope is a part of what a centre may do for a client.
type MandateScope string

// The scopes of a mandate.
const (
	ForProfiles MandateScope = "profiles" // drafts and keeps the client's offers and requests
	ForInterest MandateScope = "interest" // answers and expresses interest for the client
	ForRecord   MandateScope = "record"   // keeps the client's own record: names, address, website
)

// MandateScopes lists the scopes in the order in which they are offered.
var MandateScopes = []MandateScope{ForProfiles, ForInterest, ForRecord}

// scopeOf says which scope of a mandate an action needs. Actions that are not
// here cannot be done under a mandate.
var scopeOf = map[Action][]MandateScope{
	ProfileDesk:      {ForProfiles, ForInterest},
	ProfileEdit:      {ForProfiles},
	ProfileTranslate: {ForProfiles},
	InterestRead:     {ForInterest},
	InterestExpress:  {ForInterest},
	OrganisationEdit: {ForRecord},
	CatalogueImport:  {ForProfiles},
}

// covers tells whether the grant extends to the action: every grant of a person
// of his own does, one from a mandate only within the mandate's scope.
func (g Grant) covers(action Action) bool {
	if g.Mandate == "" {
		return true
	}
	return slices.ContainsFunc(scopeOf[action], g.InScope)
}

// InScope tells whether the grant's mandate has the scope.
func (g Grant) InScope(s MandateScope) bool { return slices.Contains(ParseScope(g.Scope), s) }

// ParseScope reads what JoinScope wrote; what it does not know it leaves out.
func ParseScope(s string) (out []MandateScope) {
	for _, x := range strings.Split(s, ",") {
		if slices.Contains(MandateScopes, MandateScope(x)) {
			out = append(out, MandateScope(x))
		}
	}
	return out
}

// JoinScope writes scopes as they are stored, in the order of MandateScopes.
func JoinScope(list []MandateScope) string {
	var out []string
	for _, x := range MandateScopes {
		if slices.Contains(list, x) {
			out = append(out, string(x))
		}
	}
	return strings.Join(out, ",")
}
