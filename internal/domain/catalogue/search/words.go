package search

import (
	"context"

	"github.com/birzha/birzha/solver/lingua"
)

// words narrows base to the documents that have what is asked for in words.
func (s *search) words(ctx context.Context, m *match, e Expander) error {
	parts := parse(s.query.Words)
	if len(parts) == 0 {
		return nil
	}
	var more []Expansion
	if e != nil {
		var err error
		if more, err = e.Expand(ctx, s.query.Words); err != nil {
			return err
		}
	}
	var demands []demand
	for i, p := range parts {
		half := s.query.Prefix && i == len(parts)-1 && !p.quoted // its last word may be
		s.correct(p, half, more)
		for _, c := range p.clauses() {
			prefix := half && c.tokens[len(c.tokens)-1] == p.tokens[len(p.tokens)-1]
			d := demand{ways: []way{s.look(c, prefix)}, optional: c.optional}
			if !c.optional {
				d.ways = append(d.ways, s.expanded(c, more)...)
			}
			d.docs = s.estimate(d.ways)
			demands = append(demands, d)
		}
	}
	m.run(s.memory, demands)
	s.base.and(m.found)
	s.ranked = true
	s.result.marks = newMarks(s.memory, demands)
	return nil
}

// expanded lists the ways that an Expander knows to fulfil a clause.
func (s *search) expanded(c clause, more []Expansion) (out []way) {
	for _, e := range more {
		if e.Start > c.tokens[0].Start || e.End < c.tokens[len(c.tokens)-1].End {
			continue
		}
		var tokens []lingua.Token
		for _, t := range lingua.Tokens(e.Text) {
			if !t.Tail && !lingua.Stop(t.Word) {
				tokens = append(tokens, t)
			}
		}
		if len(tokens) > 0 {
			w := s.look(clause{tokens: tokens}, false)
			w.weight = e.Weight
			out = append(out, w)
		}
	}
	return out
}
