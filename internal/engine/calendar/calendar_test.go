package calendar

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

func utcAt(y int, m time.Month, d, h, min int) time.Time {
	return time.Date(y, m, d, h, min, 0, 0, time.UTC)
}

// The people and addresses are invented.
func sampleFeed() Feed {
	changed := utcAt(2027, 4, 14, 9, 5)
	return Feed{
		Name: "Синергия инноваций: моя программа", Description: "Встречи и заседания; обновляется сама", Lang: "ru",
		Zone: "Europe/Minsk", URL: "https://birzha.example/feed/0192f0c1.ics", Color: "teal", Refresh: 90 * time.Minute, UpdatedAt: changed,
		Events: []Event{
			{
				UID: "0192f0c1-0003@birzha.example", Sequence: 2, Start: utcAt(2027, 10, 31, 1, 30), End: utcAt(2027, 10, 31, 2, 0), Zone: "Europe/Warsaw",
				Summary: "In the repeated hour", Status: Tentative, LastModified: changed,
			},
			{
				UID: "0192f0c1-0002@birzha.example", Sequence: 1, Start: utcAt(2027, 4, 20, 7, 30), End: utcAt(2027, 4, 20, 8, 0), Zone: "Asia/Shanghai",
				Summary: "会谈：刘晨曦，光纤传感器在高温电炉中的应用，可在强电磁干扰下长期稳定工作并支持远程校准", Location: "12号桌", Status: Cancelled, LastModified: changed,
				Organizer: &Party{Name: "Nobody's business", Email: "private@birzha.example"}, Attendees: []Party{{Name: "Лю", Email: "liu@birzha.example"}},
			},
			{
				UID: "0192f0c1-0001@birzha.example", Start: utcAt(2027, 4, 20, 6, 0), End: utcAt(2027, 4, 20, 6, 45), Zone: "Europe/Minsk",
				Summary: "Открытие; круглый стол «Бизнес, наука»", Description: "Первая строка\nвторая \\ строка, с запятой", Location: "Большой зал", URL: "https://birzha.example/e/synergy",
				Conference: "https://birzha.example/r/7fq2", Categories: []string{"Заседание", "a,b"}, LastModified: changed,
			},
		},
	}
}

func sampleInvitation() Event {
	e := sampleFeed().Events[2]
	e.Organizer = &Party{Name: `Биржа: "Синергия"`, Email: "exchange@birzha.example"}
	e.Attendees = []Party{{Name: "Вольга Усходняя", Email: "volha@birzha.example"}, {Name: "刘晨曦"}}
	return e
}

func feedText(t testing.TB, f Feed) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteFeed(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func invitationText(t testing.TB, m Method, e Event) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteInvitation(&b, m, e); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, got := range map[string]string{
		"feed.ics":    feedText(t, sampleFeed()),
		"request.ics": invitationText(t, Request, sampleInvitation()),
		"cancel.ics":  invitationText(t, Cancel, sampleInvitation()),
	} {
		file := filepath.Join("testdata", name)
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
			t.Errorf("%s differs; see the change with go test -run Golden -update and git diff", name)
		}
	}
}

func TestAddressesStayPrivate(t *testing.T) {
	if s := unfold(feedText(t, sampleFeed())); strings.Contains(s, "private@") || strings.Contains(s, "liu@") || strings.Contains(s, "mailto:") {
		t.Errorf("the feed tells an address:\n%s", s)
	}
	if s := unfold(invitationText(t, Request, sampleInvitation())); strings.Count(s, "mailto:") != 2 || strings.Contains(s, "刘晨曦\r\nmailto") {
		t.Errorf("the invitation tells more than the organizer's and the receiver's address:\n%s", s)
	}
}

func TestTheOrderOfEventsDoesNotMatter(t *testing.T) {
	f := sampleFeed()
	f.Events[0], f.Events[2] = f.Events[2], f.Events[0]
	if feedText(t, f) != feedText(t, sampleFeed()) {
		t.Error("another order of the same events gave other bytes")
	}
}

func TestRefused(t *testing.T) {
	good := sampleFeed().Events[2]
	for what, spoil := range map[string]func(e *Event){
		"no UID":             func(e *Event) { e.UID = "" },
		"unknown zone":       func(e *Event) { e.Zone = "Europe/Nowhere" },
		"the machine's zone": func(e *Event) { e.Zone = "Local" },
		"ends too early":     func(e *Event) { e.End = e.Start.Add(-time.Minute) },
		"negative sequence":  func(e *Event) { e.Sequence = -1 },
		"no start":           func(e *Event) { e.Start = time.Time{} },
	} {
		e := good
		spoil(&e)
		var b bytes.Buffer
		if WriteFeed(&b, Feed{Events: []Event{e}}) == nil || b.Len() > 0 {
			t.Errorf("%s: written all the same", what)
		}
	}
	for what, spoil := range map[string]func(e *Event){
		"no organizer":       func(e *Event) { e.Organizer = nil },
		"no attendee":        func(e *Event) { e.Attendees = e.Attendees[1:] },
		"a line in the mail": func(e *Event) { e.Attendees = []Party{{Email: "a@b.example\r\nX-EVIL:1"}} },
	} {
		e := sampleInvitation()
		spoil(&e)
		if WriteInvitation(&bytes.Buffer{}, Request, e) == nil {
			t.Errorf("%s: written all the same", what)
		}
	}
	if WriteInvitation(&bytes.Buffer{}, "PUBLISH", sampleInvitation()) == nil {
		t.Error("an unknown method is written")
	}
	if err := WriteFeed(full{}, sampleFeed()); !errors.Is(err, errFull) {
		t.Errorf("a failing writer gave %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		90 * time.Minute: "PT1H30M", 15 * time.Minute: "PT15M", 24 * time.Hour: "P1D", 25*time.Hour + time.Second: "P1DT1H1S", 0: "PT0S",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
