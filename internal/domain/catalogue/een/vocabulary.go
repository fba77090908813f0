package een

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// value is a controlled value: our name, the network's words, and older or
// other words for the same.
type value struct {
	name  string
	words string
	older []string
}

// The vocabularies of the Partnering Profile Quality Guidelines 1.2.
var (
	types = []value{
		{"TO", "Technology offer", nil},
		{"TR", "Technology request", nil},
		{"BO", "Business offer", nil},
		{"BR", "Business request", nil},
		{"RDR", "Research & development request", []string{"Research and development request", "R&D request"}},
	}
	statuses = []string{
		"DRAFT", "DRAFT_ACCEPTED", "DRAFT_REJECTED", "CLIENT_VALIDATION_PENDING", "UNDER_REVIEW", "UNDER_VALIDATION",
		"FLAGGED", "ON_HOLD", "REJECTED", "PUBLISHED", "EXPIRED", "ARCHIVED",
	}
	stages = []value{
		{"concept", "Concept stage", []string{"Proposal under development", "Project in negotiations - urgent"}},
		{"development", "Under development", nil},
		{"lab_tested", "Lab tested", []string{"Under development/lab tested"}},
		{"demonstration", "Available for demonstration", []string{"Prototype available for demonstration", "Field tested/evaluated"}},
		{"market", "Already on the market", []string{"Project already started"}},
	}
	rights = []value{
		{"none", "No IPR applied", []string{"No IPR"}},
		{"know_how", "Secret know-how", nil},
		{"applied", "IPR applied but not yet granted", []string{"Patent(s) applied for but not yet granted", "Patent applied for but not yet granted"}},
		{"granted", "IPR granted", []string{"Patents granted", "Patent(s) granted", "Granted patent or patent application essential", "Copyright", "Design rights", "Trade marks", "Exclusive rights"}},
	}
	partners = []value{
		{"sme_10", "SME <=10", []string{"SME <10"}},
		{"sme_49", "SME 11-49", []string{"SME 11-50"}},
		{"sme_249", "SME 50-249", []string{"SME 51-250"}},
		{"large", "Big company", []string{">500", ">500 MNE", "251-500", "MNE 251-500"}},
		{"research", "R&D Institution", nil},
		{"university", "University", nil},
		{"other", "Other", nil},
	}
	partnerships = map[string][]value{
		"T": {
			{"investment", "Investment agreement", []string{"Financial agreement", "Joint venture agreement", "Acquisition agreement"}},
			{"commercial_assistance", "Commercial agreement with technical assistance", []string{"License agreement", "Licence agreement", "Manufacturing agreement"}},
			{"research", "Research & development cooperation agreement", []string{"Technical cooperation agreement", "Research cooperation agreement"}},
		},
		"B": {
			{"commercial", "Commercial agreement", []string{"Commercial agency agreement", "Distribution services agreement", "Franchise agency agreement"}},
			{"investment", "Investment agreement", []string{"Financial agreement", "Joint venture agreement", "Acquisition agreement"}},
			{"outsourcing", "Outsourcing agreement", []string{"Manufacturing agreement", "Subcontracting", "Subcontracting agreement"}},
			{"supplier", "Supplier agreement", []string{"Services agreement"}},
		},
		"R": {{"research", "Research & development cooperation agreement", []string{"Research cooperation agreement"}}},
	}
	sdgs = goals()
	// countries that the Commission writes otherwise than ISO 3166-1 does
	countries = map[string]string{"EL": "GR", "UK": "GB"}
)

// goals are the Sustainable Development Goals as the network lists them.
func goals() (out []value) {
	for i, words := range []string{
		"No poverty", "Zero hunger", "Good health and well-being", "Quality education", "Gender equality", "Clean water and sanitation", "Affordable and clean energy",
		"Decent work and economic growth", "Industry, innovation and infrastructure", "Reduced inequalities", "Sustainable cities and communities",
		"Responsible consumption and production", "Climate action", "Life below water", "Life on land", "Peace, justice and strong institutions", "Partnerships for the goals",
	} {
		n := number(i + 1)
		out = append(out, value{n, "Goal " + n + ": " + words, nil})
	}
	return append(out, value{"none", "Not relevant", nil})
}

var goalNumber = regexp.MustCompile(`^(?i:(?:sdg|goal) ?)?(1[0-7]|[1-9])(?:[^0-9]|$)`)

// goal reads a goal by its number or by its words alone.
func goal(s string) string {
	if m := goalNumber.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	for _, v := range sdgs {
		if _, words, ok := strings.Cut(v.words, ": "); ok && fold(words) == fold(s) {
			return v.name
		}
	}
	return s
}

// partnershipsOf are the types of partnership that a type of profile offers.
func partnershipsOf(kind string) []value {
	if kind == "" {
		return nil
	}
	return partnerships[kind[:1]]
}

// fold makes two spellings of the same words equal.
func fold(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), "&", "and")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '<' || r == '>' {
			return r
		}
		return -1
	}, s)
}

// named finds a value by its name or its words; older tells that an older word
// stood there, whose meaning ours covers only roughly.
func named(list []value, s string) (name string, older, ok bool) {
	for _, v := range list {
		if v.name == s || fold(v.words) == fold(s) {
			return v.name, false, true
		}
	}
	for _, v := range list {
		if slices.ContainsFunc(v.older, func(o string) bool { return fold(o) == fold(s) }) {
			return v.name, true, true
		}
	}
	return "", false, false
}

func allNamed(list []value, words []string) bool {
	for _, w := range words {
		if _, _, ok := named(list, w); !ok {
			return false
		}
	}
	return true
}

// wordsOf says a value as the network does.
func wordsOf(list []value, name string) string {
	for _, v := range list {
		if v.name == name {
			return v.words
		}
	}
	return name
}
