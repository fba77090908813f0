package ui

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// render draws a component for a reader of l.
func render(t *testing.T, l i18n.Lang, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(i18n.With(context.Background(), l), &b); err != nil {
		t.Fatal(err)
	}
	d, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// want fails unless the selector finds exactly n elements.
func want(t *testing.T, d *goquery.Document, n int, selector string) {
	t.Helper()
	if got := d.Find(selector).Length(); got != n {
		h, _ := d.Html()
		t.Errorf("%s: found %d, want %d, in\n%s", selector, got, n, h)
	}
}

// wantText fails unless the first element of the selector has the words.
func wantText(t *testing.T, d *goquery.Document, selector, words string) {
	t.Helper()
	if got := strings.Join(strings.Fields(d.Find(selector).First().Text()), " "); got != words {
		t.Errorf("%s says %q, want %q", selector, got, words)
	}
}

func TestPageShell(t *testing.T) {
	u, _ := url.Parse("/events/x/participants?field=1&lang=en")
	d := render(t, i18n.BE, Page(PageProps{
		Title: "Удзельнікі", Description: "Хто ўдзельнічае", URL: u, Origin: "http://host", Nonce: "n1", JSONLD: map[string]string{"@type": "Event"},
		Nav: []NavItem{{Label: "a", URL: "/", Current: true}, {Label: "b", URL: "/b"}}, SignInURL: "/sign-in",
		Event: &EventNav{Title: Phrase{Text: "创新", Lang: i18n.ZH}, URL: "/events/x"}, Flash: &Flash{Kind: Warning, Text: "f"},
	}))
	want(t, d, 1, `html[lang=be]`)
	wantText(t, d, "title", "Удзельнікі · birzha")
	want(t, d, 1, `.langs a[aria-current=true][lang=be]`)
	want(t, d, 1, `.langs a[lang=zh-Hans][href="/events/x/participants?field=1&lang=zh-Hans"]`)
	want(t, d, 1, `meta[property="og:url"][content="http://host/events/x/participants?field=1"]`)
	want(t, d, 1, `body > a.skip[href="#main"]:first-child`)
	want(t, d, 1, `.top-nav a[aria-current=page]`)
	want(t, d, 1, `.event-name span[lang=zh-Hans]`)
	want(t, d, 1, `#flash .notice-warning`)
	want(t, d, 1, `script[type="application/ld+json"]`)
	want(t, d, 3, `script[nonce=n1]`)
	want(t, d, 1, `a[href="/sign-in"]`)
	want(t, d, 0, `.user-menu`)
}

func TestFieldNamesItsError(t *testing.T) {
	err := fault.InvalidFields(fault.Field{Name: "email", Key: "error.not_found"})
	f := FaultsOf(context.Background(), err)
	d := render(t, i18n.EN, Field(FieldProps{Name: "email", Label: "E-mail", Hint: "h", Error: f.At("email")}))
	want(t, d, 1, `input#f-email[aria-invalid=true][aria-describedby="f-email-hint f-email-error"]`)
	want(t, d, 1, `label[for=f-email]`)
	want(t, d, 1, `#f-email-error`)
	s := render(t, i18n.EN, ErrorSummary(f))
	want(t, s, 1, `[role=alert] a[href="#f-email"]`)
	want(t, render(t, i18n.EN, ErrorSummary(Faults{})), 0, ".error-summary")
	if FaultsOf(context.Background(), context.Canceled).Message != "" {
		t.Error("an error of another kind was shown")
	}
}

func TestTextsAreEscaped(t *testing.T) {
	d := render(t, i18n.EN, Card(CardProps{Title: Say("<script>x</script>"), URL: "javascript:alert(1)"}))
	want(t, d, 0, "script")
	want(t, d, 0, `a[href^="javascript"]`)
}

func TestTableSorts(t *testing.T) {
	u, _ := url.Parse("/list?q=x&page=4&sort=name")
	d := render(t, i18n.EN, Table(TableProps{Caption: "c", URL: u, Sort: "name", Columns: []Column{
		{Key: "name", Label: "Name", Sortable: true}, {Key: "n", Label: "N", Sortable: true, Num: true}, {Label: "Act", Hidden: true},
	}}))
	want(t, d, 1, `th[aria-sort=ascending] a[href="/list?q=x&sort=-name"]`)
	want(t, d, 1, `th.num-cell[aria-sort=none] a[href="/list?q=x&sort=n"]`)
	want(t, d, 2, "th[aria-sort]")
}

func TestAddresses(t *testing.T) {
	u, _ := url.Parse("/l?f=1&f=2&page=3&q=x")
	for got, expect := range map[string]string{
		With(u, "sort", "n"):   "/l?f=1&f=2&q=x&sort=n",
		Without(u, "f", "1"):   "/l?f=2&q=x",
		Without(u, "f"):        "/l?q=x",
		Without(u, "none"):     "/l?f=1&f=2&q=x",
		Without(u, "q", "not"): "/l?f=1&f=2&q=x",
	} {
		if got != expect {
			t.Errorf("got %s, want %s", got, expect)
		}
	}
}

func TestPagerNumbers(t *testing.T) {
	for _, c := range []struct {
		page, pages int
		want        string
	}{{1, 1, ""}, {1, 3, "123"}, {5, 9, "1…456…9"}, {9, 9, "1…89"}} {
		d := render(t, i18n.EN, Pager(PagerProps{URL: &url.URL{Path: "/l"}, Page: c.page, Pages: c.pages}))
		d.Find(".page-step").Remove()
		wantText(t, d, "body", c.want)
	}
}

func TestTimePairKeepsOrder(t *testing.T) {
	p := TimePairProps{Start: time.Date(2027, 4, 20, 17, 0, 0, 0, time.UTC), Zones: galleryZones, Mine: "Asia/Shanghai"}
	p.End = p.Start.Add(20 * time.Minute)
	d := render(t, i18n.RU, TimePair(p))
	wantText(t, d, ".time:nth-child(1)", "Минск 20:00–20:20")
	wantText(t, d, ".time:nth-child(2).time-mine", "Пекин 01:00–01:20 21 апреля")
	want(t, d, 2, `time[datetime="2027-04-20T17:00:00Z"]`)
}

func TestOverlapBand(t *testing.T) {
	day := galleryTime
	both := BandProps{Day: day, Hours: []Hours{{Zone: galleryZones[0], From: 540, To: 1080}, {Zone: galleryZones[1], From: 540, To: 1080}}}
	d := render(t, i18n.EN, OverlapBand(both))
	wantText(t, d, ".band-words", "Shared working hours: Minsk 09:00–13:00 · Beijing 14:00–18:00 (4 h)")
	want(t, d, 1, ".band-shared")
	both.Hours[1].To = 600
	d = render(t, i18n.EN, OverlapBand(both))
	wantText(t, d, ".band-words", "There are no shared working hours on this day.")
	want(t, d, 0, ".band-shared")
}

func TestTranslated(t *testing.T) {
	text := i18n.Text{i18n.ZH: {Text: "原文", State: i18n.Original}, i18n.EN: {Text: "Draft", State: i18n.Machine}}
	d := render(t, i18n.EN, Translated(text))
	wantText(t, d, ".badge", "Machine draft")
	want(t, d, 1, `details [lang=zh-Hans]`)
	d = render(t, i18n.RU, Translated(text))
	want(t, d, 1, `.prose[lang=zh-Hans]`)
	want(t, d, 0, ".badge")
}

func TestInitials(t *testing.T) {
	for name, expect := range map[string]string{"Алена Кавальчук": "АК", "李文博": "文博", "maria weber jr": "MW", "": "", "  ": "", "王": "王"} {
		if got := initials(name); got != expect {
			t.Errorf("%q: got %q, want %q", name, got, expect)
		}
	}
}

func TestBoardSpeaks(t *testing.T) {
	d := render(t, i18n.EN, galleryBoard())
	want(t, d, 1, `[data-board][data-move-url="/gallery/move"][data-target="#g-plan"] table[role=grid]`)
	want(t, d, 1, `[data-board] [aria-live=assertive]`)
	want(t, d, 20, `td[role=gridcell][data-name]`)
	want(t, d, 1, `.piece-fixed:not([data-draggable])`)
	want(t, d, 0, `.cell-closed[data-droppable]`)
	if say, _ := d.Find("[data-board]").Attr("data-say-picked"); !strings.Contains(say, "{piece}") || !strings.Contains(say, "{place}") {
		t.Errorf("the announcement %q lost its places", say)
	}
}

func TestLeft(t *testing.T) {
	ctx := i18n.With(context.Background(), i18n.EN)
	for d, expect := range map[time.Duration]string{
		-time.Second: "time is up", 5 * time.Minute: "5 min", 2 * time.Hour: "2 h", 150 * time.Minute: "2 h 30 min", 49 * time.Hour: "2 d 1 h",
	} {
		if got := strings.ReplaceAll(left(ctx, d), "\u00a0", " "); got != expect {
			t.Errorf("%v: got %q, want %q", d, got, expect)
		}
	}
}
