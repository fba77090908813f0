package app

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	netmail "net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

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

// readHTML reads elements with the names of their attributes; of texts the
// page's visible ones. Code in an attribute that runs is an error.
func readHTML(b []byte) (shape, texts []string, err error) {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	texts = []string{doc.Find("body").Text()}
	doc.Find(".profile-similar").Remove()
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode || n.Type == html.CommentNode {
			line := n.Data
			if n.Type == html.CommentNode {
				line = "comment"
			}
			for _, a := range n.Attr {
				line += " " + a.Key
				if (a.Key == "href" || a.Key == "src" || a.Key == "action") && !regexp.MustCompile(`^(https?://|/|#|\?|$)`).MatchString(a.Val) {
					err = fmt.Errorf("%s leads to %q", a.Key, a.Val)
				}
			}
			shape = append(shape, line)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc.Nodes[0])
	return shape, texts, err
}

// readLinked reads the linked data in a page.
func readLinked(b []byte) (shape, texts []string, err error) {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	return readJSON([]byte(doc.Find("script[type='application/ld+json']").Text()))
}

// readJSON reads the kinds of values by their places, and all texts.
func readJSON(b []byte) (shape, texts []string, err error) {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return nil, nil, err
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(at+"."+k, x)
			}
		case []any:
			for i, x := range v {
				walk(fmt.Sprint(at, i), x)
			}
		case string:
			texts, shape = append(texts, v), append(shape, at+" text")
		default:
			shape = append(shape, fmt.Sprintf("%s %T", at, v))
		}
	}
	walk("", v)
	slices.Sort(shape)
	return shape, texts, nil
}

// readXML reads elements with the names of their attributes, and all texts.
func readXML(b []byte) (shape, texts []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return shape, texts, nil
		}
		if err != nil {
			return nil, nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			line := t.Name.Local
			for _, a := range t.Attr {
				line += " " + a.Name.Local
			}
			shape = append(shape, line)
		case xml.EndElement:
			shape = append(shape, "/"+t.Name.Local)
		case xml.CharData:
			texts = append(texts, string(t))
		case xml.Directive, xml.Comment:
			return nil, nil, fmt.Errorf("%T in the document", t)
		}
	}
}

func readShapeOfXML(b []byte) (shape, texts []string, err error) {
	shape, _, err = readXML(b)
	return shape, nil, err
}

var pdfStream = regexp.MustCompile(`(?s)stream\r?\n.*?endstream`)

// readPDF looks for names (/JavaScript, …) that act, outside of strings and
// streams, and at strings that do not end; its texts are what the pages say.
func readPDF(b []byte) (shape, texts []string, err error) {
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, nil, errors.New("is not a PDF")
	}
	var outside []byte
	depth := 0
	rest := pdfStream.ReplaceAll(b, nil)
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case depth > 0 && c == '\\':
			i++
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return nil, nil, errors.New("a string ends that has not begun")
			}
		case depth == 0:
			outside = append(outside, c)
		}
	}
	if depth != 0 {
		return nil, nil, errors.New("a string does not end")
	}
	if name := pdfActs.Find(outside); name != nil {
		return nil, nil, fmt.Errorf("%s in the document", name)
	}
	return []string{fmt.Sprint(bytes.Count(outside, []byte("startxref")), " ends")}, []string{saidOnPaper(b)}, nil
}

var (
	pdfLetter = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`)
	pdfShown  = regexp.MustCompile(`/F(\d+) [^\[]*\[<([0-9A-F]*)>\] TJ`)
)

// saidOnPaper reads the words of all pages by the tables of letters that a
// reader copies by.
func saidOnPaper(b []byte) string {
	var fonts []map[string]string
	var pages []string
	for _, m := range pdfStream.FindAll(b, -1) {
		m = bytes.TrimPrefix(bytes.TrimPrefix(m, []byte("stream")), []byte("\r"))[1:]
		if bytes.Contains(m, []byte("beginbfchar")) {
			letters := map[string]string{}
			for _, c := range pdfLetter.FindAllSubmatch(m, -1) {
				u, _ := hex.DecodeString(string(c[2]))
				var code []uint16
				for i := 0; i+1 < len(u); i += 2 {
					code = append(code, uint16(u[i])<<8|uint16(u[i+1]))
				}
				letters[string(c[1])] = string(utf16.Decode(code))
			}
			fonts = append(fonts, letters)
		} else if r, err := zlib.NewReader(bytes.NewReader(m)); err == nil {
			page, _ := io.ReadAll(r)
			pages = append(pages, string(page))
		}
	}
	var out strings.Builder
	for _, m := range pdfShown.FindAllStringSubmatch(strings.Join(pages, "\n"), -1) {
		font, _ := strconv.Atoi(m[1])
		for i := 0; i+4 <= len(m[2]) && font <= len(fonts); i += 4 {
			out.WriteString(fonts[font-1][m[2][i:i+4]])
		}
	}
	return out.String()
}

var pdfActs = regexp.MustCompile(`/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|SubmitForm|AcroForm|GoToR)\b`)

// readXLSX reads which cells there are, each a text or a number: a formula is
// an error.
func readXLSX(b []byte) (shape, texts []string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, nil, err
		}
		for r, row := range rows {
			for c, v := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
					return nil, nil, fmt.Errorf("%s!%s has the formula %q: %w", sheet, at, formula, err)
				}
				shape, texts = append(shape, sheet+at), append(texts, v)
			}
		}
	}
	return shape, texts, nil
}

// readCSV reads which cells there are: one that a spreadsheet would take for a
// formula is an error.
func readCSV(b []byte) (shape, texts []string, err error) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	for r, row := range rows {
		for c, v := range row {
			if _, number := strconv.ParseFloat(v, 64); v != "" && number != nil && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
				return nil, nil, fmt.Errorf("row %d: a formula: %q", r+1, v)
			}
			shape, texts = append(shape, fmt.Sprint(r, " ", c)), append(texts, v)
		}
	}
	return shape, texts, nil
}

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

// readLetter reads which headers a letter has, and how its parts are made.
func readLetter(b []byte) (shape, texts []string, err error) {
	m, err := netmail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	for name, values := range m.Header {
		shape = append(shape, fmt.Sprint(name, " ", len(values)))
	}
	slices.Sort(shape)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return nil, nil, err
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "reader@example.org" {
		return nil, nil, fmt.Errorf("to %v: %w", to, err)
	}
	return shape, []string{subject, to[0].Name}, nil
}
