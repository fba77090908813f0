package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

func TestStateBadge(t *testing.T) {
	d := render(t, i18n.EN, StateBadge(TextState{State: i18n.Checked, Stale: true, By: Phrase{Text: "李文博", Lang: i18n.ZH}, At: galleryTime}))
	want(t, d, 1, `.badge-info[title="李文博 · 20 April 2027"]`)
	want(t, d, 1, `.hidden-text [lang=zh-Hans]`)
	wantText(t, d, ".badge-warning", i18n.EN.T("editor.stale"))
	d = render(t, i18n.EN, StateBadge(TextState{State: i18n.Machine}))
	want(t, d, 0, "[title], .hidden-text")
	d = render(t, i18n.EN, StateBadge(TextState{State: i18n.Machine, At: galleryTime, Full: true}))
	want(t, d, 1, `.muted time[datetime="2027-04-20T07:00:00Z"]`)
}

func TestTranslatedTellsStale(t *testing.T) {
	text := i18n.Text{i18n.ZH: {Text: "原文", State: i18n.Original}, i18n.EN: {Text: "Draft", State: i18n.Checked, Stale: true, At: galleryTime}}
	d := render(t, i18n.EN, Translated(text))
	want(t, d, 1, ".badge-info")
	want(t, d, 1, ".badge-warning")
	want(t, d, 1, "time")
}

func TestCompare(t *testing.T) {
	d := render(t, i18n.EN, Compare(CompareProps{Label: "Title", Lang: i18n.EN, Old: "a <b>slow</b> sensor", New: "a <b>fast</b> sensor\n"}))
	want(t, d, 0, "b, .compare-none")
	want(t, d, 1, ".compare-side:nth-child(1) del")
	want(t, d, 0, ".compare-side:nth-child(1) ins")
	if got := d.Find(".compare-side:nth-child(1) .compare-text").Text(); got != "a <b>deleted: slow</b> sensor" {
		t.Errorf("old: %q", got)
	}
	if got := d.Find(".compare-side:nth-child(2) .compare-text").Text(); got != "a <b>added: fast</b> sensoradded: ↵\n" {
		t.Errorf("new: %q", got)
	}
	want(t, render(t, i18n.EN, Compare(CompareProps{Old: "x", New: "x"})), 1, ".compare-none")
}

func TestHintsLead(t *testing.T) {
	ctx := i18n.With(context.Background(), i18n.EN)
	d := render(t, i18n.EN, Hints(HintsProps{ID: "h", Title: "Missing", Hints: append(galleryHints(ctx), Hint{Severity: Minor, Text: "x", URL: "javascript:alert(1)"}, Hint{Severity: Minor, Text: "y"})}))
	want(t, d, 5, ".hint-item")
	want(t, d, 1, `.hint-blocker a[href="#f-g-short"]`)
	want(t, d, 0, `a[href^="javascript"]`)
	want(t, d, 4, "a")
	want(t, render(t, i18n.EN, Hints(HintsProps{Title: "Missing"})), 1, ".hints-none")
}

func TestRemarkStates(t *testing.T) {
	ctx := i18n.With(context.Background(), i18n.RU)
	d := render(t, i18n.RU, Remark(galleryRemark(ctx, Major)))
	want(t, d, 1, `.remark-major a[href="#f-g-about"]`)
	want(t, d, 1, `blockquote [lang=zh-Hans]`)
	want(t, d, 0, ".badge-success")
	want(t, render(t, i18n.RU, Remark(RemarkProps{Severity: Major, Resolved: true})), 1, ".remark-resolved .badge-success")
}

// The form works without a script: a button, a revision, all fields.
func TestAutosaveIsAForm(t *testing.T) {
	at := time.Date(2027, 4, 20, 12, 3, 0, 0, time.UTC)
	d := render(t, i18n.EN, Autosave(AutosaveProps{ID: "x", Action: "/p/1", Key: "k", Revision: 7, Saved: at, Answer: Conflict(ConflictProps{By: Say("Li"), At: at, Revision: 9})}))
	want(t, d, 1, `form[method=post][action="/p/1"][data-autosave=k] input[type=hidden][name=revision][value="7"]`)
	want(t, d, 1, `.autosave-bar button[type=submit]`)
	want(t, d, 1, `.conflict input[name=conflict-revision][value="9"]`)
	want(t, d, 2, `.conflict button[name=conflict]`)
	want(t, d, 1, `[role=status][data-autosave-live]`)
	wantText(t, d, "[data-autosave-says]", "Saved 12:03")
	for _, say := range []string{"saving", "saved", "unsaved", "refused", "signedout", "restored"} {
		want(t, d, 1, "[data-say-"+say+"]")
	}
	if s := d.Find("form").AttrOr("data-say-saved", ""); !strings.Contains(s, "{time}") {
		t.Errorf("the words %q lost the place of the time", s)
	}
}

func TestDeskOffersWhatFits(t *testing.T) {
	ctx := i18n.With(context.Background(), i18n.EN)
	d := render(t, i18n.EN, TranslatorDesk(galleryDesk(ctx)))
	want(t, d, 4, ".desk-row textarea[lang=en]")
	want(t, d, 0, `button[name=checked][value="g-d-title"]`)   // approved
	want(t, d, 1, `button[name=checked][value="g-d-summary"]`) // checked, but stale
	want(t, d, 1, `button[name=checked][value="g-d-use"]`)     // machine draft
	want(t, d, 0, `button[name=checked][value="g-d-role"]`)    // nothing there
	want(t, d, 2, `button[name=draft]`)
	want(t, d, 1, `.autosave-bar button[name=checked][value="*"]`)
	want(t, d, 1, `.desk-stale:has(ins)`)
	want(t, d, 4, `.desk-source .desk-text[lang=zh-Hans]`)
}

func TestStateTrail(t *testing.T) {
	ctx := i18n.With(context.Background(), i18n.EN)
	d := render(t, i18n.EN, StateTrail(TrailProps{Steps: galleryTrail(ctx), Current: 2, Aside: TrailStep{Label: "On hold"}, Kind: Warning}))
	want(t, d, 2, ".trail-done")
	want(t, d, 1, `[aria-current=step]`)
	want(t, d, 1, ".trail-aside .badge-warning")
	want(t, render(t, i18n.EN, StateTrail(TrailProps{Steps: galleryTrail(ctx), Current: 5})), 5, ".trail-done")
}

func TestPipelineViews(t *testing.T) {
	ctx := i18n.With(context.Background(), i18n.EN)
	d := render(t, i18n.EN, Pipeline(galleryPipeline(ctx, false, galleryAccept())))
	want(t, d, 4, ".pipeline-column")
	want(t, d, 5, ".pipeline-card")
	wantText(t, d, ".pipeline-column:nth-child(2) .num", "14")
	want(t, d, 1, `.tabs a[aria-current=page][href="/gallery"]`)
	d = render(t, i18n.EN, Pipeline(galleryPipeline(ctx, true, galleryAccept())))
	want(t, d, 5, "tbody tr")
	want(t, d, 1, `.tabs a[aria-current=page][href="/gallery?view=list"]`)
}

func TestFieldDescribesItsLimit(t *testing.T) {
	d := render(t, i18n.EN, Field(FieldProps{Name: "title", Label: "Title", Hint: "h", Max: 256}))
	want(t, d, 1, `input[data-max="256"][aria-describedby="f-title-hint f-title-max"]`)
	want(t, d, 1, `[data-left-for="f-title"] #f-title-max`)
	want(t, render(t, i18n.EN, Field(FieldProps{Name: "title"})), 0, "[data-left-for], [data-max], [aria-describedby]")
}
