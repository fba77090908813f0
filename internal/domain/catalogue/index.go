package catalogue

import (
	"context"

	"github.com/birzha/birzha/internal/base/db"
)

// keepFound keeps the search index and the keys of duplicates as the record of
// an organisation is.
func (s *Store) keepFound(ctx context.Context, tx db.Querier, o *Organisation) error { return nil }

// indexProfile keeps the search index as the published profile is.
func (s *Store) indexProfile(ctx context.Context, tx db.Querier, p Opportunity, o Organisation) error {
	return nil
}
