package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
)

// Filter chooses records. An empty field chooses all; who may see which side
// is the caller's to decide.
type Filter struct {
	EventID    string
	Side       string
	Joint      bool // with Side: also what concerns all sides, which bears no side
	ActorID    string
	Action     string // exact, or a prefix that ends with "."
	ObjectKind string
	ObjectID   string
	From, To   time.Time // From <= At < To
	OldFirst   bool
	Offset     int
	Limit      int // 0 is 50
}

// List returns one page of the log, the newest first, and how many records the
// filter chooses in all.
func List(ctx context.Context, q db.Querier, f Filter) (list []Sealed, total int, err error) {
	defer fault.Wrap(&err, "audit: list")
	where, args := f.where()
	if err := q.QueryRow(ctx, `SELECT count(*) FROM audit `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	order := "DESC"
	if f.OldFirst {
		order = "ASC"
	}
	n := len(args)
	list, err = load(ctx, q, fmt.Sprintf(`%s ORDER BY seq %s LIMIT $%d OFFSET $%d`, where, order, n+1, n+2), append(args, f.Limit, f.Offset)...)
	return list, total, err
}

func (f Filter) where() (string, []any) {
	var terms []string
	var args []any
	add := func(term string, v any) {
		args = append(args, v)
		terms = append(terms, fmt.Sprintf(term, len(args)))
	}
	switch {
	case f.Side != "" && f.Joint:
		add("side IN ($%d, '')", f.Side)
	case f.Side != "":
		add("side = $%d", f.Side)
	}
	for _, eq := range []struct{ column, value string }{
		{"event_id", f.EventID}, {"actor_id", f.ActorID}, {"object_kind", f.ObjectKind}, {"object_id", f.ObjectID},
	} {
		if eq.value != "" {
			add(eq.column+" = $%d", eq.value)
		}
	}
	if strings.HasSuffix(f.Action, ".") {
		add("action >= $%d", f.Action)
		add("action < $%d", strings.TrimSuffix(f.Action, ".")+"/") // '/' follows '.'
	} else if f.Action != "" {
		add("action = $%d", f.Action)
	}
	if !f.From.IsZero() {
		add("at >= $%d", db.Micros(f.From))
	}
	if !f.To.IsZero() {
		add("at < $%d", db.Micros(f.To))
	}
	if len(terms) == 0 {
		return "", nil
	}
	return "WHERE " + strings.Join(terms, " AND "), args
}

func load(ctx context.Context, q db.Querier, rest string, args ...any) (list []Sealed, err error) {
	rows, err := q.Query(ctx, `SELECT seq, at, actor_id, action, object_kind, object_id, event_id, side, detail, prev_hash, hash FROM audit `+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Sealed
		var at int64
		if err := rows.Scan(&s.Seq, &at, &s.ActorID, &s.Action, &s.ObjectKind, &s.ObjectID, &s.EventID, &s.Side, &s.raw, &s.PrevHash, &s.Hash); err != nil {
			return nil, err
		}
		s.At = db.Time(at)
		if json.Unmarshal([]byte(s.raw), &s.Detail) != nil { // altered: for Verify to say
			s.Detail = nil
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
