package vocabulary

import (
	"slices"
	"strings"
)

// Crosswalk relates the terms of two schemes, many to many. The nearest
// relation stands first.
type Crosswalk struct {
	from, to    *Scheme // to is nil where the other side are areas of the exchange
	there, back map[string][]string
}

// The crosswalks. Areas are the eight of the exchange, by their codes.
var (
	GRNTIToFORD      = crosswalk("grnti_ford", GRNTI, FORD)
	FORDToArea       = crosswalk("ford_area", FORD, nil)
	IPCToArea        = crosswalk("ipc_area", IPC, nil)
	TechnologyToArea = crosswalk("technology_area", TechnologyKeywords, nil)
)

func crosswalk(name string, from, to *Scheme) *Crosswalk {
	b, err := files.ReadFile("data/" + name + ".tsv")
	if err != nil {
		panic(err)
	}
	c := &Crosswalk{from: from, to: to, there: map[string][]string{}, back: map[string][]string{}}
	for line := range strings.Lines(string(b)) {
		code, targets, _ := strings.Cut(strings.TrimSpace(line), "\t")
		c.there[code] = strings.Fields(targets)
		for _, t := range c.there[code] {
			c.back[t] = append(c.back[t], code)
		}
	}
	return c
}

// To returns the terms that correspond to a code; where the code itself has
// none, those of what is broader, or else of all that is below it.
func (c *Crosswalk) To(code string) []string { return follow(c.there, c.from, code) }

// From returns the terms that correspond to a code of the other side, as To.
func (c *Crosswalk) From(code string) []string { return follow(c.back, c.to, code) }

func follow(m map[string][]string, s *Scheme, code string) (out []string) {
	if s == nil {
		return m[code]
	}
	for _, at := range append([]string{code}, s.Parents(code)...) {
		if found := m[at]; found != nil {
			return found
		}
	}
	for _, below := range s.Children(code) {
		for _, t := range m[below.Code] {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}
