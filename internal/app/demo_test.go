package app

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/app/demo"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
)

// visitor is a browser of the test's own.
type visitor struct {
	*http.Client
	base string
}

func visit(t *testing.T, base string) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{&http.Client{Jar: jar}, base}
}

// as signs in as a role of the demo page and returns the status and the path of
// the page that comes first.
func (v visitor) as(t *testing.T, role string) (status int, path string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, v.base+"/demo/sign-in", strings.NewReader(url.Values{"role": {role}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := v.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode, res.Request.URL.Path
}

func TestDemo(t *testing.T) {
	cfg := settings(t)
	start := time.Now()
	a, err := openDemo(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, a)
	if code, _ := get(t, a.URL()+"/"); code != http.StatusOK {
		t.Fatalf("home page: %d", code)
	}
	t.Logf("first page after %s", time.Since(start).Round(time.Millisecond))
	seeded(t, a.core)
	for _, role := range demoOrder {
		if status, path := visit(t, a.URL()).as(t, role); status != http.StatusOK || path != "/desk" && !strings.HasPrefix(path, "/events/synergy-2027/") {
			t.Errorf("%s: %d at %s", role, status, path)
		}
	}
	caught(t, a)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	once(t, cfg)
}

// seeded checks that the sample exchange is as large as it should be, planned,
// published, and at work on a second version.
func seeded(t *testing.T, c *core) {
	t.Helper()
	for _, q := range []struct {
		what, sql string
		least     int
	}{
		{"organisations", `SELECT count(*) FROM organisation`, 120},
		{"people", `SELECT count(*) FROM participant WHERE state = 'validated'`, 300},
		{"offers and requests", `SELECT count(*) FROM opportunity`, 120},
		{"wishes", `SELECT count(*) FROM wish`, 600},
		{"people who are away at times", `SELECT count(DISTINCT participant_id) FROM unavailability`, 30},
		{"consents", `SELECT count(*) FROM consent`, 50},
		{"programme items", `SELECT count(*) FROM programme_item`, 4},
		{"residents of parks", `SELECT count(*) FROM organisation_membership WHERE kind = 'resident'`, 5},
	} {
		var n int
		if err := c.db.QueryRow(t.Context(), q.sql).Scan(&n); err != nil || n < q.least {
			t.Errorf("%s: %d, want %d or more (%v)", q.what, n, q.least, err)
		}
	}
	w, err := c.exchange.Whole(t.Context(), "synergy-2027", exchange.Published)
	if err != nil {
		t.Fatal(err)
	}
	f := w.Plan.Figures
	t.Logf("published: %+v", f)
	if f.Placed < f.Bound*95/100 || f.MustPlaced != f.Must || f.Placed > f.Bound {
		t.Errorf("the plan is poor: %+v", f)
	}
	next, err := c.exchange.Whole(t.Context(), "synergy-2027", exchange.Provisional)
	if err != nil {
		t.Fatal(err)
	}
	if changes := exchange.Compare(w.Meetings, next.Meetings); len(changes) != movedMeetings {
		t.Errorf("%d changes in the second version, want %d", len(changes), movedMeetings)
	}
}

// caught waits for the letters about the plan, and checks one.
func caught(t *testing.T, a *App) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	link := regexp.MustCompile(`/demo/mail/\d+`)
	for {
		_, body := get(t, a.URL()+"/demo/mail")
		if len(link.FindAllString(body, -1)) >= len(demoOrder) {
			_, letter := get(t, a.URL()+link.FindString(body))
			if !strings.Contains(letter, "/events/synergy-2027/agenda") {
				t.Errorf("the letter does not lead to the agenda: %s", letter)
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("no letters were caught: %s", body)
		}
	}
}

// once starts a second demo on the same data, which must find everything there.
func once(t *testing.T, cfg Settings) {
	t.Helper()
	a, err := openDemo(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var events int
	if err := a.db.QueryRow(t.Context(), `SELECT count(*) FROM event`).Scan(&events); err != nil || events != 1 {
		t.Errorf("%d events (%v)", events, err)
	}
	seeded(t, a.core)
	w := visit(t, a.URL())
	s := serve(t, a)
	if status, _ := w.as(t, "organiser_by"); status != http.StatusOK {
		t.Errorf("sign-in after the second start: %d", status)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

func TestDemoLeavesOthersAlone(t *testing.T) {
	cfg := settings(t)
	if err := withCore(t.Context(), cfg, func(c *core) error { return enter(t.Context(), c, "someone") }); err != nil {
		t.Fatal(err)
	}
	if _, err := openDemo(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "not the demo") {
		t.Errorf("the demo moved into another installation: %v", err)
	}
}

func TestDemoRemovesItsDirectory(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	cfg := settings(t)
	cfg.Data = ""
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- Demo(ctx, cfg, w) }()
	if _, err := r.Read(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) != 1 {
		t.Errorf("%d entries while it runs", len(left))
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Every role that the demo page offers is one that somebody holds.
func TestDemoRoles(t *testing.T) {
	a, err := openDemo(t.Context(), settings(t))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	s, err := newSeed(a.core)
	if err != nil {
		t.Fatal(err)
	}
	roles, err := s.roles(t.Context())
	if err != nil || len(roles) != len(demoOrder) {
		t.Fatalf("%d roles, want %d (%v)", len(roles), len(demoOrder), err)
	}
	e, err := a.exchange.EventBySlug(t.Context(), s.EventSlug())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range roles {
		actor, err := access.Load(t.Context(), a.db, r.PersonID, a.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(s.data.Roles, func(x demo.Role) bool { return keyOf(x) == r.Key })
		want, event := s.data.Roles[i].Role, e.ID
		if r.Path == "/desk" || want == access.Admin {
			event = ""
		}
		if !actor.Has(event, want) {
			t.Errorf("%s: %v", r.Key, actor.Grants)
		}
	}
}
