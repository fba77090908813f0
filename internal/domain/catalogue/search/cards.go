package search

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
)

// Cards reads what lists show of the hits, in one query and in their order. One
// that has gone since the search is left out.
func Cards[T any](ctx context.Context, q db.Querier, hits []Hit) ([]T, error) {
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
	type card struct {
		at    int
		value T
	}
	cards := make([]card, 0, len(hits))
	var id, text string
	for rows.Next() {
		if err := rows.Scan(&id, &text); err != nil {
			return nil, err
		}
		c := card{at: slices.IndexFunc(hits, func(h Hit) bool { return h.ID == id })}
		if err := json.Unmarshal([]byte(text), &c.value); err != nil {
			return nil, fmt.Errorf("search: card of %s: %w", id, err)
		}
		cards = append(cards, c)
	}
	slices.SortFunc(cards, func(a, b card) int { return a.at - b.at })
	out := make([]T, len(cards))
	for i, c := range cards {
		out[i] = c.value
	}
	return out, rows.Err()
}
