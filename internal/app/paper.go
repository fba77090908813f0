package app

import (
	"io"
	"slices"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/engine/pdf"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web"
)

// ProfilePDF writes a profile as one page.
func (d documents) ProfilePDF(w io.Writer, p web.PaperProfile, l i18n.Lang) error {
	return pdf.WriteSheet(w, d.paperProfile(p, l), l, d.clock.Now())
}

// CataloguePDF writes an exhibition catalogue. Its publishers are the centres
// that are responsible for its profiles.
func (d documents) CataloguePDF(w io.Writer, b web.Book) error {
	out := pdf.Catalogue{Languages: b.Languages, Title: b.Title, Subtitle: b.Subtitle, Date: d.clock.Now(), URL: b.URL, GeneratedAt: d.clock.Now()}
	var centres []string
	for _, p := range b.Profiles {
		var both [2]pdf.Profile
		for i, l := range b.Languages {
			both[i] = d.paperProfile(p, l)
		}
		out.Profiles = append(out.Profiles, both)
		if p.Centre.ID != "" && !slices.Contains(centres, p.Centre.ID) && len(centres) < coverCentres {
			centres = append(centres, p.Centre.ID)
			o := pdf.BookOrganiser{Side: hue(p.Side)}
			for i, l := range b.Languages {
				o.Name[i] = p.Centre.Name.Plain(l)
			}
			out.Organisers = append(out.Organisers, o)
		}
	}
	slices.SortStableFunc(out.Organisers, func(a, b pdf.BookOrganiser) int { return a.Side - b.Side })
	return pdf.WriteCatalogue(w, out)
}

// coverCentres is how many centres a cover names.
const coverCentres = 8

// hue is the number of a side on paper, which counts from 0.
func hue(s ui.Side) int { return max(0, int(s)-1) }

func (d documents) paperProfile(p web.PaperProfile, l i18n.Lang) pdf.Profile {
	c := &p.Content
	out := pdf.Profile{
		Reference: p.Reference, Type: l.T("type." + string(p.Type)), Organisation: p.Owner.Name.Plain(l), Country: web.CountryName(l, p.Country), Side: hue(p.Side),
		Title: paperText(c.Title, l), Summary: paperText(c.Summary, l), Description: paperText(c.Description, l), Advantages: paperText(c.Advantages, l),
		Specification: paperText(c.Specification, l), PartnerRole: paperText(c.PartnerRole, l), StageNote: paperText(c.StageNote, l), IPRNote: paperText(c.IPRNote, l), PriceNote: paperText(c.PriceNote, l),
		TRL: c.TRL, TRLTarget: c.TRLTarget, Stage: web.StageName(l, c.TRL), IPR: web.Term(l, vocabulary.IPRStatuses, c.IPR), Price: web.Price(l, c),
		Partnerships: web.Terms(l, vocabulary.Partnerships, c.Partnerships), Partners: web.Terms(l, vocabulary.PartnerKinds, c.Partners),
		Areas: web.AreaNames(l, c.Areas), Keywords: web.Terms(l, vocabulary.TechnologyKeywords, c.TechnologyKeywords), Market: web.Terms(l, vocabulary.MarketKeywords, c.MarketKeywords),
		Targets: web.PlaceNames(l, c.Targets), SDGs: web.GoalNames(l, c.SDGs), Codes: web.ClassNames(l, c), Call: web.CallLines(l, c.Call),
		Published: p.Published, ValidUntil: p.ValidUntil, Contact: paperContact(p, l), URL: d.baseURL + "/profiles/" + p.Reference + "?lang=" + string(l),
	}
	if p.Owner.Region != "" {
		out.Region = vocabulary.Region(p.Owner.Region).In(l)
	}
	return out
}

// paperText is the version of a text that best serves a reader of l.
func paperText(t i18n.Text, l i18n.Lang) pdf.Text {
	v, in := t.In(l)
	return pdf.Text{Words: v.Text, Lang: in, Machine: v.State == i18n.Machine}
}

// paperContact is whom a reader turns to: the responsible centre, else the
// organisation itself if it is named.
func paperContact(p web.PaperProfile, l i18n.Lang) pdf.Contact {
	of := p.Centre
	if of.ID == "" {
		of = p.Owner
	}
	return pdf.Contact{Centre: of.Name.Plain(l), Person: placeOf(of, l), Via: p.Centre.ID != "" && p.ViaCentre}
}

// placeOf says where an organisation is, "" where nothing is known of it.
func placeOf(o catalogue.Organisation, l i18n.Lang) string {
	if o.ID == "" {
		return ""
	}
	return join(", ", o.City.Plain(l), web.CountryName(l, o.Country))
}
