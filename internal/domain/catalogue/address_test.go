package catalogue_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

func TestQueryOf(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		address string
		want    func(q search.Query) any
		is      any
	}{
		{"", func(q search.Query) any { return q.Facets[search.Kind] }, "[TO TR BO BR RDR]"},
		{"kind=offer", func(q search.Query) any { return q.Facets[search.Kind] }, "[TO BO]"},
		{"kind=request&type=TR&type=TO", func(q search.Query) any { return q.Facets[search.Kind] }, "[TR]"},
		{"kind=organisation", func(q search.Query) any { return q.Facets[search.Kind] }, "[organisation park]"},
		{"kind=park&type=TO", func(q search.Query) any { return q.Facets[search.Kind] }, "[park]"},
		{"kind=nonsense", func(q search.Query) any { return q.Facets[search.Kind] }, "[TO TR BO BR RDR]"},
		{"q=+laser+", func(q search.Query) any { return q.Words }, "laser"},
		{"ford=2&ford=1&ford=2.5", func(q search.Query) any { return q.Facets[search.FORD] }, "[1 2.5]"},
		{"trl_from=4&trl_to=7", func(q search.Query) any { return q.TRL }, "[4 7]"},
		{"trl_from=0&trl_to=12", func(q search.Query) any { return q.TRL }, "[0 0]"},
		{"since=7", func(q search.Query) any { return q.Since.Format(time.DateOnly) }, "2026-11-18"},
		{"since=2026-10-02", func(q search.Query) any { return q.Since.Format(time.DateOnly) }, "2026-10-02"},
		{"since=-3", func(q search.Query) any { return q.Since.IsZero() }, "true"},
		{"page=3", func(q search.Query) any { return q.Offset }, "40"},
		{"page=-1", func(q search.Query) any { return q.Offset }, "0"},
		{"page=99999999999", func(q search.Query) any { return q.Offset >= 0 }, "true"},
		{"country=BY&country=CN&region=BY-MI", func(q search.Query) any { return fmt.Sprint(q.Facets[search.Country], q.Facets[search.Region]) }, "[BY CN] [BY-MI]"},
		{"sort=newest", func(q search.Query) any { return q.Order }, "newest"},
	} {
		v, err := url.ParseQuery(c.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(c.want(catalogue.QueryOf(v, now))); got != c.is {
			t.Errorf("%s: %s, want %s", c.address, got, c.is)
		}
	}
}
