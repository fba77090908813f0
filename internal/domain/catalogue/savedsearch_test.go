package catalogue_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Only a person's own searches are there for him: kept, renamed, forgotten.
func TestSavedSearches(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx, me, other := t.Context(), m.As("adviser BY"), m.As("adviser CN")
		x, err := m.SaveSearch(ctx, me, " Lenses ", url.Values{"q": {"lenses"}, "country": {"CN"}, "page": {"3"}, "lang": {"be"}, "since": {"7"}}, true)
		m.must(err)
		if x.Query != "country=CN&q=lenses" || x.Name != "Lenses" || x.Path() != "/catalogue?country=CN&q=lenses" {
			t.Errorf("kept as %+v", x)
		}
		for name, err := range map[string]error{
			"change of another's": m.ChangeSearch(ctx, other, x.ID, "Mine", true),
			"drop of another's":   m.DropSearch(ctx, other, x.ID),
			"change of none":      m.ChangeSearch(ctx, me, "none", "Mine", true),
		} {
			if kind(err) != "not found" {
				t.Errorf("%s: %v", name, err)
			}
		}
		m.must(m.ChangeSearch(ctx, me, x.ID, "Optics", false))
		list, err := m.SavedSearches(ctx, me)
		m.must(err)
		if len(list) != 1 || list[0].Name != "Optics" || list[0].Alert {
			t.Errorf("after the change: %+v", list)
		}
		if list, err = m.SavedSearches(ctx, other); err != nil || len(list) != 0 {
			t.Errorf("another sees %+v, %v", list, err)
		}
		m.must(m.DropSearch(ctx, me, x.ID))
		if list, err = m.SavedSearches(ctx, me); err != nil || len(list) != 0 {
			t.Errorf("after it is dropped: %+v, %v", list, err)
		}
	})
}

func TestSearchesRefused(t *testing.T) {
	m := newMarket(t, dbtest.SQLite(t))
	ctx, me := t.Context(), m.As("adviser BY")
	save := func(a access.Actor, name string, v url.Values) string {
		_, err := m.SaveSearch(ctx, a, name, v, false)
		return kind(err)
	}
	for name, got := range map[string]string{
		"without a name":    save(me, "  ", nil),
		"with a long name":  save(me, strings.Repeat("学", 101), nil),
		"with a long query": save(me, "x", url.Values{"q": {strings.Repeat("x", 5000)}}),
	} {
		if got != "invalid" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := save(m.As(""), "x", nil); got != "sign in" {
		t.Errorf("by nobody: %q", got)
	}
	for range catalogue.MaxSearches {
		if got := save(me, strings.Repeat("学", 100), nil); got != "" {
			t.Fatal(got)
		}
	}
	if got := save(me, "one more", nil); got != "conflict" {
		t.Errorf("one too many: %q", got)
	}
}

// A search tells of what was published since the last time, once, and of
// nothing else.
func TestAlertSearches(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx, me := t.Context(), m.As("adviser CN")
		client, editor, _ := m.Client("BY")
		m.Publish(m.Offer(client), "BY", editor) // before: not told of
		m.Time.Pass(time.Minute)
		for name, q := range map[string]url.Values{"glass": {"q": {"glass"}}, "china": {"q": {"glass"}, "country": {"CN"}}} {
			_, err := m.SaveSearch(ctx, me, name, q, true)
			m.must(err)
		}
		quiet, err := m.SaveSearch(ctx, me, "quiet", url.Values{"q": {"glass"}}, false)
		m.must(err)
		m.Queue.Notices = nil
		told := func(want int) {
			t.Helper()
			m.Queue.Notices = nil
			n, err := m.AlertSearches(ctx)
			m.must(err)
			var got []catalogue.NoticeJob
			for _, x := range m.Queue.Notices {
				if x.Notice == catalogue.SearchAlert {
					got = append(got, x)
				}
			}
			if n != min(want, 1) || len(got) != n {
				t.Fatalf("%d told, %d letters, want %d", n, len(got), min(want, 1))
			}
			if n == 1 && (got[0].Count != want || got[0].PersonIDs[0] != me.PersonID || !strings.HasPrefix(got[0].Path, "/catalogue?q=glass&since=2026-11-")) {
				t.Errorf("told %+v, want %d", got[0], want)
			}
		}
		told(0)
		for range 2 {
			m.Publish(m.Offer(client), "BY", editor)
		}
		told(0) // the day is not over
		m.Time.Pass(24 * time.Hour)
		told(2)
		told(0) // once
		m.Publish(m.Offer(client), "BY", editor)
		m.Time.Pass(time.Minute)
		told(0)
		m.Time.Pass(24 * time.Hour)
		told(1)
		m.Time.Pass(24 * time.Hour)
		told(0)
		m.must(m.ChangeSearch(ctx, me, quiet.ID, "quiet", true)) // tells of nothing before
		m.Time.Pass(25 * time.Hour)
		told(0)
	})
}

// Two nodes that look at the same time tell once.
func TestAlertOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, editor, _ := m.Client("BY")
		_, err := m.SaveSearch(t.Context(), m.As("outsider"), "all", url.Values{}, true)
		m.must(err)
		m.Publish(m.Offer(client), "BY", editor)
		m.Time.Pass(25 * time.Hour)
		type answer struct {
			n   int
			err error
		}
		answers := make(chan answer)
		for range 4 {
			go func() {
				n, err := m.AlertSearches(t.Context())
				answers <- answer{n, err}
			}()
		}
		sum := 0
		for range 4 {
			a := <-answers
			m.must(a.err)
			sum += a.n
		}
		if sum != 1 {
			t.Errorf("told %d times", sum)
		}
	})
}
