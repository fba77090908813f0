package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/notify"
)

var update = flag.Bool("update", false, "write the golden files")

const secret = "SECRETTOKEN"

// fake stands for the queue, the people, the calendars and the mail server.
type fake struct {
	jobs   []notify.MailJob
	people map[string]notify.Receiver
	sent   []notify.Message
	minted []string
	fail   error
}

func (f *fake) Enqueue(_ context.Context, _ db.Tx, jobs ...interface{ Kind() string }) error {
	for _, j := range jobs { // through JSON, as in the queue
		b, err := json.Marshal(j)
		if err != nil {
			return err
		}
		if strings.Contains(string(b), secret) {
			return errors.New("a secret in the queue")
		}
		var m notify.MailJob
		if err := json.Unmarshal(b, &m); err != nil {
			return err
		}
		f.jobs = append(f.jobs, m)
	}
	return nil
}

func (f *fake) Receiver(_ context.Context, personID string) (notify.Receiver, error) {
	r, ok := f.people[personID]
	if !ok {
		return r, fault.Missing()
	}
	return r, nil
}

func (f *fake) MintLink(_ context.Context, email string, _ i18n.Lang) (string, error) {
	f.minted = append(f.minted, email)
	return secret, nil
}

func (f *fake) AgendaICS(_ context.Context, eventID, personID string, l i18n.Lang) ([]byte, error) {
	return []byte("BEGIN:VCALENDAR " + eventID + " " + personID + " " + string(l)), nil
}

func (f *fake) Send(_ context.Context, m notify.Message) error {
	if f.fail != nil {
		return f.fail
	}
	f.sent = append(f.sent, m)
	return nil
}

func service() (*fake, *notify.Service) {
	f := &fake{people: map[string]notify.Receiver{
		"ru":      {Email: "ru@example.test", Name: "Иван Примерный", Lang: i18n.RU, EventMail: true, StopSecret: "stop-ru"},
		"en":      {Email: "en@example.test", Name: "Ann Sample", Lang: i18n.EN, EventMail: true, StopSecret: "stop-en"},
		"zh":      {Email: "zh@example.test", Name: "王样本", Lang: i18n.ZH, EventMail: true, StopSecret: "stop-zh"},
		"be":      {Email: "be@example.test", Name: "Янка Узорны", Lang: i18n.BE, EventMail: true, StopSecret: "stop-be"},
		"stopped": {Email: "x@example.test", Lang: i18n.EN}, "mute": {Name: "No Mail", Lang: i18n.EN, EventMail: true},
	}}
	return f, &notify.Service{Queue: f, Sender: f, People: f, Calendars: f, Clock: clock.Fixed(time.Date(2027, 4, 1, 9, 0, 0, 0, time.UTC)), BaseURL: "https://birzha.example", SiteName: "birzha"}
}

var plan = notify.Plan{
	EventID: "e1", ID: "p1", Version: 3, Path: "/events/synergy/agenda",
	Event: i18n.Text{
		i18n.RU: {Text: "Синергия инноваций", State: i18n.Original}, i18n.EN: {Text: "Synergy of Innovations", State: i18n.Checked},
		i18n.ZH: {Text: "创新协同", State: i18n.Checked}, i18n.BE: {Text: "Сінергія інавацый", State: i18n.Checked},
	},
}

