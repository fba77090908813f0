package oai

import (
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

const hostile = "]]></metadata><script>alert(1)</script> & \" \u0000 ў 光纤"

var start = time.Date(2027, 4, 14, 9, 0, 0, 0, time.UTC)

// memory is a source in memory, with the order and the bounds of the contract.
type memory struct {
	records []Record
	asked   []Query
}

func less(a, b *Cursor) int {
	return cmp.Or(a.Changed.Compare(b.Changed), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

func (m *memory) List(_ context.Context, q Query) (out []Record, err error) {
	m.asked = append(m.asked, q)
	for _, r := range m.records {
		if !r.Changed.Before(q.From) && (q.Before.IsZero() || r.Changed.Before(q.Before)) && slices.Contains(q.Kinds, r.Kind) &&
			(q.Country == "" || q.Country == r.Country) && (q.After == nil || less(r.cursor(), q.After) > 0) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Record) int { return less(a.cursor(), b.cursor()) })
	return out[:min(len(out), q.Limit)], nil
}

func (m *memory) Get(_ context.Context, k Kind, id string) (Record, bool, error) {
	i := slices.IndexFunc(m.records, func(r Record) bool { return r.Kind == k && r.ID == id })
	if i < 0 {
		return Record{}, false, nil
	}
	return m.records[i], true, nil
}

func (m *memory) Earliest(context.Context) (time.Time, error) { return start, nil }
func (m *memory) Countries(context.Context) ([]string, error) { return []string{"BY", "CN"}, nil }

func name(words string) i18n.Text {
	return i18n.Text{i18n.RU: {Text: words, State: i18n.Original}, i18n.ZH: {Text: "精密机械研究所", State: i18n.Machine}, i18n.EN: {Text: "In English", State: i18n.Checked}}
}

// made is the i-th record of a source: kinds and countries in turn, one in
// seven deleted.
func made(i int) Record {
	r := Record{ID: fmt.Sprintf("r%d", i), Kind: []Kind{OrgUnit, Offer, Request}[i%3], Country: []string{"BY", "CN"}[i%2], Changed: start.Add(time.Duration(i) * 400 * time.Millisecond)}
	up := Ref{ID: "r0", Name: name("Академия")}
	switch {
	case i%7 == 6:
		r.Deleted = true
	case r.Kind == OrgUnit:
		r.Organisation = &Organisation{
			Kind: "institute", Acronym: "ИТМ", Name: name(hostile), Description: name("О нас"), Website: "https://example.org", ROR: "https://ror.org/002s77n28",
			URL: "https://birzha.example/org/x", PartOf: []Ref{up},
		}
	default:
		r.Opportunity = &Opportunity{
			Reference: "TOBY1", URL: "https://birzha.example/o/TOBY1", Title: name(hostile), Summary: name("Кратко"), Owner: &up, Centre: &up, Keywords: []string{hostile},
			Language: i18n.RU, Subjects: []Subject{{"https://example.org/ford", "https://example.org/ford#2.2", "FORD 2.2"}}, Published: start,
		}
	}
	return r
}

func provider(n int) (*Provider, *memory) {
	m := &memory{}
	for i := range n {
		m.records = append(m.records, made(i))
	}
	return &Provider{
		Source: m, Name: "birzha", Host: "birzha.example", Base: "https://birzha.example/oai", Site: "https://birzha.example", Emails: []string{"admin@example.org"},
		Owner: Ref{ID: "r0", Name: name("Академия")}, About: "Offers and requests.", Deleted: "persistent", Key: []byte("key"), Page: 10, Now: func() time.Time { return start.Add(time.Hour) },
	}, m
}

// element is an element as any reader of XML sees it.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Kids    []element  `xml:",any"`
}

// find returns the elements at a path of local names.
func (e element) find(path string) []element {
	now := []element{e}
	for _, step := range strings.Split(path, "/") {
		var next []element
		for _, x := range now {
			for _, k := range x.Kids {
				if k.XMLName.Local == step {
					next = append(next, k)
				}
			}
		}
		now = next
	}
	return now
}

func (e element) text(path string) string {
	if list := e.find(path); len(list) > 0 {
		return strings.TrimSpace(list[0].Text)
	}
	return ""
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func ask(t testing.TB, p *Provider, args ...string) element {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(args); i += 2 {
		v.Add(args[i], args[i+1])
	}
	doc, err := p.Answer(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	var e element
	if err := xml.Unmarshal(doc, &e); err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	if e.XMLName.Space != oaiNS || e.XMLName.Local != "OAI-PMH" || e.text("responseDate") != "2027-04-14T10:00:00Z" || e.text("request") != p.Base {
		t.Fatalf("not an answer of the protocol:\n%s", doc)
	}
	return e
}
