package bulk

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

type site struct {
	*Service
	t         testing.TB
	validator access.Actor
	editor    access.Actor
	own       catalogue.Organisation // of the editor
	foreign   catalogue.Organisation // of another side
}

func newSite(t testing.TB, d *db.DB) *site {
	t.Helper()
	s := &site{Service: &Service{catalogue.New(d, clock.System{}, nil, nil)}, t: t}
	s.own = catalogue.Organisation{Kind: catalogue.Institute, Country: "BY", Name: i18n.Written(i18n.RU, "Институт точной оптики"), City: i18n.Text{}, Description: i18n.Text{}}
	s.foreign = catalogue.Organisation{Kind: catalogue.Institute, Country: "CN", Name: i18n.Written(i18n.ZH, "长春光学研究所"), City: i18n.Text{}, Description: i18n.Text{}}
	err := d.Tx(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if err := s.AddOrganisation(ctx, tx, &s.own); err != nil {
			return err
		}
		if err := s.AddOrganisation(ctx, tx, &s.foreign); err != nil {
			return err
		}
		for _, id := range []string{"validator", "editor"} {
			if _, err := tx.Exec(ctx, `INSERT INTO person (id, email, email_folded, stop_secret, name_native, name_lang, name_latin, name_folded, language, zone, created_at, updated_at)
				VALUES ($1, $2, $2, $1, $1, 'en', $1, $1, 'en', 'Europe/Minsk', 1, 1)`, id, id+"@example.org"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.validator = access.Actor{PersonID: "validator", Grants: []access.Grant{{Role: access.Validator, Side: "BY"}}}
	s.editor = access.Actor{PersonID: "editor", Grants: []access.Grant{{Role: access.OrgEditor, Org: s.own.ID}}}
	return s
}

func sheet(rows ...string) Table {
	t := Table{File: "list.csv", Name: "list"}
	for i, r := range rows {
		t.Rows = append(t.Rows, Row{Number: i + 1, Cells: strings.Split(r, "|")})
	}
	return t
}

func (s *site) start(a access.Actor, o Options, tables ...Table) string {
	s.t.Helper()
	id, err := s.Start(context.Background(), a, "list.csv", tables, o)
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

func (s *site) preview(a access.Actor, o Options, tables ...Table) *Intake {
	s.t.Helper()
	in, err := s.Load(context.Background(), a, s.start(a, o, tables...))
	if err != nil {
		s.t.Fatal(err)
	}
	return in
}

func (s *site) confirm(a access.Actor, o Options, tables ...Table) *Intake {
	s.t.Helper()
	in, err := s.Confirm(context.Background(), a, s.start(a, o, tables...))
	if err != nil {
		s.t.Fatal(err)
	}
	return in
}

// effects writes what becomes of each row.
func effects(in *Intake) string {
	var out []string
	for _, x := range in.Lines {
		s := string(x.Effect)
		for _, i := range x.Issues {
			if !i.Minor {
				s += " " + i.Key + "@" + i.Column
			}
		}
		if len(x.Fields) > 0 {
			s += " " + strings.Join(x.Fields, ",")
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func want(t *testing.T, in *Intake, effect string) {
	t.Helper()
	if got := effects(in); got != effect {
		t.Errorf("got  %s\nwant %s", got, effect)
	}
}

const head = "ID|Organisation|Country|Kind of organisation|Profile type|Title (en)|Название (рус.)|Summary (en)|TRL|Keywords"

func TestImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		file := sheet(head,
			"1|институт точной ОПТИКИ||institute|TO|Fine lenses|Тонкие линзы|Lenses ground to 5 nm|TRL 5|optics; lenses",
			"2|Завод новых линз|BY|Малое предприятие|Технологический запрос|Coating sought||A hard coating||",
			"3|长春光学研究所|CN||TO|Foreign offer||||",
			"4|Институт точной оптики|BY||TO||||12|",
			"1|Институт точной оптики|BY||TO|Again||||",
			"6|Институт точной оптики|BY||XX|No such type||||")
		o := Options{Source: "old-base"}
		const rejected = "; rejects bulk.not_yours@B; rejects bulk.trl_wrong@I bulk.title_missing@F; rejects bulk.twice@A; rejects bulk.unknown_value@E"
		in := s.preview(s.validator, o, file)
		want(t, in, "creates; creates"+rejected)
		if in.NewOwners() != 1 || !in.Ready() {
			t.Errorf("%d new organisations", in.NewOwners())
		}
		want(t, s.confirm(s.validator, o, file), "creates; creates"+rejected)
		want(t, s.confirm(s.validator, o, file), "keeps; keeps"+rejected)
		file.Rows[1].Cells[7] = "Lenses ground to 3 nm"
		want(t, s.confirm(s.validator, o, file), "changes summary; keeps"+rejected)
		p := s.one("1", "old-base")
		if p.Summary[i18n.EN].Text != "Lenses ground to 3 nm" || p.Title[i18n.RU].State != i18n.Original && p.Title[i18n.RU].Text == "" || p.TRL != 5 || len(p.TechnologyKeywords) != 2 || p.State != catalogue.Draft {
			t.Errorf("%+v", p)
		}
	})
}

func (s *site) one(number, source string) catalogue.Opportunity {
	s.t.Helper()
	ctx := context.Background()
	known, err := s.KnownAs(ctx, s.DB, "opportunity", source)
	if err != nil {
		s.t.Fatal(err)
	}
	list, err := s.ProfilesBy(ctx, s.DB, "id", []string{known[number]})
	if err != nil || len(list) != 1 {
		s.t.Fatal(err, known)
	}
	return list[known[number]]
}

// TestEditor sees that an editor reaches his own organisation only, and that a
// foreign profile cannot be told from one that is not there.
func TestEditor(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	china := access.Actor{PersonID: "validator", Grants: []access.Grant{{Role: access.Validator, Side: "CN"}}}
	s.confirm(china, Options{Source: "x"}, sheet(head, "9|长春光学研究所|CN||TO|Foreign offer||||"))
	ref := s.one("9", "x").Reference
	file := sheet("Reference|Organisation|Country|Type|Title", ref+"|||TO|Mine now", "TO000|||TO|Nothing", "||| TO|Of mine", "|Fresh company|BY|TO|Of a new one")
	want(t, s.preview(s.editor, Options{Organisation: s.own.ID}, file),
		"rejects bulk.reference_unknown@A; rejects bulk.reference_unknown@A; creates; rejects bulk.not_yours_new@B")
	if _, err := s.Start(context.Background(), access.Actor{PersonID: "nobody"}, "x", []Table{file}, Options{}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an import by somebody without a role: %v", err)
	}
	id := s.start(s.editor, Options{}, file)
	if _, err := s.Load(context.Background(), s.validator, id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else's import: %v", err)
	}
}

// TestContent sees that rows without a number are known by what they are.
func TestContent(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	file := sheet("Type|Title|Summary|TRL", "TO|Fine lenses|One|3", "TR|Fine lenses|Two|3", "TO|fine  lenses|Three|3")
	o := Options{Organisation: s.own.ID}
	want(t, s.confirm(s.editor, o, file), "creates; creates; rejects bulk.twice@")
	file.Rows[1].Cells[2] = "Other"
	want(t, s.confirm(s.editor, o, file), "changes summary; keeps; rejects bulk.twice@")
}

// TestTrusted publishes complete profiles of a trusted source, and finds them.
func TestTrusted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		file := sheet("ID|Organisation|Country|Type|Title.en|Summary.en|Description.en|Advantages.en|Partner role.en|TRL|IPR|Partnership|Type of partner|SDG|Technology keywords|Market keywords|Area|Export control",
			"1|Институт точной оптики|BY|TO|Fine quartz|Short|Long|Better|To sell|5|granted|research|university|SDG 9|optics|instruments|Precision engineering|not_controlled",
			"2|Институт точной оптики|BY|TO|Incomplete|Short|||||||||||||")
		o := Options{Source: "national", Publish: true, Language: i18n.EN}
		in := s.confirm(s.validator, o, file)
		if !in.Lines[0].Published || in.Lines[1].Published || len(in.Lines[1].Issues) == 0 {
			t.Fatalf("%+v", in.Lines)
		}
		f, err := s.Find(context.Background(), access.Actor{}, search.Query{Words: "quartz"})
		if err != nil || f.Total != 1 {
			t.Fatalf("%d found, %v", f.Total, err)
		}
		// An editor's change of what is published becomes a draft beside it.
		file.Rows[1].Cells[5] = "Changed"
		want(t, s.confirm(s.validator, Options{Source: "national", Language: i18n.EN}, file), "changes summary; keeps")
		p := s.one("1", "national")
		if p.State != catalogue.Draft || p.Shown == nil || p.Shown.Summary.Plain(i18n.EN) != "Short" || p.Summary.Plain(i18n.EN) != "Changed" {
			t.Errorf("%s, shown %v", p.State, p.Shown)
		}
	})
}

func TestOrganisations(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	file := sheet("Organisation (en)|Наименование организации (рус)|Страна|Сайт|ROR|Вид организации", "Institute of Fine Optics|Институт точной оптики|Беларусь|optics.example.org||", "New Works||BY|not an address %%||Small company", "|Завод|Китай|||")
	want(t, s.confirm(s.validator, Options{}, file), "changes organisation,website; rejects bulk.bad_address@D; rejects bulk.not_yours_new@B")
	want(t, s.confirm(s.validator, Options{}, file), "keeps; rejects bulk.bad_address@D; rejects bulk.not_yours_new@B")
}

// TestRoundTrip writes what is published and reads it again: nothing changes.
func TestRoundTrip(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	p := catalogue.Opportunity{
		Type: catalogue.TechnologyOffer, OrganisationID: s.own.ID, AuthorID: "editor", PersonID: "editor", Language: i18n.RU, State: catalogue.Draft, Open: true,
		Content: catalogue.Content{
			Title: i18n.Text{i18n.RU: {Text: "Линзы; =1+1", State: i18n.Original}, i18n.ZH: {Text: "透镜", State: i18n.Checked}}, Summary: i18n.Written(i18n.RU, "a\nb"), Description: i18n.Text{}, TRL: 5, IPR: "granted",
			Partnerships: []string{"research", "investment"}, SDGs: []string{"9", "none"}, Areas: []catalogue.Area{catalogue.Precision}, FORD: []string{"2.10"}, GRNTI: []string{"29.31"}, IPC: []string{"G02"}, Targets: []string{"CN", "CN-JL"},
			TechnologyKeywords: []string{"оптика", "линзы"}, Confidentiality: catalogue.Public, Anonymous: false, PriceAmount: "10.50", PriceCurrency: "BYN",
		},
	}
	err := s.DB.Tx(context.Background(), func(ctx context.Context, tx db.Tx) error { return s.AddOpportunity(ctx, tx, &p) })
	if err != nil {
		t.Fatal(err)
	}
	x := Export{Views: []catalogue.View{{Opportunity: p, Owner: s.own, Country: "BY"}}, Organisations: []catalogue.Organisation{s.own}}
	var b bytes.Buffer
	if err := x.JSON(&b); err != nil {
		t.Fatal(err)
	}
	tables, err := ReadDocument(b.Bytes(), "a.json")
	if err != nil {
		t.Fatal(err)
	}
	want(t, s.preview(s.validator, Options{}, tables...), "keeps; keeps")
	for _, l := range i18n.All {
		for _, w := range x.Sheets(l) {
			table := Table{File: "a.xlsx", Name: string(w.Kind), Rows: []Row{{Number: 1, Cells: w.Head}}}
			for i, r := range w.Rows {
				row := Row{Number: i + 2}
				for _, v := range r {
					row.Cells = append(row.Cells, fmt.Sprint(v))
				}
				table.Rows = append(table.Rows, row)
			}
			want(t, s.preview(s.validator, Options{}, table), "keeps")
		}
	}
}

// TestColumns reads the headings that a file of each language may have.
func TestColumns(t *testing.T) {
	for heading, column := range map[string]string{
		"Title": "title", "title.ru": "title.ru", "Название (англ.)": "title.en", "标题（俄文）": "title.ru", "Назва (па-кітайску)": "title.zh-Hans", "Краткое описание, рус": "summary.ru", "TRL*": "trl",
		"技术成熟度": "trl", "УНП": "national_id", "Country (en)": "country", "Colour": "", "": "", "Organisation description": "about", "title_zh": "title.zh-Hans", "Название на русском": "title.ru",
	} {
		if got := ColumnOf(heading).String(); got != column {
			t.Errorf("%q is %q, want %q", heading, got, column)
		}
	}
	for _, f := range Fields {
		for _, l := range i18n.All {
			if got := ColumnOf((Column{Field: f}).Heading(l)); got.Field != f {
				t.Errorf("the heading %q of %s in %s is read as %q", (Column{Field: f}).Heading(l), f, l, got.Field)
			}
		}
	}
}

func TestEEN(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	doc := `{"data":{"items":[{"reference":"TOXX20260101001","title":"Fine glass","profileType":{"code":"TO"},"shortSummary":"S","description":"D","stageOfDevelopment":{"name":"Lab tested"},"iprStatus":{"name":"IPR granted"}},
		{"reference":"TOXX2","title":"Bad","profileType":{"code":"TO"},"shortSummary":"` + strings.Repeat("x", 600) + `"}]}}`
	tables, err := ReadDocument([]byte(doc), "een.json")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Organisation: s.own.ID}
	in := s.confirm(s.editor, o, tables...)
	if in.Lines[0].Effect != Creates || in.Lines[1].Effect != Rejects || s.one("TOXX20260101001", EENSource).TRL != 4 {
		t.Errorf("%s", effects(in))
	}
	tables, _ = ReadDocument([]byte(doc), "een.json")
	if in := s.confirm(s.editor, o, tables...); in.Lines[0].Effect != Keeps {
		t.Errorf("again: %s", effects(in))
	}
	for _, bad := range []string{`{"profiles": 1}`, `[1]`, `{`, `<x`, `[] []`} {
		if _, err := ReadDocument([]byte(bad), "x"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
