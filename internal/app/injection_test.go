package app

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/domain/notify"
	"github.com/birzha/birzha/internal/engine/mail"
	"github.com/birzha/birzha/internal/engine/mail/catcher"
	"github.com/birzha/birzha/internal/web"
	"github.com/birzha/birzha/internal/web/webtest"
)

//go:embed testdata/hostile.txt
var hostileFile string

// hostile reads the corpus.
func hostile(t *testing.T) (out []string) {
	t.Helper()
	lines := bufio.NewScanner(strings.NewReader(hostileFile))
	for lines.Scan() {
		if line := lines.Text(); line != "" && line[0] != '#' {
			s, err := strconv.Unquote(line)
			if err != nil {
				t.Fatalf("hostile.txt: %s: %v", line, err)
			}
			out = append(out, s)
		}
	}
	if len(out) < 35 {
		t.Fatalf("hostile.txt has only %d texts", len(out))
	}
	return out
}

// tame is a text of the same shape: words, spaces and lines where s, as it is
// kept, has them, and nothing but letters in them.
func tame(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == ' ' {
			return r
		}
		return 'x'
	}, catalogue.Clean(s))
}

// planted is a site with a profile and an organisation of which every text is
// the same words.
type planted struct {
	*webtest.Site
	words        string // as they are kept
	reference    string
	organisation catalogue.Organisation
	documents    documents
}

func plant(t *testing.T, words string) planted {
	t.Helper()
	d := documents{clock: fixed{}, baseURL: "http://localhost"}
	s := webtest.New(t, dbtest.SQLite(t), func(_ *identity.Options, deps *web.Deps) { deps.Documents = d })
	text := func() i18n.Text {
		out := i18n.Written(i18n.EN, words)
		return out.Translate(i18n.RU, words, i18n.Machine, "", time.Unix(1, 0)).Translate(i18n.ZH, words, i18n.Checked, "", time.Unix(1, 0))
	}
	x := planted{Site: s, words: catalogue.Clean(words), documents: d}
	s.Tx(func(ctx context.Context, tx db.Tx) error {
		x.organisation = catalogue.Organisation{
			Kind: catalogue.Institute, Country: "BY", Slug: "planted", Region: "BY-MI", City: text(), Name: text(), Aliases: []string{words}, Description: text(),
			Areas: []catalogue.Area{catalogue.Energy}, Website: words, RORID: words, NationalID: words,
			Facts: catalogue.Facts{Founded: 1990, Staff: words, Turnover: words, Certificates: words, Languages: []string{words}},
		}
		if err := s.Catalogue.AddOrganisation(ctx, tx, &x.organisation); err != nil {
			return err
		}
		p := catalogue.Opportunity{
			Type: catalogue.ResearchRequest, OrganisationID: x.organisation.ID, CentreID: x.organisation.ID, PersonID: s.Person("adviser BY").ID, AuthorID: s.Person("adviser BY").ID, ViaCentre: true, State: catalogue.Published, Open: true,
			Published: fixed{}.Now(), ValidUntil: fixed{}.Now().AddDate(1, 0, 0), Language: i18n.EN,
		}
		for _, f := range catalogue.TextFields() {
			*f.Text(&p.Content) = text()
		}
		p.Areas, p.SDGs, p.Partners, p.Partnerships, p.TRL, p.TRLTarget = []catalogue.Area{catalogue.Energy}, []string{"9"}, []string{"research"}, []string{"research"}, 4, 6
		p.FORD, p.GRNTI, p.IPC, p.TechnologyKeywords, p.MarketKeywords, p.Targets = []string{words}, []string{words}, []string{words}, []string{words}, []string{words}, []string{words}
		p.IPR, p.PriceModel, p.PriceAmount, p.PriceCurrency, p.ExportControl, p.Confidentiality = words, words, words, words, words, catalogue.Public
		p.Call = &catalogue.Call{Programme: words, Title: words, Scheme: words, Budget: words, Acronym: words, Coordinator: "yes", InterestDeadline: words, Deadline: words, Weeks: 4, Link: words}
		err := s.Catalogue.AddOpportunity(ctx, tx, &p)
		x.reference = p.Reference
		return err
	})
	return x
}

