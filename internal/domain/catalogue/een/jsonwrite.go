package een

import (
	"encoding/json"
	"io"
	"time"
)

type named1 struct {
	Code string `json:"code,omitempty"`
	Name string `json:"name,omitempty"`
}

type jsonFile struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// jsonProfile is a profile as the partner web service writes it.
type jsonProfile struct {
	ID            string     `json:"id,omitempty"`
	Reference     string     `json:"reference"`
	Created       string     `json:"created,omitempty"`
	Modified      string     `json:"lastModified,omitempty"`
	Title         string     `json:"title"`
	Type          named1     `json:"profileType"`
	Country       *named1    `json:"partnerOrganisationCountry,omitempty"`
	Summary       string     `json:"shortSummary"`
	Description   string     `json:"description"`
	Advantages    string     `json:"advantagesAndInnovation,omitempty"`
	Specification string     `json:"technicalSpecificationOrExpertiseSought,omitempty"`
	Stage         *named1    `json:"stageOfDevelopment,omitempty"`
	IPR           *named1    `json:"iprStatus,omitempty"`
	IPRNote       string     `json:"iprNotes,omitempty"`
	Programme     *named1    `json:"frameworkProgram,omitempty"`
	Call          string     `json:"callTitleAndIdentifier,omitempty"`
	Scheme        string     `json:"submissionAndEvaluationScheme,omitempty"`
	Budget        string     `json:"anticipatedProjectBudget,omitempty"`
	Coordinator   *bool      `json:"coordinatorRequired,omitempty"`
	Interest      string     `json:"deadlineForEoI,omitempty"`
	Deadline      string     `json:"deadlineOfTheCall,omitempty"`
	Weeks         int        `json:"projectDurationInWeeks,omitempty"`
	Link          string     `json:"webLinkToTheCall,omitempty"`
	Acronym       string     `json:"projectTitleAndAcronym,omitempty"`
	PartnerRole   string     `json:"expectedRoleOfThePartner"`
	Status        *named1    `json:"profileStatus,omitempty"`
	Published     string     `json:"publicationDate,omitempty"`
	Expires       string     `json:"expirationDate,omitempty"`
	Market        []named1   `json:"marketKeywords"`
	Technology    []named1   `json:"technologyKeywords"`
	SDGs          []named1   `json:"sdgKeywords"`
	Partnerships  []named1   `json:"typesOfPartnership"`
	Partners      []named1   `json:"typesAndSizes"`
	Sectors       []named1   `json:"sectorGroupsInvolved"`
	Targets       []named1   `json:"targetedCountries"`
	Open          bool       `json:"openForEOI"`
	URL           string     `json:"publicURL,omitempty"`
	Files         []jsonFile `json:"attachments"`
	Video         *jsonFile  `json:"videoPitch,omitempty"`
}

type jsonPage struct {
	Data struct {
		Items  []jsonProfile `json:"items"`
		Paging struct {
			Index   int  `json:"pageIndex"`
			Size    int  `json:"pageSize"`
			Total   int  `json:"totalItems"`
			HasNext bool `json:"hasNext"`
		} `json:"pagingInfo"`
	} `json:"data"`
}

// WriteJSON writes profiles as one page of the partner web service.
func WriteJSON(w io.Writer, profiles []Profile) error {
	var page jsonPage
	page.Data.Items = []jsonProfile{}
	for _, p := range profiles {
		page.Data.Items = append(page.Data.Items, toJSON(p))
	}
	page.Data.Paging.Index, page.Data.Paging.Size, page.Data.Paging.Total = 1, len(profiles), len(profiles)
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(page)
}

func toJSON(p Profile) jsonProfile {
	out := jsonProfile{
		ID: p.ID, Reference: p.Reference, Created: instant(p.Created), Modified: instant(p.Modified), Title: p.Title,
		Type: named1{p.Type, wordsOf(types, p.Type)}, Country: code(p.Country), Summary: p.Summary, Description: p.Description, Advantages: p.Advantages,
		Specification: p.Specification, Stage: words(stages, p.Stage), IPR: words(rights, p.IPR), IPRNote: p.IPRNote, PartnerRole: p.PartnerRole,
		Status: words(nil, p.Status), Published: instant(p.Published), Expires: instant(p.Expires), Market: keywords(p.Market), Technology: keywords(p.Technology),
		SDGs: all(sdgs, p.SDGs), Partnerships: all(partnershipsOf(p.Type), p.Partnerships), Partners: all(partners, p.Partners), Sectors: all(nil, p.Sectors),
		Targets: []named1{}, Open: p.Open, URL: p.URL, Files: []jsonFile{},
	}
	for _, c := range p.Targets {
		out.Targets = append(out.Targets, named1{Code: c})
	}
	for _, f := range p.Files {
		out.Files = append(out.Files, jsonFile(f))
	}
	if p.Video != "" {
		out.Video = &jsonFile{URL: p.Video}
	}
	if c := p.Call; c != nil {
		out.Programme, out.Call, out.Scheme, out.Budget = words(nil, c.Programme), c.Title, c.Scheme, c.Budget
		out.Interest, out.Deadline, out.Weeks, out.Link, out.Acronym = instant(c.InterestDeadline), instant(c.Deadline), c.Weeks, c.Link, c.Acronym
		if c.Coordinator != "" {
			yes := c.Coordinator == "yes"
			out.Coordinator = &yes
		}
	}
	return out
}

func words(list []value, name string) *named1 {
	if name == "" {
		return nil
	}
	return &named1{Name: wordsOf(list, name)}
}

func code(c string) *named1 {
	if c == "" {
		return nil
	}
	return &named1{Code: c}
}

func all(list []value, names []string) []named1 {
	out := []named1{}
	for _, n := range names {
		out = append(out, named1{Name: wordsOf(list, n)})
	}
	return out
}

func keywords(list []Keyword) []named1 {
	out := []named1{}
	for _, k := range list {
		out = append(out, named1{k.Code, k.Label})
	}
	return out
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