func work(t *testing.T, f *fake, s *notify.Service) {
	t.Helper()
	for _, j := range f.jobs {
		if err := s.Work(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLetters compares every template in every language with testdata.
func TestLetters(t *testing.T) {
	f, s := service()
	for _, l := range i18n.All {
		if err := s.SignInLink(t.Context(), nil, "new@example.test", l); err != nil {
			t.Fatal(err)
		}
	}
	people := []string{"ru", "en", "zh", "be"}
	if err := errors.Join(s.PlanPublished(t.Context(), nil, plan, people...), s.SignatureWanted(t.Context(), nil, plan, people...)); err != nil {
		t.Fatal(err)
	}
	work(t, f, s)
	if len(f.sent) != 12 {
		t.Fatalf("%d letters", len(f.sent))
	}
	for i, m := range f.sent {
		name := filepath.Join("testdata", string(f.jobs[i].Template)+"."+m.Lang)
		golden(t, name+".txt", "To: "+m.To+"\nSubject: "+m.Subject+"\n\n"+m.Text)
		golden(t, name+".html", m.HTML)
		if strings.Contains(m.Subject+m.Text+m.HTML, "mail.") || strings.ContainsAny(m.Subject+m.Text, "{}") {
			t.Errorf("%s: a message is missing or not filled", name)
		}
	}
}

// catalogueNews are the news as the catalogue tells them.
var catalogueNews = []notify.Template{
	"confirm_wanted", "review_wanted", "validation_wanted", "profile_returned", "profile_published", "profile_flagged", "profile_expiring",
	"interest_received", "interest_answered", "identities_open", "handover_offered", "search_alert",
}

var lenses = i18n.Text{
	i18n.RU: {Text: "Шлифовка линз", State: i18n.Original}, i18n.EN: {Text: "Grinding of lenses", State: i18n.Checked},
	i18n.ZH: {Text: "透镜研磨", State: i18n.Checked}, i18n.BE: {Text: "Шліфоўка лінзаў", State: i18n.Machine},
}

// TestNews compares the letters of the catalogue's news with testdata, one file
// a language, with the forms of one, a few and many.
func TestNews(t *testing.T) {
	for _, person := range []string{"ru", "en", "zh", "be"} {
		f, s := service()
		for _, x := range catalogueNews {
			for _, n := range []int{1, 3, 30} {
				if n > 1 && x != "profile_expiring" && x != "handover_offered" && x != "search_alert" {
					continue
				}
				news := notify.News{Key: string(x) + "/1", Template: x, Title: lenses, Count: n, Path: "/desk/interest/1"}
				if err := s.Tell(t.Context(), nil, news, person); err != nil {
					t.Fatal(err)
				}
			}
		}
		work(t, f, s)
		var all strings.Builder
		for i, m := range f.sent {
			all.WriteString("== " + string(f.jobs[i].Template) + "\nSubject: " + m.Subject + "\n\n" + m.Text + "\n")
			if strings.Contains(m.Subject+m.Text+m.HTML, "mail."+string(f.jobs[i].Template)) || strings.ContainsAny(m.Subject+m.Text, "{}") {
				t.Errorf("%s %s: a message is missing or not filled", person, f.jobs[i].Template)
			}
			if !strings.Contains(m.HTML, `href="https://birzha.example/desk/interest/1"`) || !strings.Contains(m.HTML, "<html lang=\""+m.Lang+"\">") {
				t.Errorf("%s %s: HTML without the link or the language\n%s", person, f.jobs[i].Template, m.HTML)
			}
		}
		golden(t, filepath.Join("testdata", "news."+person+".txt"), all.String())
	}
}

// TestNewsThatOnlyInform comes to who wants letters, what waits for an act to
// all; each letter says whether it can be stopped.
func TestNewsThatOnlyInform(t *testing.T) {
	informs := map[notify.Template]bool{"profile_published": true, "interest_answered": true, "identities_open": true, "search_alert": true}
	for _, x := range catalogueNews {
		f, s := service()
		if err := s.Tell(t.Context(), nil, notify.News{Key: "k", Template: x, Title: lenses, Count: 1, Path: "/desk"}, "en", "stopped", "erased"); err != nil {
			t.Fatal(err)
		}
		work(t, f, s)
		if want := map[bool]int{true: 1, false: 2}[informs[x]]; len(f.sent) != want {
			t.Errorf("%s: %d letters, want %d", x, len(f.sent), want)
		}
		if got := f.sent[0].Stop != ""; got != informs[x] {
			t.Errorf("%s: can be stopped: %v", x, got)
		}
	}
	_, s := service()
	if err := s.Tell(t.Context(), nil, notify.News{Template: "plan_published"}, "en"); err == nil {
		t.Error("a letter that is no news was taken")
	}
}

// Each person's letter has a Message-ID of its own, the same each time.
func TestNewsMessageID(t *testing.T) {
	f, s := service()
	for range 2 {
		if err := s.Tell(t.Context(), nil, notify.News{Key: "interest/1", Template: "interest_received", Title: lenses}, "ru", "en"); err != nil {
			t.Fatal(err)
		}
	}
	work(t, f, s)
	if f.sent[0].ID != f.sent[2].ID || f.sent[1].ID != f.sent[3].ID || f.sent[0].ID == f.sent[1].ID {
		t.Errorf("ids %s %s %s %s", f.sent[0].ID, f.sent[1].ID, f.sent[2].ID, f.sent[3].ID)
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s differs (go test -update writes it): %v\n%s", path, err, got)
	}
}

func TestPlanPublishedCarriesCalendarAndStop(t *testing.T) {
	f, s := service()
	if err := s.PlanPublished(t.Context(), nil, plan, "zh", "stopped", "mute", "erased"); err != nil {
		t.Fatal(err)
	}
	work(t, f, s)
	if len(f.sent) != 1 {
		t.Fatalf("%d letters, want one: the others have no e-mail, want none, or are gone", len(f.sent))
	}
	m := f.sent[0]
	if string(m.Files["agenda.ics"]) != "BEGIN:VCALENDAR e1 zh zh-Hans" || m.Stop != "https://birzha.example/unsubscribe/stop-zh" {
		t.Errorf("letter %+v", m)
	}
}

// A letter that somebody asked for, or must act on, comes in any case.
func TestNeededLettersComeAnyway(t *testing.T) {
	f, s := service()
	if err := s.SignatureWanted(t.Context(), nil, plan, "stopped"); err != nil {
		t.Fatal(err)
	}
	work(t, f, s)
	if len(f.sent) != 1 || f.sent[0].Stop != "" {
		t.Errorf("letters %+v", f.sent)
	}
}

func TestMessageIDIsStable(t *testing.T) {
	f, s := service()
	for range 2 {
		if err := s.SignatureWanted(t.Context(), nil, plan, "ru", "be"); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.SignInLink(t.Context(), nil, "a@b.c", i18n.EN), s.SignInLink(t.Context(), nil, "a@b.c", i18n.EN)); err != nil {
		t.Fatal(err)
	}
	work(t, f, s)
	id := func(i int) string { return f.sent[i].ID }
	if id(0) != id(2) || id(1) != id(3) || id(0) == id(1) || id(4) == id(5) || !strings.HasSuffix(id(0), "@birzha.example") {
		t.Errorf("ids %s %s %s %s %s %s", id(0), id(1), id(2), id(3), id(4), id(5))
	}
}

func TestMessageIDOfAnyHost(t *testing.T) {
	for base, want := range map[string]string{"http://[::1]:8080": "@birzha.invalid", "http://127.0.0.1:8080": "@127.0.0.1", "https://birzha.example": "@birzha.example"} {
		f, s := service()
		s.BaseURL = base
		if err := s.SignatureWanted(t.Context(), nil, plan, "ru"); err != nil {
			t.Fatal(err)
		}
		work(t, f, s)
		if !strings.HasSuffix(f.sent[0].ID, want) {
			t.Errorf("%s: %s", base, f.sent[0].ID)
		}
	}
}

// The token is made when the letter is written, and a failed sending is tried
// again with another.
func TestLinkIsMintedLate(t *testing.T) {
	f, s := service()
	if err := s.SignInLink(t.Context(), nil, "a@b.c", i18n.EN); err != nil {
		t.Fatal(err)
	}
	if len(f.minted) != 0 {
		t.Error("a link was made before the letter")
	}
	f.fail = errors.New("no mail server")
	if err := s.Work(t.Context(), f.jobs[0]); !errors.Is(err, f.fail) {
		t.Errorf("error %v", err)
	}
	f.fail = nil
	work(t, f, s)
	if len(f.minted) != 2 || !strings.Contains(f.sent[0].Text, "https://birzha.example/sign-in/link/"+secret) {
		t.Errorf("minted %v, sent %+v", f.minted, f.sent)
	}
}

// Titles and names are others' words: they can add neither lines to the
// subject nor marks to the HTML.
func TestForeignWords(t *testing.T) {
	f, s := service()
	p := plan
	p.Event = i18n.Written(i18n.EN, "A\r\nBcc: evil@example.test\u2028<script>alert(1)</script>{site}")
	f.people["en"] = notify.Receiver{Email: "en@example.test", Name: `<img src=x onerror="alert(1)">`, Lang: i18n.EN, EventMail: true}
	if err := s.SignatureWanted(t.Context(), nil, p, "en"); err != nil {
		t.Fatal(err)
	}
	work(t, f, s)
	m := f.sent[0]
	if strings.ContainsAny(m.Subject, "\r\n\u2028") || !strings.Contains(m.Subject, "{site}") {
		t.Errorf("subject %q", m.Subject)
	}
	if strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, "<img") {
		t.Errorf("HTML %s", m.HTML)
	}
}
