package demo

import (
	"fmt"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

type organisationFile struct {
	Key         string           `json:"key"`
	Kind        catalogue.Kind   `json:"kind"`
	Country     string           `json:"country"`
	Region      string           `json:"region"`
	City        texts            `json:"city"`
	Native      i18n.Lang        `json:"native"`
	Name        texts            `json:"name"`
	Description texts            `json:"description"`
	Areas       []catalogue.Area `json:"areas"`
	ResidentOf  string           `json:"resident_of"`
	PartOf      string           `json:"part_of"`
	Invented    bool             `json:"invented"`
}

func organisations() ([]Organisation, error) {
	var in []organisationFile
	if err := decode("organisations.json", &in); err != nil {
		return nil, err
	}
	out := make([]Organisation, len(in))
	for i, o := range in {
		out[i] = Organisation{
			Organisation: catalogue.Organisation{
				Slug: o.Key, Kind: o.Kind, Country: o.Country, Region: o.Region, Areas: o.Areas,
				City:        o.City.text("", i18n.Approved),
				Name:        o.Name.text(o.Native, i18n.Approved),
				Description: o.Description.text(o.Native, i18n.Checked),
			},
			Key: o.Key, Native: o.Native, ResidentOf: o.ResidentOf, PartOf: o.PartOf, Invented: o.Invented,
		}
	}
	return out, nil
}

type personFile struct {
	Key          string           `json:"key"`
	Organisation string           `json:"organisation"`
	Name         string           `json:"name"`
	NameLanguage i18n.Lang        `json:"name_language"`
	Latin        string           `json:"latin"`
	Position     texts            `json:"position"`
	Languages    []Language       `json:"languages"`
	Interpreter  bool             `json:"interpreter"`
	Areas        []catalogue.Area `json:"areas"`
	Email        string           `json:"email"`
	Consents     []string         `json:"contact_consent"`
	Unavailable  []string         `json:"unavailable"`
	State        string           `json:"state"`
}

// zones gives the zone of those who take part for an organisation of the country.
var zones = map[string]string{"BY": "Europe/Minsk", "CN": "Asia/Shanghai"}

func (d *Data) people() ([]Person, error) {
	var in []personFile
	if err := decode("people.json", &in); err != nil {
		return nil, err
	}
	country := map[string]string{}
	for _, o := range d.Organisations {
		country[o.Key] = o.Country
	}
	out := make([]Person, len(in))
	for i, p := range in {
		c := country[p.Organisation]
		out[i] = Person{
			Key: p.Key, Organisation: p.Organisation, Country: c, Zone: zones[c],
			Native: p.Name, NativeLang: p.NameLanguage, Latin: p.Latin, Email: p.Email,
			Position:  p.Position.text(p.NameLanguage, i18n.Checked),
			Languages: p.Languages, Interpreter: p.Interpreter, Areas: p.Areas,
			Consents: p.Consents, Unavailable: p.Unavailable, State: p.State,
		}
	}
	return out, nil
}

type opportunityFile struct {
	Key           string                    `json:"key"`
	Type          catalogue.OpportunityType `json:"type"`
	Organisation  string                    `json:"organisation"`
	Contact       string                    `json:"contact"`
	Language      i18n.Lang                 `json:"language"`
	Title         string                    `json:"title"`
	Summary       string                    `json:"summary"`
	Description   string                    `json:"description"`
	TRL           int                       `json:"trl"`
	IPR           string                    `json:"ipr"`
	Partnerships  []string                  `json:"partnerships"`
	PartnerSought []string                  `json:"partner_sought"`
	Keywords      []string                  `json:"keywords"`
	Second        *struct {
		Language i18n.Lang  `json:"language"`
		State    i18n.State `json:"state"`
		Title    string     `json:"title"`
		Summary  string     `json:"summary"`
	} `json:"second"`
}

// moreFile is what else a profile says, by its key: texts by language, of which
// that in the profile's own is the original.
type moreFile struct {
	Summary       texts           `json:"summary"` // translations only, as title and description
	Title         texts           `json:"title"`
	Description   texts           `json:"description"`
	Advantages    texts           `json:"advantages"`
	Specification texts           `json:"specification"`
	PartnerRole   texts           `json:"partner_role"`
	StageNote     texts           `json:"stage_note"`
	IPRNote       texts           `json:"ipr_note"`
	TRLTarget     int             `json:"trl_target"`
	Market        []string        `json:"market_keywords"`
	SDGs          []string        `json:"sdgs"`
	FORD          []string        `json:"ford"`
	GRNTI         []string        `json:"grnti"`
	IPC           []string        `json:"ipc"`
	Targets       []string        `json:"targets"`
	PriceModel    string          `json:"price_model"`
	Call          *catalogue.Call `json:"call"`
}

// add completes a profile. Translations are machine drafts unless the profile's
// number in its file is even: then a translator has checked them.
func (m moreFile) add(o *Opportunity, checked bool) {
	state := i18n.Machine
	if checked {
		state = i18n.Checked
	}
	c := &o.Content
	for _, x := range []struct {
		to   *i18n.Text
		from texts
	}{
		{&c.Title, m.Title},
		{&c.Summary, m.Summary},
		{&c.Description, m.Description},
		{&c.Advantages, m.Advantages},
		{&c.Specification, m.Specification},
		{&c.PartnerRole, m.PartnerRole},
		{&c.StageNote, m.StageNote},
		{&c.IPRNote, m.IPRNote},
	} {
		for l, v := range x.from.text(o.Language, state) {
			if (*x.to)[l].Text == "" {
				if *x.to == nil {
					*x.to = i18n.Text{}
				}
				(*x.to)[l] = v
			}
		}
	}
	c.TRLTarget, c.MarketKeywords, c.SDGs, c.FORD, c.GRNTI, c.IPC, c.Targets, c.PriceModel, c.Call = m.TRLTarget, m.Market, m.SDGs, m.FORD, m.GRNTI, m.IPC, m.Targets, m.PriceModel, m.Call
}

// opportunities reads one file an area and numbers the references.
func (d *Data) opportunities() (out []Opportunity, err error) {
	country := map[string]string{}
	for _, o := range d.Organisations {
		country[o.Key] = o.Country
	}
	for _, area := range catalogue.Areas {
		var in []opportunityFile
		if err := decode("opportunities/"+string(area)+".json", &in); err != nil {
			return nil, err
		}
		more := map[string]moreFile{}
		if err := decode("profiles/"+string(area)+".json", &more); err != nil {
			return nil, err
		}
		for i, f := range in {
			o := f.opportunity()
			more[f.Key].add(&o, i%2 == 0)
			o.Areas = []catalogue.Area{area}
			day := time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 2*len(out))
			o.Reference = fmt.Sprintf("%s%s%s%03d", f.Type, country[f.Organisation], day.Format("20060102"), 1)
			out = append(out, o)
		}
	}
	return out, nil
}

