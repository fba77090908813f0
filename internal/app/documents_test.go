package app

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/internal/web"
)

// The files that people take away, of the sample exchange, in every language.
func TestDocumentsOfTheDemo(t *testing.T) {
	a, err := openDemo(t.Context(), settings(t))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx := t.Context()
	b, err := a.exchange.Whole(ctx, "synergy-2027", exchange.Published)
	if err != nil {
		t.Fatal(err)
	}
	busiest, most := exchange.Participant{}, 0
	for _, m := range b.People {
		n := 0
		for _, x := range b.Meetings {
			if x.SlotID != "" && strings.Contains(strings.Join(x.Members, " "), m.ID) {
				n++
			}
		}
		if n > most {
			busiest, most = m, n
		}
	}
	g, err := a.exchange.AgendaFor(ctx, b.Event.ID, busiest.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	page := a.cfg.BaseURL + "/events/synergy-2027/agenda"
	for _, l := range i18n.All {
		agenda, plan, cal, event := new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer)
		for _, err := range []error{
			a.documents.AgendaPDF(agenda, g, l), a.documents.PlanPDF(plan, b.Board, l),
			a.documents.AgendaCalendar(cal, g, l, page), a.documents.EventCalendar(event, b.Event, l, page),
		} {
			if err != nil {
				t.Fatalf("%s: %v", l, err)
			}
		}
		if !bytes.HasPrefix(agenda.Bytes(), []byte("%PDF")) || !bytes.HasPrefix(plan.Bytes(), []byte("%PDF")) || plan.Len() < agenda.Len() {
			t.Errorf("%s: PDFs of %d and %d bytes", l, agenda.Len(), plan.Len())
		}
		s := strings.ReplaceAll(cal.String(), "\r\n ", "")
		if n := strings.Count(s, "BEGIN:VEVENT"); n != len(g.Entries) || n < most {
			t.Errorf("%s: %d events in the calendar of %d entries", l, n, len(g.Entries))
		}
		for _, want := range []string{"TZID=" + busiest.Zone, "URL:" + page, busiest.FeedSecret, l.T("agenda.meeting") + ": "} {
			if !strings.Contains(s, want) {
				t.Errorf("%s: the calendar lacks %q", l, want)
			}
		}
		if strings.Contains(s, "agenda.") || strings.Contains(s, "@"+strings.Split(busiest.Email, "@")[1]) || strings.Count(event.String(), "BEGIN:VEVENT") != 1 {
			t.Errorf("%s: calendar with an unfinished message or an address:\n%s", l, s)
		}
	}
}

// An organiser who reads the agenda of a participant does not learn the address
// of the private calendar.
func TestOthersDoNotLearnTheFeed(t *testing.T) {
	a, err := openDemo(t.Context(), settings(t))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, a)
	var id, secret string
	err = a.db.QueryRow(t.Context(), `SELECT id, feed_secret FROM participant WHERE country = 'BY' AND state = 'validated' ORDER BY id LIMIT 1`).Scan(&id, &secret)
	if err != nil {
		t.Fatal(err)
	}
	v := visit(t, a.URL())
	v.as(t, "organiser_by")
	for _, file := range []string{"agenda.ics", "agenda"} {
		res, err := v.Get(s.URL() + "/events/synergy-2027/" + file + "?participant=" + id)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || bytes.Contains(bytes.ReplaceAll(body, []byte("\r\n "), nil), []byte(secret)) {
			t.Errorf("%s: %d, or it holds the secret (%v)", file, res.StatusCode, err)
		}
	}
	actor := access.Actor{PersonID: "x", Grants: []access.Grant{{Role: access.Secretariat, Event: eventID(t, a)}}}
	e, err := a.exchange.EventBySlug(t.Context(), "synergy-2027")
	if err != nil {
		t.Fatal(err)
	}
	g, err := a.exchange.Agenda(t.Context(), actor, e, id)
	if err != nil || g.Participant.FeedSecret != "" {
		t.Errorf("the secretariat gets %q (%v)", g.Participant.FeedSecret, err)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

func eventID(t *testing.T, a *App) (id string) {
	t.Helper()
	if err := a.db.QueryRow(t.Context(), `SELECT id FROM event`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestTables(t *testing.T) {
	minsk, err := time.LoadLocation("Europe/Minsk")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2027, 4, 20, 6, 30, 0, 0, time.UTC).In(minsk)
	sh := web.Sheet{Name: "План/1", Head: []string{"Имя", "n", "x", "t"}, Rows: [][]any{{"=HYPERLINK(1)", 7, 2.5, at}, {"Ўладзімір 王", -1, 0.0, time.Time{}}}}
	var csv, book bytes.Buffer
	if err := (documents{}).CSV(&csv, sh); err != nil {
		t.Fatal(err)
	}
	if want := "\uFEFFИмя,n,x,t\r\n'=HYPERLINK(1),7,2.5,2027-04-20 09:30:00\r\nЎладзімір 王,-1,0,\r\n"; csv.String() != want {
		t.Errorf("CSV %q, want %q", csv.String(), want)
	}
	if err := (documents{}).XLSX(&book, sh, sh); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	names := f.GetSheetList()
	if len(names) != 2 || names[0] != "План-1" {
		t.Errorf("sheets %v", names)
	}
	rows, err := f.GetRows(names[1])
	if err != nil || len(rows) != 3 || rows[1][0] != "=HYPERLINK(1)" || rows[1][3] != "2027-04-20 09:30" || rows[2][0] != "Ўладзімір 王" {
		t.Errorf("rows %q (%v)", rows, err)
	}
	if formula, _ := f.GetCellFormula(names[0], "A2"); formula != "" {
		t.Errorf("a formula: %s", formula)
	}
}

func TestSpreadsheetsRead(t *testing.T) {
	s := spreadsheets{sheet.Default}
	read := func(name, text string) (int, error) {
		tables, err := s.Read(strings.NewReader(text), int64(len(text)), name)
		return len(tables), err
	}
	if n, err := read("a.csv", "Name;Email\nAnn;ann@example.org\n"); n != 1 || err != nil {
		t.Errorf("CSV: %d tables, %v", n, err)
	}
	if n, err := read("dir/a.JSON", `{"people": [{"name": "Ann"}]}`); n != 1 || err != nil {
		t.Errorf("JSON: %d tables, %v", n, err)
	}
	for name, text := range map[string]string{"a.json": `{"people": [`, "b.json": `{"persons": []}`, "a.pdf": "%PDF-1.7 …", "empty.xlsx": ""} {
		if _, err := read(name, text); fault.KindOf(err) != fault.Invalid || strings.Contains(Explain(err), "import.") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.limits.File = 10
	for _, name := range []string{"a.json", "a.csv"} {
		if _, err := read(name, strings.Repeat("x", 11)); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("too large %s: %v", name, err)
		}
	}
	if _, err := (&core{files: s}).readPath("no/such/file"); !os.IsNotExist(err) {
		t.Errorf("missing file: %v", err)
	}
}
