package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
)

// format names the encoding that is hashed; a change of it needs a new name.
const format = "birzha audit 1"

// sum is the hash of a record: SHA-256 over format, all fields and the previous
// hash, each written as its length (8 bytes, big-endian) and its bytes, so that
// no two records have the same encoding.
func sum(r Sealed) string {
	h := sha256.New()
	for _, s := range []string{
		format, number(r.Seq), number(db.Micros(r.At)), r.ActorID, r.Action,
		r.ObjectKind, r.ObjectID, r.EventID, r.Side, r.raw, r.PrevHash,
	} {
		h.Write([]byte(number(int64(len(s)))))
		h.Write([]byte(s))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func number(n int64) string { return string(binary.BigEndian.AppendUint64(nil, uint64(n))) }

// Flaw is what is wrong with a chain.
type Flaw string

// The flaws that Verify can find.
const (
	Missing  Flaw = "missing"  // a record is not there
	Altered  Flaw = "altered"  // a record's content does not fit its hash
	Unlinked Flaw = "unlinked" // a record does not continue the one before it
	Unhooked Flaw = "unhooked" // the chain does not fit a head, ours or one kept outside
)

// Report is the outcome of Verify.
type Report struct {
	Checked int64 // records found sound
	Head    Head  // the last sound record
	Flaw    Flaw  // "" if the chain is sound
	At      int64 // seq of the first broken record, if there is a flaw
}

func (r Report) String() string {
	if r.Flaw == "" {
		return fmt.Sprintf("sound: %d records, head %s", r.Checked, r.Head)
	}
	return fmt.Sprintf("broken at record %d (%s) after %d sound ones", r.At, r.Flaw, r.Checked)
}

// page is how many records Verify holds in memory.
const page = 500

// Verify walks the chain from its start to the first flaw. Heads that were kept
// outside prove that the chain was not rewritten or cut since. Records that are
// added meanwhile are no flaw.
func Verify(ctx context.Context, q db.Querier, anchors ...Head) (r Report, err error) {
	defer fault.Wrap(&err, "audit: verify")
	stored, err := CurrentHead(ctx, q)
	if err != nil {
		return r, err
	}
	w := walker{Report: Report{Head: Head{0, Genesis}}, heads: map[int64]string{}}
	w.expect(stored)
	for _, a := range anchors {
		w.expect(a)
	}
	for w.Flaw == "" {
		list, err := load(ctx, q, `WHERE seq > $1 ORDER BY seq LIMIT $2`, w.Head.Seq, page)
		if err != nil {
			return w.Report, err
		}
		if len(list) == 0 {
			break
		}
		for _, s := range list {
			if !w.step(s) {
				return w.Report, nil
			}
		}
	}
	if w.Flaw == "" && w.Head.Seq < w.last { // a head lies beyond the end
		w.Flaw, w.At = Missing, w.Head.Seq+1
	}
	if w.Flaw == "" {
		err = w.endIsHead(ctx, q)
	}
	return w.Report, err
}

type walker struct {
	Report
	heads map[int64]string // hashes that must be found
	last  int64
}

func (w *walker) expect(h Head) {
	if have, ok := w.heads[h.Seq]; ok && have != h.Hash || h.Seq == 0 && h.Hash != Genesis {
		w.Flaw, w.At = Unhooked, h.Seq
	}
	w.heads[h.Seq] = h.Hash
	w.last = max(w.last, h.Seq)
}

func (w *walker) step(s Sealed) bool {
	want := w.heads[s.Seq]
	switch {
	case s.Seq != w.Head.Seq+1:
		w.Flaw, w.At = Missing, w.Head.Seq+1
	case s.PrevHash != w.Head.Hash:
		w.Flaw, w.At = Unlinked, s.Seq
	case s.Hash != sum(s):
		w.Flaw, w.At = Altered, s.Seq
	case want != "" && want != s.Hash:
		w.Flaw, w.At = Unhooked, s.Seq
	default:
		w.Head = Head{s.Seq, s.Hash}
		w.Checked++
	}
	return w.Flaw == ""
}

// endIsHead checks that the last record walked is not beyond the stored head:
// such a record was put there past Record.
func (w *walker) endIsHead(ctx context.Context, q db.Querier) error {
	now, err := CurrentHead(ctx, q)
	if err == nil && (now.Seq < w.Head.Seq || now.Seq == w.Head.Seq && now.Hash != w.Head.Hash) {
		w.Flaw, w.At = Unhooked, now.Seq+1
	}
	return err
}
