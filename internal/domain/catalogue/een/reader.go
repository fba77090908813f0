package een

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// reader collects a profile and what is wrong with its values.
type reader struct {
	p        Profile
	problems []Problem
}

func (r *reader) problem(field string, rule Rule, value, now string) {
	r.problems = append(r.problems, Problem{Field: field, Rule: rule, Value: value, Now: now})
}

// done finishes the profile: problems of its values, then those of its rules. A
// field whose value was not understood is not missing besides.
func (r *reader) done() Read {
	for _, p := range r.p.Check() {
		if p.Rule == Missing && slices.ContainsFunc(r.problems, func(q Problem) bool { return q.Field == p.Field && q.Rule != Replaced }) {
			continue
		}
		r.problems = append(r.problems, p)
	}
	return Read{r.p, r.problems}
}

// choose reads a value of a vocabulary; "" where it is not known.
func (r *reader) choose(field, s string, list []value) string {
	if s == "" {
		return ""
	}
	name, older, ok := named(list, s)
	switch {
	case !ok:
		r.problem(field, Unknown, s, "")
	case older:
		r.problem(field, Replaced, s, wordsOf(list, name))
	}
	return name
}

// chooseAll reads values of a vocabulary, each once.
func (r *reader) chooseAll(field string, all []string, list []value) (out []string) {
	for _, s := range all {
		switch name := r.choose(field, s, list); {
		case name == "":
		case slices.Contains(out, name):
			r.problem(field, Double, s, wordsOf(list, name))
		default:
			out = append(out, name)
		}
	}
	return out
}

// goals reads Sustainable Development Goals, however they are written.
func (r *reader) goals(field string, all []string) []string {
	var out []string
	for _, s := range all {
		out = append(out, goal(s))
	}
	return r.chooseAll(field, out, sdgs)
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// country reads a code of ISO 3166-1, or one of the two that the Commission
// writes otherwise.
func (r *reader) country(field, s string) string {
	c := strings.ToUpper(strings.TrimSpace(s))
	if iso, ok := countries[c]; ok {
		c = iso
	}
	if c != "" && !countryCode.MatchString(c) {
		r.problem(field, Unknown, s, "")
		return ""
	}
	return c
}

func (r *reader) countriesOf(field string, all []string) (out []string) {
	for _, s := range all {
		if c := r.country(field, s); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// layouts in which the two services write instants and days.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly, "02/01/2006"}

// date reads an instant or a day, in UTC.
func (r *reader) date(field, s string) time.Time {
	if s == "" || strings.HasPrefix(s, "0001-01-01") { // how the services write none
		return time.Time{}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return t.UTC()
		}
	}
	r.problem(field, BadDate, s, "")
	return time.Time{}
}

// yes reads an answer to a question, as a truth or in words.
func (r *reader) yes(field, s string) string {
	switch strings.ToLower(s) {
	case "":
		return ""
	case "true", "yes", "y":
		return "yes"
	case "false", "no", "n":
		return "no"
	}
	r.problem(field, BadValue, s, "")
	return ""
}

// weeks reads a length of time in weeks, with or without the word.
func (r *reader) weeks(field, s string) (n int) {
	digits := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.ToLower(s)), "weeks"))
	for _, d := range digits {
		if d < '0' || d > '9' || n > 10_000 {
			r.problem(field, BadValue, s, "")
			return 0
		}
		n = n*10 + int(d-'0')
	}
	return n
}
