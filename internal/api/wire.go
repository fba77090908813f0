package api

import (
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Text is a text in one language.
type Text struct {
	Text  string `json:"text"`
	State string `json:"state" enum:"original,machine,checked,approved" doc:"How far it can be trusted"`
	Stale bool   `json:"stale,omitempty" doc:"The original has changed since"`
}

// Texts is a text by language (BCP 47).
type Texts map[string]Text

func textsOf(t i18n.Text) Texts {
	out := Texts{}
	for _, l := range t.Languages() {
		out[string(l)] = Text{t[l].Text, string(t[l].State), t[l].Stale}
	}
	return out
}

// Ref names an organisation.
type Ref struct {
	Organisation string `json:"organisation" doc:"Its name in addresses"`
	Name         Texts  `json:"name"`
	Country      string `json:"country"`
}

func refOf(o catalogue.Organisation) *Ref {
	if o.Slug == "" {
		return nil
	}
	return &Ref{o.Slug, textsOf(o.Name), o.Country}
}

// Values are the fields of a profile that are one value.
type Values struct {
	TRL           *int    `json:"trl,omitempty" doc:"Technology readiness level, 1 to 9; 0 is not said"`
	TRLTarget     *int    `json:"trl_target,omitempty"`
	IPR           *string `json:"ipr,omitempty"`
	PriceModel    *string `json:"price_model,omitempty"`
	PriceAmount   *string `json:"price_amount,omitempty" doc:"Decimal"`
	PriceCurrency *string `json:"price_currency,omitempty" doc:"ISO 4217"`
	ExportControl *string `json:"export_control,omitempty"`
	Confidential  *string `json:"confidentiality,omitempty"`
	Anonymous     *bool   `json:"anonymous,omitempty"`
	Video         *string `json:"video,omitempty"`
	Call          *Call   `json:"call,omitempty"`
	StageDerived  string  `json:"stage,omitempty" readOnly:"true" doc:"Stage of development, derived from the readiness level"`
}

// Call is the call for proposals that an R&D request answers.
type Call struct {
	Programme        string `json:"programme,omitempty"`
	Title            string `json:"title,omitempty"`
	Scheme           string `json:"scheme,omitempty"`
	Budget           string `json:"budget,omitempty"`
	Acronym          string `json:"acronym,omitempty"`
	Coordinator      string `json:"coordinator,omitempty" enum:"yes,no,"`
	InterestDeadline string `json:"interest_deadline,omitempty" doc:"Day, ISO 8601"`
	Deadline         string `json:"deadline,omitempty" doc:"Day, ISO 8601"`
	Weeks            int    `json:"weeks,omitempty" minimum:"0"`
	Link             string `json:"link,omitempty"`
}

// valueNames are the names of Values, to say where a broken rule is.
var valueNames = []string{"trl", "trl_target", "ipr", "price_model", "price_amount", "price_currency", "export_control", "confidentiality", "anonymous", "video"}

func valuesOf(c catalogue.Content) (v Values) {
	text := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	if c.TRL > 0 {
		v.TRL, v.StageDerived = &c.TRL, vocabulary.StageOf(c.TRL)
	}
	if c.TRLTarget > 0 {
		v.TRLTarget = &c.TRLTarget
	}
	v.IPR, v.PriceModel, v.PriceAmount, v.PriceCurrency = text(c.IPR), text(c.PriceModel), text(c.PriceAmount), text(c.PriceCurrency)
	v.ExportControl, v.Confidential, v.Video = text(c.ExportControl), text(string(c.Confidentiality)), text(c.Video)
	if c.Anonymous {
		v.Anonymous = &c.Anonymous
	}
	if c.Call != nil {
		x := Call(*c.Call)
		v.Call = &x
	}
	return v
}

// set writes the values that are given into a content.
func (v Values) set(c *catalogue.Content) {
	for _, x := range []struct{ from, to *int }{{v.TRL, &c.TRL}, {v.TRLTarget, &c.TRLTarget}} {
		if x.from != nil {
			*x.to = *x.from
		}
	}
	confidentiality := string(c.Confidentiality)
	for _, x := range []struct{ from, to *string }{
		{v.IPR, &c.IPR},
		{v.PriceModel, &c.PriceModel},
		{v.PriceAmount, &c.PriceAmount},
		{v.PriceCurrency, &c.PriceCurrency},
		{v.ExportControl, &c.ExportControl},
		{v.Confidential, &confidentiality},
		{v.Video, &c.Video},
	} {
		if x.from != nil {
			*x.to = *x.from
		}
	}
	c.Confidentiality = catalogue.Confidentiality(confidentiality)
	if v.Anonymous != nil {
		c.Anonymous = *v.Anonymous
	}
	if v.Call != nil {
		x := catalogue.Call(*v.Call)
		c.Call = &x
	}
}

// Profile is an offer or a request. What the reader may not see is not there:
// of an anonymous one no owner, of one that opens after an agreement only the
// title and the summary.
type Profile struct {
	Reference  string              `json:"reference"`
	Type       string              `json:"type" enum:"TO,TR,BO,BR,RDR"`
	Language   string              `json:"language" doc:"Of the original, BCP 47"`
	Country    string              `json:"country" doc:"Of the owner, ISO 3166-1"`
	Region     string              `json:"region,omitempty" doc:"Of the owner, ISO 3166-2"`
	Owner      *Ref                `json:"owner,omitempty"`
	Texts      map[string]Texts    `json:"texts" doc:"By field and language"`
	Lists      map[string][]string `json:"lists" doc:"By field"`
	Values     Values              `json:"values"`
	Open       bool                `json:"open" doc:"For expressions of interest"`
	Cut        bool                `json:"cut,omitempty" doc:"More opens after an agreement"`
	Published  *time.Time          `json:"published,omitempty"`
	ValidUntil *time.Time          `json:"valid_until,omitempty"`
	Updated    time.Time           `json:"updated"`
	URL        string              `json:"url" doc:"Page for people"`

	State    string   `json:"state,omitempty" doc:"For those who keep it"`
	Revision int      `json:"revision,omitempty" doc:"For those who keep it"`
	Steps    []string `json:"steps,omitempty" doc:"That the asker may take now"`
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func (a *API) profile(p catalogue.Opportunity, owner catalogue.Organisation, country, region string) Profile {
	out := Profile{
		Reference: p.Reference, Type: string(p.Type), Language: string(p.Language), Country: country, Region: region, Owner: refOf(owner), Texts: map[string]Texts{}, Lists: map[string][]string{},
		Values: valuesOf(p.Content), Open: p.Open, Published: instant(p.Published), ValidUntil: instant(p.ValidUntil), Updated: p.Updated.UTC(), URL: a.BaseURL + "/profiles/" + p.Reference,
	}
	for _, f := range catalogue.Fields {
		if f.Text != nil {
			if t := *f.Text(&p.Content); len(t.Languages()) > 0 {
				out.Texts[f.Name] = textsOf(t)
			}
		} else if list := f.List(&p.Content); len(list) > 0 {
			out.Lists[f.Name] = list
		}
	}
	return out
}

func (a *API) view(v catalogue.View) Profile {
	if v.Owner.ID == "" {
		v.Region = ""
	}
	out := a.profile(v.Opportunity, v.Owner, v.Country, v.Region)
	out.Cut = v.Cut
	return out
}

// Organisation is an organisation.
type Organisation struct {
	Organisation string    `json:"organisation" doc:"Its name in addresses"`
	Kind         string    `json:"kind"`
	Name         Texts     `json:"name"`
	OtherNames   []string  `json:"other_names"`
	Description  Texts     `json:"description"`
	Country      string    `json:"country"`
	Region       string    `json:"region,omitempty"`
	City         Texts     `json:"city"`
	Areas        []string  `json:"areas"`
	Website      string    `json:"website,omitempty"`
	ROR          string    `json:"ror,omitempty" doc:"Research Organization Registry"`
	NationalID   string    `json:"national_id,omitempty"`
	Updated      time.Time `json:"updated"`
	URL          string    `json:"url" doc:"Page for people"`
}

func (a *API) organisation(o catalogue.Organisation) Organisation {
	out := Organisation{
		Organisation: o.Slug, Kind: string(o.Kind), Name: textsOf(o.Name), OtherNames: append([]string{}, o.Aliases...), Description: textsOf(o.Description), Country: o.Country, Region: o.Region,
		City: textsOf(o.City), Areas: []string{}, Website: o.Website, ROR: o.RORID, NationalID: o.NationalID, Updated: o.Updated.UTC(), URL: a.BaseURL + "/organisations/" + o.Slug,
	}
	for _, x := range o.Areas {
		out.Areas = append(out.Areas, string(x))
	}
	return out
}
