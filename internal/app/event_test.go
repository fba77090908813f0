package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAddEvent(t *testing.T) {
	cfg := DefaultSettings()
	cfg.Data = t.TempDir()
	var out bytes.Buffer
	if err := AddEvent(t.Context(), cfg, "../../examples/event.json", &out); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "event fair-2027: 2 sides, 4 slots, 0 places, 2 programme items\n" {
		t.Errorf("said %q", got)
	}
	if err := AddEvent(t.Context(), cfg, "../../examples/event.json", &out); err == nil || !strings.Contains(err.Error(), "choose another slug") {
		t.Errorf("the same event twice: %v", err)
	}
}

func TestAddEventNamesWhatIsWrong(t *testing.T) {
	good, err := os.ReadFile("../../examples/event.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, now, want string }{
		{`"zone": "Europe/Minsk",`, `"zone": "Minsk",`, "zone: "},
		{`"2027-04-20 10:25"`, `"2027-04-20 10:05"`, "slots[1]: "},
		{`"kind": "opening"`, `"kind": "party"`, "programme[0].kind: "},
		{`"country": "CN"`, `"country": "BY"`, "sides[1].country: "},
		{`"online": true`, `"online": false`, "places: "},
		{`"title": {"en"`, `"titel": {"en"`, `unknown field "titel"`},
	} {
		file := filepath.Join(t.TempDir(), "event.json")
		if err := os.WriteFile(file, []byte(strings.Replace(string(good), c.old, c.now, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg := DefaultSettings()
		cfg.Data = t.TempDir()
		if err := AddEvent(t.Context(), cfg, file, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.now, err, c.want)
		}
	}
}
