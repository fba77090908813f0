package web

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/feed"
)

const xmlType = "application/xml; charset=utf-8"

// sitemap lists all public pages, in parts: the events and
// standing pages first, then profiles, then organisations.
func (s *Server) sitemap(r *Request) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	n, err := s.Catalogue.Count(r.Context(), s.DB)
	if err != nil {
		return err
	}
	var parts []feed.Sitemap
	for _, x := range []struct {
		kind  string
		pages int
	}{{"pages", 1}, {"profiles", n.Offers + n.Requests}, {"organisations", n.Organisations}} {
		for i := range feed.SitemapParts(x.pages, len(i18n.All)) {
			parts = append(parts, feed.Sitemap{URL: s.BaseURL + "/sitemap/" + x.kind + "-" + strconv.Itoa(i) + ".xml"})
		}
	}
	return r.xml(time.Time{}, func(w io.Writer) error { return feed.WriteSitemapIndex(w, parts) })
}

// sitemapPart is one part of it: "profiles-0.xml".
func (s *Server) sitemapPart(r *Request) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	kind, number, _ := strings.Cut(strings.TrimSuffix(r.PathValue("part"), ".xml"), "-")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i > 1000 || r.PathValue("part") != kind+"-"+strconv.Itoa(i)+".xml" {
		return fault.Missing()
	}
	pages, err := s.sitemapPages(r, kind, i)
	if err != nil {
		return err
	}
	var changed time.Time
	for _, p := range pages {
		if p.Updated.After(changed) {
			changed = p.Updated
		}
	}
	return r.xml(changed, func(w io.Writer) error { return feed.WriteSitemap(w, pages) })
}

func (s *Server) sitemapPages(r *Request, kind string, part int) (out []feed.Page, err error) {
	offset, limit := feed.SitemapPart(part, len(i18n.All))
	var list []catalogue.Listed
	path := "/organisations/"
	switch {
	case kind == "profiles":
		path = "/profiles/"
		list, err = s.Catalogue.ListedProfiles(r.Context(), s.DB, offset, limit)
	case kind == "organisations":
		list, err = s.Catalogue.ListedOrganisations(r.Context(), s.DB, offset, limit)
	case kind == "pages" && part == 0:
		return s.standingPages(r)
	default:
		return nil, fault.Missing()
	}
	if err == nil && len(list) == 0 && part > 0 {
		return nil, fault.Missing()
	}
	for _, x := range list {
		out = append(out, feed.Page{Alternates: alternates(s.BaseURL + path + x.Key), Updated: x.Updated})
	}
	return out, err
}

// standingPages are the pages that are always there, and those of the events.
func (s *Server) standingPages(r *Request) (out []feed.Page, err error) {
	paths := []string{"/", "/catalogue"}
	events, err := s.Exchange.Events(r.Context())
	for _, e := range events {
		paths = append(paths, "/events/"+e.Slug, "/events/"+e.Slug+"/programme")
	}
	for _, p := range paths {
		out = append(out, feed.Page{Alternates: alternates(s.BaseURL + p)})
	}
	return out, err
}

func (r *Request) xml(changed time.Time, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return r.cached(xmlType, b.Bytes(), changed)
}

// robots tells search engines what to read.
func (s *Server) robots(r *Request) error {
	lines := []string{"User-agent: *", "Disallow: /desk", "Disallow: /account", "Disallow: /sign-", "Disallow: /calendar/", "Disallow: /catalogue.pdf", "Disallow: /catalogue/print", "Disallow: /*/sheet.pdf", "Allow: /", "", "Sitemap: " + s.BaseURL + "/sitemap.xml", ""}
	return r.cached("text/plain; charset=utf-8", []byte(strings.Join(lines, "\n")), time.Time{})
}
