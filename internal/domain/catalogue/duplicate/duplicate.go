// Package duplicate finds organisations that are the same body though their
// names are written in different languages and scripts. Exact keys decide
// alone; else names are compared word by word: words that name kinds and fields
// of work through a lexicon of Russian, Belarusian, English and Chinese, other
// words by their sound. A match says by its parts why it was found.
package duplicate

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Organisation is what is known of a body. Every field but the country may be
// empty.
type Organisation struct {
	ID       string // for the caller
	Names    []string
	Country  string   // ISO 3166-1
	Region   string   // ISO 3166-2
	Cities   []string // the city's names in any languages
	ROR      string
	National string // УНП in Belarus, 统一社会信用代码 in China, ИНН in Russia
	Website  string
}

// Reason is a part of the evidence.
type Reason string

// The parts of the evidence. A and B of the part hold what was compared.
const (
	SameROR       Reason = "same_ror"
	SameNational  Reason = "same_national"
	OtherROR      Reason = "other_ror"      // two bodies in the registry: no match
	OtherNational Reason = "other_national" // two legal entities
	SameWebsite   Reason = "same_website"
	SameName      Reason = "same_name"    // but for case, punctuation, legal form
	SimilarName   Reason = "similar_name" // Share says how much of both agrees
	SameCity      Reason = "same_city"
	SameRegion    Reason = "same_region"
	OtherRegion   Reason = "other_region"
)

// Part is one part of the evidence, with what it adds to the score.
type Part struct {
	Reason Reason
	A, B   string
	Share  float64 // of a name, 0 to 1
	Adds   float64 // to the score; below 0 for what speaks against
}

// Match is how likely two organisations are one.
type Match struct {
	A, B  string  // their IDs
	Score float64 // 0 to 1
	Parts []Part
}

// Threshold is the score from which two organisations are to be shown to a
// person as probably one. TestRegistry measures what it finds and what it
// takes for the same wrongly.
const Threshold = 0.75

// Candidates is how many organisations to compare with, those that share most
// keys; more find hardly more.
const Candidates = 50

// Signature is an organisation made ready for comparing.
type Signature struct {
	o        Organisation
	names    []name
	national string
	host     string
	places   map[string]bool // the words of the city and region

	placeSkeletons map[string]bool
}

// Sign makes an organisation ready for comparing. It costs far more than a
// comparison: do it once.
func Sign(o Organisation) *Signature {
	s := &Signature{o: o, host: Host(o.Website), places: map[string]bool{}, placeSkeletons: map[string]bool{}}
	s.national, _ = National(o.Country, o.National)
	for _, n := range o.Names {
		if parsed := parse(n, o.Country); len(parsed.words) > 0 || parsed.plain != "" {
			s.names = append(s.names, parsed)
		}
	}
	for _, c := range o.Cities {
		for _, w := range parse(c, o.Country).words {
			s.place(w.key)
		}
	}
	for _, key := range wordsOfRegion(o.Region) {
		s.place(key)
	}
	return s
}

func (s *Signature) place(key string) {
	s.places[key] = true
	if key[0] == '~' {
		s.placeSkeletons["~"+skeleton(key[1:])] = true
	}
}

// Find compares an organisation with candidates, which Keys help to choose, and
// returns those at or above the threshold, the likeliest first.
func Find(o Organisation, candidates []Organisation) (out []Match) {
	s := Sign(o)
	for _, c := range candidates {
		if m := Compare(s, Sign(c)); m.Score >= Threshold {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// The weights, tuned on records of the registry of research organisations with
// one language hidden on each side.
const (
	nameWeight    = 0.90 // of the share of the names that agrees
	cityWeight    = 0.10
	regionWeight  = 0.05
	otherRegion   = -0.15
	websiteWeight = 0.60 // of what is missing to 1
)

// Compare tells how likely two organisations are one.
func Compare(a, b *Signature) Match {
	m := Match{A: a.o.ID, B: b.o.ID}
	add := func(r Reason, x, y string, share, adds float64) {
		m.Parts = append(m.Parts, Part{r, x, y, share, adds})
		m.Score += adds
	}
	settle := func(r Reason, x, y string, score float64) Match {
		m.Parts, m.Score = []Part{{r, x, y, 0, score}}, score
		return m
	}
	switch {
	case a.o.ROR != "" && a.o.ROR == b.o.ROR:
		return settle(SameROR, a.o.ROR, b.o.ROR, 1)
	case a.national != "" && a.national == b.national && a.o.Country == b.o.Country:
		return settle(SameNational, a.national, b.national, 1)
	case a.o.ROR != "" && b.o.ROR != "":
		return settle(OtherROR, a.o.ROR, b.o.ROR, 0)
	case a.national != "" && b.national != "" && a.o.Country == b.o.Country:
		return settle(OtherNational, a.national, b.national, 0)
	case a.o.Country != b.o.Country:
		return m
	}
	share, x, y := similar(a, b)
	reason := SimilarName
	if share == 1 {
		reason = SameName
	}
	add(reason, x, y, share, share*nameWeight)
	if share > 0.5 { // a place supports a name, it does not replace one
		switch {
		case sharedCity(a, b) != "":
			add(SameCity, sharedCity(a, b), "", 0, cityWeight)
		case a.o.Region != "" && a.o.Region == b.o.Region:
			add(SameRegion, a.o.Region, b.o.Region, 0, regionWeight)
		case a.o.Region != "" && b.o.Region != "":
			add(OtherRegion, a.o.Region, b.o.Region, 0, otherRegion)
		}
	}
	if a.host != "" && a.host == b.host {
		add(SameWebsite, a.host, b.host, 0, (1-m.Score)*websiteWeight)
	}
	m.Score = min(max(m.Score, 0), 1)
	return m
}

func sharedCity(a, b *Signature) string {
	for _, x := range a.o.Cities {
		for _, y := range b.o.Cities {
			if fold(x) == fold(y) && fold(x) != "" {
				return x
			}
		}
	}
	return ""
}

// Host returns the host of a web address without www, in lower case, "" where
// the address has none. Addresses below a path are of a guest on another's
// site and give none either.
func Host(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !strings.Contains(u.Host, ".") {
		return ""
	}
	if p := strings.Trim(u.Path, "/"); len(p) > 3 && !strings.HasPrefix(p, "index.") { // "/en" and "/ru/" are the same site
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
