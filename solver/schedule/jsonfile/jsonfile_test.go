package jsonfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/solver/schedule"
	"github.com/birzha/birzha/solver/schedule/jsonfile"
)

const whole = `{
 "people": [{"id": "a", "side": "BY", "unavailable": [2], "max_per_day": 1, "max_meetings": 2, "min_gap": 5, "unsocial": [0, 1]}, {"id": "b"}, {}],
 "slots": [{"start": "2030-01-07T09:00:00+03:00", "end": "2030-01-07T09:20:00+03:00"}, {"start": "2030-01-08T09:00:00+03:00", "end": "2030-01-08T09:20:00+03:00", "day": 1, "session": 1}],
 "places": [{"id": "p", "kind": "room", "capacity": 2, "site": "east", "closed": [1]}, {}],
 "meetings": [
  {"id": "m", "people": [1, 3], "must": true, "weight": 4, "slots": [1, 2], "after": [2], "fixed": true, "slot": 2, "place": 1, "kind": "room", "interpret": "ru-zh"},
  {"people": [2, 3], "locked": true, "place": 2}, {"people": [1, 2], "fixed": true, "slot": 1}, {"people": [2, 1], "online": true}
 ],
 "idle_spread": 2,
 "programme": [{"id": "s", "slots": [2], "people": [2]}],
 "interpreters": [{"id": "i", "pairs": ["ru-zh"], "unavailable": [1]}],
 "groups": [{"id": "g", "people": [1, 2], "max_meetings": 3}, {"people": [3]}],
 "pairings": [{"a": 1, "b": 2}],
 "declined": [[3, 1]],
 "travel": [{"from": "east", "to": "", "minutes": 10}],
 "objectives": [{"goal": "idle_gaps", "weight": 2}]
}`

