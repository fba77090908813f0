package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Limits of one sitemap (sitemaps.org): addresses, and bytes before compression.
const (
	MaxAddresses = 50_000
	maxBytes     = 50 << 20
)

// Page is one page in all its languages.
type Page struct {
	Alternates []Alternate // the first also serves readers of no listed language
	Updated    time.Time
}

// SitemapParts says into how many sitemaps pages of so many languages are to be
// divided; the pages of part i, from 0, are those of SitemapPart.
func SitemapParts(pages, languages int) int {
	per := MaxAddresses / max(1, languages)
	return max(1, (pages+per-1)/per)
}

// SitemapPart says which pages belong to part i: from the first, so many.
func SitemapPart(i, languages int) (offset, limit int) {
	per := MaxAddresses / max(1, languages)
	return i * per, per
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string        `xml:"loc"`
	LastMod string        `xml:"lastmod,omitempty"`
	Links   []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

const sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"

// WriteSitemap writes the addresses of the pages, each language with links to
// all of them and to the one for everybody else ("x-default"). It fails when
// there are more addresses or bytes than a sitemap may have: divide the pages
// then, see SitemapParts.
func WriteSitemap(w io.Writer, pages []Page) error {
	set := sitemapSet{NS: sitemapNS, XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range pages {
		var links []sitemapLink
		for _, a := range p.Alternates {
			links = append(links, sitemapLink{"alternate", string(a.Lang), a.URL})
		}
		if len(links) > 1 {
			links = append(links, sitemapLink{"alternate", "x-default", p.Alternates[0].URL})
		} else {
			links = nil
		}
		for _, a := range p.Alternates {
			u := sitemapURL{Loc: a.URL, Links: links}
			if !p.Updated.IsZero() {
				u.LastMod = stamp(p.Updated)
			}
			set.URLs = append(set.URLs, u)
		}
	}
	if len(set.URLs) > MaxAddresses {
		return fmt.Errorf("feed: a sitemap may have %d addresses, these are %d: divide it", MaxAddresses, len(set.URLs))
	}
	return writeXML(w, set)
}

// Sitemap is a part of a divided sitemap.
type Sitemap struct {
	URL     string
	Updated time.Time
}

type sitemapIndex struct {
	XMLName  xml.Name       `xml:"sitemapindex"`
	NS       string         `xml:"xmlns,attr"`
	Sitemaps []sitemapEntry `xml:"sitemap"`
}

type sitemapEntry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// WriteSitemapIndex writes the list of the parts of a divided sitemap.
func WriteSitemapIndex(w io.Writer, parts []Sitemap) error {
	index := sitemapIndex{NS: sitemapNS}
	for _, p := range parts {
		e := sitemapEntry{Loc: p.URL}
		if !p.Updated.IsZero() {
			e.LastMod = stamp(p.Updated)
		}
		index.Sitemaps = append(index.Sitemaps, e)
	}
	return writeXML(w, index)
}

func writeXML(w io.Writer, doc any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		return err
	}
	if b.Len() > maxBytes {
		return fmt.Errorf("feed: a sitemap may have %d bytes, this has %d: divide it", maxBytes, b.Len())
	}
	_, err := w.Write(b.Bytes())
	return err
}
