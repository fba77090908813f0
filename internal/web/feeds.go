package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/feed"
)

// feedSize is how many items a page of a feed has; feedPages how far back a
// feed goes.
const (
	feedSize  = 50
	feedPages = 20
)

// feedParams are the parameters by which a feed can be narrowed down.
var feedParams = []string{"q", "kind", "type", "area", "ford", "ipr", "partnership", "country", "region", "language", "target", "trl_from", "trl_to"}

// narrowed keeps of an address what narrows a feed down.
func narrowed(q url.Values) url.Values {
	out := url.Values{}
	for _, name := range feedParams {
		if values := slices.DeleteFunc(slices.Clone(q[name]), func(v string) bool { return v == "" }); len(values) > 0 {
			out[name] = values
		}
	}
	return out
}

// feeds are the two feeds of a selection in the reader's language, for the head
// of a page.
func (r *Request) feeds(q url.Values) []ui.Feed {
	q = narrowed(q)
	q.Set("lang", string(r.Lang))
	title := r.feedTitle(q)
	return []ui.Feed{
		{Title: title, Label: "Atom", Type: "application/atom+xml", URL: "/feeds/atom.xml?" + q.Encode()},
		{Title: title, Label: "JSON Feed", Type: "application/feed+json", URL: "/feeds/feed.json?" + q.Encode()},
	}
}

// feedTitle says what a feed is narrowed down to.
func (r *Request) feedTitle(q url.Values) string {
	l := r.Lang
	var parts []string
	for _, t := range q["type"] {
		if slices.Contains(catalogue.OpportunityTypes, catalogue.OpportunityType(t)) {
			parts = append(parts, l.T("type."+t))
		}
	}
	for _, a := range q["area"] {
		if slices.Contains(catalogue.Areas, catalogue.Area(a)) {
			parts = append(parts, l.T("area."+a))
		}
	}
	parts = append(parts, PlaceNames(l, append(slices.Clone(q["country"]), q["region"]...))...)
	if words := q.Get("q"); words != "" {
		parts = append(parts, "“"+words+"”")
	}
	title := l.T("public.feed")
	if len(parts) > 0 {
		title += ": " + l.List(parts)
	}
	return title
}

func (s *Server) feedAtom(r *Request) error {
	return s.feed(r, "/feeds/atom.xml", feed.AtomType, feed.WriteAtom)
}

func (s *Server) feedJSON(r *Request) error {
	return s.feed(r, "/feeds/feed.json", feed.JSONType, feed.WriteJSON)
}

// feed answers with the newest profiles that everybody may read.
func (s *Server) feed(r *Request, path, mediaType string, write func(io.Writer, feed.Feed) error) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	asked := r.URL.Query()
	q := catalogue.QueryOf(asked, s.Clock.Now())
	n := min(page(asked), feedPages)
	q.Order, q.Size, q.Offset = search.Newest, feedSize, (n-1)*feedSize
	found, err := s.Catalogue.Find(r.Context(), access.Actor{}, q)
	if err != nil {
		return err
	}
	keep := narrowed(asked)
	f := s.newFeed(r, keep)
	for _, t := range found.Things {
		if v := t.Profile; v != nil {
			f.Items = append(f.Items, s.feedItem(*v, r.Lang))
			if v.Updated.After(f.Updated) {
				f.Updated = v.Updated
			}
		}
	}
	if f.Updated.IsZero() { // nothing yet: what says so never changes
		f.Updated = time.Unix(0, 0)
	}
	if found.Total > n*feedSize && n < feedPages {
		keep.Set("page", fmt.Sprint(n+1))
		keep.Set("lang", string(r.Lang))
		f.Next = s.BaseURL + path + "?" + keep.Encode()
	}
	var b bytes.Buffer
	if err := write(&b, f); err != nil {
		return err
	}
	return r.cached(mediaType, b.Bytes(), f.Updated)
}

func (s *Server) newFeed(r *Request, keep url.Values) feed.Feed {
	in := url.Values{}
	for name, values := range keep {
		in[name] = values
	}
	in.Set("lang", string(r.Lang))
	home := s.BaseURL + "/catalogue?" + in.Encode()
	f := feed.Feed{
		ID: feed.TagURI(s.host(), feedEpoch, "catalogue/"+in.Encode()), Title: r.feedTitle(keep), Subtitle: r.T("public.feed_about"), Lang: r.Lang, Author: "birzha",
		Home: home, Atom: s.BaseURL + "/feeds/atom.xml?" + in.Encode(), JSON: s.BaseURL + "/feeds/feed.json?" + in.Encode(),
	}
	for _, l := range i18n.All {
		in.Set("lang", string(l))
		f.Alternates = append(f.Alternates, feed.Alternate{Lang: l, URL: s.BaseURL + "/catalogue?" + in.Encode()})
	}
	return f
}

// feedEpoch is the day that names of feeds and their items bear for ever.
var feedEpoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func (s *Server) feedItem(v catalogue.View, l i18n.Lang) feed.Item {
	title, in := v.Title.In(l)
	page := s.BaseURL + profileURL(v.Reference)
	return feed.Item{
		ID: feed.TagURI(s.host(), feedEpoch, "profile/"+v.Reference), URL: page + "?lang=" + string(l), Title: title.Text, Summary: v.Summary.Plain(l), Lang: in,
		Author: v.Owner.Name.Plain(l), Tags: append([]string{l.T("type." + string(v.Type))}, AreaNames(l, v.Areas)...), Alternates: alternates(page),
		Published: v.Published, Updated: v.Updated,
	}
}

// host is the name under which the site is reached.
func (s *Server) host() string {
	if u, err := url.Parse(s.BaseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

// cacheFor is how long others may keep what machines read of the public pages.
const cacheFor = 5 * time.Minute

// cached answers with a document that others may keep: with an entity tag and
// the time of its last change, so that who has it already is told so (RFC 9110).
func (r *Request) cached(mediaType string, body []byte, changed time.Time) error {
	sum := sha256.Sum256(body)
	h := r.W.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", fmt.Sprintf("public, max-age=%d", int(cacheFor.Seconds())))
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	http.ServeContent(r.W, r.Request, "", changed, bytes.NewReader(body))
	return nil
}