func TestRead(t *testing.T) {
	p, err := jsonfile.Read(strings.NewReader("\ufeff" + whole + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	g := p.Meetings
	if !slices.Equal(p.People[0].Unavailable, []int{1}) || !slices.Equal(p.Places[0].Closed, []int{0}) || p.IdleSpread != 2 || p.People[0].MinGap != 5 {
		t.Errorf("%+v", p)
	}
	if !slices.Equal(g[0].People, []int{0, 2}) || !slices.Equal(g[0].Slots, []int{0, 1}) || !slices.Equal(g[0].After, []int{1}) || g[0].Slot != 1 || g[0].Place != 0 {
		t.Errorf("%+v", g[0])
	}
	if g[1].Place != 1 || g[2].Slot != 0 || g[2].Place != schedule.None || g[3].Place != schedule.None {
		t.Errorf("%+v", g)
	}
	if !reflect.DeepEqual(p.Programme, []schedule.Session{{ID: "s", Slots: []int{1}, People: []int{1}}}) || p.Interpreters[0].Unavailable[0] != 0 ||
		!slices.Equal(p.Groups[0].People, []int{0, 1}) || p.Pairings[0] != (schedule.Pairing{A: 0, B: 1}) || p.Declined[0] != [2]int{2, 0} {
		t.Errorf("%+v", p)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`"unavailable": [2], "max`, `"unavailable": [1, 3], "max`, "people[1].unavailable[2]: slot 3 does not exist, there are 2"},
		{`"closed": [1]`, `"closed": [0]`, "places[1].closed[1]: slot 0 does not exist, there are 2"},
		{`"people": [1, 3], "must"`, `"people": [1, 4], "must"`, "meetings[1].people[2]: person 4 does not exist, there are 3"},
		{`"slots": [1, 2], "after"`, `"slots": [1, -2], "after"`, "meetings[1].slots[2]: slot -2 does not exist, there are 2"},
		{`"after": [2]`, `"after": [5]`, "meetings[1].after[1]: meeting 5 does not exist, there are 4"},
		{`"slot": 2, "place": 1`, `"place": 1`, "meetings[1].slot: slot 0 does not exist, there are 2"},
		{`"slot": 2, "place": 1`, `"slot": 2, "place": 3`, "meetings[1].place: place 3 does not exist, there are 2"},
		{`"locked": true, "place": 2`, `"locked": true`, "meetings[2].place: place 0 does not exist, there are 2"},
		{`"locked": true, "place": 2`, `"place": 2`, "meetings[2].place: only a fixed or locked meeting has a place"},
		{`"locked": true, "place": 2`, `"slot": 2`, "meetings[2].slot: only a fixed meeting has a slot"},
		{`"slots": [2], "people": [2]`, `"slots": [3], "people": [2]`, "programme[1].slots[1]: slot 3 does not exist, there are 2"},
		{`"slots": [2], "people": [2]`, `"slots": [2], "people": [9]`, "programme[1].people[1]: person 9 does not exist, there are 3"},
		{`"pairs": ["ru-zh"], "unavailable": [1]`, `"pairs": [], "unavailable": [7]`, "interpreters[1].unavailable[1]: slot 7 does not exist, there are 2"},
		{`"people": [1, 2], "max_meetings"`, `"people": [4, 2], "max_meetings"`, "groups[1].people[1]: person 4 does not exist, there are 3"},
		{`{"a": 1, "b": 2}`, `{"a": 3, "b": 2}`, "pairings[1].a: group 3 does not exist, there are 2"},
		{`{"a": 1, "b": 2}`, `{"a": 1}`, "pairings[1].b: group 0 does not exist, there are 2"},
		{`[3, 1]`, `[3, 4]`, "declined[1][2]: person 4 does not exist, there are 3"},
		{`"side": "BY"`, `"country": "BY"`, `line 2: unknown field "country"`},
		{`"end": "2030-01-07T09:20:00+03:00"`, `"end": "2030-01-07T08:20:00+03:00"`, "invalid problem: slot 0 ends before it starts, or starts before the last one ends (counted from 0)"},
		{`"start": "2030-01-08T09:00:00+03:00"`, `"start": "2030-01-07T09:10:00+03:00"`, "invalid problem: slot 1 ends before it starts, or starts before the last one ends (counted from 0)"},
		{`"must": true`, `"capacity": 3`, `unknown field "capacity"`},
		{`"idle_spread": 2`, `"idle_spread": "2"`, "line 9 idle_spread: expected a whole number, found string"},
		{`"kind": "room", "capacity"`, `"kind": 5, "capacity"`, "line 4 places.kind: expected a string, found number"},
		{`"must": true`, `"must": 1`, "line 6 meetings.must: expected true or false, found number"},
		{`"declined": [[3, 1]]`, `"declined": {}`, "line 14 declined: expected an array, found object"},
		{`[{"id": "s"`, `[5, {"id": "s"`, "line 10 programme: expected an object, found number"},
		{`"idle_spread": 2,`, `"idle_spread": 2;`, "line 9: invalid character ';' after object key:value pair"},
		{"\"weight\": 2}]\n}", "\"weight\": 2}]\n", "line 17: the file ends in the middle"},
		{"\"weight\": 2}]\n}", "\"weight\": 2}]\n}\n\n5", "line 19: something follows the problem"},
		{`"goal": "idle_gaps"`, `"goal": "idle"`, `invalid problem: objective 0, "idle", is unknown or named twice (counted from 0)`},
	} {
		_, err := jsonfile.Read(strings.NewReader(strings.Replace(whole, c.old, c.new, 1)))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.new, err, c.want)
		}
		var at *jsonfile.Error
		if !errors.As(err, &at) && !errors.Is(err, schedule.ErrInvalid) {
			t.Errorf("%s: %T", c.new, err)
		}
	}
	if _, err := jsonfile.Read(strings.NewReader("")); err == nil || err.Error() != "line 1: the file ends in the middle" {
		t.Error(err)
	}
}

