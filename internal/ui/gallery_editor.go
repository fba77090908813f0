package ui

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/birzha/birzha/internal/base/i18n"
)

var galleryStates = []TextState{
	{State: i18n.Original},
	{State: i18n.Machine, At: galleryTime},
	{State: i18n.Checked, By: Phrase{Text: "李文博", Lang: i18n.ZH}, At: galleryTime, Full: true},
	{State: i18n.Approved, By: Phrase{Text: "Алена Кавальчук", Lang: i18n.BE}, At: galleryTime},
	{State: i18n.Checked, Stale: true},
}

func galleryHints(ctx context.Context) []Hint {
	return []Hint{
		{Severity: Blocker, Text: i18n.T(ctx, "gallery.hint_1"), Why: i18n.T(ctx, "gallery.hint_1_why"), Field: "g-short"},
		{Severity: Major, Text: i18n.T(ctx, "gallery.hint_2"), Why: i18n.T(ctx, "gallery.hint_2_why"), Field: "g-about"},
		{Severity: Minor, Text: i18n.T(ctx, "gallery.hint_3"), Why: i18n.T(ctx, "gallery.hint_3_why"), Field: "g-file"},
	}
}

// galleryDesk is a desk from a language that the reader does not read now.
func galleryDesk(ctx context.Context) DeskProps {
	from := foreign(ctx, "gallery.offer").Lang
	t := func(key string) string { return i18n.T(ctx, key) }
	return DeskProps{
		Form: AutosaveProps{ID: "g-desk", Action: "/gallery/save", Key: "gallery-desk", Revision: 7},
		From: from, To: i18n.From(ctx),
		Fields: []DeskField{
			{Name: "g-d-title", Label: t("gallery.title_field"), Source: from.T("gallery.offer"), Value: t("gallery.offer"), Max: 256, Rows: 2, State: TextState{State: i18n.Approved, By: Phrase{Text: "Алена Кавальчук", Lang: i18n.BE}, At: galleryTime, Full: true}},
			{
				Name: "g-d-summary", Label: t("gallery.summary_field"), Source: from.T("gallery.offer_text_2"), Was: from.T("gallery.offer_text"), Value: t("gallery.offer_text"), Max: 500, Rows: 4,
				State: TextState{State: i18n.Checked, Stale: true}, Draft: t("gallery.offer_text_2"),
			},
			{Name: "g-d-use", Label: t("gallery.use_field"), Source: from.T("gallery.t_original"), Value: t("gallery.t_original"), Max: 50, Rows: 3, State: TextState{State: i18n.Machine, At: galleryTime, Full: true}},
			{Name: "g-d-role", Label: t("gallery.role_field"), Source: from.T("gallery.hint_2_why"), Max: 4000, Rows: 3, Draft: t("gallery.hint_2_why")},
		},
	}
}

func galleryTrail(ctx context.Context) []TrailStep {
	return []TrailStep{
		{Label: i18n.T(ctx, "gallery.st_1"), Note: i18n.From(ctx).DayMonth(galleryTime)},
		{Label: i18n.T(ctx, "gallery.st_2"), Note: i18n.From(ctx).DayMonth(galleryTime.AddDate(0, 0, 2))},
		{Label: i18n.T(ctx, "gallery.st_3")},
		{Label: i18n.T(ctx, "gallery.st_4")},
		{Label: i18n.T(ctx, "gallery.st_5")},
	}
}

func galleryRemark(ctx context.Context, s Severity) RemarkProps {
	return RemarkProps{
		Severity: s, Text: Say(i18n.T(ctx, "gallery.remark")), Rule: i18n.T(ctx, "gallery.remark_rule"), Evidence: foreign(ctx, "gallery.offer_text"),
		Field: Link{i18n.T(ctx, "gallery.summary_field"), "#f-g-about"}, By: Phrase{Text: "Алена Кавальчук", Lang: i18n.BE}, At: galleryTime,
	}
}

func galleryPipeline(ctx context.Context, list bool, accept templ.Component) PipelineProps {
	t := func(key string) string { return i18n.T(ctx, key) }
	parties := []PieceLine{{Side: 1, Text: Say(t("gallery.org_1"))}, {Side: 2, Text: foreign(ctx, "gallery.org_2")}}
	card := PipelineCard{Title: Say(t("gallery.offer")), URL: "#g-workflow", Parties: parties, Since: i18n.From(ctx).DayMonth(galleryTime)}
	late, other := card, card
	late.Title, late.Late, late.Acts = foreign(ctx, "gallery.t_original"), t("gallery.pl_late"), accept
	other.Title, other.Parties = Say(t("gallery.joint")), parties[1:]
	label := t("gallery.pl")
	if list {
		label += " · " + t("gallery.use_field")
	}
	return PipelineProps{Label: label, URL: &url.URL{Path: "/gallery"}, List: list, Columns: []PipelineColumn{
		{Label: t("gallery.pl_1"), Kind: Info, Cards: []PipelineCard{late, card}},
		{Label: t("gallery.pl_2"), Kind: Warning, Count: 14, Cards: []PipelineCard{other, card}, More: Link{t("gallery.f_rows"), "#g-workflow"}},
		{Label: t("gallery.pl_3"), Kind: Success, Cards: []PipelineCard{other}},
		{Label: t("gallery.pl_4"), Cards: nil},
	}}
}
