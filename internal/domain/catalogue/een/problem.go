package een

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Rule is what a value breaks.
type Rule string

// The rules.
const (
	Missing    Rule = "missing"     // a mandatory field is empty
	Unused     Rule = "unused"      // the type has no such field
	TooLong    Rule = "too_long"    // more characters than Max
	TooMany    Rule = "too_many"    // more values than Max
	Unknown    Rule = "unknown"     // not a value of the vocabulary
	Replaced   Rule = "replaced"    // an older word, read as Now
	BadDate    Rule = "bad_date"    // not a day
	BadValue   Rule = "bad_value"   // of another kind than the field
	NumberCode Rule = "number_code" // a code given as a number: its leading zeros are lost
	DateOrder  Rule = "date_order"  // interest after the call has closed
	OwnCountry Rule = "own_country" // the client's country among the targets
	Double     Rule = "double"      // the same value twice
)

// Severity tells how a Problem is to be taken.
func (r Rule) Severity() string {
	switch r {
	case Missing, BadDate, BadValue, NumberCode, TooLong:
		return "blocker"
	case Replaced, Double, Unused:
		return "minor"
	}
	return "major"
}

// Problem is one thing wrong with one field.
type Problem struct {
	Field string // as the network's JSON names it
	Rule  Rule
	Value string // that stands there
	Now   string // how it was read
	N     int    // how many there are
	Max   int    // how many there may be
}

// Message is the key and the arguments of the message that says the problem.
func (p Problem) Message() (key string, args []any) {
	return "een." + string(p.Rule), []any{"field", p.Field, "value", p.Value, "now", p.Now, "count", p.N, "max", p.Max}
}

// limits of texts, in characters, and of lists.
const (
	maxTitle, maxSummary, maxLong, maxShort = 256, 500, 4000, 2000
	maxKeywords                             = 5
)

// need says which types need a field and which do not have it.
type need struct {
	field          string
	empty          func(*Profile) bool
	needed, unused []string
}

var every = []string{"TO", "TR", "BO", "BR", "RDR"}

var needs = []need{
	{"title", func(p *Profile) bool { return p.Title == "" }, every, nil},
	{"shortSummary", func(p *Profile) bool { return p.Summary == "" }, every, nil},
	{"description", func(p *Profile) bool { return p.Description == "" }, every, nil},
	{"expectedRoleOfThePartner", func(p *Profile) bool { return p.PartnerRole == "" }, every, nil},
	{"advantagesAndInnovation", func(p *Profile) bool { return p.Advantages == "" }, []string{"TO", "BO"}, []string{"RDR"}},
	{"technicalSpecificationOrExpertiseSought", func(p *Profile) bool { return p.Specification == "" }, []string{"TR", "BR"}, []string{"TO", "BO", "RDR"}},
	{"stageOfDevelopment", func(p *Profile) bool { return p.Stage == "" }, []string{"TO"}, []string{"RDR"}},
	{"iprStatus", func(p *Profile) bool { return p.IPR == "" }, []string{"TO"}, []string{"RDR"}},
	{"sdgKeywords", func(p *Profile) bool { return len(p.SDGs) == 0 }, every, nil},
	{"typesOfPartnership", func(p *Profile) bool { return len(p.Partnerships) == 0 }, every, nil},
	{"typesAndSizes", func(p *Profile) bool { return len(p.Partners) == 0 }, every, nil},
	{"technologyKeywords", func(p *Profile) bool { return len(p.Technology) == 0 }, []string{"TO", "TR", "RDR"}, nil},
	{"marketKeywords", func(p *Profile) bool { return len(p.Market) == 0 }, every, nil},
	{"frameworkProgram", func(p *Profile) bool { return p.Call == nil || p.Call.Programme == "" }, []string{"RDR"}, []string{"TO", "TR", "BO", "BR"}},
	{"callTitleAndIdentifier", func(p *Profile) bool { return p.Call == nil || p.Call.Title == "" }, []string{"RDR"}, nil},
	{"coordinatorRequired", func(p *Profile) bool { return p.Call == nil || p.Call.Coordinator == "" }, []string{"RDR"}, nil},
	{"deadlineForEoI", func(p *Profile) bool { return p.Call == nil || p.Call.InterestDeadline.IsZero() }, []string{"RDR"}, nil},
	{"deadlineOfTheCall", func(p *Profile) bool { return p.Call == nil || p.Call.Deadline.IsZero() }, []string{"RDR"}, nil},
}

// Check lists what breaks the network's rules in a profile (quality guidelines
// 1.2). Of a limited record nothing is asked.
func (p *Profile) Check() (out []Problem) {
	if p.Limited {
		return nil
	}
	if _, _, ok := named(types, p.Type); !ok {
		out = append(out, Problem{Field: "profileType", Rule: Unknown, Value: p.Type})
	}
	for _, n := range needs {
		switch empty := n.empty(p); {
		case empty && slices.Contains(n.needed, p.Type):
			out = append(out, Problem{Field: n.field, Rule: Missing})
		case !empty && slices.Contains(n.unused, p.Type):
			out = append(out, Problem{Field: n.field, Rule: Unused})
		}
	}
	return append(append(out, p.lengths()...), p.orders()...)
}

func (p *Profile) lengths() (out []Problem) {
	for _, t := range []struct {
		field, text string
		max         int
	}{
		{"title", p.Title, maxTitle},
		{"shortSummary", p.Summary, maxSummary},
		{"description", p.Description, maxLong},
		{"expectedRoleOfThePartner", p.PartnerRole, maxLong},
		{"advantagesAndInnovation", p.Advantages, maxShort},
		{"technicalSpecificationOrExpertiseSought", p.Specification, maxShort},
	} {
		if n := utf8.RuneCountInString(t.text); n > t.max {
			out = append(out, Problem{Field: t.field, Rule: TooLong, N: n, Max: t.max})
		}
	}
	if n := len(p.Technology); n > maxKeywords {
		out = append(out, Problem{Field: "technologyKeywords", Rule: TooMany, N: n, Max: maxKeywords})
	}
	if n := len(p.Market); n > maxKeywords {
		out = append(out, Problem{Field: "marketKeywords", Rule: TooMany, N: n, Max: maxKeywords})
	}
	return out
}

func (p *Profile) orders() (out []Problem) {
	if c := p.Call; c != nil && !c.Deadline.IsZero() && !c.InterestDeadline.Before(c.Deadline) && !c.InterestDeadline.IsZero() {
		out = append(out, Problem{Field: "deadlineForEoI", Rule: DateOrder, Value: c.InterestDeadline.Format(time.DateOnly)})
	}
	if p.Country != "" && slices.Contains(p.Targets, p.Country) {
		out = append(out, Problem{Field: "targetedCountries", Rule: OwnCountry, Value: p.Country})
	}
	return out
}

func number(n int) string { return strconv.Itoa(n) }
