package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/solver/schedule"
)

const samples = "../../examples/plan"

// plan runs `birzha plan` and gives what it printed.
func plan(t *testing.T, o PlanFiles) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	o.Stdout, o.Stderr = &out, &errs
	if o.Lang == "" {
		o.Lang = i18n.EN
	}
	err = o.Run(context.Background())
	for _, s := range []string{out.String(), errs.String()} {
		if strings.Contains(s, "planfile.") || strings.Contains(s, "import.") || strings.Contains(s, "remedy.") || strings.Contains(s, "{") {
			t.Errorf("unfinished message:\n%s", s)
		}
	}
	return out.String(), errs.String(), err
}

// folder hashes every file of a folder.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = fmt.Sprintf("%x", sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func document(t *testing.T, dir string) (d Document) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, planJSON))
	if err == nil {
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.DisallowUnknownFields()
		err = dec.Decode(&d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPlanSamples plans the sample files of every language and format: every
// meeting is held, the rules hold, the same files give the same bytes.
func TestPlanSamples(t *testing.T) {
	for _, tt := range []struct {
		files string
		lang  i18n.Lang
	}{
		{"ru/*.csv", i18n.RU},
		{"en/*.csv", i18n.EN},
		{"zh-Hans/*.csv", i18n.ZH},
		{"be/*.csv", i18n.BE},
		{"exchange.json", i18n.EN},
	} {
		t.Run(tt.files, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(samples, tt.files))
			if err != nil || len(files) == 0 {
				t.Fatal("no files", err)
			}
			o := PlanFiles{Files: files, Lang: tt.lang, Seed: 7, Made: time.Unix(1_800_000_000, 0), Out: filepath.Join(t.TempDir(), "a")}
			stdout, stderr, err := plan(t, o)
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			d := document(t, o.Out)
			if d.Figures.Wished != 5 || d.Figures.Placed != 5 || len(d.Places) != 2 || !strings.Contains(stdout, tt.lang.T("planfile.bound")) {
				t.Errorf("%+v\n%s", d.Figures, stdout)
			}
			checkDocument(t, d)
			first := folder(t, o.Out)
			if want := 2 + 2*len(d.People); len(first) != want {
				t.Errorf("%d files, want %d", len(first), want)
			}
			if _, _, err = plan(t, o); err != nil { // over the earlier plan
				t.Fatal(err)
			}
			if again := folder(t, o.Out); fmt.Sprint(again) != fmt.Sprint(first) {
				t.Errorf("other bytes:\n%v\n%v", first, again)
			}
			checkWorkbook(t, filepath.Join(o.Out, planXLSX), d)
		})
	}
}

// checkDocument checks a plan by the rules alone, without the planner.
func checkDocument(t *testing.T, d Document) {
	t.Helper()
	busy := map[string]string{}
	for _, m := range d.Meetings {
		if (m.Slot == "") == (m.Reason == "") || m.Slot == "" && m.Words == "" {
			t.Errorf("meeting %s: slot %q, reason %q", m.ID, m.Slot, m.Words)
		}
		if m.Slot == "" {
			continue
		}
		keys := []string{}
		for _, p := range m.People {
			keys = append(keys, "person "+p+" at "+m.Slot)
		}
		if m.Place != "" {
			keys = append(keys, "place "+m.Place+" at "+m.Slot)
		} else if !m.Online {
			t.Errorf("meeting %s has no place", m.ID)
		}
		for _, k := range keys {
			if busy[k] != "" {
				t.Errorf("%s: meetings %s and %s", k, busy[k], m.ID)
			}
			busy[k] = m.ID
		}
	}
}

func checkWorkbook(t *testing.T, name string, d Document) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(bytes.NewReader(b), int64(len(b)), name, sheet.Default)
	if err != nil {
		t.Fatal(err)
	}
	var rows []int
	for _, s := range book.Tables {
		rows = append(rows, len(s.Rows)-1)
	}
	want := []int{d.Figures.Placed, len(d.Slots), len(d.People), len(d.Meetings) - d.Figures.Placed, 10}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("rows %v, want %v", rows, want)
	}
}

