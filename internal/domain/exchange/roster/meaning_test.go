package roster

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/solver/schedule"
)

func read(t *testing.T, opt Options, tables ...Table) *Roster {
	t.Helper()
	r, rep := Read(tables, opt)
	if len(rep.Errors) > 0 {
		t.Fatalf("%v", say(t, rep.Errors))
	}
	return r
}

func TestTimes(t *testing.T) {
	minsk, _ := time.LoadLocation("Europe/Minsk")
	for in, want := range map[string]string{
		"2026-11-24 14:00": "2026-11-24T11:00Z", "2026-11-24T14:00": "2026-11-24T11:00Z", "2026-11-24 14:00:00": "2026-11-24T11:00Z",
		"24.11.2026 14:00": "2026-11-24T11:00Z", "24/11/2026 14:00": "2026-11-24T11:00Z", "11/24/2026 2:00 PM": "2026-11-24T11:00Z",
		"2026年11月24日 14:00": "2026-11-24T11:00Z", "2026/11/24 14:00": "2026-11-24T11:00Z", "2026-11-24 12:00am": "2026-11-23T21:00Z",
		"45985.5": "2025-11-24T09:00Z", "2026-11-24T14:00:00Z": "2026-11-24T14:00Z", "2026-11-24T14:00+08:00": "2026-11-24T06:00Z",
		"2026-11-24 14:00 Asia/Shanghai": "2026-11-24T06:00Z", "2026-11-24 14:00 (UTC+8)": "2026-11-24T06:00Z", "2026-11-24 24:00": "2026-11-24T21:00Z",
	} {
		c, key := parseMoment(in)
		at, key2 := c.instant(minsk)
		if got := at.UTC().Format("2006-01-02T15:04Z"); key+key2 != "" || got != want {
			t.Errorf("%q is %s %s%s, want %s", in, got, key, key2, want)
		}
	}
}

// TestInstant: a wall clock that is read and shown again is the same, in every
// zone, or is refused.
func TestInstant(t *testing.T) {
	zones := []string{"Europe/Warsaw", "Europe/Minsk", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Skip(err)
		}
		real := time.Unix(rapid.Int64Range(1_600_000_000, 1_900_000_000).Draw(t, "unix")/60*60, 0).In(loc)
		c := civil{day: true, clock: true, year: real.Year(), month: int(real.Month()), dom: real.Day(), seconds: real.Hour()*3600 + real.Minute()*60}
		at, key := c.instant(loc)
		if key == "import.time_gap" || key == "" && !at.Equal(real) {
			t.Fatalf("%v is read as %v %s", real, at, key)
		}
		if key == "import.time_twice" && at.In(loc).Format(time.DateTime) != real.Format(time.DateTime) {
			t.Fatalf("%v is no repeat of %v", at.In(loc), real)
		}
	})
}

func TestAbsences(t *testing.T) {
	slots := table("Slots", "No|Date|Start|Length\nA|2027-04-20|09:00|20\nB|2027-04-20|09:20|20\nC|2027-04-20|10:30|20\nD|2027-04-21|09:00|20")
	for _, tt := range []struct{ column, text, want string }{
		{"Unavailable", "B", "[1]"},
		{"Unavailable", "a, D", "[0 3]"},
		{"Unavailable", "2027-04-20", "[0 1 2]"},
		{"Unavailable", "2027-04-20 – 2027-04-21", "[0 1 2 3]"},
		{"Unavailable", "2027-04-20 09:10–09:25", "[0 1]"},
		{"Unavailable", "20.04.2027 09:20 до 10:30", "[1]"},
		{"Unavailable", "09:00-09:20", "[0 3]"},
		{"Available", "B", "[0 2 3]"},
		{"Available", "09:00–10:00", "[2]"},
		{"Not available", "", "[]"},
	} {
		r := read(t, Options{}, event, slots, table("Participants", "Name|"+tt.column+"\nAnn|"+tt.text))
		p, _ := r.Problem()
		if got := fmt.Sprint(p.People[0].Unavailable); got != tt.want {
			t.Errorf("%s %q: %s, want %s", tt.column, tt.text, got, tt.want)
		}
	}
	// A person's own times are in the person's zone: 14:00 in Beijing is 09:00 in Minsk.
	r := read(t, Options{}, event, slots, table("Participants", "Name|Time zone|Unavailable\n林|Beijing|14:00–14:20"))
	if p, _ := r.Problem(); fmt.Sprint(p.People[0].Unavailable) != "[0 3]" {
		t.Errorf("%v", p.People[0].Unavailable)
	}
}

