package vocabulary

import "slices"

// stageTRL gives each stage of development its technology readiness levels of
// ISO 16290, as profiles that know only the stage are to be read. Level 4, a
// component validated in the laboratory, is on both sides of a border; StageOf
// counts it as tested.
var stageTRL = map[string][2]int{"concept": {1, 2}, "development": {3, 4}, "lab_tested": {4, 5}, "demonstration": {6, 8}, "market": {9, 9}}

// StageOf returns the stage of development of a technology readiness level
// from 1 to 9, "" for other numbers.
func StageOf(trl int) string {
	switch {
	case trl < 1 || trl > 9:
		return ""
	case trl <= 2:
		return "concept"
	case trl == 3:
		return "development"
	case trl <= 5:
		return "lab_tested"
	case trl <= 8:
		return "demonstration"
	}
	return "market"
}

// TRLs returns the lowest and highest readiness level that a stage may mean; 0
// and 0 for what is no stage.
func TRLs(stage string) (low, high int) { r := stageTRL[stage]; return r[0], r[1] }

var partnershipsOf = map[string][]string{
	"TO":  {"investment", "commercial_assistance", "research"},
	"TR":  {"investment", "commercial_assistance", "research"},
	"BO":  {"commercial", "investment", "outsourcing", "supplier"},
	"BR":  {"commercial", "investment", "outsourcing", "supplier"},
	"RDR": {"research"},
}

// PartnershipsOf lists the kinds of partnership that a profile of the type may
// name, by their codes in Partnerships.
func PartnershipsOf(profileType string) []string { return slices.Clone(partnershipsOf[profileType]) }