// fixed is a clock that stands still, so that two sites differ in words alone.
type fixed struct{}

func (fixed) Now() time.Time { return time.Now().Truncate(24 * time.Hour) }

// get asks as a visitor.
func (x planted) get(path string) []byte {
	x.T.Helper()
	got := x.Do(webtest.Ask{Method: "GET", Path: path})
	if got.Code != http.StatusOK {
		x.T.Errorf("GET %s: %d", path, got.Code)
	}
	return got.Body.Bytes()
}

func (x planted) thing() []catalogue.Thing {
	x.T.Helper()
	v, err := x.Catalogue.Look(context.Background(), x.actor(), x.reference)
	if err != nil {
		x.T.Fatal(err)
	}
	return []catalogue.Thing{{Profile: &v}, {Organisation: &x.organisation}}
}

// outputs are all that the catalogue says to the outside. Each reads its output
// back into what its words cannot change (shape), and into its texts. A new
// output is one more row.
var outputs = []struct {
	name  string
	write func(planted) []byte
	read  func([]byte) (shape, texts []string, err error)
	paper bool // says only what its typefaces have
}{
	{"page of a profile", func(x planted) []byte { return x.get("/profiles/" + x.reference + "?lang=en") }, readHTML, false},
	{"page of a profile, machine draft", func(x planted) []byte { return x.get("/profiles/" + x.reference + "?lang=be&text=ru") }, readHTML, false},
	{"page of an organisation", func(x planted) []byte { return x.get("/organisations/planted?lang=zh-Hans") }, readHTML, false},
	{"search", func(x planted) []byte { return x.get("/catalogue?lang=en&area=energy_saving") }, readHTML, false},
	{"home", func(x planted) []byte { return x.get("/?lang=ru") }, readHTML, false},
	{"linked data of a profile", func(x planted) []byte { return x.get("/profiles/" + x.reference + "?lang=en") }, readLinked, false},
	{"linked data of an organisation", func(x planted) []byte { return x.get("/organisations/planted?lang=en") }, readLinked, false},
	{"sheet", func(x planted) []byte { return x.get("/profiles/" + x.reference + "/sheet.pdf?lang=ru") }, readPDF, true},
	{"printed catalogue", func(x planted) []byte {
		return x.get("/catalogue.pdf?a=en&b=zh-Hans&title=Title&ref=" + x.reference)
	}, readPDF, true},
	{"Atom", func(x planted) []byte { return x.get("/feeds/atom.xml?lang=en&area=energy_saving") }, readXML, false},
	{"JSON Feed", func(x planted) []byte { return x.get("/feeds/feed.json?lang=ru&area=energy_saving") }, readJSON, false},
	{"sitemap", func(x planted) []byte { return x.get("/sitemap/profiles-0.xml") }, readShapeOfXML, false},
	{"OAI-PMH, Dublin Core", func(x planted) []byte { return x.get("/oai?verb=ListRecords&metadataPrefix=oai_dc") }, readXML, false},
	{"OAI-PMH, CERIF", func(x planted) []byte {
		return x.get("/oai?verb=ListRecords&metadataPrefix=oai_cerif_openaire&set=organisations")
	}, readXML, false},
	{"XLSX", func(x planted) []byte {
		return x.export(func(w io.Writer, s []web.Sheet) error { return x.documents.XLSX(w, s...) })
	}, readXLSX, false},
	{"CSV", func(x planted) []byte {
		return x.export(func(w io.Writer, s []web.Sheet) error { return x.documents.CSV(w, s[0]) })
	}, readCSV, false},
	{"JSON", func(x planted) []byte {
		var b bytes.Buffer
		if err := bulk.ExportOf(x.thing()).JSON(&b); err != nil {
			x.T.Fatal(err)
		}
		return b.Bytes()
	}, readJSON, false},
	{"profile of the Enterprise Europe Network", func(x planted) []byte {
		var b bytes.Buffer
		if _, err := bulk.ExportOf(x.thing()).EEN(&b, func(ref string) string { return "http://localhost/profiles/" + ref }); err != nil {
			x.T.Fatal(err)
		}
		return b.Bytes()
	}, readJSON, false},
	{"letter", func(x planted) []byte { return x.letter() }, readLetter, false},
}