func TestSessions(t *testing.T) {
	r := read(t, Options{}, event, people3, table("Slots", "Date|Start|End\n2027-04-20|09:00|09:20\n2027-04-20|09:25|09:45\n2027-04-20|10:15|10:35\n2027-04-21|09:00|09:20"))
	var got []string
	for _, s := range r.Slots {
		got = append(got, fmt.Sprintf("%s:%d/%d", s.ID, s.Day, s.Session))
	}
	if s := strings.Join(got, " "); s != "1:0/0 2:0/0 3:0/1 4:1/2" {
		t.Error(s)
	}
}

func TestSettingsMakeSlots(t *testing.T) {
	e := table("Event", "Setting|Value\nTime zone|Minsk\nDays|2027-04-20 – 2027-04-21\nHours|09:00–10:00; 14:00–15:00\nLength (minutes)|20\nPause|10\nNumber of tables|3")
	r := read(t, Options{}, e, people3)
	if len(r.Slots) != 8 || len(r.Places) != 3 || r.Slots[4].Day != 1 || r.Slots[2].Session != 1 {
		t.Errorf("%+v %+v", r.Slots, r.Places)
	}
	if r = read(t, Options{Settings: map[Field]string{Days: "2027-04-22"}}, e, people3); len(r.Slots) != 4 {
		t.Errorf("%d slots", len(r.Slots))
	}
}

// TestFlat: one table of participants with their wishes is enough.
func TestFlat(t *testing.T) {
	flat := table("list", "Name|Organisation|Wants to meet|Must meet|Must not meet\nAnn Lee|Optics|Bob Ray; Lasers||\nBob Ray|Optics|Ann Lee + 王芳||Cid Fox\nCid Fox|Lasers||Ann Lee|\n王芳|材料所|||")
	r := read(t, Options{Zone: "Europe/Minsk", Settings: map[Field]string{Days: "2027-04-20", Hours: "09:00–10:00"}}, flat)
	p, x := r.Problem()
	var got []string
	for i, m := range p.Meetings {
		got = append(got, fmt.Sprintf("%v %v %d", x.Meetings[i].People, m.Must, m.Weight))
	}
	if s := strings.Join(got, ", "); s != "[0 1] false 1, [0 2] true 2, [0 1 3] false 1" {
		t.Errorf("%s\n%+v", s, r.Wishes)
	}
}

func TestMerge(t *testing.T) {
	w := table("Wishes", "From|To|Strength|Weight|Part of day|Subject\n1|2||3|morning|\n2|1|must|2||Lasers\n1|3||||\n3|1|no|||\n2|3||||Glass")
	r := read(t, Options{}, event, slots2, people3, w, table("Fixed", "People|Slot\n3; 2|2"), table("Places", "Name\nHall"))
	p, x := r.Problem()
	want := []schedule.Meeting{
		{ID: "m1", People: []int{1, 2}, Must: true, Weight: 2, Fixed: true, Slot: 1, Place: schedule.None},
		{ID: "m2", People: []int{0, 1}, Must: true, Weight: 5, Slot: schedule.None, Place: schedule.None, Slots: []int{0, 1}},
	}
	if !reflect.DeepEqual(p.Meetings, want) {
		t.Errorf("\n got %+v\nwant %+v", p.Meetings, want)
	}
	if x.Meetings[0].Subject != "Glass" || x.Meetings[0].Fixed != 0 || x.Meetings[1].Subject != "Lasers" {
		t.Errorf("%+v", x)
	}
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
}

// TestExisting: the same file twice changes nothing, and files may speak of
// people, slots and places that are there already.
func TestExisting(t *testing.T) {
	first := read(t, Options{}, event, slots2, people3)
	for i := range first.People {
		first.People[i].ID = fmt.Sprintf("uuid-%d", i)
	}
	again := read(t, Options{Existing: first}, table("Participants", "Name|E-mail|Organisation\nAnn Lee|ann@example.org|Optics\nBob Ray|bob@example.org|Optics\n王芳||材料所"))
	if !reflect.DeepEqual(first.People, again.People) {
		t.Errorf("\n got %+v\nwant %+v", again.People, first.People)
	}
	whole := read(t, Options{Existing: first}, event, slots2, people3, table("Wishes", "From|To\n1|3"))
	if w := whole.Wishes[0]; w.From != "uuid-0" || w.To[0] != "uuid-2" {
		t.Errorf("%+v", w)
	}
	more := read(t, Options{Existing: first}, table("Wishes", "From|To\n王芳|Ann Lee"), table("Availability", "Participant|Slot\nBob Ray|2"))
	if len(more.People) != 1 || more.People[0].ID != "uuid-1" || len(more.People[0].Away) != 1 || more.Wishes[0].From != "uuid-2" {
		t.Errorf("%+v", more)
	}
}

