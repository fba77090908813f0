package een

import (
	"encoding/xml"
	"io"
	"strings"
)

// WriteXML writes profiles as the older service answers with them. It has no
// place for the Sustainable Development Goals, target countries, sector groups,
// addresses and the deadline for interest; a technical specification follows the description.
func WriteXML(w io.Writer, profiles []Profile) error {
	out := struct {
		XMLName  xml.Name     `xml:"http://schemas.datacontract.org/2004/07/EEN.Merlin.Backend.Core.BO.PODService ArrayOfprofile"`
		Profiles []podProfile `xml:"profile"`
	}{}
	for _, p := range profiles {
		out.Profiles = append(out.Profiles, toPOD(p))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(out)
}

// MarshalXML writes a list as the service does.
func (l podList) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	inner := strings.TrimSuffix(start.Name.Local, "s")
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	for _, words := range l.Words {
		if err := e.EncodeElement(words, xml.StartElement{Name: xml.Name{Local: inner}}); err != nil {
			return err
		}
	}
	return e.EncodeToken(start.End())
}

func toPOD(p Profile) (x podProfile) {
	x.Ref.External, x.Ref.Internal, x.Ref.Type = p.Reference, p.ID, p.Type
	x.Company.Country.Key = p.Country
	if c := p.Company; c != nil {
		x.Company.Kind, x.Company.Turnover, x.Company.Since, x.Company.Experience = c.Kind, c.Turnover, c.Since, c.Experience
		x.Company.Certificates.Words = c.Certificates
		for _, l := range c.Languages {
			x.Company.Languages.Terms = append(x.Company.Languages.Terms, podTerm{Key: l})
		}
	}
	x.Content.Title, x.Content.Summary, x.Content.Description = p.Title, p.Summary, paragraphs(p.Description, p.Specification)
	x.Cooperation.Plusvalue, x.Cooperation.Partner.Task = p.Advantages, p.PartnerRole
	for _, v := range p.Partnerships {
		x.Cooperation.Exploitations.Words = append(x.Cooperation.Exploitations.Words, wordsOf(partnershipsOf(p.Type), v))
	}
	var sought []string
	for _, v := range p.Partners {
		sought = append(sought, wordsOf(partners, v))
	}
	x.Cooperation.Partner.Sought = strings.Join(sought, "; ")
	x.Cooperation.Stage.Stage, x.Cooperation.Stage.Comment = wordsOf(stages, p.Stage), p.StageNote
	x.Cooperation.IPR.Status, x.Cooperation.IPR.Comment = wordsOf(rights, p.IPR), p.IPRNote
	for _, k := range p.Technology {
		x.Keyword.Technologies = append(x.Keyword.Technologies, podTerm{k.Code, k.Label})
	}
	for _, k := range p.Market {
		x.Keyword.Markets = append(x.Keyword.Markets, podTerm{k.Code, k.Label})
	}
	x.Datum.Submit, x.Datum.Update, x.Datum.Deadline = instant(p.Created), instant(p.Modified), instant(p.Expires)
	if c := p.Call; c != nil {
		g := &podProgram{Acronym: c.Acronym, Evaluation: c.Scheme, Framework: c.Programme, Programme: c.Title, Budget: c.Budget}
		g.Call.Website, g.Call.Deadline = c.Link, instant(c.Deadline)
		if c.Weeks > 0 {
			g.Duration = number(c.Weeks) + " weeks"
		}
		if c.Coordinator != "" {
			g.Coordinator = map[string]string{"yes": "true", "no": "false"}[c.Coordinator]
		}
		x.Program = g
	}
	return x
}
