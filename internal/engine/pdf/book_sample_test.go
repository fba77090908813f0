package pdf

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

// sampleCatalogue has n profiles in two languages; every third is long, every
// fourth lacks texts in the second language, every fifth is anonymous.
func sampleCatalogue(a, b i18n.Lang, n int) Catalogue {
	langs := [2]i18n.Lang{a, b}
	c := Catalogue{Languages: langs, Date: at(20, 6, 0), GeneratedAt: at(14, 9, 5), URL: "https://birzha.example/catalogue?event=synergy"}
	for side, l := range langs {
		t := samples[l]
		c.Title[side] = t.event
		c.Subtitle[side] = t.place
	}
	for side := range 2 {
		o := BookOrganiser{Side: side}
		for k, l := range langs {
			o.Name[k] = [2]string{samples[l].organiserBY, samples[l].organiserCN}[side]
		}
		c.Organisers = append(c.Organisers, o)
	}
	for i := range n {
		c.Profiles = append(c.Profiles, [2]Profile{sampleEntry(i, a, a), sampleEntry(i, b, a)})
	}
	return c
}

// sampleEntry is the i-th profile in l; first is the language of originals.
func sampleEntry(i int, l, first i18n.Lang) Profile {
	t := samples[l]
	p := sampleProfile(l)
	p.Reference = fmt.Sprintf("TOBY202704%02d%03d", i%30+1, i)
	p.Side = i % 2
	p.Organisation = []string{t.institute, t.university, t.academy, t.company}[i%4]
	p.Country = []string{t.by, t.cn}[i%2]
	p.Title.Words = []string{p.Title.Words, t.optics, t.sensors}[i%3]
	switch {
	case i%3 == 2:
		p = long(p, map[bool]int{true: 3, false: 1}[l == i18n.ZH])
	case i%4 == 3 && l != first:
		o := sampleProfile(first)
		p.Description, p.Advantages = o.Description, o.Advantages
	}
	if i%5 == 4 {
		p.Organisation, p.Contact.Centre = "", t.organiserBY
	}
	p.Areas = profiles[l].areas[i%2:]
	return p
}

func bookBytes(t testing.TB, c Catalogue) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCatalogue(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
