// Package catalogue keeps who can do what and who seeks what: organisations,
// technology parks with their residents, and their offers and requests.
package catalogue

import (
	"github.com/birzha/birzha/internal/base/i18n"
)

// Kind is the kind of an organisation.
type Kind string

// The kinds of organisations.
const (
	Institute      Kind = "institute"
	University     Kind = "university"
	CompanySmall   Kind = "company_small"
	CompanyMedium  Kind = "company_medium"
	CompanyLarge   Kind = "company_large"
	Park           Kind = "park"
	TransferCentre Kind = "transfer_centre"
	Agency         Kind = "agency"
	Chamber        Kind = "chamber"
	Fund           Kind = "fund"
)

// Kinds lists the kinds in the order in which they are offered.
var Kinds = []Kind{Institute, University, CompanySmall, CompanyMedium, CompanyLarge, Park, TransferCentre, Agency, Chamber, Fund}

// Area is a field of science and technology.
type Area string

// The areas of the exchange.
const (
	Medicine      Area = "medicine"
	Information   Area = "information_technology"
	Mechanical    Area = "mechanical_engineering"
	Environment   Area = "environmental_protection"
	Energy        Area = "energy_saving"
	Precision     Area = "precision_engineering"
	Microelectron Area = "microelectronics"
	Materials     Area = "new_materials"
)

// Areas lists the areas in the order in which they are offered.
var Areas = []Area{Medicine, Information, Mechanical, Environment, Energy, Precision, Microelectron, Materials}

// Organisation is an institute, company, park or another body.
type Organisation struct {
	ID          string
	Slug        string // part of its address, unique
	Kind        Kind
	Country     string // ISO 3166-1 alpha-2
	Region      string // ISO 3166-2, or ""
	City        i18n.Text
	Name        i18n.Text
	Description i18n.Text
	Areas       []Area
	Website     string
}

// Membership says that an organisation belongs to another.
type Membership string

// The kinds of membership.
const (
	ResidentOf Membership = "resident" // of a park
	PartOf     Membership = "part"     // a sub-park, an institute of an academy
	MemberOf   Membership = "member"   // of an association
)

// Relation is one organisation as seen from another.
type Relation struct {
	Organisation
	Kind Membership
}

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

// Offers tells whether the type offers something; else it seeks something.
func (t OpportunityType) Offers() bool { return t == TechnologyOffer || t == BusinessOffer }

// Opportunity is an offer or a request of an organisation.
type Opportunity struct {
	ID             string
	Reference      string // type + country + year + number, unique: "TOBY2027-0012"
	Type           OpportunityType
	OrganisationID string
	PersonID       string // whom to meet about it
	Title          i18n.Text
	Summary        i18n.Text
	Description    i18n.Text
	Area           Area
	TRL            int // technology readiness level, 1 to 9 (ISO 16290)
	IPR            string
	Partnerships   []string
	PartnerSought  []string
	Keywords       []string
}

// Named tells whether the organisation bears the name in some language.
func (o *Organisation) Named(name string) bool {
	for _, v := range o.Name {
		if Fold(v.Text) == Fold(name) {
			return true
		}
	}
	return false
}
