package feed

import (
	"strings"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Card is what other sites show of a page that is shared there.
type Card struct {
	URL, Title, Description string
	Site                    string
	Lang                    i18n.Lang
	Alternates              []Alternate
	Image, ImageAlt         string
	Article                 bool // a profile; else a page of the site
}

// Meta is one meta element of a page's head: by property (OpenGraph) or by name.
type Meta struct{ Property, Name, Content string }

var locales = map[i18n.Lang]string{i18n.RU: "ru_RU", i18n.EN: "en_GB", i18n.ZH: "zh_CN", i18n.BE: "be_BY"}

// Metas lists the fields of OpenGraph (ogp.me) and of Twitter cards, and the
// description for search engines.
func (c Card) Metas() []Meta {
	kind := "website"
	if c.Article {
		kind = "article"
	}
	about := Shorten(c.Description, 200)
	out := []Meta{
		{Name: "description", Content: about},
		{Property: "og:type", Content: kind},
		{Property: "og:url", Content: c.URL},
		{Property: "og:title", Content: c.Title},
		{Property: "og:description", Content: about},
		{Property: "og:site_name", Content: c.Site},
		{Property: "og:locale", Content: locales[c.Lang]},
	}
	for _, a := range others(c.Alternates, c.Lang) {
		out = append(out, Meta{Property: "og:locale:alternate", Content: locales[a.Lang]})
	}
	card := "summary"
	if c.Image != "" {
		card = "summary_large_image"
		out = append(out, Meta{Property: "og:image", Content: c.Image}, Meta{Property: "og:image:alt", Content: c.ImageAlt})
	}
	out = append(out, Meta{Name: "twitter:card", Content: card})
	kept := out[:0]
	for _, m := range out {
		if m.Content != "" {
			kept = append(kept, m)
		}
	}
	return kept
}

// Shorten returns the text on one line, in at most n letters, cut between words
// where the language has spaces between them.
func Shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := n - 1
	for i := cut; i > cut*2/3; i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRightFunc(string(r[:cut]), func(c rune) bool { return unicode.IsPunct(c) || unicode.IsSpace(c) }) + "…"
}
