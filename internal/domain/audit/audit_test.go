package audit_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/audit"
)

var at = time.Date(2027, 4, 20, 9, 0, 0, 0, time.UTC)

func record(t *testing.T, d *db.DB, es ...audit.Entry) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
		for _, e := range es {
			if err := audit.Record(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func some(n int) (es []audit.Entry) {
	for i := range n {
		es = append(es, audit.Entry{
			At: at.Add(time.Duration(i) * time.Minute), ActorID: fmt.Sprint("actor", i%3), Action: []string{"plan.move", "plan.sign", "planet.land"}[i%3],
			ObjectKind: "meeting", ObjectID: fmt.Sprint("m", i), EventID: fmt.Sprint("e", i%2), Side: []string{"BY", "CN", ""}[i%3],
			Detail: map[string]any{"from": "09:00", "to": i},
		})
	}
	return es
}

func verify(t testing.TB, d *db.DB, anchors ...audit.Head) audit.Report {
	t.Helper()
	r, err := audit.Verify(context.Background(), d, anchors...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func head(t testing.TB, d *db.DB) audit.Head {
	t.Helper()
	h, err := audit.CurrentHead(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestChain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if r := verify(t, d); r.Flaw != "" || r.Head != (audit.Head{Hash: audit.Genesis}) {
			t.Errorf("empty chain: %v", r)
		}
		record(t, d, some(1203)...)
		r := verify(t, d)
		if r.Flaw != "" || r.Checked != 1203 || r.Head != head(t, d) {
			t.Errorf("chain: %v", r)
		}
		back, err := audit.ParseHead(r.Head.String())
		if err != nil || back != r.Head {
			t.Errorf("ParseHead(%s) = %v, %v", r.Head, back, err)
		}
	})
}

// The encoding is part of the format: a chain written today must verify for
// ever. The hash was computed by an independent program.
func TestHashIsStable(t *testing.T) {
	d := dbtest.SQLite(t)
	record(t, d, audit.Entry{At: at, ActorID: "a", Action: "plan.move", ObjectKind: "meeting", ObjectID: "m", EventID: "e", Side: "BY", Detail: map[string]any{"to": "Зал 1", "n": 2}})
	const want = "312d06d8a900c8cb634248a2890cb88ef8e3a08b65fb557432afbfeb76bc4d7c"
	if h := head(t, d); h.Hash != want {
		t.Errorf("hash %s, want %s", h.Hash, want)
	}
}

func TestConcurrentWritersMakeOneChain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 10 {
					err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
						e := some(1)[0]
						e.ActorID = fmt.Sprint("writer", w)
						if err := audit.Record(ctx, tx, e); err != nil {
							return err
						}
						if i%5 == 4 {
							return errors.New("changed my mind")
						}
						return nil
					})
					if (err != nil) != (i%5 == 4) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if r := verify(t, d); r.Flaw != "" || r.Checked != 64 {
			t.Errorf("after concurrent writes: %v", r)
		}
	})
}

// tampering is one way to falsify a log of n records by plain SQL.
func tampering(r *rapid.T, n int) (name string, sql []string) {
	i := rapid.IntRange(1, n).Draw(r, "i")
	j := rapid.IntRange(1, n).Filter(func(j int) bool { return j != i }).Draw(r, "j")
	switch name = rapid.SampledFrom([]string{"edit", "delete", "swap", "cut", "cut with head", "insert", "extend"}).Draw(r, "how"); name {
	case "edit":
		c := rapid.SampledFrom([]string{"actor_id", "action", "object_kind", "object_id", "event_id", "side", "detail", "prev_hash", "hash"}).Draw(r, "column")
		return name + " " + c, []string{fmt.Sprintf(`UPDATE audit SET %s = %s || 'x' WHERE seq = %d`, c, c, i)}
	case "delete":
		return name, []string{fmt.Sprintf(`DELETE FROM audit WHERE seq = %d`, i)}
	case "swap":
		return name, []string{
			fmt.Sprintf(`UPDATE audit SET seq = -1 WHERE seq = %d`, i),
			fmt.Sprintf(`UPDATE audit SET seq = %d WHERE seq = %d`, i, j),
			fmt.Sprintf(`UPDATE audit SET seq = %d WHERE seq = -1`, j),
		}
	case "cut":
		return name, []string{fmt.Sprintf(`DELETE FROM audit WHERE seq >= %d`, i)}
	case "cut with head": // seen only by the head kept outside
		i = max(i, 2)
		return name, []string{
			fmt.Sprintf(`DELETE FROM audit WHERE seq >= %d`, i),
			fmt.Sprintf(`UPDATE audit_head SET seq = %d, hash = (SELECT hash FROM audit WHERE seq = %d)`, i-1, i-1),
		}
	case "insert":
		return name, []string{
			fmt.Sprintf(`UPDATE audit SET seq = -seq WHERE seq >= %d`, i),
			`UPDATE audit SET seq = 1 - seq WHERE seq < 0`,
			fmt.Sprintf(`INSERT INTO audit SELECT %d, at, actor_id, action, object_kind, object_id, event_id, side, detail, prev_hash, hash FROM audit WHERE seq = %d`, i, i+1),
		}
	default: // "extend": a record past the head
		return name, []string{fmt.Sprintf(`INSERT INTO audit SELECT %d, at, actor_id, action, object_kind, object_id, event_id, side, detail, prev_hash, hash FROM audit WHERE seq = %d`, n+1, n)}
	}
}