// TestPlanUnmet: wishes that cannot be met are listed with the reason, and that
// is no failure.
func TestPlanUnmet(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "list.csv")
	text := "Name;Wants to meet;Unavailable\nAnn;Bob, Cid;\nBob;Cid;2027-04-20\nCid;;\n"
	if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := PlanFiles{Files: []string{list}, Out: filepath.Join(dir, "out"), Zone: "Minsk", Settings: map[roster.Field]string{roster.Days: "2027-04-20", roster.Hours: "09:00-10:00"}}
	stdout, stderr, err := plan(t, o)
	if err != nil {
		t.Fatal(err, stderr)
	}
	d := document(t, o.Out)
	if d.Figures.Placed != 1 || d.Figures.Bound != 1 || strings.Count(stdout, "Without a time:") != 2 || !strings.Contains(stdout, "no free slot in common") {
		t.Errorf("%+v\n%s", d.Figures, stdout)
	}
	checkDocument(t, d)
}

// TestPlanRefused: every problem is printed in the reader's language, and
// nothing is written.
func TestPlanRefused(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	people := file("participants.csv", "Name,E-mail,Country\nAnn,ann@example,Narnia\nBob,b@example.org,BY\nBob,b@example.org,BY\n")
	slots := file("slots.csv", "Start,End\n2026-03-29 02:30,2026-03-29 03:30\n")
	for _, tt := range []struct {
		files []string
		zone  string
		lang  i18n.Lang
		want  []string
	}{
		{[]string{people, slots}, "Europe/Warsaw", i18n.EN, []string{
			"slots.csv: sheet slots, row 2, column A (Start): the time 2026-03-29 02:30 does not exist in Europe/Warsaw: the clocks went forward. Choose another time, or write it with its offset, for example +03:00.",
			"participants.csv: sheet participants, row 2, column B (E-mail): “ann@example” is not an email address.",
			"participants.csv: sheet participants, row 2, column C (Country): the country “Narnia” is not known.",
			"participants.csv: sheet participants, row 4, column B (E-mail): this person is already in row 3",
		}},
		{[]string{people, slots}, "", i18n.RU, []string{"slots.csv: лист slots, строка 2, столбец A (Start): неизвестно, в каком часовом поясе это время."}},
		{[]string{file("a.pdf", "%PDF-1.7"), file("b.csv", "")}, "UTC", i18n.ZH, []string{"“a.pdf”是 PDF 文件", "文件“b.csv”中没有任何数据"}},
		{[]string{file("a.json", `{"people": [{"name": "Ann", "shoes": 38}]}`)}, "UTC", i18n.BE, []string{"a.json: $.people[0].shoes: такога імя няма ў схеме."}},
		{[]string{file("a.dzn", "nBusiness = x;")}, "", i18n.EN, []string{"a.dzn, line 1:"}},
		{[]string{filepath.Join(dir, "none.xlsx")}, "", i18n.EN, []string{"cannot be opened"}},
	} {
		out := filepath.Join(dir, "out")
		_, stderr, err := plan(t, PlanFiles{Files: tt.files, Out: out, Zone: tt.zone, Lang: tt.lang})
		if !errors.Is(err, ErrInput) {
			t.Errorf("%v: %v", tt.files, err)
		}
		for _, want := range tt.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("%v: no %q in\n%s", tt.files, want, stderr)
			}
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%v: something was written", tt.files)
		}
	}
}

// TestPlanFolder: a folder with other files is left alone.
func TestPlanFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr, err := plan(t, PlanFiles{Files: []string{filepath.Join(samples, "exchange.json")}, Out: dir})
	if !errors.Is(err, ErrInput) || !strings.Contains(stderr, "letter.txt") {
		t.Errorf("%v %s", err, stderr)
	}
	list, _ := os.ReadDir(filepath.Dir(dir))
	for _, f := range list {
		if strings.HasPrefix(f.Name(), ".birzha-plan-") {
			t.Errorf("left over: %s", f.Name())
		}
	}
}