func TestSampleTables(t *testing.T) {
	for _, l := range i18n.All {
		tables := SampleTables(l)
		for i := range tables {
			tables[i].File = "sample.xlsx"
			for _, r := range tables[i].Rows {
				for _, c := range r.Cells {
					if strings.HasPrefix(c.Text, "import.") {
						t.Errorf("%s: no text for %s", l, c.Text)
					}
				}
			}
		}
		r, rep := Read(tables, Options{})
		if len(rep.Errors)+len(rep.Warnings) > 0 {
			t.Errorf("%s: %v %v", l, say(t, rep.Errors), say(t, rep.Warnings))
			for _, i := range rep.Errors {
				t.Log(i.Say(l))
			}
		}
		if len(r.People) != 4 || len(r.Slots) != 6 || len(r.Places) != 2 || len(r.Wishes) != 5 || len(r.Fixed) != 1 || len(r.Event.Zones) != 2 || r.Event.Title == "" {
			t.Errorf("%s: %+v", l, r)
		}
		p, x := r.Problem()
		if err := p.Validate(); err != nil || len(x.Meetings) != 3 {
			t.Errorf("%s: %v %+v", l, err, x)
		}
	}
}

const doc = `{"event": {"title": "T", "zone": ["Europe/Minsk"]},
 "slots": [{"id": "1", "start": "2027-04-20T09:00", "end": "2027-04-20T09:20"}],
 "people": [{"id": "1", "name": "Ann, Lee"}, {"id": "2", "name": "Bob", "languages": ["en C1", "ru"], "max_per_day": 3, "interpreter": true}],
 "wishes": [{"from": "1", "to": ["2"], "strength": "must", "weight": 4}]}`

func TestJSON(t *testing.T) {
	tables, issues := ReadJSON([]byte(doc), "a.json")
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	r := read(t, Options{}, tables...)
	if r.People[0].Native != "Ann, Lee" || len(r.People[1].Languages) != 2 || !r.People[1].Interpreter || r.Wishes[0].Strength != Must || r.Event.Zones[0] != "Europe/Minsk" {
		t.Errorf("%+v", r)
	}
	for from, want := range map[string]string{
		`"title": "T"`:        `"title": 5: $.event.title import.json_type_text`,
		`"event": {`:          `"event": {"title": "a", : $.event.title import.json_twice`,
		`"strength"`:          `"force": $.wishes[0].force import.json_name`,
		`["2"]`:               `"2": $.wishes[0].to import.json_type_list`,
		`"weight": 4`:         `"weight": "4": $.wishes[0].weight import.json_type_number`,
		`"to": ["2"]`:         `"to": ["7"]: $.wishes[0].to import.person_unknown`,
		`"slots": [`:          `"slots": 1, "x": [: $.slots import.json_list`,
		`2027-04-20T09:20`:    `2027-04-20T08:20: $.slots[0].end import.end_before_start`,
		`["Europe/Minsk"]`:    `["Nowhere"]: $.event.zone import.zone_unknown`,
		`"interpreter": true`: `"interpreter": "yes": $.people[1].interpreter import.json_type_flag`,
		`"id": "2"`:           `"id": "1": $.people[1].id import.person_twice`,
		`{"id": "1", "name"`:  `{"id": "1", "n": $.people[0].n import.json_name`,
		`"wishes"`:            `"wishes" "": a.json import.json_syntax`,
	} {
		to, rest, _ := strings.Cut(want, ": $")
		if i := strings.LastIndex(want, ": a.json"); i > 0 {
			to, rest = want[:i], ""
		}
		tables, issues := ReadJSON([]byte(strings.Replace(doc, from, to, 1)), "a.json")
		if len(issues) == 0 {
			_, rep := Read(tables, Options{})
			issues = rep.Errors
		}
		say(t, issues)
		path, key, _ := strings.Cut(rest, " ")
		if rest == "" {
			key = "import.json_syntax"
		} else {
			path = "$" + path
		}
		if len(issues) == 0 || issues[0].Path != path || issues[0].Key != key {
			t.Errorf("%s for %s:\n got %+v\nwant %s %s", to, from, issues, path, key)
		}
	}
}

