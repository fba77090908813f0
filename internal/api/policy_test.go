package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/api"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/web/webtest"
)

// bodies are what the operations with one are asked with: sound enough to reach
// the policy of the service.
var bodies = map[string]string{
	"profile_new": `{"organisation":"org-d","type":"TO","language":"en"}`, "profile_edit": `{"texts":{"title":"x"}}`, "profile_step": `{"step":"submit"}`, "profile_flag": `{"note":"x"}`,
	"interest_new": `{"profile":"REF","organisation":"org-d","message":"We would like to hear more of it.","language":"en"}`, "interest_step": `{"step":"see"}`,
}

// TestPolicy asks every operation as everybody: nobody is told to show a token
// where the matrix does not let him, who has no part in it finds nothing there,
// and a token without the scope is refused as such. Nothing refused is written.
func TestPolicy(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	unknown := strings.NewReplacer("{reference}", "TOBY000", "{organisation}", "nothing", "{vocabulary}", "nothing", "{interest}", "nothing")
	refused := 0
	for _, o := range s.api.Operations {
		public := access.Matrix[o.Action][access.Anonymous] == access.ScopeAll
		hasID := strings.Contains(o.Path, "{")
		body := strings.ReplaceAll(bodies[o.ID], "REF", s.Profiles["public"].Reference)
		if w := s.ask(o.Method, unknown.Replace(o.Path), "", body); !public && w.Code != http.StatusUnauthorized || public && w.Code >= 400 && (!hasID || w.Code != http.StatusNotFound) {
			t.Errorf("%s as nobody: %d %s", o.ID, w.Code, w.Body)
		}
		scope, _ := access.ScopeFor(o.Action)
		for _, p := range append([]webtest.Person{}, s.People...) {
			if p.ID == "" {
				continue
			}
			token := s.token(p.ID)
			if hasID || o.Method != http.MethodGet { // an id of nothing, or an organisation that only its own may act for
				if org := p.Org == s.Orgs["D"].ID; org {
					continue
				}
				refused++
				if w := s.ask(o.Method, unknown.Replace(o.Path), token, body); w.Code != http.StatusNotFound {
					t.Errorf("%s of nothing as %s: %d %s", o.ID, p.Name, w.Code, w.Body)
				}
			}
		}
		for _, other := range access.TokenScopes {
			if other != scope && (scope != access.ScopeRead || other != access.ScopeWrite) {
				refused++
				if w := s.ask(o.Method, unknown.Replace(o.Path), s.token(s.Person("editor BY").ID, other), body); w.Code != http.StatusForbidden {
					t.Errorf("%s with a token for %s: %d %s", o.ID, other, w.Code, w.Body)
				}
			}
		}
	}
	if refused < 200 {
		t.Errorf("only %d requests refused", refused)
	}
}

// TestForeignProfiles sees that a draft and what belongs to it is there for its
// keepers alone.
func TestForeignProfiles(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	draft := s.Profiles["draft"].Reference
	keepers := map[string]bool{"editor BY": true, "adviser BY": true, "colleague BY": true, "validator BY": true, "translator BY": true}
	for _, p := range s.People {
		if p.ID == "" || p.Org == s.Orgs["A"].ID && p.Role != access.OrgEditor {
			continue
		}
		want := http.StatusNotFound
		if keepers[p.Name] {
			want = http.StatusOK
		}
		if w := s.ask("GET", "/profiles/"+draft, s.token(p.ID), ""); w.Code != want {
			t.Errorf("the draft as %s: %d, want %d", p.Name, w.Code, want)
		}
		if want == http.StatusNotFound {
			for _, x := range [][2]string{{"PATCH", ""}, {"POST", "/steps"}} {
				if w := s.ask(x[0], "/profiles/"+draft+x[1], s.token(p.ID), `{"step":"archive"}`, "If-Match", "*"); w.Code != http.StatusNotFound && w.Code != http.StatusUnprocessableEntity {
					t.Errorf("%s %s as %s: %d", x[0], x[1], p.Name, w.Code)
				}
			}
		}
	}
}

// TestOperationWithoutPolicy takes an action out of the matrix: then the API
// must not start.
func TestOperationWithoutPolicy(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	line := access.Matrix[access.InterestExpress]
	delete(access.Matrix, access.InterestExpress)
	defer func() { access.Matrix[access.InterestExpress] = line }()
	if _, err := api.New(s.api.Deps); err == nil || !strings.Contains(err.Error(), string(access.InterestExpress)) {
		t.Errorf("an API with an action that is not in the matrix: %v", err)
	}
}
