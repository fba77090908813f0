package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/birzha/birzha/internal/api"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/web/webtest"
)

// site is a whole site of tests with the API over its services.
type site struct {
	*webtest.Site
	api    *api.API
	tokens map[string]string
}

type sheets struct{}

func (sheets) Workbook(tables []bulk.Written) ([]byte, error) {
	return []byte(fmt.Sprint(tables)), nil
}
func (sheets) Separated(t bulk.Written) ([]byte, error) { return []byte(fmt.Sprint(t)), nil }

func newSite(t *testing.T, d *db.DB, change ...func(*api.Deps)) *site {
	t.Helper()
	s := &site{Site: webtest.New(t, d), tokens: map[string]string{}}
	deps := api.Deps{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Clock: s.Clock, DB: d, Identity: s.Identity, Catalogue: s.Catalogue, Sheets: sheets{}, BaseURL: "http://localhost"}
	for _, f := range change {
		f(&deps)
	}
	var err error
	if s.api, err = api.New(deps); err != nil {
		t.Fatal(err)
	}
	return s
}

// token makes a token of a person with the scopes, all where none are named.
func (s *site) token(personID string, scopes ...access.TokenScope) string {
	s.T.Helper()
	if len(scopes) == 0 {
		scopes = access.TokenScopes
	}
	key := personID + access.JoinTokenScopes(scopes)
	if s.tokens[key] == "" {
		_, secret, err := s.Identity.NewToken(context.Background(), personID, "test", scopes, 30)
		if err != nil {
			s.T.Fatal(err)
		}
		s.tokens[key] = secret
	}
	return s.tokens[key]
}

// ask sends a request; headers are name, value pairs.
func (s *site) ask(method, path, token, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.api.ServeHTTP(w, r)
	return w
}

func read[T any](t *testing.T, w *httptest.ResponseRecorder) (x T) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &x); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return x
}

func (s *site) want(w *httptest.ResponseRecorder, status int, what string) {
	s.T.Helper()
	if w.Code != status {
		s.T.Fatalf("%s: %d, want %d: %s", what, w.Code, status, w.Body)
	}
}

// TestEdit writes a draft by programs: what was not read cannot be overwritten.
func TestEdit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		token := s.token(s.Person("editor BY").ID)
		w := s.ask("POST", "/profiles", token, `{"organisation":"org-a","type":"TO","language":"ru"}`)
		s.want(w, 201, "a new draft")
		p, path, tag := read[api.Profile](t, w), strings.TrimPrefix(w.Header().Get("Location"), api.Prefix), w.Header().Get("ETag")
		edit := `{"texts":{"title":"Тонкие линзы"},"lists":{"areas":["precision_engineering"]},"values":{"trl":4}}`
		s.want(s.ask("PATCH", path, token, edit), 428, "without If-Match")
		w = s.ask("PATCH", path, token, edit, "If-Match", tag)
		s.want(w, 200, "an edit")
		if got := read[api.Profile](t, w); got.Texts["title"]["ru"].Text != "Тонкие линзы" || *got.Values.TRL != 4 || got.Revision != p.Revision+1 {
			t.Errorf("%s", w.Body)
		}
		next := w.Header().Get("ETag")
		w = s.ask("PATCH", path, token, edit, "If-Match", tag)
		s.want(w, 412, "an edit of what has changed")
		s.want(s.ask("GET", path, token, "", "If-None-Match", next), 304, "what was read already")
		w = s.ask("PATCH", path, token, `{"texts":{"title":"`+strings.Repeat("я", 300)+`","colour":"x"},"values":{"trl":12}}`, "If-Match", next, "Accept-Language", "ru")
		s.want(w, 422, "unknown field")
		problem := read[api.Problem](t, w)
		if w.Header().Get("Content-Type") != "application/problem+json" || problem.Errors[0].Pointer != "#/texts/colour" || w.Header().Get("Content-Language") != "ru" {
			t.Errorf("%s", w.Body)
		}
		w = s.ask("PATCH", path, token, `{"values":{"trl":12}}`, "If-Match", next)
		s.want(w, 422, "a level that there is not")
		if problem := read[api.Problem](t, w); problem.Errors[0].Pointer != "#/values/trl" || problem.Kind != "invalid" {
			t.Errorf("%s", w.Body)
		}
		s.want(s.ask("PATCH", path, token, `{"values":{"trl":"x"}}`, "If-Match", next), 422, "a text for a number")
		s.want(s.ask("GET", path, s.token(s.Person("editor CN").ID), ""), 404, "somebody else's draft")
		s.want(s.ask("GET", path, "", ""), 404, "a draft to nobody")
		s.want(s.ask("POST", path+"/steps", token, `{"step":"archive"}`), 200, "a step")
		w = s.ask("POST", path+"/steps", token, `{"step":"validate"}`)
		s.want(w, 409, "a step that is not allowed now")
	})
}

