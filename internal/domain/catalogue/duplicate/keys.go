package duplicate

import (
	"slices"
	"strings"
)

// maxKeys bounds the keys of one organisation; the longest names have more
// pairs of words than tell anything.
const maxKeys = 60

// Keys returns the keys by which an organisation is stored so that its
// duplicates are found without comparing it with all: two organisations that
// have no key in common are not compared. Exact keys come first; the others are
// pairs of words of a name, one of which at least is more than a kind of body.
func Keys(o Organisation) []string { return Sign(o).Keys() }

// Keys is the function Keys for a signature.
func (s *Signature) Keys() (out []string) {
	add := func(parts ...string) {
		if k := strings.Join(parts, ":"); len(out) < maxKeys && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if s.o.ROR != "" {
		add("ror", s.o.ROR)
	}
	if s.national != "" {
		add("nat", s.o.Country, s.national)
	}
	if s.host != "" {
		add("web", s.host)
	}
	for _, n := range s.names {
		for _, pair := range s.pairs(n.words) {
			add("name", s.o.Country, pair)
		}
	}
	return out
}

// pairs joins the words of a name two by two, where one of the two tells what
// the body is about or how it is called. A word that only this body bears is a
// key of its own; a name of general words gives each of them.
func (s *Signature) pairs(words []word) (out []string) {
	coarse := s.coarse(words)
	tells := func(w word) bool { return w.weight >= weights["place"] }
	for i, a := range coarse {
		if a.key[0] != '=' && a.key[0] != '#' && !s.placeKey(a) {
			out = append(out, a.key)
		}
		for _, b := range coarse[i+1:] {
			if tells(a) || tells(b) {
				out = append(out, min(a.key, b.key)+max(a.key, b.key))
			}
		}
	}
	if len(out) == 0 {
		for _, w := range coarse {
			out = append(out, w.key)
		}
	}
	return out
}

// sorts of bodies that one and the same is called in different languages.
var sorts = map[string]string{
	"=college": "=university", "=institute": "=university", "=academy": "=university", "=school": "=university", "=centre": "=university",
	"=group": "=company", "=factory": "=company", "=clinic": "=hospital",
}

func sort(key string) string {
	if s, ok := sorts[key]; ok {
		return s
	}
	return key
}

// coarse brings words to the form of keys.
func (s *Signature) coarse(words []word) (out []word) {
	for i, w := range words {
		switch w.key[0] {
		case '=':
			w.key = sort(w.key)
		case '~':
			w.key = "~" + skeleton(w.key[1:])
		case '^': // a syllable alone is too common: two that follow each other
			if i+1 >= len(words) || words[i+1].key[0] != '^' {
				continue
			}
			w = word{key: w.key + words[i+1].key, weight: soundWeight}
		}
		if !slices.ContainsFunc(out, func(c word) bool { return c.key == w.key }) {
			out = append(out, w)
		}
	}
	return out
}

// placeKey tells whether a word only repeats the place.
func (s *Signature) placeKey(w word) bool {
	if first, second, ok := strings.Cut(strings.TrimPrefix(w.key, "^"), "^"); ok {
		return s.places["^"+first] && s.places["^"+second]
	}
	return s.places[w.key] || s.placeSkeletons[w.key]
}
