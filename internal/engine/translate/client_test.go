package translate

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// TestRetries counts the calls of a service that fails by its statuses in turn.
func TestRetries(t *testing.T) {
	for _, c := range []struct {
		name     string
		statuses []int // then 200
		after    string
		calls    int
		waits    string // in whole seconds
		kind     fault.Kind
		key      string
	}{
		{name: "well", calls: 1},
		{name: "busy once", statuses: []int{503}, calls: 2, waits: "1"},
		{name: "backs off", statuses: []int{429, 502, 504}, calls: 4, waits: "1 2 4"},
		{name: "asks to wait", statuses: []int{429}, after: "7", calls: 2, waits: "7"},
		{name: "asks for a past date", statuses: []int{429}, after: "Mon, 02 Jan 2006 15:04:05 GMT", calls: 2, waits: "1"},
		{name: "asks for too long", statuses: []int{429, 429}, after: "3600", calls: 1, kind: fault.TooMany, key: "translation.too_many"},
		{name: "stays busy", statuses: []int{429, 429, 429, 429, 429}, calls: 4, waits: "1 2 4", kind: fault.TooMany, key: "translation.too_many"},
		{name: "stays down", statuses: []int{503, 503, 503, 503, 503}, calls: 4, waits: "1 2 4", kind: fault.Unavailable, key: "translation.unavailable"},
		{name: "fails", statuses: []int{500}, calls: 1, kind: fault.Unavailable, key: "translation.unavailable"},
		{name: "refuses the key", statuses: []int{401}, calls: 1, kind: fault.Unavailable, key: "translation.refused"},
		{name: "refuses the text", statuses: []int{400}, calls: 1, kind: fault.Unavailable, key: "translation.rejected"},
	} {
		calls := 0
		s, waited := service(t, "openai", func(w http.ResponseWriter, _ *http.Request) {
			if calls++; calls <= len(c.statuses) {
				w.Header().Set("Retry-After", c.after)
				w.WriteHeader(c.statuses[calls-1])
				return
			}
			fmt.Fprint(w, completion(`["Steel"]`))
		})
		_, err := s.Translate(t.Context(), i18n.RU, i18n.EN, []string{"Сталь"})
		if c.key != "" {
			wantFault(t, err, c.kind, c.key)
		} else if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var waits []string
		for _, d := range *waited {
			waits = append(waits, fmt.Sprint(int(d/time.Second)))
		}
		if calls != c.calls || strings.Join(waits, " ") != c.waits {
			t.Errorf("%s: %d calls, waited %v", c.name, calls, waits)
		}
	}
}

// A redirect is not followed, not even to where the key could be sent.
func TestNoOtherHost(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("asked %s", r.URL) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, kind := range []string{"openai", "libretranslate"} {
			s, _ := service(t, kind, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL+"/v1", status) })
			_, err := s.Translate(t.Context(), i18n.RU, i18n.EN, []string{"Сталь"})
			wantFault(t, err, fault.Unavailable, "translation.unavailable")
			if !strings.Contains(err.Error(), other.URL) {
				t.Errorf("the log does not name the redirect: %v", err)
			}
		}
	}
}

func TestSilentService(t *testing.T) {
	release := make(chan struct{})
	s, waited := service(t, "openai", func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) }) // before the server is closed
	clientOf(s).timeout = 20 * time.Millisecond
	_, err := s.Translate(t.Context(), i18n.RU, i18n.EN, []string{"Сталь"})
	wantFault(t, err, fault.Unavailable, "translation.unavailable")
	if len(*waited) != attempts-1 {
		t.Errorf("waited %v", *waited)
	}
	clientOf(s).timeout = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = s.Translate(ctx, i18n.RU, i18n.EN, []string{"Сталь"}); err == nil || len(*waited) != attempts-1 {
		t.Errorf("after the end: %v, waited %v", err, *waited)
	}
}

// An answer that breaks off is asked for again.
func TestBrokenOff(t *testing.T) {
	calls := 0
	s, _ := service(t, "openai", func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls == 1 {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"choices":`)
			return
		}
		fmt.Fprint(w, completion(`["Steel"]`))
	})
	if got, err := s.Translate(t.Context(), i18n.RU, i18n.EN, []string{"Сталь"}); err != nil || got[0] != "Steel" || calls != 2 {
		t.Errorf("%q, %v, %d calls", got, err, calls)
	}
}

func TestNew(t *testing.T) {
	for address, good := range map[string]bool{
		"libretranslate+https://mt.example.org": true, "libretranslate+http://127.0.0.1:5000/x": true, "openai+https://llm.example.org/v1": true,
		"": false, "https://mt.example.org": false, "deepl+https://mt.example.org": false, "openai+ftp://mt.example.org": false,
		"openai+https://u:p@mt.example.org": false, "openai+https://": false, "openai+%": false,
	} {
		if _, err := New(Options{URL: address, Model: "m"}); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := New(Options{URL: "openai+https://llm.example.org/v1"}); err == nil {
		t.Error("no model was missed")
	}
}