// TestOnce does a request with a key one time, however many ask at once.
func TestOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		token := s.token(s.Person("editor BY").ID)
		const body = `{"organisation":"org-a","type":"TO","language":"ru"}`
		count := func() (n int) {
			if err := d.QueryRow(context.Background(), `SELECT count(*) FROM opportunity WHERE author_id = $1`, s.Person("editor BY").ID).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		answers := make([]*httptest.ResponseRecorder, 8)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i] = s.ask("POST", "/profiles", token, body, "Idempotency-Key", "k1") })
		}
		all.Wait()
		done := 0
		for _, w := range answers {
			switch w.Code {
			case 201:
				done++
			case 409:
			default:
				t.Errorf("%d %s", w.Code, w.Body)
			}
		}
		if n := count(); n != 1 || done == 0 {
			t.Fatalf("%d profiles of one request, %d answers", n, done)
		}
		first, again := s.ask("POST", "/profiles", token, body, "Idempotency-Key", "k1"), s.ask("POST", "/profiles", token, body, "Idempotency-Key", "k1")
		if first.Body.String() != again.Body.String() || again.Header().Get("Idempotent-Replayed") != "true" || again.Header().Get("Location") == "" || count() != 1 {
			t.Errorf("another answer: %s, %s", first.Body, again.Body)
		}
		s.want(s.ask("POST", "/profiles", token, strings.Replace(body, "TO", "TR", 1), "Idempotency-Key", "k1"), 422, "the key of another request")
		s.want(s.ask("POST", "/profiles", s.token(s.Person("editor CN").ID), strings.Replace(body, "org-a", "org-c", 1), "Idempotency-Key", "k1"), 201, "the same key of another token")
	})
}

// TestPages walks a list by its cursors: each published profile once, none that
// is not for the reader.
func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		walk := func(path, token string) (refs []string) {
			for path != "" {
				w := s.ask("GET", path, token, "")
				s.want(w, 200, path)
				x := read[struct{ Profiles []api.Profile }](t, w)
				for _, p := range x.Profiles {
					refs = append(refs, p.Reference)
				}
				path, _, _ = strings.Cut(strings.TrimPrefix(w.Header().Get("Link"), "<"+api.Prefix), ">")
			}
			return refs
		}
		if got := walk("/profiles?limit=1", ""); len(got) != 2 {
			t.Errorf("nobody reads %v", got)
		}
		if got := walk("/profiles?limit=2", s.token(s.Person("signed_in anywhere").ID)); len(got) != 3 {
			t.Errorf("a member reads %v", got)
		}
		w := s.ask("GET", "/search?q=lenses&country=BY", "", "")
		s.want(w, 200, "a search")
		found := read[struct {
			Total  int
			Found  []api.Found
			Facets map[string][]api.Count
		}](t, w)
		if found.Total != 2 || len(found.Facets["type"]) == 0 {
			t.Errorf("%s", w.Body)
		}
		for _, f := range found.Found {
			if a := f.Profile.Values.Anonymous; a != nil && *a && f.Profile.Owner != nil {
				t.Errorf("an anonymous profile names %v", f.Profile.Owner)
			}
		}
		s.want(s.ask("GET", "/profiles?cursor=xx", "", ""), 422, "a cursor of nothing")
		s.want(s.ask("GET", "/profiles?limit=1000", "", ""), 422, "too long a page")
	})
}

func TestVocabularies(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	list := read[struct{ Vocabularies []string }](t, s.ask("GET", "/vocabularies", "", ""))
	for _, name := range list.Vocabularies {
		w := s.ask("GET", "/vocabularies/"+name, "", "")
		s.want(w, 200, name)
		s.want(s.ask("GET", "/vocabularies/"+name, "", "", "If-None-Match", w.Header().Get("ETag")), 304, name)
	}
	s.want(s.ask("GET", "/vocabularies/nothing", "", ""), 404, "no vocabulary")
	if len(list.Vocabularies) < 12 {
		t.Errorf("%v", list.Vocabularies)
	}
}

