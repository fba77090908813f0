package web

import (
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Terms names values of a vocabulary; what it does not know stays as it is.
func Terms(l i18n.Lang, s *vocabulary.Scheme, codes []string) (out []string) {
	for _, c := range codes {
		out = append(out, s.Term(c).In(l))
	}
	return out
}

// Term names one value, "" for none.
func Term(l i18n.Lang, s *vocabulary.Scheme, code string) string {
	if code == "" {
		return ""
	}
	return s.Term(code).In(l)
}

// AreaNames names areas of science and technology.
func AreaNames(l i18n.Lang, areas []catalogue.Area) (out []string) {
	for _, a := range areas {
		out = append(out, l.T("area."+string(a)))
	}
	return out
}

// PlaceNames names countries and regions by their ISO 3166 codes.
func PlaceNames(l i18n.Lang, codes []string) (out []string) {
	for _, c := range codes {
		if strings.Contains(c, "-") {
			out = append(out, vocabulary.Region(c).In(l))
		} else {
			out = append(out, CountryName(l, c))
		}
	}
	return out
}

// GoalNames names sustainable development goals with their numbers.
func GoalNames(l i18n.Lang, goals []string) (out []string) {
	for _, g := range goals {
		if g == "none" {
			out = append(out, l.T("profile.sdg_none"))
			continue
		}
		out = append(out, g+". "+vocabulary.SDG.Term(g).In(l))
	}
	return out
}

// classes are the classifications of a profile, with the names by which they
// are known.
var classes = []struct {
	name   string
	scheme *vocabulary.Scheme
	of     func(*catalogue.Content) []string
}{
	{"FORD", vocabulary.FORD, func(c *catalogue.Content) []string { return c.FORD }},
	{"ГРНТИ", vocabulary.GRNTI, func(c *catalogue.Content) []string { return c.GRNTI }},
	{"IPC", vocabulary.IPC, func(c *catalogue.Content) []string { return c.IPC }},
}

// ClassNames names the classes of a profile, each with its classification and
// code: "FORD 2.2 Electrical engineering".
func ClassNames(l i18n.Lang, c *catalogue.Content) (out []string) {
	for _, k := range classes {
		for _, code := range k.of(c) {
			line := k.name + " " + code
			if t, ok := k.scheme.Nearest(code); ok {
				line += " " + t.In(l)
			}
			out = append(out, line)
		}
	}
	return out
}

// StageName names the stage of development that a readiness level means.
func StageName(l i18n.Lang, trl int) string {
	return Term(l, vocabulary.Stages, vocabulary.StageOf(trl))
}

// Price says the price of a profile: the model, and the amount where it is
// fixed.
func Price(l i18n.Lang, c *catalogue.Content) string {
	words := Term(l, vocabulary.PriceModels, c.PriceModel)
	if c.PriceAmount == "" {
		return words
	}
	amount := strings.TrimSpace(c.PriceAmount + " " + c.PriceCurrency)
	if words == "" {
		return amount
	}
	return words + ": " + amount
}

// CallLines says the call that an R&D request answers, a fact a line.
func CallLines(l i18n.Lang, c *catalogue.Call) (out []string) {
	if c == nil {
		return nil
	}
	add := func(key, value string) {
		if value != "" {
			out = append(out, l.T(key)+": "+value)
		}
	}
	add("profile.call_programme", c.Programme)
	add("profile.call_title", c.Title)
	add("profile.call_scheme", c.Scheme)
	add("profile.call_budget", c.Budget)
	add("profile.call_acronym", c.Acronym)
	switch c.Coordinator {
	case "yes":
		add("profile.call_coordinator", l.T("profile.yes"))
	case "no":
		add("profile.call_coordinator", l.T("profile.no"))
	}
	add("profile.call_interest_deadline", dayIn(l, c.InterestDeadline))
	add("profile.call_deadline", dayIn(l, c.Deadline))
	if c.Weeks > 0 {
		add("profile.call_weeks", l.Number(c.Weeks))
	}
	return out
}

// dayIn writes a stored day in words; what is none stays as it is.
func dayIn(l i18n.Lang, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return l.Date(t)
}
