// Package audit keeps the log of all changes: append-only, each record sealed
// with the hash of the one before it, written in the transaction of the change.
//
// A record tells who did what to which object, on which side of which event. It
// carries no secret and no contact data: it outlives the erasure of a person.
// Whoever can write to the database can also forge a whole chain, so the head
// of the chain is to be kept outside too (printed, mailed) and given to Verify.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
)

// Entry is what a change tells about itself.
type Entry struct {
	At         time.Time // zero is the present
	ActorID    string    // person, or "" for the system itself
	Action     string    // "plan.move"
	ObjectKind string    // "meeting"
	ObjectID   string
	EventID    string         // "" outside events
	Side       string         // country for which the actor acted, or ""
	Detail     map[string]any // what changed, without secrets and contact data
}

// Sealed is an entry in its place in the chain.
type Sealed struct {
	Entry
	Seq      int64 // from 1, without gaps
	PrevHash string
	Hash     string // SHA-256 in hexadecimal, see sum
	raw      string // Detail as stored
}

// Head is the end of the chain: the place and the hash of the last record.
type Head struct {
	Seq  int64
	Hash string
}

// Genesis is the hash before the first record.
var Genesis = strings.Repeat("0", 64)

// String writes a head as "SEQ:HASH", to be kept outside the database.
func (h Head) String() string { return fmt.Sprintf("%d:%s", h.Seq, h.Hash) }

// ParseHead reads what String wrote.
func ParseHead(s string) (h Head, err error) {
	if _, err := fmt.Sscanf(strings.TrimSpace(s), "%d:%64s", &h.Seq, &h.Hash); err != nil || len(h.Hash) != 64 || h.Seq < 0 {
		return Head{}, fmt.Errorf("audit: head %q is not of the form SEQ:HASH with 64 hexadecimal digits", s)
	}
	return h, nil
}

// CurrentHead returns the end of the chain.
func CurrentHead(ctx context.Context, q db.Querier) (h Head, err error) {
	err = q.QueryRow(ctx, `SELECT seq, hash FROM audit_head WHERE id = 1`).Scan(&h.Seq, &h.Hash)
	return h, err
}

// Record appends an entry in the transaction of the change. It locks the head
// of the chain until the commit, so that concurrent writers form one chain;
// call it after the change's own writes.
func Record(ctx context.Context, tx db.Tx, e Entry) (err error) {
	defer fault.Wrap(&err, "audit: record %s", e.Action)
	r := Sealed{Entry: e}
	if r.raw, err = encodeDetail(e.Detail); err != nil {
		return err
	}
	if e.At.IsZero() {
		r.At = clock.System{}.Now()
	}
	row := tx.QueryRow(ctx, `UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash`)
	if err := row.Scan(&r.Seq, &r.PrevHash); err != nil {
		return err
	}
	r.Hash = sum(r)
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE audit_head SET hash = $1 WHERE id = 1`, r.Hash)
	return err
}

// forbidden are names under which a detail would carry what must not be logged.
var forbidden = []string{"password", "token", "secret", "email", "e-mail", "mail", "phone", "passport"}

func encodeDetail(d map[string]any) (string, error) {
	if len(d) == 0 {
		return "{}", nil
	}
	for k := range d {
		if slices.Contains(forbidden, strings.ToLower(k)) {
			return "", fmt.Errorf("the detail %q must not be logged", k)
		}
	}
	b, err := json.Marshal(d) // writes the keys in order
	return string(b), err
}

func insert(ctx context.Context, tx db.Tx, r Sealed) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit (seq, at, actor_id, action, object_kind, object_id, event_id, side, detail, prev_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.Seq, db.Micros(r.At), r.ActorID, r.Action, r.ObjectKind, r.ObjectID, r.EventID, r.Side, r.raw, r.PrevHash, r.Hash)
	return err
}
