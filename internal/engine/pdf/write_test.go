package pdf

import (
	"bytes"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	keep   = flag.String("keep", "", "folder to keep the documents in, to look at them")
)

func agendaBytes(t testing.TB, a Agenda, l i18n.Lang) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteAgenda(&b, a, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func planBytes(t testing.TB, p Plan, l i18n.Lang) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePlan(&b, p, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for _, l := range i18n.All {
		golden(t, "agenda."+string(l), agendaBytes(t, sampleAgenda(l), l))
		golden(t, "plan."+string(l), planBytes(t, samplePlan(l), l))
	}
	one := sampleAgenda(i18n.EN)
	one.PartnerZone, one.FeedURL = "", ""
	golden(t, "agenda.one-zone", agendaBytes(t, one, i18n.EN))
	one.Items, one.Provisional = nil, true
	golden(t, "agenda.empty", agendaBytes(t, one, i18n.EN))
}

func golden(t *testing.T, name string, doc []byte) {
	t.Helper()
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, name+".pdf"), doc, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := extract(t, doc)
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the golden file; see the change with go test -run Golden -update and git diff", name)
	}
	if strings.Contains(got, "agenda.") || strings.Contains(got, "�") {
		t.Errorf("%s has an untold message or a letter without a glyph", name)
	}
}

// An independent reader must find the words, the language and the identity.
func TestOtherReader(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler-utils are not installed")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	a := sampleAgenda(i18n.RU)
	a.Items[1].Note = "𬭎 за пределами основной плоскости" // U+2CB4E stands in the table's third level
	doc := agendaBytes(t, a, i18n.RU)
	if err := os.WriteFile(file, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{"Вольга Усходняя", "刘晨曦", "涂玥堃", "𬭎", "10:00–10:30", "15:00–15:30", "страница 1 из 2"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("pdftotext does not find %q", want)
		}
	}
	if strings.Contains(string(out), "Error") || strings.Contains(string(out), "Warning") {
		t.Errorf("pdftotext complains: %s", out)
	}
	info, _ := exec.Command("pdfinfo", file).CombinedOutput()
	for _, want := range []string{"Личное расписание — Вольга Усходняя", "birzha", "Pages:           2", "Apr 14 09:05:00 2027"} {
		if !strings.Contains(string(info), want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	if !bytes.Contains(doc, []byte("/Lang (ru)")) {
		t.Error("the catalogue does not say the language")
	}
}

func TestSameBytesFromManyGoroutines(t *testing.T) {
	for _, l := range i18n.All {
		want := agendaBytes(t, sampleAgenda(l), l)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if !bytes.Equal(agendaBytes(t, sampleAgenda(l), l), want) {
					t.Errorf("%s: the same agenda gave other bytes", l)
				}
			})
		}
		wg.Wait()
	}
	other := sampleAgenda(i18n.EN)
	other.Person.Latin += "!"
	if bytes.Equal(agendaBytes(t, other, i18n.EN), agendaBytes(t, sampleAgenda(i18n.EN), i18n.EN)) {
		t.Error("another agenda gave the same bytes")
	}
}

// A note longer than a page is not lost, and pages are numbered to the last.
func TestLongNoteRunsOverPages(t *testing.T) {
	a := sampleAgenda(i18n.EN)
	a.Items[1].Note = strings.Repeat("many words ", 1500) + "the end"
	got := extract(t, agendaBytes(t, a, i18n.EN))
	if n := strings.Count(got, "many"); n < 1400 {
		t.Errorf("%d of 1500 words are left", n)
	}
	if !strings.Contains(got, "the end") || !strings.Contains(got, "page 5 of ") {
		t.Error("the note does not run over several pages to its end")
	}
}

func TestUnknownZoneIsAnError(t *testing.T) {
	for _, zones := range [][2]string{{"Europe/Nowhere", "Asia/Shanghai"}, {"Europe/Minsk", "Nowhere"}, {"", ""}, {"Local", ""}} {
		a, p := sampleAgenda(i18n.EN), samplePlan(i18n.EN)
		a.Zone, a.PartnerZone = zones[0], zones[1]
		p.Zone, p.PartnerZone = zones[0], zones[1]
		if WriteAgenda(io.Discard, a, i18n.EN) == nil || WritePlan(io.Discard, p, i18n.EN) == nil {
			t.Errorf("no error for the zones %v", zones)
		}
	}
}

// The first document of a process also pays for this.
func BenchmarkParseFont(b *testing.B) {
	for _, f := range []struct {
		name string
		ttf  []byte
	}{{"NotoSans", sansRegular}, {"NotoSansSC", hanRegular}} {
		b.Run(f.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newFace(f.name, f.ttf).load()
			}
		})
	}
}

func BenchmarkAgenda(b *testing.B) {
	for _, l := range []i18n.Lang{i18n.RU, i18n.ZH} {
		a := sampleAgenda(l)
		b.Run(string(l), func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				size = len(agendaBytes(b, a, l))
			}
			b.ReportMetric(float64(size)/1024, "KiB/document")
		})
	}
}
