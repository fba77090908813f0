package search

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/birzha/birzha/solver/lingua"
)

// Order sorts the hits.
type Order string

const (
	Relevance Order = "relevance" // newest where no words are asked for
	Newest    Order = "newest"
	Expiring  Order = "expiring" // soonest first, those without an end last
)

// Query says what to find. The zero Query finds everything that is public.
type Query struct {
	// Words must all be in a document, in any form and any language. Words
	// between quotes must stand together in their order.
	Words string
	// Prefix lets the last word, unless quoted, be the beginning of one, for
	// finding as one types.
	Prefix bool

	Facets map[Facet][]string // any of a facet's values, of every facet named
	TRL    [2]int             // from and to; zeros are open ends
	Since  time.Time          // published then or later
	Level  Level              // who asks
	Order  Order
	Offset int
	Size   int // hits on the page; 0 is 20, 100 at most
}

const (
	defaultSize = 20
	maxSize     = 100
	maxText     = 512 // bytes of Words looked at
	maxWords    = 24
)

// Expander adds words to those asked for, such as translations.
type Expander interface {
	// Expand returns what else may stand for parts of a query's text.
	Expand(ctx context.Context, words string) ([]Expansion, error)
}

// Expansion is a text that may stand for the bytes Start to End of the query's
// words; its own words must be together in their order. Its matches weigh
// Weight, above 0 and up to 1.
type Expansion struct {
	Start, End int
	Text       string
	Weight     float32
}

// part is a piece of a query's text: what is between two quotes, or not.
type part struct {
	tokens []lingua.Token // Start and End are bytes of the whole text
	quoted bool
}

// parse cuts a query's text. No sign but the quotes has a meaning, so no text
// is wrong; a quote without a partner has none.
func parse(text string) (out []part) {
	text = text[:min(len(text), maxText)]
	var ends []int
	for i, r := range text {
		if quote(r) {
			ends = append(ends, i)
		}
	}
	words := 0
	for i, from := 0, 0; i <= len(ends) && words < maxWords; i++ {
		to := len(text)
		if i < len(ends) {
			to = ends[i]
		}
		p := part{quoted: i%2 == 1 && i < len(ends)}
		for _, t := range lingua.Tokens(text[from:to]) {
			if !t.Tail && !lingua.Stop(t.Word) && words < maxWords {
				t.Start, t.End = t.Start+from, t.End+from
				p.tokens = append(p.tokens, t)
				words++
			}
		}
		if len(p.tokens) > 0 {
			out = append(out, p)
		}
		if i < len(ends) {
			_, n := utf8.DecodeRuneInString(text[to:])
			from = to + n
		}
	}
	return out
}

func quote(r rune) bool { return strings.ContainsRune("\"＂«»“”„‟「」『』《》", r) }

// clause is what one part of the query asks for: one word, or a phrase.
type clause struct {
	tokens   []lingua.Token
	optional bool // only ranks higher
}

// clauses lists what must be found of a part, and the whole as what had better
// stand together. A run of two or three Chinese characters is a word or a name;
// a longer one may be several words, so its pairs are looked for one by one.
func (p part) clauses() (out []clause) {
	if p.quoted {
		return []clause{{tokens: p.tokens}}
	}
	for rest := p.tokens; len(rest) > 0; {
		n := run(rest)
		if n < 3 {
			out = append(out, clause{tokens: rest[:n]})
		} else {
			for i := 0; i < n; i += 2 {
				out = append(out, clause{tokens: rest[i : i+1]})
			}
			if n%2 == 0 { // an odd number of characters
				out = append(out, clause{tokens: rest[n-1 : n]})
			}
		}
		rest = rest[n:]
	}
	if len(out) > 1 {
		out = append(out, clause{tokens: p.tokens, optional: true})
	}
	return out
}

// run counts the tokens at the beginning that overlap: those of a run of
// Chinese characters, or one.
func run(tokens []lingua.Token) int {
	n := 1
	for n < len(tokens) && tokens[n].Start < tokens[n-1].End {
		n++
	}
	return n
}
