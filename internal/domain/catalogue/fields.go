package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Need says whether a type of profile needs a field.
type Need byte

// The needs.
const (
	Unused Need = iota
	Optional
	Mandatory
)

// Field is one field of a profile.
type Field struct {
	Name string // of the form field; its label is "profile.NAME"
	Max  int    // characters of a text, or number of values; 0 is no limit
	Text func(*Content) *i18n.Text
	List func(*Content) []string
	// Values are the controlled values of a list or choice, nil where free.
	Values func(OpportunityType) []string
	Code   func(string) bool // whether a code of a classification is known, nil where free
	set    func(*Content, []string)
	need   map[OpportunityType]Need // those not named are Optional
}

// Need says whether the type needs the field.
func (f Field) Need(t OpportunityType) Need {
	if n, ok := f.need[t]; ok {
		return n
	}
	return Optional
}

func needs(to, tr, bo, br, rdr Need) map[OpportunityType]Need {
	return map[OpportunityType]Need{TechnologyOffer: to, TechnologyRequest: tr, BusinessOffer: bo, BusinessRequest: br, ResearchRequest: rdr}
}

var everyType = needs(Mandatory, Mandatory, Mandatory, Mandatory, Mandatory)

// Fields lists the fields of a profile in the order of its form, after the
// partnering profiles of the Enterprise Europe Network (quality guidelines 1.2)
// with fields of our own. Choices that are one value or a number (TRL, IPR,
// price, export control, call) are checked in check.go.
var Fields = []Field{
	{Name: "title", Max: 256, Text: func(c *Content) *i18n.Text { return &c.Title }, need: everyType},
	{Name: "summary", Max: 500, Text: func(c *Content) *i18n.Text { return &c.Summary }, need: everyType},
	{Name: "description", Max: 4000, Text: func(c *Content) *i18n.Text { return &c.Description }, need: everyType},
	{Name: "advantages", Max: 2000, Text: func(c *Content) *i18n.Text { return &c.Advantages }, need: needs(Mandatory, Optional, Mandatory, Optional, Unused)},
	{Name: "specification", Max: 2000, Text: func(c *Content) *i18n.Text { return &c.Specification }, need: needs(Unused, Mandatory, Unused, Mandatory, Unused)},
	{Name: "stage_note", Max: 1000, Text: func(c *Content) *i18n.Text { return &c.StageNote }, need: needs(Optional, Optional, Optional, Optional, Unused)},
	{Name: "ipr_note", Max: 1000, Text: func(c *Content) *i18n.Text { return &c.IPRNote }, need: needs(Optional, Optional, Optional, Optional, Unused)},
	{Name: "partner_role", Max: 4000, Text: func(c *Content) *i18n.Text { return &c.PartnerRole }, need: everyType},
	{Name: "price_note", Max: 500, Text: func(c *Content) *i18n.Text { return &c.PriceNote }},
	{Name: "partners", Max: len(PartnerTypes), List: func(c *Content) []string { return c.Partners }, set: func(c *Content, v []string) { c.Partners = v }, Values: func(OpportunityType) []string { return PartnerTypes }, need: everyType},
	{Name: "partnerships", List: func(c *Content) []string { return c.Partnerships }, set: func(c *Content, v []string) { c.Partnerships = v }, Values: PartnershipsOf, need: everyType},
	{Name: "sdgs", List: func(c *Content) []string { return c.SDGs }, set: func(c *Content, v []string) { c.SDGs = v }, Values: func(OpportunityType) []string { return SDGs }, need: everyType},
	{Name: "technology_keywords", Max: 5, List: func(c *Content) []string { return c.TechnologyKeywords }, set: func(c *Content, v []string) { c.TechnologyKeywords = v }, need: needs(Mandatory, Mandatory, Optional, Optional, Mandatory)},
	{Name: "market_keywords", Max: 5, List: func(c *Content) []string { return c.MarketKeywords }, set: func(c *Content, v []string) { c.MarketKeywords = v }, need: everyType},
	{Name: "areas", Max: 3, List: func(c *Content) []string { return Codes(c.Areas) }, set: func(c *Content, v []string) { c.Areas = typed[Area](v) }, Values: func(OpportunityType) []string { return areaNames }, need: everyType},
	{Name: "ford", Max: 3, List: func(c *Content) []string { return c.FORD }, set: func(c *Content, v []string) { c.FORD = v }, Code: vocabulary.FORD.Valid},
	{Name: "grnti", Max: 3, List: func(c *Content) []string { return c.GRNTI }, set: func(c *Content, v []string) { c.GRNTI = v }, Code: vocabulary.GRNTI.Valid},
	{Name: "ipc", Max: 5, List: func(c *Content) []string { return c.IPC }, set: func(c *Content, v []string) { c.IPC = v }, Code: patentSymbol},
	{Name: "targets", Max: 20, List: func(c *Content) []string { return c.Targets }, set: func(c *Content, v []string) { c.Targets = v }, Code: place},
}