// TestSchema: the published schema is the one that the code reads by.
func TestSchema(t *testing.T) {
	const file = "../../../../docs/roster.schema.json"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil || string(b) != string(Schema()) {
		t.Errorf("%s is not the schema (%v); run with UPDATE=1", file, err)
	}
	var s struct {
		Properties map[string]any
	}
	if json.Unmarshal(b, &s) != nil || len(s.Properties) != len(Kinds)+1 {
		t.Errorf("%v", s)
	}
}

// TestAnyTables: whatever tables say, reading ends, errors are within bounds
// and have places, and a roster without errors makes a valid problem.
func TestAnyTables(t *testing.T) {
	cell := rapid.SampledFrom([]string{"", "1", "2", "3", "Ann", "Bob", "a@example.org", "b@example.org", "no", "must", "2027-04-20 09:00", "2027-04-20 09:30", "09:20", "09:40", "2027-04-20", "Minsk", "BY", "en", "#N/A", "1; 2", "A", "1, 3", "x"})
	rapid.Check(t, func(t *rapid.T) {
		tables := []Table{event}
		for _, k := range Kinds[1:] {
			n := rapid.IntRange(0, 4).Draw(t, string(k))
			if n == 0 {
				continue
			}
			x := Table{File: "f", Name: string(k), Rows: []Row{{Number: 1}}}
			for _, f := range shapes[k].fields {
				x.Rows[0].Cells = append(x.Rows[0].Cells, Cell{Text: string(f)})
			}
			for i := range n {
				r := Row{Number: i + 2}
				for range shapes[k].fields {
					r.Cells = append(r.Cells, Cell{Text: cell.Draw(t, "cell"), Formula: rapid.IntRange(0, 30).Draw(t, "f") == 0})
				}
				x.Rows = append(x.Rows, r)
			}
			tables = append(tables, x)
		}
		r, rep := Read(tables, Options{Settings: map[Field]string{Days: "2027-04-20", Hours: "09:00–10:00"}})
		if len(rep.Errors) > MaxIssues {
			t.Fatal(len(rep.Errors))
		}
		if len(rep.Errors) > 0 {
			return
		}
		p, x := r.Problem()
		if err := p.Validate(); err != nil || len(p.Meetings) != len(x.Meetings) {
			t.Fatalf("%v: %+v", err, p)
		}
	})
}

// TestMergeProperty: every wish that nobody refuses is in exactly one meeting,
// of exactly its people; no meeting joins two of whom one refuses the other.
func TestMergeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &Roster{}
		for i := range 6 {
			r.People = append(r.People, Person{ID: itoa(i)})
		}
		for range rapid.IntRange(0, 20).Draw(t, "wishes") {
			all := rapid.Permutation([]string{"0", "1", "2", "3", "4", "5"}).Draw(t, "people")
			r.Wishes = append(r.Wishes, Wish{
				From: all[0], To: all[1:rapid.IntRange(2, 4).Draw(t, "size")], Weight: rapid.IntRange(1, 5).Draw(t, "weight"),
				Strength: rapid.SampledFrom([]Strength{Must, Would, Would, Would, No}).Draw(t, "strength"),
			})
		}
		p, x := r.Problem()
		in := map[int]int{}
		for k, q := range x.Meetings {
			weight, must := 0, false
			for _, w := range q.Wishes {
				in[w]++
				weight += r.Wishes[w].Weight
				must = must || r.Wishes[w].Strength == Must
				ids := append([]string{r.Wishes[w].From}, r.Wishes[w].To...)
				slices.Sort(ids)
				var got []string
				for _, i := range q.People {
					got = append(got, r.People[i].ID)
				}
				if !slices.Equal(ids, got) {
					t.Fatalf("wish %v in a meeting of %v", ids, got)
				}
			}
			if p.Meetings[k].Weight != weight || p.Meetings[k].Must != must {
				t.Fatalf("meeting %+v of %v", p.Meetings[k], q.Wishes)
			}
		}
		for i, w := range r.Wishes {
			refused := false
			for _, no := range r.Wishes {
				for _, to := range no.To {
					ids := append([]string{w.From}, w.To...)
					refused = refused || no.Strength == No && slices.Contains(ids, no.From) && slices.Contains(ids, to)
				}
			}
			if want := map[bool]int{true: 0, false: 1}[refused || w.Strength == No]; in[i] != want {
				t.Fatalf("wish %d is in %d meetings, want %d", i, in[i], want)
			}
		}
	})
}
