package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

// crowded writes the files of an exchange in which one person is wanted by more
// people than there are slots.
func crowded(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for name, text := range map[string]string{
		"Participants.csv": "No,Name,Country,Unavailable\n1,Alpha,BY,\n2,Beta,CN,\n3,Gamma,CN,\n4,Delta,CN,3\n5,Epsilon,CN,\n",
		"Wishes.csv":       "From,To,Strength\n1,2,must\n1,3,wanted\n1,4,wanted\n1,5,wanted\n2,3,wanted\n",
		"Slots.csv":        "No,Start,End\n1,2027-04-20 09:00,2027-04-20 09:20\n2,2027-04-20 09:30,2027-04-20 09:50\n3,2027-04-20 10:00,2027-04-20 10:20\n",
		"Event.csv":        "Setting,Value\nTime zone,Europe/Minsk\nNumber of tables,2\n",
	} {
		f := filepath.Join(dir, name)
		if err := os.WriteFile(f, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	slices.Sort(files)
	return files
}

func read[T any](t *testing.T, dir, name string) (d T) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
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

func write(t *testing.T, text string) string {
	t.Helper()
	f := filepath.Join(t.TempDir(), "file.json")
	if err := os.WriteFile(f, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestBoundCanBeVerified(t *testing.T) {
	for _, l := range i18n.All {
		o := PlanFiles{Files: crowded(t), Out: filepath.Join(t.TempDir(), "out"), Lang: l, Seed: 1, Bound: true}
		stdout, stderr, err := plan(t, o)
		if err != nil {
			t.Fatal(err, stderr)
		}
		d := read[BoundDocument](t, o.Out, boundJSON)
		if d.Bound != 4 || d.Proven < d.Bound || !strings.Contains(stdout, l.T("planfile.rests_"+d.RestsOn)) {
			t.Errorf("%s: bound %d by %s, proven %d\n%s", l, d.Bound, d.RestsOn, d.Proven, stdout)
		}
		var out, errs bytes.Buffer
		v := PlanFiles{Lang: l, Stdout: &out, Stderr: &errs}
		if err := v.Verify(filepath.Join(o.Out, boundJSON)); err != nil || !strings.Contains(out.String(), l.T("planfile.verified", "n", d.Proven)) {
			t.Errorf("%s: %v\n%s%s", l, err, out.String(), errs.String())
		}
		d.Proven--
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{write(t, string(b)), write(t, "{}"), write(t, "?"), "nowhere"} {
			if err := v.Verify(bad); !errors.Is(err, ErrInput) {
				t.Errorf("%s: %q verified: %v", l, bad, err)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	for _, l := range i18n.All {
		o := PlanFiles{Files: crowded(t), Out: filepath.Join(t.TempDir(), "out"), Lang: l, Seed: 1, Explain: true}
		stdout, stderr, err := plan(t, o)
		if err != nil {
			t.Fatal(err, stderr)
		}
		list := read[Explanations](t, o.Out, explainJSON).Unplaced
		if len(list) != 1 || len(list[0].Remedies) == 0 || len(list[0].People) != 2 {
			t.Fatalf("%s: %+v", l, list)
		}
		for _, r := range list[0].Remedies {
			if r.Slot == "" || len(r.Moves) == 0 || strings.Contains(r.Words, "remedy.") || !strings.Contains(stdout, r.Words) {
				t.Errorf("%s: %+v\n%s", l, r, stdout)
			}
		}
		if strings.Count(stdout, list[0].Words) != 1 {
			t.Errorf("%s: the reason is not said once:\n%s", l, stdout)
		}
	}
	o := PlanFiles{Files: crowded(t), Out: filepath.Join(t.TempDir(), "out"), Seed: 1, Explain: true, Lang: i18n.EN}
	o.Set("2027-04-20", "09:00-17:00", "", "", "")
	o.Files = slices.DeleteFunc(o.Files, func(f string) bool { return strings.HasSuffix(f, "Slots.csv") })
	if stdout, _, err := plan(t, o); err != nil || !strings.Contains(stdout, i18n.EN.T("planfile.all_placed")) {
		t.Errorf("%v\n%s", err, stdout)
	}
}

// Four must meet one person who has three slots.
func TestExplainProves(t *testing.T) {
	files := crowded(t)
	i := slices.IndexFunc(files, func(f string) bool { return strings.HasSuffix(f, "Wishes.csv") })
	if err := os.WriteFile(files[i], []byte("From,To,Strength\n1,2,must\n1,3,must\n1,4,must\n1,5,must\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.All {
		o := PlanFiles{Files: files, Out: filepath.Join(t.TempDir(), "out"), Lang: l, Seed: 1, Explain: true}
		stdout, stderr, err := plan(t, o)
		if err != nil {
			t.Fatal(err, stderr)
		}
		d := read[Explanations](t, o.Out, explainJSON)
		if len(d.Proofs) == 0 || d.Proofs[0].Reason != "person_overbooked" || !strings.Contains(stdout, l.T("plan.proof_person_overbooked", "person", "Alpha", "need", 4, "have", 3)) {
			t.Errorf("%s: %+v\n%s", l, d.Proofs, stdout)
		}
	}
}

func TestRepairOfFiles(t *testing.T) {
	for _, l := range i18n.All {
		dir := t.TempDir()
		o := PlanFiles{Files: crowded(t), Out: filepath.Join(dir, "first"), Lang: l, Seed: 1}
		if _, stderr, err := plan(t, o); err != nil {
			t.Fatal(err, stderr)
		}
		first := document(t, o.Out)
		i := slices.IndexFunc(first.Meetings, func(m DocumentMeeting) bool { return slices.Equal(m.People, []string{"1", "2"}) })
		o.Plan, o.Out = filepath.Join(o.Out, planJSON), filepath.Join(dir, "second")
		o.Repair = write(t, `{"away": [{"person": "2", "slots": ["`+first.Meetings[i].Slot+`"]}], "people": [{"id": "late", "name": "Зэта"}], "meetings": [{"people": ["late", "5"], "must": true}]}`)
		stdout, stderr, err := plan(t, o)
		if err != nil {
			t.Fatal(err, stderr)
		}
		d, now := read[RepairDocument](t, o.Out, repairJSON), document(t, o.Out)
		if !slices.Contains(d.Struck, first.Meetings[i].ID) || !d.Proven || !slices.Contains(d.Touched, "2") || !strings.Contains(stdout, l.T("planfile.least")) {
			t.Errorf("%s: %+v\n%s", l, d, stdout)
		}
		if n := len(first.Meetings); len(now.Meetings) != n+1 || now.Meetings[n].Slot == "" || len(now.People) != 6 || now.Meetings[i].Slot == "" || now.Meetings[i].Slot == first.Meetings[i].Slot {
			t.Errorf("%s: after the repair: %+v", l, now.Meetings)
		}
		checkDocument(t, now)
		for _, m := range first.Meetings {
			if m.Slot != "" && !slices.ContainsFunc(d.Moved, func(x Movement) bool { return x.Meeting == m.ID }) {
				k := slices.IndexFunc(now.Meetings, func(x DocumentMeeting) bool { return x.ID == m.ID })
				if now.Meetings[k].Slot != m.Slot {
					t.Errorf("%s: %s moved unsaid", l, m.ID)
				}
			}
		}
	}
}

func TestRepairRefuses(t *testing.T) {
	dir := t.TempDir()
	o := PlanFiles{Files: crowded(t), Out: filepath.Join(dir, "first"), Seed: 1, Lang: i18n.EN}
	if _, stderr, err := plan(t, o); err != nil {
		t.Fatal(err, stderr)
	}
	o.Plan, o.Out = filepath.Join(o.Out, planJSON), filepath.Join(dir, "second")
	for change, says := range map[string]string{
		`{"away": [{"person": "9"}]}`:                    "“9”",
		`{"closed": [{"place": "hall"}]}`:                "“hall”",
		`{"away": [{"person": "1", "slots": ["noon"]}]}`: "“noon”",
		`{"gone": []}`: "gone",
		`{`:            "not understood",
	} {
		o.Repair = write(t, change)
		if _, stderr, err := plan(t, o); !errors.Is(err, ErrInput) || !strings.Contains(stderr, says) {
			t.Errorf("%s: %v\n%s", change, err, stderr)
		}
	}
	if _, err := os.Stat(o.Out); err == nil {
		t.Error("something was written")
	}
}
