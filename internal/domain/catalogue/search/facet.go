package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// column is a facet: for each value the documents that have it.
type column struct {
	number map[string]int
	values []string
	tags   []uint32 // of the values: their numbers among those of all facets
	sets   []set
}

// tag enters a value of a facet for the last document.
func (m *memory) tag(n uint32, f Facet, value string) {
	c := m.facets[f]
	i, ok := c.number[value]
	if !ok {
		i = len(c.values)
		value = strings.Clone(value)
		c.number[value] = i
		c.values = append(c.values, value)
		c.tags = append(c.tags, uint32(m.values))
		c.sets = append(c.sets, nil)
		m.values++
	}
	if !c.sets[i].has(n) {
		c.sets[i].add(n)
		m.tags = append(m.tags, c.tags[i])
	}
}

// tally counts how many of some documents have each value: one by one where
// they are few, else by what their set has in common with the value's.
type tally struct {
	whole set
	byTag []uint32 // nil where they are many
}

// fewShare is the part of all documents up to which going through their tags
// takes less than going through the sets.
const fewShare = 32

func (m *memory) tally(among set) tally {
	if among.count() > len(m.docs)/fewShare {
		return tally{whole: among}
	}
	return tally{byTag: m.few(among)}
}

// few counts by tag.
func (m *memory) few(among set) []uint32 {
	byTag := make([]uint32, m.values)
	among.each(func(n uint32) {
		from := uint32(0)
		if n > 0 {
			from = m.tagsTo[n-1]
		}
		for _, t := range m.tags[from:m.tagsTo[n]] {
			byTag[t]++
		}
	})
	return byTag
}

// of is the count of a facet's i-th value.
func (t tally) of(c *column, i int) (n int) {
	if t.byTag != nil {
		return int(t.byTag[c.tags[i]])
	}
	return c.sets[i].common(t.whole)
}

// choose turns the choices into sets.
func (s *search) choose() {
	s.all = s.base.clone()
	for _, f := range Facets {
		if set, ok := s.choice(f); ok {
			s.chosen = append(s.chosen, choice{f, set})
			s.all.and(set)
		}
	}
	if !s.query.Since.IsZero() {
		set := s.from(s.base, s.query.Since)
		s.chosen = append(s.chosen, choice{since, set})
		s.all.and(set)
	}
}

func (s *search) choice(f Facet) (out set, ok bool) {
	c := s.facets[f]
	for i, v := range c.values {
		if s.picked(f, v) {
			out.or(c.sets[i])
		}
	}
	return out, len(s.query.Facets[f]) > 0 || f == TRL && s.query.TRL != [2]int{}
}

// picked tells whether the query chooses the value.
func (s *search) picked(f Facet, value string) bool {
	if slices.Contains(s.query.Facets[f], value) {
		return true
	}
	if f != TRL || s.query.TRL == [2]int{} {
		return false
	}
	level, err := strconv.Atoi(value)
	from, to := s.query.TRL[0], s.query.TRL[1]
	return err == nil && level >= from && (to == 0 || level <= to)
}

func (s *search) from(among set, at time.Time) set {
	us := at.UnixMicro()
	out := make(set, len(among))
	among.each(func(n uint32) {
		if s.published[n] >= us {
			out.add(n)
		}
	})
	return out
}

// without is base narrowed by every choice but the facet's own.
func (s *search) without(f Facet) set {
	if !slices.ContainsFunc(s.chosen, func(c choice) bool { return c.facet == f }) {
		return s.all
	}
	out := s.base.clone()
	for _, c := range s.chosen {
		if c.facet != f {
			out.and(c.set)
		}
	}
	return out
}

// count fills the result's facets.
func (s *search) count() {
	s.result.Facets = make(map[Facet][]Count, len(Facets))
	all := s.tally(s.all)
	for _, f := range Facets {
		c, tally := s.facets[f], all
		if o := s.without(f); len(o) > 0 && &o[0] != &s.all[0] {
			tally = s.tally(o)
		}
		var counts []Count
		for i, v := range c.values {
			if n, chosen := tally.of(c, i), s.picked(f, v); n > 0 || chosen {
				counts = append(counts, Count{v, n, chosen})
			}
		}
		for _, v := range s.query.Facets[f] {
			if _, known := c.number[v]; !known {
				counts = append(counts, Count{v, 0, true})
			}
		}
		slices.SortFunc(counts, func(a, b Count) int {
			return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value))
		})
		s.result.Facets[f] = counts
	}
	s.result.Since = s.sinceDays()
}

// sinceDays counts by age, with any choice of age lifted.
func (s *search) sinceDays() []int {
	out, among := make([]int, len(SinceDays)), s.without(since)
	now, i := s.now.UnixMicro(), 0
	for _, n := range s.recent {
		for now-s.published[n] > int64(SinceDays[i])*24*time.Hour.Microseconds() {
			if i++; i == len(SinceDays) {
				return out
			}
			out[i] = out[i-1]
		}
		if among.has(n) {
			out[i]++
		}
	}
	for i++; i < len(out); i++ {
		out[i] = out[i-1]
	}
	return out
}