var errUndo = errors.New("undo")

// Every falsification is found, judged against a head that was kept outside.
func TestTamperingIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const n = 12
		record(t, d, some(n)...)
		anchor := head(t, d)
		rapid.Check(t, func(r *rapid.T) {
			name, sqls := tampering(r, n)
			err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
				for _, s := range sqls {
					if _, err := tx.Exec(ctx, s); err != nil {
						return fmt.Errorf("%s: %w", s, err)
					}
				}
				rep, err := audit.Verify(ctx, tx, anchor)
				if err != nil {
					return err
				}
				if rep.Flaw == "" {
					return fmt.Errorf("%s was not found: %v", name, rep)
				}
				if rep.Checked != rep.At-1 {
					return fmt.Errorf("%s: broken at %d after %d sound ones", name, rep.At, rep.Checked)
				}
				return errUndo
			})
			if !errors.Is(err, errUndo) {
				r.Fatal(err)
			}
		})
		if rep := verify(t, d, anchor); rep.Flaw != "" {
			t.Errorf("untouched: %v", rep)
		}
	})
}

// A rewritten history is sound in itself; a head kept outside gives it away.
func TestRewritingNeedsAnchor(t *testing.T) {
	honest, forged := dbtest.SQLite(t), dbtest.SQLite(t)
	es := some(6)
	record(t, honest, es...)
	anchor := head(t, honest)
	es[3].ActorID = "somebody else"
	record(t, forged, es...)
	if r := verify(t, forged); r.Flaw != "" {
		t.Fatalf("forged chain: %v", r)
	}
	if r := verify(t, forged, anchor); r.Flaw != audit.Unhooked || r.At != 6 {
		t.Errorf("forged chain against the anchor: %v", r)
	}
	record(t, forged, some(3)...)
	if r := verify(t, forged, anchor); r.Flaw != audit.Unhooked || r.At != 6 || r.Checked != 5 {
		t.Errorf("longer forged chain against the anchor: %v", r)
	}
	record(t, honest, some(3)...)
	if r := verify(t, honest, anchor); r.Flaw != "" || r.Checked != 9 {
		t.Errorf("longer chain against an old anchor: %v", r)
	}
}

func TestDetailsThatMustNotBeLogged(t *testing.T) {
	d := dbtest.SQLite(t)
	for _, k := range []string{"password", "Email", "token", "phone"} {
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return audit.Record(ctx, tx, audit.Entry{Action: "x", Detail: map[string]any{k: "v"}})
		})
		if err == nil {
			t.Errorf("detail %q was logged", k)
		}
	}
}

func TestList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		record(t, d, some(60)...)
		for _, c := range []struct {
			name  string
			f     audit.Filter
			total int
			first int64
		}{
			{"all", audit.Filter{}, 60, 60},
			{"old first", audit.Filter{OldFirst: true}, 60, 1},
			{"page", audit.Filter{Offset: 55}, 60, 5},
			{"event", audit.Filter{EventID: "e1"}, 30, 60},
			{"side", audit.Filter{Side: "CN"}, 20, 59},
			{"actor", audit.Filter{ActorID: "actor0"}, 20, 58},
			{"object", audit.Filter{ObjectKind: "meeting", ObjectID: "m7"}, 1, 8},
			{"action", audit.Filter{Action: "plan.sign"}, 20, 59},
			{"area", audit.Filter{Action: "plan."}, 40, 59},
			{"time", audit.Filter{From: at.Add(10 * time.Minute), To: at.Add(20 * time.Minute)}, 10, 20},
			{"two terms", audit.Filter{EventID: "e0", Side: "BY"}, 10, 55},
		} {
			list, total, err := audit.List(t.Context(), d, c.f)
			if err != nil || total != c.total || len(list) == 0 || list[0].Seq != c.first {
				t.Errorf("%s: total %d, first %v, error %v; want %d, %d", c.name, total, list, err, c.total, c.first)
			}
		}
		list, _, err := audit.List(t.Context(), d, audit.Filter{ObjectID: "m7"})
		if err != nil || list[0].Detail["from"] != "09:00" || !list[0].At.Equal(at.Add(7*time.Minute)) {
			t.Errorf("content: %+v, %v", list, err)
		}
	})
}
