package search

import (
	"context"
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
	for i, first := range s.endFirst {
		if first > now {
			continue
		}
		for n := uint32(i) << 6; n < uint32(min(i+1<<6, len(s.until))); n++ {
			if s.until[n] != 0 && s.until[n] <= now {
				s.base.remove(n)
			}
		}
	}
}