// FieldNamed returns the field with the name.
func FieldNamed(name string) (Field, bool) {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return Fields[i], true
}

// TextFields lists the fields that are texts, which exist per language.
func TextFields() (out []Field) {
	for _, f := range Fields {
		if f.Text != nil {
			out = append(out, f)
		}
	}
	return out
}

// place tells whether the code is a country's (ISO 3166-1) or a region's (ISO
// 3166-2).
func place(code string) bool {
	return vocabulary.Countries.Valid(code) || vocabulary.Regions.Valid(code)
}

var ipcShape = regexp.MustCompile(`^[A-H](\d\d([A-Z]( ?\d{1,4}/\d{2,6})?)?)?$`)

// patentSymbol tells whether the code is a symbol of the IPC in a class that is
// there: "G02", "G02B", "G02B 3/02".
func patentSymbol(code string) bool {
	_, known := vocabulary.IPC.Nearest(code)
	return known && ipcShape.MatchString(code)
}

// Controlled values of a profile, in the order in which they are offered; their
// names are in the vocabulary.
var (
	IPRs           = vocabulary.IPRStatuses.Codes()
	PartnerTypes   = vocabulary.PartnerKinds.Codes()
	PriceModels    = vocabulary.PriceModels.Codes()
	ExportControls = vocabulary.ExportControl.Codes()
	SDGs           = append(vocabulary.SDG.Codes(), "none")
	areaNames      = Codes(Areas)
)

// PartnershipsOf lists the types of partnership that a type of profile offers.
func PartnershipsOf(t OpportunityType) []string { return vocabulary.PartnershipsOf(string(t)) }

// Codes writes typed codes as texts.
func Codes[T ~string](list []T) (out []string) {
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}

func typed[T ~string](list []string) (out []T) {
	for _, x := range list {
		out = append(out, T(x))
	}
	return out
}

// SetList stores the values of a list field, without empty ones and doubles.
func (c *Content) SetList(f Field, values []string) {
	var clean []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(clean, v) {
			clean = append(clean, v)
		}
	}
	f.set(c, clean)
}

// length counts characters as the form does: code points, line ends as one.
func length(s string) int { return utf8.RuneCountInString(strings.ReplaceAll(s, "\r\n", "\n")) }

// CheckDraft returns what may not even stand in a draft: texts over their limit
// and values that are not known. The form keeps what was typed.
func (p *Opportunity) CheckDraft() (out []fault.Field) {
	for _, f := range Fields {
		switch {
		case f.Text != nil:
			for l, v := range *f.Text(&p.Content) {
				if n := length(v.Text); n > f.Max {
					out = append(out, fault.Field{Name: f.Name, Key: "profile.too_long", Args: []any{"n", n - f.Max, "max", f.Max, "lang", string(l)}})
				}
			}
		default:
			out = append(out, p.checkList(f)...)
		}
	}
	return append(out, p.checkChoices()...)
}

func (p *Opportunity) checkList(f Field) (out []fault.Field) {
	list := f.List(&p.Content)
	if f.Max > 0 && len(list) > f.Max {
		out = append(out, fault.Field{Name: f.Name, Key: "profile.too_many", Args: []any{"n", f.Max}})
	}
	for _, v := range list {
		if f.Values != nil && !slices.Contains(f.Values(p.Type), v) || f.Code != nil && !f.Code(v) || length(v) > 100 {
			out = append(out, fault.Field{Name: f.Name, Key: "profile.unknown_value", Args: []any{"value", v}})
		}
	}
	return out
}

// CheckComplete returns what is missing before the profile can be submitted.
func (p *Opportunity) CheckComplete(now time.Time) (out []fault.Field) {
	for _, f := range Fields {
		if f.Need(p.Type) != Mandatory {
			continue
		}
		var empty bool
		if f.Text != nil {
			empty = (*f.Text(&p.Content))[p.Language].Text == ""
		} else {
			empty = len(f.List(&p.Content)) == 0
		}
		if empty {
			out = append(out, fault.Field{Name: f.Name, Key: "profile.missing"})
		}
	}
	return append(append(out, p.missingChoices()...), p.checkCall(now)...)
}
