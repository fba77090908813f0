package exchange

import (
	"slices"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
)

// crowded is a fair in whose plan one wish between two Belarusians has no time
// unless something else gives way: all four slots of the first are taken.
func crowded(t *testing.T, d *db.DB) (f *fair, open Meeting) {
	t.Helper()
	f = newFair(t, d)
	f.wish(Would)
	f.tx(func(ctx ctxT, tx db.Tx) error {
		return addWish(ctx, tx, f.event.ID, &Wish{From: f.by[0].ID, To: []string{f.by[2].ID}, Strength: Would, Weight: 1}, 1)
	})
	b := f.planned()
	i := slices.IndexFunc(b.Meetings, func(m Meeting) bool { return m.SlotID == "" })
	if i < 0 {
		t.Fatalf("nothing is open: %+v", b.Plan.Figures)
	}
	return f, b.Meetings[i]
}

func TestRemedyWithinThePlan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f, open := crowded(t, d)
		b, by, ctx := f.board(Provisional), f.organiser("BY"), t.Context()
		a, err := f.Advice(ctx, by, b, open.ID)
		if err != nil || a.Reason == nil {
			t.Fatalf("advice %+v, %v", a, err)
		}
		i := slices.IndexFunc(a.Remedies, func(r Remedy) bool { return r.Within })
		if i < 0 {
			t.Fatalf("no remedy within the plan: %+v", a.Remedies)
		}
		r := a.Remedies[i]
		if err := f.Remedy(ctx, by, f.event, open.ID, r.Kind, b.Plan.Revision+1); !refused(err, "plan.error_changed_meanwhile") {
			t.Errorf("at another revision: %v", err)
		}
		if err := f.Remedy(ctx, f.organiser("CN"), f.event, open.ID, r.Kind, b.Plan.Revision); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a meeting of the other side alone: %v", err)
		}
		if err := f.Remedy(ctx, by, f.event, open.ID, r.Kind, b.Plan.Revision); err != nil {
			t.Fatal(err)
		}
		now := f.board(Provisional)
		m, _ := now.Meeting(open.ID)
		if m.SlotID != r.SlotID || !m.Locked || m.Reason != nil || now.Plan.Revision != b.Plan.Revision+1 {
			t.Errorf("%+v at revision %d, want it locked in %s", m, now.Plan.Revision, r.SlotID)
		}
		if want := b.Plan.Figures.Placed + 1 - len(r.Drops); now.Plan.Figures.Placed != want {
			t.Errorf("%d placed, want %d", now.Plan.Figures.Placed, want)
		}
		for _, x := range r.Drops {
			if m, _ := now.Meeting(x.ID); m.SlotID != "" || m.Reason == nil {
				t.Errorf("given up: %+v", m)
			}
		}
		for _, c := range r.Moves {
			if m, _ := now.Meeting(c.Old.ID); m.SlotID != c.New.SlotID {
				t.Errorf("moved: %+v, want %+v", m, c.New)
			}
		}
	})
}

func TestNoAdviceForAMeetingWithATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		if a, err := f.Advice(t.Context(), f.organiser("BY"), b, b.Meetings[0].ID); err != nil || a.Reason != nil || len(a.Remedies) != 0 {
			t.Errorf("%+v, %v", a, err)
		}
	})
}

func TestMustsThatCannotAllBeHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		f.tx(func(ctx ctxT, tx db.Tx) error {
			for _, m := range slices.Concat(f.cn, f.by[1:]) {
				if err := addWish(ctx, tx, f.event.ID, &Wish{From: f.by[0].ID, To: []string{m.ID}, Strength: Must, Weight: 1}, 1); err != nil {
					return err
				}
			}
			return nil
		})
		b := f.planned()
		if x := b.Plan.Figures; x.Must != 5 || x.MustPlaced != 4 || len(x.Proofs) == 0 || x.Proofs[0].Key != "plan.proof_person_overbooked" {
			t.Errorf("%+v", x)
		}
	})
}
