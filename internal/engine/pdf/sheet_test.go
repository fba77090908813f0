package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
)

func TestGoldenSheet(t *testing.T) {
	for _, l := range i18n.All {
		golden(t, "sheet."+string(l), sheetBytes(t, sampleProfile(l), l))
	}
	golden(t, "sheet.long", sheetBytes(t, long(sampleProfile(i18n.RU), 1), i18n.RU))
	bare := Profile{Reference: "TRCN1", Title: Text{Words: samples[i18n.ZH].sensors, Lang: i18n.ZH}, Side: 1}
	golden(t, "sheet.bare", sheetBytes(t, bare, i18n.BE))
}

// flat is what extract read, without places and line ends.
func flat(t testing.TB, doc []byte) string {
	t.Helper()
	var b strings.Builder
	for _, l := range strings.Split(extract(t, doc), "\n") {
		if f := strings.SplitN(strings.TrimLeft(l, " "), " F", 2); len(f) == 2 && len(f[1]) > 6 {
			b.WriteString(strings.TrimRight(f[1][7:], " ") + " ")
		}
	}
	return b.String()
}

// Whatever a profile says and however long it is, its sheet is one page, and
// nothing stands in the margins.
func TestSheetIsOnePage(tt *testing.T) {
	words := rapid.SampledFrom([]string{"слово", "ў", "光纤传感器，", "high-temperature", "\n", "\n\n", "высокотемпературостойкийэлектроизоляционныйматериал", "🚀", " ", "i", "{\"a\":1}", "…"})
	rapid.Check(tt, func(t *rapid.T) {
		text := func(name string) string {
			n := rapid.SampledFrom([]int{0, 1, 5, 40, 200, 1500}).Draw(t, name+" length")
			return strings.Repeat(strings.Join(rapid.SliceOfN(words, min(n, 12), min(n, 12)).Draw(t, name), " "), max(1, n/12))
		}
		say := func(name string) Text {
			return Text{Words: text(name), Lang: rapid.SampledFrom(i18n.All).Draw(t, name+" language"), Machine: rapid.Bool().Draw(t, name+" machine")}
		}
		list := func(name string) (out []string) {
			for range rapid.IntRange(0, 6).Draw(t, name+" count") {
				out = append(out, text(name))
			}
			return out
		}
		p := Profile{
			Reference: text("reference"), Type: text("type"), Organisation: text("organisation"), Country: text("country"), Region: text("region"),
			Title: say("title"), Summary: say("summary"), Description: say("description"), Advantages: say("advantages"), Specification: say("specification"),
			PartnerRole: say("role"), StageNote: say("evidence"), IPRNote: say("ipr"), TRL: rapid.IntRange(0, 9).Draw(t, "trl"), TRLTarget: 9, Stage: text("stage"),
			Partnerships: list("partnerships"), Partners: list("partners"), Keywords: list("keywords"), Codes: list("codes"), Call: list("call"), Price: text("price"),
			Contact: Contact{Centre: text("centre"), Person: text("person"), Email: text("email")}, URL: "https://birzha.example/" + text("url"),
		}
		l := rapid.SampledFrom(i18n.All).Draw(t, "language")
		var b bytes.Buffer
		if err := WriteSheet(&b, p, l, at(14, 9, 5)); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range offThePage(extract(tt, b.Bytes()), l.T("paper.scan")) {
			t.Error(wrong)
		}
	})
}

// offThePage lists what stands where nothing may: on a second page, in the
// margins, or, of what comes before the contact (which begins with mark), in its band.
func offThePage(read, mark string) (out []string) {
	text := true
	for _, l := range strings.Split(read, "\n") {
		if strings.HasPrefix(l, "page") && l != "page 1" {
			out = append(out, "a second page")
		}
		var x, y float64
		if n, _ := fmt.Sscan(l, &x, &y); n < 2 {
			continue
		}
		y = 842 - y
		text = text && !strings.HasSuffix(l, " "+mark)
		switch {
		case x < left-0.1 || x > right || y < top || y > footerY+12:
			out = append(out, "in the margin: "+l)
		case text && y > bandTop:
			out = append(out, "text over the contact: "+l)
		}
	}
	return out
}

// hostile are words that mean something to a reader of PDF, and addresses that
// must not become links.
const hostile = `(a) \) Tj ET endstream endobj <script>alert(1)</script> << /S /JavaScript /JS (app.alert(1)) >> %PDF ${x} =1+1`

// Whatever people write stays text: readers find it as written, and the
// document runs nothing.
func TestHostileWordsAreInert(t *testing.T) {
	p := sampleProfile(i18n.EN)
	for _, w := range []*string{&p.Reference, &p.Type, &p.Organisation, &p.Country, &p.Region, &p.Stage, &p.IPR, &p.Price, &p.Contact.Centre, &p.Contact.Email} {
		*w = hostile
	}
	for _, x := range []*Text{&p.Title, &p.Summary, &p.Description, &p.Advantages, &p.Specification, &p.PartnerRole, &p.StageNote} {
		x.Words = hostile
	}
	p.Keywords, p.Codes, p.Areas, p.Call = []string{hostile}, []string{hostile}, []string{hostile}, []string{hostile}
	c := sampleCatalogue(i18n.EN, i18n.RU, 2)
	c.Title, c.Subtitle, c.Profiles[0] = [2]string{hostile, hostile}, [2]string{hostile, hostile}, [2]Profile{p, p}
	for _, address := range []string{"javascript:alert(1)", "https://birzha.example/a)/JS(b", "https://birzha.example/\n>> /JS", "file:///etc/passwd"} {
		p.URL, c.Profiles[0][0].URL, c.URL = address, address, address
		for name, doc := range map[string][]byte{"sheet": sheetBytes(t, p, i18n.EN), "catalogue": bookBytes(t, c)} {
			if got := flat(t, doc); !strings.Contains(got, `(a) \) Tj ET endstream endobj <script>`) {
				t.Errorf("%s: the words are not there as written:\n%s", name, got)
			}
			for _, m := range regexp.MustCompile(`/URI \((.*?[^\\])\)`).FindAllSubmatch(doc, -1) {
				if !bytes.HasPrefix(m[1], []byte("https://")) {
					t.Errorf("%s has a link to %s", name, m[1])
				}
			}
			bare := streams.ReplaceAll(doc, nil)
			for _, bad := range []string{"/JavaScript", "javascript:", "/JS (", "\n>> /JS", "/Launch"} {
				if bytes.Contains(bare, []byte(bad)) {
					t.Errorf("%s with %q contains %q", name, address, bad)
				}
			}
		}
	}
}

func BenchmarkSheet(b *testing.B) {
	for name, p := range map[string]Profile{"usual": sampleProfile(i18n.RU), "full": long(sampleProfile(i18n.RU), 1)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sheetBytes(b, p, i18n.RU)
			}
		})
	}
}
