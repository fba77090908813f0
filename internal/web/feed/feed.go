// Package feed writes what machines read of the public pages: Atom and JSON
// feeds, sitemaps, linked data and the fields that other sites show of a page.
// It knows no data: pages hand it what to say.
package feed

import (
	"fmt"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Alternate is the same page or feed in another language.
type Alternate struct {
	Lang i18n.Lang
	URL  string // absolute
}

// Feed is a list of news in one language, newest first.
type Feed struct {
	ID         string // never changes, whatever happens to the addresses; see TagURI
	Title      string
	Subtitle   string
	Lang       i18n.Lang
	Author     string      // who publishes the feed
	Home       string      // the page that lists the same
	Atom, JSON string      // addresses of the two forms; "" where one is not served
	Next       string      // the form's next page (RFC 5005); "" on the last
	Alternates []Alternate // the home page in other languages
	Updated    time.Time
	Items      []Item
}

// Item is one piece of news.
type Item struct {
	ID         string // never changes
	URL        string
	Title      string
	Summary    string // plain text
	Lang       i18n.Lang
	Author     string // "" for the feed's
	Tags       []string
	Alternates []Alternate // the page in other languages
	Published  time.Time
	Updated    time.Time
}

// TagURI names a thing for ever (RFC 4151): by the host that names it, a day on
// which it held the name of the host, and what is unique there.
func TagURI(host string, day time.Time, specific string) string {
	return fmt.Sprintf("tag:%s,%s:%s", host, day.UTC().Format(time.DateOnly), specific)
}

// stamp is an instant as both forms want it (RFC 3339), to the second.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// others are the alternates in another language than l.
func others(list []Alternate, l i18n.Lang) (out []Alternate) {
	for _, a := range list {
		if a.Lang != l {
			out = append(out, a)
		}
	}
	return out
}
