package search

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
)

// Result is what a query finds.
type Result struct {
	Total       int
	Hits        []Hit // of the page
	Facets      map[Facet][]Count
	Since       []int // how many were published within each of SinceDays
	Corrections []Correction

	marks *marks
}

// Hit is a document found.
type Hit struct {
	ID    string
	Score float32 // 0 where no words were asked for
}

// Count says how many documents there would be with Value chosen in a facet,
// all other choices as they are. Chosen values are always there.
type Count struct {
	Value  string
	N      int
	Chosen bool
}

// SinceDays are the ages in days that Result.Since counts, ascending.
var SinceDays = []int{7, 30, 90}

// Find searches what is committed; q is for looking whether the index is still
// current and must not be a write transaction.
func (x *Index) Find(ctx context.Context, q db.Querier, query Query) (Result, error) {
	if err := x.Refresh(ctx, q); err != nil {
		return Result{}, err
	}
	now := x.clock.Now()
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := search{memory: x.memory, query: query, now: now}
	s.narrow()
	m := x.scratch.Get().(*match)
	defer x.scratch.Put(m)
	if err := s.words(ctx, m, x.expand); err != nil {
		return Result{}, err
	}
	s.choose()
	s.result.Total = s.all.count()
	s.count()
	s.page(m)
	return s.result, nil
}

// search is one query at work.
type search struct {
	*memory
	query  Query
	now    time.Time
	result Result

	ranked bool // words are asked for
	base   set  // what the asker may find and the words are in
	chosen []choice
	all    set // base, narrowed by every choice
}

// choice is a narrowing that its own counts do without.
type choice struct {
	facet Facet
	set   set
}

// since is the facet of the publication's age.
const since Facet = "since"

// narrow begins with what the asker may find now.
func (s *search) narrow() {
	s.base = s.live.clone()
	s.base.and(s.level[min(s.query.Level, levels-1)])
	now := s.now.UnixMicro()
	ends := s.ends.clone()
	ends.and(s.base)
	ends.each(func(n uint32) {
		if s.until[n] <= now {
			s.base.remove(n)
		}
	})
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

func (s *search) count() {
	s.result.Facets = make(map[Facet][]Count, len(Facets))
	all := newCounter(s.all)
	for _, f := range Facets {
		counter := all
		if o := s.without(f); len(o) > 0 && &o[0] != &s.all[0] {
			counter = newCounter(o)
		}
		c := s.facets[f]
		var counts []Count
		for i, v := range c.values {
			if n, chosen := counter.common(c.sets[i]), s.picked(f, v); n > 0 || chosen {
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