func (f opportunityFile) opportunity() Opportunity {
	o := Opportunity{
		Opportunity: catalogue.Opportunity{
			Type: f.Type, Language: f.Language, State: catalogue.Published, Open: true,
			Content: catalogue.Content{
				Title: i18n.Written(f.Language, f.Title), Summary: i18n.Written(f.Language, f.Summary), Description: i18n.Written(f.Language, f.Description),
				TRL: f.TRL, IPR: f.IPR, Partnerships: f.Partnerships, Partners: f.PartnerSought, TechnologyKeywords: f.Keywords,
				Confidentiality: catalogue.Public, ExportControl: "not_controlled",
			},
		},
		Key: f.Key, Organisation: f.Organisation, Contact: f.Contact, Language: f.Language,
	}
	if s := f.Second; s != nil {
		o.Title[s.Language] = i18n.Version{Text: s.Title, State: s.State}
		o.Summary[s.Language] = i18n.Version{Text: s.Summary, State: s.State}
	}
	return o
}

// invitation is a meeting named in the files: fixed where it has a slot, else
// the wish of a group.
type invitation struct {
	From        string   `json:"from"`
	To          []string `json:"to"`
	Slot        string   `json:"slot"`
	Opportunity string   `json:"opportunity"`
	Subject     texts    `json:"subject"`
}

type eventFile struct {
	Slug      string    `json:"slug"`
	Title     texts     `json:"title"`
	Aim       texts     `json:"aim"`
	Audience  texts     `json:"audience"`
	Practical texts     `json:"practical"`
	Zone      string    `json:"zone"`
	Online    bool      `json:"online"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Closes    time.Time `json:"closes"`
	Sides     []Side    `json:"sides"`
	Slots     []Slot    `json:"slots"`
	Places    []string  `json:"places"`
	Programme []struct {
		Kind        string    `json:"kind"`
		Start       time.Time `json:"start"`
		End         time.Time `json:"end"`
		Title       texts     `json:"title"`
		Description texts     `json:"description"`
		Moderators  []string  `json:"moderators"`
		Speakers    []struct {
			Person string `json:"person"`
			Topic  texts  `json:"topic"`
		} `json:"speakers"`
	} `json:"programme"`
	Fixed []invitation `json:"fixed"`
}

func (f *eventFile) event() Event {
	e := Event{
		Slug: f.Slug, Zone: f.Zone, Online: f.Online, Sides: f.Sides, Places: f.Places,
		Title: f.Title.text("", i18n.Approved), Aim: f.Aim.text("", i18n.Approved),
		Audience: f.Audience.text("", i18n.Approved), Practical: f.Practical.text("", i18n.Approved),
		Starts: f.Start.UTC(), Ends: f.End.UTC(), RegistrationCloses: f.Closes.UTC(),
	}
	for _, s := range f.Slots {
		s.Starts, s.Ends = s.Starts.UTC(), s.Ends.UTC()
		e.Slots = append(e.Slots, s)
	}
	for _, p := range f.Programme {
		it := Item{
			Kind: p.Kind, Starts: p.Start.UTC(), Ends: p.End.UTC(), Moderators: p.Moderators,
			Title: p.Title.text("", i18n.Approved), Description: p.Description.text("", i18n.Approved),
		}
		for _, s := range p.Speakers {
			it.Speakers = append(it.Speakers, Speaker{Person: s.Person, Topic: s.Topic.text("", i18n.Approved)})
		}
		e.Programme = append(e.Programme, it)
	}
	return e
}
