package feed

import (
	"encoding/xml"
	"io"
	"time"
)

// AtomType is the media type of WriteAtom.
const AtomType = "application/atom+xml; charset=utf-8"

type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Author    *atomPerson `xml:"author"`
	Links     []atomLink  `xml:"link"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Author     *atomPerson    `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"hreflang,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// WriteAtom writes a feed as Atom 1.0 (RFC 4287). All texts are plain.
func WriteAtom(w io.Writer, f Feed) error {
	out := atomFeed{
		Lang: string(f.Lang), ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Updated: stamp(updated(f)),
		Author: &atomPerson{f.Author}, Generator: "birzha", Links: links(f.Home, f.Alternates, f),
	}
	for _, l := range []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Atom}, {Rel: "next", Type: "application/atom+xml", Href: f.Next}, {Rel: "alternate", Type: "application/feed+json", Href: f.JSON}} {
		if l.Href != "" {
			out.Links = append(out.Links, l)
		}
	}
	for _, it := range f.Items {
		out.Entries = append(out.Entries, entry(it, f))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(out)
}

func entry(it Item, f Feed) atomEntry {
	e := atomEntry{ID: it.ID, Title: it.Title, Summary: it.Summary, Updated: stamp(it.Updated)}
	if it.Updated.IsZero() {
		e.Updated = stamp(it.Published)
	}
	if !it.Published.IsZero() {
		e.Published = stamp(it.Published)
	}
	if it.Lang != "" && it.Lang != f.Lang {
		e.Lang = string(it.Lang)
	}
	if it.Author != "" {
		e.Author = &atomPerson{it.Author}
	}
	e.Links = links(it.URL, it.Alternates, f)
	for _, t := range it.Tags {
		e.Categories = append(e.Categories, atomCategory{t})
	}
	return e
}

// links are the addresses of a page: in the feed's language, then in the others.
func links(page string, alternates []Alternate, f Feed) []atomLink {
	out := []atomLink{{Rel: "alternate", Type: "text/html", Lang: string(f.Lang), Href: page}}
	for _, a := range others(alternates, f.Lang) {
		out = append(out, atomLink{Rel: "alternate", Type: "text/html", Lang: string(a.Lang), Href: a.URL})
	}
	return out
}

// updated is when the feed changed last: said, or that of its newest item.
func updated(f Feed) time.Time {
	t := f.Updated
	for _, it := range f.Items {
		if f.Updated.IsZero() && it.Updated.After(t) {
			t = it.Updated
		}
	}
	return t
}
