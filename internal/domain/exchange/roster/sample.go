package roster

import (
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
)

// sampleFields are the columns of the template workbook.
var sampleFields = map[Kind][]Field{
	EventSheet:  {Setting, Value},
	SlotSheet:   {ID, Date, Start, End},
	PlaceSheet:  {Name, Closed},
	PeopleSheet: {ID, Name, Latin, Email, Organisation, Position, Country, Zone, Languages, Interpreter, Format, Unavailable, MaxPerDay},
	WishSheet:   {From, To, StrengthOf, Weight, Subject, PartOfDay},
	FixedSheet:  {People, SlotRef, PlaceRef, Subject},
	AwaySheet:   {PersonRef, Date, Start, End, Presence},
}

// samples are the rows of the template; a text that begins with "import." is a
// message key. The people are invented.
var samples = map[Kind][][]string{
	EventSheet: {
		{"import.field_title", "import.sample_title"},
		{"import.field_zone", "Europe/Minsk; Asia/Shanghai"},
	},
	SlotSheet: {
		{"1", "2027-04-20", "09:00", "09:20"},
		{"2", "2027-04-20", "09:20", "09:40"},
		{"3", "2027-04-20", "09:40", "10:00"},
		{"4", "2027-04-20", "10:30", "10:50"},
		{"5", "2027-04-20", "10:50", "11:10"},
		{"6", "2027-04-20", "11:10", "11:30"},
	},
	PlaceSheet: {{"import.sample_table1", ""}, {"import.sample_table2", "2027-04-20 09:00–09:20"}},
	PeopleSheet: {
		{"1", "Вера Лугавая", "Vera Luhavaya", "vera@example.org", "import.sample_org1", "import.sample_job1", "BY", "Europe/Minsk", "be; ru; en B2", "import.no", "", "", ""},
		{"2", "Пётр Озёрный", "Piotr Oziorny", "piotr@example.org", "import.sample_org2", "import.sample_job2", "BY", "Europe/Minsk", "ru", "import.yes", "", "09:00–09:20", ""},
		{"3", "林晓雨", "Lin Xiaoyu", "lin@example.org", "import.sample_org3", "import.sample_job1", "CN", "Asia/Shanghai", "zh; en C1", "import.no", "", "", "4"},
		{"4", "赵明远", "Zhao Mingyuan", "zhao@example.org", "import.sample_org4", "import.sample_job2", "CN", "Asia/Shanghai", "zh; ru B1", "import.no", "", "", ""},
	},
	WishSheet: {
		{"1", "3", "import.strength_must", "5", "import.sample_subject1", ""},
		{"lin@example.org", "Вера Лугавая", "import.strength_would", "2", "", "import.part_morning"},
		{"2", "4", "", "", "import.sample_subject2", ""},
		{"4", "1; 2", "import.strength_would", "", "import.sample_subject3", ""},
		{"2", "3", "import.strength_no", "", "", ""},
	},
	FixedSheet: {{"2; 4", "5", "import.sample_table1", "import.sample_subject2"}},
	AwaySheet:  {{"Lin Xiaoyu", "2027-04-20", "09:40", "10:00", "import.away"}},
}

// SampleTables is a template workbook in a language: a sheet of help and every
// kind of sheet with example rows, which can be planned as they are.
func SampleTables(l i18n.Lang) []Table {
	out := []Table{helpTable(l)}
	for _, k := range Kinds {
		t := Table{Name: l.T(k.LabelKey())}
		head := make([]string, len(sampleFields[k]))
		for i, f := range sampleFields[k] {
			head[i] = k.LabelOf(f)
		}
		for i, row := range append([][]string{head}, samples[k]...) {
			r := Row{Number: i + 1}
			for _, s := range row {
				if strings.HasPrefix(s, "import.") {
					s = l.T(s)
				}
				r.Cells = append(r.Cells, Cell{Text: s})
			}
			t.Rows = append(t.Rows, r)
		}
		out = append(out, t)
	}
	return out
}

// helpTable says what each sheet and column is for.
func helpTable(l i18n.Lang) Table {
	t := Table{Name: l.T("import.kind_help")}
	line := func(texts ...string) {
		r := Row{Number: len(t.Rows) + 1}
		for _, s := range texts {
			r.Cells = append(r.Cells, Cell{Text: s})
		}
		t.Rows = append(t.Rows, r)
	}
	line(l.T("import.help_sheet"), l.T("import.help_column"), l.T("import.help_meaning"))
	line("", "", l.T("import.help_all"))
	for _, k := range Kinds {
		line(l.T(k.LabelKey()), "", l.T("import.help_"+string(k)))
		fields := sampleFields[k]
		if k == EventSheet {
			fields = settings
		}
		for _, f := range fields {
			if key := "import.help_" + string(k) + "_" + string(f); l.Has(key) {
				line("", l.T(k.LabelOf(f)), l.T(key))
			}
		}
	}
	return t
}
