package access

import (
	"slices"
	"strings"
)

// TokenScope is a part of what a person lets a token do. A token never allows
// more than the person may.
type TokenScope string

// The scopes of tokens.
const (
	ScopeRead     TokenScope = "read"
	ScopeWrite    TokenScope = "write"    // profiles
	ScopeInterest TokenScope = "interest" // reading and sending expressions of interest
)

// TokenScopes lists the scopes in the order in which they are offered.
var TokenScopes = []TokenScope{ScopeRead, ScopeWrite, ScopeInterest}

// scopeFor says which scope of a token an action needs. What is not here cannot
// be done with a token.
var scopeFor = map[Action]TokenScope{
	PublicRead: ScopeRead, MembersRead: ScopeRead, ProfileDesk: ScopeRead, CatalogueExport: ScopeRead,
	ProfileEdit: ScopeWrite, ProfileConfirm: ScopeWrite, ProfileReview: ScopeWrite, ProfileValidate: ScopeWrite, ProfileFlag: ScopeWrite, ProfileTranslate: ScopeWrite,
	InterestRead: ScopeInterest, InterestExpress: ScopeInterest,
}

// ScopeFor returns the scope that a token needs for the action.
func ScopeFor(action Action) (TokenScope, bool) {
	s, ok := scopeFor[action]
	return s, ok
}

// Within returns the actor as a token of the scopes lets him act. Who may write
// may read what he writes.
func (a Actor) Within(scopes []TokenScope) Actor {
	a.token = append([]TokenScope{}, scopes...)
	if slices.Contains(scopes, ScopeWrite) && !slices.Contains(scopes, ScopeRead) {
		a.token = append(a.token, ScopeRead)
	}
	return a
}

// Cut tells whether the action is outside of the scopes of the actor's token.
func (a Actor) Cut(action Action) bool {
	if a.token == nil {
		return false
	}
	return !slices.Contains(a.token, scopeFor[action])
}

// ParseTokenScopes reads what JoinTokenScopes wrote; what it does not know it
// leaves out.
func ParseTokenScopes(s string) (out []TokenScope) {
	for _, x := range strings.Split(s, ",") {
		if slices.Contains(TokenScopes, TokenScope(x)) && !slices.Contains(out, TokenScope(x)) {
			out = append(out, TokenScope(x))
		}
	}
	return out
}

// JoinTokenScopes writes scopes as they are stored.
func JoinTokenScopes(list []TokenScope) string {
	var out []string
	for _, x := range list {
		out = append(out, string(x))
	}
	return strings.Join(out, ",")
}
