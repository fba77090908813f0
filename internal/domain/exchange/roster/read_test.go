package roster

import (
	"fmt"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

// table makes a table of lines with cells divided by bars.
func table(name, text string) Table {
	t := Table{File: "list.xlsx", Name: name}
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		r := Row{Number: i + 1}
		for _, c := range strings.Split(line, "|") {
			r.Cells = append(r.Cells, Cell{Text: strings.TrimSpace(c)})
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// say lists issues as place and key, and checks that all four languages say
// them with every argument filled in.
func say(t *testing.T, list []Issue) (out []string) {
	t.Helper()
	for _, i := range list {
		for _, l := range i18n.All {
			if s := i.Say(l); strings.Contains(s, "import.") || strings.Contains(s, "{") && i.Key != "import.json_object" {
				t.Errorf("%s: %s", l, s)
			}
		}
		out = append(out, fmt.Sprintf("%s!%s%d %s", i.Sheet, i.Column, i.Row, strings.TrimPrefix(i.Key, "import.")))
	}
	return out
}

var (
	people3 = table("Participants", "No|Name|E-mail|Organisation\n1|Ann Lee|ann@example.org|Optics\n2|Bob Ray|bob@example.org|Optics\n3|王芳||材料所")
	slots2  = table("Slots", "No|Start|End\n1|2027-04-20 09:00|2027-04-20 09:20\n2|2027-04-20 09:20|2027-04-20 09:40")
	event   = table("Event", "Setting|Value\nTitle|Test\nTime zone|Europe/Minsk; Asia/Shanghai")
)

// TestRules: each broken rule is named at its place.
func TestRules(t *testing.T) {
	tests := []struct {
		name   string
		tables []Table
		want   string // errors, then after " ~ " warnings
	}{
		{"nothing wrong", []Table{event, slots2, people3}, ""},
		{"no people", []Table{event, slots2}, "!0 people_missing"},
		{"no slots", []Table{event, people3}, "!0 slots_missing"},
		{"no zone", []Table{slots2, people3}, "Slots!B2 zone_missing"},
		{"zone in the row", []Table{table("Slots", "Start|End|Time zone\n2027-04-20 09:00|09:20|UTC+3"), people3}, ""},
		{"zone in the cell", []Table{table("Slots", "Start|End\n2027-04-20T09:00:00+03:00|09:20"), people3}, ""},
		{"unknown zone", []Table{table("Event", "Setting|Value\nTime zone|Mars/Base"), slots2, people3}, "Event!B2 zone_unknown, Slots!B2 zone_missing"},
		{"overlap", []Table{event, people3, table("Slots", "Start|End\n2027-04-20 09:10|09:30\n2027-04-20 09:00|09:20")}, "Slots!A2 slot_overlap"},
		{"end before start", []Table{event, people3, table("Slots", "Start|End\n2027-04-20 09:10|09:10")}, "Slots!B2 end_before_start"},
		{"no such date", []Table{event, people3, table("Slots", "Start|End\n2027-02-30 09:10|09:30")}, "Slots!A2 date_none"},
		{"no such time", []Table{event, people3, table("Slots", "Start|End\n2027-02-20 24:10|09:30")}, "Slots!A2 time_none"},
		{"two readings", []Table{event, people3, table("Slots", "Start|End\n03/04/2027 09:10|09:30")}, "Slots!A2 date_ambiguous"},
		{"no day", []Table{event, people3, table("Slots", "Start|End\n09:10|09:30")}, "Slots!A2 day_missing"},
		{"no clock", []Table{event, people3, table("Slots", "Start|End\n2027-04-20|09:30")}, "Slots!A2 clock_missing"},
		{"words", []Table{event, people3, table("Slots", "Start|End\ntomorrow|09:30")}, "Slots!A2 time_form"},
		{"slot twice", []Table{event, people3, table("Slots", "No|Start|End\n1|2027-04-20 09:10|09:30\n1|2027-04-20 10:10|10:30")}, "Slots!A3 id_twice"},
		{"DST gap", []Table{people3, table("Slots", "Start|End|Time zone\n2026-03-29 02:30|03:30|Europe/Warsaw")}, "Slots!A2 time_gap"},
		{"DST repeat", []Table{people3, table("Slots", "Start|End|Time zone\n2026-10-25 02:30|04:30|Europe/Warsaw")}, "Slots!A2 time_twice"},
		{"DST repeat told apart", []Table{people3, table("Slots", "Start|End|Time zone\n2026-10-25 02:30+02:00|02:30+01:00|Europe/Warsaw")}, ""},
		{"same id", []Table{event, slots2, table("Participants", "No|Name\n1|Ann\n1|Bob")}, "Participants!A3 person_twice"},
		{"same address", []Table{event, slots2, table("Participants", "Name|E-mail\nAnn|a@example.org\nBob|A@example.org")}, "Participants!B3 person_twice"},
		{"same name and organisation", []Table{event, slots2, table("Participants", "Name|Organisation\nAnn Lee|Optics\nLEE, Ann|«Optics»")}, "Participants!A3 person_twice"},
		{"namesakes", []Table{event, slots2, table("Participants", "Name|E-mail|Organisation\nAnn Lee|a@example.org|Optics\nAnn Lee|b@example.org|Optics")}, ""},
		{
			"bad cells",
			[]Table{event, slots2, table("Participants", "Name|E-mail|Country|Languages|Time zone|Meetings a day at most|Interpreter needed\nAnn|ann@host|Atlantis|Elvish|Moon|many|perhaps")},
			"Participants!F2 number, Participants!G2 choice, Participants!B2 email, Participants!C2 country, Participants!E2 zone_unknown, Participants!D2 language",
		},
		{"no name", []Table{event, slots2, table("Participants", "Name|E-mail\n|a@example.org\nBob|b@example.org")}, "Participants!A2 name_missing"},
		{"formula error", []Table{event, slots2, table("Participants", "Name|Country\nAnn|#N/A")}, "Participants!B2 cell_failed"},
		{"missing column", []Table{event, slots2, table("Participants", "E-mail|Country\na@example.org|BY")}, "Participants!1 column_missing"},
		{"unknown column", []Table{event, slots2, table("Participants", "Name|Shoe size\nAnn|38")}, " ~ Participants!B1 column_unknown"},
		{"unknown sheet", []Table{event, slots2, people3, table("Sheet1", "a|b\n1|2")}, " ~ Sheet1!0 sheet_unknown"},
		{"unknown person", []Table{event, slots2, people3, table("Wishes", "From|To\n1|9\nAnn Leee|2\nOptics|2")}, "Wishes!B2 person_unknown, Wishes!A3 person_near, Wishes!A4 person_ambiguous"},
		{"himself", []Table{event, slots2, people3, table("Wishes", "From|To\nAnn Lee|ann@example.org")}, "Wishes!B2 wish_self"},
		{"nobody", []Table{event, slots2, people3, table("Wishes", "From|To\n1|")}, "Wishes!B2 person_missing"},
		{"bad wish", []Table{event, slots2, people3, table("Wishes", "From|To|Strength|Weight|Part of day\n1|2|maybe|0|dusk")}, "Wishes!C2 choice, Wishes!D2 number, Wishes!E2 choice"},
		{"empty part of the day", []Table{event, slots2, people3, table("Wishes", "From|To|Part of day\n1|2|afternoon")}, "Wishes!C2 part_empty"},
		{"twice", []Table{event, slots2, people3, table("Wishes", "From|To\n1|2\n1|2")}, " ~ Wishes!B3 wish_twice"},
		{"wish refused", []Table{event, slots2, people3, table("Wishes", "From|To|Strength\n1|2|\n2|1|no")}, " ~ Wishes!B2 wish_refused"},
		{"must refused", []Table{event, slots2, people3, table("Wishes", "From|To|Strength\n1|2; 3|must\n3|2|no")}, "Wishes!B2 must_refused"},
		{"unknown slot", []Table{event, slots2, people3, table("Fixed", "People|Slot\n1; 2|7")}, "Fixed!B2 slot_unknown"},
		{"fixed alone", []Table{event, slots2, people3, table("Fixed", "People|Slot\n1|1")}, "Fixed!A2 fixed_people"},
		{"fixed twice at once", []Table{event, slots2, people3, table("Fixed", "People|Slot\n1; 2|1\n2; 3|1")}, "Fixed!B3 fixed_clash"},
		{"fixed while away", []Table{event, slots2, people3, table("Fixed", "People|Start\n1; 2|2027-04-20 09:20"), table("Availability", "Participant|Slot\n2|2")}, "Fixed!2 fixed_away"},
		{"unknown place", []Table{event, slots2, people3, table("Fixed", "People|Slot|Place\n1; 2|1|Hall")}, "Fixed!C2 place_unknown"},
		{"bad range", []Table{event, slots2, table("Participants", "Name|Unavailable\nAnn|noon; 2; 2027-04-20 09:30–09:10")}, "Participants!B2 range_form, Participants!B2 end_before_start"},
		{"setting", []Table{table("Event", "Setting|Value\nTime zone|Minsk\nDays|2027-04-20\nColour|red"), people3}, "!0 setting_missing ~ Event!A4 setting_unknown"},
		{"hours", []Table{table("Event", "Setting|Value\nTime zone|Minsk\nDays|2027-04-20\nHours|9 to 5"), people3}, "Event!B4 hours_form"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, rep := Read(tt.tables, Options{})
			got := strings.Join(say(t, rep.Errors), ", ")
			if w := say(t, rep.Warnings); len(w) > 0 {
				got += " ~ " + strings.Join(w, ", ")
			}
			if got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
				for _, i := range rep.Errors {
					t.Log(i.Say(i18n.EN))
				}
			}
		})
	}
}

func TestGivenNameAloneIsTheName(t *testing.T) {
	for heads, want := range map[string]Field{"Имя|Страна": Name, "Имя|Фамилия": Given, "Имя|ФИО": Given} {
		list := table("Участники", heads)
		m, ok := byHeadings(&list, PeopleSheet)
		if !ok || m.Columns[0] != want {
			t.Errorf("%s: column A is %q, want %q", heads, m.Columns[0], want)
		}
	}
}
