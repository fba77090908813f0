package search

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
)

// Cards reads what lists show of the hits, in one query and in their order. One
// that has gone since the search is left out.
func Cards(ctx context.Context, q db.Querier, hits []Hit) ([]string, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	var marks strings.Builder
	args := make([]any, len(hits))
	for i, h := range hits {
		if i > 0 {
			marks.WriteString(", ")
		}
		marks.WriteString("$" + strconv.Itoa(i+1))
		args[i] = h.ID
	}
	rows, err := q.Query(ctx, `SELECT id, card FROM search_document WHERE id IN (`+marks.String()+`) AND removed = FALSE`, args...)
	if err != nil {
		return nil, fmt.Errorf("search: cards: %w", err)
	}
	defer rows.Close()
	cards, there := make([]string, len(hits)), make([]bool, len(hits))
	var id, card string
	for rows.Next() {
		if err := rows.Scan(&id, &card); err != nil {
			return nil, err
		}
		at := slices.IndexFunc(hits, func(h Hit) bool { return h.ID == id })
		cards[at], there[at] = card, true
	}
	out := cards[:0]
	for i, c := range cards {
		if there[i] {
			out = append(out, c)
		}
	}
	return out, rows.Err()
}
