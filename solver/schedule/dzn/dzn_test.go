package dzn_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/birzha/birzha/solver/schedule/dzn"
)

const small = `% three people
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1, |2,3,3 |];
meetingsxBusiness = [{1,2},{1,2,3},{1,3}]; nMeetingsBusiness = [1,2,1];
forbidden = [{0},{2},{}];
fixed = [0,4];
precedences = [{},{1}];
`

func TestRead(t *testing.T) {
	p, err := dzn.Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.People) != 3 || len(p.Places) != 1 || len(p.Slots) != 4 || p.IdleSpread != 2 {
		t.Errorf("%+v", p)
	}
	a, b := p.Meetings[0], p.Meetings[1]
	if !a.Must || len(a.Slots) != 2 || a.Slots[1] != 1 || a.Fixed || a.People[1] != 1 {
		t.Errorf("%+v", a)
	}
	if b.Slots != nil || !b.Fixed || b.Slot != 3 || b.Place != -1 || len(b.After) != 1 || b.After[0] != 0 {
		t.Errorf("%+v", b)
	}
	if len(p.People[0].Unavailable) != 0 || p.People[1].Unavailable[0] != 1 {
		t.Errorf("%+v", p.People)
	}
}

// TestSpellings reads the same instance written in other ways that MiniZinc
// allows.
func TestSpellings(t *testing.T) {
	want, err := dzn.Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"CRLF":                  strings.ReplaceAll(small, "\n", "\r\n"),
		"byte order mark":       "\ufeff" + small,
		"no semicolon at last":  strings.TrimSuffix(strings.TrimSpace(small), ";"),
		"comments":              strings.ReplaceAll(small, " =", "/* a\n * b */ = % c\n"),
		"other order":           strings.Replace(small, "nBusiness = 3;", "", 1) + "nBusiness\n=\n3;",
		"one row a line":        strings.Replace(small, "[|1, 2, 1, |2,3,3 |]", "[|\n1, 2, 1 |\n2,3,3\n|]", 1),
		"array2d":               strings.Replace(small, "[|1, 2, 1, |2,3,3 |]", "array2d(1..2, {1,2,3}, [1,2,1, 2,3,3])", 1),
		"array1d":               strings.Replace(small, "[0,4]", "array1d(1..2, [0,4])", 1),
		"ranges":                strings.Replace(small, "[{0},{2},{}]", "[1..0, {2..2}, 0..0]", 1),
		"what no instance sets": small + `title = "a; \"b\""; solved = true; level = {1,2..4}; kinds = [||];`,
	} {
		if got, err := dzn.Read(strings.NewReader(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
	text := "nBusiness=2; nMeetings=0; nTables=1; nTotalSlots=2; nMorningSlots=1; requested=[||]; forbidden=[{1..2},1..1]; fixed=[];"
	p, err := dzn.Read(strings.NewReader(text))
	if err != nil || len(p.Meetings) != 0 || len(p.People[0].Unavailable) != 2 || len(p.People[1].Unavailable) != 1 {
		t.Errorf("%v %+v", err, p)
	}
}

func TestFaultsNameTheLine(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"nTables = 1;", "", "line 1: nTables is missing"},
		{"nTables = 1;", "nTables = [1];", "line 2: nTables must be a number"},
		{"nTables = 1;", "nTables = 1; nTables = 2;", "line 2: nTables is set twice"},
		{"nTables = 1;", "nTables = 99999999999999999999;", "line 2: the number is larger than 1000000"},
		{"nTables = 1;", "nTables 1;", `line 2: expected "=", found "1"`},
		{"nMorningSlots = 2", "nMorningSlots = 5", "line 2: nMorningSlots is larger than nTotalSlots"},
		{"nMorningSlots = 2", "nMorningSlots = 0", "line 3: session 1 has no slots"},
		{"|2,3,3 |", "|2,4,3 |", "line 3: participant 4 does not exist, there are 3"},
		{"|2,3,3 |", "|2,2,3 |", "line 3: participant 2 asks to meet himself"},
		{"|2,3,3 |", "|2,3 |", "line 3: a row of requested has 2 numbers, not 3"},
		{"|2,3,3 |", "|", "line 3: requested must be an array of 2"},
		{"{2},{}]", "{5},{}]", "line 5: slot 5 does not exist, there are 4"},
		{"[0,4]", "[0,{4}]", "line 6: fixed has a number where a list should be, or the reverse"},
		{"{},{1}]", "{},{1}", `line 7: expected "]", found ";"`},
		{"{},{1}];\n", "{},{3}];\n", "line 7: meeting 3 does not exist, there are 2"},
		{"nTables = 1;", "nTables = one;", "line 2: nTables must be a number"},
		{"nTables = 1;", "nTables = f(1);", "line 2: f(…) is not understood"},
		{"nTables = 1;", "nTables = f(f(1));", `line 2: expected ")", found "("`},
		{"nTables = 1;", "/* nTables = 1;", `line 2: expected a name, found "/"`},
		{"nTables = 1;", `title = "a`, "line 2: the text has no end"},
		{"nTables = 1;", "nTables = -1;", `line 2: expected a number, found "-"`},
		{"[{0},{2},{}]", "[1..1000000,1..1000000,1..1000000,1..1000000,1..1000000]", "line 5: the ranges stand for too many numbers"},
		{"[|1, 2, 1, |2,3,3 |]", "array2d(1..2,1..3,[1,2,1,2,3])", "line 3: array2d has 5 cells for 2 rows of 3"},
		{"{},{1}];\n", "{},{1", `line 7: expected "}", found "end of file"`},
	} {
		_, err := dzn.Read(strings.NewReader(strings.Replace(small, c.old, c.new, 1)))
		var at *dzn.Error
		if !errors.As(err, &at) || err.Error() != c.want {
			t.Errorf("%q for %q: %v, want %s", c.new, c.old, err, c.want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	if _, err := dzn.Read(strings.NewReader(strings.Repeat(" ", 17<<20))); err == nil {
		t.Error("a file of 17 MiB was read")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("requested = [|1,2,3|];")
	f.Add("a=[{1,},{}];b={};")
	if files, _ := filepath.Glob(filepath.Join(shared, "original", "tic-12*.dzn")); len(files) > 0 {
		text, _ := os.ReadFile(files[0])
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := dzn.Read(strings.NewReader(text))
		if err == nil && p.Validate() != nil {
			t.Errorf("an invalid problem was read: %v", p.Validate())
		}
	})
}