// TestInjection puts every hostile text through every field into every output:
// there it is a text, and the output has the shape that tame words give it.
func TestInjection(t *testing.T) {
	for _, words := range hostile(t) {
		name := fmt.Sprintf("%.40q", words)
		bad, good := plant(t, words), plant(t, tame(words))
		for _, o := range outputs {
			shape, texts, err := o.read(o.write(bad))
			if err != nil {
				t.Errorf("%s in %s: %v", name, o.name, err)
				continue
			}
			want, _, err := o.read(o.write(good))
			if err != nil {
				t.Fatalf("%s, tame words: %v", o.name, err)
			}
			if d := difference(shape, want); d != "" {
				t.Errorf("%s changes %s: %s", name, o.name, d)
			}
			if texts != nil && !said(texts, bad.words) && (!o.paper || !strings.ContainsFunc(bad.words, beyondPaper)) {
				t.Errorf("%s is lost in %s", name, o.name)
			}
		}
	}
}

// difference names the first place where two shapes part.
func difference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("ends at %d, want %q", i, want[i])
		case i >= len(want):
			return fmt.Sprintf("goes on at %d with %q", i, got[i])
		case got[i] != want[i]:
			return fmt.Sprintf("has %q at %d, want %q", got[i], i, want[i])
		}
	}
	return ""
}

// said tells whether the words stand in the texts, spaces and lines aside.
func said(texts []string, words string) bool {
	want := squeeze(words)
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(squeeze(s), want) })
}

// squeeze leaves what prints: no spaces, no marks on letters or between them.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Mn, unicode.Cf) {
			return -1
		}
		return r
	}, s)
}

// beyondPaper are letters that the typefaces of documents do not have.
func beyondPaper(r rune) bool { return r > 0xffff || unicode.Is(unicode.Arabic, r) }

// export writes the profile and the organisation as tables.
func (x planted) export(write func(io.Writer, []web.Sheet) error) []byte {
	x.T.Helper()
	var sheets []web.Sheet
	for _, t := range bulk.ExportOf(x.thing()).Sheets(i18n.EN) {
		sheets = append(sheets, web.Sheet{Name: string(t.Kind), Head: t.Head, Rows: t.Rows})
	}
	var b bytes.Buffer
	if err := write(&b, sheets); err != nil {
		x.T.Fatal(err)
	}
	return b.Bytes()
}

// actor is a visitor who is not signed in.
func (x planted) actor() access.Actor { return access.Actor{} }

// letter sends the news of the profile by SMTP and returns what arrives.
func (x planted) letter() []byte {
	x.T.Helper()
	c, err := catcher.Start(1)
	if err != nil {
		x.T.Fatal(err)
	}
	defer c.Close()
	send, err := mail.NewSMTP(c.URL(), "birzha <birzha@example.org>")
	if err != nil {
		x.T.Fatal(err)
	}
	v := x.thing()[0].Profile
	s := notify.Service{Sender: smtp{send}, People: reader(x.words), Clock: fixed{}, BaseURL: "http://localhost", SiteName: "birzha"}
	if err := s.Work(x.T.Context(), notify.MailJob{Key: "x", Template: "profile_flagged", PersonID: "p", Title: v.Title, Path: "/"}); err != nil {
		x.T.Fatal(err)
	}
	m, err := c.Wait(x.T.Context(), func(catcher.Message) bool { return true })
	if err != nil {
		x.T.Fatal(err)
	}
	return m.Raw
}

// reader is a receiver of letters, by name.
type reader string

func (r reader) Receiver(context.Context, string) (notify.Receiver, error) {
	return notify.Receiver{Email: "reader@example.org", Name: strings.Join(strings.Fields(string(r)), " "), Lang: i18n.EN, EventMail: true}, nil
}

func (reader) MintLink(context.Context, string, i18n.Lang) (string, error) { return "", nil }