func TestInterest(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	token := s.token(s.Person("editor CN").ID)
	ref := s.Profiles["public"].Reference
	w := s.ask("POST", "/interests", token, `{"profile":"`+ref+`","organisation":"org-c","message":"We would like to test your lenses in our instruments.","language":"en"}`, "Idempotency-Key", "i1")
	s.want(w, 201, "an interest")
	x := read[api.Interest](t, w)
	list := read[struct{ Interests []api.Interest }](t, s.ask("GET", "/interests", token, ""))
	if len(list.Interests) != 1 || list.Interests[0].ID != x.ID {
		t.Errorf("%+v", list)
	}
	s.want(s.ask("GET", "/interests/"+x.ID, s.token(s.Person("signed_in anywhere").ID), ""), 404, "an interest of others")
	s.want(s.ask("POST", "/interests/"+x.ID+"/steps", token, `{"step":"take_back"}`), 200, "taken back")
}

// TestExport gives the formats, and nothing of what the asker may not see.
func TestExport(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	token := s.token(s.Person("signed_in anywhere").ID)
	for _, format := range []string{"json", "csv", "xlsx", "een"} {
		w := s.ask("GET", "/export?format="+format, token, "")
		s.want(w, 200, format)
		if !strings.Contains(w.Body.String(), "of public") || strings.Contains(w.Body.String(), "of draft") || w.Header().Get("X-Total-Count") != "3" {
			t.Errorf("%s: %s", format, w.Body)
		}
	}
	s.want(s.ask("GET", "/export", "", ""), 401, "an export for nobody")
}

func TestLimits(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t), func(d *api.Deps) { d.AddressPerMinute, d.TokenPerMinute = 2, 3 })
	for range 2 {
		s.want(s.ask("GET", "/vocabularies", "", ""), 200, "within the limit")
	}
	w := s.ask("GET", "/vocabularies", "", "", "Accept-Language", "be")
	s.want(w, 429, "above the limit")
	if w.Header().Get("Retry-After") == "" || w.Header().Get("RateLimit-Policy") != `"default";q=2;w=60` || !strings.HasPrefix(w.Header().Get("RateLimit"), `"default";r=0;t=`) {
		t.Errorf("%v", w.Header())
	}
	s.want(s.ask("GET", "/vocabularies", s.token(s.Person("editor BY").ID), ""), 200, "a token has its own")
}

// TestProblems sees that whatever goes wrong is answered as a problem in the
// reader's language, and that a cookie means nothing.
func TestProblems(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	person := s.Person("editor BY").ID
	s.Tx(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE opportunity SET state = 'expired' WHERE id = $1`, s.Profiles["anonymous"].ID)
		return err
	})
	for _, x := range []struct {
		method, path, token, body string
		status                    int
	}{
		{"GET", "/nothing", "", "", 404},
		{"GET", "/profiles/" + s.Profiles["anonymous"].Reference, "", "", 410},
		{"GET", "/desk/profiles", "", "", 401},
		{"GET", "/desk/profiles", "birzha_wrong", "", 401},
		{"GET", "/search", "birzha_wrong", "", 401},
		{"POST", "/profiles", s.token(person, access.ScopeRead), `{"organisation":"org-a","type":"TO","language":"ru"}`, 403},
		{"POST", "/profiles", s.token(person), `{`, 400},
		{"GET", "/interests", s.token(person, access.ScopeWrite), "", 403},
		{"POST", "/profiles/" + s.Profiles["draft"].Reference + "/steps", s.token(person, access.ScopeRead), `{"step":"archive"}`, 403},
		{"GET", "/profiles/" + s.Profiles["members"].Reference, "", "", 401},
	} {
		w := s.ask(x.method, x.path, x.token, x.body, "Accept-Language", "zh-CN")
		s.want(w, x.status, x.method+" "+x.path)
		p := read[api.Problem](t, w)
		if w.Header().Get("Content-Type") != "application/problem+json" || p.Status != x.status || p.Title == "" || strings.HasPrefix(p.Title, "api.") || strings.HasPrefix(p.Detail, "api.") {
			t.Errorf("%s %s: %v %s", x.method, x.path, w.Header(), w.Body)
		}
	}
	r := httptest.NewRequest("GET", api.Prefix+"/desk/profiles", nil)
	r.AddCookie(s.Cookie(person))
	w := httptest.NewRecorder()
	s.api.ServeHTTP(w, r)
	s.want(w, 401, "a cookie")
	tokens, _ := s.Identity.Tokens(context.Background(), person)
	for _, k := range tokens {
		if err := s.Identity.RevokeToken(context.Background(), person, k.ID); err != nil {
			t.Fatal(err)
		}
	}
	s.want(s.ask("GET", "/desk/profiles", s.token(person), ""), http.StatusUnauthorized, "a revoked token")
}
