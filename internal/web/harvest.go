package web

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/web/oai"
)

// harvest answers harvesters by OAI-PMH.
func (s *Server) harvest(r *Request) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "public.harvest_form")
	}
	doc, err := s.provider().Answer(r.Context(), r.Form)
	if err != nil {
		return err
	}
	// Each answer bears its time, so that it has no entity tag worth keeping.
	h := r.W.Header()
	h.Set("Content-Type", "text/xml; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "public, max-age=60")
	_, err = r.W.Write(doc)
	return err
}

func (s *Server) provider() *oai.Provider {
	// The signature tells a token that was cut or changed on its way; whoever
	// forges one gets no more than he could ask for by the other arguments.
	key := sha256.Sum256([]byte("oai " + s.BaseURL))
	return &oai.Provider{
		Source: harvestSource{s}, Name: "birzha", Host: s.host(), Base: s.BaseURL + "/oai", Site: s.BaseURL, Emails: []string{s.Contact},
		About: "Organisations, offers and requests of a catalogue for cooperation in science and technology.", Deleted: "persistent", Key: key[:], Now: s.Clock.Now,
	}
}

// harvestSource is the catalogue as harvesters see it (oai.Source).
type harvestSource struct{ *Server }

var _ oai.Source = harvestSource{}

// List merges the records of all kinds into one order.
func (h harvestSource) List(ctx context.Context, q oai.Query) (out []oai.Record, err error) {
	for _, k := range q.Kinds {
		list, err := h.listOf(ctx, k, q)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b oai.Record) int {
		if c := a.Changed.Compare(b.Changed); c != 0 {
			return c
		}
		if c := strings.Compare(string(a.Kind), string(b.Kind)); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out[:min(q.Limit, len(out))], nil
}

func (h harvestSource) listOf(ctx context.Context, k oai.Kind, q oai.Query) ([]oai.Record, error) {
	ask := catalogue.Harvest{From: q.From, Before: q.Before, Country: q.Country, Limit: q.Limit}
	if c := q.After; c != nil {
		switch ask.After = c.Changed; {
		case k == c.Kind:
			ask.AfterID = c.ID
		case k < c.Kind: // those of the same instant are before the cursor
			ask.After = c.Changed.Add(time.Microsecond)
		}
	}
	if k == oai.OrgUnit {
		list, err := h.Catalogue.HarvestOrganisations(ctx, h.DB, ask)
		if err != nil {
			return nil, err
		}
		return h.organisations(ctx, list)
	}
	list, err := h.Catalogue.HarvestProfiles(ctx, h.DB, k == oai.Offer, ask)
	if err != nil {
		return nil, err
	}
	return h.profiles(ctx, list)
}

// Get returns one record.
func (h harvestSource) Get(ctx context.Context, k oai.Kind, id string) (oai.Record, bool, error) {
	if k == oai.OrgUnit {
		o, err := h.Catalogue.OrganisationByID(ctx, h.DB, id)
		if err == nil {
			err = o.Shown(access.Actor{})
		}
		if f, ok := asFault(err); ok && f.Kind == fault.NotFound {
			return oai.Record{}, false, nil
		}
		if err != nil {
			return oai.Record{}, false, err
		}
		return firstRecord(h.organisations(ctx, []catalogue.Organisation{o}))
	}
	p, found, err := h.Catalogue.HarvestProfile(ctx, h.DB, id)
	if err != nil || !found || p.Type.Offers() != (k == oai.Offer) {
		return oai.Record{}, false, err
	}
	return firstRecord(h.profiles(ctx, []catalogue.Harvested{p}))
}

func firstRecord(list []oai.Record, err error) (oai.Record, bool, error) {
	if err != nil || len(list) == 0 {
		return oai.Record{}, false, err
	}
	return list[0], true, nil
}

// Earliest is the time of the oldest change.
func (h harvestSource) Earliest(ctx context.Context) (time.Time, error) {
	return h.Catalogue.EarliestChange(ctx, h.DB)
}

// Countries lists the countries of organisations.
func (h harvestSource) Countries(ctx context.Context) ([]string, error) {
	return h.Catalogue.Countries(ctx, h.DB)
}

func (h harvestSource) organisations(ctx context.Context, list []catalogue.Organisation) (out []oai.Record, err error) {
	var ids []string
	for _, o := range list {
		ids = append(ids, o.ID)
	}
	wholes, err := h.Catalogue.PartsOf(ctx, h.DB, ids)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		rec := oai.Record{Kind: oai.OrgUnit, ID: o.ID, Country: o.Country, Changed: o.Updated, Deleted: o.MergedInto != ""}
		if !rec.Deleted {
			rec.Organisation = &oai.Organisation{
				Kind: string(o.Kind), Name: o.Name, Description: o.Description, Website: o.Website, ROR: o.RORID, URL: h.BaseURL + "/organisations/" + o.Slug,
			}
			for _, up := range wholes[o.ID] {
				rec.Organisation.PartOf = append(rec.Organisation.PartOf, oai.Ref{ID: up.ID, Name: up.Name})
			}
		}
		out = append(out, rec)
	}
	return out, nil
}

func (h harvestSource) profiles(ctx context.Context, list []catalogue.Harvested) (out []oai.Record, err error) {
	var ids []string
	for _, p := range list {
		if p.CentreID != "" {
			ids = append(ids, p.CentreID)
		}
	}
	centres, err := h.Catalogue.OrganisationsByID(ctx, h.DB, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		rec := oai.Record{Kind: oai.Request, ID: p.ID, Country: p.Country, Changed: p.Updated, Deleted: !p.Live}
		if p.Type.Offers() {
			rec.Kind = oai.Offer
		}
		if p.Live {
			rec.Opportunity = h.opportunityRecord(p.View, centres[p.CentreID])
		}
		out = append(out, rec)
	}
	return out, nil
}

func (h harvestSource) opportunityRecord(v catalogue.View, centre catalogue.Organisation) *oai.Opportunity {
	out := &oai.Opportunity{
		Reference: v.Reference, URL: h.BaseURL + profileURL(v.Reference), Title: v.Title, Summary: v.Summary, Language: v.Language, Published: v.Published,
		Keywords: append(slices.Clone(v.TechnologyKeywords), v.MarketKeywords...), Subjects: subjects(v.Content),
	}
	if v.Owner.ID != "" {
		out.Owner = &oai.Ref{ID: v.Owner.ID, Name: v.Owner.Name}
	}
	if centre.ID != "" {
		out.Centre = &oai.Ref{ID: centre.ID, Name: centre.Name}
	}
	return out
}

// ipcScheme is the address of the International Patent Classification.
const ipcScheme = "https://data.epo.org/linked-data/def/ipc/"

// subjects are the classes of a profile; those of classifications without
// addresses are labels only.
func subjects(c catalogue.Content) (out []oai.Subject) {
	for _, a := range AreaNames(i18n.EN, c.Areas) {
		out = append(out, oai.Subject{Label: a})
	}
	for _, line := range ClassNames(i18n.EN, &catalogue.Content{FORD: c.FORD, GRNTI: c.GRNTI}) {
		out = append(out, oai.Subject{Label: line})
	}
	for _, code := range c.IPC {
		t, _ := vocabulary.IPC.Nearest(code)
		out = append(out, oai.Subject{Scheme: ipcScheme, Class: ipcScheme + strings.ReplaceAll(code, " ", ""), Label: strings.TrimSpace("IPC " + code + " " + t.In(i18n.EN))})
	}
	return out
}
