package catalogue

import (
	"time"

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
	ID           string
	Slug         string // part of its address, unique
	Kind         Kind
	Country      string // ISO 3166-1 alpha-2
	Region       string // ISO 3166-2, or ""
	City         i18n.Text
	Name         i18n.Text
	Aliases      []string // acronyms and former names, in any language
	Description  i18n.Text
	Areas        []Area
	Website      string
	RORID        string // "https://ror.org/…", or ""
	NationalID   string // УНП, 统一社会信用代码, ИНН …, or ""
	LogoID       string // medium, or ""
	Facts        Facts
	ViaCentre    bool // interest for and from it goes through its centre
	MergedInto   string
	Unconfirmed  bool   // whoever entered it as his own is not known to speak for it yet
	RegisteredBy string // person who entered it as his own, or ""
	Revision     int
	Created      time.Time
	Updated      time.Time
}

// Facts are what partners ask of an organisation beside its name.
type Facts struct {
	Founded      int      `json:"founded,omitempty"`   // year
	Staff        string   `json:"staff,omitempty"`     // size band, see vocabulary
	Turnover     string   `json:"turnover,omitempty"`  // band, see vocabulary
	Languages    []string `json:"languages,omitempty"` // BCP 47, in which it can talk
	Certificates string   `json:"certificates,omitempty"`
	Abroad       bool     `json:"abroad,omitempty"` // has cooperated with other countries
}

// Membership says that an organisation belongs to another.
type Membership string

// The kinds of membership.
const (
	ResidentOf Membership = "resident" // of a park
	PartOf     Membership = "part"     // a sub-park, an institute of an academy
	MemberOf   Membership = "member"   // of an association
	PartnerOf  Membership = "partner"  // park of a park
)

// Memberships lists the kinds in the order in which they are offered.
var Memberships = []Membership{PartOf, ResidentOf, MemberOf, PartnerOf}

// Residency is how far a membership has come.
type Residency string

// The states of a residency.
const (
	Applicant Residency = "applicant"
	Current   Residency = "current"
	Graduated Residency = "graduated"
	Left      Residency = "left"
)

// Residencies lists the states in the order in which they are offered.
var Residencies = []Residency{Applicant, Current, Graduated, Left}

// Relation is one organisation as seen from another.
type Relation struct {
	Organisation
	Kind      Membership
	Status    Residency
	From, To  string // days, ISO 8601, or ""
	Agreement string // number and date of the agreement
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