// TestSchemas: the schemas name every field and no other, and docs has them.
func TestSchemas(t *testing.T) {
	for name, c := range map[string]struct {
		text []byte
		kind reflect.Type
	}{
		"problem":  {jsonfile.ProblemSchema(), reflect.TypeFor[schedule.Problem]()},
		"solution": {jsonfile.SolutionSchema(), reflect.TypeFor[jsonfile.Solution]()},
	} {
		var s map[string]any
		if err := json.Unmarshal(c.text, &s); err != nil {
			t.Fatal(err)
		}
		compare(t, name, s, c.kind)
		if published, err := os.ReadFile("../../../docs/schedule-" + name + ".schema.json"); err != nil || !bytes.Equal(published, c.text) {
			t.Errorf("docs/schedule-%s.schema.json is not the schema in force: %v", name, err)
		}
	}
}

// compare holds a schema against the type that it describes.
func compare(t *testing.T, path string, s map[string]any, kind reflect.Type) {
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.Kind() == reflect.Slice || kind.Kind() == reflect.Array {
		compare(t, path+"[]", s["items"].(map[string]any), kind.Elem())
		return
	}
	if kind.Kind() != reflect.Struct || s["format"] == "date-time" {
		return
	}
	props := s["properties"].(map[string]any)
	for i := range kind.NumField() {
		name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		if props[name] == nil {
			t.Errorf("%s.%s is not in the schema", path, name)
			continue
		}
		compare(t, path+"."+name, props[name].(map[string]any), kind.Field(i).Type)
	}
	if len(props) != kind.NumField() || s["additionalProperties"] != false {
		t.Errorf("%s: %d properties, %d fields", path, len(props), kind.NumField())
	}
}

func TestSetPlan(t *testing.T) {
	p := &schedule.Problem{Meetings: []schedule.Meeting{{}, {Online: true}, {}, {}}}
	var s jsonfile.Solution
	s.SetPlan(p, schedule.Plan{{Slot: 0, Place: 1}, {Slot: 2, Place: schedule.None}, {Slot: schedule.None, Place: schedule.None}})
	if !slices.Equal(s.Meetings, []jsonfile.Held{{1, 1, 2}, {2, 3, 0}}) || !slices.Equal(s.Unplaced, []int{3, 4}) {
		t.Errorf("%+v", s)
	}
}

func TestConflict(t *testing.T) {
	p := &schedule.Problem{Places: []schedule.Place{{Closed: []int{0, 1}}, {Closed: []int{0}}}}
	c := jsonfile.NewConflict(p, &schedule.Conflict{Meetings: []int{0, 4}, Slots: []int{0, 1}, Order: true})
	want := jsonfile.Conflict{Meetings: []int{1, 5}, People: []int{}, Slots: []int{1, 2}, Places: []int{2}, Text: "meetings [1 5] cannot all be held; the places in slots [1 2] are too few; some come after others"}
	if !reflect.DeepEqual(*c, want) {
		t.Errorf("%+v", c)
	}
	c = jsonfile.NewReason(schedule.Reason{Code: schedule.PrecedenceShort, Meeting: 6, Other: -1, Person: -1, Partner: -1, Group: -1, Slot: -1})
	if !slices.Equal(c.Meetings, []int{7}) || c.Text != "meeting 7: the order of meetings leaves it no slot" || len(c.People) > 0 {
		t.Errorf("%+v", c)
	}
	c = jsonfile.NewReason(schedule.Reason{Code: schedule.PersonOverbooked, Meeting: -1, Other: -1, Person: 2, Partner: -1, Group: -1, Slot: -1, Need: 2, Have: 1, Meetings: []int{0, 3}})
	if !slices.Equal(c.Meetings, []int{1, 4}) || c.Text != "person 3: 2 meetings must be held in 1 slots: [1 4]" || !slices.Equal(c.People, []int{3}) {
		t.Errorf("%+v", c)
	}
}
