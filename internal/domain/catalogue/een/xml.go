package een

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// podProfile is a profile of the older service. The elements stand in the order
// of the alphabet, as its data contract wants.
type podProfile struct {
	Company struct {
		Certificates podList  `xml:"certifications"`
		Country      podTerm  `xml:"country"`
		Experience   string   `xml:"experience"`
		Kind         string   `xml:"kind"`
		Languages    podTerms `xml:"languages"`
		Since        string   `xml:"since"`
		Transfer     string   `xml:"transnational"`
		Turnover     string   `xml:"turnover"`
	} `xml:"company"`
	Content struct {
		Description string `xml:"description"`
		Summary     string `xml:"summary"`
		Title       string `xml:"title"`
	} `xml:"content"`
	Cooperation struct {
		Exploitations podList `xml:"exploitations"`
		IPR           struct {
			Comment string `xml:"comment"`
			Status  string `xml:"status"`
		} `xml:"ipr"`
		Partner struct {
			Area   string `xml:"area"`
			Sought string `xml:"sought"`
			Task   string `xml:"task"`
		} `xml:"partner"`
		Plusvalue string `xml:"plusvalue"`
		Stage     struct {
			Comment string `xml:"comment"`
			Stage   string `xml:"stage"`
		} `xml:"stagedev"`
	} `xml:"cooperation"`
	Datum struct {
		Deadline string `xml:"deadline"`
		Submit   string `xml:"submit"`
		Update   string `xml:"update"`
	} `xml:"datum"`
	Keyword struct {
		Markets      podKeys `xml:"markets>market"`
		NACE         podKeys `xml:"naces>nace"`
		Technologies podKeys `xml:"technologies>technology"`
	} `xml:"keyword"`
	Program *podProgram `xml:"program"`
	Ref     struct {
		External string `xml:"external"`
		Internal string `xml:"internal"`
		Type     string `xml:"type"`
	} `xml:"reference"`
}

type podProgram struct {
	Acronym string `xml:"acronym"`
	Call    struct {
		Deadline string `xml:"deadline"`
		Website  string `xml:"website"`
	} `xml:"call"`
	Coordinator string `xml:"coordinator"`
	Duration    string `xml:"duration"`
	Evaluation  string `xml:"evaluation"`
	Framework   string `xml:"framework"`
	Funding     string `xml:"funding"`
	Budget      string `xml:"prebudget"`
	Programme   string `xml:"programme"`
}

type podTerm struct {
	Key   string `xml:"key"`
	Label string `xml:"label"`
}

type podKeys []podTerm

type podTerms struct {
	Terms []podTerm `xml:"language"`
}

// podList is a list whose inner elements differ between versions of the
// service: the texts of its leaves are read, whatever they are called.
type podList struct{ Words []string }

// UnmarshalXML collects the texts of the innermost elements.
func (l *podList) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	text, leaf := "", false
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			text, leaf = "", true
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			if s := strings.TrimSpace(text); leaf && s != "" {
				l.Words = append(l.Words, s)
			}
			text, leaf = "", false
			if t.Name.Local == "exploitations" || t.Name.Local == "certifications" {
				return nil
			}
		}
	}
}

// ReadXML reads profiles from an answer of the older service, whatever stands
// around them. It fails on what is not XML, and where there is no profile.
func ReadXML(in io.Reader) (out []Read, err error) {
	d := xml.NewDecoder(io.LimitReader(in, maxDocument))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("een: %w", err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "profile" {
			var p podProfile
			if err := d.DecodeElement(&p, &start); err != nil {
				return nil, fmt.Errorf("een: profile %d: %w", len(out)+1, err)
			}
			out = append(out, readPOD(p))
		}
	}
	if out == nil {
		return nil, errors.New("een: the document has no <profile>")
	}
	return out, nil
}

func readPOD(x podProfile) Read {
	r := &reader{}
	p := &r.p
	p.Reference, p.ID = x.Ref.External, x.Ref.Internal
	p.Type = r.choose("profileType", strings.TrimSpace(x.Ref.Type), types)
	p.Country = r.country("partnerOrganisationCountry", x.Company.Country.Key)
	p.Title, p.Summary, p.Description = strings.TrimSpace(x.Content.Title), strings.TrimSpace(x.Content.Summary), strings.TrimSpace(x.Content.Description)
	p.Advantages = strings.TrimSpace(x.Cooperation.Plusvalue)
	p.PartnerRole = paragraphs(x.Cooperation.Partner.Area, x.Cooperation.Partner.Task)
	if sought := split(x.Cooperation.Partner.Sought); allNamed(partners, sought) {
		p.Partners = r.chooseAll("typesAndSizes", sought, partners)
	} else { // mostly free words
		p.PartnerRole = paragraphs(x.Cooperation.Partner.Sought, p.PartnerRole)
	}
	if list := partnershipsOf(p.Type); list != nil {
		p.Partnerships = r.chooseAll("typesOfPartnership", x.Cooperation.Exploitations.Words, list)
	}
	p.Stage, p.StageNote = r.choose("stageOfDevelopment", strings.TrimSpace(x.Cooperation.Stage.Stage), stages), x.Cooperation.Stage.Comment
	p.IPR, p.IPRNote = r.choose("iprStatus", strings.TrimSpace(x.Cooperation.IPR.Status), rights), x.Cooperation.IPR.Comment
	p.Technology, p.Market = x.Keyword.Technologies.keywords(), x.Keyword.Markets.keywords()
	p.Created, p.Modified = r.date("created", x.Datum.Submit), r.date("lastModified", x.Datum.Update)
	p.Expires = r.date("expirationDate", x.Datum.Deadline)
	c := Company{Kind: x.Company.Kind, Turnover: x.Company.Turnover, Since: x.Company.Since, Experience: x.Company.Experience, Certificates: x.Company.Certificates.Words}
	for _, l := range x.Company.Languages.Terms {
		c.Languages = append(c.Languages, l.Key)
	}
	p.Company = &c
	if g := x.Program; g != nil {
		p.Call = &Call{
			Programme: g.Framework, Title: g.Programme, Scheme: g.Evaluation, Budget: g.Budget, Acronym: g.Acronym, Link: g.Call.Website,
			Coordinator: r.yes("coordinatorRequired", g.Coordinator), Deadline: r.date("deadlineOfTheCall", g.Call.Deadline), Weeks: r.weeks("projectDurationInWeeks", g.Duration),
		}
	}
	return r.done()
}

func (k podKeys) keywords() (out []Keyword) {
	for _, t := range k {
		out = append(out, Keyword{strings.TrimSpace(t.Key), strings.TrimSpace(t.Label)})
	}
	return out
}

// paragraphs joins what is not empty.
func paragraphs(parts ...string) string {
	var out []string
	for _, s := range parts {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n\n")
}

// split reads a list that stands in one text.
func split(s string) (out []string) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
