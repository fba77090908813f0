package translate

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// service is an engine at a server that answers by the handler; it does not
// wait, but notes for how long it would.
func service(t *testing.T, kind string, h http.HandlerFunc) (*Service, *[]time.Duration) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	s, err := New(Options{URL: kind + "+" + srv.URL + "/base?v=1", Key: "k-1", Model: "m-1", Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	var waited []time.Duration
	clientOf(s).wait = func(_ context.Context, d time.Duration) error { waited = append(waited, d); return nil }
	return s, &waited
}

func clientOf(s *Service) *client {
	if l, ok := s.backend.(*libre); ok {
		return l.client
	}
	return s.backend.(*chat).client
}

// words translates a few sentences, as a service would.
var words = map[string]string{
	"Лазерный датчик": "Laser sensor", "Точность 0,5 мкм": "Accuracy 0.5 µm", "激光传感器": "Laser sensor", "Сталь": "Steel", "Завод": "Plant",
}

// texts reads the texts of a request of either kind.
func texts(t *testing.T, r *http.Request) []string {
	t.Helper()
	var in struct {
		Q        []string
		Messages []chatMessage
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		t.Error(err)
	}
	if in.Q != nil {
		return in.Q
	}
	var data struct{ Texts []string }
	if err := json.Unmarshal([]byte(in.Messages[1].Content), &data); err != nil {
		t.Error(err)
	}
	return data.Texts
}

// completion is the answer of a chat that says s.
func completion(s string) string {
	b, _ := json.Marshal(s)
	return `{"choices":[{"message":{"role":"assistant","content":` + string(b) + `},"finish_reason":"stop"}]}`
}

func list(ss []string) string {
	b, _ := json.Marshal(ss)
	return string(b)
}

func translated(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = words[s]
	}
	return out
}

var unfilled = regexp.MustCompile(`\{[a-z]+\}`)

// wantFault fails unless err is a fault with the key that can be said in full.
func wantFault(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != kind || e.Key != key {
		t.Errorf("got %v, want %s of kind %d", err, key, kind)
		return
	}
	for _, l := range i18n.All {
		if s := l.T(e.Key, e.Args...); unfilled.MatchString(s) || s == key {
			t.Errorf("%s: %q", l, s)
		}
	}
}
