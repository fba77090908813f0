package ui

import (
	"context"
	"net/url"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// The samples of the gallery. Their people and organisations are invented.

// galleryTime is the instant the samples speak of: 10:00 in Minsk.
var galleryTime = time.Date(2027, time.April, 20, 7, 0, 0, 0, time.UTC)

var galleryZones = []Zone{{Name: "Europe/Minsk", Side: 1}, {Name: "Asia/Shanghai", Side: 2}}

func slotAt(n int) TimePairProps {
	start := galleryTime.Add(time.Duration(n) * 20 * time.Minute)
	return TimePairProps{Start: start, End: start.Add(20 * time.Minute), Zones: galleryZones}
}

var sampleURL = &url.URL{Path: "/gallery", RawQuery: "q=laser&sort=name&page=3"}

func sampleText(ctx context.Context, s i18n.State) i18n.Text {
	if s == i18n.Original {
		return i18n.Written(i18n.From(ctx), i18n.T(ctx, "gallery.t_original"))
	}
	from := i18n.ZH
	if i18n.From(ctx) == i18n.ZH {
		from = i18n.RU
	}
	return i18n.Text{
		from:           {Text: from.T("gallery.t_original"), State: i18n.Original},
		i18n.From(ctx): {Text: i18n.T(ctx, "gallery.t_original"), State: s},
	}
}

// foreign is a text in a language that the reader does not read now.
func foreign(ctx context.Context, key string) Phrase {
	l := i18n.ZH
	if i18n.From(ctx) == i18n.ZH {
		l = i18n.BE
	}
	return Phrase{Text: l.T(key), Lang: l}
}

var kinds = []Kind{Info, Success, Warning, Danger}

var galleryIcons = []Icon{
	IconSearch, IconCheck, IconClose, IconPlus, IconInfo, IconWarning, IconStop, IconDown, IconRight, IconLeft, IconUp, IconSun, IconMoon,
	IconRows, IconMenu, IconUser, IconOrg, IconCalendar, IconClock, IconDownload, IconUpload, IconFile, IconTable, IconMail, IconVideo, IconPlace,
	IconLock, IconEye, IconSwap, IconMinus, IconMove, IconSpeech, IconGlobe, IconStar, IconKey, IconPrint, IconFilter, IconGrip,
}

var gallerySections = []string{"type", "actions", "forms", "feedback", "people", "cards", "lists", "figures", "maps", "time", "board", "editor", "workflow", "nav"}

// galleryShell gives the page of the gallery what it needs to show the shell
// whole, where the caller has left it out.
func galleryShell(ctx context.Context, p PageProps) PageProps {
	p.Title, p.NoIndex = i18n.T(ctx, "gallery.title"), true
	return p
}

func galleryFields(ctx context.Context) []Option {
	return []Option{
		{Value: "1", Label: i18n.T(ctx, "gallery.field_1")},
		{Value: "2", Label: i18n.T(ctx, "gallery.field_2"), Selected: true},
		{Value: "3", Label: i18n.T(ctx, "gallery.field_3")},
		{Value: "4", Label: i18n.T(ctx, "gallery.field_4"), Disabled: true},
	}
}

func galleryFaults(ctx context.Context) Faults {
	return Faults{Message: i18n.T(ctx, "gallery.summary"), Fields: []FieldError{{Name: "g-email", Text: i18n.T(ctx, "gallery.email_error")}}}
}

func galleryFacets(ctx context.Context) FacetsProps {
	return FacetsProps{Action: "/gallery", Keep: url.Values{"q": {"laser"}}, Groups: []FacetGroup{
		{Name: "field", Label: i18n.T(ctx, "gallery.c_field"), Options: []FacetOption{
			{Value: "1", Label: Say(i18n.T(ctx, "gallery.field_1")), Count: 41, Selected: true},
			{Value: "2", Label: Say(i18n.T(ctx, "gallery.field_2")), Count: 38},
			{Value: "3", Label: Say(i18n.T(ctx, "gallery.field_3")), Count: 12},
			{Value: "4", Label: Say(i18n.T(ctx, "gallery.long")), Count: 1042},
		}},
		{Name: "side", Label: i18n.T(ctx, "gallery.c_side"), Single: true, Options: []FacetOption{
			{Value: "by", Label: Say(i18n.T(ctx, "gallery.by")), Count: 62, Selected: true}, {Value: "cn", Label: Say(i18n.T(ctx, "gallery.cn")), Count: 58},
		}},
	}}
}
