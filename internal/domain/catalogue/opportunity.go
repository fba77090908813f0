package catalogue

import (
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// OpportunityType is one of the five profile types of the Enterprise Europe
// Network: who pays requests, who receives offers.
type OpportunityType string

// The types of opportunities.
const (
	TechnologyOffer   OpportunityType = "TO"
	TechnologyRequest OpportunityType = "TR"
	BusinessOffer     OpportunityType = "BO"
	BusinessRequest   OpportunityType = "BR"
	ResearchRequest   OpportunityType = "RDR"
)

// OpportunityTypes lists the types in the order in which they are offered.
var OpportunityTypes = []OpportunityType{TechnologyOffer, TechnologyRequest, BusinessOffer, BusinessRequest, ResearchRequest}

// Offers tells whether the type offers something; else it seeks something.
func (t OpportunityType) Offers() bool { return t == TechnologyOffer || t == BusinessOffer }

// Confidentiality says who may read a published profile.
type Confidentiality string

// The levels of confidentiality.
const (
	Public         Confidentiality = "public"
	Members        Confidentiality = "members"         // whoever is signed in
	AfterAgreement Confidentiality = "after_agreement" // title and summary only, until both sides have said yes
)

// Confidentialities lists the levels in the order in which they are offered.
var Confidentialities = []Confidentiality{Public, Members, AfterAgreement}

// Content is what the parties write of an opportunity. Its controlled values
// are those of the vocabulary; the fields, their limits and which type needs
// them are in fields.go.
type Content struct {
	Title         i18n.Text `json:"title"`
	Summary       i18n.Text `json:"summary"`
	Description   i18n.Text `json:"description"`
	Advantages    i18n.Text `json:"advantages,omitempty"`
	Specification i18n.Text `json:"specification,omitempty"`
	PartnerRole   i18n.Text `json:"partner_role,omitempty"`
	StageNote     i18n.Text `json:"stage_note,omitempty"` // evidence of the readiness: tests, pilots
	IPRNote       i18n.Text `json:"ipr_note,omitempty"`
	PriceNote     i18n.Text `json:"price_note,omitempty"`

	TRL       int    `json:"trl,omitempty"`        // technology readiness level now, 1 to 9 (ISO 16290); 0 is not said
	TRLTarget int    `json:"trl_target,omitempty"` // that the cooperation is to reach
	IPR       string `json:"ipr,omitempty"`

	Partnerships []string `json:"partnerships,omitempty"`
	Partners     []string `json:"partners,omitempty"` // types and sizes of the partner sought
	SDGs         []string `json:"sdgs,omitempty"`     // "1" to "17", or "none"
	Areas        []Area   `json:"areas,omitempty"`    // sector groups
	FORD         []string `json:"ford,omitempty"`     // OECD fields of research and development, 2015
	GRNTI        []string `json:"grnti,omitempty"`    // ГРНТИ sections
	IPC          []string `json:"ipc,omitempty"`      // classes of the International Patent Classification

	TechnologyKeywords []string `json:"technology_keywords,omitempty"`
	MarketKeywords     []string `json:"market_keywords,omitempty"`
	Targets            []string `json:"targets,omitempty"` // countries and regions, ISO 3166

	PriceModel    string `json:"price_model,omitempty"`
	PriceAmount   string `json:"price_amount,omitempty"` // decimal
	PriceCurrency string `json:"price_currency,omitempty"`

	ExportControl   string          `json:"export_control,omitempty"`
	Confidentiality Confidentiality `json:"confidentiality,omitempty"`
	Anonymous       bool            `json:"anonymous,omitempty"` // who it is opens with a mutual yes
	Video           string          `json:"video,omitempty"`     // address of a video pitch

	Call *Call `json:"call,omitempty"` // R&D requests only
}

// Call is the call for proposals that an R&D request answers.
type Call struct {
	Programme        string `json:"programme,omitempty"`
	Title            string `json:"title,omitempty"` // with its identifier
	Scheme           string `json:"scheme,omitempty"`
	Budget           string `json:"budget,omitempty"`
	Acronym          string `json:"acronym,omitempty"`
	Coordinator      string `json:"coordinator,omitempty"` // "yes" or "no": whether a coordinator is sought
	InterestDeadline string `json:"interest_deadline,omitempty"`
	Deadline         string `json:"deadline,omitempty"` // days, ISO 8601
	Weeks            int    `json:"weeks,omitempty"`
	Link             string `json:"link,omitempty"`
}

// Opportunity is an offer or a request of an organisation: a profile.
type Opportunity struct {
	ID             string
	Reference      string // type + country + day + number, unique: "TOBY20261125001"
	Type           OpportunityType
	OrganisationID string    // whose it is: the client
	CentreID       string    // the transfer centre responsible for it, or ""
	ViaCentre      bool      // interest goes to the centre, not to the client
	PersonID       string    // whom to meet about it
	AuthorID       string    // who drafted it: may not review it
	Language       i18n.Lang // of the original
	Content
	State      State
	Open       bool     // for interest, apart from being published
	Shown      *Content // what the public sees while the content is revised
	Revision   int      // counts changes of the content
	Published  time.Time
	ValidUntil time.Time
	Created    time.Time
	Updated    time.Time
}

// Visible tells whether the profile is published, itself or in its last
// published form.
func (p *Opportunity) Visible() bool { return p.State == Published || p.Shown != nil }

// Public returns the content that readers see.
func (p *Opportunity) Public() Content {
	if p.Shown != nil {
		return *p.Shown
	}
	return p.Content
}