// TestPlanTemplate: the template of every language can be planned as it is.
func TestPlanTemplate(t *testing.T) {
	for _, l := range i18n.All {
		o := PlanFiles{Lang: l, Files: []string{filepath.Join(t.TempDir(), "sample.xlsx")}, Out: filepath.Join(t.TempDir(), "out")}
		if err := o.WriteSample(o.Files[0]); err != nil {
			t.Fatal(err)
		}
		if err := o.WriteSample(o.Files[0]); !errors.Is(err, fs.ErrExist) {
			t.Errorf("written over: %v", err)
		}
		saved := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC) // stands in documents in place of the time of planning
		if err := os.Chtimes(o.Files[0], saved, saved); err != nil {
			t.Fatal(err)
		}
		if _, stderr, err := plan(t, o); err != nil {
			t.Errorf("%s: %v\n%s", l, err, stderr)
		}
		if b, err := os.ReadFile(filepath.Join(o.Out, agendasDir, "林晓雨.ics")); err != nil || !strings.Contains(string(b), "DTSTAMP:20240102T030405Z") {
			t.Errorf("%s: %v\n%s", l, err, b)
		}
		if d := document(t, o.Out); d.Figures.Placed != 3 || d.Meetings[0].Place == "" {
			t.Errorf("%s: %+v", l, d)
		}
	}
}

// TestPlanPublished plans the shared originals where they are at hand.
func TestPlanPublished(t *testing.T) {
	list, _ := filepath.Glob("../../../shared/data/schedule/original/*.dzn")
	if len(list) == 0 {
		t.Skip("the published instances are not here")
	}
	if testing.Short() {
		list = list[:1]
	}
	began := time.Now()
	for _, name := range list {
		o := PlanFiles{Files: []string{name}, Out: filepath.Join(t.TempDir(), "out"), Seed: 1, Quiet: true}
		if _, stderr, err := plan(t, o); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, stderr)
		}
		d := document(t, o.Out)
		checkDocument(t, d)
		if d.Figures.Placed != d.Figures.Wished || d.Figures.Wished == 0 {
			t.Errorf("%s: %+v", name, d.Figures)
		}
		if n := len(folder(t, o.Out)); n != 2 {
			t.Errorf("%s: %d files, agendas were not asked for", name, n)
		}
	}
	t.Logf("%d instances in %v", len(list), time.Since(began))
}

func TestPlanSchema(t *testing.T) {
	for name, schema := range map[string][]byte{"plan": PlanSchema(), "change": ChangeSchema()} {
		file := "../../docs/" + name + ".schema.json"
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, schema, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if b, err := os.ReadFile(file); err != nil || !bytes.Equal(b, schema) {
			t.Errorf("%s is not the schema (%v); run with UPDATE=1", file, err)
		}
	}
}

func TestProgressBar(t *testing.T) {
	var b bytes.Buffer
	o := PlanFiles{Lang: i18n.ZH, Stderr: &b, Columns: 50}
	x := o.progress()
	x.show(schedule.Progress{Stage: schedule.StagePlace, Share: 0.5, Placed: 12})
	x.end()
	if s := b.String(); !strings.Contains(s, "████████████░░░░░░░░░░░░  50%  安排会谈") || !strings.HasSuffix(s, "\r\x1b[K") {
		t.Errorf("%q", s)
	}
	b.Reset()
	o.Columns = 0
	x = o.progress()
	x.show(schedule.Progress{Stage: schedule.StagePlace})
	x.show(schedule.Progress{Stage: schedule.StagePlace, Share: 1})
	x.end()
	if b.String() != "安排会谈…\n" {
		t.Errorf("%q", b.String())
	}
}
